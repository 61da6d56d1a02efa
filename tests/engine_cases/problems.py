"""Who met a problem, with the history before and the orders after, alike everywhere."""

import datetime as dt

import pyarrow as pa
import pytest
from engine_tables import moments

from engine_cases.case import AND_SPARK, Case, plain

N = 40
FIRST = dt.datetime(2024, 1, 1, 9)


def at(days):
    return (FIRST + dt.timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")


def orders():
    """Return orders of 80 customers: one each on days 0, 30 and 60 and the last long after.

    The first 40 do not come on day 60; of the order of day 60 of "c79" something is returned, and
    that of "c78" has two lines.
    """
    lines = []
    for customer in range(2 * N):
        days = (0, 30, 150) if customer < N else (0, 30, 60, 150)
        lines += [(f"c{customer:02d}", f"o{customer}-{day}", at(day), 20.0) for day in days]
    lines += [("c79", "o79-60", at(62), -4.0), ("c78", "o78-60", at(60), 1.5)]
    lines.append((None, "o", at(30), 7.0))
    ids, number, when, amount = map(list, zip(*lines, strict=True))
    return pa.table(
        {"customer_id": ids, "order_id": number, "timestamp": moments(when), "amount": amount}
    )


def mentions():
    """Return what the first 40 say of their order of day 30, two days after it, and other rows."""
    rows = [(f"c{it:02d}", f"o{it}-30", at(32), "late") for it in range(N)]
    rows += [
        ("c00", "o0-30", at(32), "late"),  # twice
        ("c01", "o1-150", at(151), "late"),  # again
        ("zz", "o9", at(32), "late"),  # never ordered
        ("c02", "o2-0", at(3), None),
    ]
    ids, number, when, topic = map(list, zip(*rows, strict=True))
    return pa.table(
        {"customer_id": ids, "order_id": number, "timestamp": moments(when), "topic": topic}
    )


def look(found):
    exposed = found.exposed
    return {
        "design": found.design,
        "n": [found.n_exposed, found.n_controls, found.n_mentions, found.n_repeats],
        "moments": sorted(set(plain(found.moment))),
        "orders before": sorted(set(found.history["orders"].tolist())),
        "days since order": sorted(set(found.history["days_since_order"].tolist())),
        "repurchase": [found.outcomes["repurchase"][it].mean() for it in (exposed, ~exposed)],
        "spend": [found.outcomes["spend"][it].sum() for it in (exposed, ~exposed)],
        "spend before": found.before["spend"].sum(),
        "first customer": found.customer_id.to_list()[0],
        "left out": sorted(note.count for note in found.notes if "left out" in note.en),
    }


# by hand: all 40 controls of the week are drawn; 40 x 20, less 4 returned, and 1.5 of a line more
GIVES = {
    "n": [N, N, N + 1, 1],
    "orders before": [1.0],
    "repurchase": [0.0, 1.0],
    "spend": pytest.approx([0.0, N * 20.0 - 4.0 + 1.5]),
    "first customer": "c00",
    "spend before": pytest.approx(2 * N * 20.0),
}


def ranked(found):
    return {
        "topics": list(found.topics),
        "n": [found.n_exposed, found.n_controls, *found.mentions.tolist()],
        "loss": [found.loss().value, found.loss_each("late").value],
        "exposures by decile": found.by_decile.exposures.tolist(),
        "left out": sorted(note.count for note in found.notes if "left out" in note.en),
    }


CASES = (
    Case(
        of="issues.rank",
        that="one topic, whose orders are named",
        tables={"mentions": mentions(), "orders": orders()},
        asked={"window": "40 days", "controls": 1, "margin": 0.5},
        gives={
            "topics": ["late"],
            "n": [N, N, N + 1],
            # half of what 40 controls spend by day 60, of which each of the exposed spends nothing
            "loss": pytest.approx([(N * 20.0 - 4.0 + 1.5) / 2, (20.0 - 2.5 / N) / 2]),
            # all had spent 20 before, as had the controls: the lowest tenth that holds them
            "exposures by decile": [[N, *[0] * 10]],
            # besides what exposure leaves out: the mention of day 150, too late for the window
            "left out": [1, 1, 1, 1, 1],
        },
        look=ranked,
        engines=AND_SPARK,
    ),
    Case(
        of="issues.exposure",
        that="orders that are named, lines of one moment, a refund",
        tables={"mentions": mentions(), "orders": orders()},
        asked={"topic": "late", "window": "40 days", "controls": 1},
        gives={
            **GIVES,
            "design": "order",
            "moments": ["2024-01-31T09:00:00"],
            "days since order": [30.0],
            # a row without a topic, one repeated, one of a stranger, a line without a customer
            "left out": [1, 1, 1, 1],
        },
        look=look,
        engines=AND_SPARK,
    ),
    Case(
        of="issues.exposure",
        that="mentions without orders, two days after one",
        tables={
            "mentions": mentions().drop_columns(["order_id"]),
            "orders": orders(),
        },
        asked={"topic": "late", "window": "40 days", "controls": 1},
        gives={
            **GIVES,
            "design": "mention",
            "moments": ["2024-02-02T09:00:00"],
            "days since order": [32.0],
            "left out": [1, 1, 1, 1],
        },
        look=look,
        engines=AND_SPARK,
    ),
)
