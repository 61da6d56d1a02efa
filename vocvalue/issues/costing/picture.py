"""The ladder of estimates: the effect on spend by one comparison after the other."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.issues.costing.ladder import LadderStep
from vocvalue.issues.costing.phrases import STEPS, labelled
from vocvalue.issues.costing.result import IssueCost
from vocvalue.issues.costing.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

ROW = 0.46
HEADLINE = pair("the figure told", "采用的数值")


@drawn.register
def _(cost: IssueCost, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    steps = [it for it in cost.steps if it.outcome == "spend"]
    estimates = [*(it.effect for it in steps), cost.effects["spend"]]
    names = [canvas.in_lines(_name(it).into(tongue)) for it in steps]
    names.append(HEADLINE.into(tongue))
    colours = [*([MUTED] * len(steps)), MODEL]
    for place, (it, colour) in enumerate(zip(estimates, colours, strict=True)):
        ends = np.array([[it.value - it.lower], [it.upper - it.value]])
        told = ACTUAL if place < len(steps) and steps[place].step == "doubly robust" else colour
        ax.errorbar(
            [it.value], [place], xerr=ends, fmt="o", color=told, capsize=3, markersize=6, lw=1.6
        )
    ax.axvline(0, color=MUTED, linewidth=0.8)
    ax.set_ylim(len(names) - 0.4, -0.6)
    canvas.name_rows(ax, names)
    canvas.amounts(ax.xaxis, tongue, cost.currency)
    label = pair(
        "Effect on {outcome}", "对{outcome}的影响", outcome=labelled("spend", cost.window_days)
    )
    ax.set_xlabel(label.into(tongue))
    if own:
        canvas.fit_height(ax, len(names), ROW, least=2.8)
    canvas.title(ax, finding(cost).into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax


def _name(step: LadderStep) -> Text:
    if step.reported is None:
        return STEPS[step.step]
    return pair(
        "corrected, if {share} tell", "校正（若 {share} 反映）", share=percent(step.reported, 0)
    )
