"""Accounts as they were at a day in the past, and who of them left after it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from vocvalue import duration, progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.health.account_log import AccountLog, Flags, Floats, Ints
from vocvalue.health.doing import Gaps
from vocvalue.health.measured import Measures, measured
from vocvalue.health.scale import HealthScale
from vocvalue.results.texts import pair
from vocvalue.tables.times import moment

Days: TypeAlias = Sequence[Any]
INSTANT = pd.Timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class ChurnWindow:
    """A day from which accounts are looked at, and until when it counts who leaves.

    Attributes:
        at: The last moment that is known, the end of the cut-off.
        until: The last moment at which leaving counts.

    Examples:
        >>> ChurnWindow(at=dt.datetime(2024, 6, 30), until=dt.datetime(2024, 12, 31)).until.year
        2024
    """

    at: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ChurnWindows:
    """The cut-offs of which it is known who left, and those of which it is not yet.

    Attributes:
        closed: Those whose window is over, in order of time.
        open: The cut-offs whose window is not over at the end of observation.
        observation_end: The end of observation.
        is_inferred: Whether that is the last moment in the tables, as nobody named it.
    """

    closed: tuple[ChurnWindow, ...]
    open: tuple[dt.datetime, ...]
    observation_end: dt.datetime
    is_inferred: bool


@dataclass(frozen=True, kw_only=True)
class Looking:
    """How accounts are measured at a cut-off.

    Attributes:
        window: How far back answers and invoices count.
        gaps: What a month without a row of usage is.
        role_weights: The weights of answers by role; None where all are equal.
        scales: The scale of each measure.
    """

    window: duration.Span
    gaps: Gaps
    role_weights: Mapping[str, float] | None
    scales: Mapping[str, HealthScale]


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """Accounts at a cut-off.

    Attributes:
        window: The cut-off, and until when leaving counts.
        measures: What was measured of them by then.
        points: The points of each measure, NaN where not known, each of shape (n,).
        nps: The mean of the latest answers of each account's people, all alike, NaN without an
            answer, shape (n,).
        churned: Whether it left within the window, shape (n,).
        days: The days from the cut-off until it left, whenever that was, NaN where it did not.
    """

    window: ChurnWindow
    measures: Measures
    points: Mapping[str, Floats] = field(repr=False)
    nps: Floats = field(repr=False)
    churned: Flags = field(repr=False)
    days: Floats = field(repr=False)

    @property
    def rows(self) -> Ints:
        """The accounts that were customers then, of which something is known."""
        known = np.zeros(self.nps.size, dtype=np.bool_)
        for points in self.points.values():
            known |= ~np.isnan(points)
        return np.flatnonzero(known & self.measures.is_there)


def windows_of(
    cutoffs: object, within: duration.Span, log: AccountLog, observation_end: object
) -> ChurnWindows:
    """Return the windows of some cut-offs.

    Args:
        cutoffs: The cut-offs: days, or moments by the clock of the tables; or one alone.
        within: How long after a cut-off leaving counts.
        log: All that is known of the accounts.
        observation_end: Until when it is known who left; None takes the last moment in the tables.

    Raises:
        ParameterError: No cut-off, one that is no day, or a span that is none.
        DataError: It is not known who left, or no window is over.
    """
    if not log.has_churn:
        raise DataError("churn is None: it takes a table of the accounts that left, and when.")
    duration.length(within, "day", name="within")
    moments = sorted({_moment(it, log) for it in _listed(cutoffs)})
    named = observation_end is not None
    end = _named_end(observation_end, log) if named else last_moment(log)
    windows = [ChurnWindow(at=at, until=later(at, within)) for at in moments]
    closed = tuple(it for it in windows if it.until <= end)
    if not closed:
        raise DataError(
            f"no window is over: the first cut-off is {moments[0]:%Y-%m-%d}, its window of "
            f"{within} ends on {windows[0].until:%Y-%m-%d}, and the tables end on {end:%Y-%m-%d}. "
            "Take earlier cut-offs or a shorter window, or say until when it is known who left: "
            "observation_end=."
        )
    return ChurnWindows(
        closed=closed,
        open=tuple(it.at for it in windows if it.until > end),
        observation_end=end,
        is_inferred=not named,
    )


def _listed(cutoffs: object) -> list[Any]:
    if isinstance(cutoffs, str) or not isinstance(cutoffs, Sequence | np.ndarray | pd.Index):
        cutoffs = [cutoffs]
    days = list(cutoffs)
    if not days:
        raise ParameterError("cutoffs is empty: name at least one day.")
    return days


def _moment(value: object, log: AccountLog) -> dt.datetime:
    if isinstance(value, pd.Timestamp | np.datetime64):
        stamp = pd.Timestamp(value)
        # A day of a DatetimeIndex is a day, and ends with it.
        value = stamp.date() if stamp == stamp.normalize() and stamp.tz is None else stamp
    return moment(value, name="cutoffs", timezone=log.timezone)


def _named_end(value: object, log: AccountLog) -> dt.datetime:
    return moment(value, name="observation_end", timezone=log.timezone)


def later(at: dt.datetime, span: duration.Span) -> dt.datetime:
    """Return the moment that lies a span after another: months and years by the calendar.

    The end of a month is followed by the ends of months.

    Args:
        at: The moment.
        span: The span.

    Examples:
        >>> later(dt.datetime(2024, 6, 30, 23, 59, 59, 999999), "6 months")
        datetime.datetime(2024, 12, 31, 23, 59, 59, 999999)
    """
    parts = duration.parts(span)
    start = pd.Timestamp(at) + INSTANT
    if parts is not None and parts[1] in ("month", "year") and parts[0] == round(parts[0]):
        months = int(parts[0]) * (12 if parts[1] == "year" else 1)
        return (start + pd.DateOffset(months=months) - INSTANT).to_pydatetime()
    days = duration.length(span, "day", name="within")
    return (start + pd.Timedelta(days=days) - INSTANT).to_pydatetime()


def last_moment(log: AccountLog) -> dt.datetime:
    """Return the last moment at which anything happened in the tables, the end of that day.

    When an invoice is due says nothing of it: that may lie ahead.
    """
    found: list[np.datetime64] = [np.datetime64(0, "us")]
    left = log.left[~np.isnat(log.left)]
    found += [left.max()] if left.size else []
    if log.answers is not None and log.answers.at.size:
        found.append(log.answers.at.max())
    if log.usage is not None and log.usage.month.size:
        found.append(log.usage.ends)
    if log.invoices is not None:
        paid = log.invoices.paid[~np.isnat(log.invoices.paid)]
        found += [paid.max()] if paid.size else []
    last = pd.Timestamp(max(it.astype("datetime64[us]") for it in found))
    return dt.datetime.combine(last.date(), dt.time.max)


def views_of(log: AccountLog, windows: ChurnWindows, looking: Looking) -> list[View]:
    """Return accounts as they were at each cut-off whose window is over.

    Args:
        log: All that is known of them.
        windows: The cut-offs, and until when leaving counts.
        looking: How they are measured.
    """
    with progress.over(windows.closed, pair("looking at past dates", "回看过去的日期")) as dates:
        return [view_of(log, it, looking) for it in dates]


def view_of(log: AccountLog, window: ChurnWindow, looking: Looking) -> View:
    """Return accounts as they were at a cut-off.

    Args:
        log: All that is known of them.
        window: The cut-off, and until when leaving counts.
        looking: How they are measured.
    """
    asked: dict[str, Any] = {"window": looking.window, "gaps": looking.gaps}
    measures = measured(log, window.at, role_weights=looking.role_weights, **asked)
    alike = measures
    if looking.role_weights is not None:
        alike = measured(_of_answers(log), window.at, role_weights=None, **asked)
    values = measures.values  # noqa: PD011 (a mapping of arrays)
    at, until = (np.datetime64(it, "us") for it in (window.at, window.until))
    days = (log.left - at) / np.timedelta64(1, "D")
    return View(
        window=window,
        measures=measures,
        points={name: looking.scales[name].points(values[name]) for name in values},
        nps=np.where(measures.is_there, alike.own_answers, np.nan),
        churned=(log.left > at) & (log.left <= until) & measures.is_there,
        days=np.where(log.left > at, days, np.nan),
    )


def _of_answers(log: AccountLog) -> AccountLog:
    return replace(log, usage=None, invoices=None)
