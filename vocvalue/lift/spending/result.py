"""Whether contacting customers made them spend more, on average over all of them."""

from dataclasses import dataclass, replace

import pandas as pd

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.lift.spending.arms import SpendArm
from vocvalue.results import Estimate, Money, Note
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text


@dataclass(frozen=True, kw_only=True)
class SpendLift(Pictured):
    """The lift in spend of the treated over the control group, and where it comes from.

    Attributes:
        treated: The spend of the treated arm.
        control: The spend of the control arm.
        difference: The mean spend per customer, treated minus control, over everybody assigned,
            those who spent nothing with 0. Adjusted for spend before, where it is known.
        unadjusted: The difference without adjustment for spend before, by Welch.
        welch: The difference by Welch, whichever method was chosen.
        relative: The difference as a fraction of the control's mean.
        total: The difference times the number of treated customers.
        p_value: P-value for the hypothesis of no difference, by the method of the interval.
        theta: The change in spend per unit of spend before; 0 where there is no adjustment.
        variance_reduction: The fraction by which the adjustment reduced the variance.
        difference_in_buyers: The share of buyers, treated minus control.
        difference_per_buyer: The mean spend per buyer, treated minus control. Buyers are not the
            same kind of customer in both arms, so this comparison is not randomised.
        from_more_buyers: The part of `unadjusted` that comes from more customers buying.
        from_spend_per_buyer: The part of `unadjusted` that comes from buyers spending more; the two
            parts add up to it.
        top_customer_share: The share of the variance of `unadjusted` due to the customer furthest
            from the mean; NaN where only moments were passed.
        method: How the difference was estimated, in words.
        window: The window of the spend, in words; None for amounts passed in directly.
        doubts: What the tables say against a random assignment, first in every statement.
        level: The confidence level.
    """

    treated: SpendArm
    control: SpendArm
    difference: Money
    unadjusted: Money
    welch: Money
    relative: Estimate
    total: Money
    p_value: float
    theta: float
    variance_reduction: float
    difference_in_buyers: Estimate
    difference_per_buyer: Money
    from_more_buyers: Money
    from_spend_per_buyer: Money
    top_customer_share: float
    method: str
    window: Text | None = None
    doubts: tuple[Note, ...] = ()
    level: float

    @property
    def shown(self) -> bool:
        """Whether the interval of the difference excludes 0."""
        return self.difference.excludes_zero

    def money(self, *, population: int | None = None, margin: float | None = None) -> Money:
        """Return what the lift in spend is worth, before any cost.

        To deduct costs and add the future value of the customers kept, pass it to the money of a
        lift in retention, per customer and on the same basis as the value there:
        `RetentionLift.money(..., realised=spend.money(population=1, margin=0.40))`.

        Args:
            population: The number of customers who will be contacted; by default those treated.
            margin: The margin, as a share of revenue; by default the spend is not converted.

        Returns:
            The difference per customer, times the number of customers, times the margin.

        Raises:
            ParameterError: The margin is not above 0 and at most 1, or the spend is not revenue.

        Examples:
            >>> from vocvalue import lift
            >>> treated, control = [0, 0, 30, 50, 0, 10], [0, 0, 0, 20, 0, 10]
            >>> spent = lift.spend_test(treated=treated, control=control, randomised=True)
            >>> round(spent.money(population=1_000, margin=0.4).value)
            4000
        """
        n = self.treated.n if population is None else checks.whole("population", population)
        if margin is None:
            return times(self.difference, n)
        if self.difference.basis != "revenue":
            raise ParameterError(
                f"margin == {margin}, but the spend is already {self.difference.basis}. Leave the "
                "margin out."
            )
        earned = times(self.difference, n * checks.margin(margin))
        return replace(earned, basis="margin")

    def figures(self) -> dict[str, Estimate]:
        """Return the difference, the relative lift, the total and the parts of the difference."""
        return {
            "difference": self.difference,
            "unadjusted": self.unadjusted,
            "by Welch": self.welch,
            "relative lift": self.relative,
            "total": self.total,
            "difference in share who bought": self.difference_in_buyers,
            "difference in spend per buyer": self.difference_per_buyer,
            "part from more buyers": self.from_more_buyers,
            "part from spend per buyer": self.from_spend_per_buyer,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per quantity, from the difference to its parts."""
        return stacked(self.figures())


def times(money: Money, factor: float) -> Money:
    """Return an amount of money multiplied by a factor."""
    return replace(
        money,
        value=factor * money.value,
        lower=factor * money.lower,
        upper=factor * money.upper,
    )
