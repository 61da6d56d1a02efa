"""Two arms compared within strata: Mantel-Haenszel's difference, odds ratio and test.

Counts come one number a stratum, shape (k,). A stratum in which an arm is empty says nothing of
their difference and has no weight.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.stats import normal
from vocvalue.stats.constrained import score
from vocvalue.stats.proportions import mover, wilson_at

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Strata:
    """The counts of two arms in each stratum.

    Attributes:
        treated: How often it happened among the treated, shape (k,); need not be whole.
        n_treated: Out of how many, shape (k,); may be 0.
        control: How often among the control, shape (k,).
        n_control: Out of how many, shape (k,); may be 0.

    Raises:
        ParameterError: Counts that are not one number a stratum, not finite, below 0 or above
            their number.
        DataError: No stratum with customers in both arms.

    References:
        Mantel and Haenszel (1959), Statistical aspects of the analysis of data from retrospective
        studies of disease, Journal of the National Cancer Institute 22.

    Examples:
        Three strata of Mehrotra and Railkar's table:

        >>> strata = Strata(
        ...     treated=[21, 11, 8], n_treated=[464, 165, 69],
        ...     control=[26, 25, 11], n_control=[453, 174, 70],
        ... )
        >>> difference, error = strata.difference()
        >>> round(difference, 7), round(error, 7)
        (-0.0307916, 0.0138207)
    """

    treated: ArrayLike
    n_treated: ArrayLike
    control: ArrayLike
    n_control: ArrayLike

    def __post_init__(self) -> None:
        names = ("treated", "n_treated", "control", "n_control")
        values = [checks.finite_array(name, getattr(self, name)).ravel() for name in names]
        if any(value.shape != values[0].shape for value in values):
            shapes = ", ".join(str(value.shape) for value in values)
            raise ParameterError(f"counts have shapes {shapes}, must have one number per stratum.")
        for name, hits, n in ((names[0], values[0], values[1]), (names[2], values[2], values[3])):
            bad = np.flatnonzero((hits < 0) | (hits > n))
            if bad.size:
                raise ParameterError(
                    f"{name} is below 0 or above its number in {bad.size:,} strata "
                    f"(first: {hits[bad[0]]:g} of {n[bad[0]]:g} in stratum {bad[0]})."
                )
        kept = (values[1] > 0) & (values[3] > 0)
        if not kept.any():
            raise DataError("no stratum has customers in both arms. Use fewer, coarser strata.")
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value[kept])

    def difference(self) -> tuple[float, float]:
        """Return the difference of the shares and its standard error.

        The differences of the strata are weighted by the harmonic means of their arms. Sato's
        variance holds both for few large strata and for many small ones.

        References:
            Greenland and Robins (1985), Estimation of a common effect parameter from sparse
            follow-up data, Biometrics 41; Sato (1989), On the variance estimator for the
            Mantel-Haenszel risk difference, Biometrics 45.
        """
        x1, n1, x0, n0, n = self._counts
        weight = n1 * n0 / n
        value = float(np.sum(x1 * n0 / n - x0 * n1 / n) / weight.sum())
        p = (n1**2 * x0 - n0**2 * x1 + n1 * n0 * (n0 - n1) / 2) / n**2
        q = (x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * n)
        variance = (value * p.sum() + q.sum()) / weight.sum() ** 2
        return value, float(np.sqrt(max(variance, 0.0)))

    def newcombe(self, level: float) -> tuple[float, float]:
        """Return the interval of the difference from Wilson's of each arm's weighted share.

        It has a width where Sato's variance is 0: where within every stratum each arm is all alike.
        The share of an arm counts as one of 1 / sum(w^2 / n) customers, w the weight of a stratum.

        Args:
            level: The confidence level.

        References:
            Yan and Su (2010), Stratified Wilson and Newcombe confidence intervals for multiple
            binomial proportions, Statistics in Biopharmaceutical Research 2.

        Examples:
            With one stratum it is Newcombe's interval of two shares:

            >>> one = Strata(treated=[56], n_treated=[70], control=[48], n_control=[80])
            >>> [round(end, 4) for end in one.newcombe(0.95)]
            [0.0524, 0.3339]
        """
        return self.newcombe_at(normal.critical_value(level))

    def newcombe_at(self, z: float) -> tuple[float, float]:
        """Return the same, its width given as a normal quantile."""
        x1, n1, x0, n0, n = self._counts
        weight = n1 * n0 / n / np.sum(n1 * n0 / n)
        parts = []
        for hits, size in ((x1, n1), (x0, n0)):
            share, worth = float(weight @ (hits / size)), 1 / float(weight**2 @ (1 / size))
            share = min(max(share, 0.0), 1.0)
            lower, upper = wilson_at(share * worth, worth, z)
            parts.append((share, float(lower), float(upper)))
        return mover(*parts)

    def test(self, *, correction: bool = False) -> tuple[float, float]:
        """Return chi squared, with one degree of freedom, and the p-value of no difference.

        Args:
            correction: Whether half an event is taken off, for continuity.

        References:
            Cochran (1954), Some methods for strengthening the common chi-squared tests,
            Biometrics 10; Mantel and Haenszel (1959).
        """
        x1, n1, x0, n0, n = self._counts
        hits = x1 + x0
        spread = float(np.sum(n1 * n0 * hits * (n - hits) / (n**2 * np.maximum(n - 1, 1))))
        excess = abs(float(np.sum(x1 - n1 * hits / n)))
        if not spread > 0:
            return float("nan"), float("nan")
        chi2 = (excess - min(0.5, excess) * correction) ** 2 / spread
        return chi2, float(scipy.stats.chi2.sf(chi2, 1))

    def risk_ratio(self, level: float) -> tuple[float, float, float]:
        """Return the common ratio of the shares with its interval.

        Args:
            level: The confidence level.

        Returns:
            The ratio, its lower and its upper end; NaN ends where the ratio is 0 or infinite.

        References:
            Greenland and Robins (1985), Estimation of a common effect parameter from sparse
            follow-up data, Biometrics 41.
        """
        x1, n1, x0, n0, n = self._counts
        above, below = float(np.sum(x1 * n0 / n)), float(np.sum(x0 * n1 / n))
        if not (above > 0 and below > 0):
            nothing = float("nan")
            ends = float("inf") if above > 0 else 0.0
            return (ends if above + below > 0 else nothing), nothing, nothing
        spread = np.sum((n1 * n0 * (x1 + x0) - x1 * x0 * n) / n**2)
        z = normal.critical_value(level)
        factor = float(np.exp(z * np.sqrt(spread / (above * below))))
        return above / below, above / below / factor, above / below * factor

    def odds_ratio(self, level: float) -> tuple[float, float, float]:
        """Return the common ratio of the odds with its interval.

        Args:
            level: The confidence level.

        Returns:
            The ratio, its lower and its upper end; NaN ends where the ratio is 0 or infinite.

        References:
            Robins, Breslow and Greenland (1986), Estimators of the Mantel-Haenszel variance
            consistent in both sparse data and large-strata limiting models, Biometrics 42.
        """
        x1, n1, x0, n0, n = self._counts
        r, s = x1 * (n0 - x0) / n, x0 * (n1 - x1) / n
        z = normal.critical_value(level)
        if not (r.sum() > 0 and s.sum() > 0):
            nothing = float("nan")
            ends = float("inf") if r.sum() > 0 else 0.0
            return (ends if r.sum() + s.sum() > 0 else nothing), nothing, nothing
        p, q = (x1 + n0 - x0) / n, (x0 + n1 - x1) / n
        R, S = float(r.sum()), float(s.sum())
        variance = p @ r / (2 * R**2) + (p @ s + q @ r) / (2 * R * S) + q @ s / (2 * S**2)
        factor = float(np.exp(z * np.sqrt(variance)))
        return R / S, R / S / factor, R / S * factor

    def homogeneity(self) -> tuple[float, int, float]:
        """Test that the difference is the same in all strata.

        The sum of the strata's squared score statistics, at the common difference that makes it
        least: unlike Cochran's Q with Wald's variances, it has a value where a stratum has no
        events.

        Returns:
            Chi squared, its degrees of freedom, and the p-value; NaN with a single stratum.

        References:
            Cochran (1954), Biometrics 10; Gart and Nam (1990), Approximate interval estimation of
            the difference in binomial parameters, Biometrics 46, for the score form.
        """
        x1, n1, x0, n0, _ = self._counts
        df = x1.size - 1
        if df < 1:
            return float("nan"), df, float("nan")

        def lack(delta: float) -> float:
            return float(np.sum(score(x1, n1, x0, n0, np.full_like(x1, delta)) ** 2))

        seen = x1 / n1 - x0 / n0
        ends = float(seen.min()), float(seen.max())
        chi2 = float(scipy.optimize.minimize_scalar(lack, bounds=ends, method="bounded").fun)
        return chi2, df, float(scipy.stats.chi2.sf(chi2, df))

    @property
    def _counts(self) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        x1, n1, x0, n0 = (
            np.asarray(count, dtype=np.float64)
            for count in (self.treated, self.n_treated, self.control, self.n_control)
        )
        return x1, n1, x0, n0, n1 + n0
