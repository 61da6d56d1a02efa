"""Time cut into weeks, months, quarters and years, and a last one that is not over."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from vocvalue.duration import EVERY
from vocvalue.tables.periods import Periods, numbers_of

# What pandas calls periods of these lengths; its weeks end on Sunday.
ALIAS = {"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


@pytest.mark.parametrize("every", EVERY)
def test_periods_begin_where_those_of_pandas_do(every):
    days = np.arange("1966-11-20", "2026-03-05", 9, dtype="datetime64[D]")
    numbers = numbers_of(days, every)
    periods = Periods.of(numbers, every)
    theirs = pd.to_datetime(days).to_period(ALIAS[every])
    begun = periods.start[numbers - periods.first]
    assert (begun == theirs.start_time.to_numpy().astype("datetime64[D]")).all()
    assert periods.end == (theirs.max() + 1).start_time.to_datetime64()
    assert periods.n == len(pd.period_range(theirs.min(), theirs.max()))


MONTHS = Periods.of(numbers_of(np.array(["2024-05-01", "2024-07-01"], "M8[D]"), "month"), "month")


def test_a_last_period_that_is_not_over_is_noted():
    (note,) = MONTHS.unfinished(dt.datetime(2024, 7, 30, 23, 59))
    assert note.en == (
        "The last month, July 2024, was observed only until 30 July 2024, so its counts are "
        "too low to compare with those of other periods."
    )
    assert (
        note.zh == "最后一个月（2024年7月）只观察到2024年7月30日，其计数偏低，不宜与其他各期比较。"
    )
    assert note.bears_on == "claim"


def test_a_last_period_observed_to_its_last_day_is_over():
    assert MONTHS.unfinished(dt.datetime(2024, 7, 31)) == ()
    assert MONTHS.unfinished(dt.datetime(2024, 9, 1)) == ()
