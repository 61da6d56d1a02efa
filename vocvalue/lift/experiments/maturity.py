"""Whose window is over: the one rule by which customers of an experiment are judged, or wait.

Nobody counts before the window is over, those who left no sooner than those who stayed. A departure
is known at once and staying only at the end: counting each as soon as it is known would flatter the
arm that was assigned earlier.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.results.numerals import counted

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Moments: TypeAlias = NDArray[np.datetime64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """Who stayed through the window, of those whose window is over.

    Attributes:
        retained: 1 for those who stayed, 0 for those who left, NaN where it is not known, shape
            (n,).
        pending: Whose window is not over, or not known to be, shape (n,).
        notes: Who was held back although an outcome is known, and who was lost sight of.
    """

    retained: Floats = field(repr=False)
    pending: Flags = field(repr=False)
    notes: tuple[Note, ...] = ()


def by_durations(
    days: Floats,
    left: Flags,
    window_days: float,
    assigned: Moments | None,
    end: Moments | None,
) -> Judged:
    """Judge customers of whom it is known how long they stayed.

    Without the moments of the assignments it is not known how long those who left could have been
    followed. They are judged only where all others were followed through the window.

    Args:
        days: Days until the customer left or was last seen, NaN where not known, shape (n,).
        left: Whether the customer left then, shape (n,).
        window_days: The length of the window.
        assigned: The moment of each assignment, shape (n,), or None.
        end: The end of the observation, a single moment, or None.

    Examples:
        The third was seen for 20 of 30 days only, so that nobody can be judged:

        >>> days, left = np.array([10.0, 30.0, 20.0]), np.array([True, False, False])
        >>> by_durations(days, left, 30.0, None, None).retained.tolist()
        [nan, nan, nan]
        >>> by_durations(days[:2], left[:2], 30.0, None, None).retained.tolist()
        [0.0, 1.0]
    """
    known = np.isfinite(days)
    lost = known & ~left & (days < window_days)
    stayed = np.where(left & (days <= window_days), 0.0, np.where(lost, np.nan, 1.0))
    if assigned is None or end is None:
        pending = np.full(days.shape, bool(lost.any()))
    else:
        pending = ~is_over(assigned, window_days, end)
    out = np.where(known & ~pending, stayed, np.nan)
    n = int((lost & ~pending).sum())
    held = int((pending & known & (left | (days >= window_days))).sum())
    return Judged(
        retained=out,
        pending=pending,
        notes=(
            *(_unjudged(int(lost.sum())) if assigned is None else _held_back(held)),
            *_lost(n),
        ),
    )


def by_outcomes(
    retained: Floats,
    assigned: Moments | None,
    end: Moments | None,
    window_days: float | None,
) -> Judged:
    """Judge customers of whom a table says whether they stayed.

    With a window and the end of the observation it is the window that decides. Otherwise those
    assigned after the last customer known to have stayed wait, as long as others assigned then are
    not known yet.

    Args:
        retained: 1, 0, or NaN where not known, shape (n,).
        assigned: The moment of each assignment, shape (n,), or None.
        end: The end of the observation, a single moment, or None.
        window_days: The length of the window, or None.

    Examples:
        >>> moments = np.array(["2024-01-01", "2024-02-01", "2024-03-01", "2024-03-02"], "M8[us]")
        >>> by_outcomes(np.array([1.0, 0.0, 0.0, np.nan]), moments, None, None).retained.tolist()
        [1.0, nan, nan, nan]
    """
    nobody = np.zeros(retained.shape, dtype=np.bool_)
    if assigned is None:
        return Judged(retained=retained, pending=nobody)
    if window_days is not None and end is not None:
        pending = ~is_over(assigned, window_days, end)
    else:
        pending = _after_the_last_who_stayed(retained, assigned)
    held = int((pending & np.isfinite(retained)).sum())
    return Judged(
        retained=np.where(pending, np.nan, retained), pending=pending, notes=_held_back(held)
    )


def is_over(assigned: Moments, window_days: float, end: Moments) -> Flags:
    """Return whose window was over at the end of the observation."""
    window = np.timedelta64(round(window_days * 86_400_000_000), "us")
    return np.asarray(assigned + window <= end)


def last_seen(assigned: Moments, days: Floats) -> Moments | None:
    """Return the last moment at which any customer was seen, or None."""
    known = np.isfinite(days) & ~np.isnat(assigned)
    if not known.any():
        return None
    seen = assigned[known] + (days[known] * 86_400e6).round().astype("timedelta64[us]")
    return np.asarray(seen.max())


def _after_the_last_who_stayed(retained: Floats, assigned: Moments) -> Flags:
    stayed, unknown = retained == 1, np.isnan(retained)
    if not unknown.any() or not stayed.any():
        return np.zeros(retained.shape, dtype=np.bool_)
    later = assigned > assigned[stayed].max()
    return np.asarray(later if (later & unknown).any() else np.zeros_like(later))


def _held_back(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "The window of {customers} with a known outcome is not over. They are held back, because "
        "staying is known only at its end; with durations, {survival} counts them.",
        "{customers}虽已有结果，但观察期未满，暂不计入：留存只有满期才知道。"
        "若有时长数据，{survival} 会计入。",
        customers=counted(n, "customer"),
        survival="lift.survival",
    )


def _unjudged(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{customers} still there had not been followed through the window, and without the moments "
        "of the assignments it is not known whose window is over: nobody is judged. Give the "
        "assignments a timestamp, or use {survival}.",
        "{customers}仍在但未观察满期，且缺少分组时间，无法判断谁已满期，因此均不计入。"
        "请补充分组时间，或使用 {survival}。",
        customers=counted(n, "customer"),
        survival="lift.survival",
    )


def _lost(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "Follow-up of {customers} ended before their window was over. They do not count, while "
        "customers who left before do; {survival} counts both for as long as they were seen.",
        "{customers}在满期前失去联系，未计入，而此前已流失者计入；"
        "{survival} 按实际观察时间计入两者。",
        customers=counted(n, "customer"),
        survival="lift.survival",
        bears_on="claim",
    )
