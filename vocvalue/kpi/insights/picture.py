"""The share of insights that is completed by age, with its band and the numbers observed."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.kpi.insights.result import InsightToAction
from vocvalue.kpi.insights.words import finding
from vocvalue.kpi.kpi_picture import draw_bounds
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.numerals import stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.spans import span
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue


def completion_curve(
    result: InsightToAction,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the share of insights that is completed by age, young insights included.

    The band is the interval at each age. The vertical line is the age at which insights are judged,
    the horizontal ones are the bounds.

    Args:
        result: What `kpi.insight_to_action` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import kpi
        >>> days = pd.date_range("2024-01-01", periods=10, freq="7D")
        >>> insights = pd.DataFrame({"insight_id": range(10), "submitted": days})
        >>> actions = pd.DataFrame({"insight_id": [0, 3], "completed": days[[3, 5]]})
        >>> result = kpi.insight_to_action(insights, actions, mature="4 weeks")
        >>> completion_curve(result).get_xlabel()
        'Days since the insight was submitted'
    """
    return canvas.picture(result, ax, language, labels)


@drawn.register
def _(result: InsightToAction, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    _draw_curve(ax, result)
    draw_bounds(ax, result.bounds)
    ax.axvline(result.mature_days, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    ax.set_xlim(0, max(float(result.curve.time[-1]), result.mature_days) * 1.02)
    ax.set_ylim(0, 1.22)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.numbers(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_xlabel(pair("Days since the insight was submitted", "洞察提交后的天数").into(tongue))
    ax.set_ylabel(pair("Share of insights completed", "已完成的洞察比例").into(tongue))
    band = pair("band: {level} interval", "色带：{level} 置信区间", level=stated_rate(result.level))
    judged = pair(
        "dashed: {mature}; dotted: bounds",
        "虚线：{mature}；点线：上下界",
        mature=span(result.mature),
    )
    canvas.key(ax, {band.into(tongue): ACTUAL, judged.into(tongue): MUTED}, side="left")
    found = finding(result) if result.n_mature else said(result)
    canvas.title(ax, found.into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _draw_curve(ax: Axes, result: InsightToAction) -> None:
    curve = result.curve
    lower, upper = (
        np.where(np.isnan(end), 1 - curve.survival, 1 - end)
        for end in reversed(curve.band(result.level))
    )
    time = np.concatenate([[0.0], curve.time])
    share, low, high = (
        np.concatenate([[0.0], line]) for line in (1 - curve.survival, lower, upper)
    )
    ax.fill_between(time, low, high, step="post", color=ACTUAL, alpha=0.18, linewidth=0)
    ax.step(time, share, where="post", color=ACTUAL, linewidth=2)
