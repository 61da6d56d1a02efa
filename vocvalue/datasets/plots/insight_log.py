"""How many insights of each department are truly completed by which age."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import SERIES, Axes
from vocvalue.datasets.insight_log import SimulatedInsights
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.texts import named, pair
from vocvalue.results.tongues import Tongue

DAYS = np.arange(1, 366, 4)
MOST = len(SERIES)


@drawn.register
def _(log: SimulatedInsights, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    key = {}
    there = set(log.truth["department"][log.insights["major"].to_numpy()])
    shown = [name for name in log.parameters["departments"] if name in there][:MOST]
    for name, colour in zip(shown, SERIES, strict=False):
        shares = [log.true_rate(f"{day} days", department=name) for day in DAYS]
        ax.plot(DAYS, shares, color=colour, linewidth=1.8)
        key[named(name).into(tongue)] = colour
    ax.set_ylim(0, 1.3)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.numbers(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_xlabel(pair("Days since the insight was submitted", "洞察提交后的天数").into(tongue))
    ax.set_ylabel(pair("True share completed", "真实完成比例").into(tongue))
    canvas.key(ax, key, side="right")
    canvas.title(ax, said(log).into(tongue).removesuffix(".").removesuffix("。"))
    return ax
