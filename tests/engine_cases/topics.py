"""Mentions of topics, and how many there are per 1,000 orders, alike everywhere."""

import narwhals as nw
import pyarrow as pa
import pytest
from engine_tables import moments

import vocvalue as vv
from engine_cases.case import AND_SPARK, Case, plain

TOPICS = {
    "packaging": {"phrases": ["包装破", "torn bag"], "polarity": "complaint"},
    "support": ["support"],
}
ROWS = [
    ("a", "2024-05-03 10:00:00", "包裝破了，但是好吃"),
    ("b", "2024-05-31 23:00:00", "Torn bag, torn bag again"),
    ("a", "2024-06-02 10:00:00", "no torn bag, slow support"),
    (None, "2024-06-30 10:00:00", "Torn bag"),
    ("c", "2024-06-04 10:00:00", None),
    ("c", None, "torn bag"),
]
# by hand: topic, polarity and the words as written
MENTIONS = [
    ("packaging", "complaint", "包裝破", "a"),
    ("packaging", "complaint", "Torn bag", "b"),
    ("packaging", "complaint", "torn bag", "b"),
    ("packaging", "praise", "torn bag", "a"),
    ("support", "complaint", "support", "a"),
    ("packaging", "complaint", "Torn bag", None),
    ("packaging", "complaint", "torn bag", "c"),
]
NAMES = ("topic", "polarity", "words", "customer_id")
ORDERS = [
    # two lines at one moment are one order; a refund is none; one line has no customer
    ("a", "2024-05-01 08:00:00", 5.0),
    ("a", "2024-05-01 08:00:00", 7.0),
    ("b", "2024-05-09 08:00:00", 2.0),
    ("b", "2024-05-31 08:00:00", -2.0),
    ("a", "2024-06-01 08:00:00", 3.0),
    (None, "2024-06-02 08:00:00", 3.0),
    ("c", "2024-06-30 08:00:00", 0.0),
    ("c", "2024-06-30 09:00:00", 1.0),
    ("d", "2024-06-30 08:00:00", 1.0),
]


def comments():
    ids, when, text = map(list, zip(*ROWS, strict=True))
    return pa.table({"customer_id": ids, "timestamp": moments(when), "text": text})


def orders():
    ids, when, amount = map(list, zip(*ORDERS, strict=True))
    return pa.table({"customer_id": ids, "timestamp": moments(when), "amount": amount})


def rows(found):
    columns = nw.from_native(found.to_frame(), eager_only=True).to_dict(as_series=False)
    cells = zip(*(columns[name] for name in NAMES), strict=True)
    return ordered(tuple(cell if isinstance(cell, str) else None for cell in row) for row in cells)


def ordered(rows):
    return sorted(rows, key=str)


def rates(comments, orders):
    return vv.signals.mentions(comments, TOPICS).rates(orders)


CASES = (
    Case(
        of="signals.mentions",
        that="two languages, a negation, a row without text",
        tables={"comments": comments()},
        asked={"topics": TOPICS},
        gives={"mentions": sorted(MENTIONS, key=str), "texts": 5, "notes": [1, 1]},
        look=lambda found: {
            "mentions": rows(found),
            "texts": found.n_texts,
            "notes": plain(found.notes),
        },
        engines=AND_SPARK,
    ),
    Case(
        of="signals.Mentions.rates",
        that="orders counted once, by calendar month",
        tables={"comments": comments(), "orders": orders()},
        by=rates,
        gives={
            "period": ["2024-05-01T00:00:00", "2024-06-01T00:00:00"],
            "topics": ("packaging", "support"),
            "orders": [2, 4],
            "texts_read": [2, 2],
            "mentions": [[3, 2], [0, 1]],
            "texts": [[2, 2], [0, 1]],
            "complaints": [[2, 1], [0, 1]],
            # complaints of packaging per 1,000 orders: 2 of 2, 1 of 4
            "rate": pytest.approx([1000.0, 250.0]),
        },
        look=lambda found: {
            "rate": [it.value for it in found.of("packaging")],
            **{
                name: plain(getattr(found, name))
                for name in (
                    *("period", "topics", "orders", "texts_read", "mentions", "texts"),
                    "complaints",
                )
            },
        },
        engines=AND_SPARK,
    ),
)
