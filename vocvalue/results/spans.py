"""Spans of time and dates as a reader meets them."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from vocvalue import duration
from vocvalue.results.numerals import number
from vocvalue.results.texts import Pair, Text, pair, phrase
from vocvalue.results.tongues import Tongue

UNITS: Mapping[str, tuple[str, str, str]] = {
    "hour": ("{n} hour", "{n} hours", "{n} 小时"),
    "day": ("{n} day", "{n} days", "{n} 天"),
    "week": ("{n} week", "{n} weeks", "{n} 周"),
    "month": ("{n} month", "{n} months", "{n} 个月"),
    "year": ("{n} year", "{n} years", "{n} 年"),
}

WHOLE = 1e-6
"""What is nearer than this to a whole number of months was written as such."""

PERIODS: Mapping[str, tuple[Text, Text]] = {
    "hour": (pair("hour", "小时"), pair("hours", "小时")),
    "day": (pair("day", "天"), pair("days", "天")),
    "week": (pair("week", "周"), pair("weeks", "周")),
    "month": (pair("month", "月"), pair("months", "月")),
    "year": (pair("year", "年"), pair("years", "年")),
}


def span(span: duration.Span) -> Text:
    """Return a span in words.

    Examples:
        >>> span("12 months").en, span("1 week").en, span("12 months").zh, span("lifetime").zh
        ('12 months', '1 week', '12 个月', '整个生命周期')
    """
    if isinstance(span, str) and span == duration.LIFETIME:
        return pair("lifetime", "整个生命周期")
    parts = duration.parts(span)
    return pair("{span}", "{span}", span=str(span)) if parts is None else length(*parts)


def length(count: float, unit: duration.Unit) -> Text:
    """Return so many of a unit.

    Examples:
        >>> length(1, "day").en, length(77.857142, "week").en, length(2.5, "month").zh
        ('1 day', '77.9 weeks', '2.5 个月')
    """
    one, more, zh = UNITS[unit]
    digits = 0 if round(count, 1) == round(count) else 1
    return Pair(one if count == 1 else more, zh, {"n": number(count, digits)})


def of_days(days: float) -> Text:
    """Return a number of days as the span that somebody would call it.

    Examples:
        >>> of_days(90).en, of_days(3 * duration.DAYS["month"]).en, of_days(1461).zh
        ('90 days', '3 months', '4 年')
    """
    units: tuple[duration.Unit, ...] = ("year", "month")
    for unit in units:
        count = days / duration.DAYS[unit]
        if round(count) >= 1 and abs(count - round(count)) < WHOLE:
            return length(round(count), unit)
    return length(days, "day")


def ahead(horizon: duration.Span) -> Text:
    """Return how far a value looks ahead, as it stands behind what it says.

    Examples:
        >>> ahead("12 months").en, ahead("lifetime").en
        ('over the next 12 months', 'over their lifetime')
        >>> ahead("12 months").zh, ahead("lifetime").zh
        ('未来 12 个月内', '整个生命周期内')
    """
    if horizon == duration.LIFETIME:
        return pair("over their lifetime", "整个生命周期内")
    return pair("over the next {span}", "未来 {span}内", span=span(horizon))


def coming(horizon: duration.Span) -> Text:
    """Return how far a value looks ahead, as a label.

    Examples:
        >>> coming("12 months").en, coming("lifetime").en, coming("12 months").zh
        ('next 12 months', 'lifetime', '未来 12 个月')
    """
    if horizon == duration.LIFETIME:
        return span(horizon)
    return pair("next {span}", "未来 {span}", span=span(horizon))


def over(horizon: duration.Span) -> Text:
    """Return over which span something is counted.

    Examples:
        >>> over("12 months").en, over("lifetime").en, over("lifetime").zh
        ('over 12 months', 'over a lifetime', '整个生命周期内')
    """
    if horizon == duration.LIFETIME:
        return pair("over a lifetime", "整个生命周期内")
    return pair("over {span}", "{span}内", span=span(horizon))


def period(unit: duration.Unit) -> Text:
    """Return a unit of time by its name.

    Examples:
        >>> period("month").en, period("month").zh
        ('month', '月')
    """
    return PERIODS[unit][0]


def periods(unit: duration.Unit) -> Text:
    """Return a unit of time as that in which something is counted.

    Examples:
        >>> periods("month").en, periods("month").zh
        ('months', '月')
    """
    return PERIODS[unit][1]


@phrase
def date(tongue: Tongue, moment: dt.date | np.datetime64) -> str:
    """Write a day.

    Examples:
        >>> date(dt.date(2024, 1, 15)).en, date(np.datetime64("2024-01-15")).zh
        ('15 January 2024', '2024年1月15日')
    """
    from babel.dates import format_date  # noqa: PLC0415 (loaded when something is written)

    day = pd.Timestamp(moment).date()
    return format_date(day, format="long", locale=tongue.locale)


def moment(moment: dt.datetime) -> Text:
    """Return a day with its time, to the minute.

    Examples:
        >>> moment(dt.datetime(2024, 1, 15, 9, 5)).en, moment(dt.datetime(2024, 1, 15)).zh
        ('15 January 2024, 09:05', '2024年1月15日 00:00')
    """
    return pair("{day}, {time}", "{day} {time}", day=date(moment), time=f"{moment:%H:%M}")


@phrase
def month(tongue: Tongue, month: dt.date | np.datetime64) -> str:
    """Write a month.

    Examples:
        >>> month(np.datetime64("2024-06")).en, month(np.datetime64("2024-06")).zh
        ('June 2024', '2024年6月')
    """
    from babel.dates import format_skeleton  # noqa: PLC0415 (loaded when something is written)

    return format_skeleton("yMMMM", pd.Timestamp(month).date(), locale=tongue.locale)
