"""What an export of one survey tool looks like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.tables.exports.cells import Cells
from vocvalue.tables.exports.sheet import Sheet

# The order of year, month and day where a text does not begin with the year.
Order: TypeAlias = Literal["ymd", "mdy"]
Reason: TypeAlias = Literal["test", "spam", "unfinished"]
REASONS: tuple[Reason, ...] = ("test", "spam", "unfinished")


def _none(_: Sheet) -> Mapping[Reason, NDArray[np.bool_]]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What an export of one survey tool looks like.

    Attributes:
        name: What the layout is called.
        sheet: Reads the headings of cells from a file, and refuses those of another layout.
        timestamp: The names that the column of the submission may have; the first that is there.
        response_id: The names of the column of the response's own id.
        channel: The names of the column of the way that a response came in by.
        order: Whether times begin with the year only, or the month may come first.
        zone: The zone of the times, where the tool fixes it.
        separator: What separates several answers in one cell, where the tool fixes it.
        blanks: Texts that mean that a question was not answered.
        unchosen: Texts in the column of one choice that mean that it was not chosen.
        left_out: Tells the rows that are no answers of customers.
    """

    name: str
    sheet: Callable[[Cells, str], Sheet]
    timestamp: tuple[str, ...] = ()
    response_id: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    order: Order = "ymd"
    zone: str | None = None
    separator: str | None = None
    blanks: frozenset[str] = frozenset()
    unchosen: frozenset[str] = frozenset({"0", "FALSE", "False", "false"})
    left_out: Callable[[Sheet], Mapping[Reason, NDArray[np.bool_]]] = _none
