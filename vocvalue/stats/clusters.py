"""Means of answers where a customer may give several.

Answers of one customer resemble each other, so that twenty of them are not worth twenty customers.
With N answers of variance s2, P ordered pairs of answers of one customer and a correlation r within
these pairs, the sum of the answers has the variance s2 (N + r P), as if there were N^2 / (N + r P)
answers of as many customers. With the moment estimate of r this is the cluster-robust variance of a
mean; where no customer answers twice P is 0, and everything is as without customers.

Rows come with the code of their customer, -1 for a customer of nobody knows which: each answer of
such rows is a customer's of its own.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.stats.means import wald_test

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

FEW = 10
"""Fewer customers who repeat than these do not tell a correlation: each then counts once."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """Counted answers, and whose they are.

    Attributes:
        customer: The code of each row's customer, -1 where it is not known, shape (n,).
        values: What each row's answers count, shape (n,).
        rows: How many answers each row stands for, shape (n,).
    """

    customer: Codes
    values: Floats
    rows: Floats

    @property
    def n(self) -> float:
        """The number of answers."""
        return float(self.rows.sum())

    @property
    def mean(self) -> float:
        """The mean of the answers."""
        return float(self.rows @ self.values) / self.n

    @property
    def variance(self) -> float:
        """The variance of the answers, over n."""
        return float(self.rows @ (self.values - self.mean) ** 2) / self.n


@dataclass(frozen=True, kw_only=True, eq=False)
class PeriodMeans:
    """The worth of each period's answers, and a test that all periods have the same mean.

    Attributes:
        effective: The effective number of answers, shape (k,): answers of different customers with
            the same precision.
        effective_overall: The same of all answers together.
        within: The correlation of two answers of one customer in one period.
        between: The same in two periods.
        chi2: The distance of the means from one another.
        df: Its degrees of freedom.
        p_value: Of periods that differ by chance only; NaN where there is nothing to compare.
    """

    effective: Floats
    effective_overall: float
    within: float
    between: float
    chi2: float
    df: int
    p_value: float


def effective_size(sample: Sample) -> float:
    """Return how many answers of different customers are as certain as those of a sample.

    References:
        Kish (1965), Survey Sampling, section 5.4, on the design effect; Liang and Zeger (1986),
        Longitudinal data analysis using generalized linear models, Biometrika 73, on the variance.

    Examples:
        Ten customers who say the same thing five times each are ten:

        >>> said = np.arange(10.0)
        >>> sample = Sample(customer=np.arange(10), values=said, rows=np.full(10, 5.0))
        >>> effective_size(sample)
        10.0
    """
    products, pairs, n_repeating = _pairs(sample, sample.values - sample.mean)
    share = _correlation(products, pairs, sample.variance, n_repeating)
    return sample.n**2 / (sample.n + share * pairs)


def mean_correlation(first: Sample, second: Sample) -> float:
    """Return the correlation of two samples' means, of customers who are in both.

    Args:
        first: The first sample.
        second: The second, its customers coded alike.

    Examples:
        >>> first = Sample(customer=np.arange(3), values=np.array([1.0, 2, 3]), rows=np.ones(3))
        >>> second = Sample(customer=np.arange(3), values=np.array([1.0, 3, 2]), rows=np.ones(3))
        >>> round(mean_correlation(first, second), 6)
        0.5
    """
    size = int(max(first.customer.max(initial=-1), second.customer.max(initial=-1))) + 1
    sums = [_sums(it, it.values - it.mean, size) for it in (first, second)]
    spread = np.sqrt(
        np.prod([it.n**2 * it.variance / effective_size(it) for it in (first, second)])
    )
    return float(np.clip(sums[0] @ sums[1] / spread, -1.0, 1.0)) if spread > 0 else 0.0


def period_means(sample: Sample, period: Codes, k: int) -> PeriodMeans:
    """Return what the answers of each period are worth, and whether their means differ.

    Two correlations are estimated, of two answers of one customer in one period and in two. They
    are those of all periods, since a thin period does not tell its own.

    Args:
        sample: The answers.
        period: The period of each row, shape (n,).
        k: The number of periods.

    References:
        Liang and Zeger (1986), Longitudinal data analysis using generalized linear models,
        Biometrika 73: the moment estimate of the correlation.
    """
    known = sample.customer >= 0
    place = (sample.customer[known], period[known])
    rows, values = sample.rows[known], (sample.values - sample.mean)[known]
    shape = (int(sample.customer.max(initial=-1)) + 1, k)
    number, total = (
        scipy.sparse.csr_array((of, place), shape=shape) for of in (rows, rows * values)
    )
    alike = _squares(number, 0) - np.bincount(period[known], rows, k)
    apart = np.asarray((number.T @ number).todense())
    np.fill_diagonal(apart, 0.0)
    inside = float(_squares(total, 0).sum()) - float(rows @ values**2)
    across = float((total.sum(axis=1) ** 2).sum()) - float(_squares(total, 0).sum())
    n_repeating = int((number.sum(axis=1) > 1).sum())
    within, between = _both(
        (inside, float(alike.sum())), (across, float(apart.sum())), sample.variance, n_repeating
    )
    n: Floats = np.bincount(period, sample.rows, k).astype(np.float64)
    worth: Floats = n + within * alike
    overall = sample.n**2 / (worth.sum() + between * apart.sum())
    spread: Floats = np.asarray(np.diag(worth) + between * apart, dtype=np.float64)
    chi2, df, p_value = _same(sample, period, n, spread, overall)
    return PeriodMeans(
        effective=np.asarray(np.divide(n**2, worth, out=np.zeros(k), where=worth > 0)),
        effective_overall=float(overall),
        within=within,
        between=between,
        chi2=chi2,
        df=df,
        p_value=p_value,
    )


def _same(
    sample: Sample, period: Codes, n: Floats, spread: Floats, overall: float
) -> tuple[float, int, float]:
    """Test that all periods have the same mean, by the spread that customers and pairs give it."""
    used = n > 0
    df, variance = int(used.sum()) - 1, sample.variance
    if df < 1 or not variance > 0 or not overall > 1:
        return float("nan"), max(df, 0), float("nan")
    sums = np.bincount(period, sample.rows * (sample.values - sample.mean), n.size)
    means, size = sums[used] / n[used], np.outer(n[used], n[used])
    covariance = variance * overall / (overall - 1) * spread[np.ix_(used, used)] / size
    return wald_test(means, covariance)


def _both(
    inside: tuple[float, float], across: tuple[float, float], variance: float, n_repeating: int
) -> tuple[float, float]:
    """Return the correlations within a period and across, the first not below the second."""
    within, between = (_correlation(*it, variance, n_repeating) for it in (inside, across))
    if within >= between and inside[1] and across[1]:
        return within, between
    both = (inside[0] + across[0], inside[1] + across[1])
    pooled = _correlation(*both, variance, n_repeating)
    return pooled, pooled


def _correlation(products: float, pairs: float, variance: float, n_repeating: int) -> float:
    """Return the correlation within pairs, 1 where there is no telling."""
    if not pairs:
        return 0.0
    if n_repeating < FEW or not variance > 0:
        return 1.0
    # Answers that repel each other would make them worth more than customers; they are not.
    return float(np.clip(products / pairs / variance, 0.0, 1.0))


def _pairs(sample: Sample, values: Floats) -> tuple[float, float, int]:
    """Return the products of values over all pairs of a customer, the pairs, and who has any."""
    known = sample.customer >= 0
    size = int(sample.customer.max(initial=-1)) + 1
    rows, number = sample.rows[known], np.bincount(sample.customer[known], sample.rows[known], size)
    total = _sums(sample, values, size)
    products = float(total @ total) - float(rows @ values[known] ** 2)
    return products, float(number @ number) - float(rows.sum()), int((number > 1).sum())


def _sums(sample: Sample, values: Floats, size: int) -> Floats:
    known = sample.customer >= 0
    sums = np.bincount(sample.customer[known], (sample.rows * values)[known], size)
    return np.asarray(sums, dtype=np.float64)


def _squares(matrix: Any, axis: int) -> Floats:
    return np.asarray(matrix.multiply(matrix).sum(axis=axis)).ravel()
