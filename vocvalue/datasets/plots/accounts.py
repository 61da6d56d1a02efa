"""How likely simulated accounts truly are to leave, by their health, and how many do."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.datasets.accounts.result import SimulatedAccounts
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

HEALTH = np.linspace(-3, 3, 121)
AHEAD = 6
BARS = 24


@drawn.register
def _(sample: SimulatedAccounts, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    health = sample.truth["health"].to_numpy()
    counts, edges = np.histogram(health, bins=BARS, range=(-3, 3))
    share = counts / max(counts.max(), 1)
    ax.bar(edges[:-1], share, np.diff(edges), align="edge", color=ACTUAL, alpha=0.35)
    ax.plot(HEALTH, sample.course.leaving_within(AHEAD, HEALTH), color=MODEL, linewidth=1.8)
    ax.set_ylim(0, 1.25)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.numbers(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_xlabel(pair("Health at the end of a month", "月末健康度").into(tongue))
    ax.set_ylabel(pair("True churn within 6 months", "6 个月真实流失概率").into(tongue))
    key = {
        pair("line: true churn", "线：真实流失概率").into(tongue): MODEL,
        pair("bars: months of accounts", "柱：客户月数（相对）").into(tongue): ACTUAL,
    }
    canvas.key(ax, key, side="right")
    canvas.title(ax, said(sample).into(tongue).removesuffix(".").removesuffix("。"))
    return ax
