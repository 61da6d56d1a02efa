"""The chart of complaints per 1,000 orders over time, of the topics of most complaints."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import SERIES, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import stated_rate
from vocvalue.results.texts import named, pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.topics.rates import MentionRates
from vocvalue.signals.topics.rates_words import finding

MOST = 4
MARKED = 36


@drawn.register
def _(rates: MentionRates, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    marker = "o" if len(rates.period) <= MARKED else ""
    shown = rates.topics[:MOST]
    for topic, colour in zip(shown, SERIES, strict=False):
        series = rates.of(topic)
        value, lower, upper = (
            np.array([getattr(estimate, end) for estimate in series])
            for end in ("value", "lower", "upper")
        )
        ax.fill_between(rates.period, lower, upper, color=colour, alpha=0.15, linewidth=0)
        ax.plot(rates.period, value, color=colour, linewidth=1.8, marker=marker, markersize=4)
        if len(rates.period) == 1:
            ax.vlines(rates.period, lower, upper, color=colour, linewidth=1.8)
    low, high = ax.get_ylim()
    ax.set_ylim(0, high + 0.08 * (len(shown) + 1) * (high - low))
    canvas.numbers(ax.yaxis, tongue)
    canvas.days(ax.xaxis, tongue)
    if len(rates.period) == 1:
        ax.set_xticks(rates.period, [str(rates.period[0])])
    ax.set_ylabel(pair("Texts with a complaint per 1,000 orders", "每千单抱怨文本数").into(tongue))
    key = {named(topic).into(tongue): colour for topic, colour in zip(shown, SERIES, strict=False)}
    band = pair(
        "bands: {level} intervals", "色带：{level} 置信区间", level=stated_rate(rates.level)
    )
    canvas.key(ax, {**key, band.into(tongue): canvas.MUTED}, side="right")
    canvas.title(ax, finding(rates).into(tongue).removesuffix(".").removesuffix("。"))
    return ax
