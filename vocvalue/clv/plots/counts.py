"""How many purchases: the model against the customers it was fitted to, and against a holdout."""

from typing import Literal

import numpy as np

from vocvalue import canvas, checks
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.clv.comparison import Backtest
from vocvalue.clv.fitted import Fit
from vocvalue.clv.plots import wording
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent, whole
from vocvalue.results.result import Labels
from vocvalue.results.spans import length
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue, tongue

DISTINCT_AGES = 1_000
"""More distinct T than these are taken in groups of neighbours, each at its mean."""


def expected_vs_actual(
    model: TransactionModel | Fit[TransactionModel],
    rfm: Rfm,
    *,
    max_frequency: int = 7,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw how many customers made 0, 1, 2, ... repeat purchases, against the model.

    The model's count is the sum, over customers, of the probability of that many purchases in the
    customer's own T. If the two differ widely, the model does not describe these customers.

    Args:
        model: A fit, or a model with known parameters.
        rfm: The customers, in the unit of the model.
        max_frequency: The last class, which holds all customers with this many repeat purchases or
            more.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: bars for the customers, points for the model.

    Raises:
        DataError: The RFM is in a different unit from the model.
        ParameterError: max_frequency is not a whole number of at least 1.

    References:
        Fader, Hardie and Lee (2005), Marketing Science 24(2), figure 2 and eq. 8.

    Examples:
        >>> import vocvalue as vv
        >>> rfm = vv.clv.rfm(vv.datasets.load_sample().orders, unit="week")
        >>> ax = expected_vs_actual(vv.clv.BGNBD.fit(rfm), rfm)
        >>> ax.get_xlabel()
        'Repeat purchases'
    """
    last = checks.whole("max_frequency", max_frequency, least=1)
    asked, fitted = tongue(language, labels), wording.model_of(model, rfm.unit)
    actual = np.bincount(np.minimum(rfm.frequency, last), minlength=last + 1).astype(np.float64)
    expected = _expected_customers(fitted, rfm, last)
    ax = canvas.axes(ax)
    _compare(ax, actual, expected)
    ax.set_xticks(range(last + 1), [*map(str, range(last)), f"{last}+"])
    ax.set_xlabel(pair("Repeat purchases", "复购次数").into(asked))
    ax.set_ylabel(pair("Customers", "客户数").into(asked))
    canvas.numbers(ax.yaxis, asked)
    _explain(ax, type(fitted).__name__, asked, side="right")
    apart = percent(np.abs(actual - expected).sum() / 2 / rfm.n_customers)
    finding = pair(
        "Actual and expected counts differ by {apart} of customers",
        "实际与预期的客户数相差 {apart}",
        apart=apart,
    )
    canvas.title(ax, finding.into(asked))
    return ax


def holdout(
    backtest: Backtest,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the purchases of the holdout per customer, predicted and actual, by past purchases.

    Args:
        backtest: The result of `clv.backtest`.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: bars for what happened, points for the prediction.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> ax = holdout(vv.clv.backtest(shop.orders, calibration_end="2024-06-30"))
        >>> ax.get_ylabel()
        'Purchases per customer'
    """
    return canvas.picture(backtest, ax, language, labels)


@drawn.register
def _(backtest: Backtest, ax: Axes | None, tongue: Tongue) -> Axes:
    classes = backtest.to_frame()
    ax = canvas.axes(ax)
    _compare(
        ax,
        classes["mean_actual_purchases"].to_numpy(),
        classes["mean_predicted_purchases"].to_numpy(),
    )
    pairs = zip(classes["frequency"], classes["customers"], strict=True)
    ax.set_xticks(
        range(len(classes)),
        [f"{frequency}\n({whole(n).into(tongue)})" for frequency, n in pairs],
    )
    below = pair(
        "Repeat purchases in the calibration (and number of customers)",
        "校准期复购次数（括号内为客户数）",
    )
    ax.set_xlabel(below.into(tongue))
    ax.set_ylabel(pair("Purchases per customer", "人均购买次数").into(tongue))
    canvas.numbers(ax.yaxis, tongue)
    _explain(ax, type(backtest.purchases.model).__name__, tongue, side="left")
    canvas.title(ax, _finding(backtest).into(tongue))
    return ax


def _finding(backtest: Backtest) -> Text:
    predicted, actual = backtest.total_purchases.value, backtest.actual_purchases
    return pair(
        "{predicted} purchases predicted for {length}, {against}",
        "预测 {length}内购买 {predicted} 次，{against}",
        predicted=whole(predicted),
        length=length(backtest.split.holdout_length, backtest.split.calibration.unit),
        against=wording.against(predicted, actual),
    )


def _explain(ax: Axes, model: str, tongue: Tongue, *, side: Literal["left", "right"]) -> None:
    bars = pair("bars: actual", "柱：实际").into(tongue)
    points = pair("points: {model}", "点：{model}", model=model).into(tongue)
    canvas.key(ax, {bars: ACTUAL, points: MODEL}, side=side)


def _compare(ax: Axes, actual: Array, expected: Array) -> None:
    place = np.arange(len(actual))
    ax.bar(place, actual, width=0.7, color=ACTUAL)
    ax.plot(
        place,
        expected,
        linestyle="none",
        marker="o",
        markersize=8,
        color=MODEL,
        markeredgecolor="white",
    )


def _expected_customers(model: TransactionModel, rfm: Rfm, last: int) -> Array:
    """Return the expected number of customers with 0, 1, ... and with `last` or more purchases."""
    expected = np.zeros(last + 1)
    for age, customers in zip(*_ages(rfm.T), strict=True):
        pmf = np.zeros(last)
        pmf[0] = 1.0
        if age > 0:
            pmf = np.asarray(model.purchase_pmf_new(np.arange(last), f"{age:.17g} {model.unit}s"))
        expected += customers * np.append(pmf, 1 - pmf.sum())
    return expected


def _ages(T: Array) -> tuple[Array, Array]:
    """Return ages and the customers of each: the distinct T, or means of groups of neighbours."""
    ages, customers = np.unique(T, return_counts=True)
    if len(ages) <= DISTINCT_AGES:
        return ages, customers.astype(np.float64)
    groups = np.array_split(np.sort(T), DISTINCT_AGES)
    return np.array([g.mean() for g in groups]), np.array([float(len(g)) for g in groups])
