"""Curves of tickets and detractors: which share has reached a stage after how many hours."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.kpi.kpi_picture import draw_bounds
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.coverage import LoopCoverage
from vocvalue.kpi.tickets.hour_words import of_span
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.kpi.tickets.words import closing, reached
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.numerals import stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue
from vocvalue.stats.survival import KaplanMeier

Floats: TypeAlias = NDArray[np.float64]

POINTS = 600
"""The most points of a line: a million tickets have as many times, which nobody can tell apart."""
FOUR_DAYS, DAY = 96.0, 24.0
ENTRY = 0.09
"""How high a line of the key is, as a share."""


def closing_curve(
    times: CloseTimes,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the share of tickets that is closed after so many hours, open ones censored.

    The band is the interval at each time, the vertical line the target. Where the table of tickets
    says when customers were contacted, the second line is the share contacted.

    Args:
        times: The `timeliness` of what `kpi.closed_loop` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import kpi
        >>> answers = pd.DataFrame(
        ...     {"customer_id": [1, 2], "timestamp": ["2024-01-08", "2024-01-09"], "score": [3, 4]}
        ... )
        >>> desk = pd.DataFrame(
        ...     {"customer_id": [1], "opened": ["2024-01-09 09:00"], "closed": ["2024-01-11 09:00"]}
        ... )
        >>> loop = kpi.closed_loop(answers, desk, observation_end="2024-02-29")
        >>> closing_curve(loop.timeliness).get_xlabel()
        'Days since the ticket was opened'
    """
    return canvas.picture(times, ax, language, labels)


@drawn.register
def _(times: CloseTimes, ax: Axes | None, tongue: Tongue) -> Axes:
    return _draw_times(times, ax, tongue)


@drawn.register
def _(loop: ClosedLoop, ax: Axes | None, tongue: Tongue) -> Axes:
    return _draw_times(loop.timeliness, ax, tongue)


@drawn.register
def _(coverage: LoopCoverage, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    end = float(coverage.curve.time[-1])
    unit = _unit(end, working=coverage.in_working_hours)
    _draw(ax, coverage.curve, ACTUAL, level=coverage.level, end=end, unit=unit)
    draw_bounds(ax, coverage.bounds)
    ax.axvline(coverage.target_hours / unit, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    _finish(ax, end / unit, tongue, entries=2)
    ax.set_xlabel(_since(unit, coverage.in_working_hours, _ANSWERED).into(tongue))
    ax.set_ylabel(pair("Share of detractors reached", "已触达的贬损者比例").into(tongue))
    target = of_span(coverage.target, working=coverage.in_working_hours)
    marks = pair("dashed: {target}; dotted: bounds", "虚线：{target}；点线：上下界", target=target)
    entries = {_band(coverage.level).into(tongue): ACTUAL, marks.into(tongue): MUTED}
    canvas.key(ax, entries, side="left")
    found = reached(coverage) if coverage.detractors else said(coverage)
    canvas.title(ax, _headline(found, tongue))
    return ax


def _draw_times(times: CloseTimes, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    working, end = times.hours is not None, times.horizon_hours
    unit = _unit(end, working=working)
    entries = {pair("closed", "已关闭").into(tongue): ACTUAL}
    if times.contact is not None:
        _draw(ax, times.contact.curve, MODEL, level=times.level, end=end, unit=unit)
        entries[pair("contacted", "已联系").into(tongue)] = MODEL
    _draw(ax, times.closing.curve, ACTUAL, level=times.level, end=end, unit=unit)
    ax.axvline(times.target_hours / unit, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    _finish(ax, end / unit, tongue, entries=len(entries) + 1)
    ax.set_xlabel(_since(unit, working, _OPENED).into(tongue))
    ax.set_ylabel(pair("Share of tickets", "工单比例").into(tongue))
    target = of_span(times.target, working=working)
    marks = pair(
        "dashed: {target}; bands: {level} intervals",
        "虚线：{target}；色带：{level} 置信区间",
        target=target,
        level=stated_rate(times.level),
    )
    canvas.key(ax, entries | {marks.into(tongue): MUTED}, side="left")
    canvas.title(ax, _headline(closing(times), tongue))
    return ax


def _draw(
    ax: Axes, curve: KaplanMeier, colour: str, *, level: float, end: float, unit: float
) -> None:
    """Draw the share that has reached a stage, with its band, as far as it is known."""
    lower, upper = (np.where(np.isnan(edge), curve.survival, edge) for edge in curve.band(level))
    inside = _few(np.flatnonzero(curve.time <= end))
    last = min(end, float(curve.time[-1])) if curve.survival[-1] > 0 else end
    time = np.concatenate([[0.0], curve.time[inside], [last]]) / unit
    share, low, high = (
        np.concatenate([[0.0], 1 - line[inside], 1 - line[inside][-1:] if inside.size else [0.0]])
        for line in (curve.survival, upper, lower)
    )
    ax.fill_between(time, low, high, step="post", color=colour, alpha=0.18, linewidth=0)
    ax.step(time, share, where="post", color=colour, linewidth=2)


def _few(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return so many places, evenly, that a line can be drawn of them."""
    if places.size <= POINTS:
        return places
    return np.asarray(places[np.linspace(0, places.size - 1, POINTS).astype(np.int64)])


def _finish(ax: Axes, end: float, tongue: Tongue, *, entries: int) -> None:
    ax.set_xlim(0, end)
    ax.set_ylim(0, 1.06 + ENTRY * entries)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.numbers(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)


_OPENED = pair("since the ticket was opened", "工单创建后的")
_ANSWERED = pair("since the answer", "作答后的")


def _unit(end: float, *, working: bool) -> float:
    """Return how many hours a mark of the axis stands for: one, or a day of the clock."""
    return DAY if end > FOUR_DAYS and not working else 1.0


def _since(unit: float, working: bool, since: Text) -> Text:  # noqa: FBT001 (a unit)
    if unit == DAY:
        return pair("Days {since}", "{since}天数", since=since)
    if working:
        return pair("Working hours {since}", "{since}工作小时数", since=since)
    return pair("Hours {since}", "{since}小时数", since=since)


def _band(level: float) -> Text:
    return pair("band: {level} interval", "色带：{level} 置信区间", level=stated_rate(level))


def _headline(found: Text, tongue: Tongue) -> str:
    return found.into(tongue).removesuffix(".").removesuffix("。")
