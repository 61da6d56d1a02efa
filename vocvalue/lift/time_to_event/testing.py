"""The durations of two arms in, the months kept out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.duration import DAYS, Span, Unit
from vocvalue.duration import unit as checked_unit
from vocvalue.errors import ParameterError
from vocvalue.lift.experiments.event import EVENTS, Event
from vocvalue.lift.experiments.randomness import Said, of_counts
from vocvalue.lift.time_to_event.event_times import of_customers
from vocvalue.lift.time_to_event.measure import measured
from vocvalue.lift.time_to_event.result import RetentionSurvival


def survival_test(
    duration: ArrayLike,
    happened: ArrayLike,
    treated: ArrayLike,
    *,
    unit: Unit,
    event: Event = "leaving",
    strata: ArrayLike | None = None,
    horizon: Span | None = None,
    randomised: Said = None,
    level: float = 0.95,
) -> RetentionSurvival:
    """Compare how long contacted customers stay with how long customers left alone stay.

    Customers who have not left yet count for as long as they were followed, neither as staying for
    good nor as leaving. Hazards need not be proportional: the difference in months is the area
    between the two curves, whatever their shape.

    Args:
        duration: The time from the assignment to the event, or to the end of the customer's
            follow-up, shape (n,), in `unit`.
        happened: 1 if the event occurred at that time, 0 if follow-up ended without it, shape (n,).
        treated: 1 for customers assigned to be contacted, reached or not, 0 for those left alone,
            shape (n,).
        unit: The unit of the durations: "day", "week", "month" or "year".
        event: The event: "leaving", or an "order".
        strata: The stratum of each customer, shape (n,), within which the arms are compared.
        horizon: The time span compared; by default as far as both arms are followed.
        randomised: Whether customers were assigned at random; unless it is True, the result says
            "association only".
        level: The confidence level.

    Returns:
        The survival curves of both arms, the difference in share at the horizon and in mean months
        up to it, and the log-rank test.

    Raises:
        DataError: Nobody is in an arm, neither arm has an event, or durations are negative.
        ParameterError: The arrays do not fit together, or the horizon is beyond the follow-up.

    References:
        Kaplan and Meier (1958), Journal of the American Statistical Association 53; Royston and
        Parmar (2013), Restricted mean survival time, BMC Medical Research Methodology 13; Mantel
        (1966), Cancer Chemotherapy Reports 50; Zou and Donner (2008), Statistics in Medicine 27.

    Examples:
        >>> kept = survival_test(
        ...     [2, 4, 6, 6, 1, 2, 3, 6], [1, 1, 0, 0, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0],
        ...     unit="month", horizon="6 months", randomised=True,
        ... )
        >>> print(kept.statement())
        After 6 months, 50.0% of the treated group were still customers, against 25.0% of the
        control group: a difference of +25.0 percentage points (95% interval: -35.7 to +67.1). Over
        these 6 months, treated customers stayed 1.50 months longer on average (95% interval: from
        2.78 months less to 4.85 months longer; randomised). The sample does not show a difference
        in months.
    """
    checks.level(level)
    checks.one_of("event", event, EVENTS)
    evidence, unsaid = of_counts(randomised)
    days = checks.finite_array("duration", duration) * DAYS[checked_unit(unit)]
    flags = {"happened": _flags("happened", happened), "treated": _flags("treated", treated)}
    group = np.zeros(days.shape, dtype=np.int64) if strata is None else np.asarray(strata)
    for name, array in (*flags.items(), ("strata", group)):
        if days.ndim != 1 or array.shape != days.shape:
            raise ParameterError(
                f"duration has shape {days.shape} and {name} {array.shape}; both must have one "
                "number per customer."
            )
    times, notes = of_customers(
        days,
        flags["happened"],
        flags["treated"],
        None if strata is None else group,
        event=event,
        named="strata",
    )
    return measured(
        times,
        horizon=horizon,
        strata=None if strata is None else "strata",
        evidence=evidence,
        level=level,
        notes=(*unsaid, *notes),
    )


def _flags(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    array = checks.finite_array(name, values)
    bad = (array != 0) & (array != 1)
    if bad.any():
        raise ParameterError(
            f"{name} holds {int(bad.sum()):,} values that are neither 0 nor 1 (first: "
            f"{array[bad][0]:g}). Write 1 for yes and 0 for no."
        )
    return np.asarray(array == 1)
