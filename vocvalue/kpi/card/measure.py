"""Results of the five KPIs in, one card out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from vocvalue.amounts.levers import Lever, lever
from vocvalue.errors import ParameterError, listed
from vocvalue.kpi.card import notes
from vocvalue.kpi.card.line import ScorecardLine
from vocvalue.kpi.card.result import KPIS, Scorecard
from vocvalue.kpi.insights.result import InsightToAction
from vocvalue.kpi.kpi import Kpi, KpiName
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.kpi.problems.result import IssueReduction
from vocvalue.kpi.stakeholders.result import StakeholderSatisfaction
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.tables import times

T = TypeVar("T")
NAMES: tuple[KpiName, ...] = tuple(name for names in KPIS for name in names)


def scorecard(
    *,
    insight: InsightToAction | None = None,
    loop: ClosedLoop | None = None,
    lift: RetentionKpi | None = None,
    issues: IssueReduction | Sequence[IssueReduction] = (),
    stakeholders: StakeholderSatisfaction | None = None,
    period: tuple[object, object] | None = None,
    levers: Mapping[str, Lever] | None = None,
) -> Scorecard:
    """Put the five KPIs of a programme on one card, each with the money that belongs to it.

    A KPI without data says which table it needs. Money is not added up: what a programme keeps and
    what its mended problems save overlap, and the amounts rest on different evidence.

    Args:
        insight: What `kpi.insight_to_action` returned.
        loop: What `kpi.closed_loop` returned: coverage and timeliness.
        lift: What `kpi.retention_lift` returned.
        issues: What `kpi.issue_reduction` returned, of one problem or several.
        stakeholders: What `kpi.stakeholder_satisfaction` returned.
        period: The first and the last day that the card is about. A KPI whose trend has nothing in
            it is noted. None states no period.
        levers: What was done, one of the six levers of customer value such as "closed loop", by the
            name of a KPI or a problem. `Scorecard.by_lever` groups the money by it.

    Returns:
        A line for each KPI: figure, interval, band, how it moved, money.

    Raises:
        ParameterError: Anything but these results, a problem twice, a period that ends before it
            begins, or a lever of nothing on the card.

    Examples:
        >>> from vocvalue import kpi, lift
        >>> kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> card = scorecard(lift=kpi.retention_lift(kept, change="relative"))
        >>> card.n_measured, card.line("retention lift").band_shown
        (1, 'high')
        >>> dict(card.headlines())["closed-loop coverage"]
        'no data: it needs a table of responses and one of tickets (kpi.closed_loop)'
    """
    given: dict[KpiName, Kpi | None] = {
        "insight-to-action": _checked("insight", insight, InsightToAction, "insight_to_action"),
        **_of_loop(_checked("loop", loop, ClosedLoop, "closed_loop")),
        "retention lift": _checked("lift", lift, RetentionKpi, "retention_lift"),
        "stakeholder satisfaction": _checked(
            "stakeholders", stakeholders, StakeholderSatisfaction, "stakeholder_satisfaction"
        ),
    }
    problems = _problems(issues)
    tags = _levers(levers, [it.topic for it in problems])
    lines = [
        line
        for name in NAMES
        for line in (
            _of_problems(problems, tags)
            if name == "issue reduction"
            else [ScorecardLine(kpi=name, result=given[name], lever=tags.get(name))]
        )
    ]
    days = _days(period)
    return Scorecard(
        lines=tuple(lines),
        period=days,
        notes=(*notes.outside(lines, days), *notes.not_added(lines), *notes.of_lines(lines)),
    )


def _checked(name: str, value: Any, kind: type[T], call: str) -> T | None:
    if value is not None and not isinstance(value, kind):
        raise ParameterError(
            f"{name} == {type(value).__name__}, must be what kpi.{call} returned, or None."
        )
    return value


def _of_loop(loop: ClosedLoop | None) -> dict[KpiName, Kpi | None]:
    if loop is None:
        return {"coverage": None, "timeliness": None}
    return {"coverage": loop.coverage, "timeliness": loop.timeliness}


def _problems(issues: Any) -> list[IssueReduction]:
    found = [issues] if isinstance(issues, IssueReduction) else issues
    if not isinstance(found, Sequence) or not all(isinstance(it, IssueReduction) for it in found):
        raise ParameterError(
            f"issues == {type(issues).__name__}, must be what kpi.issue_reduction returned, or a "
            "list of them."
        )
    topics = [it.topic for it in found]
    twice = sorted({topic for topic in topics if topics.count(topic) > 1})
    if twice:
        raise ParameterError(f"issues hold {listed(twice)} more than once. Pass each problem once.")
    return list(found)


def _of_problems(problems: list[IssueReduction], tags: Mapping[str, Lever]) -> list[ScorecardLine]:
    """Return a line for each problem, or one without data."""
    name: KpiName = "issue reduction"
    if not problems:
        return [ScorecardLine(kpi=name, lever=tags.get(name))]
    return [
        ScorecardLine(kpi=name, topic=it.topic, result=it, lever=tags.get(it.topic, tags.get(name)))
        for it in problems
    ]


def _levers(levers: Mapping[str, Lever] | None, topics: list[str]) -> dict[str, Lever]:
    asked = {} if levers is None else dict(levers)
    known = [*NAMES, *topics]
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise ParameterError(
            f"levers name {listed(unknown)}, which is not on the card; there are {listed(known)}."
        )
    return {name: lever(tag, name=f"levers[{name!r}]") for name, tag in asked.items()}


def _days(period: object) -> tuple[dt.date, dt.date] | None:
    if period is None:
        return None
    if not isinstance(period, tuple | list) or len(period) != 2:
        raise ParameterError(f"period == {period!r}, must be two days: the first and the last.")
    first, last = (
        np.datetime64(times.moment(day, name=f"period[{place}]", timezone=None), "D").item()
        for place, day in enumerate(period)
    )
    if last < first:
        raise ParameterError(f"period == {period!r}: it ends before it begins.")
    return first, last
