"""Spend per purchase from the customers' own means, shrunk towards what customers usually spend.

It is for shops where the Gamma-Gamma has no answer: few customers, or some very large spenders. On
the logarithmic scale, purchases vary around a customer's level and levels vary across customers; a
customer's own mean has more weight the more purchases it is based on.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.spend import Spend
from vocvalue.errors import FitError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.sums import amount

TYPICAL_NOISE, NOISE_SPREAD = 0.2, 1.0
"""What the variance of a customer's log amounts is thought to be before the data are seen, a
coefficient of variation of about 45 %, and the standard deviation of its logarithm."""


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnMeans(Spend):
    """The customers' own mean spends, shrunk; `fit` estimates them.

    The expected spend of a customer with x repeat purchases of mean m is proportional to m**z *
    typical**(1 - z) with z = x / (x + (noise / spread)**2). The factor reproduces the past spend of
    all customers; a customer who never bought again gets the mean over those who did.

    Attributes:
        typical: The geometric mean of spend over customers, in money.
        spread: Standard deviation of the logarithm of the customers' levels.
        noise: Standard deviation of the logarithm of a customer's single purchases.
        factor: What the shrunk means are multiplied by.
        mean: The mean of a purchase over customers, in money.
        mean_error: Its standard error; NaN if only one customer bought again.
        n_customers: Customers with repeat purchases.

    References:
        Bühlmann and Gisler (2005), A course in credibility theory, chapter 3, on logarithms. The
        variances maximise the restricted likelihood (Harville 1977) times a log-normal prior of the
        noise, because means alone reveal it only through customers of different frequency.

    Examples:
        >>> spends = [100.0, 90.0, 120.0, 12000.0]
        >>> rfm = Rfm.from_arrays([9, 12, 7, 15], [9.0] * 4, [12.0] * 4, spends, unit="month")
        >>> OwnMeans.fit(rfm).expected(rfm).round()
        array([  101.,    91.,   122., 11998.])
    """

    typical: float
    spread: float
    noise: float
    factor: float
    mean: float
    mean_error: float
    n_customers: int

    @classmethod
    def fit(cls, rfm: Rfm) -> Self:
        """Estimate the levels and their spread from the customers with repeat purchases.

        Args:
            rfm: Customers with their monetary value.

        Raises:
            DataError: The RFM has no monetary value.
            FitError: No customer made repeat purchases worth more than 0.
        """
        usable = (rfm.frequency > 0) & (rfm.mean_spend > 0)
        x, spend = rfm.frequency[usable].astype(np.float64), rfm.mean_spend[usable]
        if not len(x):
            raise FitError(
                "no customer made repeat purchases worth more than 0, so the spend per purchase "
                "is not known. Pass an amount, such as spend=30."
            )
        logs = np.log(spend)
        spread, noise = _spreads(x, logs)
        own = _weight(x, spread, noise)
        precision = 1 / (spread**2 + noise**2 / x) if len(x) > 1 else np.ones(1)
        centre = float(precision @ logs / precision.sum())
        shrunken = np.exp(centre + own * (logs - centre))
        factor = float(x @ spend / (x @ shrunken))
        expected = factor * shrunken
        error = expected.std(ddof=1) / np.sqrt(len(x)) if len(x) > 1 else np.nan
        return cls(
            typical=float(np.exp(centre)),
            spread=spread,
            noise=noise,
            factor=factor,
            mean=float(expected.mean()),
            mean_error=float(error),
            n_customers=len(x),
        )

    @property
    def mean_spend(self) -> float:
        """The mean spend per purchase over customers, which the others are expected to spend."""
        return self.mean

    @property
    def notes(self) -> tuple[Note, ...]:
        """The note that own means were used, and for how many customers."""
        n = self.n_customers
        return (
            Note.of(
                "Spend per purchase: for {customers} with repeat purchases it is their own mean, "
                "shrunk towards the overall level; for all others it is the average of these, "
                "{mean}.",
                "有复购的 {customers}按各自的平均消费计，并向整体水平收缩；"
                "其他客户按前者的平均值 {mean} 计。",
                count=n,
                bears_on="reading",
                customers=counted(n, "customer"),
                mean=amount(self.mean_spend),
            ),
            *self._lonely(),
        )

    @property
    def parameters(self) -> dict[str, float]:
        """Its figures by name."""
        names = ("typical", "spread", "noise", "factor", "mean")
        return {name: getattr(self, name) for name in names}

    def expected(self, rfm: Rfm) -> Array:
        """Return the expected spend per purchase in money, shape (n,).

        Args:
            rfm: The customers.
        """
        x, own = rfm.frequency.astype(np.float64), rfm.mean_spend
        weight = _weight(x, self.spread, self.noise)
        out = (1 - weight) * self.mean_spend
        known = (x > 0) & (own > 0)
        ratio = np.log(own[known] / self.typical)
        out[known] = self.factor * self.typical * np.exp(weight[known] * ratio)
        return np.asarray(out)

    def variance_of_total(self, rfm: Rfm, purchases: Array) -> float:
        """Return the variance that the mean over customers adds to a total.

        Args:
            rfm: The customers.
            purchases: The discounted purchases of each customer in the total, shape (n,).
        """
        by_mean = float(purchases @ np.where(rfm.frequency > 0, 0.0, 1.0))
        return (by_mean * self.mean_error) ** 2 if by_mean else 0.0

    def draw(
        self, rfm: Rfm, who: NDArray[np.int64], count: NDArray[np.int64], rng: np.random.Generator
    ) -> Array:
        """Draw the amounts of purchases to come.

        Args:
            rfm: The customers.
            who: The positions of some of them, shape (m,).
            count: The number of purchases of each of those, shape (m,).
            rng: The generator.
        """
        x = rfm.frequency[who].astype(np.float64)
        rest = 1 - _weight(x, self.spread, self.noise)
        level = self.expected(rfm)[who] * _around_one(self.spread * np.sqrt(rest), len(who), rng)
        amounts = np.repeat(level, count)
        return amounts * _around_one(self.noise, len(amounts), rng)

    def _lonely(self) -> tuple[Note, ...]:
        if self.n_customers > 1:
            return ()
        return (
            Note.of(
                "A single customer bought again: how far spend varies between customers is not "
                "known, and the interval leaves it out.",
                "只有一位客户复购：无法得知客户之间的消费差异，区间未包含这一部分。",
                count=1,
            ),
        )


def _weight(x: Array, spread: float, noise: float) -> Array:
    """Return the weight of a customer's own mean, by the number of purchases in it."""
    within = noise**2 / np.maximum(x, 1)
    if not spread:
        return np.zeros(x.shape)
    return np.where(x > 0, spread**2 / (spread**2 + within), 0.0)


def _spreads(x: Array, logs: Array) -> tuple[float, float]:
    """Return the standard deviations of log amounts between and within customers."""
    if np.ptp(logs) == 0:
        return 0.0, 0.0

    def loss(guess: Array) -> float:
        between, within = np.exp(guess)
        variance = between + within / x
        centre = (logs / variance).sum() / (1 / variance).sum()
        restricted = np.log(variance).sum() + np.log((1 / variance).sum())
        restricted += ((logs - centre) ** 2 / variance).sum()
        surprise = (guess[1] - np.log(TYPICAL_NOISE)) / NOISE_SPREAD
        return float(restricted / 2 + surprise**2 / 2)

    start = np.log([max(logs.var(), 1e-6), TYPICAL_NOISE])
    between, within = np.exp(scipy.optimize.minimize(loss, start, method="Nelder-Mead").x / 2)
    return float(between), float(within)


def _around_one(spread: Array | float, n: int, rng: np.random.Generator) -> Array:
    """Draw log-normal factors of mean 1."""
    return np.asarray(np.exp(spread * rng.standard_normal(n) - np.square(spread) / 2))
