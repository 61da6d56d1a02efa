"""Durations of two arms in, the months kept out."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.duration import DAYS, Span, Unit
from vocvalue.duration import unit as checked_unit
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.experiments.event import EVENTS, Event
from vocvalue.lift.experiments.randomness import Said, of_counts
from vocvalue.lift.time_to_event.event_times import EventTimes
from vocvalue.lift.time_to_event.measure import measured
from vocvalue.lift.time_to_event.result import RetentionSurvival
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables.labels import labels_of


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
    """Compare how long customers stay who were contacted with those left alone.

    Who has not left yet counts for as long as they were followed, neither as staying for good nor
    as leaving. Hazards need not be proportional: the difference in months is the area between the
    two curves, whatever their shape.

    Args:
        duration: How long from the assignment to the event, or to the end of what is known of the
            customer, shape (n,), in `unit`.
        happened: 1 where the event came then, 0 where the customer was only followed so long,
            shape (n,).
        treated: 1 for those assigned to be contacted, reached or not, 0 for those left alone, shape
            (n,).
        unit: What the durations are counted in: "day", "week", "month" or "year".
        event: What happened: "leaving", or an "order".
        strata: A stratum for each customer, shape (n,): arms are compared within them.
        horizon: The span looked at; without it as far as both arms are followed.
        randomised: Whether chance alone decided who was contacted; unless it is True the result
            says "association only".
        level: The confidence level.

    Returns:
        Both curves, the difference in share at the horizon and in mean months up to it, and the
        log-rank test.

    Raises:
        DataError: Nobody in an arm, no event in either, or durations that are negative.
        ParameterError: Arrays that do not fit together, or a horizon beyond the follow-up.

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
        After 6 months 50.0% of the treated group were still customers, against 25.0% of the
        control group: a difference of +25.0 percentage points (95% interval: -35.7 to +67.1).
        Over these 6 months the treated customers stayed 1.50 months longer on average (95%
        interval: from 2.78 months less to 4.85 months longer; randomised). The sample does not
        show a difference in months.
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
    times, notes = event_times(
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


def event_times(
    days: NDArray[np.float64],
    happened: NDArray[np.bool_],
    treated: NDArray[np.bool_],
    strata: NDArray[Any] | None,
    *,
    event: Event,
    named: str,
) -> tuple[EventTimes, tuple[Note, ...]]:
    """Return customers' event times, without the strata that hold one arm only.

    Raises:
        DataError: Nobody in an arm, durations below 0, or a stratum that is missing.
    """
    below = int((days < 0).sum())
    if below:
        raise DataError(
            f"duration: {below:,} customers have one below 0 (first: {days[days < 0][0]:g} days). "
            "Count from the assignment on."
        )
    codes, names = _strata(strata, days.size, named)
    k = len(names)
    n1, n0 = np.bincount(codes[treated], minlength=k), np.bincount(codes[~treated], minlength=k)
    both = (n1 > 0) & (n0 > 0)
    if not n1.sum() or not n0.sum():
        empty = "treated" if not n1.sum() else "control"
        raise DataError(f"nobody is in the arm {empty!r}. Both arms need customers.")
    if not both.any():
        raise DataError(f"column {named!r}: no stratum holds both arms. Use coarser strata.")
    used = both[codes]
    times = EventTimes(
        months=days[used] / DAYS["month"],
        happened=happened[used],
        treated=treated[used],
        stratum=(np.cumsum(both) - 1)[codes[used]],
        strata=tuple(name for name, kept in zip(names, both, strict=True) if kept),
        event=event,
    )
    return times, _one_sided(int((~used).sum()))


def _flags(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    array = checks.finite_array(name, values)
    bad = (array != 0) & (array != 1)
    if bad.any():
        raise ParameterError(
            f"{name} holds {int(bad.sum()):,} values that are neither 0 nor 1 (first: "
            f"{array[bad][0]:g})."
        )
    return np.asarray(array == 1)


def _strata(
    strata: NDArray[Any] | None, n: int, named: str
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    if strata is None:
        return np.zeros(n, dtype=np.int64), ("all",)
    labels = labels_of(strata, name=named)
    missing = labels.missing().size
    if missing:
        raise DataError(
            f"column {named!r}: {missing:,} customers without a stratum. Fill them in, or make "
            "them a stratum of their own."
        )
    return labels.codes, labels.names


def _one_sided(n: int) -> tuple[Note, ...]:
    rows = pair(
        "{customers} in strata with only one arm",
        "{customers}所在分层只有一个组",
        customers=counted(n, "customer"),
    )
    return left_out(n, rows)
