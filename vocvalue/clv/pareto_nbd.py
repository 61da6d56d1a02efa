"""The Pareto/NBD model: customers may leave at any moment.

An active customer buys at a rate lambda, gamma distributed over customers with shape r and rate
alpha; the lifetime is exponential with a rate mu, gamma distributed with s and beta. The likelihood
is in `pareto_likelihood`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, xlogy

from vocvalue import checks, duration
from vocvalue.clv.at_once import repeats_at_once
from vocvalue.clv.beta_geometric import ALL_ACTIVE, NOBODY_LEAVES, rate_stories
from vocvalue.clv.fitted import Fit
from vocvalue.clv.fitting import boundary_notes, conclude, require_repeat_purchases
from vocvalue.clv.history import Histories, sampled
from vocvalue.clv.pareto_likelihood import (
    ROWS_AT_ONCE,
    ParetoLikelihood,
    Paths,
)
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.search import maximise
from vocvalue.clv.second_top import forecasts_apart
from vocvalue.clv.special import LOG_NEGLIGIBLE, Array, TimeNodes, gauss_legendre, log_ways
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.results.texts import Text, pair
from vocvalue.stats.simulation import purchases_until_death

COUNT_NODES = 128
TINY = 1e-200
NAMES = ("r", "alpha", "s", "beta")
SHAPES = (
    (2.0, 0.1, 0.1),
    (3.0, 0.15, 1e-4),
    (0.5, 0.5, 0.3),
    (1.0, 1.0, 1.0),
    (0.3, 2.0, 4.0),
    (1.0, 0.02, 1e-9),
    (0.5, 0.01, 0.02),
)
"""Starts (r, s, beta / mean T): dropout rare, all or nothing (s and beta small), or frequent."""
SAMPLE = 400
CONCENTRATED = 20.0
"""A shape s above this, in a direction that is flat, runs to infinity."""
INSTANT = 0.01
"""A beta below this share of the longest T, in a direction that is flat, runs to 0."""

SAME_DROPOUT = pair(
    "s and beta run to infinity with s / beta fixed, so that all customers leave at the same rate. "
    "On their own, s and beta mean nothing, and forecasts far beyond the span of the data depend "
    "on this assumption.",
    "s 与 beta 趋于无穷而 s/beta 不变，即所有客户的流失率相同；s 与 beta 本身没有意义，"
    "远超数据时间跨度的预测取决于这一假设。",
)
ALL_OR_NOTHING = pair(
    "s and beta run to 0, so that customers leave at once or hardly ever. Forecasts beyond the "
    "span of the data assume that hardly anybody leaves later, which these data cannot show.",
    "s 与 beta 趋于 0，即客户或立即流失，或几乎永不流失；"
    "超出数据时间跨度的预测假设此后几乎无人流失，而数据无法证明这一点。",
)


def _stories(parameters: Array, longest: float, alive: float, flat: Collection[str]) -> list[Text]:
    """What it means for customers that some parameters are not pinned down."""
    r, _, s, beta = parameters
    rates = rate_stories(r) if {"r", "alpha"} & set(flat) else []
    if not {"s", "beta"} & set(flat):
        return rates
    if alive > ALL_ACTIVE:
        return [NOBODY_LEAVES, *rates]
    if s > CONCENTRATED:
        return [SAME_DROPOUT, *rates]
    if beta < INSTANT * longest:
        return [ALL_OR_NOTHING, *rates]
    return rates


@dataclass(frozen=True, kw_only=True)
class ParetoNBD(TransactionModel):
    """The Pareto/NBD model of repeat purchases.

    Args:
        r: Shape of the gamma distribution of purchase rates.
        alpha: Its rate, in the model's unit of time.
        s: Shape of the gamma distribution of dropout rates.
        beta: Its rate, in the model's unit of time.
        unit: The unit of time: hour, day, week, month or year.

    Raises:
        ParameterError: A parameter is not above zero, or an unknown unit.

    References:
        Schmittlein, Morrison and Colombo (1987), Counting your customers: who are they and what
        will they do next?, Management Science 33(1), 1-24; Fader and Hardie (2005), A note on
        deriving the Pareto/NBD model and related expressions, eqs. 18 to 20, 27 and 41.

    Examples:
        The parameters of the CDNOW data, a new customer's year and that of a frequent one:

        >>> model = ParetoNBD(r=0.55328, alpha=10.57768, s=0.60624, beta=11.66873, unit="week")
        >>> print(f"{model.expected_purchases_new('52 weeks'):.4f}")
        1.4734
        >>> print(f"{model.expected_purchases('52 weeks', 26, 30.857, 31):.2f}")
        25.46
    """

    r: float
    alpha: float
    s: float
    beta: float
    unit: duration.Unit

    @classmethod
    def fit(cls, rfm: Rfm) -> Fit[Self]:
        """Fit the model by maximum likelihood, on customers grouped by distinct histories.

        Args:
            rfm: The customers; the model takes their unit of time.

        Returns:
            The fit: model, log-likelihood, covariance, convergence and diagnostics.

        Raises:
            FitError: No customer bought again, there is only one customer, or the search failed.
            DataError: Many customers who bought again have a recency of 0.
        """
        require_repeat_purchases(rfm)
        remarks = repeats_at_once(rfm)
        histories = Histories.of(rfm)
        rate, age = float(rfm.frequency.sum() / rfm.T.sum()), float(rfm.T.mean())
        starts = [np.array([r, r / rate / 2, s, beta * age]) for r, s, beta in SHAPES]
        sample = sampled(rfm, SAMPLE)
        maximum = maximise(
            ParetoLikelihood(histories),
            starts,
            rfm.n_customers,
            sample=(ParetoLikelihood(sample), SAMPLE) if sample else None,
        )
        best = cls._of(maximum.parameters, rfm.unit)
        others = [(cls._of(top.parameters, rfm.unit), loss) for top, loss in maximum.lower_tops]
        seen = (maximum.parameters, float(rfm.T.max()), best.mean_probability_alive(histories))
        return conclude(
            best,
            maximum,
            [
                *boundary_notes(maximum, NAMES, partial(_stories, *seen)),
                *forecasts_apart(best, others, histories),
            ],
            remarks=remarks,
            n_customers=rfm.n_customers,
            n_distinct=len(histories.count),
        )

    @classmethod
    def _of(cls, parameters: Array, unit: duration.Unit) -> Self:
        return cls(**dict(zip(NAMES, parameters.tolist(), strict=True)), unit=unit)

    def simulate(self, T: ArrayLike, *, seed: int | np.random.Generator) -> Rfm:
        """Draw the purchase histories of customers observed for T.

        Args:
            T: Time from first purchase to the end of the observation, shape (n,), in the model's
                unit.
            seed: The seed: a whole number, or a NumPy generator.

        Returns:
            An RFM of n customers without monetary value.
        """
        rng = checks.seed(seed)
        ages = np.atleast_1d(checks.finite_array("T", T))
        rate = rng.gamma(self.r, 1 / self.alpha, ages.shape)
        death_rate = np.maximum(rng.gamma(self.s, 1 / self.beta, ages.shape), TINY)
        lifetime = rng.exponential(1, ages.shape) / death_rate
        frequency, recency = purchases_until_death(rate, lifetime, ages, rng)
        return Rfm.from_arrays(frequency, recency, ages, unit=self.unit)

    def _simulate_if_alive(
        self, t: float, frequency: Array, T: Array, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], Array]:
        rate = rng.gamma(self.r + frequency) / (self.alpha + T)
        death_rate = np.maximum(rng.gamma(self.s, 1, T.shape) / (self.beta + T), TINY)
        lifetime = rng.exponential(1, T.shape) / death_rate
        return purchases_until_death(rate, lifetime, np.full_like(T, t), rng)

    @property
    def _parameters(self) -> Array:
        return np.array([self.r, self.alpha, self.s, self.beta])

    def _log_likelihoods(self, frequency: Array, recency: Array, T: Array) -> Array:
        j = np.arange(int(frequency.max(initial=0)))
        rising = np.concatenate([[0.0], np.cumsum(np.log(self.r + j))])
        log_alive, log_dead = self._log_alive_or_dead(frequency, recency, T)
        return np.asarray(rising[frequency.astype(np.intp)] + np.logaddexp(log_alive, log_dead))

    def _probability_alive(self, frequency: Array, recency: Array, T: Array) -> Array:
        log_alive, log_dead = self._log_alive_or_dead(frequency, recency, T)
        return np.asarray(np.exp(log_alive - np.logaddexp(log_alive, log_dead)))

    def _log_alive_or_dead(self, frequency: Array, recency: Array, T: Array) -> tuple[Array, Array]:
        log_terms = np.empty((2, len(frequency)))
        for start in range(0, len(frequency), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            block = (frequency[rows], recency[rows], T[rows])
            paths = Paths(self._parameters, *block)
            log_terms[0, rows] = paths.log_alive
            log_terms[1, rows] = paths.log_dead
        return log_terms[0], log_terms[1]

    def _purchases_if_alive(self, frequency: Array, T: Array, nodes: TimeNodes) -> Array:
        rate = (self.r + frequency) / (self.alpha + T)
        return rate * self._lifetime_if_alive(frequency, T, nodes)

    def _lifetime_if_alive(self, frequency: Array, T: Array, nodes: TimeNodes) -> Array:  # noqa: ARG002
        ages, age_of = np.unique(T, return_inverse=True)
        scale = (self.beta + ages)[:, None]
        moments, weights = nodes(scale / (1 + self.s))
        lasting = np.exp(-self.s * np.log1p(moments / scale))
        return np.asarray((weights * lasting).sum(axis=1)[age_of])

    def _pmf_if_alive(self, n: Array, t: float, frequency: Array, T: Array) -> Array:
        """Negative binomial counts over the time until death or t, whichever is first."""
        r, alpha, beta = self.r + frequency, self.alpha + T, self.beta + T
        orders = log_ways(r, n)
        y, log_weight = _dying_before(t, n, r, self.s, scales=(alpha, beta))
        u = np.exp(y)
        log_counts = n[:, None] * y - (r + n)[:, None] * np.log1p(u)
        log_death = y - (self.s + 1) * np.log1p(u * (alpha / beta)[:, None])
        dying = np.exp(log_counts + log_death + log_weight + orders[:, None]).sum(axis=1)
        log_stays = xlogy(n, t / alpha) - (r + n) * np.log1p(t / alpha)
        staying = np.exp(orders + log_stays - self.s * np.log1p(t / beta))
        return np.asarray(staying + self.s * alpha / beta * dying)


def _dying_before(
    t: float, n: Array, r: Array, s: float, *, scales: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Return nodes y = log(tau/alpha) for a death at tau before t, and the logs of their weights.

    The integrand, n purchases and then death, is log-concave in y. Its peak is the root of a
    quadratic; the nodes lie where it is within sixteen digits of that.
    """
    alpha, beta = scales
    c = beta / alpha
    q = n - s + (1 - r) * c
    root = np.sqrt(q**2 + 4 * (r + s) * (n + 1) * c)
    peak = np.where(q > 0, (q + root) / (2 * (r + s)), 2 * (n + 1) * c / (root + np.abs(q)))
    end = np.log(t / alpha)
    top = np.minimum(np.log(peak), end)
    start = np.minimum(np.minimum(top, 0.0), np.log(c)) - LOG_NEGLIGIBLE - 4

    def log_density(y: Array) -> tuple[Array, Array]:
        value = (n + 1) * y - (r + n) * np.log1p(np.exp(y)) - (s + 1) * np.log1p(np.exp(y) / c)
        slope = (n + 1) - (r + n) * expit(y) - (s + 1) * expit(y - np.log(c))
        return value, slope

    start, end = (_moved_in(y, log_density, log_density(top)[0]) for y in (start, end))
    nodes, weights = gauss_legendre(COUNT_NODES)
    width = (end - start)[:, None]
    return start[:, None] + width * nodes, np.log(weights * width)


def _moved_in(y: Array, log_density: Callable[[Array], tuple[Array, Array]], peak: Array) -> Array:
    """Move y towards the peak to where the density is just negligible, if it is not nearer.

    The density is log-concave, so Newton steps from outside come in without passing the root.
    """
    for _ in range(12):
        value, slope = log_density(y)
        excess = peak - value - LOG_NEGLIGIBLE
        outside = excess > 0
        if not outside.any():
            break
        y = np.where(outside, y + excess / np.where(outside, slope, 1.0), y)
    return y
