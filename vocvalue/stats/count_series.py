"""Counts over time per unit of exposure: a log-linear model with errors that hold in a series.

Counts vary more than a Poisson count does, and what they vary by besides lasts from one period to
the next. Two variances allow for both: that of a hidden rate which follows a first-order
autoregression, whose moments are corrected for what the fit takes away from them, which is good in
short series; and that of Newey and West, which asks no such form but needs long ones. Of a contrast
the larger of the two counts.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FitError

Floats: TypeAlias = NDArray[np.float64]

STEPS, ENOUGH = 200, 1e-10
LARGEST_CORRELATION, PLACES = 0.95, 39


@dataclass(frozen=True, kw_only=True, eq=False)
class CountSeries:
    """A fitted log-linear model of counts, log(count / exposure) = design @ coefficients.

    Attributes:
        time: The number of each period, whole and rising, shape (n,).
        counts: The counts, shape (n,).
        exposure: What they are counted per, shape (n,).
        design: The columns of the model, shape (n, p).
        coefficients: Shape (p,).
        bread: The inverse of the information of a Poisson count, shape (p, p).
        excess: How much the counts vary beyond a Poisson count, in units of its variance, at least
            0.
        autocorrelation: The correlation of that excess in neighbouring periods, at least 0.
        df: The degrees of freedom of the residuals, fewer the more neighbours resemble each other.
    """

    time: NDArray[np.int64] = field(repr=False)
    counts: Floats = field(repr=False)
    exposure: Floats = field(repr=False)
    design: Floats = field(repr=False)
    coefficients: Floats
    bread: Floats = field(repr=False)
    excess: float
    autocorrelation: float
    df: float

    @property
    def n_left(self) -> int:
        """Periods less columns."""
        return int(self.design.shape[0] - self.design.shape[1])

    @property
    def fitted(self) -> Floats:
        """The counts that the model expects, shape (n,)."""
        return self.expected(self.design)

    @property
    def dispersion(self) -> float:
        """The dispersion of a quasi-Poisson model, by Pearson's statistic."""
        return float(np.sum(self.residuals**2) / self.n_left)

    @property
    def residuals(self) -> Floats:
        """Pearson's residuals, shape (n,)."""
        return np.asarray((self.counts - self.fitted) / np.sqrt(self.fitted))

    def expected(self, design: Floats) -> Floats:
        """Return the counts that the model expects with other columns, shape (n,).

        Args:
            design: The columns, shape (n, p).
        """
        return np.asarray(self.exposure * np.exp(design @ self.coefficients))

    def pulls(self, contrast: Floats) -> Floats:
        """Return how far each period's Pearson residual moves a contrast of coefficients.

        Args:
            contrast: The weight of each coefficient, shape (p,).
        """
        return np.asarray(np.sqrt(self.fitted) * (self.design @ (self.bread @ contrast)))

    def standard_error(self, contrast: Floats) -> float:
        """Return the standard error of a contrast of coefficients.

        Args:
            contrast: The weight of each coefficient, shape (p,).
        """
        return float(np.sqrt(covariance(self, self, contrast, contrast)))


def fit(time: NDArray[np.int64], counts: Floats, exposure: Floats, design: Floats) -> CountSeries:
    """Fit a log-linear model to counts over time.

    Where counts are 0 throughout a stretch that has a column of its own, no maximum exists; the
    fit of least bias (Firth's) is taken there, which does.

    Args:
        time: The number of each period, whole and rising, shape (n,).
        counts: The counts, shape (n,).
        exposure: What they are counted per, above 0, shape (n,).
        design: The columns of the model, the constant among them, shape (n, p).

    Raises:
        FitError: The columns do not tell the coefficients apart.

    References:
        McCullagh and Nelder (1989), Generalized Linear Models, chapter 9, on quasi-likelihood;
        Firth (1993), Bias reduction of maximum likelihood estimates, Biometrika 80.

    Examples:
        >>> n = np.arange(8)
        >>> step = np.column_stack([np.ones(8), n >= 4])
        >>> series = fit(n, np.where(n < 4, 100.0, 50.0), np.full(8, 1000.0), step)
        >>> np.exp(series.coefficients).round(3).tolist()
        [0.1, 0.5]
    """
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise FitError("the columns of the model do not tell its coefficients apart.")
    is_idle = bool(((design[counts > 0] != 0).sum(axis=0) == 0).any())
    coefficients = _climb(counts, exposure, design, reduced=is_idle)
    mean = exposure * np.exp(design @ coefficients)
    bread: Floats = np.asarray(np.linalg.inv((design * mean[:, None]).T @ design))
    residuals = (counts - mean) / np.sqrt(mean)
    excess, correlation, df = _spread(time, residuals, design * np.sqrt(mean)[:, None], bread)
    return CountSeries(
        time=time,
        counts=counts,
        exposure=exposure,
        design=design,
        coefficients=coefficients,
        bread=bread,
        excess=excess,
        autocorrelation=correlation,
        df=df,
    )


def covariance(one: CountSeries, other: CountSeries, first: Floats, second: Floats) -> float:
    """Return the covariance of a contrast of one series with one of another, of the same periods.

    Args:
        one: The first series.
        other: The second; the same one for a variance.
        first: The weight of each coefficient of the first, shape (p,).
        second: That of each coefficient of the second.

    Returns:
        The larger of the variance with an autoregressive rate and Newey and West's; of two series
        the covariance by the former.

    References:
        Zeger (1988), A regression model for time series of counts, Biometrika 75.
    """
    apart = _apart(one.time)
    left, right = one.pulls(first), other.pulls(second)
    lasting = np.sqrt(one.autocorrelation * other.autocorrelation) ** apart
    if one is not other:
        return float(_together(one, other) * (left @ lasting @ right))
    by_form = float(left @ left + one.excess * (left @ lasting @ left))
    return max(by_form, newey_west(one, first))


def newey_west(series: CountSeries, contrast: Floats, lags: int | None = None) -> float:
    """Return Newey and West's variance of a contrast, with the factor n / (n - p).

    Args:
        series: The fitted series.
        contrast: The weight of each coefficient, shape (p,).
        lags: How many periods back a correlation may reach; by default 4 (n / 100)^(2/9).

    References:
        Newey and West (1987), A simple, positive semi-definite, heteroskedasticity and
        autocorrelation consistent covariance matrix, Econometrica 55.
    """
    n = len(series.time)
    reach = int(4 * (n / 100) ** (2 / 9)) if lags is None else lags
    moved = series.pulls(contrast) * series.residuals
    kernel = np.maximum(0.0, 1 - _apart(series.time) / (reach + 1))
    return float(moved @ kernel @ moved) * n / series.n_left


def _apart(time: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many periods lie between each two."""
    return np.asarray(np.abs(time[:, None] - time[None, :]))


def _together(one: CountSeries, other: CountSeries) -> float:
    """Return the covariance of the residuals of two series in one period."""
    return float(one.residuals @ other.residuals) / one.n_left


def _climb(counts: Floats, exposure: Floats, design: Floats, *, reduced: bool) -> Floats:
    """Return the coefficients of highest likelihood, or of least bias, by Newton's steps."""
    start = np.log(np.maximum(counts, 0.5) / exposure)
    coefficients = np.linalg.lstsq(design, start, rcond=None)[0]
    for _ in range(STEPS):
        mean = exposure * np.exp(np.clip(design @ coefficients, -50.0, 50.0))
        weighted = design * mean[:, None]
        bread = np.linalg.pinv(weighted.T @ design)
        leverage = np.einsum("ij,jk,ik->i", weighted, bread, design) if reduced else 0.0
        step = bread @ (design.T @ (counts + leverage / 2 - mean))
        coefficients = coefficients + step / max(1.0, float(np.abs(step).max()) / 2)
        if np.abs(step).max() < ENOUGH * max(1.0, float(np.abs(coefficients).max())):
            return np.asarray(coefficients)
    raise FitError("the model of the counts did not settle.")


def _spread(
    time: NDArray[np.int64], residuals: Floats, root: Floats, bread: Floats
) -> tuple[float, float, float]:
    """Return excess, autocorrelation and degrees of freedom by moments, knowing what the fit takes.

    The residuals are M e, of errors e whose covariance is V = I + excess * rho^|s - t|. Their
    square has the mean tr(M V), their neighbours' product tr(M S M V), Satterthwaite's degrees of
    freedom are tr(M V)^2 / tr(M V M V).
    """
    apart = _apart(time)
    left = np.eye(len(time)) - root @ bread @ root.T
    neighbours = (apart == 1) / 2
    near = left @ neighbours @ left
    rhos = np.linspace(0.0, LARGEST_CORRELATION, PLACES)
    lasting = rhos[:, None, None] ** apart
    spread, product = (np.sum(matrix * lasting, axis=(1, 2)) for matrix in (left, near))
    excesses = np.maximum(0.0, float(residuals @ residuals) - np.trace(left)) / spread
    expected = np.trace(near) + excesses * product
    # It rises with the correlation until the fit swallows more than it leaves.
    rising = slice(int(np.argmax(expected)) + 1)
    seen = float(residuals @ neighbours @ residuals)
    rho = float(np.interp(seen, expected[rising], rhos[rising])) if excesses[0] > 0 else 0.0
    excess = float(np.interp(rho, rhos, excesses))
    moved = left @ (np.eye(len(time)) + excess * rho**apart)
    return excess, rho, float(np.trace(moved) ** 2 / np.sum(moved * moved.T))
