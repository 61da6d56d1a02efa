"""How far a total can be trusted: parameters estimated, and futures not yet lived.

The parameters' part is the delta method on their logarithms: the gradient of the expected total
by central differences, times their covariance. The futures' part is simulation: given each
customer's history, purchases and spends are drawn from the model, and the variances of
independent customers add up.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.clv import storage
from vocvalue.clv.distinct import distinct_rows
from vocvalue.clv.fitted import Fit
from vocvalue.clv.gamma_gamma import GammaGamma
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.stats.simulation import event_times, spend_amounts

STEP = 1e-4
DRAWN_CUSTOMERS = 50_000
DRAWS = 200_000
PURCHASES_DRAWN = 10_000_000
"""However long the future, no more purchases than about these are drawn."""
LATE = 1e-3
"""A lifetime is drawn until a unit of money is discounted to this; its square is the variance."""
METHOD = "delta method for the parameters, simulation for the customers' futures"

Customers: TypeAlias = NDArray[np.int64]
Draw: TypeAlias = Callable[[Customers, np.random.Generator], Array]
"""Given customers by position, what one future of each of them comes to."""


def standard_error_of_total(
    rfm: Rfm, purchases: Fit[TransactionModel], spend: Fit[GammaGamma], terms: Terms, seed: int
) -> float:
    """Return the standard error of the customers' realised total value about its expectation.

    Args:
        rfm: The customers.
        purchases: The fitted model of purchases.
        spend: The fitted model of spend.
        terms: The terms of the valuation.
        seed: A whole number for the simulation of futures.
    """
    groups = _Groups(rfm)
    by_purchases = _variance(purchases, lambda model: groups.total(model, spend.model, terms))
    by_spend = _variance(spend, lambda model: groups.total(purchases.model, model, terms))

    def values(who: Customers, rng: np.random.Generator) -> Array:
        return _drawn_values(rfm, who, purchases.model, spend.model, terms, rng)

    expected = groups.purchases(purchases.model, _drawn_horizon(terms, purchases.model))
    by_future = _future_variance(rfm.n_customers, values, seed, expected / rfm.n_customers)
    return float(np.sqrt(by_purchases + by_spend + by_future))


def standard_error_of_purchases(
    rfm: Rfm, purchases: Fit[TransactionModel], horizon: duration.Span, seed: int
) -> float:
    """Return the standard error of the customers' realised purchases about their expectation.

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

    by_parameters = _variance(purchases, lambda changed: groups.purchases(changed, horizon))
    each = groups.purchases(model, horizon) / rfm.n_customers
    return float(np.sqrt(by_parameters + _future_variance(rfm.n_customers, counts, seed, each)))


class _Groups:
    """Customers grouped to distinct histories: the total needs only their number and spend."""

    def __init__(self, rfm: Rfm) -> None:
        examples, self._row = distinct_rows(rfm.frequency, rfm.recency, rfm.T)
        columns = (column[examples] for column in (rfm.frequency, rfm.recency, rfm.T))
        self.rfm = Rfm.from_arrays(*columns, unit=rfm.unit)
        self.customers = np.bincount(self._row).astype(np.float64)
        self._ungrouped = rfm

    @cached_property
    def own_means(self) -> Array:
        """The sum of the customers' own mean spends on each history."""
        sums = np.bincount(self._row, weights=self._ungrouped.mean_spend)
        return sums.astype(np.float64)

    def purchases(self, model: TransactionModel, horizon: duration.Span) -> float:
        """Return the expected number of purchases under some parameters."""
        history = (self.rfm.frequency, self.rfm.recency, self.rfm.T)
        return float(model.expected_purchases(horizon, *history) @ self.customers)

    def total(self, model: TransactionModel, spend: GammaGamma, terms: Terms) -> float:
        """Return the expected total value under some parameters."""
        history = (self.rfm.frequency, self.rfm.recency, self.rfm.T)
        future = {"discount_rate": terms.discount_rate}
        own = spend.weight_of_own(self.rfm.frequency)
        amounts = (1 - own) * spend.mean_spend * self.customers + own * self.own_means
        earned = model.discounted_purchases(terms.horizon, *history, **future) @ amounts
        if not terms.cost_to_serve:
            return terms.share_kept * float(earned)
        years = model.discounted_years(terms.horizon, *history, **future) @ self.customers
        return terms.share_kept * float(earned) - terms.cost_to_serve * float(years)


def _variance(fit: Fit[Any], total: Any) -> float:
    """Return the variance that a fit's parameters bring into a total."""
    slopes = []
    for name, value in storage.parameters(fit.model).items():
        up, down = (replace(fit.model, **{name: value * np.exp(s)}) for s in (STEP, -STEP))
        slopes.append((total(up) - total(down)) / (2 * STEP))
    gradient = np.array(slopes)
    return float(gradient @ fit.covariance_identified @ gradient)


def _future_variance(n_customers: int, draw: Draw, seed: int, purchases_each: float) -> float:
    """Return the variance of a total when the parameters are known: the customers' own luck."""
    rng = np.random.default_rng(seed)
    affordable = max(2, int(min(DRAWS, PURCHASES_DRAWN / max(purchases_each, 1e-9))))
    drawn = min(n_customers, DRAWN_CUSTOMERS, affordable // 2)
    who = rng.choice(n_customers, drawn, replace=False)
    repeats = max(2, affordable // drawn)
    totals = np.empty((repeats, drawn))
    for i in range(repeats):
        totals[i] = draw(who, rng)
    return float(totals.var(axis=0, ddof=1).mean()) * n_customers


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
    spend: GammaGamma,
    terms: Terms,
    rng: np.random.Generator,
) -> Array:
    x, mean = rfm.frequency[who].astype(np.float64), rfm.mean_spend[who]
    own = x * mean
    rate = duration.continuous_rate(terms.discount_rate, model.unit)
    horizon = _drawn_horizon(terms, model)
    count, last = model.simulate_future(horizon, x, rfm.recency[who], rfm.T[who], seed=rng)
    times = event_times(count, last, rng)
    mean_spend = spend.p * (spend.v + own) / rng.gamma(spend.q + spend.p * x)
    amounts = spend_amounts(mean_spend, count, spend.p, rng) * np.exp(-rate * times)
    customer = np.repeat(np.arange(len(who)), count)
    totals = np.bincount(customer, weights=amounts, minlength=len(who))
    return np.asarray(terms.share_kept * totals, dtype=np.float64)
