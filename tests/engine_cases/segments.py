"""Segments by their labels: each value its own, in the order that it has."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from engine_cases.case import Case, plain
from vocvalue import lift

# Four labels of 50 customers; what each brings goes by place, so that no order is read off it.
N = 50
PLACE = np.repeat(np.arange(4), N)
SPEND = (10.0 * np.array([3, 1, 4, 2])[PLACE] + np.tile(np.arange(N), 4) % 7).tolist()
MEANS = [float(np.mean(np.array(SPEND)[place == PLACE])) for place in range(4)]
BIG = 1234567890123456789
COHORTS = [20240101, 20240108, 20240201, 20240301]
FOUR = {
    "cohorts": COHORTS,
    "stores": [BIG, BIG + 1, BIG + 2, BIG + 3],
    "postcodes": ["01234", "1234", "0123", "123"],
    "numbers": [2, 10, 9, 1],
    "numbers as text": ["2", "10", "9", "1"],
    "days": [dt.date(2024, 1, d) for d in (8, 1, 22, 15)],
    "regions": ["north", "South", "south", "None"],
    "agreement": ["agree", "disagree", "strongly agree", "strongly disagree"],
    "satisfaction": ["满意", "不满意", "非常满意", "非常不满意"],
    "blanks": ["a", "a ", "A", "b"],
}
SHOWN = {
    "cohorts": ["20240101", "20240108", "20240201", "20240301"],
    "stores": [str(BIG + i) for i in range(4)],
    "postcodes": ["0123", "01234", "123", "1234"],
    "numbers": ["1", "2", "9", "10"],
    "numbers as text": ["1", "2", "9", "10"],
    "days": ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"],
    "regions": ["None", "South", "north", "south"],
    "agreement": ["strongly disagree", "disagree", "agree", "strongly agree"],
    "satisfaction": ["非常不满意", "不满意", "满意", "非常满意"],
    "blanks": ["A", "a", "a ", "b"],
}
# Whether they have an order, and whether the last brings more than the first in it.
VERDICTS = {
    "numbers": (True, "reversed link"),
    "numbers as text": (True, "reversed link"),
    "agreement": (True, "link found"),
    "satisfaction": (True, "link found"),
}


def shown(value):
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def crossed(found):
    money = found.metric("revenue")
    means = {name: money.of(name).value for name in found.segments}
    return list(found.segments), found.n, means, found.is_ordered, money.verdict


OF_A_COLUMN = tuple(
    Case(
        of="survey.cross_analysis",
        that=f"segments that are {kind}",
        tables={"responses": pa.table({"group": [values[i] for i in PLACE], "spend": SPEND})},
        asked={"by": "group", "revenue": "spend", "currency": "CNY"},
        gives=(
            SHOWN[kind],
            (N,) * 4,
            pytest.approx({shown(value): MEANS[i] for i, value in enumerate(values)}),
            *VERDICTS.get(kind, (False, "link found")),
        ),
        look=crossed,
    )
    for kind, values in FOUR.items()
)


def moment(*day):
    return pa.array([dt.datetime(*day)] * (4 * N), pa.timestamp("us"))


IDS = [f"c{i}" for i in range(4 * N)]
ANSWERS = pa.table(
    {
        "customer_id": IDS,
        "timestamp": moment(2023, 1, 10),
        "cohort": [COHORTS[i] for i in PLACE],
    }
)
ORDERS = pa.concat_tables(
    pa.table({"customer_id": IDS, "timestamp": moment(year, 6, 1), "amount": SPEND})
    for year in (2023, 2024)
)
LINKED = Case(
    of="survey.cross_analysis",
    that="segments of a table that is linked",
    tables={"responses": ANSWERS, "orders": ORDERS},
    asked={"by": "cohort", "adjust_for": []},
    gives={"segments": ("20240101", "20240108", "20240201", "20240301"), "n": (N,) * 4},
)


def tried(groups):
    n = len(groups)
    people = {"customer_id": list(range(n)), "arm": ["treated", "control"] * (n // 2)}
    outcomes = {"customer_id": list(range(n)), "retained": [1, 0, 1, 1] * (n // 4)}
    return {"assignments": pa.table({**people, "group": groups}), "outcomes": pa.table(outcomes)}


def by_group(assignments, outcomes, **asked):
    read = lift.experiment(assignments, outcomes=outcomes, keep=["group"], randomised=True)
    found = lift.by_segment(read, "group", **asked).to_frame()
    return read, found[["segment", "n_treated", "n_control"]]


def segments_and_strata(made):
    read, found = made
    return plain(found), lift.retention(read, strata="group").difference.value


OF_AN_EXPERIMENT = tuple(
    Case(
        of="lift.by_segment",
        that=f"segments and strata that are {kind}",
        tables=tried([value for value in values for _ in range(100)]),
        by=by_group,
        # In every stratum 50 of 50 treated and 25 of 50 of the control stayed.
        gives=([(name, 50, 50) for name in SHOWN[kind]], pytest.approx(0.5)),
        look=segments_and_strata,
    )
    for kind, values in FOUR.items()
)
TRUTH = Case(
    of="lift.by_segment",
    that="segments that are true and false",
    tables=tried([True] * 40 + [False] * 60),
    asked={"value_per_customer": {True: 500, False: 100}},
    by=by_group,
    gives=[("false", 30, 30), ("true", 20, 20)],
    look=lambda made: plain(made[1]),
)
CASES = (*OF_A_COLUMN, LINKED, *OF_AN_EXPERIMENT, TRUTH)
