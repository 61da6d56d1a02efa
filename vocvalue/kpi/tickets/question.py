"""What is asked of a closed loop: its target, its horizon and its bounds, checked together."""

from dataclasses import dataclass

from vocvalue import checks, duration
from vocvalue.duration import EVERY, Every, Span
from vocvalue.errors import ParameterError
from vocvalue.kpi.kpi import Bounds
from vocvalue.kpi.tickets.clock import hours_of
from vocvalue.kpi.working_hours import WorkingHours

FAILING = "5 days"
"""A mean time to close from which on the loop fails, by the rule of five days."""


@dataclass(frozen=True, kw_only=True)
class LoopQuestion:
    """What is asked of a closed loop.

    Attributes:
        target: The time within which a ticket is to be closed.
        target_hours: The same in hours, of work where the desk has hours.
        horizon: The time over which the mean is taken.
        horizon_hours: The same in hours.
        window: The time within which a detractor is to be reached.
        window_days: The same in days.
        hours: The hours of the desk; None for all hours.
        every: The length of a period.
        coverage_bounds: From where on the coverage is low, and high.
        time_bounds: From where on the mean time to close is low, and high, in hours.
        churn_window: A customer without an order for so long has left.
        level: The confidence level.
    """

    target: Span
    target_hours: float
    horizon: Span
    horizon_hours: float
    window: Span
    window_days: float
    hours: WorkingHours | None
    every: Every
    coverage_bounds: Bounds
    time_bounds: Bounds
    churn_window: Span
    level: float

    @classmethod
    def of(
        cls,
        *,
        target: Span,
        horizon: Span,
        window: Span,
        hours: WorkingHours | None,
        every: Every,
        bounds: Bounds | tuple[float, float],
        time_bounds: tuple[Span, Span] | None,
        churn_window: Span,
        level: float,
    ) -> "LoopQuestion":
        """Return the question, checked.

        Raises:
            ParameterError: An argument that cannot be read, or a target beyond the horizon.
        """
        checks.one_of("every", every, EVERY)
        if hours is not None and not isinstance(hours, WorkingHours):
            raise ParameterError(
                f"hours == {hours!r}, must be a kpi.WorkingHours(...), or None for all hours."
            )
        in_hours = {
            name: hours_of(span, hours, name=name)
            for name, span in (("target", target), ("horizon", horizon))
        }
        if in_hours["target"] > in_hours["horizon"]:
            raise ParameterError(
                f"target == {target!r} and horizon == {horizon!r}: the mean is taken over the "
                "horizon, which must reach to the target at least."
            )
        duration.length(churn_window, "day", name="churn_window")
        return cls(
            target=target,
            target_hours=in_hours["target"],
            horizon=horizon,
            horizon_hours=in_hours["horizon"],
            window=window,
            window_days=duration.length(window, "day", name="window"),
            hours=hours,
            every=every,
            coverage_bounds=Bounds.of(bounds, lowest=0, highest=1),
            time_bounds=_in_hours(time_bounds or (FAILING, target), hours),
            churn_window=churn_window,
            level=checks.level(level),
        )


def _in_hours(bounds: tuple[Span, Span], hours: WorkingHours | None) -> Bounds:
    if not isinstance(bounds, tuple | list) or len(bounds) != 2:
        raise ParameterError(
            f"time_bounds == {bounds!r}, must be two spans: from where on the time to close is "
            'low, and from where on it is high, such as ("5 days", "24 hours").'
        )
    low, high = (hours_of(span, hours, name="time_bounds") for span in bounds)
    if low <= high:
        raise ParameterError(
            f"time_bounds == {tuple(bounds)!r}: less is better, so the bound of the low ones comes "
            "first and is the longer one."
        )
    return Bounds(low=low, high=high)
