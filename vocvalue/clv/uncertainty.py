"""How precise a total is: parameters are estimated, and the future is still open.

The parameters' part is the delta method on their logarithms: the gradient of the expected total
by central differences, times their covariance. The futures' part is simulation: given each
customer's history, purchases and spends are drawn from the model. The total of a few customers is
drawn whole, and its interval is made of quantiles; that of many is a gamma of the same mean and
variance. Neither reaches below the costs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from vocvalue import duration, progress
from vocvalue.clv import storage
from vocvalue.clv.distinct import distinct_rows
from vocvalue.clv.fitted import Fit
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.spend import Spend
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.results.texts import pair
from vocvalue.stats.simulation import event_times

STEP = 1e-4
FEW = 100
"""Of up to so many customers the total itself is drawn."""
DRAWN_CUSTOMERS = 50_000
DRAWS = 200_000
PURCHASES_DRAWN = 10_000_000
"""However long the future, no more purchases than about these are drawn."""
LATE = 1e-3
"""A lifetime is drawn until a unit of money is discounted to this; its square is the variance."""
METHOD = "delta method for the parameters, simulation for the customers' futures"

Ends: TypeAlias = tuple[float, float]
Customers: TypeAlias = NDArray[np.int64]
Draw: TypeAlias = Callable[[Customers, np.random.Generator], Array]
"""Given customers by position, what one future of each of them comes to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Realised:
    """What customers will have brought or bought: its expectation, and how far it may stray.

    Attributes:
        mean: The expectation, before costs.
        by_parameters: The variance that estimated parameters bring.
        by_futures: The variance that the customers' luck brings when the parameters are known.
        totals: Totals drawn with the parameters known; None where only some customers were drawn.
        costs: What is deducted.
        seed: A whole number for what the parameters' part is drawn with.
    """

    mean: float
    by_parameters: float
    by_futures: float
    totals: Array | None = field(repr=False)
    costs: float = 0.0
    seed: int

    @property
    def standard_error(self) -> float:
        """The standard deviation of what happens about the expectation."""
        return float(np.sqrt(self.by_parameters + self.by_futures))

    def interval(self, level: float) -> Ends:
        """Return the interval of what is left after costs; before costs it is never below 0."""
        lower, upper = self._before_costs((1 - level) / 2, (1 + level) / 2)
        return min(lower, self.mean) - self.costs, max(upper, self.mean) - self.costs

    def _before_costs(self, low: float, high: float) -> Ends:
        variance = self.standard_error**2
        if not self.mean > 0 or not variance > 0:
            return self.mean, self.mean
        if self.totals is None:
            ends = gammaincinv(self.mean**2 / variance, [low, high]) * (variance / self.mean)
            return float(ends[0]), float(ends[1])
        # Not the stream that the totals were drawn from: the two parts are independent.
        rng = np.random.default_rng([self.seed, 1])
        spread = float(np.sqrt(np.log1p(self.by_parameters / self.mean**2)))
        factors = np.exp(spread * rng.standard_normal(len(self.totals)) - spread**2 / 2)
        ends = np.quantile(self.totals * factors, [low, high])
        return float(ends[0]), float(ends[1])


@progress.step(pair("simulating futures", "模拟未来购买"))
def realised_value(
    rfm: Rfm, purchases: Fit[TransactionModel], spend: Spend, terms: Terms, seed: int
) -> Realised:
    """Return what is known of the value that all customers will have brought.

    Args:
        rfm: The customers.
        purchases: The fitted model of purchases.
        spend: What they spend on a purchase.
        terms: The terms of the valuation.
        seed: A whole number for the simulation of futures.
    """
    groups, amounts = _Groups(rfm), spend.expected(rfm)
    by_group = groups.sums(amounts)
    each = terms.share_kept * groups.discounted_purchases(purchases.model, terms)
    revenue = float(each @ amounts)
    by_purchases = _variance(purchases, lambda model: groups.total(model, by_group, terms))

    def values(who: Customers, rng: np.random.Generator) -> Array:
        return _drawn_values(rfm, who, purchases.model, spend, terms, rng)

    expected = groups.purchases(purchases.model, _drawn_horizon(terms, purchases.model))
    by_futures, totals = _futures(rfm.n_customers, values, seed, expected / rfm.n_customers)
    # Without a cost the difference would be the rounding error of two sums, not 0.
    left = groups.total(purchases.model, by_group, terms) if terms.cost_to_serve else revenue
    return Realised(
        mean=revenue,
        by_parameters=by_purchases + spend.variance_of_total(rfm, each),
        by_futures=by_futures,
        totals=totals,
        costs=revenue - left + rfm.n_customers * terms.acquisition_cost,
        seed=seed,
    )


@progress.step(pair("simulating futures", "模拟未来购买"))
def realised_purchases(
    rfm: Rfm, purchases: Fit[TransactionModel], horizon: duration.Span, seed: int
) -> Realised:
    """Return what is known of how often all customers will have bought.

    Args:
        rfm: The customers.
        purchases: The fitted model of purchases.
        horizon: Length of the future, such as "39 weeks".
        seed: A whole number for the simulation of futures.
    """
    groups, model = _Groups(rfm), purchases.model

    def counts(who: Customers, rng: np.random.Generator) -> Array:
        history = (rfm.frequency[who], rfm.recency[who], rfm.T[who])
        count, _ = model.simulate_future(horizon, *history, seed=rng)
        return count.astype(np.float64)

    total = groups.purchases(model, horizon)
    by_futures, totals = _futures(rfm.n_customers, counts, seed, total / rfm.n_customers)
    return Realised(
        mean=total,
        by_parameters=_variance(purchases, lambda changed: groups.purchases(changed, horizon)),
        by_futures=by_futures,
        totals=totals,
        seed=seed,
    )


class _Groups:
    """Customers grouped to distinct histories: the total needs only their number and spend."""

    def __init__(self, rfm: Rfm) -> None:
        examples, self._row = distinct_rows(rfm.frequency, rfm.recency, rfm.T)
        columns = (column[examples] for column in (rfm.frequency, rfm.recency, rfm.T))
        self.rfm = Rfm.from_arrays(*columns, unit=rfm.unit)
        self.customers = np.bincount(self._row).astype(np.float64)

    def sums(self, values: Array) -> Array:
        """Return the sum of values of customers over each history."""
        return np.bincount(self._row, weights=values).astype(np.float64)

    def purchases(self, model: TransactionModel, horizon: duration.Span) -> float:
        """Return the expected number of purchases under some parameters."""
        history = (self.rfm.frequency, self.rfm.recency, self.rfm.T)
        return float(model.expected_purchases(horizon, *history) @ self.customers)

    def discounted_purchases(self, model: TransactionModel, terms: Terms) -> Array:
        """Return the expected discounted purchases of each customer, not of each history."""
        return np.asarray(self._discounted(model, terms)[self._row])

    def total(self, model: TransactionModel, amounts: Array, terms: Terms) -> float:
        """Return the expected total value under some parameters, from sums of expected spend."""
        earned = terms.share_kept * float(self._discounted(model, terms) @ amounts)
        if not terms.cost_to_serve:
            return earned
        history = (self.rfm.frequency, self.rfm.recency, self.rfm.T)
        years = model.discounted_years(terms.horizon, *history, discount_rate=terms.discount_rate)
        return earned - terms.cost_to_serve * float(years @ self.customers)

    def _discounted(self, model: TransactionModel, terms: Terms) -> Array:
        history = (self.rfm.frequency, self.rfm.recency, self.rfm.T)
        rate = terms.discount_rate
        found = model.discounted_purchases(terms.horizon, *history, discount_rate=rate)
        return np.asarray(found)


def _variance(fit: Fit[Any], total: Any) -> float:
    """Return the variance that a fit's parameters bring into a total."""
    slopes = []
    for name, value in storage.parameters(fit.model).items():
        up, down = (replace(fit.model, **{name: value * np.exp(s)}) for s in (STEP, -STEP))
        slopes.append((total(up) - total(down)) / (2 * STEP))
    gradient = np.array(slopes)
    return float(gradient @ fit.covariance_identified @ gradient)


def _futures(
    n_customers: int, draw: Draw, seed: int, purchases_each: float
) -> tuple[float, Array | None]:
    """Return the variance of a sum over customers by their luck, and draws of it where few."""
    rng = np.random.default_rng(seed)
    affordable = max(2, int(min(DRAWS, PURCHASES_DRAWN / max(purchases_each, 1e-9))))
    drawn = min(n_customers, DRAWN_CUSTOMERS, affordable // 2)
    who = rng.choice(n_customers, drawn, replace=False)
    repeats = max(2, affordable // drawn)
    values = draw(np.tile(who, repeats), rng).reshape(repeats, drawn)
    variance = float(values.var(axis=0, ddof=1).mean()) * n_customers
    return variance, values.sum(axis=1) if drawn == n_customers <= FEW else None


def _drawn_horizon(terms: Terms, model: TransactionModel) -> duration.Span:
    """Return how far futures are drawn."""
    if terms.horizon != duration.LIFETIME:
        return terms.horizon
    rate = duration.continuous_rate(terms.discount_rate, model.unit)
    return f"{-np.log(LATE) / rate:.1f} {model.unit}s"


def _drawn_values(  # noqa: PLR0917
    rfm: Rfm,
    who: Customers,
    model: TransactionModel,
    spend: Spend,
    terms: Terms,
    rng: np.random.Generator,
) -> Array:
    history = (rfm.frequency[who], rfm.recency[who], rfm.T[who])
    rate = duration.continuous_rate(terms.discount_rate, model.unit)
    horizon = _drawn_horizon(terms, model)
    count, last = model.simulate_future(horizon, *history, seed=rng)
    times = event_times(count, last, rng)
    amounts = spend.draw(rfm, who, count, rng) * np.exp(-rate * times)
    customer = np.repeat(np.arange(len(who)), count)
    totals = np.bincount(customer, weights=amounts, minlength=len(who))
    return np.asarray(terms.share_kept * totals, dtype=np.float64)
