"""Experiments: who is in which arm, and what became of them."""

import datetime as dt

import pyarrow as pa

from engine_cases.case import NAN, Case, Refusal, by_customer
from vocvalue import lift
from vocvalue.errors import DataError

DAY = dt.datetime(2024, 2, 1)
FOUR = ["a", "b", "c", "d"]


def after(*days):
    return pa.array([DAY + dt.timedelta(days=n) for n in days], pa.timestamp("us"))


def people(arms=("treated", "treated", "control", "control"), ids=FOUR):
    return pa.table(
        {
            "customer_id": ids,
            "arm": list(arms),
            "timestamp": after(0, 0, 0, 0),
            "age": [30.0, 40.0, None, 60.0],
        }
    )


def log(ids, days):
    amounts = [10.0, 20.0, 30.0, 40.0]
    return pa.table({"customer_id": ids, "timestamp": after(*days), "amount": amounts})


def outcomes(retained, ids=FOUR, **more):
    return pa.table({"customer_id": ids, "retained": retained, **more})


RANDOMISED = {"randomised": True}
READ = (
    Case(
        of="lift.experiment",
        that="what became of them, from orders",
        tables={"assignments": people(), "orders": log(["a", "c", "d", "d"], (5, 40, 10, 60))},
        asked={"window": "30 days", **RANDOMISED},
        gives={
            "customer_id": FOUR,
            "arm": [1, 1, 0, 0],
            "retained": [1, 0, 0, 1],
            "spend": [10, 0, 0, 30],
        },
    ),
    Case(
        of="lift.experiment",
        that="what became of them, from outcomes",
        tables={
            "assignments": people(),
            "outcomes": outcomes([1, 0, None, 1], ["d", "c", "b", "a"]),
        },
        asked={"keep": ["age"], **RANDOMISED},
        gives={"a": (1, 30.0), "b": (NAN, 40.0), "c": (0, NAN), "d": (1, 60.0)},
        look=by_customer("retained", "age"),
    ),
    Case(
        of="lift.experiment",
        that="an outcome before the assignment is refused",
        tables={
            "assignments": people(),
            "outcomes": outcomes([1, 1, 0, 1], timestamp=after(5, -1, 10, 3)),
        },
        asked=RANDOMISED,
        gives=Refusal(DataError, r"1 row of outcomes before the assignment .*ids: b"),
    ),
    Case(
        of="lift.experiment",
        that="arms may be numbers",
        tables={"assignments": people([1, 1, 0, 0]), "outcomes": outcomes([1, 1, 0, 1])},
        asked={"control": "0", **RANDOMISED},
        gives=(("0", "1"), 2),
        look=lambda read: (read.arms, lift.retention(read).treated.retained),
    ),
    Case(
        of="lift.experiment",
        that="ids may be numbers",
        tables={
            "assignments": people(ids=[7, 8, 9, 10]),
            "outcomes": outcomes([1, 0, 0, 1], [10, 9, 8, 7]),
        },
        asked=RANDOMISED,
        gives={7: (1,), 8: (0,), 9: (0,), 10: (1,)},
        look=by_customer("retained"),
    ),
)

TWICE = pa.table(
    {
        "customer_id": ["c", "a", "b", "a", "c", "d", "d"],
        "arm": ["treated", "control", "treated", "treated", "control", "control", "control"],
        "timestamp": after(5, 3, 0, 1, 2, 1, 4),
        "age": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
    }
)
KNOWN = outcomes([1, 1, 0, 1])


FIRST = {"control": 1, "treated": 1}
TWO_ARMS = (
    Case(
        of="lift.experiment",
        that="a customer in two arms is refused",
        tables={
            "assignments": pa.concat_tables(
                [people(), people(("control", "treated", "control", "control"))]
            ),
            "outcomes": outcomes([1], ["a"]),
        },
        asked=RANDOMISED,
        gives=Refusal(DataError, r"1 row of customers in two arms \(first ids: a\)"),
    ),
    Case(
        of="lift.experiment",
        that="of two arms the first counts",
        tables={"assignments": TWICE, "outcomes": KNOWN},
        asked={"both_arms": "first", "keep": ["age"]},
        gives=({"a": (1, 4.0), "b": (1, 3.0), "c": (0, 5.0), "d": (0, 6.0)}, FIRST),
        look=lambda read: (by_customer("arm", "age")(read), dict(read.first_arms)),
    ),
    Case(
        of="lift.experiment",
        that="customers of two arms are dropped",
        tables={"assignments": TWICE.slice(0, 6), "outcomes": KNOWN},
        asked={"both_arms": "drop", "keep": ["age"]},
        gives=(["b", "d"], 2, FIRST),
        look=lambda read: (sorted(read.customer_id.to_list()), read.dropped, dict(read.first_arms)),
    ),
    Case(
        of="lift.experiment",
        that="of two arms the first counts, with orders",
        tables={"assignments": TWICE, "orders": log(FOUR, (2, 40, 4, 70))},
        asked={"window": "30 days", "both_arms": "first"},
        gives={"customer_id": FOUR, "arm": [1, 1, 0, 0], "retained": [1, 0, 1, 0]},
    ),
)
CASES = (*READ, *TWO_ARMS)
