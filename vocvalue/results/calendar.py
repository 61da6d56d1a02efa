"""Calendar periods as a reader meets them: a week, a month, a quarter, a year."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from vocvalue.duration import Every
from vocvalue.results.spans import date, month
from vocvalue.results.texts import Text, pair, phrase
from vocvalue.results.tongues import Tongue

EACH: Mapping[Every, Text] = {
    "week": pair("weeks", "各周"),
    "month": pair("months", "各月"),
    "quarter": pair("quarters", "各季度"),
    "year": pair("years", "各年"),
}
"""Several periods, each compared with the others."""
ONE: Mapping[Every, Text] = {
    "week": pair("week", "1 周"),
    "month": pair("month", "1 个月"),
    "quarter": pair("quarter", "1 个季度"),
    "year": pair("year", "1 年"),
}
"""A single period."""
LAST: Mapping[Every, Text] = {
    "week": pair("last week", "最后一周"),
    "month": pair("last month", "最后一个月"),
    "quarter": pair("last quarter", "最后一个季度"),
    "year": pair("last year of the series", "最后一年"),
}
"""The last period of a series, whenever that was."""


def calendar_period(start: dt.date | np.datetime64, every: Every) -> Text:
    """Return a period by its name.

    Args:
        start: Its first day.
        every: Its length.

    Examples:
        >>> day = np.datetime64("2024-07-01")
        >>> [calendar_period(day, every).en for every in ("week", "month", "quarter", "year")]
        ['week of 1 July 2024', 'July 2024', 'Q3 2024', '2024']
        >>> [calendar_period(day, every).zh for every in ("week", "month", "quarter", "year")]
        ['2024年7月1日当周', '2024年7月', '2024年第3季度', '2024年']
    """
    if every == "week":
        return pair("week of {day}", "{day}当周", day=date(start))
    if every == "month":
        return month(start)
    return _quarter(start) if every == "quarter" else _year(start)


@phrase
def _quarter(tongue: Tongue, start: dt.date | np.datetime64) -> str:
    return _written(tongue, start, "yQQQ")


@phrase
def _year(tongue: Tongue, start: dt.date | np.datetime64) -> str:
    return _written(tongue, start, "y")


def _written(tongue: Tongue, start: dt.date | np.datetime64, skeleton: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 (loaded when something is written)

    return format_skeleton(skeleton, pd.Timestamp(start).date(), locale=tongue.locale)
