"""The difference of each of several arms from the control, one below the other."""

from dataclasses import replace

from vocvalue.canvas import Axes
from vocvalue.lift.several_arms.result import ArmsLift
from vocvalue.lift.two_arms.picture import draw_lifts
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results.dispatch import drawn
from vocvalue.results.tongues import Tongue


@drawn.register
def _(comparison: ArmsLift, ax: Axes | None, tongue: Tongue) -> Axes:
    lifts = {name: _corrected(comparison, name) for name in comparison.lifts}
    return draw_lifts(lifts, ax, tongue)


def _corrected(comparison: ArmsLift, name: str) -> RetentionLift:
    """Return the lift of an arm with its corrected interval and p-value."""
    return replace(
        comparison.lifts[name],
        difference=comparison.corrected[name],
        p_value=comparison.p_values[name],
    )
