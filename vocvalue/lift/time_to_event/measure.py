"""The event times of two arms in, the differences in share and in months out."""

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration, progress
from vocvalue.amounts.combining import less, scaled, total
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.time_to_event.event_times import (
    EventTimes,
    Pair,
    events_by,
    followed_at,
    followed_to,
)
from vocvalue.lift.time_to_event.horizon import months_or_days
from vocvalue.lift.time_to_event.result import RetentionSurvival, SurvivalArm
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.estimates import Interval
from vocvalue.results.intervals import bounded
from vocvalue.results.numerals import by_number, counted
from vocvalue.results.texts import pair
from vocvalue.stats import normal
from vocvalue.stats.restricted_mean import restricted_mean, restricted_mean_ends
from vocvalue.stats.survival import KaplanMeier
from vocvalue.stats.survival_points import share_at, time_of

METHOD = "Kaplan-Meier; area between the curves, Greenwood's variance; no proportional hazards"
MONTHS = "area under the curve, Greenwood's variance, Student's t in small arms"
FEW, FEWEST = 10, 20
JUST = 1 + 1e-9


@progress.step(pair("following customers", "跟踪客户"))
def measured(
    times: EventTimes,
    *,
    horizon: duration.Span | None,
    longest: float | None = None,
    strata: str | None,
    evidence: Evidence,
    level: float,
    currency: str | None = None,
    notes: tuple[Note, ...] = (),
    doubts: tuple[Note, ...] = (),
) -> RetentionSurvival:
    """Compare the event times of two arms in share and in months.

    Args:
        times: The event times of the customers of both arms.
        horizon: The time span compared; by default as far as all curves are known.
        longest: The upper limit in months for a horizon that was not given, or None.
        strata: The name of the strata, or None.
        evidence: The evidence that the figures rest on.
        level: The confidence level.
        currency: The currency code, where known.
        notes: The notes of the experiment.
        doubts: What contradicts a random assignment.

    Raises:
        DataError: There is no event in either arm up to the horizon, or no follow-up.
        ParameterError: The horizon is beyond the follow-up.
    """
    pairs = times.pairs()
    tau = _horizon(times, pairs, horizon, longest)
    curves = times.arms()
    treated, control = (
        _arm(name, curve, tau, level)
        for name, curve in zip((TREATED, CONTROL), curves, strict=True)
    )
    if not treated.events + control.events:
        raise DataError(
            f"none of the {treated.n + control.n:,} customers had the event within "
            f"{months_or_days(tau)}, so there is nothing to compare yet. Wait, or use a longer "
            "horizon."
        )
    months, p_value = _months_apart(pairs, times.weights(), tau, level)
    chi2, log_rank_p = times.log_rank()
    return RetentionSurvival(
        treated=treated,
        control=control,
        event=times.event,
        horizon=tau,
        difference_in_share=_share_apart(pairs, times.weights(), tau, level),
        difference_in_months=months,
        p_value=p_value,
        log_rank=chi2,
        log_rank_p=log_rank_p,
        strata=strata,
        method=METHOD if strata is None else f"{METHOD}; within strata, weighted by n1 n0 / n",
        evidence=evidence,
        doubts=doubts,
        currency=currency,
        level=level,
        notes=(
            *notes,
            *_censored(times, tau),
            *_few(pairs, tau),
            *_small(pairs),
            *_without_events(pairs, tau),
        ),
    )


def _horizon(
    times: EventTimes, pairs: list[Pair], horizon: duration.Span | None, longest: float | None
) -> float:
    """Return the horizon in months, no longer than every curve is known."""
    ends = [
        (followed_to(curve), arm, name)
        for name, pair in zip(times.strata, pairs, strict=True)
        for arm, curve in zip((TREATED, CONTROL), pair, strict=True)
    ]
    end, arm, name = min(ends)
    if not end > 0:
        raise DataError(f"nobody in the arm {arm!r} has been followed for any time yet. Wait.")
    if horizon is None:
        known = end if np.isfinite(end) else float(times.months.max())
        return known if longest is None else min(known, longest)
    tau = duration.length(horizon, "month")
    if tau > end * JUST:
        where = f" of stratum {name!r}" if len(pairs) > 1 else ""
        raise ParameterError(
            f"horizon == {horizon!r}, must be at most {end:.4g} months, the longest follow-up in "
            f"the arm {arm!r}{where}. Choose a shorter horizon, or wait."
        )
    return min(tau, end)


def _arm(name: str, curve: KaplanMeier, tau: float, level: float) -> SurvivalArm:
    n = int((curve.events + curve.censored).sum())

    def estimate(interval: Interval, method: str) -> Estimate:
        return Estimate.of(interval, level=level, method=method, n=n)

    ends = restricted_mean_ends(curve, tau, normal.critical_value(level))
    median = time_of(curve, 0.5, level)
    return SurvivalArm(
        name=name,
        n=n,
        events=events_by(curve, tau),
        followed=followed_at(curve, tau),
        share=estimate(share_at(curve, tau, level), "Kaplan-Meier, log-log"),
        months=estimate((restricted_mean(curve, tau)[0], *ends), MONTHS),
        median=None if median is None else estimate(median, "Kaplan-Meier, log-log"),
        curve=curve,
    )


def _share_apart(
    pairs: list[Pair], weights: NDArray[np.float64], tau: float, level: float
) -> Estimate:
    parts = []
    for (treated, control), weight in zip(pairs, weights.tolist(), strict=True):
        for curve, sign in ((treated, 1), (control, -1)):
            value, low, high = share_at(curve, tau, level)
            part = weight * value, weight * low, weight * high
            parts.append(part if sign > 0 else less(part))
    value, lower, upper = total(parts)
    return Estimate.of(
        (value, max(lower, -1.0), min(upper, 1.0)),
        level=level,
        method="MOVER of Kaplan-Meier's intervals",
        n=_size(pairs),
    )


def _months_apart(
    pairs: list[Pair], weights: NDArray[np.float64], tau: float, level: float
) -> tuple[Estimate, float]:
    """Return the difference in months, and the p-value that inverts its interval."""
    terms = [
        (sign * weight, curve, restricted_mean(curve, tau)[0])
        for pair, weight in zip(pairs, weights.tolist(), strict=True)
        for curve, sign in zip(pair, (1, -1), strict=True)
    ]
    value = sum(weight * mean for weight, _, mean in terms)

    def interval(z: float) -> tuple[float, float]:
        parts = [
            scaled(weight, (mean, *restricted_mean_ends(curve, tau, z)))
            for weight, curve, mean in terms
        ]
        return total(parts)[1:]

    lower, upper, words = bounded(
        value, interval(normal.critical_value(level)), lowest=-tau, highest=tau
    )
    months = Estimate.of(
        (value, lower, upper),
        level=level,
        method=f"MOVER of restricted means, Greenwood's variance, Student's t in small arms{words}",
        n=_size(pairs),
    )
    return months, float(normal.p_value(normal.touching(value, interval)))


def _size(pairs: list[Pair]) -> int:
    return int(sum((curve.events + curve.censored).sum() for pair in pairs for curve in pair))


def _censored(times: EventTimes, tau: float) -> tuple[Note, ...]:
    n = int((~times.happened & (times.months * JUST < tau)).sum())
    return Note.counted(
        n,
        "{customers} {have} not been followed for {over} yet and {counts} only for the time "
        "observed.",
        "{customers}{have}尚未观察满 {over}，{counts}仅计入已观察的时间。",
        have=by_number(n, pair("has", ""), pair("have", "")),
        counts=by_number(n, pair("counts", ""), pair("count", "")),
        customers=counted(n, "customer"),
        over=months_or_days(tau),
    )


def _few(pairs: list[Pair], tau: float) -> tuple[Note, ...]:
    """Note where the end of a curve rests on only a few customers."""
    open_ended = [c for pair in pairs for c in pair if np.isfinite(followed_to(c))]
    left = min((followed_at(curve, tau) for curve in open_ended), default=FEW)
    if left >= FEW:
        return ()
    note = Note.of(
        "Only {customers} of an arm or stratum {were} followed for {over}, so the end of its "
        "survival curve is uncertain. A shorter horizon is more reliable.",
        "某一组或分层{were}只有 {customers}观察满 {over}，生存曲线末端不可靠，宜缩短期限。",
        were=by_number(left, pair("was", ""), pair("were", "")),
        count=left,
        customers=counted(left, "customer"),
        over=months_or_days(tau),
    )
    return (note,)


def _without_events(pairs: list[Pair], tau: float) -> tuple[Note, ...]:
    """Note the curves that never fall, whose months have no error from events."""
    flat = [curve for pair in pairs for curve in pair if not events_by(curve, tau)]
    n = int(sum((curve.events + curve.censored).sum() for curve in flat))
    return Note.counted(
        n,
        "An arm or stratum with {customers} had no event up to the horizon. The interval of its "
        "months allows for events that did not occur only by chance.",
        "{customers}所在的组或分层在期限内没有发生任何事件，"
        "其月数区间已考虑仅因偶然而未发生的事件。",
        customers=counted(n, "customer"),
    )


def _small(pairs: list[Pair]) -> tuple[Note, ...]:
    """Note arms with so few customers that their months are hardly known."""
    n = min(int((curve.events + curve.censored).sum()) for pair in pairs for curve in pair)
    if n >= FEWEST:
        return ()
    note = Note.of(
        "An arm or stratum has only {customers}, so the interval of its months is widened and says "
        "little.",
        "某一组或分层只有 {customers}，其月数区间已相应放宽，参考价值有限。",
        count=n,
        customers=counted(n, "customer"),
    )
    return (note,)
