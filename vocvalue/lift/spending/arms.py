"""What the customers of an arm spent: how many bought, how much, and how unevenly."""

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
    """What the customers of an arm spent, zeros included, as moments that an engine can aggregate.

    Attributes:
        n: How many customers the arm has.
        mean: The mean spend of all customers.
        variance: The variance of the spend, divided by n - 1.
        buyers: How many customers spent anything, that is, have a spend other than 0.
        furthest_spend: The single spend furthest from the mean; None where it is not known.
        before_mean: The mean spend before the experiment; None where it is not known.
        before_variance: The variance of the spend before, divided by n - 1.
        covariance: The covariance of the spend and the spend before, divided by n - 1.

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
            raise DataError(
                f"buyers == {self.buyers:,}, must be at most n == {self.n:,}, the customers of the "
                "arm."
            )
        if not self.buyers and (self.mean or self.variance):
            raise DataError(
                f"buyers == 0, but the mean spend is {self.mean:g}. Count the customers whose "
                "spend is not 0."
            )
        if self.buyers:
            self._refuse_impossible()

    def _refuse_impossible(self) -> None:
        """Refuse moments that are impossible for this number of buyers.

        Given the number of buyers and their total, the sum of squares is smallest where all spend
        the same, and for one buyer it equals that minimum.
        """
        squares = (self.n - 1) * self.variance + self.n * self.mean**2
        alike = (self.n * self.mean) ** 2 / self.buyers
        slack = ROUNDED * max(squares, alike)
        if squares < alike - slack or (self.buyers == 1 and squares > alike + slack):
            bound = (alike - self.n * self.mean**2) / (self.n - 1)
            word = "is" if self.buyers == 1 else "is at least"
            raise DataError(
                f"variance == {self.variance:g}, but if {counted(self.buyers, 'buyer')} of "
                f"{self.n:,} make the mean spend {self.mean:g}, the variance {word} {bound:,.6g}. "
                "Include every customer in mean and variance, those who spent nothing with 0, and "
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
        """Return the moments of an arm from the spend of each customer.

        Args:
            spend: The spend of each customer, 0 for those who spent nothing, shape (n,); refunds
                may make it negative.
            before: The spend of each customer before the experiment, shape (n,), or None.

        Raises:
            DataError: There are fewer than two customers.
            ParameterError: Values are not finite, or spend and before differ in length.
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
        """The moments of the spend and of the spend before."""
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
        """The share of customers who bought."""
        return self.buyers / self.n

    @property
    def per_buyer(self) -> float:
        """The mean spend of the buyers; NaN where there are none."""
        return self.n * self.mean / self.buyers if self.buyers else float("nan")

    @property
    def buyers_variance(self) -> float:
        """The variance of the buyers' spend, divided by buyers - 1; NaN for fewer than two."""
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
        """The share of the variance of the mean due to one customer; NaN where not known."""
        if self.furthest_spend is None or not self.variance:
            return float("nan")
        return (self.furthest_spend - self.mean) ** 2 / ((self.n - 1) * self.variance)


@dataclass(frozen=True, kw_only=True, eq=False)
class Spent:
    """An arm as it was passed: its values, if there are any, and what was left out.

    Attributes:
        arm: The moments of the customers' spend.
        values: The spend of each customer, shape (n,); None where only moments were passed.
        before: The spend of each customer before, shape (n,), or None.
        missing: The number of customers whose spend is not known.
        unknown_before: The number of customers whose spend before is not known; the mean of all
            customers replaces it.
        negative: The number of customers whose spend is below 0.
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
    """Return the spend of both arms from what the caller passed.

    Args:
        treated: A `SpendArm`, or the spend of each treated customer, NaN where it is not known.
        control: A `SpendArm`, or the spend of each control, NaN where it is not known.
        treated_before: The spend of each treated customer before, NaN where not known; or None.
        control_before: The spend of each control before, NaN where not known; or None.

    Raises:
        DataError: Amounts are infinite, fewer than two are known, or none before is known.
        ParameterError: The amounts are not numbers, those before differ in length from those after,
            or only one arm has amounts before.
    """
    passed = {TREATED: (treated, treated_before), CONTROL: (control, control_before)}
    if (treated_before is None) != (control_before is None):
        raise ParameterError("pass both treated_before= and control_before=, or neither.")
    for name, (now, before) in passed.items():
        if isinstance(now, SpendArm) and before is not None:
            raise ParameterError(
                f"{name}_before cannot be combined with a SpendArm, which has its own: pass "
                "before_mean, before_variance and covariance to it."
            )
    befores = {
        name: None if before is None else _before(name, now, before)
        for name, (now, before) in passed.items()
    }
    # A value that is the same in both arms adjusts nothing.
    fill = _common_mean([before for before in befores.values() if before is not None])
    return _spent(TREATED, treated, befores[TREATED], fill), _spent(
        CONTROL, control, befores[CONTROL], fill
    )


def _spent(name: str, spend: object, before: Floats | None, fill: float) -> Spent:
    if isinstance(spend, SpendArm):
        return Spent(arm=spend)
    y = _amounts(name, spend)
    known = ~np.isnan(y)
    if int(known.sum()) < 2:
        raise DataError(
            f"{name}: the spend of {int(known.sum()):,} of {y.size:,} customers is known, must be "
            "known for at least 2. Write 0 for customers who spent nothing."
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


def _before(name: str, now: object, before: object) -> Floats:
    x, size = _amounts(f"{name}_before", before), np.size(now)  # type: ignore[arg-type]
    if x.size != size:
        raise ParameterError(
            f"{name}_before has {x.size:,} values and {name} {size:,}; both must have one value "
            "per customer."
        )
    return x


def _common_mean(arms: list[Floats]) -> float:
    if not arms:
        return 0.0
    together = np.concatenate(arms)
    known = together[~np.isnan(together)]
    if not known.size:
        raise DataError("the spend before is not known for any customer. Leave it out.")
    return float(known.mean())


def _amounts(name: str, amounts: object) -> Floats:
    try:
        array = np.asarray(amounts, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{name} must hold numbers: {explained(error)}.") from cause(error)
    if array.ndim != 1:
        raise ParameterError(f"{name} has shape {array.shape}, must have one value per customer.")
    infinite = np.flatnonzero(np.isinf(array))
    if infinite.size:
        raise DataError(
            f"{name}: {infinite.size:,} values are infinite (first positions: "
            f"{', '.join(map(str, infinite[:FIRST_IDS].tolist()))}). Write NaN for a spend that is "
            "not known."
        )
    return array
