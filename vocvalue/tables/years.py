"""Years that no order and no answer can be of: they stand for no time, or were typed wrong."""

import datetime as dt
from typing import Any

import narwhals as nw

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.tables.sources import collect, count

# A year outside stands for "never", as 0001 and 9999 do in many systems.
FIRST, NEVER = 1000, 9000
LONGEST = dt.timedelta(days=1000 * 365.25)
STANDS_FOR_NONE = f"with a year before {FIRST} or from {NEVER} on, which is not a valid time"
HINT = "Leave the cell empty, or correct it."


def refuse_never(frame: nw.LazyFrame[Any], time: str, names: tuple[str, str]) -> None:
    """Refuse times that stand for none, before an engine hands one over that Python does not have.

    Args:
        frame: The table.
        time: Its column of wall-clock times.
        names: The caller's columns of the customer and of the time.

    Raises:
        DataError: There are such times.
    """
    low, high = (nw.lit(dt.datetime(year, 1, 1)) for year in (FIRST, NEVER))  # noqa: DTZ001
    odd = frame.filter((nw.col(time) < low) | (nw.col(time) >= high))
    n = count(odd)
    if n:
        raise _bad(odd, names, n, STANDS_FOR_NONE)


def refuse_long(
    frame: nw.LazyFrame[Any],
    time: str,
    names: tuple[str, str],
    ends: tuple[dt.datetime, dt.datetime],
) -> None:
    """Refuse times that span more than 1,000 years, naming the fewer rows of the two ends.

    Args:
        frame: The table.
        time: Its column of wall-clock times.
        names: The caller's columns of the customer and of the time.
        ends: The first time and the last.

    Raises:
        DataError: They span more.
    """
    first, last = ends
    if last - first <= LONGEST:
        return
    middle = nw.lit(first + (last - first) / 2)
    halves = [frame.filter(nw.col(time) < middle), frame.filter(nw.col(time) >= middle)]
    n, odd = min(((count(half), half) for half in halves), key=lambda it: it[0])
    span = f"by which the times span {last.year - first.year:,} years ({first:%Y-%m-%d} to"
    raise _bad(odd, names, n, f"{span} {last:%Y-%m-%d})")


def _bad(odd: nw.LazyFrame[Any], names: tuple[str, str], n: int, what: str) -> DataError:
    customer, column = names
    ids = collect(odd.select(customer).head(FIRST_IDS))[customer].to_list()
    return DataError.bad_rows(what, column=column, count=n, first_ids=ids, hint=HINT)
