"""Who buys again after a bad rating, and how many would have, as two bars with intervals."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.issues.long_term.result import LongHorizonCost
from vocvalue.issues.long_term.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.spans import over
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue


@drawn.register
def _(cost: LongHorizonCost, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    shares = [cost.without, cost.with_problem]
    texts = (pair("had it not been bad", "若非差评"), pair("after a bad rating", "差评后"))
    names = [text.into(tongue) for text in texts]
    values = [share.value for share in shares]
    ends = np.array([[it.value - it.lower, it.upper - it.value] for it in shares]).T
    ax.barh(range(2), values, height=0.55, color=[MUTED, ACTUAL])
    ax.errorbar(values, range(2), xerr=ends, fmt="none", ecolor="black", capsize=4, lw=1.2)
    ax.set_xlim(0, 1.1 * max(share.upper for share in shares))
    ax.set_ylim(1.6, -0.6)
    canvas.name_rows(ax, names)
    canvas.shares(ax.xaxis, tongue)
    label = pair(
        "Customers who buy again, {over}", "再次购买的客户（{over}）", over=over(cost.horizon)
    )
    ax.set_xlabel(label.into(tongue))
    canvas.title(ax, finding(cost).into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax
