"""What the customers of an arm spent: how many of them at all, how much, and how unevenly."""

from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.results.numerals import counted
from vocvalue.showing import cause, explained
from vocvalue.stats.cuped import SpendMoments

Floats: TypeAlias = NDArray[np.float64]

# How far moments that were written with a few digits may be off.
ROUNDED = 1e-3


@dataclass(frozen=True, kw_only=True)
class SpendArm:
    """What the customers of an arm spent, zeros included, as an engine can aggregate it.

    Attributes:
        n: How many customers there are.
        mean: The mean spend of all of them.
        variance: Its variance, over n - 1.
        buyers: How many have spent anything: whose spend is not 0.
        furthest_spend: The single spend that is furthest from the mean, or None if not known.
        before_mean: The mean spend before the experiment; None where it is not known.
        before_variance: Its variance, over n - 1.
        covariance: The covariance of the spend and that before, over n - 1.

    Examples:
        >>> arm = SpendArm.of([0.0, 0.0, 30.0, 50.0])
        >>> arm.mean, arm.buyers, arm.share, arm.per_buyer
        (20.0, 2, 0.5, 40.0)
        >>> round(arm.variance, 3), round(arm.buyers_variance, 3)
        (600.0, 200.0)
    """

    n: int
    mean: float
    variance: float
    buyers: int
    furthest_spend: float | None = None
    before_mean: float | None = None
    before_variance: float = 0.0
    covariance: float = 0.0

    def __post_init__(self) -> None:
        checks.whole("n", self.n)
        _ = self.moments
        if checks.whole("buyers", self.buyers) > self.n:
            raise DataError(f"buyers == {self.buyers:,} of n == {self.n:,}: more than there are.")
        if not self.buyers and (self.mean or self.variance):
            raise DataError(f"buyers == 0, but the mean spend is {self.mean:g}. Count them.")
        if self.buyers:
            self._refuse_impossible()

    def _refuse_impossible(self) -> None:
        """Refuse moments that no spend of as many buyers has.

        Of given buyers and a given sum the squares add up to least where all spend alike, and of
        one buyer they add up to just that.
        """
        squares = (self.n - 1) * self.variance + self.n * self.mean**2
        alike = (self.n * self.mean) ** 2 / self.buyers
        slack = ROUNDED * max(squares, alike)
        if squares < alike - slack or (self.buyers == 1 and squares > alike + slack):
            bound = (alike - self.n * self.mean**2) / (self.n - 1)
            word = "is" if self.buyers == 1 else "is at least"
            raise DataError(
                f"variance == {self.variance:g}, but where {counted(self.buyers, 'buyer')} of "
                f"{self.n:,} make the mean spend {self.mean:g}, the variance {word} {bound:,.6g}. "
                "Count every customer in mean and variance, those who spent nothing with 0, and "
                "divide by n - 1."
            )
        if self.furthest_spend is None:
            return
        away, most = (
            (self.furthest_spend - self.mean) ** 2,
            (self.n - 1) ** 2 / self.n * self.variance,
        )
        if away > most * (1 + ROUNDED) or away < most / (self.n - 1) * (1 - ROUNDED):
            least, furthest = np.sqrt(most / (self.n - 1)), np.sqrt(most)
            raise DataError(
                f"furthest_spend == {self.furthest_spend:g}, but with a mean of {self.mean:g} and "
                f"a variance of {self.variance:g} the spend furthest from the mean of "
                f"{self.n:,} customers is at least {least:g} and at most {furthest:g} away from it."
            )

    @classmethod
    def of(cls, spend: ArrayLike, before: ArrayLike | None = None) -> Self:
        """Return what an arm spent from the spend of each customer.

        Args:
            spend: The spend of each customer, 0 where there is none, shape (n,); refunds may make
                it negative.
            before: The spend of each before the experiment, shape (n,), or None.

        Raises:
            DataError: Fewer than two customers.
            ParameterError: Values that are not finite, or not as many before as after.
        """
        y = checks.finite_array("spend", spend)
        moments = SpendMoments.of(y, np.zeros_like(y) if before is None else before)
        return cls(
            n=y.size,
            mean=moments.mean,
            variance=moments.variance,
            buyers=int(np.count_nonzero(y)),
            furthest_spend=float(y[np.argmax(np.abs(y - moments.mean))]),
            before_mean=None if before is None else moments.covariate_mean,
            before_variance=moments.covariate_variance,
            covariance=moments.covariance,
        )

    @property
    def moments(self) -> SpendMoments:
        """The moments of the spend, and of that before."""
        return SpendMoments(
            n=self.n,
            mean=self.mean,
            variance=self.variance,
            covariate_mean=self.before_mean or 0.0,
            covariate_variance=self.before_variance,
            covariance=self.covariance,
        )

    @property
    def share(self) -> float:
        """The share who spent anything."""
        return self.buyers / self.n

    @property
    def per_buyer(self) -> float:
        """The mean spend of those who spent anything; NaN where nobody did."""
        return self.n * self.mean / self.buyers if self.buyers else float("nan")

    @property
    def buyers_variance(self) -> float:
        """The variance of the spend of those, over their number - 1; NaN for fewer than two."""
        if self.buyers < 2:
            return float("nan")
        about_mean = (self.n - 1) * self.variance + self.n * self.mean**2
        squares = about_mean - self.buyers * self.per_buyer**2
        return max(squares, 0.0) / (self.buyers - 1)

    @property
    def squared_error(self) -> float:
        """The squared standard error of the mean."""
        return self.variance / self.n

    @property
    def furthest_share(self) -> float:
        """Which part of the variance of the mean one customer makes; NaN where not known."""
        if self.furthest_spend is None or not self.variance:
            return float("nan")
        return (self.furthest_spend - self.mean) ** 2 / ((self.n - 1) * self.variance)


@dataclass(frozen=True, kw_only=True, eq=False)
class Spent:
    """An arm as it was handed in: the values where there are some, and what was left out.

    Attributes:
        arm: What the customers spent.
        values: The spend of each, shape (n,); None where only moments were handed in.
        before: The spend of each before, shape (n,), or None.
        missing: How many customers' spend is not known.
        unknown_before: How many customers' spend before is not known; they count with
            the mean of all.
        negative: How many have a spend below 0.
    """

    arm: SpendArm
    values: Floats | None = None
    before: Floats | None = None
    missing: int = 0
    unknown_before: int = 0
    negative: int = 0


def spent_pair(
    treated: object, control: object, treated_before: object, control_before: object
) -> tuple[Spent, Spent]:
    """Return both arms' spend from what a caller handed in.

    Args:
        treated: A `SpendArm`, or the spend of each customer; NaN where it is not known.
        control: The same of the control.
        treated_before: The spend of each of the treated before, or None; NaN where not known.
        control_before: The same of the control.

    Raises:
        DataError: Infinite amounts, fewer than two known, or nothing known before.
        ParameterError: Not numbers, not as many before as after, or before in one arm only.
    """
    given = {TREATED: (treated, treated_before), CONTROL: (control, control_before)}
    if (treated_before is None) != (control_before is None):
        raise ParameterError("pass both treated_before= and control_before=, or neither.")
    for name, (now, before) in given.items():
        if isinstance(now, SpendArm) and before is not None:
            raise ParameterError(
                f"{name}_before goes with values of {name}. A SpendArm carries its own: pass "
                "before_mean, before_variance and covariance to it."
            )
    known = {
        name: None if before is None else _before(name, now, before)
        for name, (now, before) in given.items()
    }
    # The same for all of both arms, it takes nothing off the difference.
    fill = _common_mean([x for x in known.values() if x is not None])
    return _spent(TREATED, treated, known[TREATED], fill), _spent(
        CONTROL, control, known[CONTROL], fill
    )


def _spent(name: str, given: object, before: Floats | None, fill: float) -> Spent:
    if isinstance(given, SpendArm):
        return Spent(arm=given)
    y = _amounts(name, given)
    known = ~np.isnan(y)
    if int(known.sum()) < 2:
        raise DataError(
            f"{name}: the spend of {int(known.sum()):,} of {y.size:,} customers is known, must be "
            "of at least 2. Write 0 for customers who spent nothing."
        )
    values = y[known]
    x = None if before is None else before[known]
    unknown = 0 if x is None else int(np.isnan(x).sum())
    filled = None if x is None else np.where(np.isnan(x), fill, x)
    return Spent(
        arm=SpendArm.of(values, filled),
        values=values,
        before=filled,
        missing=int(y.size - values.size),
        unknown_before=unknown,
        negative=int(np.count_nonzero(values < 0)),
    )


def _before(name: str, now: object, given: object) -> Floats:
    x, size = _amounts(f"{name}_before", given), np.size(now)  # type: ignore[arg-type]
    if x.size != size:
        raise ParameterError(
            f"{name}_before has {x.size:,} values and {name} {size:,}, must be one a customer."
        )
    return x


def _common_mean(arms: list[Floats]) -> float:
    if not arms:
        return 0.0
    together = np.concatenate(arms)
    known = together[~np.isnan(together)]
    if not known.size:
        raise DataError("the spend before is not known of any customer. Leave it out.")
    return float(known.mean())


def _amounts(name: str, given: object) -> Floats:
    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{name} must hold numbers: {explained(error)}.") from cause(error)
    if array.ndim != 1:
        raise ParameterError(f"{name} has shape {array.shape}, must have one value per customer.")
    infinite = np.flatnonzero(np.isinf(array))
    if infinite.size:
        raise DataError(
            f"{name}: {infinite.size:,} values are infinite (first positions: "
            f"{', '.join(map(str, infinite[:FIRST_IDS].tolist()))}). Write NaN for what is not "
            "known, it is counted."
        )
    return array
