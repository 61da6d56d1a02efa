"""Whether the results are about one period."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from vocvalue.errors import DataError, ParameterError
from vocvalue.report.checking.check import called
from vocvalue.report.findings.finding import Finding
from vocvalue.tables import times

Period: TypeAlias = tuple[dt.date, dt.date]


def period_of(period: tuple[object, object] | None) -> Period | None:
    """Return the first and the last day of a report.

    Args:
        period: Two moments, or None.

    Raises:
        ParameterError: No two moments, or the last before the first.
    """
    if period is None:
        return None
    if not isinstance(period, tuple | list) or len(period) != 2:
        raise ParameterError(
            f"period == {period!r}, must be the first and the last day, such as "
            '("2025-01-01", "2025-12-31").'
        )
    start, end = (times.moment(it, name="period", timezone=None).date() for it in period)
    if end < start:
        raise ParameterError(f"period == {period!r} ends before it begins.")
    return start, end


def refuse_other_periods(findings: Sequence[Finding], period: Period | None) -> None:
    """Refuse results that are about another period than the report, or than each other.

    Args:
        findings: The findings.
        period: The first and the last day of the report; None where that is not stated.

    Raises:
        DataError: A result is about another period.
    """
    stated = [(f, f.observed) for f in findings if f.observed and f.observed.is_stated]
    days = {(str(it.start), str(it.end)) for _, it in stated}
    if period is not None:
        days.add((period[0].isoformat(), period[1].isoformat()))
    if stated and len(days) > 1:
        own = "; ".join(f"{called(f)}: {it.start} to {it.end}" for f, it in stated)
        whole = f" The report: {period[0]} to {period[1]}." if period else ""
        raise DataError(
            f"the results are about several periods: {own}.{whole} Ask for all of them with one "
            "period, or write a report for each."
        )
    if period is not None:
        _refuse_outside(findings, period)


def _refuse_outside(findings: Sequence[Finding], period: Period) -> None:
    start, end = (np.datetime64(day, "D") for day in period)
    for finding in findings:
        seen = finding.observed
        if seen is not None and (seen.end < start or seen.start > end):
            raise DataError(
                f"{called(finding)} was observed from {seen.start} to {seen.end}, and the report "
                f"is about {period[0]} to {period[1]}. Pass a result of that period, or the period "
                "of the results."
            )
