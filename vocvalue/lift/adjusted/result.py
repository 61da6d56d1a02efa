"""A lift in retention between arms made comparable, with what it would take to explain it away."""

from dataclasses import dataclass, field

from vocvalue.effects.difference import Target
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate
from vocvalue.stats.balance import WeightBalance


@dataclass(frozen=True, kw_only=True)
class AdjustedRetention(RetentionLift):
    """The treated against controls made like them: how many more stayed.

    Attributes:
        target: Whose gain the difference is: of the "treated", or of "all" in both arms.
        contacted: The share of these customers that stays when contacted.
        left_alone: The share of these customers that stays when not contacted.
        unadjusted: The difference of the two arms as they are.
        covariates: What was adjusted for.
        balance: How alike they were made, and on how many customers that rests.
        e_value: By which risk ratio an unmeasured cause would have to go with both contact and
            staying to explain the lift away; None where chance decided the arms.
        e_value_limit: The same for the end of the interval nearer to no effect; 1 where the
            interval holds that.
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
        """How many customers the difference is of: those treated, or all of both arms."""
        return self.treated.n + (self.control.n if self.target == "all" else 0)

    def figures(self) -> dict[str, Estimate]:
        """Return the adjusted figures, and both arms as they are."""
        return {
            **super().figures(),
            "stayed if contacted": self.contacted,
            "stayed if left alone": self.left_alone,
            "unadjusted difference": self.unadjusted,
        }
