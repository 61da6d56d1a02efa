"""Which customers' windows are over: the single rule that decides who counts and who waits.

No customer counts before the window is over, whether they stayed or left. A departure is known at
once, and retention only at the end: counting outcomes as soon as they are known would distort the
comparison between arms assigned at different times.
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
    """Which customers stayed through the window, among those whose window is over.

    Attributes:
        retained: 1 for customers who stayed, 0 for those who left, NaN where it is not known, shape
            (n,).
        pending: Whether the customer's window is not over, or not known to be, shape (n,).
        notes: How many customers wait although their outcome is known, and how many were lost to
            follow-up.
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
    """Decide retention from how long each customer stayed.

    Without the times of the assignments it is not known how long customers who left could have been
    followed. Retention is then decided only if all others were followed through the window.

    Args:
        days: Days until the customer left or was last seen, NaN where not known, shape (n,).
        left: Whether the customer left then, shape (n,).
        window_days: The length of the window in days.
        assigned: The time of each assignment, shape (n,), or None.
        end: The end of the observation, a single moment, or None.

    Examples:
        The third customer was seen for only 20 of 30 days, so retention cannot be decided:

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
    """Decide retention from a column that says whether each customer stayed.

    With a window and the end of the observation, the window decides. Otherwise customers assigned
    after the last one known to have stayed wait, as long as outcomes of others assigned then are
    missing.

    Args:
        retained: 1, 0, or NaN where not known, shape (n,).
        assigned: The time of each assignment, shape (n,), or None.
        end: The end of the observation, a single moment, or None.
        window_days: The length of the window in days, or None.

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
    """Return whether each customer's window was over at the end of the observation."""
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
        "The window of {customers} with a known outcome is not over. They do not count yet, "
        "because retention is known only at the end of the window; with durations, {survival} "
        "counts them.",
        "{customers}虽已有结果，但观察期未满，暂不计入：是否留存要到满期才能确定。"
        "若有时长数据，{survival} 会计入这些客户。",
        customers=counted(n, "customer"),
        survival="lift.survival",
    )


def _unjudged(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{customers} still there had not been followed through the window, and without the times "
        "of the assignments it is not known whose window is over, so no customer counts. Add a "
        "timestamp to the assignments, or use {survival}.",
        "{customers}仍在但未观察满期，且缺少分组时间，无法判断谁已满期，因此所有客户均不计入。"
        "请补充分组时间，或使用 {survival}。",
        customers=counted(n, "customer"),
        survival="lift.survival",
    )


def _lost(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "Follow-up of {customers} ended before their window was over. They do not count, whereas "
        "customers who had left before do; {survival} counts both for as long as they were "
        "followed.",
        "{customers}在满期前就不再有记录，未计入，而此前已流失的客户计入；"
        "{survival} 按实际观察时间计入两者。",
        customers=counted(n, "customer"),
        survival="lift.survival",
        bears_on="claim",
    )
