"""What orders become: refunds, grains, policies, ids."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from engine_tables import ENGINES, moments

from engine_cases.case import AND_SPARK, Case, Refusal, plain
from vocvalue.errors import DataError

# One customer a story; None is a missing cell.
LINES = [
    # a: two lines on one day merge, a refund follows the second purchase: (30 - 5 + 40) / 2
    ("a", "2024-01-01 09:00:00", 10.0, 1, ""),
    ("a", "2024-01-01 21:30:00", 2.5, 2, ""),
    ("a", "2024-01-08 10:00:00", 15.0, 2, ""),
    ("a", "2024-01-10 10:00:00", 5.0, -1, "returned"),
    ("a", "2024-01-31 10:00:00", 40.0, 1, ""),
    # b: refund between first and second purchase lowers the first, not the repeat spend: 20
    ("b", "2024-01-15 00:00:00", 50.0, 1, ""),
    ("b", "2024-01-16 00:00:00", 10.0, -1, "returned"),
    ("b", "2024-01-22 23:59:59", 20.0, 1, ""),
    # c: bought and returned within the day is no purchase; .1 + .2 - .3 is nothing
    ("c", "2024-01-02 08:00:00", 7.0, 1, ""),
    ("c", "2024-01-20 08:00:00", 0.1, 1, ""),
    ("c", "2024-01-20 09:00:00", 0.2, 1, ""),
    ("c", "2024-01-20 10:00:00", 0.3, -1, "returned"),
    # d: only a refund, of something bought before the table begins
    ("d", "2024-01-05 08:00:00", 30.0, -1, "returned"),
    # e: the same line twice, once; plus a free item
    ("e", "2024-01-03 08:00:00", 12.0, 1, ""),
    ("e", "2024-01-03 08:00:00", 12.0, 1, ""),
    ("e", "2024-01-24 08:00:00", 0.0, 1, "gift"),
    # what cannot be used: no customer, no time, no amount, after the end
    (None, "2024-01-04 08:00:00", 99.0, 1, ""),
    ("a", None, 99.0, 1, ""),
    ("b", "2024-01-23 08:00:00", None, 1, ""),
    ("b", "2024-02-15 08:00:00", 60.0, 1, ""),
]
NAMES = {"customer_id": "id", "timestamp": "at", "amount": "price", "quantity": "n"}
ASKED = {**NAMES, "observation_end": "2024-01-31"}


def log():
    ids, at, price, n, note = zip(*LINES, strict=True)
    return pa.table(
        {
            "id": pa.array(ids),
            "at": moments(at),
            "price": pa.array(price, pa.float64()),
            "n": pa.array(n, pa.int64()),
            "note": pa.array(note),
        }
    )


TABLES = {"orders": log()}
NET = [
    ("a", 2, 30.0, 30.0, 32.5),
    ("b", 1, 7.0, 16.0, 20.0),
    ("c", 0, 0.0, 29.0, 0.0),
    ("e", 1, 21.0, 28.0, 0.0),
]
RFM = (
    Case(
        of="clv.rfm",
        that="refunds net the purchase they follow",
        tables=TABLES,
        asked=ASKED,
        gives={"to_frame": NET, "n_lines": 20, "n_lines_used": 15, "notes": [1] * 10},
        columns=("id", "frequency", "recency", "T", "monetary_value"),
        engines=AND_SPARK,
    ),
    Case(
        of="clv.rfm",
        that="refunds dropped leave every purchase",
        tables=TABLES,
        asked={**ASKED, "refunds": "drop", "zeros": "drop", "duplicates": "drop"},
        gives={
            "to_frame": [
                ("a", 2, 30.0, 30.0, 35.0),
                ("b", 1, 7.0, 16.0, 20.0),
                ("c", 1, 18.0, 29.0, pytest.approx(0.3)),
                ("e", 0, 0.0, 28.0, 0.0),
            ],
            # left out: no id, no time, no amount, late, 1 copy, 1 free, 4 refunds
            "n_lines": 20,
            "n_lines_used": 10,
        },
    ),
    Case(
        of="clv.rfm",
        that="hours count hours",
        tables=TABLES,
        asked={**ASKED, "grain": "hour", "refunds": "drop", "duplicates": "drop"},
        gives={
            "to_frame": [
                # 1 January 9h to 31 January 10h; the end is the hour of 23:00
                ("a", 3, 721.0, 734.0, 25.0),
                ("b", 1, 191.0, 407.0, 20.0),
                ("c", 2, 433.0, 711.0, pytest.approx(0.15)),
                ("e", 1, 504.0, 687.0, 0.0),
            ]
        },
    ),
    Case(
        of="clv.rfm",
        that="weeks begin on Monday",
        tables=TABLES,
        asked={**ASKED, "grain": "week", "unit": "day", "refunds": "drop"},
        # 1 January 2024 is a Monday; the end lies in the week of 29 January
        gives={
            "to_frame": [
                ("a", 2, 28.0, 28.0, 35.0),
                ("b", 1, 7.0, 14.0, 20.0),
                ("c", 1, 14.0, 28.0, pytest.approx(0.3)),
                ("e", 1, 21.0, 28.0, 0.0),
            ]
        },
    ),
    Case(
        of="clv.rfm",
        that="months are those of the calendar",
        tables=TABLES,
        asked={**NAMES, "grain": "month"},
        gives={
            "to_frame": [
                ("a", 0, 0.0, 1.0, 0.0),
                ("b", 1, 1.0, 1.0, 60.0),
                ("c", 0, 0.0, 1.0, 0.0),
                ("e", 0, 0.0, 1.0, 0.0),
            ]
        },
    ),
    Case(
        of="clv.rfm",
        that="a zone ahead of UTC parts two lines of an evening",
        tables=TABLES,
        asked={**ASKED, "timezone": "Asia/Shanghai", "refunds": "drop"},
        # 21:30 in UTC is the next day in Shanghai, so the two lines of 1 January fall apart
        gives=3,
        look=lambda result: result.frequency[0],
        # The moments of Spark carry a zone; those of the others carry none.
        engines=("spark",),
    ),
    Case(
        of="clv.rfm",
        that="the figures are plain arrays",
        tables=TABLES,
        asked=ASKED,
        gives=(np.int64, np.float64, np.float64, np.float64, dt.datetime),
        look=lambda result: (
            *(it.dtype for it in (result.frequency, result.recency, result.T)),
            result.monetary_value.dtype,
            type(result.observation_end),
        ),
    ),
    *(
        Case(
            of="clv.rfm",
            that=f"{policy} that are refused are named",
            tables=TABLES,
            asked={**ASKED, policy: "error"},
            gives=Refusal(DataError, said),
        )
        for policy, said in {
            "refunds": r"4 rows below 0 \(first ids: ",
            "zeros": r"1 row equal to 0 \(first ids: e\)",
            "duplicates": r"1 row equal to another .* \(first ids: e\)",
        }.items()
    ),
)
OTHERS = (
    Case(
        of="clv.calibration_holdout",
        that="the table is cut in two",
        tables=TABLES,
        asked={**ASKED, "calibration_end": "2024-01-15"},
        gives={
            "to_frame": [
                ("a", 1, 7.0, 14.0, 25.0, 1, 40.0),
                ("b", 0, 0.0, 0.0, 0.0, 1, 10.0),
                ("c", 0, 0.0, 13.0, 0.0, 0, pytest.approx(0.0)),
                ("e", 0, 0.0, 12.0, 0.0, 1, 0.0),
            ],
            "holdout_length": 16.0,
        },
    ),
    Case(
        of="clv.purchase_calendar",
        that="first and repeat purchases are counted apart",
        tables=TABLES,
        asked={**ASKED, "grain": "week"},
        gives={
            "period": [f"2024-01-{day}T00:00:00" for day in ("01", "08", "15", "22", "29")],
            "first": [3, 0, 1, 0, 0],
            "repeat": [0, 1, 0, 2, 1],
        },
    ),
    Case(
        of="clv.customer_purchases",
        that="one customer's purchases",
        tables=TABLES,
        asked={**ASKED, "customer": "a", "unit": "week"},
        gives={
            "spend": [15.0, 25.0, 40.0],
            "time": [0.0, 1.0, pytest.approx(30 / 7)],
            "T": pytest.approx(30 / 7),
        },
    ),
    Case(
        of="clv.historical",
        that="what each customer brought",
        tables=TABLES,
        asked={**ASKED, "margin": 0.5},
        gives=[("a", 5, 40.0), ("b", 3, 30.0), ("c", 4, 3.5), ("d", 1, -15.0), ("e", 3, 12.0)],
        look=lambda result: [(row[0], row[1], row[4]) for row in plain(result.to_frame)],
    ),
)


def with_ids(ids, kind, engines):
    at = moments(["2024-01-01", "2024-01-02"])
    return Case(
        of="clv.rfm",
        that=f"ids such as {ids[0]} come back as {kind.__name__}",
        tables={"orders": pa.table({"id": ids, "at": at, "price": [1.0, 2.0]})},
        asked={"customer_id": "id", "timestamp": "at", "amount": "price"},
        gives=[(number, kind) for number in ids],
        look=lambda result: [(it, type(it)) for it in result.customer_id.to_list()],
        engines=engines,
    )


IDS = (
    with_ids([7, 11], int, tuple(ENGINES)),
    with_ids([7.0, 11.0], float, tuple(name for name in ENGINES if name != "csv")),
    # A text file writes a float as 7.0, which is read as the whole number that it is.
    with_ids([7.0, 11.0], int, ("csv",)),
)
CASES = (*RFM, *OTHERS, *IDS)
