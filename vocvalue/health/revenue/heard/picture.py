"""How much is heard of each tier: of its accounts, and of its revenue."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.health.revenue.heard.result import HeardTier, RevenueCoverage
from vocvalue.health.revenue.heard.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.groups import group_name
from vocvalue.results.numerals import percent
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

HEIGHT = 0.36
MOST = 8
"""The most tiers that are drawn."""


def coverage_by_tier(
    result: RevenueCoverage,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw which share of the accounts is heard and which of the revenue, of all and by tier.

    Args:
        result: What `health.coverage` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import health
        >>> accounts = pd.DataFrame({"account_id": list("ABC"), "revenue": [60, 30, 10]})
        >>> answers = pd.DataFrame({"account_id": ["B"], "timestamp": ["2025-05-01"], "score": [9]})
        >>> coverage_by_tier(health.coverage(accounts, answers)).get_xlabel()
        'Share heard'
    """
    return canvas.picture(result, ax, language, labels)


@drawn.register
def _(result: RevenueCoverage, ax: Axes | None, tongue: Tongue) -> Axes:
    own, ax = ax is None, canvas.axes(ax)
    groups = [(pair("all accounts", "全部客户"), _all(result))]
    groups += [(group_name(it.tier), it) for it in result.tiers[:MOST]]
    at = np.arange(len(groups))
    bars = (
        (pair("of the accounts", "占客户数"), ACTUAL, [it.by_accounts for _, it in groups]),
        (pair("of the revenue", "占年收入"), MODEL, [it.by_revenue for _, it in groups]),
    )
    for side, (_, colour, shares) in zip((-1, 1), bars, strict=True):
        lengths = np.nan_to_num(shares)
        row = ax.barh(at + side * HEIGHT / 2, lengths, height=HEIGHT, color=colour)
        written = [percent(share, 0).into(tongue) for share in shares]
        ax.bar_label(row, written, fontsize=9, padding=3)
    if own:
        canvas.fit_height(ax, len(groups) + 1, 0.55)
    canvas.name_rows(ax, [name.into(tongue) for name, _ in groups])
    ax.set_ylim(len(groups) - 0.4, -1.1)
    ax.set_xlim(0, 1.1)
    canvas.shares(ax.xaxis, tongue)
    ax.set_xlabel(pair("Share heard", "覆盖比例").into(tongue))
    key = {name.into(tongue): colour for name, colour, _ in bars}
    canvas.key(ax, key, side="right")
    canvas.title(ax, finding(result).into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _all(result: RevenueCoverage) -> HeardTier:
    return HeardTier(
        tier="",
        n_accounts=result.n,
        n_heard=result.n_heard,
        revenue=result.total,
        revenue_heard=result.revenue_heard,
    )
