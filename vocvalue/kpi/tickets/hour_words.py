"""Hours of tickets as a reader meets them: in hours or days, by the clock or of work."""

import math
from collections.abc import Callable

from vocvalue.duration import Span
from vocvalue.results import Estimate
from vocvalue.results.intervals import between
from vocvalue.results.numerals import UNKNOWN, number, stated_rate
from vocvalue.results.spans import length, span
from vocvalue.results.texts import Text, pair

IN_DAYS = 72.0
"""Hours of the clock from which on days are easier to read."""
SHORT = 1.0
"""Hours below which minutes are easier to read."""


def writer(hours: float, *, working: bool) -> Callable[[float], Text]:
    """Return how hours are written, so that a figure and its interval have one unit.

    Args:
        hours: The figure.
        working: Whether these are hours of work.

    Examples:
        >>> write = writer(100.0, working=False)
        >>> write(100.0).en, write(60.0).en, writer(30.0, working=True)(30.0).zh
        ('4.2 days', '2.5 days', '30 个工作小时')
        >>> writer(0.5, working=False)(0.5).en
        '30 minutes'
    """
    if hours < SHORT:
        return _minutes
    if working:
        return _working_hours
    return _days if hours >= IN_DAYS else _hours


def in_words(hours: float, *, working: bool) -> Text:
    """Return hours in words.

    Args:
        hours: The hours.
        working: Whether these are hours of work.
    """
    return UNKNOWN if math.isnan(hours) else writer(hours, working=working)(hours)


def with_ends(estimate: Estimate, *, working: bool) -> Text:
    """Return an estimate of hours with its interval; one without an upper end says so.

    Args:
        estimate: The estimate.
        working: Whether these are hours of work.

    Examples:
        >>> days = Estimate(value=96, lower=72, upper=120, level=0.95, method="", n=9)
        >>> with_ends(days, working=False).en
        '4 days (95% interval: 3 days to 5 days)'
    """
    write = writer(estimate.value, working=working)
    if math.isinf(estimate.upper):
        ends = pair(
            "{level} interval: {low} or more",
            "{level} 置信区间 {low}以上",
            level=stated_rate(estimate.level),
            low=write(estimate.lower),
        )
    else:
        ends = between(estimate.level, estimate.lower, estimate.upper, write)
    return pair("{value} ({ends})", "{value}（{ends}）", value=write(estimate.value), ends=ends)


def of_span(asked: Span, *, working: bool) -> Text:
    """Return a span as it was asked for, and whether it is one of work.

    Args:
        asked: The span.
        working: Whether it is counted in working time.

    Examples:
        >>> of_span("24 hours", working=False).en, of_span("24 hours", working=True).en
        ('24 hours', '24 hours of working time')
    """
    if not working:
        return span(asked)
    return pair("{span} of working time", "{span}（工作时间）", span=span(asked))


def _hours(hours: float) -> Text:
    return length(hours, "hour")


def _days(hours: float) -> Text:
    return length(hours / 24, "day")


def _minutes(hours: float) -> Text:
    return pair("{n} minutes", "{n} 分钟", n=number(60 * hours, 0))


def _working_hours(hours: float) -> Text:
    digits = 0 if round(hours, 1) == round(hours) else 1
    return pair("{n} working hours", "{n} 个工作小时", n=number(hours, digits))
