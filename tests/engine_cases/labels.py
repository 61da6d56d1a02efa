"""Labels in the other functions: arms, topics, groups of a change, strata."""

import numpy as np
import pyarrow as pa
from engine_tables import moments

from engine_cases.case import Case, plain
from vocvalue import lift

BIG = 1234567890123456789
HALF_STAYED = pa.table({"customer_id": list(range(100)), "retained": [1, 0] * 50})
ARMS = (
    ("numbers", [20240101, 20240108], 20240101, "20240101"),
    ("truth values", [True, False], False, "false"),
    ("numbers named by text", [1, 0], "0", "0"),
)
OF_ARMS = tuple(
    Case(
        of="lift.experiment",
        that=f"arms that are {kind}",
        tables={
            "assignments": pa.table({"customer_id": list(range(100)), "arm": arms * 50}),
            "outcomes": HALF_STAYED,
        },
        asked={"control": control, "randomised": True},
        gives=([50, 50], name),
        look=lambda read: (np.bincount(read.arm).tolist(), read.control),
    )
    for kind, arms, control, name in ARMS
)

TOPICS = pa.table(
    {
        "customer_id": ["a", "b", "c", "d"],
        "timestamp": moments(["2024-01-05"] * 4),
        "topic": [BIG, BIG + 1, BIG, 7],
        "code": ["007", "7", "7.0", "True"],
    }
)
OF_TOPICS = tuple(
    Case(
        of="lift.risk_pool",
        that=f"{column} {value!r} is that one only",
        tables={"complaints": TOPICS},
        asked={
            "rules": [lift.Complaint(column=column, any_of=[value])],
            "between": ("2024-01-01", "2024-02-01"),
        },
        gives=who,
        look=lambda pool: sorted(plain(pool.customer_id)),
    )
    for column, value, who in (
        ("topic", BIG, ["a", "c"]),
        ("topic", "7", ["d"]),
        ("code", "7", ["b"]),
        ("code", 7, ["b"]),
        ("code", "True", ["d"]),
    )
)

SCORED = pa.table({"score": [3, 10] * 40, "shop": [BIG, BIG + 1] * 40})
CHANGE = Case(
    of="survey.decompose_change",
    that="groups by long numbers",
    tables={"before": SCORED, "after": SCORED},
    asked={"by": "shop"},
    gives=[str(BIG), str(BIG + 1)],
    look=lambda found: sorted(part.group for part in found.groups),
)


def strata(found):
    table = found.by_stratum()
    return sorted(plain(table[["store", "treated", "control"]]))


STRATA = Case(
    of="lift.assign",
    that="strata by long numbers",
    tables={
        "ids": pa.table({"customer_id": list(range(40)), "store": [BIG, BIG + 1, BIG + 2, 7] * 10})
    },
    asked={"salt": "x", "strata": ["store"]},
    gives=[(str(BIG), 5, 5), (str(BIG + 1), 5, 5), (str(BIG + 2), 5, 5), ("7", 5, 5)],
    look=strata,
)

TIED = {
    "customer_id": [1, 1, 2, 3],
    "timestamp": moments(["2023-01-10"] * 4),
    "score": [3, 9, 8, 10],
    "store": [BIG + 1, BIG, BIG + 2, BIG + 3],
}
ORDERS = {
    "customer_id": [1, 2, 3, 1],
    "timestamp": moments([*["2023-02-01"] * 3, "2024-06-01"]),
    "amount": [1.0, 2.0, 3.0, 1.0],
}
OF_TIES = Case(
    of="link.attach",
    that="labels of tied answers are those of the row that counts",
    tables={"responses_table": pa.table(TIED), "orders": pa.table(ORDERS)},
    asked={"keep": ["store"]},
    gives={3.0: str(BIG + 1), 8.0: str(BIG + 2), 10.0: str(BIG + 3)},
    look=lambda linked: dict(
        zip(linked.score.tolist(), linked.labels["store"].labels.words, strict=True)
    ),
)
CASES = (*OF_ARMS, *OF_TOPICS, CHANGE, STRATA, OF_TIES)
