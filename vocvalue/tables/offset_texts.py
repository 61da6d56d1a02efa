"""Texts of moments that say how far they are ahead of UTC: "2024-01-15T08:00:00+08:00", or Z."""

import re
from typing import Any

import narwhals as nw

from vocvalue.tables.sources import collect

# What follows the clock: Z, UTC, +08, +0800 or +08:00.
OFFSET = r" ?(?:Z|UTC|[+-](?:0\d|1[0-8])(?::?[0-5]\d)?)"
ENDS_SO = rf"\d{OFFSET}$"
PARTS = re.compile(r"([+-])(\d\d):?(\d\d)?$")
LONGEST = len("+08:00")
BASE, END = "_vv_base", "_vv_end"


def are_in(frame: nw.LazyFrame[Any], column: str) -> bool:
    """Whether the first time of a column of texts says how far it is ahead of UTC."""
    text = nw.col(column)
    given = collect(frame.filter(~text.is_null(), text != "").select(column).head(1))
    return any(is_one(text) for text in given[column].to_list())


def is_one(text: str) -> bool:
    """Whether a text ends in an offset after a clock.

    Examples:
        >>> [is_one(it) for it in ("2024-01-15T08:00Z", "2024-01-15", "2024-01-15 08:00:00 +0800")]
        [True, False, True]
    """
    return ":" in text and re.search(ENDS_SO, text) is not None


def split(frame: nw.LazyFrame[Any], column: str) -> nw.LazyFrame[Any]:
    """Add the texts without their offsets, and their ends, of which the offset is the last part."""
    text = nw.col(column)
    is_utc = text.str.ends_with("Z") | text.str.ends_with("UTC")
    end = nw.when(is_utc).then(nw.lit("Z")).otherwise(text.str.slice(-LONGEST))
    return frame.with_columns(text.str.replace_all(rf"{OFFSET}$", "").alias(BASE), end.alias(END))


def minutes(text: str) -> int:
    """Return how many minutes ahead of UTC the end of a text says that it is.

    Examples:
        >>> minutes("Z"), minutes("0+0530"), minutes(":00-08")
        (0, 330, -480)
    """
    parts = PARTS.search(text)
    if parts is None:
        return 0
    sign, hours, rest = parts.groups()
    return (-1 if sign == "-" else 1) * (60 * int(hours) + int(rest or 0))


def in_utc(frame: nw.LazyFrame[Any], time: str) -> nw.LazyFrame[Any]:
    """Return a split table with its times turned to UTC, each by its own offset."""
    ends = collect(frame.select(END).unique())[END].to_list()
    ahead: dict[int, list[str]] = {}
    for end in ends:
        if isinstance(end, str):
            ahead.setdefault(minutes(end), []).append(end)
    utc = at = nw.col(time)
    for shift, theirs in sorted(ahead.items()):
        if shift:
            moved = at.dt.offset_by(f"{-shift}m")
            utc = nw.when(nw.col(END).is_in(theirs)).then(moved).otherwise(utc)
    return frame.with_columns(utc.alias(time)).drop(BASE, END)
