"""Many estimates at once, each drawn towards the others as far as they agree.

Of fifty segments the best looks better than it is, and the worst worse. What the others say of each
makes up for it.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeAlias, get_args

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy import special

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.bisection import boundary

Floats: TypeAlias = NDArray[np.float64]
Method: TypeAlias = Literal["reml", "paule-mandel", "dersimonian-laird"]

METHODS = get_args(Method)
PLACES = 240
"""How many values of tau are looked at, from 0 to infinity."""


@dataclass(frozen=True, kw_only=True)
class Heterogeneity:
    """Whether estimates differ by more than chance makes them.

    Attributes:
        q: Cochran's Q.
        df: Its degrees of freedom, one less than the estimates.
        p_value: How likely so large a Q is where all are the same.
        i2: Which part of their variance is not chance, between 0 and 1.
    """

    q: float
    df: int
    p_value: float
    i2: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Shrunken:
    """Estimates after what the others say of each.

    Attributes:
        value: The posterior means, shape (k,).
        standard_deviation: The posterior standard deviations, shape (k,).
        lower: The lower ends of the intervals, shape (k,).
        upper: The upper ends, shape (k,).
        mean: The mean that they are drawn towards; the posterior median.
        mean_lower: The lower end of the interval of that mean.
        mean_upper: The upper end.
        tau: How far the true values are spread about it; the posterior median.
        kept: How much of its distance from that mean each keeps, shape (k,).
    """

    value: Floats
    standard_deviation: Floats
    lower: Floats
    upper: Floats
    mean: float
    mean_lower: float
    mean_upper: float
    tau: float
    kept: Floats = field(repr=False)


def heterogeneity(values: ArrayLike, standard_errors: ArrayLike) -> Heterogeneity:
    """Test that all estimates have the same true value.

    Args:
        values: The estimates, shape (k,), independent of one another.
        standard_errors: Their standard errors, shape (k,).

    Raises:
        DataError: Fewer than two estimates.
        ParameterError: Numbers that are not finite, or a standard error not above 0.

    References:
        Cochran (1954), The combination of estimates from different experiments, Biometrics 10;
        Higgins and Thompson (2002), Quantifying heterogeneity in a meta-analysis, Statistics in
        Medicine 21.

    Examples:
        The coaching effects of eight schools:

        >>> effects = [28, 8, -3, 7, -1, 1, 18, 12]
        >>> errors = [15, 10, 16, 11, 9, 11, 10, 18]
        >>> found = heterogeneity(effects, errors)
        >>> round(found.q, 3), found.df, round(found.p_value, 3), found.i2
        (4.707, 7, 0.696, 0.0)
    """
    y, error = _checked(values, standard_errors, least=2)
    q, df = _q(y, error, 0.0), y.size - 1
    return Heterogeneity(
        q=q,
        df=df,
        p_value=float(scipy.stats.chi2.sf(q, df)),
        i2=max(0.0, 1 - df / q) if q > 0 else 0.0,
    )


def between_variance(
    values: ArrayLike, standard_errors: ArrayLike, *, method: Method = "reml"
) -> float:
    """Return the variance of the true values, tau squared.

    - `reml`: restricted maximum likelihood.
    - `paule-mandel`: where the generalised Q is what is expected of it.
    - `dersimonian-laird`: from Cochran's Q, in closed form.

    Args:
        values: The estimates, shape (k,), independent of one another.
        standard_errors: Their standard errors, shape (k,).
        method: One of the above.

    Raises:
        DataError: Fewer than two estimates.
        ParameterError: As `heterogeneity`, or an unknown method.

    References:
        DerSimonian and Laird (1986), Meta-analysis in clinical trials, Controlled Clinical Trials
        7; Paule and Mandel (1982), Consensus values and weighting factors, Journal of Research of
        the National Bureau of Standards 87; Viechtbauer (2005), Bias and efficiency of
        meta-analytic variance estimators, Journal of Educational and Behavioral Statistics 30.

    Examples:
        >>> round(between_variance([1.0, 4.0, 9.0], [1.0, 1.0, 1.0]), 4)
        15.3333
    """
    y, error = _checked(values, standard_errors, least=2)
    checks.one_of("method", method, METHODS)
    if method == "dersimonian-laird":
        weight = error**-2
        scale = weight.sum() - (weight**2).sum() / weight.sum()
        return max(0.0, (_q(y, error, 0.0) - (y.size - 1)) / float(scale))
    if method == "paule-mandel":
        return _paule_mandel(y, error)
    return _reml(y, error)


def shrink(values: ArrayLike, standard_errors: ArrayLike, level: float) -> Shrunken:
    """Return each estimate drawn towards the mean of all, with its interval.

    The true values are taken to be normal about a common mean. How far they are spread, tau, is not
    known, and the posterior is averaged over what it may be, with a flat prior on tau and on the
    mean. Put in as if it were known, an estimate of tau, which is often 0, would shrink too much
    and leave intervals too narrow. Morris corrects for that in closed form, here it is integrated.

    Args:
        values: The estimates, shape (k,), independent of one another; at least three.
        standard_errors: Their standard errors, shape (k,).
        level: How likely each true value is within its interval.

    Raises:
        DataError: Fewer than three estimates.
        ParameterError: As `heterogeneity`.

    References:
        Morris (1983), Parametric empirical Bayes inference: theory and applications, Journal of
        the American Statistical Association 78; Gelman (2006), Prior distributions for variance
        parameters in hierarchical models, Bayesian Analysis 1, for the prior; Rubin (1981),
        Estimation in parallel randomized experiments, Journal of Educational Statistics 6, for
        the example.

    Examples:
        >>> effects = [28, 8, -3, 7, -1, 1, 18, 12]
        >>> errors = [15, 10, 16, 11, 9, 11, 10, 18]
        >>> found = shrink(effects, errors, 0.95)
        >>> found.value.round(1).tolist()
        [11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.7, 8.5]
    """
    y, error = _checked(values, standard_errors, least=3)
    outside = (1 - checks.level(level)) / 2
    tau, chance = _spreads(y, error)
    precision = 1 / (error**2 + tau[:, None] ** 2)
    mean_variance = 1 / precision.sum(axis=1)
    mean = mean_variance * (precision @ y)
    kept = tau[:, None] ** 2 * precision
    centre = kept * y + (1 - kept) * mean[:, None]
    variance = kept * error**2 + (1 - kept) ** 2 * mean_variance[:, None]
    value = np.asarray(chance @ centre)
    ends = [_quantile(part, centre, variance, chance) for part in (outside, 1 - outside)]
    common = [
        float(_quantile(part, mean[:, None], mean_variance[:, None], chance)[0])
        for part in (outside, 0.5, 1 - outside)
    ]
    return Shrunken(
        value=value,
        standard_deviation=np.asarray(np.sqrt(chance @ (variance + (centre - value) ** 2))),
        lower=ends[0],
        upper=ends[1],
        mean=common[1],
        mean_lower=common[0],
        mean_upper=common[2],
        tau=float(np.interp(0.5, np.cumsum(chance) - chance / 2, tau)),
        kept=np.asarray(chance @ kept),
    )


def _checked(values: ArrayLike, standard_errors: ArrayLike, least: int) -> tuple[Floats, Floats]:
    y = checks.finite_array("values", values).ravel()
    error = checks.finite_array("standard_errors", standard_errors).ravel()
    if y.shape != error.shape:
        raise ParameterError(f"there are {y.size:,} values and {error.size:,} standard errors.")
    if y.size < least:
        raise DataError(f"there are {y.size} estimates, must be at least {least}.")
    bad = int(np.count_nonzero(error <= 0))
    if bad:
        raise ParameterError(
            f"standard_errors are not above 0 in {bad:,} places. Leave those estimates out."
        )
    return y, error


def _q(y: Floats, error: Floats, between: float) -> float:
    """Return the weighted squares about the weighted mean."""
    weight = 1 / (error**2 + between)
    return float(weight @ (y - weight @ y / weight.sum()) ** 2)


def _paule_mandel(y: Floats, error: Floats) -> float:
    df = y.size - 1

    def excess(between: float) -> float:
        return _q(y, error, between) - df

    if excess(0.0) <= 0:
        return 0.0
    # Without errors Q would be what is expected at the plain variance; with them it is less.
    return float(scipy.optimize.brentq(excess, 0.0, float(np.var(y, ddof=1)), xtol=1e-12))


def _reml(y: Floats, error: Floats) -> float:
    """Return the highest of the restricted likelihood: on a grid of tau, then near by."""
    tau, _ = spread_grid(y, error)
    grid = np.concatenate([[0.0], tau])
    best = int(np.argmax(_log_likelihood(y, error, grid)))
    ends = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, grid.size - 1)])
    found = scipy.optimize.minimize_scalar(
        lambda t: -float(_log_likelihood(y, error, np.array([t]))[0]),
        bounds=ends,
        method="bounded",
        options={"xatol": 1e-9 * max(ends[1], 1e-9)},
    )
    at_zero = float(_log_likelihood(y, error, np.zeros(1))[0])
    return 0.0 if at_zero >= -found.fun else float(found.x) ** 2


def _log_likelihood(y: Floats, error: Floats, tau: Floats) -> Floats:
    """Return the likelihood of tau, the mean integrated out."""
    precision = 1 / (error**2 + tau[:, None] ** 2)
    total = precision.sum(axis=1)
    mean = precision @ y / total
    squares = (precision * (y - mean[:, None]) ** 2).sum(axis=1)
    return np.asarray((np.log(precision).sum(axis=1) - np.log(total) - squares) / 2)


def spread_grid(y: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return values of tau from 0 to infinity, dense where tau may be, and their weights.

    Args:
        y: The estimates, shape (k,).
        error: Their standard errors, shape (k,).

    Returns:
        The values and the weights of a quadrature, each of shape (t,).
    """
    places, weights = _nodes()
    part = (1 + places) / 2
    scale = float(np.sqrt(np.median(error**2) + np.var(y)))
    return scale * part / (1 - part), scale * weights / (1 - part) ** 2


@cache
def _nodes() -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(PLACES)


def _spreads(y: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return values of tau and how likely each is."""
    tau, weight = spread_grid(y, error)
    logs = _log_likelihood(y, error, tau)
    chance = weight * np.exp(logs - logs.max())
    return tau, chance / chance.sum()


def _quantile(part: float, centre: Floats, variance: Floats, chance: Floats) -> Floats:
    """Return the quantiles of mixtures of normals, one a column."""
    spread = np.sqrt(variance)

    def below(value: Floats) -> NDArray[np.bool_]:
        return np.asarray(chance @ special.ndtr((value[..., None, :] - centre) / spread) <= part)

    return boundary(below, (centre - 12 * spread).min(axis=0), (centre + 12 * spread).max(axis=0))
