"""The value map: how often each problem is mentioned, against what it costs."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, SERIES, Axes
from vocvalue.issues.ranking.flags import Flag
from vocvalue.issues.ranking.labels import NamePlace, place_labels
from vocvalue.issues.ranking.result import IssueRanking
from vocvalue.issues.ranking.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import stated_rate
from vocvalue.results.texts import Text, named, pair
from vocvalue.results.tongues import Tongue

COLOURS: Mapping[Flag, str] = {
    "silent killer": MODEL,
    "loud but harmless": SERIES[2],
    "": ACTUAL,
}
FLAG_NAMES: Mapping[Flag, Text] = {
    "silent killer": pair("silent killer", "沉默杀手"),
    "loud but harmless": pair("loud but harmless", "声量大而损失小"),
}
MOST_NAMED = 20
SIDES: Mapping[int, Literal["left", "center", "right"]] = {1: "left", -1: "right", 0: "center"}


@drawn.register
def _(ranking: IssueRanking, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    mentions = ranking.mentions / ranking.months
    losses = [ranking.loss_a_month(topic) for topic in ranking.topics]
    value = np.array([it.value for it in losses])
    low, high = (np.array([getattr(it, end) for it in losses]) for end in ("lower", "upper"))
    colours = [COLOURS[flag] for flag in ranking.ranks.flag]
    ax.axhline(0, color=MUTED, linewidth=1)
    ax.vlines(mentions, low, high, colors=colours, linewidth=1.2, alpha=0.6)
    ax.scatter(mentions, value, c=colours, s=28, zorder=3)
    _room(ax, mentions)
    canvas.numbers(ax.xaxis, tongue)
    canvas.amounts(ax.yaxis, tongue, ranking.currency)
    ax.set_xlabel(pair("Mentions a month", "每月提及次数").into(tongue))
    ax.set_ylabel(pair("Loss a month", "每月损失").into(tongue))
    _names(ax, ranking, np.column_stack([mentions, value]), tongue)
    _key(ax, ranking, tongue)
    canvas.title(ax, finding(ranking).into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _room(ax: Axes, mentions: np.ndarray) -> None:
    """Leave room for names beside the last point, and for the key above."""
    most = float(mentions.max())
    ax.set_xlim(0, 1.25 * most)
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.25 * (high - low))


def _names(ax: Axes, ranking: IssueRanking, at: np.ndarray, tongue: Tongue) -> None:
    """Write the names: first those flagged, then the costliest."""
    scale = 72 / ax.figure.dpi
    points = ax.transData.transform(at) * scale
    frame = ax.get_window_extent()
    left, bottom, right, top = (float(end) * scale for end in frame.extents)
    names = [named(topic).into(tongue) for topic in ranking.topics]
    flagged = [place for place, flag in enumerate(ranking.ranks.flag) if flag]
    others = [place for place in range(len(names)) if place not in flagged]
    order = [*flagged, *others][:MOST_NAMED]
    for label in place_labels(points, names, order, (left, bottom, right, top)):
        _write(ax, names[label.place], at[label.place], label, ranking)


def _write(ax: Axes, name: str, at: np.ndarray, label: NamePlace, ranking: IssueRanking) -> None:
    canvas.write_at(
        ax,
        name,
        (float(at[0]), float(at[1])),
        shift=label.shift,
        ha=SIDES[label.side],
        colour=COLOURS[ranking.ranks.flag[label.place]],
    )


def _key(ax: Axes, ranking: IssueRanking, tongue: Tongue) -> None:
    there = {flag for flag in ranking.ranks.flag if flag}
    key = {FLAG_NAMES[flag].into(tongue): COLOURS[flag] for flag in FLAG_NAMES if flag in there}
    bars = pair(
        "bars: {level} intervals", "竖线：{level} 置信区间", level=stated_rate(ranking.level)
    )
    canvas.key(ax, {**key, bars.into(tongue): MUTED}, side="right")
