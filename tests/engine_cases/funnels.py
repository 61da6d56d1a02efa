"""Leads followed to orders: which convert, by which order, for how much, on every engine."""

from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
from engine_tables import moments

from engine_cases.case import AND_SPARK, Case, plain
from vocvalue import Orders, signals

# Window: 30 days. The orders end on 31 March 2024.
TEXTS = [
    # a: two leads of two kinds that compete for orders; the second is about the filter
    ("a", "2024-01-10 10:00:00", "下次还会买"),
    ("a", "2024-01-12 10:00:00", "你们有配套的滤芯吗？"),
    # b: a lead about the filter, and orders of something else only
    ("b", "2024-01-10 10:00:00", "你们有配套的滤芯吗？"),
    # c: its order comes a second after the window; d: one on its last second
    ("c", "2024-01-10 10:00:00", "准备回购"),
    ("d", "2024-01-10 10:00:00", "准备回购"),
    # e: cannot be followed to the end, and has ordered already; f: never ordered
    ("e", "2024-03-10 10:00:00", "准备回购"),
    ("f", "2024-01-10 10:00:00", "准备回购"),
]
ORDERS = [
    # a: before the lead; a basket of filter and mug, of which 5 of the filter come back
    ("a", "2024-01-10 10:00:00", 1000.0, "M1"),
    ("a", "2024-01-20 10:00:00", 40.0, "F1"),
    ("a", "2024-01-20 10:00:00", 7.0, "M1"),
    ("a", "2024-02-25 10:00:00", -5.0, "F1"),
    ("b", "2024-01-20 10:00:00", 11.0, "M1"),
    ("c", "2024-02-09 10:00:01", 13.0, "M1"),
    ("d", "2024-02-09 10:00:00", 17.0, "滤芯"),
    ("e", "2024-03-20 10:00:00", 19.0, "M1"),
    ("z", "2024-03-31 10:00:00", 23.0, None),
    (None, "2024-01-20 10:00:00", 29.0, "M1"),
]
SHOP = pd.DataFrame({"product_id": ["F1", "M1"], "name": ["滤芯", "水壶"]})
CONTACTS = [
    # a: within the window of both leads; b: before the lead; g: has no lead
    ("a", "2024-01-13 10:00:00"),
    ("b", "2024-01-09 10:00:00"),
    ("g", "2024-01-13 10:00:00"),
]


def table(rows, *names):
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    columns["timestamp"] = moments(columns["timestamp"])
    return pa.table(columns)


TABLES = {
    "orders": table(ORDERS, "customer_id", "timestamp", "amount", "sku"),
    "contacts": table(CONTACTS, "customer_id", "timestamp"),
}


def leads():
    texts = pd.DataFrame(TEXTS, columns=["customer_id", "timestamp", "text"])
    return signals.leads(signals.find(texts.assign(channel="chat")), products=SHOP)


def followed(orders, contacts=None, *, product="sku"):
    return signals.funnel(
        leads(), Orders(orders, product=product), contacts=contacts, window="30 days"
    )


def columns(found):
    """Return of each lead by customer and kind whether it was contacted, followed, converted."""
    contacted = np.zeros(found.n) > 0 if found.contacted is None else found.contacted
    parts = (contacted, found.followed, found.converted, found.amount)
    keys = zip(plain(found.customer_id), found.kind, strict=True)
    return dict(zip(keys, zip(*map(plain, parts), strict=True), strict=True))


NAMED = {
    ("a", "repurchase"): (True, True, True, 7.0),
    ("a", "cross_sell"): (True, True, True, 35.0),
    ("b", "cross_sell"): (False, True, False, 0.0),
    ("c", "repurchase"): (False, True, False, 0.0),
    ("d", "repurchase"): (False, True, True, 17.0),
    ("e", "repurchase"): (False, False, True, 19.0),
    ("f", "repurchase"): (False, True, False, 0.0),
}
# Without products the basket of a is one order, which the earlier lead has.
UNNAMED = {
    **{key: (False, *rest) for key, (_, *rest) in NAMED.items()},
    ("a", "repurchase"): (False, True, True, 42.0),
    ("a", "cross_sell"): (False, True, False, 0.0),
    ("b", "cross_sell"): (False, True, True, 11.0),
}
CASES = (
    Case(
        of="signals.funnel",
        that="orders of the product, each claimed once",
        tables=TABLES,
        by=followed,
        gives=(NAMED, {"signals": 7, "leads": 7, "contacted": 2, "followed": 6, "converted": 3}),
        look=lambda found: (columns(found), found.counts()),
        engines=(*AND_SPARK, ("polars", "pandas"), ("duckdb", "csv"), ("csv", "duckdb")),
    ),
    Case(
        of="signals.funnel",
        that="orders without products",
        tables={"orders": TABLES["orders"]},
        by=partial(followed, product=None),
        gives=UNNAMED,
        look=columns,
    ),
)
