"""Did contacting customers make them spend more, on average over all of them?"""

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
    """The treated against the control: how much more they spent, and by which way.

    Attributes:
        treated: What the treated spent.
        control: What the control spent.
        difference: The mean spend per customer of the treated minus that of the control, everybody
            assigned counted, those who spent nothing with 0. Where the spend before is known, what
            it explains is taken off.
        unadjusted: The same as it stands, without the spend before, by Welch.
        welch: The same as `difference` by Welch, whichever method was asked for.
        relative: The difference as a part of the control's mean.
        total: The difference times the treated.
        p_value: P-value for the hypothesis of no difference, by the method of the interval.
        theta: By how much the spend differs per unit of the spend before; 0 where that is not used.
        variance_reduction: By which part of itself the spend before made the variance smaller.
        difference_in_buyers: The share of the treated who spent anything, minus that of the
            control.
        difference_per_buyer: The mean spend of those, minus that of the control's. Those who buy
            are not the same kind of customer in both arms: nothing randomised stands behind it.
        from_more_buyers: The part of `unadjusted` that comes from more customers buying.
        from_spend_per_buyer: The part of it that comes from buyers spending more; both add up to
            it.
        top_customer_share: The share of the variance of the unadjusted difference that comes from
            the one customer who is furthest out; NaN where only moments were handed in.
        method: How the difference was estimated, in words.
        window: What the spend is of, in words; None where amounts were handed in.
        doubts: What the tables say against a random assignment, first in every sentence.
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
        """Whether the interval of the difference leaves out 0."""
        return self.difference.excludes_zero

    def money(self, *, population: int | None = None, margin: float | None = None) -> Money:
        """Return what the lift in spend amounts to, before any cost.

        With a cost, and with what the customers kept will bring later, it is one line of the money
        of a lift in retention, per customer and on the basis of the value there:
        `RetentionLift.money(..., realised=spend.money(population=1, margin=0.40))`.

        Args:
            population: The number of customers who will be contacted; by default those treated.
            margin: The margin, as a share of revenue; without it the spend as it is.

        Returns:
            The difference per customer, times the customers, times the margin.

        Raises:
            ParameterError: A margin not above 0 and at most 1, or of what is not revenue.

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
                f"margin == {margin}, but the spend is in {self.difference.basis} already. Leave "
                "the margin out."
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
    """Return an amount of money a number of times."""
    return replace(
        money,
        value=factor * money.value,
        lower=factor * money.lower,
        upper=factor * money.upper,
    )
