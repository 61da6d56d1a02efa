"""Which actions were completed, and when."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.kpi.insights.statuses import ActionStanding, standing
from vocvalue.results import Note
from vocvalue.results.notes import left_out, numbered
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables.dated_rows import (
    DatedColumns,
    DatedRows,
    available,
    ids_of,
    optional,
    read_dated,
)
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import reopened
from vocvalue.tables.reading.insights import Actions
from vocvalue.tables.unnamed import says_no_id

NAME = "actions"


@dataclass(frozen=True, kw_only=True, eq=False)
class Done:
    """The actions that name an insight and were not cancelled.

    Attributes:
        ids: The insight of each, shape (n,).
        at: When it was completed, NaT where it is not, shape (n,).
        value: The money that it brought, NaN where none is recorded, shape (n,).
        grade: The grade of evidence of that money as text, None where it has none, shape (n,).
        value_column: The column of the money; None where the table has none.
        rows: All rows of the table.
        notes: What was left out.
    """

    ids: nw.Series[Any] = field(repr=False)
    at: NDArray[np.datetime64] = field(repr=False)
    value: NDArray[np.float64] = field(repr=False)
    grade: NDArray[np.object_] = field(repr=False)
    value_column: str | None
    rows: DatedRows = field(repr=False)
    notes: tuple[Note, ...]


def as_timed(actions: Actions, timezone: str | None) -> Timed:
    """Return the table as one of ids and moments.

    Args:
        actions: The table, and how it is read.
        timezone: The zone that its moments are counted in.
    """
    return reopened(
        Timed,
        actions,
        customer_id=actions.insight_id,
        timestamp=actions.completed,
        timezone=timezone,
        timestamp_format=actions.timestamp_format,
    )


def read_done(actions: Actions, timezone: str | None) -> Done:
    """Read the table of actions.

    Args:
        actions: The table, and how it is read.
        timezone: The zone that its moments are counted in.

    Raises:
        DataError: A column is missing or cannot be read, a status is not known, or an action that
            is completed has no moment.
    """
    there = available(actions, name=NAME)
    status, value, evidence = (
        optional(getattr(actions, name), name, there, name=NAME)
        for name in ("status", "value", "evidence")
    )
    columns = DatedColumns(
        numbers=() if value is None else (value,),
        others=tuple(column for column in (status, evidence) if column is not None),
    )
    rows = read_dated(as_timed(actions, timezone), columns, name=NAME)
    n = rows.at.size
    ids = ids_of(rows.ids, np.ones(n, dtype=np.bool_))
    words = np.full(n, None) if status is None else rows.words(status)
    stands = standing(words, done=actions.done, column=str(status))
    has_id = ~ids.is_null().to_numpy().astype(bool)
    _refuse_undated(stands.is_done & has_id & np.isnat(rows.at), ids, actions)
    is_open = stands.is_stated & ~stands.is_done & ~stands.is_cancelled
    used = has_id & ~stands.is_cancelled
    return Done(
        ids=ids_of(ids, used),
        at=np.where(is_open, np.datetime64("NaT", "us"), rows.at)[used],
        value=(np.full(n, np.nan) if value is None else rows.numbers[value])[used],
        grade=(np.full(n, None) if evidence is None else rows.words(evidence))[used],
        value_column=value,
        rows=rows,
        notes=(
            *rows.notes,
            *_without_id(rows, actions.insight_id, int((~has_id).sum())),
            *_cancelled(int((has_id & stands.is_cancelled).sum())),
            *_open_with_date(_n_dated(stands, has_id & is_open, rows)),
        ),
    )


def within(done: Done, end: dt.datetime) -> tuple[NDArray[np.datetime64], tuple[Note, ...]]:
    """Return the moments of completion up to the end of observation, and a note on later ones.

    Args:
        done: The actions.
        end: The last moment observed.
    """
    late = done.at > np.datetime64(end, "us")
    n = int(late.sum())
    parts = {"actions": counted(n, "action")}
    notes = numbered(
        n,
        pair(
            "{actions} with a completion after the end of observation counts as not completed yet.",
            "{actions}的完成日期晚于观察期末，按尚未完成计。",
            **parts,
        ),
        pair(
            "{actions} with a completion after the end of observation count as not completed yet.",
            "{actions}的完成日期晚于观察期末，按尚未完成计。",
            **parts,
        ),
    )
    return np.where(late, np.datetime64("NaT", "us"), done.at), notes


def _n_dated(stands: ActionStanding, is_open: NDArray[np.bool_], rows: DatedRows) -> int:
    return int((is_open & stands.is_stated & ~np.isnat(rows.at)).sum())


def _refuse_undated(undated: NDArray[np.bool_], ids: nw.Series[Any], actions: Actions) -> None:
    if undated.any():
        raise DataError.bad_rows(
            "empty, though the status says completed",
            column=actions.completed,
            count=int(undated.sum()),
            first_ids=ids_of(ids, undated).head(FIRST_IDS).to_list(),
            hint="Fill in when these actions were completed.",
        )


def _without_id(rows: DatedRows, column: str, n: int) -> tuple[Note, ...]:
    if not n:
        return ()
    lacking = pair(
        "{rows} of the table actions with no {column}",
        "行动表中有 {rows}缺少 {column}",
        rows=counted(n, "row"),
        column=column,
    )
    return (*left_out(n, lacking), *says_no_id(rows.source, column, NAME))


def _cancelled(n: int) -> tuple[Note, ...]:
    return left_out(n, pair("{actions} cancelled", "{actions}已取消", actions=counted(n, "action")))


def _open_with_date(n: int) -> tuple[Note, ...]:
    parts = {"actions": counted(n, "action")}
    return numbered(
        n,
        pair(
            "{actions} has a date of completion, but its status says that it is not completed; it "
            "counts as not completed.",
            "{actions}填有完成日期，但状态显示尚未完成，按未完成计。",
            **parts,
        ),
        pair(
            "{actions} have a date of completion, but their status says that they are not "
            "completed; they count as not completed.",
            "{actions}填有完成日期，但状态显示尚未完成，按未完成计。",
            **parts,
        ),
    )
