"""What a lift in retention states besides its estimates, whichever method makes them."""

from dataclasses import dataclass, replace
from typing import Self

from vocvalue.lift.experiments.arms import Arm
from vocvalue.lift.two_arms.result import NonInferiority, RetentionLift
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.texts import Text
from vocvalue.stats import normal
from vocvalue.stats.normal import Alternative


@dataclass(frozen=True, kw_only=True, eq=False)
class LiftContext:
    """What a lift in retention states besides its estimates; the fields are those of the result."""

    alternative: Alternative = "two-sided"
    evidence: Evidence
    level: float
    assigned: int | None = None
    window: Text | None = None
    window_days: float | None = None
    doubts: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def interval_level(self) -> float:
        """The level of the two-sided intervals that belong to the test."""
        return normal.interval_level(self.level, self.alternative)

    def noting(self, notes: tuple[Note, ...]) -> Self:
        """Return the context with further notes.

        Args:
            notes: The further notes.
        """
        return replace(self, notes=(*self.notes, *notes))

    def lift(
        self,
        arms: tuple[Arm, Arm],
        *,
        difference: Estimate,
        ratio: Estimate,
        p_value: float,
        method: str,
        from_counts: bool,
        non_inferiority: NonInferiority | None = None,
        notes: tuple[Note, ...] = (),
    ) -> RetentionLift:
        """Return the lift of the treated over the control arm.

        Args:
            arms: The treated and the control arm.
            difference: The difference between their rates.
            ratio: The ratio of their rates.
            p_value: P-value for the hypothesis of no difference.
            method: How the difference was estimated, in words.
            from_counts: Whether the difference follows from the counts of the arms alone.
            non_inferiority: The test of non-inferiority, where one was asked for.
            notes: Further notes, after those of the context.
        """
        treated, control = arms
        return RetentionLift(
            treated=treated,
            control=control,
            difference=difference,
            relative=shifted(ratio, factor=1.0, by=-1.0),
            risk_ratio=ratio,
            retained=shifted(difference, factor=treated.n),
            assigned=self.assigned,
            p_value=p_value,
            alternative=self.alternative,
            method=method,
            evidence=self.evidence,
            doubts=self.doubts,
            from_counts=from_counts,
            non_inferiority=non_inferiority,
            window=self.window,
            window_days=self.window_days,
            level=self.level,
            notes=(*self.notes, *notes),
        )


def shifted(estimate: Estimate, *, factor: float, by: float = 0.0) -> Estimate:
    """Return an estimate multiplied by a factor and shifted by an amount."""
    ends = {name: factor * getattr(estimate, name) + by for name in ("value", "lower", "upper")}
    return replace(estimate, **ends)
