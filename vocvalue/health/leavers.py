"""When accounts left, and what speaks against it."""

from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.health import table_notes as notes
from vocvalue.health.account_log import Moments, UsageMonths
from vocvalue.health.matching import Placed
from vocvalue.results import Note
from vocvalue.tables.moment_rows import MomentRows


def left_at(
    rows: MomentRows | None, where: Placed | None, since: Moments, ids: nw.Series[Any]
) -> tuple[Moments, tuple[Note, ...]]:
    """Return when each account left first, NaT where it did not, and notes.

    Args:
        rows: The rows of the table of those that left; None without one.
        where: The account of each row.
        since: When each account became a customer, NaT where not known, shape (n,).
        ids: The ids of the accounts.

    Raises:
        DataError: An account left before it became a customer.
    """
    left = np.full(since.size, np.datetime64("NaT", "us"))
    if rows is None or where is None:
        return left, ()
    at = rows.at["left"]
    kept = (where.place >= 0) & ~np.isnat(at)
    order = np.flatnonzero(kept)[np.argsort(at[kept], kind="stable")[::-1]]
    left[where.place[order]] = at[order]  # the earliest is written last
    early = left < since
    if early.any():
        raise DataError.bad_rows(
            "before the account became a customer",
            column=str(rows.ids.name),
            count=int(early.sum()),
            first_ids=ids.filter(early.tolist())[:FIRST_IDS].to_list(),
            hint="Correct the day on which it left, or since when it is a customer.",
        )
    n_again = int(kept.sum()) - int((~np.isnat(left)).sum())
    no_time = int(((where.place >= 0) & np.isnat(at)).sum())
    return left, (*notes.left_again(n_again), *notes.left_no_day(no_time))


def n_used_after(usage: UsageMonths, left: Moments) -> int:
    """Return how many accounts have usage in a month after that in which they left.

    Args:
        usage: The usage.
        left: When each account left, NaT where it did not, shape (n,).
    """
    month = left.astype("datetime64[M]").astype(np.int64)
    after = (usage.month > month[usage.account]) & ~np.isnat(left)[usage.account]
    return int(np.unique(usage.account[after & (usage.usage > 0)]).size)
