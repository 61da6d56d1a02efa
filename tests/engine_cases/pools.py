"""Pools of customers at risk: who, when, by which rule."""

import pyarrow as pa
from engine_tables import moments

from engine_cases.assignments import SALT, recipe
from engine_cases.case import AND_SPARK, Case, Refusal, plain
from vocvalue import lift
from vocvalue.errors import DataError

RESPONSES = [
    # a: two low scores, the first counts; b: 7 is not low; c: before the period
    ("a", "2024-05-03 10:00:00", 6, "nps", "app"),
    ("a", "2024-05-09 10:00:00", 0, "nps", "delivery"),
    ("b", "2024-05-03 10:00:00", 7, "nps", "delivery"),
    ("c", "2024-04-30 23:59:59", 1, "nps", "app"),
    # d: on the first and on the last moment; another survey, where 4 is a good score
    ("d", "2024-05-01 00:00:00", 3, "nps", "app"),
    ("e", "2024-05-31 23:59:59", 2, "nps", "app"),
    ("f", "2024-05-10 00:00:00", 4, "csat", "app"),
    ("g", "2024-06-01 00:00:00", 2, "nps", "app"),
    # what cannot be used
    (None, "2024-05-03 10:00:00", 2, "nps", "app"),
    ("h", None, 2, "nps", "app"),
    ("h", "2024-05-03 10:00:00", None, "nps", "app"),
]
ORDERS = [
    # silent for more than 30 days at the end of May: last order before 1 May, 23:59:59.999999
    ("a", "2024-04-20 00:00:00", 10.0),
    ("a", "2024-05-05 00:00:00", -10.0),
    ("b", "2024-05-02 00:00:00", 10.0),
    # silent since before the period: 31 March + 30 days is 30 April
    ("c", "2024-03-31 00:00:00", 10.0),
    ("i", "2024-04-01 00:00:00", 10.0),
    ("d", "2024-05-20 00:00:00", 10.0),
    # orders after the end do not wake anybody
    ("i", "2024-06-02 00:00:00", 10.0),
]
VALUES = [
    # a falls by 30 % exactly, b by 29 %, j by 90 %, k was worth nothing, m has no value now
    ("a", 100.0, 70.0),
    ("b", 100.0, 71.0),
    ("j", 500.0, 50.0),
    ("k", 0.0, 0.0),
    ("m", 100.0, None),
]


def tables():
    ids, when, score, survey, topic = map(list, zip(*RESPONSES, strict=True))
    responses = {
        "customer_id": ids,
        "timestamp": moments(when),
        "score": pa.array(score, pa.int64()),
        "survey": survey,
        "topic": topic,
    }
    ids, when, amount = map(list, zip(*ORDERS, strict=True))
    orders = {"customer_id": ids, "timestamp": moments(when), "amount": amount}
    ids, before, now = map(list, zip(*VALUES, strict=True))
    values = {"customer_id": ids, "value_before": before, "value": now}
    named = {"responses": responses, "orders": orders, "values": values}
    return {name: pa.table(columns) for name, columns in named.items()}


TABLES = tables()
RULES = [
    lift.LowScore(),
    lift.Complaint(column="topic", any_of=["delivery"]),
    lift.Silence(longer_than="30 days"),
    lift.FallingValue(relative=0.30),
]
COLUMNS = ("low_score", "complaint", "silence", "falling_value")
END = "2024-05-31 23:59:59"
POOL = [
    # a: the low score of 3 May comes before the silence of 20 May (20 April + 30 days)
    ("a", "2024-05-03 10:00:00", "low_score, complaint, silence, falling_value", 1, 1, 1, 1, 70.0),
    ("b", "2024-05-03 10:00:00", "complaint", 0, 1, 0, 0, 71.0),
    ("d", "2024-05-01 00:00:00", "low_score", 1, 0, 0, 0, None),
    ("e", "2024-05-31 23:59:59", "low_score", 1, 0, 0, 0, None),
    # i: 1 April + 30 days
    ("i", "2024-05-01 00:00:00", "silence", 0, 0, 1, 0, None),
    ("j", END, "falling_value", 0, 0, 0, 1, 50.0),
]
GIVES = {
    "table": POOL,
    "counts": {"low_score": 3, "complaint": 2, "silence": 2, "falling_value": 2},
    # a, b, d and e answered the nps survey in May; f another; a, b, c, d and i had ordered
    "customers_checked": {"low_score": 4, "complaint": 6, "silence": 5, "falling_value": 4},
    "notes": [
        # of low scores: no customer, no time, no score, before the period, after it
        *(1, 1, 1, 1, 1),
        # of complaints: no customer, no time, before the period, after it
        *(1, 1, 1, 1),
        # silent before the period began; a line after it; a refund
        *(1, 1, 1),
        # one of two values; a value of zero before; no value
        *(1, 1, 3),
    ],
}


def table(pool):
    """Return the pool to the second, None for a value that is not known."""
    return [
        (
            row[0],
            str(row[1])[:19].replace("T", " "),
            *row[2:7],
            row[7] if row[7] == row[7] else None,
        )
        for row in plain(pool.to_frame)
    ]


WHOLE = Case(
    of="lift.risk_pool",
    that="every rule",
    tables=TABLES,
    asked={"rules": RULES, "between": ("2024-05-01", "2024-05-31")},
    gives=GIVES,
    look=lambda pool: {
        "table": table(pool),
        "counts": pool.counts,
        "customers_checked": pool.customers_checked,
        "notes": plain(pool.notes),
    },
    columns=("customer_id", "fired_at", "rules", *COLUMNS, "value"),
    engines=(*AND_SPARK, ("polars", "duckdb", "pandas")),
)


def assigned(responses):
    return lift.assign(lift.risk_pool([lift.LowScore()], responses=responses), salt=SALT)


LOW = ["a", "c", "d", "e", "g"]
IN_TURN = Case(
    of="lift.assign",
    that="a pool has its arms",
    tables={"responses": TABLES["responses"]},
    by=assigned,
    gives=[(who, "control" if recipe(who) < 0.5 else "treated") for who in LOW],
    look=lambda found: sorted(plain(found.to_frame)),
    columns=("customer_id", "arm"),
)

THREE = {
    "customer_id": [1, 2, 3],
    "timestamp": moments(["2024-05-01", "2024-05-02", "2024-05-03"]),
}
FLAGS = tuple(
    Case(
        of="lift.risk_pool",
        that=f"a complaint is a flag of {kind}",
        tables={"complaints": pa.table({**THREE, "complained": pa.array([1, 0, 1]).cast(kind)})},
        asked={"rules": [lift.Complaint(column="complained", any_of=[True])]},
        gives=[1, 3],
        look=lambda pool: [row[0] for row in plain(pool.to_frame)],
    )
    for kind in (pa.bool_(), pa.int64(), pa.float64())
)
OFF_THE_SCALE = Case(
    of="lift.risk_pool",
    that="scores below the scale are refused",
    tables={
        "responses": pa.table(
            {
                "customer_id": ["a", "b"],
                "timestamp": moments(["2024-05-01", "2024-05-02"]),
                "score": [9, -1],
            }
        )
    },
    asked={"rules": [lift.LowScore()]},
    gives=Refusal(DataError, r"'score': 1 row below 0, such as -1, .*ids: b"),
)
CASES = (WHOLE, IN_TURN, *FLAGS, OFF_THE_SCALE)
