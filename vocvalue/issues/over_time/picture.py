"""Mentions per 1,000 orders over time, with what they would have been without the fix."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.issues.over_time.result import IssueTrend
from vocvalue.issues.over_time.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import stated_rate
from vocvalue.results.texts import named, pair
from vocvalue.results.tongues import Tongue

ROOM = 0.42


@drawn.register
def _(trend: IssueTrend, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    after = trend.is_after
    ax.fill_between(
        trend.period,
        trend.counterfactual_lower,
        trend.counterfactual_upper,
        where=after.tolist(),
        color=MODEL,
        alpha=0.15,
        linewidth=0,
    )
    expected = np.where(after, trend.counterfactual, np.nan)
    ax.plot(trend.period, expected, color=MODEL, linestyle="--", linewidth=1.6)
    ax.plot(trend.period, trend.fitted, color=ACTUAL, linewidth=1.6)
    ax.plot(trend.period, trend.rate, "o", color=ACTUAL, markersize=4, alpha=0.7)
    ax.axvline(trend.fixed_at.astype("datetime64[D]"), color=MUTED, linewidth=1.2)
    high = float(np.nanmax([*trend.rate, *expected]))
    ax.set_ylim(0, high * (1 + ROOM) if high > 0 else 1.0)
    canvas.numbers(ax.yaxis, tongue)
    canvas.days(ax.xaxis, tongue)
    ax.set_ylabel(
        pair(
            "Mentions of {topic} per 1,000 orders",
            "每千单提及“{topic}”的次数",
            topic=named(trend.topic),
        ).into(tongue)
    )
    canvas.key(ax, _entries(trend, tongue), side="right")
    canvas.title(ax, finding(trend).into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _entries(trend: IssueTrend, tongue: Tongue) -> dict[str, str]:
    level = stated_rate(trend.level)
    return {
        pair("observed, with the model's line", "观察值与模型曲线").into(tongue): ACTUAL,
        pair(
            "without the fix ({level} interval)", "若不改进（{level} 置信区间）", level=level
        ).into(tongue): MODEL,
        pair("vertical line: the fix", "竖线：改进日").into(tongue): MUTED,
    }
