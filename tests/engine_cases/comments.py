"""Texts of customers: what they say they will do, read alike everywhere."""

from hashlib import sha256

import narwhals as nw
import pyarrow as pa
from engine_tables import moments

from engine_cases.case import AND_SPARK, Case, plain


def known_as(customer, text):
    return sha256(f"{customer}\n{text}".encode()).hexdigest()[:16]


ROWS = [
    # 9 of 10: will buy again; 3 of 10: says so too, and is held; then a refusal
    ("a", "2024-05-03 10:00:00", "快用完了，挺好用的", 9.0, "review"),
    ("b", "2024-05-04 10:00:00", "快用完了", 3.0, "review"),
    ("c", "2024-05-05 10:00:00", "我不会再买了", 2.0, "review"),
    # a question for another product; what the seller says; nothing; no customer
    ("d", "2024-05-06 10:00:00", "Do you also sell filters?", None, "chat"),
    ("e", "2024-05-07 10:00:00", None, 9.0, "review"),
    (None, "2024-05-08 10:00:00", "快用完了", 10.0, "review"),
]
SIGNALS = [
    # the id of a text is a hash of its customer and its text
    ("a", "repurchase", "positive", None, "passed", known_as("a", "快用完了,挺好用的")),
    ("b", "repurchase", "positive", None, "held", known_as("b", "快用完了")),
    ("c", "repurchase", "negative", None, "passed", known_as("c", "我不会再买了")),
    (
        "d",
        "cross_sell",
        "positive",
        "filters",
        "passed",
        known_as("d", "do you also sell filters?"),
    ),
    (None, "repurchase", "positive", None, "passed", known_as("", "快用完了")),
]
NAMES = ("customer_id", "kind", "status", "product", "gate", "text_id")


def table():
    ids, when, text, score, channel = map(list, zip(*ROWS, strict=True))
    columns = {
        "customer_id": ids,
        "timestamp": moments(when),
        "text": text,
        "score": pa.array(score, pa.float64()),
        "channel": channel,
    }
    return pa.table(columns)


def signals(found):
    """Return the signals by customer, None for what is missing."""
    columns = nw.from_native(found.to_frame(), eager_only=True).to_dict(as_series=False)
    rows = zip(*(columns[name] for name in NAMES), strict=True)
    cells = [tuple(cell if isinstance(cell, str) else None for cell in row) for row in rows]
    return sorted(cells, key=lambda row: row[0] or "~")


CASES = (
    Case(
        of="signals.find",
        that="texts with scores and without",
        tables={"comments": table()},
        gives={
            "signals": SIGNALS,
            "texts": 5,
            # a row with no text, a signal with no customer, the limit of scores that nobody stated
            "notes": [1, 1, 0],
        },
        look=lambda found: {
            "signals": signals(found),
            "texts": found.n_texts,
            "notes": plain(found.notes),
        },
        engines=AND_SPARK,
    ),
)
