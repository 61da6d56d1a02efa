"""The stages of a funnel as bars, each with its number and its share of the stage before."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import whole
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.follow_up.result import Funnel
from vocvalue.signals.follow_up.words import STAGE_NAMES, finding, rate

ROOM = 1.45
"""How far the axis runs beyond the longest bar, so that figures stand beside it."""


@drawn.register
def _(funnel: Funnel, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    counts = funnel.counts()
    names = [STAGE_NAMES[stage].into(tongue) for stage in counts]
    lengths, colours = list(map(float, counts.values())), [ACTUAL] * len(counts)
    figures = [_beside(funnel, stage, counts).into(tongue) for stage in counts]
    more = funnel.incremental
    if more is not None:
        names.append(canvas.in_lines(_name(funnel).into(tongue)))
        lengths.append(max(more.conversions.value, 0.0))
        colours.append(MODEL)
        figures.append(_ends(funnel).into(tongue))
    rows = np.arange(len(names))
    ax.barh(rows, lengths, height=0.6, color=colours)
    for place, length, text, colour in zip(rows, lengths, figures, colours, strict=True):
        canvas.write_at(ax, text, (length, float(place)), colour=colour)
    ax.set_xlim(0, ROOM * max(lengths))
    ax.set_ylim(len(names) - 0.4, -0.6)
    canvas.name_rows(ax, names)
    canvas.numbers(ax.xaxis, tongue)
    ax.set_xlabel(pair("Number", "数量").into(tongue))
    title = finding(funnel).into(tongue).removesuffix(".").removesuffix("。")
    canvas.title(ax, title, names=names)
    return ax


def _beside(funnel: Funnel, stage: str, counts: dict[str, int]) -> Text:
    n = whole(counts[stage])
    if stage != "converted" or not counts["followed"]:
        return n
    return pair("{n} ({rate})", "{n}（{rate}）", n=n, rate=rate(funnel.rate.value))


def _name(funnel: Funnel) -> Text:
    more = funnel.incremental
    evidence = EVIDENCE[more.evidence] if more is not None else pair("", "")
    if more is not None and more.against == "held back":
        return pair("incremental orders, {evidence}", "增量订单（{evidence}）", evidence=evidence)
    return pair(
        "orders more than similar customers, {evidence}",
        "比相近客户多的订单（{evidence}）",
        evidence=evidence,
    )


def _ends(funnel: Funnel) -> Text:
    more = funnel.incremental
    if more is None:
        return pair("", "")
    return pair(
        "{n} ({low} to {high})",
        "{n}（{low} 至 {high}）",
        n=whole(more.conversions.value),
        low=whole(more.conversions.lower),
        high=whole(more.conversions.upper),
    )
