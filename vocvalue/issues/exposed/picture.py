"""The event study: how often customers ordered before and after they met a problem."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.issues.exposed.event_study import EventStudy
from vocvalue.issues.exposed.result import Exposure
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import stated_rate
from vocvalue.results.spans import length
from vocvalue.results.texts import named, pair
from vocvalue.results.tongues import Tongue

LEVEL, WIDTH = 0.95, 1.959963984540054


@drawn.register
def _(exposure: Exposure, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    if exposure.paths is not None:
        _draw(ax, exposure.paths, tongue)
    exposed = pair("met {topic}", "遇到“{topic}”", topic=named(exposure.topic)).into(tongue)
    control = pair("controls, as drawn", "对照（未加权）").into(tongue)
    bands = pair("bars: {level} intervals", "竖线：{level} 置信区间", level=stated_rate(LEVEL))
    canvas.key(ax, {exposed: ACTUAL, control: MUTED, bands.into(tongue): MUTED}, side="right")
    low, high = ax.get_ylim()
    ax.set_ylim(min(0.0, low), high + 0.3 * (high - low))
    title = pair(
        "Orders of {n} customers around the moment they met {topic}, against controls",
        "{n} 位客户遇到“{topic}”前后的订单数，与对照比较",
        n=exposure.n_exposed,
        topic=named(exposure.topic),
    )
    canvas.title(ax, title.into(tongue))
    return ax


def _draw(ax: Axes, paths: EventStudy, tongue: Tongue) -> None:
    middle = (paths.period + 0.5) * paths.period_days
    for means, errors, colour, shift in (
        (paths.exposed, paths.exposed_error, ACTUAL, -0.04),
        (paths.control, paths.control_error, MUTED, 0.04),
    ):
        ax.errorbar(
            middle + shift * paths.period_days,
            means["orders"],
            yerr=WIDTH * errors["orders"],
            color=colour,
            linewidth=1.8,
            elinewidth=1.0,
            marker="o",
            markersize=4,
        )
    ax.axvline(0, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    edges = np.append(paths.period, paths.period[-1] + 1) * paths.period_days
    ax.set_xticks(edges if edges.size <= 12 else edges[::2])
    canvas.numbers(ax.xaxis, tongue, sign=True)
    canvas.numbers(ax.yaxis, tongue)
    ax.set_xlabel(pair("Days from the moment", "距遇到问题的天数").into(tongue))
    label = pair(
        "Orders per customer in {span}",
        "每 {span}人均订单数",
        span=length(paths.period_days, "day"),
    )
    ax.set_ylabel(label.into(tongue))
