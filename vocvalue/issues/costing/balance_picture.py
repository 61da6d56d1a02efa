"""How alike the controls were made: every covariate before weighting and after (a love plot)."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.issues.costing.balance import ExposureBalance
from vocvalue.issues.costing.overlap import TOO_UNEQUAL
from vocvalue.issues.moments.feature_words import feature_name
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

ROW = 0.38


@drawn.register
def _(balance: ExposureBalance, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    order = np.argsort(-np.abs(balance.before), kind="stable")
    names = [canvas.in_lines(feature_name(balance.names[i]).into(tongue)) for i in order]
    ax.axvspan(-TOO_UNEQUAL, TOO_UNEQUAL, color=MUTED, alpha=0.12, linewidth=0)
    ax.axvline(0, color=MUTED, linewidth=0.8)
    places = range(len(names))
    ax.plot(balance.before[order], places, "D", color=ACTUAL, markerfacecolor="none", markersize=6)
    ax.plot(balance.after[order], places, "o", color=MODEL, markersize=6)
    ax.set_ylim(len(names) - 0.4, -2.2)  # the key stands above the first row
    canvas.name_rows(ax, names)
    canvas.numbers(ax.xaxis, tongue, sign=True)
    label = pair("Exposed less controls, in standard deviations", "遇到问题者与对照之差（标准差）")
    ax.set_xlabel(label.into(tongue))
    key = {
        pair("◇ before weighting", "◇ 加权前").into(tongue): ACTUAL,
        pair("● weighted", "● 加权后").into(tongue): MODEL,
    }
    canvas.key(ax, key, side="right")
    if own:
        canvas.fit_height(ax, len(names), ROW, least=2.8)
    canvas.title(ax, said(balance).into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax
