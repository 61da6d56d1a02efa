"""Precision and recall side by side, each a point with its interval: what several pictures draw."""

from collections.abc import Mapping, Sequence

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.results.estimates import Estimate
from vocvalue.results.numerals import percent
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.evaluation.measure import PRECISION, RECALL, Tally

COLOURS = {PRECISION: ACTUAL, RECALL: MODEL}
NAMES: Mapping[str, Text] = {
    PRECISION: pair("precision", "精确率"),
    RECALL: pair("recall", "召回率"),
}
LACKING: Mapping[str, Text] = {
    PRECISION: pair("none found", "未识别出"),
    RECALL: pair("none in the texts", "文本中没有"),
}
SHIFT = 0.17


def draw_shares(
    ax: Axes | None, tallies: Sequence[tuple[Text, Tally]], level: float, tongue: Tongue
) -> tuple[Axes, list[str]]:
    """Draw precision and recall of several kinds of signals, and return their names.

    Args:
        ax: The axes, or None for new ones.
        tallies: What is counted, by its name.
        level: The confidence level.
        tongue: The language.
    """
    ax = canvas.axes(ax)
    names = [name.into(tongue) for name, _ in tallies]
    for place, (_, tally) in enumerate(tallies):
        estimates = tally.estimates(level)
        for quantity, shift in ((PRECISION, -SHIFT), (RECALL, SHIFT)):
            _mark(ax, quantity, estimates[quantity], place + shift, tongue)
    ax.set_ylim(len(tallies) - 0.4, -1.1)
    ax.set_xlim(0, 1.14)
    ax.set_xticks(np.linspace(0, 1, 6))
    canvas.name_rows(ax, names)
    canvas.shares(ax.xaxis, tongue)
    ax.set_xlabel(
        pair(
            "Share, with its {level} interval", "占比及其 {level} 置信区间", level=percent(level, 0)
        ).into(tongue)
    )
    key = {NAMES[name].into(tongue): colour for name, colour in COLOURS.items()}
    canvas.key(ax, key, side="left")
    return ax, names


def _mark(ax: Axes, quantity: str, estimate: Estimate, row: float, tongue: Tongue) -> None:
    colour = COLOURS[quantity]
    if np.isnan(estimate.value):
        canvas.write_at(ax, LACKING[quantity].into(tongue), (0.0, row), colour=colour)
        return
    ax.plot([estimate.lower, estimate.upper], [row, row], color=colour, linewidth=2)
    ax.plot([estimate.value], [row], marker="o", color=colour, markersize=6, clip_on=False)
    text = percent(estimate.value).into(tongue)
    canvas.write_at(ax, text, (estimate.upper, row), colour=colour)
