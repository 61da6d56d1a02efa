"""Means of several groups: their intervals, ratios and tests, from means and variances alone."""

from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]


def mean_interval(
    mean: ArrayLike, variance: ArrayLike, n: ArrayLike, level: float
) -> tuple[Floats, Floats]:
    """Return Student's interval of a mean.

    Args:
        mean: The mean, shape (k,) or a number.
        variance: The variance of one value, over n - 1.
        n: The number of values; need not be whole.
        level: The confidence level.

    Returns:
        The lower and the upper ends; NaN for fewer than two values.

    Examples:
        >>> lower, upper = mean_interval(5.0, 4.0, 16, 0.95)
        >>> round(float(lower), 3), round(float(upper), 3)
        (3.934, 6.066)
    """
    centre, size = np.asarray(mean, dtype=np.float64), np.asarray(n, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(np.asarray(variance, dtype=np.float64) / size)
        half = scipy.stats.t.ppf((1 + level) / 2, np.where(size > 1, size - 1, np.nan)) * error
    return np.asarray(centre - half), np.asarray(centre + half)


def welch(
    first: tuple[float, float, float], second: tuple[float, float, float], level: float
) -> tuple[float, float, float]:
    """Compare two independent means, whatever their variances.

    Args:
        first: Mean, squared standard error and number of values of the first group.
        second: The same of the second, which is deducted.
        level: The confidence level.

    Returns:
        The lower and the upper end of the interval of first minus second, and the p-value of no
        difference; NaN where a squared error is.

    References:
        Welch (1947), The generalization of Student's problem when several different population
        variances are involved, Biometrika 34.

    Examples:
        >>> lower, upper, p = welch((12.0, 1.0, 10), (9.0, 0.5, 20), 0.95)
        >>> round(lower, 3), round(upper, 3), round(p, 4)
        (0.428, 5.572, 0.0247)
    """
    (m1, v1, n1), (m0, v0, n0) = first, second
    square, df = v1 + v0, welch_df((v1, n1), (v0, n0))
    if not df > 0:
        nothing = float("nan")
        return nothing, nothing, nothing
    error = float(np.sqrt(square))
    half = float(scipy.stats.t.ppf((1 + level) / 2, df)) * error
    difference = m1 - m0
    p_value = float(2 * scipy.stats.t.sf(abs(difference) / error, df))
    return difference - half, difference + half, p_value


def welch_df(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the degrees of freedom of the difference of two independent means.

    Args:
        first: Squared standard error and number of values of the first group.
        second: The same of the second.

    Returns:
        As many as Welch (1947) takes; NaN where a group has fewer than two values or no spread is
        known.

    Examples:
        >>> round(welch_df((1.0, 10), (0.5, 20)), 2)
        18.11
    """
    (v1, n1), (v0, n0) = first, second
    if not (v1 + v0 > 0 and n1 > 1 and n0 > 1):
        return float("nan")
    return (v1 + v0) ** 2 / (v1**2 / (n1 - 1) + v0**2 / (n0 - 1))


def ratio_interval(
    mean: float, standard_error: float, reference: float, reference_error: float, level: float
) -> tuple[float, float]:
    """Return the interval of a ratio of two independent means, on the log scale.

    Args:
        mean: The mean above the line.
        standard_error: Its standard error.
        reference: The mean below the line.
        reference_error: Its standard error.
        level: The confidence level.

    Returns:
        The lower and the upper end; NaN unless both means are above zero and not lost in their
        errors.

    Examples:
        >>> [round(end, 3) for end in ratio_interval(300.0, 30.0, 100.0, 10.0, 0.95)]
        [2.274, 3.958]
    """
    if not (mean > 0 and reference > 0):
        return float("nan"), float("nan")
    error = np.hypot(standard_error / mean, reference_error / reference)
    with np.errstate(over="ignore"):
        factor = float(np.exp(normal.critical_value(level) * error))
    if not np.isfinite(factor):
        return float("nan"), float("nan")
    return mean / reference / factor, mean / reference * factor


def welch_anova(
    mean: ArrayLike, variance: ArrayLike, n: ArrayLike
) -> tuple[float, float, float, float]:
    """Test that all groups have the same mean, whatever their variances.

    Args:
        mean: The groups' means, shape (k,).
        variance: Their variances, over n - 1.
        n: Their sizes; need not be whole.

    Returns:
        F, its two degrees of freedom and the p-value; NaN where a group has fewer than two values
        or no variance.

    References:
        Welch (1951), On the comparison of several mean values: an alternative approach,
        Biometrika 38.

    Examples:
        >>> F, df1, df2, p = welch_anova([1.0, 2.0, 4.0], [1.0, 2.0, 3.0], [10, 12, 14])
        >>> round(F, 3), df1, round(df2, 2), round(p, 5)
        (13.9, 2.0, 21.95, 0.00013)
    """
    size = np.asarray(n, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = np.asarray(variance, dtype=np.float64) / size
    return welch_anova_of_errors(np.asarray(mean, dtype=np.float64), squared, size - 1)


def welch_anova_of_errors(
    mean: Floats, squared_error: Floats, df: Floats
) -> tuple[float, float, float, float]:
    """Test that all groups have the same mean, given how well each mean is known.

    Args:
        mean: The groups' means, shape (k,).
        squared_error: Their squared standard errors.
        df: The degrees of freedom of these.

    Returns:
        As `welch_anova`.

    Examples:
        >>> mean, squared = np.array([1.0, 2.0, 4.0]), np.array([0.1, 1 / 6, 3 / 14])
        >>> round(welch_anova_of_errors(mean, squared, np.array([9.0, 11.0, 13.0]))[3], 5)
        0.00013
    """
    k = mean.size
    if k < 2 or not np.all((df > 0) & (squared_error > 0)):
        nothing = float("nan")
        return nothing, float(k - 1), nothing, nothing
    weight = 1 / squared_error
    centre = weight @ mean / weight.sum()
    lack = float(np.sum((1 - weight / weight.sum()) ** 2 / df))
    between = float(weight @ (mean - centre) ** 2) / (k - 1)
    F = between / (1 + 2 * (k - 2) / (k**2 - 1) * lack)
    df2 = (k**2 - 1) / (3 * lack)
    return F, float(k - 1), df2, float(scipy.stats.f.sf(F, k - 1, df2))


def wald_test(values: Floats, covariance: NDArray[np.float64]) -> tuple[float, int, float]:
    """Test that all values are the same, given their covariance matrix.

    Args:
        values: The values, shape (k,).
        covariance: Their covariance matrix, shape (k, k).

    Returns:
        Chi squared, its degrees of freedom and the p-value; NaN where it cannot be computed.

    Examples:
        >>> chi2, df, p = wald_test(np.array([1.0, 3.0]), np.diag([0.5, 0.5]))
        >>> round(chi2, 6), df, round(p, 4)
        (4.0, 1, 0.0455)
    """
    apart = np.diff(values)
    contrast = np.diff(np.eye(values.size), axis=0)
    spread = contrast @ covariance @ contrast.T
    df = values.size - 1
    if not np.all(np.isfinite(spread)) or np.linalg.matrix_rank(spread) < df:
        return float("nan"), df, float("nan")
    chi2 = float(apart @ np.linalg.solve(spread, apart))
    return chi2, df, float(scipy.stats.chi2.sf(chi2, df))


def detectable_difference(
    standard_error: float, level: float, power: float, *, df: float = np.inf
) -> float:
    """Return the smallest difference that a test would find with the power asked for.

    Args:
        standard_error: Of the difference.
        level: One minus the two-sided significance level.
        power: How likely it is to be found.
        df: The degrees of freedom of the error.

    Examples:
        >>> round(detectable_difference(1.0, 0.95, 0.80), 4)
        2.8016
    """
    reach = scipy.stats.t.ppf((1 + level) / 2, df) + scipy.stats.t.ppf(power, df)
    return float(reach) * standard_error


def same_mean(counts: NDArray[Any], values: Floats) -> tuple[float, int, float]:
    """Test that all groups are samples of the same answers, by how far apart their means are.

    The squared distances of the groups' means from the common one, weighted with their sizes, over
    the variance of all answers together: it has the mean of a chi-square whatever the sizes, where
    a variance of each group's own would be none in a small group of like answers.

    Args:
        counts: How often each group gave each value, shape (k, m); groups of none are left out.
        values: The values, shape (m,).

    Returns:
        Chi squared, its degrees of freedom and the p-value; NaN for one group or no spread.

    References:
        Kruskal and Wallis (1952), Use of ranks in one-criterion variance analysis, Journal of the
        American Statistical Association 47, with the values in place of their ranks.

    Examples:
        >>> chi2, df, p = same_mean(np.array([[10, 20], [20, 10]]), np.array([0.0, 1.0]))
        >>> round(chi2, 4), df, round(p, 4)
        (6.5556, 1, 0.0105)
    """
    table = np.asarray(counts, dtype=np.float64)
    table = table[table.sum(axis=1) > 0]
    size, total = table.sum(axis=1), table.sum(axis=0)
    n, df = float(size.sum()), len(size) - 1
    if df < 1:
        return float("nan"), max(df, 0), float("nan")
    centre = float(total @ values) / n
    spread = float(total @ (values - centre) ** 2) / (n - 1)
    if not spread > 0:
        return float("nan"), df, float("nan")
    chi2 = float(size @ (table @ values / size - centre) ** 2) / spread
    return chi2, df, float(scipy.stats.chi2.sf(chi2, df))
