"""What a problem truly does: what follows an order that met it, with the problem and without it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vocvalue.datasets.observation import SECONDS_PER_DAY
from vocvalue.datasets.problems.course import Met, Standing
from vocvalue.datasets.problems.hashed_draws import Whole
from vocvalue.datasets.problems.history import History
from vocvalue.datasets.purchase import Floats

OUTCOMES = ("repurchase", "orders", "spend", "churn")
KEYS = ["customer_id", "order_id", "timestamp", "mentioned_at"]


def effects_by_topic(
    history: History, exposures: pd.DataFrame, *, window: float, churn_window: float
) -> pd.DataFrame:
    """Return what follows each exposure, with it and with that one problem taken away.

    Args:
        history: The history as it happened.
        exposures: Rows of `history.exposures()`.
        window: Days after the order in which repurchase, orders and spend are counted.
        churn_window: Days after the order without any other that are churn.
    """
    n_problems = len(history.course.model.problems)
    spared = np.eye(n_problems, dtype=np.bool_)[exposures["problem"].to_numpy()]
    rows = exposures["row"].to_numpy()
    outcomes = _compared(history, rows, spared, window, churn_window)
    return pd.concat([exposures[[*KEYS, "topic"]].reset_index(drop=True), outcomes], axis=1)


def effects_by_order(
    history: History, exposures: pd.DataFrame, *, window: float, churn_window: float
) -> pd.DataFrame:
    """Return what follows each order, with its problems and with all of them taken away.

    Args:
        history: The history as it happened.
        exposures: Rows of `history.exposures()`: the problems that are taken away.
        window: Days after the order in which repurchase, orders and spend are counted.
        churn_window: Days after the order without any other that are churn.
    """
    by_order = exposures.groupby("row")
    orders = by_order[KEYS].min().assign(n_topics=by_order.size()).reset_index()
    place = np.searchsorted(orders["row"].to_numpy(), exposures["row"].to_numpy())
    spared = np.zeros((len(orders), len(history.course.model.problems)), dtype=np.bool_)
    spared[place, exposures["problem"].to_numpy()] = True
    outcomes = _compared(history, orders["row"].to_numpy(), spared, window, churn_window)
    table = pd.concat([orders[[*KEYS, "n_topics"]], outcomes], axis=1)
    return table.sort_values(["timestamp", "order_id"], ignore_index=True)


def losses_by_topic(effects: pd.DataFrame, topics: Sequence[str]) -> pd.DataFrame:
    """Return the mean effects of each problem, and what all its exposures lost.

    Args:
        effects: Rows of `effects_by_topic`.
        topics: The problems, in the order in which they are returned.
    """
    gaps = {name: effects[f"{name}_with"] - effects[f"{name}_without"] for name in OUTCOMES}
    by_topic = pd.DataFrame(gaps).groupby(effects["topic"])
    lost = (0.0 - gaps["spend"]).groupby(effects["topic"]).sum()
    table = by_topic.mean().assign(loss=lost, exposures=by_topic.size())
    table = table.reindex(list(topics)).fillna({"loss": 0.0, "exposures": 0})
    table = table.astype({"exposures": np.int64}).rename_axis("topic").reset_index()
    return table[["topic", "exposures", *OUTCOMES, "loss"]]


def _compared(
    history: History, rows: Whole, spared: Met, window: float, churn_window: float
) -> pd.DataFrame:
    standing = history.standing.at(rows)
    days = (standing.moment - history.course.shoppers.first[standing.customer]) / SECONDS_PER_DAY
    columns: dict[str, Floats] = {"tenure_days": days}
    for suffix, taken_away in (("with", np.zeros_like(spared)), ("without", spared)):
        followed = _followed(history, standing, taken_away, window, churn_window)
        columns |= {f"{name}_{suffix}": followed[name] for name in OUTCOMES}
    return pd.DataFrame(columns)


def _followed(
    history: History, standing: Standing, spared: Met, window: float, churn_window: float
) -> dict[str, Floats]:
    """Return the outcomes of each row: what is ordered after, and not at, the moment itself."""
    within, silence = (round(days * SECONDS_PER_DAY) for days in (window, churn_window))
    n = standing.moment.size
    orders, spend, n_before_silence = np.zeros(n), np.zeros(n), np.zeros(n)
    until = standing.moment + max(within, silence) + 1
    steps = history.course.play(standing, until, spared, once=True)
    next(steps, None)  # the order itself
    for step in steps:
        after = step.standing.moment - standing.moment[step.row]
        orders[step.row] += after <= within
        spend[step.row] += np.where(after <= within, step.amount, 0.0)
        n_before_silence[step.row] += after <= silence
    return {
        "repurchase": (orders > 0).astype(np.float64),
        "orders": orders,
        "spend": spend,
        "churn": (n_before_silence == 0).astype(np.float64),
    }
