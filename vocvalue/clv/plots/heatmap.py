"""What a model says of every history that customers can have by now."""

from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np

from vocvalue import canvas, checks, duration
from vocvalue.canvas import HEAT, Axes
from vocvalue.clv.fitted import Fit
from vocvalue.clv.plots import wording
from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.numerals import counted, number
from vocvalue.results.result import Labels
from vocvalue.results.spans import coming, length, periods
from vocvalue.results.sums import BASIS, amount
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue, tongue

Quantity: TypeAlias = Literal["probability_alive", "expected_purchases", "clv"]
QUANTITIES = ("probability_alive", "expected_purchases", "clv")
RECENCIES = 80
MOST_REPEATERS = 0.99


def frequency_recency_matrix(
    model: ClvPrediction | TransactionModel | Fit[TransactionModel],
    rfm: Rfm | None = None,
    *,
    metric: Quantity = "probability_alive",
    horizon: duration.Span | None = None,
    max_frequency: int | None = None,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw what is expected of customers by how often and how recently they bought.

    Every cell is a customer first seen as long ago as the earliest in the data. Customers without
    repeat purchases have a recency of 0 and are not on the map.

    Args:
        model: A prediction, which brings its customers and terms; or a fit or a model, with `rfm`.
        rfm: The customers whose range is drawn, in the unit of the model; by default those of the
            prediction.
        metric: "probability_alive", "expected_purchases" within the horizon, or "clv", for which a
            prediction is needed: the value at average spend on the prediction's terms.
        horizon: Length of the future, such as "12 months"; by default that of the prediction, or 12
            months without one.
        max_frequency: The largest number of repeat purchases; by default 99% of the customers who
            bought again have no more.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes.

    Raises:
        DataError: No customer bought again, or the RFM counts in another unit than the model.
        ParameterError: "clv" without a prediction, a model without an RFM, or an unknown quantity.

    References:
        Fader, Hardie and Lee (2005), RFM and CLV, Journal of Marketing Research 42, figures 3 to 6.

    Examples:
        >>> import vocvalue as vv
        >>> rfm = vv.clv.rfm(vv.datasets.load_sample().orders, unit="week")
        >>> ax = frequency_recency_matrix(vv.clv.BGNBD.fit(rfm), rfm)
        >>> ax.get_xlabel()
        'Repeat purchases'
    """
    checks.one_of("metric", metric, QUANTITIES)
    asked = tongue(language, labels)
    prediction = model if isinstance(model, ClvPrediction) else None
    customers = prediction.rfm if prediction and rfm is None else rfm
    if customers is None:
        raise ParameterError("rfm is missing: a model alone does not know its customers.")
    if metric == "clv" and prediction is None:
        raise ParameterError(
            'metric == "clv" needs a prediction, which knows spend and terms: pass what '
            "clv.predict returned instead of a model."
        )
    terms = prediction.terms if prediction else Terms(horizon="12 months", discount_rate=0.0)
    terms = replace(terms, horizon=horizon or terms.horizon)
    grid = _grid(customers, max_frequency)
    fitted = model.purchases if isinstance(model, ClvPrediction) else model
    inner = wording.model_of(fitted, grid.unit)
    values = _values(inner, grid, terms, metric, prediction).reshape(RECENCIES, -1)
    ax = canvas.axes(ax)
    _paint(ax, values, grid, asked, most=1.0 if metric == "probability_alive" else None)
    _measure(ax, metric, terms, customers.currency, asked)
    typical = int(np.median(customers.frequency[customers.frequency > 0]))
    finding = _finding(metric, values, grid, min(typical, values.shape[1]), customers.currency)
    canvas.title(ax, finding.into(asked))
    return ax


def _grid(customers: Rfm, max_frequency: int | None) -> Rfm:
    """Return a customer for each cell, recency by recency."""
    repeaters, longest = customers.frequency[customers.frequency > 0], float(customers.T.max())
    if not repeaters.size or longest == 0:
        raise DataError("no customer bought again, so there is no frequency and recency to map.")
    most = int(np.quantile(repeaters, MOST_REPEATERS))
    if max_frequency is not None:
        most = checks.whole("max_frequency", max_frequency, least=1)
    recency = (np.arange(RECENCIES) + 0.5) / RECENCIES * longest
    x, t_x = np.meshgrid(np.arange(1, most + 1), recency)
    return Rfm.from_arrays(x.ravel(), t_x.ravel(), np.full(x.size, longest), unit=customers.unit)


def _values(
    model: TransactionModel,
    grid: Rfm,
    terms: Terms,
    metric: Quantity,
    prediction: ClvPrediction | None,
) -> Array:
    outlook = model.outlook(grid, terms.horizon, discount_rate=terms.discount_rate)
    if metric == "probability_alive":
        return outlook.probability_alive
    if prediction is None or metric == "expected_purchases":
        return outlook.purchases
    history = (grid.frequency, grid.recency, grid.T)
    years = model.discounted_years(terms.horizon, *history, discount_rate=terms.discount_rate)
    margin = terms.share_kept * prediction.spend.mean_spend * outlook.discounted_purchases
    return np.asarray(margin - terms.cost_to_serve * years - terms.acquisition_cost)


def _paint(ax: Axes, values: Array, grid: Rfm, tongue: Tongue, *, most: float | None) -> None:
    """Paint frequencies to the right and recencies upward, in colours that end at most there."""
    longest = float(grid.T[0])
    ax.imshow(
        values,
        origin="lower",
        extent=(0.5, values.shape[1] + 0.5, 0, longest),
        aspect="auto",
        cmap=HEAT,
        vmin=min(0.0, float(values.min())),
        vmax=most,
    )
    ax.set_xlabel(pair("Repeat purchases", "复购次数").into(tongue))
    last = pair(
        "Time of the last purchase,\nin {units} (now: {longest})",
        "最近一次购买的时间（{units}；现在为 {longest}）",
        units=periods(grid.unit),
        longest=length(longest, grid.unit),
    )
    ax.set_ylabel(last.into(tongue))
    canvas.numbers(ax.yaxis, tongue)
    ax.locator_params(axis="x", integer=True)


def _measure(
    ax: Axes, metric: Quantity, terms: Terms, currency: str | None, tongue: Tongue
) -> None:
    """Put the scale of the colours at the right."""
    bar = ax.figure.colorbar(ax.images[-1], ax=ax)
    if metric == "clv":
        canvas.amounts(bar.ax.yaxis, tongue, currency)
    else:
        write = canvas.shares if metric == "probability_alive" else canvas.numbers
        write(bar.ax.yaxis, tongue)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=9)
    bar.set_label(_measured(metric, terms).into(tongue))


def _measured(metric: Quantity, terms: Terms) -> Text:
    horizon = coming(terms.horizon)
    if metric == "probability_alive":
        return pair("Probability of being active", "活跃概率")
    if metric == "clv":
        basis = BASIS[terms.basis]
        return pair(
            "Value, {horizon} ({basis})", "{horizon}价值（{basis}）", horizon=horizon, basis=basis
        )
    if terms.horizon == duration.LIFETIME:
        return pair(
            "Expected purchases, {horizon}, discounted",
            "{horizon}预计购买次数（已折现）",
            horizon=horizon,
        )
    return pair("Expected purchases, {horizon}", "{horizon}预计购买次数", horizon=horizon)


def _finding(
    metric: Quantity, values: Array, grid: Rfm, typical: int, currency: str | None
) -> Text:
    best = float(values.max())
    if metric == "expected_purchases":
        return pair(
            "Frequent and recent buyers: up to {best} purchases expected",
            "购买频繁且近期有购买的客户：预计最多购买 {best} 次",
            best=number(best, 1),
        )
    if metric == "clv":
        return pair(
            "Frequent and recent buyers are worth up to {best} at average spend",
            "购买频繁且近期有购买的客户：按平均消费计，价值最高 {best}",
            best=amount(float(round(best)), currency),
        )
    return _silence(values[:, typical - 1], grid, typical)


def _silence(alive: Array, grid: Rfm, frequency: int) -> Text:
    """Return after how long a silence a customer is more likely gone than active."""
    who = pair(
        "Customers with {purchases}",
        "有 {purchases}的客户",
        purchases=counted(frequency, "repeat purchase"),
    )
    gone = np.flatnonzero(alive < 0.5)
    if not gone.size:
        return pair(
            "{who} are more likely active than gone, however long they have been silent",
            "{who}无论多久没有购买，仍更可能活跃",
            who=who,
        )
    silence = float(grid.T[0]) * (1 - (gone[-1] + 1) / RECENCIES)
    return pair(
        "{who} are more likely gone than active after {silence} without a purchase",
        "{who}超过 {silence}没有购买，更可能已经流失",
        who=who,
        silence=length(float(round(silence)), grid.unit),
    )
