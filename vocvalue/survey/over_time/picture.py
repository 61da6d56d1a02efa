"""The chart of a score over time, with intervals and numbers of responses."""

import numpy as np
from numpy.typing import NDArray

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.numerals import stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue
from vocvalue.survey.over_time.result import ScoreTrend
from vocvalue.survey.over_time.words import name, written

FEW, MARKED = 8, 36
"""The largest numbers of periods that each get a date, and that each get a point."""


def trend_chart(
    trend: ScoreTrend,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw a score over time with its interval as a band, and the numbers of responses below.

    A period without responses leaves a gap. The dashed line is the score of all periods together;
    if every band contains it, the chart shows no change.

    Args:
        trend: What `survey.trend` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes of the score; those of the numbers of responses are inside its lower part.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import survey
        >>> answers = pd.DataFrame({"timestamp": ["2024-01-15", "2024-02-15"], "score": [9, 3]})
        >>> ax = trend_chart(survey.trend(answers))
        >>> ax.get_ylabel()
        'NPS'
    """
    return canvas.picture(trend, ax, language, labels)


@drawn.register
def _(trend: ScoreTrend, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    table = trend.to_frame()
    period, value = trend.period, table["value"].to_numpy()
    lower, upper = table["lower"].to_numpy(), table["upper"].to_numpy()
    ax.fill_between(period, lower, upper, color=ACTUAL, alpha=0.18, linewidth=0)
    marker = "o" if period.size <= MARKED else ""
    ax.plot(period, value, color=ACTUAL, linewidth=1.8, marker=marker, markersize=4)
    _mark_alone(ax, period, value, lower, upper)
    ax.axhline(trend.overall.value, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    canvas.numbers(ax.yaxis, tongue)
    ax.set_ylabel(canvas.in_lines(name(trend).into(tongue)))
    canvas.key(ax, _key(trend, tongue), side="right")
    _make_room(ax)
    _count(ax, trend, tongue)
    _date(ax, trend, tongue)
    canvas.title(ax, said(trend).into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _key(trend: ScoreTrend, tongue: Tongue) -> dict[str, str]:
    band = pair(
        "band: {level} interval", "色带：{level} 置信区间", level=stated_rate(trend.overall.level)
    )
    line = pair(
        "dashed line, all periods: {score}",
        "虚线，总体：{score}",
        score=written(trend, trend.overall.value),
    )
    return {band.into(tongue): ACTUAL, line.into(tongue): MUTED}


def _mark_alone(
    ax: Axes,
    period: NDArray[np.datetime64],
    value: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
) -> None:
    """Draw the interval of a period between two gaps, where line and band have no length."""
    known = np.concatenate([[False], ~np.isnan(value), [False]])
    alone = known[1:-1] & ~known[:-2] & ~known[2:]
    ax.vlines(period[alone], lower[alone], upper[alone], color=ACTUAL, alpha=0.3, linewidth=4)
    ax.plot(period[alone], value[alone], "o", color=ACTUAL, markersize=4)


def _make_room(ax: Axes) -> None:
    """Leave room for the key above and the responses below, without ticks of the score there."""
    bottom, top = ax.get_ylim()
    ticks = [tick for tick in ax.get_yticks() if bottom <= tick <= top]
    ax.set_yticks(ticks)
    ax.spines["left"].set_bounds(bottom, top)
    ax.set_ylim(bottom - 0.42 * (top - bottom), top + 0.25 * (top - bottom))


def _count(ax: Axes, trend: ScoreTrend, tongue: Tongue) -> None:
    below = ax.inset_axes((0.0, 0.0, 1.0, 0.2), sharex=ax)
    below.patch.set_visible(False)
    below.spines[["top", "left", "bottom"]].set_visible(False)
    below.spines["right"].set_color(MUTED)
    counts = [period.n for period in trend.estimates]
    below.bar(trend.period, counts, width=0.7 * _days(trend), color=MUTED, alpha=0.6)
    below.yaxis.set_label_position("right")
    below.yaxis.tick_right()
    below.set_yticks([0, max(counts)])
    below.set_ylabel(pair("Responses", "答卷数").into(tongue), color=MUTED, fontsize=9)
    below.tick_params(axis="y", labelsize=9, colors=MUTED)
    below.tick_params(axis="x", bottom=False, labelbottom=False)
    canvas.numbers(below.yaxis, tongue)


def _date(ax: Axes, trend: ScoreTrend, tongue: Tongue) -> None:
    """Write the dates below the chart, one at each period if there are few."""
    margin = np.timedelta64(round(24 * _days(trend)), "h")
    ax.set_xlim(trend.period[0] - margin, trend.period[-1] + margin)
    canvas.days(ax.xaxis, tongue)
    if trend.period.size <= FEW:
        ax.set_xticks(trend.period)
    if trend.period.size == 1:
        ax.set_xticks(trend.period, [str(trend.period[0])])


def _days(trend: ScoreTrend) -> float:
    """Return the length of the shortest period, in days; for a single period, a guess."""
    days = np.diff(trend.period).astype("timedelta64[D]").astype(np.float64)
    return float(days.min()) if days.size else 28.0
