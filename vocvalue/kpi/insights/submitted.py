"""The insights that count: major ones, with an id and a moment, each once."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables.dated_rows import DatedColumns, available, ids_of, optional, read_dated
from vocvalue.tables.labels import Labels, rows_of
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import reopened
from vocvalue.tables.reading.insights import Insights
from vocvalue.tables.truth import as_truth
from vocvalue.tables.unnamed import says_no_id

NAME = "insights"
MAJOR = "1 says that the insight is a major one."


@dataclass(frozen=True, kw_only=True, eq=False)
class Submitted:
    """The insights that count, and all that there are.

    Attributes:
        ids: The ids of those that count, shape (n,).
        at: When each was submitted, shape (n,).
        department: Their departments; None where the table has none.
        every_id: The ids of all rows.
        notes: What was left out.
    """

    ids: nw.Series[Any] = field(repr=False)
    at: NDArray[np.datetime64] = field(repr=False)
    department: Labels | None = field(repr=False)
    every_id: nw.Series[Any] = field(repr=False)
    notes: tuple[Note, ...]


def as_timed(insights: Insights, timezone: str | None) -> Timed:
    """Return the table as one of ids and moments.

    Args:
        insights: The table, and how it is read.
        timezone: The zone that its moments are counted in.
    """
    return reopened(
        Timed,
        insights,
        customer_id=insights.insight_id,
        timestamp=insights.submitted,
        timezone=timezone,
        timestamp_format=insights.timestamp_format,
    )


def read_submitted(insights: Insights, timezone: str | None) -> Submitted:
    """Read the table of insights.

    Args:
        insights: The table, and how it is read.
        timezone: The zone that its moments are counted in.

    Raises:
        DataError: A column is missing or cannot be read, an insight occurs twice, or none counts.
    """
    there = available(insights, name=NAME)
    major = optional(insights.major, "major", there, name=NAME)
    department = optional(insights.department, "department", there, name=NAME)
    others = tuple(column for column in (major, department) if column is not None)
    rows = read_dated(as_timed(insights, timezone), DatedColumns(others=others), name=NAME)
    ids = ids_of(rows.ids, np.ones(rows.at.size, dtype=np.bool_))
    truth = (
        np.ones(len(ids))
        if major is None
        else as_truth(rows.plain(major), column=major, meaning=MAJOR, ids=ids)
    )
    has_id, has_time = ~ids.is_null().to_numpy().astype(bool), ~np.isnat(rows.at)
    _refuse_repeated(ids_of(ids, has_id))
    counts = has_id & has_time & (truth == 1)
    if not counts.any():
        raise _none_counts(len(ids), has_id, has_time, major)
    return Submitted(
        ids=ids_of(ids, counts),
        at=rows.at[counts],
        department=None if department is None else rows_of(rows.labels(department), counts),
        every_id=ids,
        notes=(
            *rows.notes,
            *_without(int((~has_id).sum()), insights.insight_id),
            *(says_no_id(rows.source, insights.insight_id, NAME) if not has_id.all() else ()),
            *_without(int((has_id & ~has_time).sum()), insights.submitted),
            *_minor(int((has_id & has_time & (truth == 0)).sum())),
            *_without(int((has_id & has_time & np.isnan(truth)).sum()), str(major)),
        ),
    )


def _refuse_repeated(ids: nw.Series[Any]) -> None:
    n = len(ids) - int(ids.n_unique())
    if n:
        again = ids.filter(ids.is_duplicated()).unique().sort()
        raise DataError.bad_rows(
            "of the table insights repeat an insight",
            column=str(ids.name),
            count=n,
            first_ids=again.head(FIRST_IDS).to_list(),
            hint="One row per insight is needed.",
        )


def _none_counts(
    n: int, has_id: NDArray[np.bool_], has_time: NDArray[np.bool_], major: str | None
) -> DataError:
    if not n:
        return DataError("the table insights has no rows. At least one insight is needed.")
    minor = "" if major is None else f", the others are not major by column {major!r}"
    return DataError(
        f"none of the {n:,} rows of the table insights can be used: {int((~has_id).sum()):,} have "
        f"no id, {int((has_id & ~has_time).sum()):,} no moment of submission{minor}."
    )


def _without(n: int, column: str) -> tuple[Note, ...]:
    rows = pair(
        "{rows} of the table insights with no {column}",
        "洞察表中有 {rows}缺少 {column}",
        rows=counted(n, "row"),
        column=column,
    )
    return left_out(n, rows)


def _minor(n: int) -> tuple[Note, ...]:
    minor = pair(
        "{insights} not marked as major",
        "{insights}未标记为重大洞察",
        insights=counted(n, "insight"),
    )
    return left_out(n, minor)
