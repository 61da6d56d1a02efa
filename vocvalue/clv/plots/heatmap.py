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
from vocvalue.results.former import figure

Quantity: TypeAlias = Literal["probability_alive", "expected_purchases", "clv"]
QUANTITIES = ("probability_alive", "expected_purchases", "clv")
RECENCIES = 80
MOST_REPEATERS = 0.99


def frequency_recency_matrix(
    model: ClvPrediction | TransactionModel | Fit[TransactionModel],
    rfm: Rfm | None = None,
    *,
    of: Quantity = "probability_alive",
    horizon: duration.Span | None = None,
    max_frequency: int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what is expected of customers by how often and how lately they bought.

    Every cell is a customer first seen as long ago as the earliest of the data. Customers without
    repeat purchase have a recency of 0 and are not on the map.

    Args:
        model: A prediction, which brings its customers and terms; or a fit or a model, with `rfm`.
        rfm: The customers whose range is drawn, in the unit of the model; those of the prediction
            without it.
        of: "probability_alive", "expected_purchases" within the horizon, or "clv", for which a
            prediction is needed: the value at average spend on the prediction's terms.
        horizon: Span of the future, such as "12 months", which it is without a prediction; that
            of the prediction otherwise.
        max_frequency: The largest number of repeat purchases; what 99 % of the customers who
            bought again stay within, without it.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes.

    Raises:
        DataError: Nobody bought again, or the RFM counts in another unit than the model.
        ParameterError: "clv" without prediction, no RFM beside a model, or an unknown quantity.

    References:
        Fader, Hardie and Lee (2005), RFM and CLV, Journal of Marketing Research 42, figures 3 to 6.

    Examples:
        >>> import vocvalue as vv
        >>> rfm = vv.clv.rfm(vv.datasets.load_sample().orders, unit="week")
        >>> ax = frequency_recency_matrix(vv.clv.BGNBD.fit(rfm), rfm)
        >>> ax.get_xlabel()
        'Repeat purchases'
    """
    checks.one_of("of", of, QUANTITIES)
    prediction = model if isinstance(model, ClvPrediction) else None
    customers = prediction.rfm if prediction and rfm is None else rfm
    if customers is None:
        raise ParameterError("rfm is missing: a model alone does not know its customers.")
    if of == "clv" and prediction is None:
        raise ParameterError(
            'of == "clv" needs a prediction, which knows spend and terms: pass what clv.predict '
            "returned instead of a model."
        )
    terms = prediction.terms if prediction else Terms(horizon="12 months", discount_rate=0.0)
    terms = replace(terms, horizon=horizon or terms.horizon)
    grid = _grid(customers, max_frequency)
    asked = model.purchases if isinstance(model, ClvPrediction) else model
    known = wording.model_of(asked, grid.unit)
    values = _values(known, grid, terms, of, prediction).reshape(RECENCIES, -1)
    ax = canvas.axes(ax)
    _paint(ax, values, grid, 1.0 if of == "probability_alive" else None)
    _measure(ax, of, terms, customers.currency)
    typical = int(np.median(customers.frequency[customers.frequency > 0]))
    canvas.title(ax, _finding(of, values, grid, min(typical, values.shape[1])))
    return ax


def _grid(customers: Rfm, max_frequency: int | None) -> Rfm:
    """Return a customer for each cell, recency by recency."""
    repeaters, longest = customers.frequency[customers.frequency > 0], float(customers.T.max())
    if not repeaters.size or longest == 0:
        raise DataError("nobody bought again, so there is no frequency and recency to map.")
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
    of: Quantity,
    prediction: ClvPrediction | None,
) -> Array:
    outlook = model.outlook(grid, terms.horizon, discount_rate=terms.discount_rate)
    if of == "probability_alive":
        return outlook.probability_alive
    if prediction is None or of == "expected_purchases":
        return outlook.purchases
    history = (grid.frequency, grid.recency, grid.T)
    years = model.discounted_years(terms.horizon, *history, discount_rate=terms.discount_rate)
    margin = terms.share_kept * prediction.spend.mean_spend * outlook.discounted_purchases
    return np.asarray(margin - terms.cost_to_serve * years - terms.acquisition_cost)


def _paint(ax: Axes, values: Array, grid: Rfm, most: float | None) -> None:
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
    ax.set_xlabel("Repeat purchases")
    ax.set_ylabel(f"{grid.unit.capitalize()} of the last purchase (now: {canvas.brief(longest)})")
    ax.locator_params(axis="x", integer=True)


def _measure(ax: Axes, of: Quantity, terms: Terms, currency: str | None) -> None:
    """Put the scale of the colours at the right."""
    coming = duration.coming(terms.horizon)
    discounted = ", discounted" if terms.horizon == duration.LIFETIME else ""
    label, written = {
        "probability_alive": ("Probability of being active", canvas.WHOLE_PERCENT),
        "expected_purchases": (f"Expected purchases, {coming}{discounted}", "{x:,g}"),
        "clv": (f"Value, {coming} ({currency or ''} {terms.basis})", canvas.THOUSANDS),
    }[of]
    bar = ax.figure.colorbar(ax.images[-1], ax=ax, format=written)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=9)
    bar.set_label(label.replace("( ", "("))


def _finding(of: Quantity, values: Array, grid: Rfm, typical: int) -> str:
    if of == "expected_purchases":
        return f"Bought often and lately: up to {values.max():,.1f} purchases expected"
    if of == "clv":
        best = figure(float(round(values.max())))
        return f"Bought often and lately: worth up to {best} at average spend"
    return _silence(values[:, typical - 1], grid, typical)


def _silence(alive: Array, grid: Rfm, frequency: int) -> str:
    """Say after how long a silence a customer is more likely gone than active."""
    times = {1: "once", 2: "twice"}.get(frequency, f"{frequency:,} times")
    gone = np.flatnonzero(alive < 0.5)
    if not gone.size:
        return f"Who bought again {times} is likely active still, however long the silence"
    silence = float(grid.T[0]) * (1 - (gone[-1] + 1) / RECENCIES)
    return (
        f"Who bought again {times} is more likely gone than active after {silence:,.0f} "
        f"{grid.unit}s of silence"
    )
