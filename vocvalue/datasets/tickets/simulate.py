"""A simulated help desk that calls back some of a shop's detractors."""

import dataclasses

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.datasets.shop import Shop
from vocvalue.datasets.tickets.model import TicketModel
from vocvalue.datasets.tickets.result import TicketDesk
from vocvalue.errors import DataError
from vocvalue.results.plain_data import plain
from vocvalue.results.texts import pair

DEFAULT_MODEL = TicketModel()
HIGHEST = 6
"""The highest score of a detractor."""


@progress.step(pair("simulating tickets", "模拟工单"))
def simulate_tickets(
    shop: Shop, *, model: TicketModel = DEFAULT_MODEL, seed: int | np.random.Generator
) -> TicketDesk:
    """Simulate a desk that opens tickets for the detractors of a shop, and for other customers.

    1. For each answer to the NPS survey of 6 or less a ticket is opened with probability
       `ticketed`, an exponential wait of mean `wait_hours` after the answer. Besides, customers who
       order have tickets: `others` times as many as detractors, opened at moments of orders.
    2. Each goes to one of the teams, all alike likely, whatever it is about.
    3. It is contacted after an exponential time of mean `contact_hours`, but no later than it is
       closed.
    4. It is closed after a log-normal time whose median is that of the team, and with probability
       `reopened` opened again after an exponential time of mean `reopened_after_hours`, and closed
       for good after another time like the first. With probability `forgotten` it is never closed.
    5. What lies after the end of the shop's observation is not known: the tickets opened later are
       left out, those that are not closed yet are open.

    Nothing depends on what a customer orders later, so that closing a ticket sooner truly keeps
    nobody.

    Args:
        shop: The shop, from `simulate_shop` or `load_sample`.
        model: The model of the desk.
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `TicketDesk`, with moments in whole seconds.

    Raises:
        DataError: The shop has no detractor.

    Examples:
        >>> from vocvalue.datasets import simulate_shop
        >>> desk = simulate_tickets(simulate_shop(500, seed=1), seed=2)
        >>> list(desk.tickets.columns)
        ['ticket_id', 'customer_id', 'opened', 'contacted', 'closed', 'reopened', 'team', 'topic']
        >>> desk.n_open < len(desk.tickets) < desk.n_detractors * 2
        True
    """
    rng = checks.seed(seed)
    detractors = _detractors(shop)
    opened = _opened(shop, detractors, model, rng)
    truth = _course(opened, model, rng)
    end = shop.observation_end
    truth = truth[truth["opened"] <= end].sort_values("opened", kind="stable", ignore_index=True)
    truth.insert(0, "ticket_id", [f"T{number:05d}" for number in range(1, len(truth) + 1)])
    return TicketDesk(
        tickets=_as_known(truth, end),
        truth=truth[["ticket_id", "answered", "first_closed", "reopened", "closed"]],
        n_detractors=len(detractors),
        parameters={
            "model": plain(dataclasses.asdict(model)),
            "seed": seed if isinstance(seed, int) else None,
        },
        observation_end=end,
    )


def _detractors(shop: Shop) -> pd.DataFrame:
    answers = shop.responses
    found = answers[(answers["survey"] == "nps") & (answers["score"] <= HIGHEST)]
    if found.empty:
        raise DataError("the shop has no detractor, so that nobody could be called back.")
    return found[["customer_id", "timestamp", "topic"]].reset_index(drop=True)


def _opened(
    shop: Shop, detractors: pd.DataFrame, model: TicketModel, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the tickets of detractors and of others, with the moments of their opening."""
    called = detractors[rng.random(len(detractors)) < model.ticketed]
    wait = _hours(rng.exponential(model.wait_hours, len(called)))
    of_detractors = pd.DataFrame(
        {
            "customer_id": called["customer_id"],
            "answered": called["timestamp"],
            "opened": called["timestamp"] + wait,
            "topic": called["topic"],
        }
    )
    bought = shop.orders[shop.orders["amount"] >= 0]
    n = round(model.others * len(called))
    rows = np.sort(rng.choice(len(bought), size=min(n, len(bought)), replace=False))
    topics = detractors["topic"].to_numpy()[rng.integers(0, len(detractors), rows.size)]
    others = pd.DataFrame(
        {
            "customer_id": bought["customer_id"].to_numpy()[rows],
            "answered": pd.NaT,
            "opened": bought["timestamp"].to_numpy()[rows],
            "topic": topics,
        }
    )
    return pd.concat([of_detractors, others.astype(of_detractors.dtypes)], ignore_index=True)


def _course(opened: pd.DataFrame, model: TicketModel, rng: np.random.Generator) -> pd.DataFrame:
    """Return what becomes of each ticket, whenever that is."""
    n = len(opened)
    team = rng.integers(0, len(model.teams), n)
    median = model.medians[team]
    first, second = (median * np.exp(model.close_spread * rng.standard_normal(n)) for _ in "ab")
    is_closed = rng.random(n) >= model.forgotten
    again = is_closed & (rng.random(n) < model.reopened)
    pause = rng.exponential(model.reopened_after_hours, n)
    contact = np.minimum(rng.exponential(model.contact_hours, n), first)
    start = opened["opened"]
    reopened = (start + _hours(first + pause)).where(again)
    return opened.assign(
        contacted=start + _hours(contact),
        first_closed=(start + _hours(first)).where(is_closed),
        reopened=reopened,
        closed=(start + _hours(np.where(again, first + pause + second, first))).where(is_closed),
        team=np.array(model.teams, dtype=object)[team],
    )


def _as_known(truth: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Return the tickets as a company knows them at the end of observation."""
    reopened = truth["reopened"].where(truth["reopened"] <= end)
    last = truth["closed"].where(truth["closed"] <= end)
    first = truth["first_closed"].where(truth["first_closed"] <= end)
    return pd.DataFrame(
        {
            "ticket_id": truth["ticket_id"],
            "customer_id": truth["customer_id"],
            "opened": truth["opened"],
            "contacted": truth["contacted"].where(truth["contacted"] <= end),
            "closed": last.fillna(first),
            "reopened": reopened,
            "team": truth["team"],
            "topic": truth["topic"],
        }
    )


def _hours(hours: NDArray[np.float64]) -> "pd.TimedeltaIndex":
    return pd.to_timedelta(np.round(hours * 3600).astype(np.int64), unit="s")
