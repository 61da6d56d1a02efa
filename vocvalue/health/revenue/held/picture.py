"""The curve of concentration: which part of the accounts holds which part of the revenue."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.health.revenue.held.result import RevenueConcentration
from vocvalue.health.revenue.held.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

FEW = 60
"""So many accounts are each drawn as a point."""


def concentration_curve(
    result: RevenueConcentration,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the share of the revenue that the largest accounts hold, by their share of accounts.

    Dashed is what accounts of equal size would hold; the point is the share that is asked about.

    Args:
        result: What `health.concentration` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import health
        >>> accounts = pd.DataFrame({"account_id": list("ABC"), "revenue": [60, 30, 10]})
        >>> concentration_curve(health.concentration(accounts)).get_xlabel()
        'Accounts, the largest first'
    """
    return canvas.picture(result, ax, language, labels)


@drawn.register
def _(result: RevenueConcentration, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    part = np.arange(result.n + 1) / result.n
    held = np.concatenate([[0.0], result.cumulative])
    marker = "o" if result.n <= FEW else None
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    ax.plot(part, held, color=ACTUAL, linewidth=2, marker=marker, markersize=3)
    k = result.n_holders
    ax.hlines(result.share, 0, part[k], color=MUTED, linewidth=0.9, linestyle=(0, (1, 3)))
    ax.vlines(part[k], 0, held[k], color=MUTED, linewidth=0.9, linestyle=(0, (1, 3)))
    ax.plot(part[k], held[k], color=MODEL, marker="o", markersize=7)
    ax.set_xlim(0, 1.02)
    ax.set_ylim(0, 1.22)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.shares(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_xlabel(pair("Accounts, the largest first", "客户（按收入从高到低）").into(tongue))
    ax.set_ylabel(pair("Share of the revenue of a year", "占年收入的比例").into(tongue))
    point = pair(
        "{accounts} hold {share}",
        "{accounts}占 {share}",
        accounts=counted(k, "account"),
        share=stated_rate(result.share),
    )
    equal = pair("dashed: accounts of equal size", "虚线：客户规模相同")
    canvas.key(ax, {point.into(tongue): MODEL, equal.into(tongue): MUTED}, side="right")
    canvas.title(ax, finding(result).into(tongue).removesuffix(".").removesuffix("。"))
    return ax
