"""What alarms were worth in the data themselves: false ones, customers lost, days of warning."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from vocvalue.clv.purchase_paths import Ints
from vocvalue.clv.special import Array
from vocvalue.clv.watch_alarms import Alarms, first_look
from vocvalue.results import Estimate
from vocvalue.stats import differences, poisson
from vocvalue.stats.means import mean_interval
from vocvalue.stats.proportions import wilson

NAN3 = (np.nan, np.nan, np.nan)


@dataclass(frozen=True, kw_only=True)
class WatchClock:
    """How the record counts time.

    Attributes:
        year: The length of a year in grains.
        day: The length of a day in grains.
        churn: Without an order for so many grains, a customer counts as lost.
    """

    year: float
    day: float
    churn: float


@dataclass(frozen=True, kw_only=True, eq=False)
class WatchRecord:
    """What the alarms of a watch were worth, measured after the model was fitted.

    Attributes:
        n_alarms: Alarms raised during the watch.
        n_returned: Alarms after which the customer ordered again.
        false_alarms: Alarms raised before an order, per customer and year known to be active, that
            is before the last order.
        lost_after_alarm: Share of customers without an order in the churn span after their first
            alarm.
        lost_otherwise: The same share of customers without an alarm, at looks drawn as often as
            alarms were raised at them.
        difference: The difference of the two shares.
        warned: Share of the customers lost during the watch who had raised an alarm before they
            counted as lost.
        lead: Mean days of warning of the customers lost, 0 for those who raised no alarm.
        recency_days: The days since the last order that give as many false alarms, if they are
            the same for every customer; the ends are the days whose false alarms the data do not
            tell apart from those of the watch.
        recency_lead: Mean days of warning by that rule.
        gain: How many more days of warning the watch gave, customer by customer, at the least and
            at the most over these days.
    """

    n_alarms: int
    n_returned: int
    false_alarms: Estimate
    lost_after_alarm: Estimate
    lost_otherwise: Estimate
    difference: Estimate
    warned: Estimate
    lead: Estimate
    recency_days: Estimate
    recency_lead: float
    gain: Estimate

    @property
    def is_better(self) -> bool:
        """Whether the watch is shown to warn earlier than days since the last order."""
        return self.gain.lower > 0

    @property
    def is_worse(self) -> bool:
        """Whether the watch is shown to warn later than days since the last order."""
        return self.gain.upper < 0


def watch_record(alarms: Alarms, clock: WatchClock, *, level: float, seed: int) -> WatchRecord:
    """Return what alarms were worth.

    Args:
        alarms: The alarms.
        clock: How time is counted.
        level: The confidence level of the intervals.
        seed: The seed of the looks at which customers without an alarm are compared.
    """
    raised, is_open = alarms.is_raised, alarms.waits.is_open
    lost, others = _followed(alarms, clock, seed)
    gone = _gone(alarms, clock)
    lead = _lead(alarms, alarms.look, gone, clock)
    silences = as_many(alarms, level)
    by_days = [_lead_by_silence(alarms, silence, gone, clock) for silence in silences]
    return WatchRecord(
        n_alarms=int(raised.sum()),
        n_returned=int((raised & ~is_open).sum()),
        false_alarms=_false_alarms(alarms, clock, level),
        lost_after_alarm=_share(lost, level),
        lost_otherwise=_share(others, level),
        difference=_difference(lost, others, level),
        warned=_share(lead > 0, level),
        lead=_mean(lead, level, "Student's interval of the mean"),
        recency_days=_days(silences, clock, level, int(alarms.is_raised.sum())),
        recency_lead=float(by_days[1].mean()) if lead.size else np.nan,
        gain=_gain([lead - other for other in by_days], level),
    )


def _false_alarms(alarms: Alarms, clock: WatchClock, level: float) -> Estimate:
    """Count alarms in waits that an order ended, over the time that customers were active."""
    waits, opening = alarms.waits, int(alarms.moment[0])
    closed = ~waits.is_open
    within = waits.until[closed] - np.maximum(waits.since[closed], opening)
    years = float(np.maximum(within, 0).sum()) / clock.year
    n = int((alarms.is_raised & closed).sum())
    rate = poisson.rate(n, years, level)
    return Estimate.of(
        tuple(float(end) for end in rate),  # type: ignore[arg-type]
        level=level,
        method="exact Poisson interval",
        n=len(np.unique(waits.customer[closed])),
    )


def _followed(
    alarms: Alarms, clock: WatchClock, seed: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return who was lost after a first alarm, and who was without one, followed as long."""
    waits = alarms.waits
    enough = np.flatnonzero(alarms.is_raised & (alarms.at + clock.churn <= alarms.end))
    first = enough[np.unique(waits.customer[enough], return_index=True)[1]]
    lost = waits.until[first] > alarms.at[first] + clock.churn
    drawn, at = _drawn(alarms, alarms.look[first], seed)
    return lost, waits.until[drawn] > at + clock.churn


def _drawn(alarms: Alarms, looks: Ints, seed: int) -> tuple[Ints, Ints]:
    """Return one wait of each customer that holds a drawn look before any alarm, and the look."""
    waits = alarms.waits
    customers = np.unique(waits.customer)
    if not looks.size:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    look = np.random.default_rng(seed).choice(looks, customers.size)
    at = alarms.moment[look]
    base = int(waits.since.min())
    span = max(int(waits.since.max()), alarms.end) - base + 2
    keys = waits.customer * span + (waits.since - base)
    place = np.searchsorted(keys, customers * span + np.maximum(at - base, -1), side="right") - 1
    wait = np.maximum(place, 0)
    holds = (place >= 0) & (waits.customer[wait] == customers) & (at >= waits.since[wait])
    holds &= (alarms.look[wait] > look) & ~alarms.was_silent[wait]
    return wait[holds], at[holds]


def _gone(alarms: Alarms, clock: WatchClock) -> Ints:
    """Return the waits of customers who were lost, and had ordered since the watch began."""
    waits = alarms.waits
    gone = waits.is_open & (waits.since > alarms.moment[0])
    return np.flatnonzero(gone & (waits.since + clock.churn <= alarms.end))


def _lead(alarms: Alarms, look: Ints, gone: Ints, clock: WatchClock) -> Array:
    """Return the days from the alarm to the moment at which a customer counts as lost."""
    at = np.append(alarms.moment.astype(np.float64), np.inf)[look[gone]]
    left = alarms.waits.since[gone] + clock.churn - at
    return np.asarray(np.maximum(left, 0.0) / clock.day)


def _lead_by_silence(alarms: Alarms, silence: int, gone: Ints, clock: WatchClock) -> Array:
    every = np.full(len(alarms.waits.since), float(silence))
    return _lead(alarms, first_look(alarms.waits, alarms.moment, every), gone, clock)


def as_many(alarms: Alarms, level: float) -> tuple[int, int, int]:
    """Return the silence, the same for all, that gives as many false alarms, and its ends.

    The ends are the silences whose false alarms a sign test does not tell apart from those of the
    watch: it counts the waits that are an alarm by one of the two only. The test takes half of the
    error that the level allows, the interval of the days of warning the other half.

    Args:
        alarms: The alarms.
        level: The confidence level.

    Returns:
        The shortest, the nearest and the longest silence, in grains.
    """
    closed = ~alarms.waits.is_open
    counts = _false_by_silence(alarms, closed)
    ours = int((alarms.is_raised & closed).sum())
    both = _false_by_silence(alarms, closed & alarms.is_raised)
    theirs_only, ours_only = counts - both, ours - both
    fewer, apart = np.minimum(theirs_only, ours_only), theirs_only + ours_only
    p_values = 2 * bdtr(fewer, apart, 0.5)
    alike = np.asarray(p_values > (1 - level) / 2, dtype=np.bool_)
    alike[0] = False
    nearest = np.abs(counts - ours)[1:]
    middle = np.flatnonzero(nearest == nearest.min()) + 1
    silences = np.flatnonzero(alike)
    best = int(middle[len(middle) // 2])
    if not silences.size:
        return best, best, best
    return min(int(silences[0]), best), best, max(int(silences[-1]), best)


def _false_by_silence(alarms: Alarms, chosen: NDArray[np.bool_]) -> Ints:
    """Return for each silence, in grains from 0 on, how many of some waits would be alarms."""
    waits, moment = alarms.waits, alarms.moment
    since, until = waits.since[chosen], waits.until[chosen]
    last = moment[np.maximum(np.searchsorted(moment, until) - 1, 0)]
    reached = (until > moment[0]) & (last > np.maximum(since, moment[0]))
    # A silence is an alarm of the watch where it lies beyond that of its opening.
    opened = np.maximum(moment[0] - since[reached], 0)
    size = int(alarms.end - waits.since.min()) + 3 if len(waits.since) else 3
    starts = np.bincount(opened + 1, minlength=size)
    stops = np.bincount(last[reached] - since[reached] + 1, minlength=size)
    return np.asarray(np.cumsum(starts - stops), dtype=np.int64)


def _days(silences: tuple[int, int, int], clock: WatchClock, level: float, n: int) -> Estimate:
    low, best, high = (silence / clock.day for silence in silences)
    return Estimate.of((best, low, high), level=level, method="sign test of the false alarms", n=n)


def _gain(gains: list[Array], level: float) -> Estimate:
    """Return the mean gain, with the ends that it has at the ends of the silence."""
    half = 1 - (1 - level) / 2
    method = "paired Student interval over silences with as many false alarms"
    short, best, long = (_mean(gain, half, method) for gain in gains)
    lower, upper = min(short.lower, best.lower), max(long.upper, best.upper)
    return Estimate.of((best.value, lower, upper), level=level, method=method, n=best.n)


def _share(happened: NDArray[np.bool_], level: float) -> Estimate:
    n, hits = happened.size, int(happened.sum())
    ends = (hits / n, *(float(end) for end in wilson(hits, n, level))) if n else NAN3
    return Estimate.of(ends, level=level, method="Wilson", n=n)  # type: ignore[arg-type]


def _difference(first: NDArray[np.bool_], second: NDArray[np.bool_], level: float) -> Estimate:
    n1, n0 = first.size, second.size
    method, n = "newcombe", n1 + n0
    if not n1 or not n0:
        return Estimate.of(NAN3, level=level, method=method, n=n)
    x1, x0 = int(first.sum()), int(second.sum())
    lower, upper = differences.interval(x1, n1, x0, n0, level)
    return Estimate.of(
        (x1 / n1 - x0 / n0, float(lower), float(upper)), level=level, method=method, n=n
    )


def _mean(values: Array, level: float, method: str) -> Estimate:
    n = values.size
    if n < 2:
        return Estimate.of(NAN3, level=level, method=method, n=n)
    lower, upper = mean_interval(values.mean(), values.var(ddof=1), n, level)
    return Estimate.of(
        (float(values.mean()), float(lower), float(upper)), level=level, method=method, n=n
    )
