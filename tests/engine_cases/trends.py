"""Scores by period, and which scores are refused."""

import datetime as dt

import pyarrow as pa
import pytest

from engine_cases.case import IN_ORDER, NAN, Case, Refusal, plain
from vocvalue.errors import DataError, ParameterError

AT = [dt.datetime(*day) for day in [(2023, 12, 31), (2024, 1, 1), (2024, 1, 31, 23), (2024, 3, 4)]]
TREND = {
    "customer_id": ["a", "b", "c", "d", "e", "f", "g", "h"],
    "timestamp": [*AT, AT[1], None, AT[3], AT[3]],
    "survey": ["nps"] * 7 + ["csat"],
    "score": [10, 9, 3, 8, 7, 9, None, 5],
}
ANONYMOUS = {name: TREND[name][:5] for name in ("timestamp", "score")}


def periods(result):
    starts = [start[:10] for start in plain(result.period)]
    return [(start, it.n, it.value) for start, it in zip(starts, result.estimates, strict=True)]


def answered(result):
    return [(start, n) for start, n, _ in periods(result) if n]


def trend(that, columns=TREND, gives=None, look=None, **asked):
    return Case(
        of="survey.trend",
        that=that,
        tables={"responses": pa.table(columns)},
        asked=asked,
        gives=gives,
        look=look,
        engines=IN_ORDER,
    )


MONTHS = [
    ("2023-12-01", 1, 100.0),
    # 9, 3 and 7
    ("2024-01-01", 3, pytest.approx(0.0)),
    ("2024-02-01", 0, NAN),
    ("2024-03-01", 1, 0.0),
]
BY_PERIOD = {
    "quarter": [("2023-10-01", 1), ("2024-01-01", 4)],
    "year": [("2023-01-01", 1), ("2024-01-01", 4)],
    # Monday 25 December, 1 and 29 January, 4 March
    "week": [("2023-12-25", 1), ("2024-01-01", 2), ("2024-01-29", 1), ("2024-03-04", 1)],
}
READ = (
    trend(
        "months, those without answers too",
        # without time, without score, thin, empty
        gives=(MONTHS, [1, 1, 3, 1]),
        look=lambda result: (periods(result), plain(result.notes)),
        survey="nps",
    ),
    *(
        trend(f"periods of a {every}", gives=gives, look=answered, survey="nps", every=every)
        for every, gives in BY_PERIOD.items()
    ),
    trend(
        "answers without a customer",
        ANONYMOUS,
        gives=5,
        look=lambda result: result.overall.n,
    ),
)
REFUSED = (
    trend(
        "several surveys are refused",
        gives=Refusal(ParameterError, r"'csat' \(1\), 'nps' \(7\).*Name one"),
    ),
    trend(
        "a survey that is not there is refused",
        gives=Refusal(ParameterError, "survey == 'ces', but column 'survey' has 'csat'"),
        survey="ces",
    ),
    # Row f has 99 and no time.
    trend(
        "a score off the scale is refused with its customer",
        {**TREND, "score": [10, 11, 3, 8, 7, 99, None, 5]},
        gives=Refusal(DataError, r"1 row not a whole number .* 0 to 10.*ids: b\)"),
        survey="nps",
    ),
    trend(
        "half a score is refused with its customer",
        {**TREND, "score": [10.0, 9.5, 3.0, 8.0, 7.0, 9.0, None, 5.0]},
        gives=Refusal(DataError, r"such as 9.5 \(first ids: b\)"),
        survey="nps",
    ),
    trend(
        "a score off the scale is refused with its moment where there are no customers",
        {**ANONYMOUS, "score": [10, 11, 3, 8, 7]},
        gives=Refusal(DataError, r"1 row .*ids: 2024-01-01"),
    ),
)
CASES = (*READ, *REFUSED)
