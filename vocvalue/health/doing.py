"""What accounts do: how much they use, against what they used before and what they pay for."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from vocvalue.health.account_log import Flags, Floats, Ints, UsageMonths

Gaps: TypeAlias = Literal["zero", "unknown"]
GAPS: tuple[Gaps, ...] = get_args(Gaps)

RECENT = 3
"""How many months are the latest."""
LEAST_RECENT = 2
"""How many of them must be known."""
LOOK_BACK = 24
YEAR = 12
LEAST_YEAR = 6
"""How many months of a year, or of a shorter life, must be known."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Doing:
    """What accounts do on a day.

    Attributes:
        measures: The measures, by name, NaN where not known, each of shape (n,).
        last: The last month that counts, counted from January 1970; None where there is none.
        n_gaps: Months of the accounts that count without a row, of those looked back at.
    """

    measures: dict[str, Floats] = field(repr=False)
    last: int | None
    n_gaps: int


def done_by(usage: UsageMonths, *, until: np.datetime64, is_there: Flags, gaps: Gaps) -> Doing:
    """Return what accounts do, in whole months up to a day.

    Args:
        usage: The usage.
        until: The day: months that are not over by then do not count.
        is_there: Whether an account counts, shape (n,).
        gaps: Whether a month without a row, within an account's life, is one without usage or one
            of which nothing is known.
    """
    complete = int((until + np.timedelta64(1, "us")).astype("datetime64[M]").astype(np.int64)) - 1
    known = usage.month <= complete
    if not known.any():
        return Doing(measures=_unknown(usage, is_there.size), last=None, n_gaps=0)
    last = int(usage.month[known].max())
    rows = known & (usage.month > last - LOOK_BACK) & is_there[usage.account]
    used = _table(usage, usage.usage, rows, last, is_there.size)
    alive = _alive(usage, known, last, is_there)
    is_gap = np.isnan(used) & alive
    if gaps == "zero":
        used[is_gap] = 0.0
    recent = _mean(used[:, -RECENT:], LEAST_RECENT)
    before = _mean(used[:, -2 * RECENT : -RECENT], LEAST_RECENT)
    measures = {
        "usage_trend": _ratio(recent, before),
        "usage_level": _ratio(recent, _best_year(used, alive)),
    }
    if usage.features is not None:
        features = _table(usage, usage.features, rows, last, is_there.size)
        measures["features"] = _mean(features[:, -RECENT:], 1)
    if usage.users is not None and usage.seats is not None:
        measures["seats_used"] = _seats_used(usage, rows, last, is_there.size)
    return Doing(measures=measures, last=last, n_gaps=int(is_gap.sum()))


def _unknown(usage: UsageMonths, n: int) -> dict[str, Floats]:
    names = ["usage_trend", "usage_level"]
    names += [] if usage.features is None else ["features"]
    names += [] if usage.users is None or usage.seats is None else ["seats_used"]
    return {name: np.full(n, np.nan) for name in names}


def _table(usage: UsageMonths, values: Floats, rows: Flags, last: int, n: int) -> Floats:
    """Return a number of each account and month looked back at, the latest month last."""
    table = np.full((n, LOOK_BACK), np.nan)
    table[usage.account[rows], usage.month[rows] - last + LOOK_BACK - 1] = values[rows]
    return table


def _alive(usage: UsageMonths, known: Flags, last: int, is_there: Flags) -> Flags:
    """Return whether a month is in an account's life, which begins with its first row."""
    account, place = np.unique(usage.account[known], return_index=True)
    first = np.full(is_there.size, np.iinfo(np.int64).max)
    first[account] = usage.month[known][place]
    months: Ints = np.arange(last - LOOK_BACK + 1, last + 1)
    return np.asarray((months >= first[:, None]) & is_there[:, None])


def _mean(values: Floats, least: int) -> Floats:
    """Return the mean of the known months of each account, where at least so many are known."""
    n = np.count_nonzero(~np.isnan(values), axis=1)
    return np.where(n >= least, np.nansum(values, axis=1) / np.maximum(n, 1), np.nan)


def _ratio(values: Floats, base: Floats) -> Floats:
    """Return ratios, NaN where there is nothing to compare with."""
    return values / np.where(base > 0, base, np.nan)


def _best_year(used: Floats, alive: Flags) -> Floats:
    """Return the highest mean of twelve months in a row, or of a life that is shorter."""
    known = _of_years(~np.isnan(used))
    means = _of_years(np.nan_to_num(used)) / np.maximum(known, 1)
    is_whole = _of_years(alive) == YEAR
    is_whole[:, -1] |= ~is_whole.any(axis=1)
    best = np.where(is_whole & (known >= LEAST_YEAR), means, -np.inf).max(axis=1)
    return np.where(np.isfinite(best), best, np.nan)


def _of_years(values: NDArray[Any]) -> Floats:
    """Return the sums over each twelve months in a row, shape (n, months - 11)."""
    running = np.cumsum(np.pad(values.astype(np.float64), ((0, 0), (1, 0))), axis=1)
    return np.asarray(running[:, YEAR:] - running[:, :-YEAR])


def _seats_used(usage: UsageMonths, rows: Flags, last: int, n: int) -> Floats:
    if usage.users is None or usage.seats is None:
        raise TypeError("there are users and seats")
    users = _table(usage, usage.users, rows, last, n)[:, -RECENT:]
    seats = _table(usage, usage.seats, rows, last, n)[:, -RECENT:]
    both = ~np.isnan(users) & ~np.isnan(seats)
    paid = np.where(both, seats, 0.0).sum(axis=1)
    return _ratio(np.where(both, users, 0.0).sum(axis=1), paid)
