"""Survival when some were not followed to the end: Kaplan-Meier and the log-rank test.

Both work on counts: how many events and how many ends of follow-up there were at each time.
"""

from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.sealed import kept
from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class KaplanMeier:
    """The share without an event so far, over time.

    Who is followed to the time of an event, and no longer, still counts as at risk then.

    Attributes:
        time: Times at which anything happened, ascending, shape (m,).
        events: The number of events at each, shape (m,); weights where customers have weights.
        censored: How many were followed to this time and no longer, shape (m,).

    References:
        Kaplan and Meier (1958), Nonparametric estimation from incomplete observations, Journal of
        the American Statistical Association 53.

    Examples:
        >>> curve = KaplanMeier(
        ...     time=np.array([6.0, 7.0, 9.0]),
        ...     events=np.array([3.0, 1.0, 0.0]),
        ...     censored=np.array([1.0, 0.0, 16.0]),
        ... )
        >>> [round(x, 4) for x in curve.at(7.0, 0.95)]
        [0.8067, 0.5631, 0.9228]
    """

    time: Floats
    events: Floats
    censored: Floats

    @classmethod
    def of(cls, time: Floats, happened: NDArray[np.bool_]) -> Self:
        """Return the curve of rows that were each followed until the event or the end.

        Args:
            time: How long each was followed, shape (n,).
            happened: Whether it ended with the event, shape (n,).

        Examples:
            >>> curve = KaplanMeier.of(np.array([2.0, 1.0, 2.0]), np.array([True, True, False]))
            >>> curve.time.tolist(), curve.events.tolist(), curve.censored.tolist()
            ([1.0, 2.0], [1.0, 1.0], [0.0, 1.0])
        """
        times, place = np.unique(time, return_inverse=True)
        n, events = (
            np.bincount(which, minlength=times.size).astype(np.float64)
            for which in (place, place[happened])
        )
        return cls(time=times, events=events, censored=n - events)

    @kept
    def at_risk(self) -> Floats:
        """How many are followed at each time, shape (m,)."""
        return np.cumsum((self.events + self.censored)[::-1])[::-1]

    @kept
    def survival(self) -> Floats:
        """The share without an event up to and including each time, shape (m,)."""
        return np.asarray(np.cumprod(1 - self._hazard), dtype=np.float64)

    @property
    def _hazard(self) -> Floats:
        return self.events / np.maximum(self.at_risk, np.finfo(float).tiny)

    @kept
    def _greenwood(self) -> Floats:
        left = self.at_risk - self.events
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = np.where(self.events > 0, self._hazard / left, 0.0)
        return np.cumsum(parts)

    def at(self, t: float, level: float) -> tuple[float, float, float]:
        """Return the share without an event up to a time, with its interval.

        The interval is made on the scale of log(-log S), so that it stays between 0 and 1.

        Args:
            t: The time.
            level: The confidence level.

        Returns:
            The share, its lower and its upper end; NaN beyond the last time of follow-up. Where
            nobody or everybody had an event, there is no interval: NaN.
        """
        nothing = float("nan")
        place = self._place(t)
        if place is None:
            return nothing, nothing, nothing
        share = 1.0 if place < 0 else float(self.survival[place])
        if not 0 < share < 1:
            return share, nothing, nothing
        lower, upper = self._interval(np.array([share]), self._greenwood[[place]], level)
        return share, float(lower[0]), float(upper[0])

    def band(self, level: float) -> tuple[Floats, Floats]:
        """Return the interval of the share at each time, as `at` makes it.

        Args:
            level: The confidence level, of each time alone.

        Returns:
            The lower and the upper ends, shape (m,); NaN where `at` gives none.
        """
        return self._interval(self.survival, self._greenwood, level)

    @staticmethod
    def _interval(share: Floats, greenwood: Floats, level: float) -> tuple[Floats, Floats]:
        inside = (share > 0) & (share < 1)
        z = normal.critical_value(level)
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = np.exp(z * np.sqrt(greenwood) / np.abs(np.log(share)))
            ends = share**reach, share ** (1 / reach)
        lower, upper = (np.where(inside, end, np.nan) for end in ends)
        return lower, upper

    def standard_error(self, t: float) -> float:
        """Return Greenwood's standard error of the share at a time.

        Args:
            t: The time.
        """
        place = self._place(t)
        if place is None:
            return float("nan")
        if place < 0 or not self.survival[place] > 0:
            return 0.0
        return float(self.survival[place] * np.sqrt(self._greenwood[place]))

    def _place(self, t: float) -> int | None:
        """Return the position of the last time up to t, -1 before any, None beyond all."""
        if not self.time.size or (t > self.time[-1] and self.survival[-1] > 0):
            return None
        return int(np.searchsorted(self.time, t, side="right")) - 1


def counts_at_events(
    time: Floats, happened: NDArray[np.bool_], group: NDArray[np.int64], k: int
) -> tuple[Floats, Floats]:
    """Return what the log-rank test counts, of rows that were each followed for a time of its own.

    Args:
        time: How long each was followed, shape (n,).
        happened: Whether it ended with the event, shape (n,).
        group: The number of its group, shape (n,).
        k: The number of groups.

    Returns:
        The events of each group at each of the m different times of an event, and how many of it
        were followed to this time or longer and not to the next, both of shape (k, m).

    Examples:
        >>> time, happened = np.array([2.0, 3.0, 4.0]), np.array([True, False, True])
        >>> [it.tolist() for it in counts_at_events(time, happened, np.array([0, 0, 1]), 2)]
        [[[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 0.0]]]
    """
    place, m = _last_event(time, happened)
    cell, inside = group * m + place, place >= 0
    events, censored = (
        np.bincount(cell[inside & which], minlength=k * m).reshape(k, m).astype(np.float64)
        for which in (happened, ~happened)
    )
    return events, censored


def log_rank_of_each(
    time: Floats, happened: NDArray[np.bool_], group: NDArray[np.int64], k: int
) -> Floats:
    """Test for each group that it loses as fast as all the others together.

    Args:
        time: How long each row was followed, shape (n,).
        happened: Whether it ended with the event, shape (n,).
        group: The number of its group, shape (n,).
        k: The number of groups.

    Returns:
        The p-values, one for each group and not corrected for their number, shape (k,); NaN where
        there is nothing to compare.

    Examples:
        >>> time, happened = np.array([1.0, 2, 3, 4, 5, 6, 7, 8]), np.ones(8, dtype=bool)
        >>> log_rank_of_each(time, happened, np.repeat([0, 1], 4), 2).round(4).tolist()
        [0.0067, 0.0067]
    """
    place, m = _last_event(time, happened)
    inside = place >= 0

    def counts(which: NDArray[np.bool_]) -> Floats:
        return np.bincount(place[which], minlength=m).astype(np.float64)

    every = [counts(inside & which) for which in (happened, ~happened)]
    found = np.full(k, np.nan)
    for number in range(k):
        own = inside & (group == number)
        theirs = [counts(own & which) for which in (happened, ~happened)]
        events, censored = (
            np.stack([it, whole - it]) for it, whole in zip(theirs, every, strict=True)
        )
        found[number] = log_rank(events, censored)[2]
    return found


def _last_event(time: Floats, happened: NDArray[np.bool_]) -> tuple[NDArray[np.int64], int]:
    """Return the number of the last event up to the end of each row, and how many events there are.

    Events of one time are one. Who was followed between two was last at risk at the first of them;
    -1 stands for an end before any event.
    """
    times, place = np.unique(time, return_inverse=True)
    has_event = np.zeros(times.size, dtype=np.bool_)
    has_event[place[happened]] = True
    number = np.cumsum(has_event) - 1
    return number[place], int(has_event.sum())


def log_rank(events: Floats, censored: Floats) -> tuple[float, int, float]:
    """Test that all groups lose as fast.

    Args:
        events: The number of events in each group at each time, shape (k, m), times ascending.
        censored: How many were followed to this time and no longer, shape (k, m).

    Returns:
        Chi squared, its degrees of freedom and the p-value; NaN without events.

    References:
        Mantel (1966), Evaluation of survival data and two new rank order statistics arising in
        its consideration, Cancer Chemotherapy Reports 50.

    Examples:
        >>> events = np.array([[3.0, 1.0, 0.0], [5.0, 6.0, 2.0]])
        >>> censored = np.array([[1.0, 0.0, 16.0], [0.0, 0.0, 8.0]])
        >>> chi2, df, p = log_rank(events, censored)
        >>> round(chi2, 3), df, round(p, 4)
        (6.621, 1, 0.0101)
    """
    return _test(*_excess(events, censored))


def stratified_log_rank(events: Floats, censored: Floats) -> tuple[float, int, float]:
    """Test that all groups lose as fast within strata, whatever the strata's own pace.

    Args:
        events: The number of events in each stratum and group at each time, shape (s, k, m), times
            ascending.
        censored: How many were followed to this time and no longer, shape (s, k, m).

    Returns:
        Chi squared, its degrees of freedom and the p-value; NaN without events.

    References:
        Mantel (1966), Cancer Chemotherapy Reports 50: the excess of events and its covariance are
        summed over strata.

    Examples:
        >>> events = np.array([[[3.0, 1.0], [5.0, 6.0]], [[2.0, 2.0], [1.0, 4.0]]])
        >>> censored = np.array([[[0.0, 9.0], [0.0, 4.0]], [[0.0, 8.0], [0.0, 5.0]]])
        >>> chi2, df, p = stratified_log_rank(events, censored)
        >>> round(chi2, 3), df, round(p, 4)
        (3.632, 1, 0.0567)
    """
    parts = [_excess(d, c) for d, c in zip(events, censored, strict=True)]
    excess = np.sum([part[0] for part in parts], axis=0)
    return _test(excess, np.sum([part[1] for part in parts], axis=0))


def _excess(events: Floats, censored: Floats) -> tuple[Floats, NDArray[np.float64]]:
    """Return how many events each group had more than its share, and their covariance."""
    at_risk = np.cumsum((events + censored)[:, ::-1], axis=1)[:, ::-1]
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    told = (d > 0) & (n > 1)
    at_risk, n, d = at_risk[:, told], n[told], d[told]
    share = at_risk / n
    excess = (events[:, told] - share * d).sum(axis=1)
    scale = d * (n - d) / (n - 1)
    return excess, np.diag(share @ scale) - (share * scale) @ share.T


def _test(excess: Floats, covariance: NDArray[np.float64]) -> tuple[float, int, float]:
    df = excess.size - 1
    if np.linalg.matrix_rank(covariance[:-1, :-1]) < df:
        return float("nan"), df, float("nan")
    chi2 = float(excess[:-1] @ np.linalg.solve(covariance[:-1, :-1], excess[:-1]))
    return chi2, df, float(scipy.stats.chi2.sf(chi2, df))
