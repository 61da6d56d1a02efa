"""A lift in retention between adjusted arms, and how strong a confounder could explain it away."""

from dataclasses import dataclass, field

from vocvalue.effects.difference import Target
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate
from vocvalue.stats.balance import WeightBalance


@dataclass(frozen=True, kw_only=True)
class AdjustedRetention(RetentionLift):
    """The lift in retention of the treated over a control group made comparable to them.

    Attributes:
        target: Whose effect the difference is: that on the "treated", or on "all" customers of both
            arms.
        contacted: The share of these customers who stay if contacted.
        left_alone: The share of these customers who stay if not contacted.
        unadjusted: The difference between the two arms without adjustment.
        covariates: The covariates that were adjusted for.
        balance: How balanced the weighted arms are, and on how many customers that rests.
        e_value: The risk ratio by which an unmeasured factor would have to be associated with both
            contact and staying to explain the lift away; None in a randomised experiment.
        e_value_limit: The E-value of the interval's end closer to no effect; 1 where the interval
            contains no effect.
    """

    target: Target
    contacted: Estimate
    left_alone: Estimate
    unadjusted: Estimate
    covariates: tuple[str, ...]
    balance: WeightBalance = field(repr=False)
    e_value: float | None = None
    e_value_limit: float | None = None

    @property
    def n_affected(self) -> int:
        """How many customers the difference describes: those treated, or all of both arms."""
        return self.treated.n + (self.control.n if self.target == "all" else 0)

    def figures(self) -> dict[str, Estimate]:
        """Return the adjusted figures, and those of both arms without adjustment."""
        return {
            **super().figures(),
            "stayed if contacted": self.contacted,
            "stayed if left alone": self.left_alone,
            "unadjusted difference": self.unadjusted,
        }
