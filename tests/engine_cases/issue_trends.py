"""Mentions of a problem per order, before a fix and after it, alike everywhere."""

import pyarrow as pa
import pytest
from engine_tables import moments

import vocvalue as vv
from engine_cases.case import AND_SPARK, Case, plain

MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 11))
TOLD = (6, 6, 6, 6, 6, 6, 9, 3, 3, 3)


def orders():
    """Return a hundred orders a month, one of them of two lines, and a refund."""
    lines = []
    for month in MONTHS:
        lines += [(f"c{it}", f"{month}-{1 + it % 28:02d} 09:00:00", 20.0) for it in range(100)]
        lines += [("c0", f"{month}-01 09:00:00", 1.0), ("c0", f"{month}-02 09:00:00", -5.0)]
    lines += [("c0", "2024-10-31 09:00:00", 20.0)]
    ids, when, amount = map(list, zip(*lines, strict=True))
    return pa.table({"customer_id": ids, "timestamp": moments(when), "amount": amount})


def mentions():
    """Return six complaints of "late" a month until the fix in July and three after it."""
    rows = []
    for month, n in zip(MONTHS, TOLD, strict=True):
        rows += [
            (f"c{it}", f"{month}-{1 + it:02d} 10:00:00", "late", "complaint") for it in range(n)
        ]
        rows += [(f"c{it}", f"{month}-15 10:00:00", "box", "complaint") for it in range(5)]
    rows += [
        ("c0", "2024-01-01 10:00:00", "late", "complaint"),  # twice
        ("c9", "2024-01-09 10:00:00", "late", "praise"),
        ("c9", "2024-01-09 10:00:00", None, "complaint"),
        (None, "2024-01-09 10:00:00", "late", "complaint"),
        ("c1", "2024-10-31 10:00:00", "box", "complaint"),
    ]
    ids, when, topic, polarity = map(list, zip(*rows, strict=True))
    return pa.table(
        {"customer_id": ids, "timestamp": moments(when), "topic": topic, "polarity": polarity}
    )


def trend(mentions, orders):
    return vv.issues.trend(mentions, topic="late", fixed_at="2024-07-10", per=orders)


CASES = (
    Case(
        of="issues.trend",
        that="complaints and orders counted once, by calendar month",
        tables={"mentions": mentions(), "orders": orders()},
        by=trend,
        gives={
            "mentions": list(TOLD),
            "orders": [100] * 9 + [101],
            "phase": ["before"] * 6 + ["fix"] + ["after"] * 3,
            # 3 of 100, 100 and 101 orders where 6 of 100 were: the last a little lower
            "change": pytest.approx(-0.5, abs=0.02),
            "left out": [1, 1, 1, 1],
        },
        look=lambda found: {
            "mentions": plain(found.mentions),
            "orders": plain(found.orders),
            "phase": plain(found.phase),
            "change": found.change.value,
            "left out": [
                note.count for note in found.notes if "left out" in note.en and note.count
            ],
        },
        engines=AND_SPARK,
    ),
)
