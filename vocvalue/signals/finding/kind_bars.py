"""Bars of how many there are of each kind, in parts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vocvalue import canvas
from vocvalue.canvas import SERIES, Axes
from vocvalue.results.numerals import whole
from vocvalue.results.texts import Text
from vocvalue.results.tongues import Tongue
from vocvalue.signals.finding.kinds import KIND_NAMES, KINDS

KEY_LINE = 16.0
"""How high a line of the key is, in points."""


def kind_bars(
    ax: Axes | None,
    tongue: Tongue,
    counts: pd.DataFrame,
    *,
    parts: Mapping[str, Text],
    label: Text,
    title: Text,
) -> Axes:
    """Draw a bar for each kind, of as many parts as it has.

    Args:
        ax: Axes to draw on; by default new axes.
        tongue: The language.
        counts: How many there are of each kind (rows) and part (columns).
        parts: The name of each part, in their order.
        label: What is counted.
        title: What the picture says, as a sentence.
    """
    ax = canvas.axes(ax)
    colours = dict(zip(parts, SERIES, strict=False))
    rows, left = np.arange(len(KINDS)), np.zeros(len(KINDS))
    for part, colour in colours.items():
        width = counts[part].to_numpy(np.float64)
        ax.barh(rows, width, left=left, height=0.6, color=colour)
        left += width
    for place, total in zip(rows, left, strict=True):
        text = whole(total).into(tongue)
        ax.annotate(text, (total, place), (4, 0), textcoords="offset points", va="center")
    there = [part for part in parts if counts[part].any()]
    above = canvas.room_above(ax, len(KINDS), KEY_LINE * (len(there) + 0.5))
    ax.set_ylim(len(KINDS) - 0.4, -0.4 - above)
    ax.set_xlim(0, max(1.12 * left.max(), 1.0))
    names = [KIND_NAMES[kind].into(tongue) for kind in KINDS]
    canvas.name_rows(ax, names)
    canvas.numbers(ax.xaxis, tongue)
    ax.set_xlabel(label.into(tongue))
    canvas.key(ax, {parts[part].into(tongue): colours[part] for part in there}, side="right")
    canvas.title(ax, title.into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax
