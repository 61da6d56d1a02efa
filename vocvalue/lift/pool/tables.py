"""The tables of one pool compared with one another: their customer ids, dates and times."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.errors import DataError
from vocvalue.lift.pool.looking import Findings
from vocvalue.link.lookup import placed
from vocvalue.results import Note
from vocvalue.tables.alerts import DAY_END
from vocvalue.tables.sources import collect


def check_together(findings: Sequence[Findings]) -> tuple[Note, ...]:
    """Refuse customers whose ids are spelled differently in two tables of a pool.

    The customers of the smaller of two tables are looked up in the larger.

    Args:
        findings: What the rules found, with the customers examined.

    Raises:
        DataError: As for `link.gate.check_look_up`; or the ids have two types and none is shared.
    """
    customers: dict[str, nw.LazyFrame[Any]] = {}
    for found in findings:
        if found.table is not None and found.customers is not None:
            customers.setdefault(found.table, found.customers)
    types = {name: next(iter(frame.collect_schema().dtypes())) for name, frame in customers.items()}
    # Only text can be spelled differently.
    if len(customers) < 2 or all(dtype.is_numeric() for dtype in types.values()):
        return ()
    ids = {name: _ids(frame) for name, frame in customers.items()}
    pairs = itertools.combinations(sorted(ids, key=lambda name: len(ids[name])), 2)
    return tuple(note for fewer, more in pairs for note in _checked(ids, fewer, more))


def at_end_of_day(
    findings: Mapping[str, Findings],
) -> tuple[dict[str, Findings], tuple[Note, ...]]:
    """Return the findings, with dates counted as the end of the day if another table has times."""
    days = {found.table for found in findings.values() if found.has_days_only}
    if not days or not any(found.has_clock for found in findings.values()):
        return dict(findings), ()
    moved = {name: _at_end(found) for name, found in findings.items()}
    return moved, tuple(_dated(str(name)) for name in sorted(map(str, days)))


def _at_end(found: Findings) -> Findings:
    if not found.has_days_only:
        return found
    fired = replace(found.fired, at=found.fired.at + np.timedelta64(DAY_END))
    return replace(found, fired=fired)


def _ids(customers: nw.LazyFrame[Any]) -> nw.Series[Any]:
    table = nw.maybe_reset_index(collect(customers.unique()))
    return table[table.columns[0]]


def _checked(ids: Mapping[str, nw.Series[Any]], fewer: str, more: str) -> tuple[Note, ...]:
    places, notes = placed(ids[fewer], ids[more], name=more)
    kinds = ids[fewer].dtype, ids[more].dtype
    if (places >= 0).any() or kinds[0] == kinds[1]:
        return notes
    raise DataError(
        f"the customer ids of {fewer} are {kinds[0]}, and those of {more} are {kinds[1]}: no id is "
        "in both tables. Give both tables the same ids."
    )


def _dated(name: str) -> Note:
    return Note.of(
        "The table {table} has dates without a time of day, while other tables have times. Each "
        "date counts as the end of its day.",
        "表 {table} 只有日期、没有具体时间，而其他表有具体时间：每个日期按当天结束计。",
        table=name,
        bears_on="reading",
    )
