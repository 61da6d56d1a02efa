"""Leads: who wants what, worth how much, of texts, values and a catalogue in any engine."""

from hashlib import sha256

import narwhals as nw
import pandas as pd
import pyarrow as pa
from engine_tables import moments

import vocvalue as vv
from engine_cases.case import AND_SPARK, Case, plain
from engine_cases.comments import known_as

TEXTS = [
    # a: again within 30 days, and once more after them
    ("a", "2024-05-01 10:00:00", "快用完了", "review"),
    ("a", "2024-05-31 10:00:00", "准备回购", "review"),
    ("a", "2024-07-01 10:00:00", "快用完了！", "review"),
    # b: a question that names a product of the catalogue by its alias
    ("b", "2024-05-02 10:00:00", "Do you also sell cartridges?", "review"),
    # c: a question that names another, in a review and in a chat
    ("c", "2024-05-03 10:00:00", "Do you also sell mugs?", "review"),
    ("d", "2024-05-04 10:00:00", "Do you also sell mugs?", "chat"),
    # nobody
    (None, "2024-05-04 10:00:00", "快用完了", "review"),
]
WORTH = [("a", 50.0), ("b", 300.0), ("c", 900.0), ("e", 10.0)]
COLUMNS = ("kind", "product", "product_id", "how", "n_signals", "route", "priority", "value")
EXPECTED = [
    ("b", "cross_sell", "cartridges", "12", "alias", 1, "sales", 1, 300.0),
    ("a", "repurchase", None, None, None, 1, "marketing automation", 2, 50.0),
    ("a", "repurchase", None, None, None, 2, "marketing automation", 3, 50.0),
    # d has no value and comes last; the catalogue has no mugs, but was asked for them in a chat
    ("d", "cross_sell", "mugs", None, None, 1, "sales", 4, None),
]


def id_of(customer, kind, product, text):
    parts = (customer, kind, product, known_as(customer, text))
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


IDS = [
    id_of("b", "cross_sell", "12", "do you also sell cartridges?"),
    id_of("a", "repurchase", "", "快用完了!"),
    id_of("a", "repurchase", "", "快用完了"),
    id_of("d", "cross_sell", "mug", "do you also sell mugs?"),
]


def tables():
    ids, when, text, channel = map(list, zip(*TEXTS, strict=True))
    comments = {"customer_id": ids, "timestamp": moments(when), "text": text, "channel": channel}
    ids, value = map(list, zip(*WORTH, strict=True))
    products = {
        "product_id": [12, 7],
        "name": ["滤芯", "水杯"],
        "aliases": ["cartridge|滤网", None],
    }
    named = {
        "comments": comments,
        "values": {"customer_id": ids, "value": value},
        "products": products,
    }
    return {name: pa.table(columns) for name, columns in named.items()}


def leads(comments, values, products):
    return vv.signals.leads(vv.signals.find(comments), values=values, products=products)


def look(found):
    """Return the leads in their order, None for what is missing."""
    columns = nw.from_native(found.to_frame(), eager_only=True).to_dict(as_series=False)
    rows = zip(*(columns[name] for name in ("customer_id", *COLUMNS)), strict=True)
    return {
        "table": [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows],
        "ids": columns["lead_id"],
        "total": found.total_value,
        "notes": plain(found.notes),
    }


CASES = (
    Case(
        of="signals.leads",
        that="of a catalogue and values",
        tables=tables(),
        by=leads,
        gives={
            "table": EXPECTED,
            "ids": IDS,
            # a once, and b: of d it is not known
            "total": 350.0,
            # a signal of nobody, the same that was left out, a mention, a value that is not known,
            # the limit of values that nobody stated
            "notes": [1, 1, 1, 1, 0],
        },
        look=look,
        engines=(*AND_SPARK, ("polars", "duckdb", "pandas")),
    ),
)
