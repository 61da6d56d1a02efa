"""Moments that lie far from all others: typed wrong, or standing for none."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS
from vocvalue.results import Note
from vocvalue.results.numerals import by_number, counted
from vocvalue.results.spans import date, length
from vocvalue.results.texts import Text, listed, pair, sentences
from vocvalue.showing import shown
from vocvalue.tables import years
from vocvalue.tables.sources import collect, count

# Logs that span less than this have no moment that is far from the others by the rule below.
SPAN = dt.timedelta(days=8 * 365.25)
GAP = dt.timedelta(days=2 * 365.25)
FEW = 0.01
LATEST_BEYOND = dt.timedelta(days=90)
MONTH = "_vv_month"


@dataclass(frozen=True, kw_only=True)
class FarMoments:
    """What lies far from all other moments of a table.

    Attributes:
        end: The last moment of the others, where some lie far behind them; None where none does.
        notes: What lies far from them, and what became of it.
    """

    end: dt.datetime | None = None
    notes: tuple[Note, ...] = ()


def far_moments(
    lines: nw.LazyFrame[Any],
    *,
    time: str,
    names: tuple[str, str],
    first: dt.datetime,
    last: dt.datetime,
) -> FarMoments:
    """Return which moments lie far from all others.

    They do so when a gap without any line is longer than two years and than all of the time that
    the others span, and at most one line in a hundred lies beyond it. The months are counted in the
    engine, and only where the table spans more than eight years.

    Args:
        lines: The lines of the table.
        time: Its column of wall-clock times.
        names: The caller's columns of the customer and of the time.
        first: The earliest time.
        last: The latest time.

    Raises:
        DataError: The times span more than 1,000 years.
    """
    cut = _far(lines, time, names, (first, last))
    if cut is None:
        return FarMoments()
    if not cut.is_late:
        return FarMoments(notes=(_as_it_stands(cut, first, "order line"),))
    others = lines.filter(nw.col(time) < nw.lit(cut.start))
    table = collect(others.select(nw.col(time).max().alias("_vv_end")))
    end = pd.Timestamp(table["_vv_end"].item()).to_pydatetime(warn=False)
    return FarMoments(end=end, notes=(_late(cut, last, end),))


def far_answers(
    rows: nw.LazyFrame[Any],
    *,
    time: str,
    names: tuple[str | None, str],
    first: dt.datetime,
    last: dt.datetime,
) -> tuple[Note, ...]:
    """Note which answers lie far from all others, by the rule of `far_moments`.

    Args:
        rows: The rows of the table.
        time: Its column of wall-clock times.
        names: The caller's columns of the customer, None of anonymous answers, and of the time.
        first: The earliest time.
        last: The latest time.

    Raises:
        DataError: The times span more than 1,000 years.
    """
    cut = _far(rows, time, names, (first, last))
    if cut is None:
        return ()
    return (_as_it_stands(cut, last if cut.is_late else first, "response"),)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Where the lines that lie far from all others begin, or where they end.

    Attributes:
        start: The first moment behind the gap.
        is_late: Whether the few lie behind it.
        n: How many they are.
        years: The length of the gap.
        who: The first customers of them for a reader; empty where nobody can be named.
    """

    start: dt.datetime
    is_late: bool
    n: int
    years: float
    who: tuple[str, ...] = ()


def _far(
    lines: nw.LazyFrame[Any],
    time: str,
    names: tuple[str | None, str],
    ends: tuple[dt.datetime, dt.datetime],
) -> Cut | None:
    """Return where lines lie far from all others, or None where none does."""
    customer, column = names
    years.refuse_long(lines, time, (customer or column, column), ends)
    cut = None if ends[1] - ends[0] <= SPAN else _cut(lines, time)
    if cut is None or customer is None:
        return cut
    far = nw.col(time) >= nw.lit(cut.start) if cut.is_late else nw.col(time) < nw.lit(cut.start)
    ids = collect(lines.filter(far).select(customer).head(FIRST_IDS))[customer].to_list()
    return replace(cut, who=tuple(dict.fromkeys(map(shown, ids))))


def _cut(lines: nw.LazyFrame[Any], time: str) -> Cut | None:
    starts, n = _months(lines, time)
    gaps = np.diff(starts)
    place = int(np.argmax(gaps))
    before, after = int(n[: place + 1].sum()), int(n[place + 1 :].sum())
    is_late = after < before
    others = starts[: place + 1] if is_late else starts[place + 1 :]
    gap, span = pd.Timedelta(gaps[place]), pd.Timedelta(others[-1] - others[0])
    few = min(before, after)
    if gap <= max(GAP, span) or few > FEW * (before + after):
        return None
    start = pd.Timestamp(starts[place + 1]).to_pydatetime(warn=False)
    return Cut(start=start, is_late=is_late, n=few, years=gap.days / 365.25)


def beyond(end: dt.datetime | None, first: dt.datetime, last: dt.datetime) -> tuple[Note, ...]:
    """Note an observation end far beyond the last order: silence until then is read as leaving.

    Args:
        end: The observation end as named, or None.
        first: The first order.
        last: The last order.
    """
    if end is None or end - last <= max(LATEST_BEYOND, (last - first) / 4):
        return ()
    return (
        Note.of(
            "The observation ends on {end}, {days} after the last order on {last}. If orders "
            "were not recorded up to that date, the gap is taken for customers leaving.",
            "观察期末为{end}，比最后一笔订单（{last}）晚 {days}。若订单并未记录到那时，这段空白"
            "会被当作客户流失。",
            end=date(end),
            days=length((end - last).days, "day"),
            last=date(last),
        ),
    )


def after_today(
    lines: nw.LazyFrame[Any],
    *,
    time: str,
    last: dt.datetime,
    now: Callable[[], dt.datetime] = dt.datetime.now,
) -> tuple[Note, ...]:
    """Note lines with a time after today, in the widest zone.

    Args:
        lines: The lines of the table.
        time: Its column of wall-clock times.
        last: The latest time.
        now: The clock.
    """
    tomorrow = now() + dt.timedelta(days=1)
    if last <= tomorrow:
        return ()
    n = count(lines.filter(nw.col(time) > nw.lit(tomorrow)))
    return Note.counted(
        n,
        "The table has {lines} dated after today, the last on {last}. Check how the times were "
        "read.",
        "{lines}的时间晚于今天（最晚为{last}），请检查时间的读取格式。",
        lines=counted(n, "order line"),
        last=date(last),
        bears_on="reading",
    )


def _months(
    lines: nw.LazyFrame[Any], time: str
) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    """Return the months that have lines, in order, and how many lines each has."""
    given = lines.filter(~nw.col(time).is_null())
    month = nw.col(time).dt.truncate("1mo").alias(MONTH)
    table = collect(given.with_columns(month).group_by(MONTH).agg(nw.len().alias("_vv_n")))
    starts = np.asarray(table[MONTH].to_numpy(), dtype="datetime64[us]")
    n = table["_vv_n"].to_numpy().astype(np.int64)
    order = np.argsort(starts)
    return starts[order], n[order]


def _late(cut: Cut, last: dt.datetime, end: dt.datetime) -> Note:
    ends = pair(
        "The observation is taken to end with the other rows, on {end}; to set another end, "
        "pass observation_end=.",
        "观察期末按其余记录取为{end}；如需另行指定，请用 observation_end=。",
        end=date(end),
    )
    said = sentences(_far_apart(cut, last, "order line"), _first_customers(cut), ends)
    return Note(said=said, count=cut.n)


def _as_it_stands(cut: Cut, end: dt.datetime, noun: str) -> Note:
    """Note lines that are counted, however far they lie; `end` is the farthest of them."""
    advice = pair(
        "These rows were used as they are: correct their times, or remove them.",
        "目前仍按原样计入，请更正时间或剔除该行。",
    )
    said = sentences(_far_apart(cut, end, noun), _first_customers(cut), advice)
    return Note(said=said, count=cut.n)


def _far_apart(cut: Cut, farthest: dt.datetime, noun: str) -> Text:
    rows, years = counted(cut.n, noun), length(round(cut.years), "year")
    if cut.is_late:
        return pair(
            "The table has {rows} dated {years} after all others, the last on {farthest}.",
            "{rows}比其余记录晚 {years}，最晚为 {farthest}。",
            rows=rows,
            years=years,
            farthest=date(farthest),
        )
    return pair(
        "The table has {rows} dated {years} before all others, the first on {farthest}.",
        "{rows}比其余记录早 {years}，最早为 {farthest}。",
        rows=rows,
        years=years,
        farthest=date(farthest),
    )


def _first_customers(cut: Cut) -> Text | None:
    if not cut.who:
        return None
    return by_number(
        len(cut.who),
        pair("The customer is {who}.", "涉及客户 {who}。", who=listed(cut.who)),
        pair("The first customers are {who}.", "前几位客户为 {who}。", who=listed(cut.who)),
    )
