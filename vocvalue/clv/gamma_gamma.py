"""The Gamma-Gamma model of spend per purchase.

A customer's purchases are gamma distributed with shape p and rate nu, nu is gamma distributed over
customers with shape q and rate v; how much customers spend does not depend on how often they buy.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma, polygamma

from vocvalue import checks
from vocvalue.clv import storage
from vocvalue.clv.distinct import Positions, distinct_rows
from vocvalue.clv.fitted import Fit
from vocvalue.clv.fitting import boundary_notes, conclude
from vocvalue.clv.independence import FEWEST_TO_CORRELATE, check_independence
from vocvalue.clv.quoted import quoted
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.search import Maximum, maximise
from vocvalue.clv.special import Array
from vocvalue.errors import FitError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import significant
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair

NAMES = ("p", "q", "v")
SHAPES = ((4, 3), (1, 2), (20, 10))
"""Starts (p, q)."""
ALIKE = 20.0
"""A shape above this, in a direction that is flat, runs to infinity."""

SAME_AMOUNTS = pair(
    "p runs to infinity: customers hardly vary around their own mean spend.",
    "p 趋于无穷：客户每次消费几乎不偏离其自身均值。",
)
SAME_MEANS = pair(
    "q and v run to infinity with v / q fixed: all customers have the same mean spend. On their "
    "own, q and v mean nothing.",
    "q 与 v 趋于无穷而 v/q 不变：所有客户的平均消费相同；q 与 v 本身没有意义。",
)


def _stories(parameters: Array, flat: Collection[str]) -> list[Text]:
    """Return what it means for customers that some parameters are not identified."""
    p, q, _ = parameters
    amounts = [SAME_AMOUNTS] if "p" in flat and p > ALIKE else []
    return [*amounts, *([SAME_MEANS] if "q" in flat and q > ALIKE else [])]


@dataclass(frozen=True, kw_only=True)
class GammaGamma:
    """The Gamma-Gamma model of spend per purchase.

    Args:
        p: Shape of the spend of one customer's purchases.
        q: Shape of the gamma distribution of spend rates over customers.
        v: Its rate, in money.

    Raises:
        ParameterError: A parameter is not above zero.

    References:
        Fader and Hardie (2013), The Gamma-Gamma model of monetary value, eqs. 1a and 5; as eqs. 3
        and 4 in Fader, Hardie and Lee (2005), RFM and CLV, Journal of Marketing Research 42.

    Examples:
        >>> model = GammaGamma(p=6.25, q=3.74, v=15.44)
        >>> round(model.mean_spend, 4)
        35.219
        >>> model.expected_spend(frequency=[0, 2], monetary_value=[0.0, 30.0]).round(2)
        array([35.22, 30.94])
    """

    p: float
    q: float
    v: float

    def __post_init__(self) -> None:
        storage.check_parameters(self)

    @property
    def mean_spend(self) -> float:
        """The mean spend of a purchase over all customers.

        Raises:
            ParameterError: q <= 1, so the mean over customers does not exist.
        """
        if self.q <= 1:
            raise ParameterError(
                f"q == {self.q:.4g}, must be > 1: the mean spend over customers is infinite. "
                "A few very large amounts dominate; check them, or model them separately."
            )
        return self.p * self.v / (self.q - 1)

    def expected_spend(self, frequency: ArrayLike, monetary_value: ArrayLike) -> Array:
        """Return the expected spend of each customer's next purchase.

        The expectation is a weighted average of the customer's own mean and the overall mean; a
        customer who never bought again gets the overall mean.

        Args:
            frequency: Repeat purchases, shape (n,).
            monetary_value: Mean spend of the repeat purchases, shape (n,); ignored if the frequency
                is 0.

        Returns:
            Expected spend per purchase in money, shape (n,).

        Raises:
            ParameterError: q <= 1, a negative amount or a negative frequency.

        References:
            Fader and Hardie (2013), eq. 5.
        """
        x = checks.finite_array("frequency", frequency)
        m = checks.finite_array("monetary_value", monetary_value)
        if (x < 0).any() or (m < 0).any():
            raise ParameterError("frequency and monetary_value must not be negative.")
        return self.mean_spend + self.weight_of_own(x) * (m - self.mean_spend)

    def weight_of_own(self, frequency: ArrayLike) -> Array:
        """Return the weight of the customer's own mean in the expected spend.

        Args:
            frequency: Repeat purchases, shape (n,).
        """
        px = self.p * np.asarray(frequency, dtype=np.float64)
        return np.asarray(px / (px + self.q - 1))

    def log_likelihood(self, rfm: Rfm) -> float:
        """Return the log-likelihood of the mean spends of the customers with repeat purchases.

        Args:
            rfm: Customers with their monetary value.

        References:
            Fader and Hardie (2013), eq. 1a.
        """
        return SpendLikelihood.of(rfm)(np.array([self.p, self.q, self.v]))[0]

    @classmethod
    def fit(cls, rfm: Rfm) -> Fit[Self]:
        """Fit the model by maximum likelihood to the customers with repeat purchases.

        Args:
            rfm: Customers with their monetary value; those without repeat purchases or with a mean
                spend of zero say nothing about spend and are left out; the RFM notes count the
                latter.

        Returns:
            The fit. Its notes say whether spend depends on frequency, which the model assumes it
            does not; if q <= 1, its diagnostics say that the mean spend does not exist.

        Raises:
            DataError: The RFM has no monetary value.
            FitError: Fewer than two customers bought again, or the search failed.
        """
        likelihood = SpendLikelihood.of(rfm)
        mean = likelihood.mean
        starts = [np.array([p, q, mean * (q - 1) / p]) for p, q in SHAPES]
        maximum = maximise(likelihood, starts, likelihood.n_customers)
        model = cls(**dict(zip("pqv", maximum.parameters.tolist(), strict=True)))
        return conclude(
            model,
            maximum,
            [
                *boundary_notes(maximum, NAMES, partial(_stories, maximum.parameters)),
                *_second_top(model, maximum),
                *_no_mean(model),
            ],
            remarks=_independence(rfm),
            n_customers=likelihood.n_customers,
            n_distinct=likelihood.n_customers,
        )

    def simulate(self, frequency: ArrayLike, *, seed: int | np.random.Generator) -> Array:
        """Draw each customer's mean spend over the repeat purchases.

        Args:
            frequency: Repeat purchases, shape (n,).
            seed: The seed: a whole number, or a NumPy generator.

        Returns:
            Mean spends in money, shape (n,); 0 if the frequency is 0.
        """
        x = checks.finite_array("frequency", frequency)
        rng = checks.seed(seed)
        rate = rng.gamma(self.q, 1 / self.v, x.shape)
        bought = x > 0
        total = np.zeros(x.shape)
        total[bought] = rng.gamma(self.p * x[bought]) / rate[bought]
        return np.divide(total, x, out=np.zeros(x.shape), where=bought)


def _independence(rfm: Rfm) -> list[Note]:
    """Return what the data say about the assumption that spend does not depend on frequency."""
    if int((rfm.frequency > 0).sum()) < FEWEST_TO_CORRELATE:
        return []
    return [check_independence(rfm).note]


def _second_top(model: GammaGamma, maximum: Maximum) -> list[Note]:
    return [
        Note.of(
            "The likelihood has a second maximum, which fits nearly as well (log-likelihood lower "
            "by {loss}): {parameters}. There, the mean spend is {other_mean} instead of {mean}.",
            "似然函数另有一个拟合几乎同样好的极大值（对数似然低 {loss}）：{parameters}。"
            "在该处，平均消费为 {other_mean}，而本结果为 {mean}。",
            bears_on="claim",
            loss=significant(loss, 2),
            parameters=quoted(dict(zip(NAMES, top.parameters.tolist(), strict=True))),
            other_mean=_mean(*top.parameters),
            mean=_mean(model.p, model.q, model.v),
        )
        for top, loss in maximum.lower_tops
    ]


def _mean(p: float, q: float, v: float) -> Text:
    return amount(p * v / (q - 1) if q > 1 else np.inf)


def _no_mean(model: GammaGamma) -> list[Note]:
    if model.q > 1:
        return []
    return [
        Note.of(
            "q = {q} <= 1: the mean spend over customers does not exist, because a few very large "
            "amounts dominate. Check these amounts, or model them separately.",
            "q = {q} <= 1：客户的平均消费不存在，因为少数极大金额占主导。"
            "请检查这些金额，或单独建模。",
            bears_on="claim",
            q=significant(model.q),
        )
    ]


@dataclass(frozen=True)
class SpendLikelihood:
    """The Gamma-Gamma log-likelihood as a function of (p, q, v).

    What depends on the frequency alone is summed over its distinct values.
    """

    frequency: Array
    monetary_value: Array

    @classmethod
    def of(cls, rfm: Rfm) -> Self:
        """Take the customers of an RFM that bought again."""
        repeat = rfm.frequency > 0
        usable = repeat & (rfm.mean_spend > 0)
        if usable.sum() < 2:
            raise FitError(
                f"{int(usable.sum())} customers made repeat purchases worth more than 0; a "
                "distribution of spend over customers needs at least two."
            )
        spend = rfm.mean_spend[usable]
        if np.ptp(spend) == 0:
            raise FitError(
                f"all {len(spend):,} customers with repeat purchases spend {spend[0]:g} on "
                "average: there is no spread to fit. That amount is the expected spend."
            )
        return cls(rfm.frequency[usable].astype(np.float64), spend)

    @property
    def n_customers(self) -> int:
        """The number of customers with repeat purchases."""
        return len(self.frequency)

    @cached_property
    def mean(self) -> float:
        """The mean spend of a repeat purchase."""
        return float(self.frequency @ self.monetary_value / self.frequency.sum())

    @cached_property
    def _by_frequency(self) -> tuple[Array, Array, Positions]:
        examples, row = distinct_rows(self.frequency)
        return self.frequency[examples], np.bincount(row).astype(np.float64), row

    @cached_property
    def _log_means(self) -> float:
        """The sum of the logs of the mean spends, which no parameter changes."""
        return float(np.log(self.monetary_value).sum())

    def __call__(self, parameters: Array) -> tuple[float, Array, Array]:
        """Return log-likelihood, gradient and Hessian.

        Written so that nothing cancels where p runs off and v to 0.
        """
        p, q, v = parameters
        x, customers, codes = self._by_frequency
        n = self.n_customers
        px, shape = p * x, p * x + q
        spent = self.frequency * self.monetary_value
        level = spent + v
        above = np.bincount(codes, weights=np.log1p(spent / v))
        below = np.bincount(codes, weights=np.log1p(v / spent))
        once = np.bincount(codes, weights=1 / level)
        twice = float(((p * self.frequency + q) / level**2).sum())
        value = float(-(customers @ betaln(px, q)) - self._log_means - px @ below - q * above.sum())

        psi = customers * digamma(shape)
        by_p = x @ (psi - customers * digamma(px) - below)
        by_q = psi.sum() - n * digamma(q) - above.sum()
        by_v = n * q / v - shape @ once
        trigamma = customers * polygamma(1, shape)
        hessian = np.empty((3, 3))
        hessian[0, 0] = x**2 @ (trigamma - customers * polygamma(1, px))
        hessian[0, 1] = hessian[1, 0] = x @ trigamma
        hessian[1, 1] = trigamma.sum() - n * polygamma(1, q)
        hessian[0, 2] = hessian[2, 0] = -(x @ once)
        hessian[1, 2] = hessian[2, 1] = n / v - once.sum()
        hessian[2, 2] = twice - n * q / v**2
        return value, np.array([by_p, by_q, by_v]), hessian
