"""The event times of two arms, from which survival curves are made."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import DAYS
from vocvalue.errors import DataError
from vocvalue.lift.experiments.event import Event
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.stats.survival import (
    KaplanMeier,
    counts_at_events,
    log_rank,
    stratified_log_rank,
)
from vocvalue.tables.labels import labels_of

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]
Pair: TypeAlias = tuple[KaplanMeier, KaplanMeier]


@dataclass(frozen=True, kw_only=True, eq=False)
class EventTimes:
    """The customers of two arms, each followed until the event or the end of follow-up.

    Attributes:
        months: Months from the assignment to the event, or to the end of follow-up, shape (n,).
        happened: Whether the event occurred at that time, shape (n,).
        treated: Whether the customer was assigned to be treated, shape (n,).
        stratum: The number of the customer's stratum, shape (n,).
        strata: The names of the strata, each with both arms; a single one without stratification.
        event: The event: "leaving", or an "order".
    """

    months: Floats
    happened: Flags
    treated: Flags
    stratum: Codes
    strata: tuple[str, ...]
    event: Event

    def arms(self) -> Pair:
        """Return the curves of the treated and the control arm."""
        return self._curve(self.treated), self._curve(~self.treated)

    def pairs(self) -> list[Pair]:
        """Return the curves of the treated and the control arm in each stratum."""
        if len(self.strata) == 1:
            return [self.arms()]
        here = [self.stratum == number for number in range(len(self.strata))]
        return [(self._curve(s & self.treated), self._curve(s & ~self.treated)) for s in here]

    def weights(self) -> Floats:
        """Return the weights of the strata, which sum to 1; two large arms weigh most."""
        k = len(self.strata)
        n1 = np.bincount(self.stratum[self.treated], minlength=k)
        n0 = np.bincount(self.stratum[~self.treated], minlength=k)
        weight = n1 * n0 / (n1 + n0)
        return np.asarray(weight / weight.sum())

    def log_rank(self) -> tuple[float, float]:
        """Return chi-square and p-value of the log-rank test, within strata if there are any."""
        k = len(self.strata)
        group = self.stratum * 2 + ~self.treated
        counts = counts_at_events(self.months, self.happened, group, 2 * k)
        if k == 1:
            chi2, _, p_value = log_rank(*counts)
        else:
            of_strata = (it.reshape(k, 2, -1) for it in counts)
            chi2, _, p_value = stratified_log_rank(*of_strata)
        return chi2, p_value

    def _curve(self, where: Flags) -> KaplanMeier:
        return KaplanMeier.of(self.months[where], self.happened[where])


def of_customers(
    days: NDArray[np.float64],
    happened: NDArray[np.bool_],
    treated: NDArray[np.bool_],
    strata: NDArray[Any] | None,
    *,
    event: Event,
    named: str,
) -> tuple[EventTimes, tuple[Note, ...]]:
    """Return the customers' event times, without the strata that have only one arm.

    Raises:
        DataError: Nobody is in an arm, durations are below 0, or a stratum is missing.
    """
    below = int((days < 0).sum())
    if below:
        raise DataError(
            f"duration: {below:,} customers have a duration below 0 (first: "
            f"{days[days < 0][0]:g} days). Count from the assignment."
        )
    codes, names = _strata(strata, days.size, named)
    k = len(names)
    n1, n0 = np.bincount(codes[treated], minlength=k), np.bincount(codes[~treated], minlength=k)
    both = (n1 > 0) & (n0 > 0)
    if not n1.sum() or not n0.sum():
        empty = "treated" if not n1.sum() else "control"
        raise DataError(f"nobody is in the arm {empty!r}. Both arms need customers.")
    if not both.any():
        raise DataError(f"column {named!r}: no stratum has both arms. Use coarser strata.")
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


def _strata(
    strata: NDArray[Any] | None, n: int, named: str
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    if strata is None:
        return np.zeros(n, dtype=np.int64), ("all",)
    labels = labels_of(strata, name=named)
    missing = labels.missing().size
    if missing:
        raise DataError(
            f"column {named!r}: {missing:,} customers have no stratum. Fill it in, or make them a "
            "stratum of their own."
        )
    return labels.codes, labels.names


def _one_sided(n: int) -> tuple[Note, ...]:
    rows = pair(
        "{customers} in strata with only one arm",
        "{customers}所在分层只有一个组",
        customers=counted(n, "customer"),
    )
    return left_out(n, rows)


def followed_to(curve: KaplanMeier) -> float:
    """Return how far a curve is known; infinite where it has fallen to 0."""
    return float("inf") if curve.survival[-1] == 0 else float(curve.time[-1])


def followed_at(curve: KaplanMeier, t: float) -> int:
    """Return how many customers are still followed at a time."""
    return int((curve.events + curve.censored)[curve.time >= t].sum())


def events_by(curve: KaplanMeier, t: float) -> int:
    """Return how many events occurred up to a time."""
    return int(curve.events[curve.time <= t].sum())
