"""A KPI by period, with its intervals and the bounds it is judged by."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.kpi.kpi import Bounds, Kpi, KpiName, KpiPeriod
from vocvalue.kpi.kpi_words import KPI_NAMES
from vocvalue.results.calendar import calendar_period
from vocvalue.results.numerals import counted, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue, tongue

SHARES: tuple[KpiName, ...] = ("insight-to-action", "coverage")
"""The KPIs that are shares of a whole."""
CHANGES: tuple[KpiName, ...] = ("retention lift", "issue reduction")
"""Those that are changes, which may be below 0."""
MOST = 12
"""The most periods that each get a name."""


def kpi_trend(
    kpi: Kpi,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    r"""Draw a KPI by period, each with its interval, between the bounds of low and high.

    A period without data is a gap; one that is not observed long enough yet is drawn hollow.

    Args:
        kpi: A KPI that has a trend, such as what `kpi.insight_to_action` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import kpi
        >>> days = pd.date_range("2024-01-01", periods=10, freq="21D")
        >>> insights = pd.DataFrame({"insight_id": range(10), "submitted": days})
        >>> actions = pd.DataFrame({"insight_id": [0, 3], "completed": days[[2, 5]]})
        >>> result = kpi.insight_to_action(insights, actions, mature="60 days")
        >>> [tick.get_text() for tick in kpi_trend(result).get_xticklabels()]
        ['Q1 2024\n(5)', 'Q2 2024\n(2)', 'Q3 2024\n(0)']
    """
    return draw_trend(kpi, ax, tongue(language, labels))


def draw_trend(kpi: Kpi, ax: Axes | None, asked: Tongue) -> Axes:
    """Draw a KPI by period, as `kpi_trend`.

    Args:
        kpi: The KPI.
        ax: The axes; None for new ones.
        asked: The language.
    """
    ax = canvas.axes(ax)
    periods = kpi.trend()
    for place, period in enumerate(periods):
        _draw(ax, place, period)
    draw_bounds(ax, kpi.bounds)
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.2 * (high - low))
    name_periods(ax, periods, asked)
    if _is_share(kpi):
        ax.set_ylim(-0.05, 1.25)
        ax.set_yticks(np.linspace(0, 1, 6))
    _marks(kpi, ax, asked)
    name = KPI_NAMES[kpi.kpi].into(asked)
    ax.set_ylabel(canvas.in_lines(name))
    bars = pair("bars: {level} intervals", "竖线：{level} 置信区间", level=stated_rate(_level(kpi)))
    bounds = pair("dotted: bounds", "点线：上下界")
    canvas.key(ax, {bars.into(asked): ACTUAL, bounds.into(asked): MUTED}, side="right")
    title = pair(
        "{name} over {periods}",
        "{name}：{periods}",
        name=KPI_NAMES[kpi.kpi],
        periods=counted(len(periods), periods[0].every if periods else "quarter"),
    )
    written = title.into(asked)
    canvas.title(ax, written[:1].upper() + written[1:])
    return ax


def _draw(ax: Axes, place: int, period: KpiPeriod) -> None:
    estimate = period.estimate
    if np.isnan(estimate.value):
        return
    ax.plot([place, place], [estimate.lower, estimate.upper], color=ACTUAL, linewidth=1.6)
    fill = ACTUAL if period.is_mature else "white"
    ax.plot([place], [estimate.value], marker="o", color=ACTUAL, markerfacecolor=fill)


def draw_bounds(ax: Axes, bounds: Bounds) -> None:
    """Draw the bounds of low and high that a KPI is judged by.

    Args:
        ax: The axes.
        bounds: The bounds.
    """
    for bound in (bounds.low, bounds.high):
        ax.axhline(bound, color=MUTED, linewidth=0.9, linestyle=(0, (1, 3)))


def name_periods(ax: Axes, periods: tuple[KpiPeriod, ...], asked: Tongue) -> None:
    """Write the periods along the axis below, each with its number of units in brackets.

    Args:
        ax: The axes, the periods at 0, 1 and so on.
        periods: The periods.
        asked: The language.
    """
    step = -(-len(periods) // MOST) or 1
    names = [
        pair(
            "{period}\n({n})",
            "{period}\n（{n}）",
            period=calendar_period(it.start, it.every),
            n=it.estimate.n,
        ).into(asked)
        for it in periods[::step]
    ]
    ax.set_xlim(-0.6, max(len(periods), 1) - 0.4)
    ax.set_xticks(range(0, len(periods), step), names)


def _marks(kpi: Kpi, ax: Axes, asked: Tongue) -> None:
    """Write the marks along the axis of the figures, and 0 where it is one of changes."""
    if kpi.kpi in CHANGES:
        canvas.shares(ax.yaxis, asked, sign=True)
        ax.axhline(0, color=MUTED, linewidth=0.9)
        return
    (canvas.shares if _is_share(kpi) else canvas.numbers)(ax.yaxis, asked)


def _level(kpi: Kpi) -> float:
    """Return the level of the intervals that are drawn."""
    periods = kpi.trend()
    return (periods[0].estimate if periods else kpi.headline()).level


def _is_share(kpi: Kpi) -> bool:
    """Whether the figures of a KPI are shares of a whole."""
    return kpi.kpi in SHARES
