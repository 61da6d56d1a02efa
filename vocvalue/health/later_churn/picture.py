"""How many accounts left, by tenth of the scores, or by band where there are few."""

import numpy as np
from numpy.typing import NDArray

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.health.later_churn.groups import ChurnGroup
from vocvalue.health.later_churn.result import HealthBacktest
from vocvalue.health.later_churn.words import in_short
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Labels
from vocvalue.results.spans import span
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue


def churn_by_score(
    test: HealthBacktest,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw how many accounts left within the window, by tenth of the scores, with intervals.

    Args:
        test: What `health.backtest` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a point for each tenth, or each band where there are fewer than 100 scores, a
        dashed line at the share of all, and lines where bands begin.

    Examples:
        >>> from vocvalue import datasets, health
        >>> sample = datasets.simulate_accounts(200, seed=1)
        >>> tables = {name: getattr(sample, name) for name in ("usage", "churn")}
        >>> test = health.backtest(sample.accounts, cutoffs="2024-12-31", **tables)
        >>> churn_by_score(test).get_ylabel()
        'Left within 6 months'
    """
    return canvas.picture(test, ax, language, labels)


@drawn.register
def _(test: HealthBacktest, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    groups = [it for it in test.by_tenth or test.by_band if it.n]
    scores = np.array([it.mean_score for it in groups])
    shares = np.array([it.share.value for it in groups])
    ax.errorbar(scores, shares, _arms(groups), fmt="o", color=ACTUAL, linewidth=1.5, capsize=0)
    overall = float(test.judged.churned.mean())
    ax.axhline(overall, color=MUTED, linewidth=1.2, linestyle="--")
    top = max(0.05, *(it.share.upper for it in groups))
    ax.vlines((test.bands.watch, test.bands.healthy), 0, top, color=MODEL, linewidth=0.8)
    ax.set_ylim(0, 1.35 * top)
    canvas.numbers(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_xlabel(pair("Health score at the cut-off", "截点时的健康得分").into(tongue))
    share = pair("Left within {within}", "{within}内流失比例", within=span(test.within))
    ax.set_ylabel(share.into(tongue))
    key = {
        pair("points: a tenth of the scores", "点：每十分之一的得分").into(tongue): ACTUAL,
        pair("vertical lines: where bands begin", "竖线：分档界限").into(tongue): MODEL,
        pair("dashed: all accounts", "虚线：全部客户").into(tongue): MUTED,
    }
    if not test.by_tenth:
        key = {pair("points: bands", "点：各档").into(tongue): ACTUAL, **dict([*key.items()][1:])}
    canvas.key(ax, key, side="right")
    canvas.title(ax, in_short(test).into(tongue))
    return ax


def _arms(groups: list[ChurnGroup]) -> NDArray[np.float64]:
    return np.array(
        [
            [it.share.value - it.share.lower for it in groups],
            [it.share.upper - it.share.value for it in groups],
        ]
    )
