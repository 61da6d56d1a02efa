"""What is known of customers, cut into parts that can be shared: ranges and labels."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue.clv.special import Array
from vocvalue.effects.covariates import missing
from vocvalue.tables.labels import labels_of

PARTS = 4
"""Numbers are cut at their quartiles."""
FEW = 6
"""Numbers of so few different values are labels."""
MANY = 50
"""A column of more labels than these tells customers apart, and not groups of them."""

Codes = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class ColumnPart:
    """A part of a column: a range of numbers, a label, or no value.

    Attributes:
        column: The column.
        label: The label; None for a range, and for no value.
        above: The number that values are above, None where there is no such end.
        up_to: The number that values are at most, likewise.
        is_missing: Whether it is the rows without a value.
        is_day: Whether the numbers are days since 1970-01-01.
    """

    column: str
    label: str | None = None
    above: float | None = None
    up_to: float | None = None
    is_missing: bool = False
    is_day: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class CutColumn:
    """A column cut into parts.

    Attributes:
        parts: The parts.
        codes: The part of each customer, shape (n,).
        order: The values as numbers for a rank, None where they are labels, shape (n,).
    """

    parts: tuple[ColumnPart, ...]
    codes: Codes = field(repr=False)
    order: Array | None = field(repr=False)


def cut(name: str, values: NDArray[Any], *, is_day: bool = False) -> CutColumn | None:
    """Return a column cut into parts; None where it says nothing, or is as good as an id.

    Args:
        name: The column.
        values: Numbers, NaN where missing, or texts, None where missing, shape (n,).
        is_day: Whether the numbers are days since 1970-01-01.

    Examples:
        >>> ages = cut("age", np.array([20.0, 30, 40, 50, 60, 70, 80, np.nan]))
        >>> [(part.above, part.up_to) for part in ages.parts]
        [(None, 35.0), (35.0, 50.0), (50.0, 65.0), (65.0, None), (None, None)]
        >>> ages.codes.tolist()
        [0, 0, 1, 1, 2, 3, 3, 4]
    """
    gone = missing(values)
    if gone.all():
        return None
    is_number = values.dtype.kind == "f"
    if is_number and len(np.unique(values[~gone])) > FEW:
        parts, codes = _ranges(name, values, gone, is_day=is_day)
    else:
        labels = labels_of(values, name=name)
        if len(labels.names) > MANY:
            return None
        parts = [ColumnPart(column=name, label=label) for label in labels.names]
        codes = labels.codes
    if gone.any():
        codes = np.where(gone, len(parts), codes)
        parts = [*parts, ColumnPart(column=name, is_missing=True)]
    if len(parts) < 2:
        return None
    return CutColumn(parts=tuple(parts), codes=codes, order=values if is_number else None)


def _ranges(
    name: str, values: Array, gone: NDArray[np.bool_], *, is_day: bool
) -> tuple[list[ColumnPart], Codes]:
    shares = np.arange(1, PARTS) / PARTS
    known = values[~gone]
    cuts = np.unique(np.quantile(known, shares))
    cuts = cuts[cuts < known.max()]
    ends = [None, *cuts.tolist(), None]
    parts = [
        ColumnPart(column=name, above=low, up_to=high, is_day=is_day)
        for low, high in pairwise(ends)
    ]
    return parts, np.searchsorted(cuts, np.where(gone, 0.0, values)).astype(np.int64)
