"""How value is distributed over the customers."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.clv.formulas import HistoricalValue
from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.special import Array
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent, whole
from vocvalue.results.result import Labels
from vocvalue.results.spans import coming
from vocvalue.results.sums import BASIS, amount
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

GROUPS = 10
SMALL = 0.005


def clv_distribution(
    prediction: ClvPrediction,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the value held by each tenth of the customers, the most valuable first.

    Args:
        prediction: What `clv.predict` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a bar for each tenth, its share of the total above it and the mean value of its
        customers below it. Shares are left out if the total is not above zero.

    Examples:
        >>> import vocvalue as vv
        >>> prediction = vv.clv.predict(vv.datasets.load_sample().orders)
        >>> ax = clv_distribution(prediction)
        >>> len(ax.patches)
        10
    """
    return canvas.picture(prediction, ax, language, labels)


@drawn.register
def _(prediction: ClvPrediction, ax: Axes | None, tongue: Tongue) -> Axes:
    currency = prediction.rfm.currency
    label = pair(
        "Value, {horizon} ({basis})",
        "{horizon}价值（{basis}）",
        horizon=coming(prediction.terms.horizon),
        basis=BASIS[prediction.terms.basis],
    )
    return _draw_tenths(prediction.clv, currency, label, ax, tongue)


@drawn.register
def _(history: HistoricalValue, ax: Axes | None, tongue: Tongue) -> Axes:
    label = pair("Value so far ({basis})", "累计价值（{basis}）", basis=BASIS[history.basis])
    return _draw_tenths(history.value, history.currency, label, ax, tongue)


def _draw_tenths(
    values: Array, currency: str | None, label: Text, ax: Axes | None, tongue: Tongue
) -> Axes:
    ordered = np.sort(values)[::-1]
    groups = np.array_split(ordered, min(GROUPS, ordered.size))
    held = np.array([group.sum() for group in groups])
    total = float(held.sum())
    ax = canvas.axes(ax)
    bars = ax.bar(np.arange(1, len(groups) + 1), held, width=0.8, color=ACTUAL)
    if total > 0:
        shares = [_share(share).into(tongue) for share in held / total]
        ax.bar_label(bars, shares, fontsize=10, padding=2)
        ax.margins(y=0.1)
    means = [whole(float(group.mean())).into(tongue) for group in groups]
    ax.set_xticks(
        range(1, len(groups) + 1), [f"{i}\n{mean}" for i, mean in enumerate(means, start=1)]
    )
    ax.set_xlabel(_below(len(groups)).into(tongue))
    ax.set_ylabel(label.into(tongue))
    canvas.amounts(ax.yaxis, tongue, currency)
    canvas.title(ax, _finding(held, total, currency).into(tongue))
    return ax


def _share(share: float) -> Text:
    """Return a share in whole percent; what is not quite nothing is not called nothing."""
    if share and abs(share) < SMALL:
        return pair("<1%", "<1%") if share > 0 else pair("<0%", "<0%")
    return percent(share, 0)


def _below(n_groups: int) -> Text:
    if n_groups < GROUPS:
        return pair("Customers, the most valuable first", "客户（按价值从高到低）")
    return pair(
        "Tenths of the customers, the most valuable first, and their mean value",
        "客户按价值从高到低分为十等份，下方为各份的人均价值",
    )


def _finding(held: Array, total: float, currency: str | None) -> Text:
    if total <= 0:
        return pair(
            "Together, the customers lose {loss}",
            "这些客户合计亏损 {loss}",
            loss=amount(float(round(-total)), currency),
        )
    share, money = percent(held[0] / total, 0), amount(float(round(total)), currency)
    if len(held) < GROUPS:
        return pair(
            "{share} of the value ({total}) lies with one of {n} customers",
            "{n} 位客户中的 1 位占总价值（{total}）的 {share}",
            share=share,
            total=money,
            n=len(held),
        )
    return pair(
        "{share} of the value ({total}) lies with a tenth of the customers",
        "价值最高的 10% 客户占总价值（{total}）的 {share}",
        share=share,
        total=money,
    )
