"""One customer's probability of being active, from the first purchase on."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.clv.activity import CustomerPurchases
from vocvalue.clv.fitted import Fit
from vocvalue.clv.plots import wording
from vocvalue.clv.special import Array
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.errors import DataError
from vocvalue.results.numerals import counted, likely
from vocvalue.results.result import Labels
from vocvalue.results.spans import length, periods
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import tongue
from vocvalue.showing import cell

MOMENTS = 400


def alive_path(
    model: TransactionModel | Fit[TransactionModel],
    purchases: CustomerPurchases,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the probability that a customer is active, as judged at every moment.

    Each point uses the purchases up to it and none after it.

    Args:
        model: A fit, or a model with known parameters.
        purchases: What `clv.customer_purchases` returned, in the unit of the model.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a line for the probability, a mark below for each purchase.

    Raises:
        DataError: There are no purchases, or their times are in a different unit from the model.

    Examples:
        >>> import vocvalue as vv
        >>> orders = vv.datasets.load_sample().orders
        >>> fit = vv.clv.BGNBD.fit(vv.clv.rfm(orders, unit="week"))
        >>> theirs = vv.clv.customer_purchases(orders, orders["customer_id"][0], unit="week")
        >>> alive_path(fit, theirs).get_xlabel()
        'Time since the first purchase, in weeks (marks: purchases)'
    """
    if not purchases.time.size:
        raise DataError(
            f"customer {cell(purchases.customer)} has no purchases, so there is no path to draw."
        )
    asked = tongue(language, labels)
    moments, alive = _course(wording.model_of(model, purchases.unit), purchases)
    ax = canvas.axes(ax)
    ax.plot(moments, alive, color=MODEL, linewidth=1.8)
    ax.plot(
        purchases.time,
        np.full_like(purchases.time, 0.03),
        transform=ax.get_xaxis_transform(),
        linestyle="none",
        marker="|",
        markersize=12,
        markeredgewidth=1.6,
        color=ACTUAL,
        clip_on=False,
    )
    ax.set_ylim(0, 1.02)
    ax.set_xlim(0, purchases.T or 1.0)
    canvas.shares(ax.yaxis, asked)
    canvas.numbers(ax.xaxis, asked)
    below = pair(
        "Time since the first purchase, in {units} (marks: purchases)",
        "距首次购买的时间（{units}；竖线为购买）",
        units=periods(purchases.unit),
    )
    ax.set_xlabel(below.into(asked))
    ax.set_ylabel(pair("Probability of being active", "活跃概率").into(asked))
    canvas.title(ax, _finding(purchases, float(alive[-1])).into(asked))
    return ax


def _course(model: TransactionModel, purchases: CustomerPurchases) -> tuple[Array, Array]:
    """Return moments up to T, those of purchases twice for the jump, and the probabilities."""
    before = np.nextafter(purchases.time[1:], 0.0)
    evenly = np.linspace(0.0, purchases.T, MOMENTS)
    moments = np.unique(np.concatenate([evenly, before, purchases.time]))
    frequency = np.searchsorted(purchases.time, moments, side="right") - 1
    alive = model.probability_alive(frequency, purchases.time[frequency], moments)
    return moments, np.asarray(alive)


def _finding(purchases: CustomerPurchases, alive: float) -> Text:
    return pair(
        "Customer {customer}: {alive} likely to be active, {silence} after the last of {purchases}",
        "客户 {customer}：活跃概率 {alive}，共 {purchases}，距最近一次 {silence}",
        customer=str(purchases.customer),
        alive=likely(alive),
        silence=length(float(purchases.T - purchases.time[-1]), purchases.unit),
        purchases=counted(purchases.time.size, "purchase"),
    )
