"""The likelihood that the BG/NBD and the MBG/NBD share, with gradient and Hessian.

Both let a customer leave right after a purchase with a probability p that is beta distributed.
They differ in one thing: the MBG/NBD also lets the customer leave right after the first purchase
ever. With `chances` = 0 for the BG/NBD and 1 for the MBG/NBD, a customer who made x repeat
purchases and is alive has survived x + chances coin flips, and

    L = prod_{j<x} (r+j) (b+chances+j) / (a+b+chances+j)  *  (b/(a+b))^chances  *  alpha^r
        * [ (alpha+T)^-(r+x)  +  a/(b+chances+x-1) (alpha+t_x)^-(r+x) ],

where the second term in brackets is there only if a flip has been made (x + chances > 0). The
products are sums over j of log(r+j) times the number of customers with x > j, so that no gamma
function is needed and nothing cancels however large x or the parameters are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaln, expit, xlogy

from vocvalue import checks, duration
from vocvalue.clv.at_once import repeats_at_once
from vocvalue.clv.fitted import Fit
from vocvalue.clv.fitting import boundary_notes, conclude, require_repeat_purchases
from vocvalue.clv.history import Histories, sampled
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.search import maximise
from vocvalue.clv.second_top import forecasts_apart
from vocvalue.clv.special import Array, TimeNodes, beta_mean_of_power, log_ways
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.results.numerals import percent
from vocvalue.results.texts import Text, pair
from vocvalue.stats.simulation import purchases_until_dropout


def log_odds_of_death(
    parameters: Array, chances: int, frequency: Array, recency: Array, T: Array
) -> Array:
    """Return the log odds of having left; minus infinity where there was no chance to leave.

    References:
        Fader, Hardie and Lee (2008), Computing P(alive) using the BG/NBD model;
        Batislam, Denizel and Filiztekin (2007), eq. 5.
    """
    r, alpha, a, b = parameters
    flips = frequency + chances
    # Where no flip was made the quotient has no meaning; its place is taken by zero odds.
    survived = np.where(flips > 0, b + flips - 1, 1.0)
    log_odds = np.log(a / survived) + (r + frequency) * np.log((alpha + T) / (alpha + recency))
    return np.where(flips > 0, log_odds, -np.inf)


def log_likelihoods(
    parameters: Array, chances: int, frequency: Array, recency: Array, T: Array
) -> Array:
    """Return the log-likelihood of each customer."""
    r, alpha, a, b = parameters
    j = np.arange(int(frequency.max(initial=0)))
    steps = np.log(r + j) + np.log((b + chances + j) / (a + b + chances + j))
    up_to = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(
        up_to[frequency.astype(np.intp)]
        + chances * np.log(b / (a + b))
        - r * np.log1p(T / alpha)
        - frequency * np.log(alpha + T)
        + np.logaddexp(0.0, log_odds_of_death(parameters, chances, frequency, recency, T))
    )


@dataclass(frozen=True)
class BetaGeometricLikelihood:
    """The log-likelihood of grouped customers as a function of (r, alpha, a, b)."""

    histories: Histories
    chances: int

    def __call__(self, parameters: Array) -> tuple[float, Array, Array]:
        """Return log-likelihood, gradient and Hessian."""
        terms = (self._counts(parameters), self._waits(parameters), self._deaths(parameters))
        value = sum(term[0] for term in terms)
        gradient = np.sum([term[1] for term in terms], axis=0)
        return value, gradient, np.sum([term[2] for term in terms], axis=0)

    def _counts(self, parameters: Array) -> tuple[float, Array, Array]:
        """Terms that depend on the frequency alone, from its histogram."""
        r, _, a, b = parameters
        more_than = self.histories.exceeding
        j = np.arange(len(more_than))
        rate, stay, flip = r + j, b + self.chances + j, a + b + self.chances + j
        first = self.chances * self.histories.n_customers
        value = more_than @ (np.log(rate) + np.log(stay / flip)) + first * np.log(b / (a + b))
        by_rate = more_than @ (1 / rate)
        by_flip = -(more_than @ (1 / flip)) - first / (a + b)
        by_stay = more_than @ (1 / stay) + first / b
        flip_2 = more_than @ flip**-2.0 + first / (a + b) ** 2
        hessian = np.zeros((4, 4))
        hessian[0, 0] = -(more_than @ rate**-2.0)
        hessian[2:, 2:] = flip_2
        hessian[3, 3] -= more_than @ stay**-2.0 + first / b**2
        return float(value), np.array([by_rate, 0.0, by_flip, by_flip + by_stay]), hessian

    def _waits(self, parameters: Array) -> tuple[float, Array, Array]:
        """Sum r log(alpha) - (r + x) log(alpha + T), from the customers and purchases on each T."""
        r, alpha = parameters[:2]
        T, customers, purchases = self.histories.by_T
        age, waited = alpha + T, np.log1p(T / alpha)
        events = r * customers + purchases
        value = -(customers @ (r * waited)) - purchases @ np.log(age)
        by_alpha = (r * customers / alpha - events / age).sum()
        hessian = np.zeros((4, 4))
        hessian[0, 1] = hessian[1, 0] = customers @ (1 / alpha - 1 / age)
        hessian[1, 1] = (events / age**2 - r * customers / alpha**2).sum()
        return float(value), np.array([-(customers @ waited), by_alpha, 0.0, 0.0]), hessian

    @cached_property
    def _at_risk(self) -> Histories:
        return self.histories.where(self.histories.frequency + self.chances > 0)

    def _deaths(self, parameters: Array) -> tuple[float, Array, Array]:
        """log(1 + odds of having left), row by row."""
        value, gradient, hessian = 0.0, np.zeros(4), np.zeros((4, 4))
        for block in self._at_risk.blocks():
            part = _death_block(parameters, self.chances, block)
            value += part[0]
            gradient += part[1]
            hessian += part[2]
        return value, gradient, hessian


def _death_block(parameters: Array, chances: int, block: Histories) -> tuple[float, Array, Array]:
    r, alpha, a, b = parameters
    purchases = r + block.frequency
    survived = 1 / (b + chances + block.frequency - 1)
    per_age, per_recency = 1 / (alpha + block.T), 1 / (alpha + block.recency)
    waited = np.log(per_recency / per_age)
    odds = np.exp(-np.abs(log_odds := np.log(a * survived) + purchases * waited))
    dead = np.where(log_odds > 0, 1.0, odds) / (1 + odds)
    value = block.count @ (np.maximum(log_odds, 0.0) + np.log1p(odds))

    by_age = per_age - per_recency
    slopes = np.stack([waited, purchases * by_age, np.full_like(survived, 1 / a), -survived])
    weight = block.count * dead
    hessian = (slopes * (weight * (1 - dead))) @ slopes.T
    hessian[0, 1] += (cross := weight @ by_age)
    hessian[1, 0] += cross
    hessian[1, 1] += weight @ (purchases * (per_recency**2 - per_age**2))
    hessian[2, 2] -= weight.sum() / a**2
    hessian[3, 3] += weight @ survived**2
    return float(value), slopes @ weight, hessian


NAMES = ("r", "alpha", "a", "b")
SAMPLE = 3_000
SHAPES = (
    (0.5, 1.0, 2.5),
    (3.0, 0.4, 0.2),
    (0.3, 0.2, 2.0),
    (2.0, 2.0, 4.0),
    (1.0, 0.02, 1.0),
    (1.0, 0.05, 0.02),
)
"""Starts (r, a, b): customers alike or not; dropout rare, frequent, or all or nothing."""
TINY = np.finfo(np.float64).tiny

CONCENTRATED, POLARISED, ALIKE = 20.0, 0.2, 20.0
"""a + b, or a shape, above or below which a flat direction leads to the one end or the other."""
ALL_ACTIVE = 0.995
"""Above this mean probability of being active, no customer is taken to leave."""

SAME_RATE = pair(
    "r and alpha run to infinity with r / alpha fixed, so that all customers buy at the "
    "same rate. On their own, r and alpha mean nothing.",
    "r 与 alpha 趋于无穷而 r/alpha 不变，即所有客户的购买频率相同；r 与 alpha 本身没有意义。",
)
FEW_BUY = pair(
    "r and alpha run to 0, so that a few customers make nearly all purchases. What the "
    "others will do is not determined by these data.",
    "r 与 alpha 趋于 0，即几乎所有购买都来自少数客户；数据无法确定其他客户今后的行为。",
)
SAME_DROPOUT = pair(
    "a and b run to infinity with a / (a + b) fixed, so that every customer leaves with the same "
    "probability after a purchase. On their own, a and b mean nothing, and forecasts far beyond "
    "the span of the data depend on this assumption.",
    "a 与 b 趋于无穷而 a 占 a + b 的比例不变，即每位客户购买后流失的概率相同；a 与 b 本身没有意义，"
    "远超数据时间跨度的预测取决于这一假设。",
)
NOBODY_LEAVES = pair(
    "the dropout runs to 0: these data show no customer leaving for good, so every customer counts "
    "as active. That happens when the observation is short compared with the time between "
    "purchases. If customers do leave, forecasts beyond the span of the data are too high; check "
    "them against a holdout.",
    "流失率趋于 0：数据中看不到客户永久流失，因此所有客户都被视为活跃。"
    "观察期相对购买间隔过短时会出现这种情况；若客户其实会流失，"
    "超出数据时间跨度的预测将偏高，请用留出期核对。",
)


def rate_stories(r: float) -> list[Text]:
    """Return what it means that r and alpha are not identified, by the limit they run to."""
    if r > ALIKE:
        return [SAME_RATE]
    return [FEW_BUY] if r < 1 / ALIKE else []


def _all_or_nothing(share: float) -> Text:
    return pair(
        "a and b run to 0, so that customers leave at their first chance ({share} of them) or "
        "never. Forecasts beyond the span of the data assume that nobody leaves later, which these "
        "data cannot show.",
        "a 与 b 趋于 0，即客户或在首次机会即流失（占 {share}），或永不流失；"
        "超出数据时间跨度的预测假设此后无人流失，而数据无法证明这一点。",
        share=percent(share),
    )


def _stories(parameters: Array, alive: float, flat: Collection[str]) -> list[Text]:
    """Return what it means for customers that some parameters are not identified."""
    r, _, a, b = parameters
    rates = rate_stories(r) if {"r", "alpha"} & set(flat) else []
    if not {"a", "b"} & set(flat):
        return rates
    if alive > ALL_ACTIVE:
        return [NOBODY_LEAVES, *rates]
    if a + b > CONCENTRATED:
        return [SAME_DROPOUT, *rates]
    if a + b < POLARISED:
        return [_all_or_nothing(a / (a + b)), *rates]
    return rates


class BetaGeometricModel(TransactionModel):
    """What the BG/NBD and the MBG/NBD share; `chances` tells them apart."""

    r: float
    alpha: float
    a: float
    b: float
    chances: ClassVar[int]

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
        rate = float(rfm.frequency.sum() / rfm.T.sum())
        starts = [np.array([r, r / rate / 2, a, b]) for r, a, b in SHAPES]
        likelihood = BetaGeometricLikelihood(histories, cls.chances)
        sample = sampled(rfm, SAMPLE)
        maximum = maximise(
            likelihood,
            starts,
            rfm.n_customers,
            sample=(BetaGeometricLikelihood(sample, cls.chances), SAMPLE) if sample else None,
        )
        best = cls._of(maximum.parameters, rfm.unit)
        others = [(cls._of(top.parameters, rfm.unit), loss) for top, loss in maximum.lower_tops]
        alive = best.mean_probability_alive(histories)
        return conclude(
            best,
            maximum,
            [
                *boundary_notes(maximum, NAMES, partial(_stories, maximum.parameters, alive)),
                *forecasts_apart(best, others, histories),
            ],
            remarks=remarks,
            n_customers=rfm.n_customers,
            n_distinct=len(histories.count),
        )

    @classmethod
    def _of(cls, parameters: Array, unit: duration.Unit) -> Self:
        named: dict[str, Any] = dict(zip(NAMES, parameters.tolist(), strict=True))
        return cls(**named, unit=unit)  # type: ignore[call-arg]

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
        dropout = np.maximum(rng.beta(self.a, self.b, ages.shape), TINY)
        last = rng.geometric(dropout) - self.chances
        frequency, recency = purchases_until_dropout(rate, last, ages, rng)
        return Rfm.from_arrays(frequency, recency, ages, unit=self.unit)

    def _simulate_if_alive(
        self, t: float, frequency: Array, T: Array, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], Array]:
        rate = rng.gamma(self.r + frequency) / (self.alpha + T)
        dropout = np.maximum(rng.beta(self.a, self.b + self.chances + frequency), TINY)
        return purchases_until_dropout(rate, rng.geometric(dropout), np.full_like(T, t), rng)

    @property
    def _parameters(self) -> Array:
        return np.array([self.r, self.alpha, self.a, self.b])

    def _log_likelihoods(self, frequency: Array, recency: Array, T: Array) -> Array:
        return log_likelihoods(self._parameters, self.chances, frequency, recency, T)

    def _probability_alive(self, frequency: Array, recency: Array, T: Array) -> Array:
        odds = log_odds_of_death(self._parameters, self.chances, frequency, recency, T)
        return np.asarray(expit(-odds))

    def _purchases_if_alive(self, frequency: Array, T: Array, nodes: TimeNodes) -> Array:
        age = self.alpha + T
        stay = self.b + self.chances
        mean = beta_mean_of_power(
            self.r + 1, self.a, stay, frequency=frequency, scale=age, nodes=nodes
        )
        return (self.r + frequency) / age * mean

    def _lifetime_if_alive(self, frequency: Array, T: Array, nodes: TimeNodes) -> Array:
        stay = self.b + self.chances
        return beta_mean_of_power(
            self.r, self.a, stay, frequency=frequency, scale=self.alpha + T, nodes=nodes
        )

    def _pmf_if_alive(self, n: Array, t: float, frequency: Array, T: Array) -> Array:
        """Fader, Hardie and Lee (2005), eq. 8, with the customer's own r, alpha and b."""
        r, stay, z = self.r + frequency, self.b + self.chances + frequency, t / (self.alpha + T + t)
        kept = np.exp(
            betaln(self.a, stay + n)
            - betaln(self.a, stay)
            + log_ways(r, n)
            + r * np.log1p(-z)
            + xlogy(n, z)
        )
        some = n > 0
        m = np.where(some, n, 1.0)
        left = np.exp(betaln(self.a + 1, stay + m - 1) - betaln(self.a, stay)) * betainc(m, r, z)
        return np.asarray(kept + np.where(some, left, 0.0))
