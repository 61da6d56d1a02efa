"""Did a rate change at a known moment: segmented regression on counts, its counterfactual, tests.

log(rate) is a line in time with a season; at the moment it may change its level, and its slope too.
The counterfactual is the line without the change. With a comparison series, which the moment left
alone, the change is that of the series less that of the comparison.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from vocvalue.stats.count_series import CountSeries, covariance, fit

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """Which columns a segmented regression has.

    Attributes:
        time: The number of each period, whole and rising, shape (n,).
        first_after: The number of the first period after the moment.
        slope: Whether the slope may change besides the level.
        season: How many periods a season of a year has; None for no season.
        harmonics: How many pairs of waves make the season.
    """

    time: Ints
    first_after: int
    slope: bool = False
    season: float | None = None
    harmonics: int = 2

    @property
    def after(self) -> NDArray[np.bool_]:
        """Whether each period is after the moment, shape (n,)."""
        return self.time >= self.first_after

    @cached_property
    def unchanged(self) -> Floats:
        """The constant, the time and the season, shape (n, q)."""
        elapsed = (self.time - self.first_after) / len(self.time)
        return np.column_stack([np.ones(len(self.time)), elapsed, *self._waves()])

    @cached_property
    def change(self) -> Floats:
        """What is added after the moment: the level, and the slope where it may change."""
        after = self.after.astype(np.float64)
        elapsed = np.where(self.after, self.time - self.first_after, 0) / len(self.time)
        return np.column_stack([after, elapsed] if self.slope else [after])

    @cached_property
    def halves(self) -> Floats:
        """A level of its own for either half of the time after, shape (n, 2)."""
        place = np.cumsum(self.after)
        first = self.after & (place <= self.after.sum() // 2)
        return np.column_stack([first, self.after & ~first]).astype(np.float64)

    def peak(self, periods: int) -> Floats:
        """Return the column of the last periods before the moment, shape (n, 1).

        Args:
            periods: How many.
        """
        before = np.flatnonzero(~self.after)[-periods:]
        column = np.zeros((len(self.time), 1))
        column[before] = 1.0
        return column

    def _waves(self) -> list[Floats]:
        if self.season is None:
            return []
        angle = 2 * np.pi * self.time / self.season
        return [wave(k * angle) for k in range(1, self.harmonics + 1) for wave in (np.sin, np.cos)]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ratio:
    """A ratio of rates on the log scale.

    Attributes:
        log: Its logarithm.
        standard_error: The standard error of that.
        df: The degrees of freedom.
    """

    log: float
    standard_error: float
    df: float

    def ends(self, level: float) -> tuple[float, float, float]:
        """Return the ratio with its interval.

        Args:
            level: The confidence level.
        """
        reach = float(stdtrit(self.df, (1 + level) / 2)) * self.standard_error
        return tuple(float(np.exp(self.log + step)) for step in (0.0, -reach, reach))  # type: ignore[return-value]

    @property
    def p_value(self) -> float:
        """Of a ratio of 1, two-sided."""
        if not self.standard_error > 0:
            return float("nan")
        return float(2 * stdtr(self.df, -abs(self.log / self.standard_error)))

    @property
    def p_lower(self) -> float:
        """Of a ratio of 1 or more, one-sided."""
        if not self.standard_error > 0:
            return float("nan")
        return float(stdtr(self.df, self.log / self.standard_error))


@dataclass(frozen=True, kw_only=True, eq=False)
class Interrupted:
    """A fitted segmented regression, with its comparison where there is one.

    Attributes:
        plan: Which columns it has.
        series: The fit of the series.
        comparison: The fit of the comparison, with the same columns; None without one.
    """

    plan: Plan
    series: CountSeries = field(repr=False)
    comparison: CountSeries | None = field(default=None, repr=False)

    def change(self, weights: Floats) -> Ratio:
        """Return a combination of the columns of the change as a ratio of rates.

        Args:
            weights: The weight of each column behind the unchanged ones.
        """
        contrast = np.concatenate([np.zeros(self.plan.unchanged.shape[1]), weights])
        return self._ratio(contrast)

    @property
    def average(self) -> Ratio:
        """The rate after the moment over the counterfactual, the mean of all periods after."""
        return self.change(self.plan.change[self.plan.after].mean(axis=0))

    @property
    def level(self) -> Ratio:
        """The change at the moment itself."""
        return self.change(np.eye(self.plan.change.shape[1])[0])

    @property
    def slope(self) -> Ratio | None:
        """The change of the slope a period; None where it may not change."""
        if not self.plan.slope:
            return None
        return self.change(np.array([0.0, 1 / len(self.plan.time)]))

    def counterfactual(self) -> tuple[Floats, Floats]:
        """Return the counts expected without the change, and the standard error of their logarithm.

        With a comparison its own change is carried over.

        Returns:
            Both of each period, shape (n,); before the moment they are those of the model.
        """
        same = np.column_stack([self.plan.unchanged, np.zeros_like(self.plan.change)])
        counts, errors = self.series.expected(same), self._errors(self.series, same)
        if self.comparison is None:
            return counts, errors
        moved = np.column_stack([np.zeros_like(self.plan.unchanged), self.plan.change])
        carried = np.exp(moved @ self.comparison.coefficients)
        return counts * carried, np.hypot(errors, self._errors(self.comparison, moved))

    def avoided(self) -> tuple[float, float]:
        """Return how many counts fewer there were than without the change, and the standard error.

        It is the counterfactual of the periods after, less what the model expects of them.
        """
        after = self.plan.after
        without = self.counterfactual()[0][after]
        rows = np.column_stack([np.zeros_like(self.plan.unchanged), self.plan.change])[after]
        lost = rows @ self.series.coefficients
        if self.comparison is not None:
            lost = lost - rows @ self.comparison.coefficients
        with_change = without * np.exp(lost)
        # d(without - with) of the coefficients of the change; the line itself is common to both.
        line = np.column_stack([self.plan.unchanged, np.zeros_like(self.plan.change)])[after]
        gradient = (without - with_change) @ line - with_change @ rows
        return float((without - with_change).sum()), self._ratio(gradient).standard_error

    @staticmethod
    def _errors(series: CountSeries, rows: Floats) -> Floats:
        return np.array([series.standard_error(row) for row in rows])

    def _ratio(self, contrast: Floats) -> Ratio:
        value = float(contrast @ self.series.coefficients)
        variance = covariance(self.series, self.series, contrast, contrast)
        if self.comparison is None:
            return Ratio(log=value, standard_error=float(np.sqrt(variance)), df=self.series.df)
        other = self.comparison
        apart = variance + covariance(other, other, contrast, contrast)
        both = apart - 2 * covariance(self.series, other, contrast, contrast)
        # Two series that moved as one would leave no error at all; a tenth of it is kept.
        return Ratio(
            log=value - float(contrast @ other.coefficients),
            standard_error=float(np.sqrt(max(both, apart / 10))),
            df=min(self.series.df, other.df),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Counts:
    """Counts of a series, of what they are counted per, and of a comparison.

    Attributes:
        counts: The counts, shape (n,).
        exposure: What they are counted per, shape (n,).
        comparison: The counts of the comparison, or None.
    """

    counts: Floats
    exposure: Floats
    comparison: Floats | None = None

    def fitted(self, plan: Plan, change: Floats | None = None) -> Interrupted:
        """Return the regression with the columns of a plan, or with others for the change.

        Args:
            plan: Which columns there are.
            change: Other columns for the change, shape (n, q).

        Raises:
            FitError: The columns do not tell the coefficients apart.
        """
        columns = plan.change if change is None else change
        design = np.column_stack([plan.unchanged, columns])
        series, comparison = (
            None if counts is None else fit(plan.time, counts, self.exposure, design)
            for counts in (self.counts, self.comparison)
        )
        assert series is not None  # noqa: S101 - the series itself is always there
        return Interrupted(plan=plan, series=series, comparison=comparison)


def ratio_to_expected(
    counts: Floats, expected: Floats, variance: Floats, error: Floats, t: float
) -> tuple[Floats, Floats]:
    """Return the interval of the mean of each count as a multiple of what is expected of it.

    It holds the multiples m that the test (count - m expected)^2 = t^2 (m variance + (m error)^2)
    does not refuse: the variance of the count grows with its mean, that of the expectation with its
    square.

    Args:
        counts: The counts, shape (n,).
        expected: What is expected of each, above 0, shape (n,).
        variance: The variance of a count with that mean, shape (n,).
        error: The standard error of what is expected, shape (n,).
        t: How many standard errors the interval reaches to either side.

    Returns:
        The lower and the upper ends; the latter is infinite where what is expected may be 0.

    Examples:
        A count of 50 where 100 were expected for certain; 1 - 50 / 100 is five standard errors:

        >>> at = np.array([50.0]), np.array([100.0]), np.array([100.0]), np.zeros(1)
        >>> low, high = ratio_to_expected(*at, t=5.0)
        >>> round(float(low[0]), 4), float(high[0])
        (0.25, 1.0)
    """
    square = expected**2 - (t * error) ** 2
    middle = 2 * counts * expected + t**2 * variance
    root = middle + np.sqrt(np.maximum(0.0, middle**2 - 4 * square * counts**2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * counts**2 / root, np.where(square > 0, root / (2 * square), np.inf)


def late_change(counts: Counts, plan: Plan, peak: int = 0) -> Ratio:
    """Return the rate in the last half of the time after over the counterfactual.

    Args:
        counts: The counts.
        plan: Which columns there are.
        peak: How many periods before the moment are a peak, and tell nothing of the counterfactual.
    """
    columns = [plan.peak(peak), plan.halves] if peak else [plan.halves]
    change = np.column_stack(columns)
    return counts.fitted(plan, change).change(np.eye(change.shape[1])[-1])


def peak_before(counts: Counts, plan: Plan, periods: int) -> tuple[Ratio, Ratio]:
    """Return how high the last periods before the moment were, and the change without them.

    Args:
        counts: The counts.
        plan: Which columns there are.
        periods: How many periods before the moment are looked at.

    Returns:
        Their rate over that of the periods before them; and the mean change after the moment
        against the latter, as if the last periods before had not been.
    """
    columns = np.column_stack([plan.peak(periods), plan.change])
    fitted = counts.fitted(plan, columns)
    first = np.eye(columns.shape[1])[0]
    mean = np.concatenate([[0.0], plan.change[plan.after].mean(axis=0)])
    return fitted.change(first), fitted.change(mean)
