"""How many other problems a moment has met: who meets one problem often meets several at once."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.issues.moments.problems import ToldProblems

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

OTHERS = "log_other_problems"
"""The feature that holds their number."""


def n_others(problems: ToldProblems, at: CustomerMoments, met: Flags) -> Floats:
    """Return how many problems each moment has met besides the one that is asked about.

    Args:
        problems: All problems.
        at: The moments.
        met: Whether the problem that is asked about was met at each, shape (m,).

    Returns:
        Those told of the same order where orders are named, or else at the same moment, shape (m,).
    """
    n = _of_orders(problems, at) if problems.by_order else _told_together(problems, at)
    return np.asarray(n - met, dtype=np.float64)


def other_moments(problems: ToldProblems, topic: str, *, since: float, until: float) -> Ints:
    """Return rows at which customers told of other problems than a topic, each moment once.

    Args:
        problems: All problems.
        topic: The topic.
        since: The first moment that is wanted.
        until: The last moment that is wanted.

    Returns:
        The places of the rows, of which the order is known.
    """
    is_other = problems.topic != problems.topics.index(topic)
    is_there = (problems.day >= since) & (problems.day <= until) & (problems.order >= 0)
    rows = np.flatnonzero(is_other & is_there)
    # Rows are sorted by customer and moment.
    again = (np.diff(problems.customer[rows]) == 0) & (np.diff(problems.day[rows]) == 0)
    return rows[np.concatenate([[True], ~again])] if rows.size else rows


def _of_orders(problems: ToldProblems, at: CustomerMoments) -> Ints:
    known = problems.order >= 0
    pairs = np.unique(np.stack([problems.order[known], problems.topic[known]]), axis=1)
    size = 1 + int(max(at.order.max(initial=0), pairs[0].max(initial=0)))
    return np.asarray(np.bincount(pairs[0], minlength=size)[at.order], dtype=np.int64)


def _told_together(problems: ToldProblems, at: CustomerMoments) -> Ints:
    until = problems.n_before(at.customer, at.day, inclusive=True)
    return until - problems.n_before(at.customer, at.day)
