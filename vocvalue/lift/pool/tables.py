"""The tables of one pool held against one another: their customers, and days beside moments."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.errors import DataError
from vocvalue.lift.pool.looking import Found
from vocvalue.link.lookup import placed
from vocvalue.results import Note
from vocvalue.tables.alerts import DAY_END
from vocvalue.tables.sources import collect


def check_together(found: Sequence[Found]) -> tuple[Note, ...]:
    """Refuse customers whom two tables of a pool have under ids that are written otherwise.

    Of two tables the customers of the smaller one are looked up in the larger.

    Args:
        found: What the rules found, with the customers that they looked at.

    Raises:
        DataError: As in `link.gate.check_look_up`; or the ids are of two types and none is shared.
    """
    customers: dict[str, nw.LazyFrame[Any]] = {}
    for one in found:
        if one.table is not None and one.customers is not None:
            customers.setdefault(one.table, one.customers)
    types = {name: next(iter(frame.collect_schema().dtypes())) for name, frame in customers.items()}
    # Only text can be written otherwise.
    if len(customers) < 2 or all(dtype.is_numeric() for dtype in types.values()):
        return ()
    ids = {name: _ids(frame) for name, frame in customers.items()}
    pairs = itertools.combinations(sorted(ids, key=lambda name: len(ids[name])), 2)
    return tuple(note for fewer, more in pairs for note in _checked(ids, fewer, more))


def at_end_of_day(found: Mapping[str, Found]) -> tuple[dict[str, Found], tuple[Note, ...]]:
    """Return what was found, with days beside moments of another table counted as their end."""
    days = {one.table for one in found.values() if one.has_days_only}
    if not days or not any(one.has_clock for one in found.values()):
        return dict(found), ()
    moved = {
        name: replace(one, fired=replace(one.fired, at=one.fired.at + np.timedelta64(DAY_END)))
        if one.has_days_only
        else one
        for name, one in found.items()
    }
    return moved, tuple(_dated(str(name)) for name in sorted(map(str, days)))


def _ids(customers: nw.LazyFrame[Any]) -> nw.Series[Any]:
    table = nw.maybe_reset_index(collect(customers.unique()))
    return table[table.columns[0]]


def _checked(ids: Mapping[str, nw.Series[Any]], fewer: str, more: str) -> tuple[Note, ...]:
    places, notes = placed(ids[fewer], ids[more], name=more)
    kinds = ids[fewer].dtype, ids[more].dtype
    if (places >= 0).any() or kinds[0] == kinds[1]:
        return notes
    raise DataError(
        f"the customers of {fewer} are {kinds[0]}, and those of {more} are {kinds[1]}: no id of "
        "one is found in the other. Give both tables the same ids."
    )


def _dated(name: str) -> Note:
    return Note.of(
        f"The table {name} carries dates without a time of day, beside moments of another: each "
        "counts as the end of its day.",
        f"表 {name} 只有日期、没有时刻，而其他表有时刻：每个日期按当天结束计。",
    )
