"""The segment of each customer: by the bands of a scale, or by the labels of a column."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.results import Note
from vocvalue.survey.scores.scale import Scale, whole_scores
from vocvalue.tables.categories import key
from vocvalue.tables.labels import Labels

Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentCodes:
    """Each customer's segment; where a column holds the segments, it also serves as the score.

    Attributes:
        names: The names of the segments, in order.
        cell: The index of each customer's score, shape (n,).
        segment_of: The index of the segment that each score belongs to.
        is_ordered: Whether the segments have an order, so that a link can be reversed.
        notes: Notes on the segments' names.
    """

    names: tuple[str, ...]
    cell: Codes = field(repr=False)
    segment_of: Codes
    is_ordered: bool
    notes: tuple[Note, ...] = ()


def of_scale(
    scale: Scale, scores: Any, ids: nw.Series[Any] | None, *, called: str = "score"
) -> SegmentCodes:
    """Return the segments that the bands of a scale define; they are ordered."""
    cell = whole_scores(scores, scale, ids=ids, called=called)
    every = np.arange(scale.low, scale.high + 1)
    return SegmentCodes(
        names=scale.labels,
        cell=cell - scale.low if scale.low else cell,
        segment_of=scale.positions(every),
        is_ordered=True,
    )


def of_labels(
    labels: Labels, order: Sequence[object] | None, ids: nw.Series[Any] | None
) -> SegmentCodes:
    """Return the segments that a column holds.

    The segments are ordered if `order` or the column's type gives an order, or if they are numbers
    or words of a known scale; see `tables.label_order`.

    Raises:
        DataError: Some rows have no segment.
        ParameterError: `order` leaves out a segment, or names one twice.
    """
    rows = labels.missing()
    if rows.size:
        raise DataError.bad_rows(
            "without a segment",
            column=labels.column,
            count=rows.size,
            first_ids=_first(rows, ids),
            hint="Fill them in, or remove these rows first.",
        )
    own = SegmentCodes(
        names=labels.names,
        cell=labels.codes,
        segment_of=np.arange(len(labels.names), dtype=np.int64),
        is_ordered=labels.is_ordered,
        notes=labels.near_alike,
    )
    return own if order is None else _ordered(own, labels.column, tuple(map(key, order)))


def _ordered(own: SegmentCodes, column: str, order: tuple[str, ...]) -> SegmentCodes:
    unknown = [name for name in own.names if name not in order]
    if unknown:
        raise ParameterError(
            f"order == {list(order)!r} leaves out {', '.join(map(repr, unknown))}, which column "
            f"{column!r} also holds."
        )
    if len(set(order)) < len(order):
        raise ParameterError(f"order == {list(order)!r} names a segment twice.")
    places = np.array([order.index(name) for name in own.names], dtype=np.int64)
    return replace(own, names=order, segment_of=places, is_ordered=True)


def _first(rows: Codes, ids: nw.Series[Any] | None) -> list[Any]:
    first = rows[:FIRST_IDS].tolist()
    return [f"row {row}" for row in first] if ids is None else [ids[row] for row in first]
