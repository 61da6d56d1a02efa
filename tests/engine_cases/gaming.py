"""Checks against gaming, alike everywhere: mix, score at the earlier mix, agents, tickets."""

import datetime as dt

import pyarrow as pa
import pytest
from engine_tables import moments

from engine_cases.case import AND_SPARK, Case, Refusal, plain
from vocvalue.errors import DataError

# Each day of April two basic customers (score 3 and 9) and one of gold (10); in May the other way.
APRIL = [(0, 3, "basic"), (1, 9, "basic"), (2, 10, "gold")]
MAY = [(0, 3, "basic"), (1, 9, "gold"), (2, 10, "gold")]


def answers(more=()):
    rows = [
        (f"{month}-{day}-{place}", dt.datetime(2024, month, day, 9 + place), score, tier)
        for month, kinds in ((4, APRIL), (5, MAY))
        for day in range(1, 29)
        for place, score, tier in kinds
    ]
    ids, when, score, tier = map(list, zip(*rows, *more, strict=True))
    return pa.table(
        {
            "customer_id": ids,
            "timestamp": moments([None if it is None else f"{it}" for it in when]),
            "score": pa.array(score, pa.int64()),
            "tier": tier,
        }
    )


LACKING = (
    (None, dt.datetime(2024, 4, 2), 9, "basic"),
    ("x", None, 9, "basic"),
    ("y", dt.datetime(2024, 4, 2), None, "basic"),
    ("z", dt.datetime(2024, 4, 2), 8, None),
    # Again in the same month, and first in it.
    ("4-1-0", dt.datetime(2024, 4, 3), 9, "gold"),
)


def mix(result):
    figures = result.of("mix").figures
    return {
        "score": [round(figures[name].value, 6) for name in figures],
        "groups": [(it.group, it.before.n, it.after.n) for it in result.groups],
        "after": [round(it.after.value, 6) for it in result.groups],
        "notes": sorted(plain(result.notes)),
    }


def checked(that, gives, *, more=LACKING, look=mix, engines=Case.engines, **asked):
    return Case(
        of="kpi.check_gaming",
        that=that,
        tables={"responses": answers(more)},
        asked={"every": "month", "segment": "tier", "observation_end": "2024-05-31", **asked},
        gives=gives,
        look=look,
        engines=engines,
    )


CASES = (
    checked(
        "the score at the earlier mix, with what was left out",
        {
            # 56 of 85 less 28 of 85, 56 of 84 less 28 of 84; gold 100 and basic -100: 1/3 less 2/3
            "score": [
                pytest.approx(100 * 28 / 85),
                pytest.approx(100 / 3),
                pytest.approx(-100 / 3),
            ],
            "groups": [("basic", 84, 84), ("gold", 84, 84)],
            "after": [pytest.approx(1 / 3), pytest.approx(2 / 3)],
            # no customer, no time, no score, again; no tier; what an alarm is
            "notes": [0, 1, 1, 1, 1, 1],
        },
        engines=AND_SPARK,
    ),
    checked(
        "a score off the scale names its customer",
        Refusal(DataError, r"off the scale 0 to 10.*\(first ids: w\)"),
        more=(("w", dt.datetime(2024, 4, 2), 11, "gold"),),
    ),
    checked(
        "a column that is not there",
        Refusal(DataError, "no column 'region'"),
        segment="region",
    ),
)
