"""Signals of each kind, by what the customer says; and how many there were in each month."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import SERIES, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import whole
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.finding.kinds import KIND_NAMES, KINDS, STATUS_NAMES, STATUSES
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.finding.words import finding


@drawn.register
def _(signals: Signals, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    counts = signals.counts()
    rows = np.arange(len(KINDS))
    left = np.zeros(len(KINDS))
    for status, colour in zip(STATUSES, SERIES, strict=False):
        width = counts[status].to_numpy(np.float64)
        ax.barh(rows, width, left=left, height=0.6, color=colour)
        left += width
    for place, total in zip(rows, left, strict=True):
        text = whole(total).into(tongue)
        ax.annotate(text, (total, place), (4, 0), textcoords="offset points", va="center")
    ax.set_ylim(len(KINDS) - 0.4, -1.6)
    ax.set_xlim(0, max(1.12 * left.max(), 1.0))
    names = [KIND_NAMES[kind].into(tongue) for kind in KINDS]
    canvas.name_rows(ax, names)
    canvas.numbers(ax.xaxis, tongue)
    ax.set_xlabel(pair("Signals", "信号数").into(tongue))
    there = [status for status in STATUSES if counts[status].any()]
    key = {STATUS_NAMES[status].into(tongue): SERIES[STATUSES.index(status)] for status in there}
    canvas.key(ax, key, side="right")
    title = finding(signals).into(tongue).removesuffix(".").removesuffix("。")
    canvas.title(ax, title, names=names)
    return ax
