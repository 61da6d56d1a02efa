"""The tickets that count, each followed until it was closed or to the end of observation."""

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.kpi.tickets import desk_notes as notes
from vocvalue.kpi.tickets.cases import in_days
from vocvalue.results import Note
from vocvalue.tables.labels import Labels
from vocvalue.tables.moment_rows import MomentColumns, MomentRows
from vocvalue.tables.tickets import TICKET_ID

Moments: TypeAlias = NDArray[np.datetime64]
Flags: TypeAlias = NDArray[np.bool_]

NEVER = np.datetime64("NaT", "us")
MEND = "Correct these moments, or leave these tickets out."


@dataclass(frozen=True, kw_only=True, eq=False)
class Desk:
    """The tickets of a desk, in the order of their table.

    Attributes:
        customer_id: The customer of each, shape (n,).
        opened: When each was opened, shape (n,).
        closed: When it was closed for good so far, NaT while it is open, shape (n,).
        contacted: When the customer was first contacted, NaT if not yet, shape (n,); None where the
            table does not say.
        was_closed: Whether it was ever closed, shape (n,).
        was_reopened: Whether it was opened again, shape (n,); None where the table does not say.
        team: The teams; None where the table names none.
        topic: The topics; None where the table names none.
        end: The end of observation.
        has_days_only: Whether all moments are days without a time of the day.
        notes: What was left out.
    """

    customer_id: nw.Series[Any] = field(repr=False)
    opened: Moments = field(repr=False)
    closed: Moments = field(repr=False)
    contacted: Moments | None = field(repr=False)
    was_closed: Flags = field(repr=False)
    was_reopened: Flags | None = field(repr=False)
    team: Labels | None = field(repr=False)
    topic: Labels | None = field(repr=False)
    end: np.datetime64
    has_days_only: bool
    notes: tuple[Note, ...]

    @property
    def n(self) -> int:
        """The number of tickets."""
        return self.opened.size

    @property
    def is_open(self) -> Flags:
        """Whether each is open at the end of observation, shape (n,)."""
        return np.isnat(self.closed)


def latest(rows: MomentRows) -> np.datetime64:
    """Return the latest moment of a table of tickets, NaT where it has none.

    Args:
        rows: Its rows.
    """
    moments = np.concatenate(list(rows.at.values()))
    known = moments[~np.isnat(moments)]
    return np.datetime64(known.max()) if known.size else NEVER


def desk_of(rows: MomentRows, columns: MomentColumns, end: np.datetime64) -> Desk:
    """Return the tickets that count.

    Args:
        rows: The rows of the table.
        columns: How its columns are called.
        end: The end of observation.

    Raises:
        DataError: A ticket comes twice, was closed or opened again before it was opened, or none
            can be used.
    """
    _refuse_repeated(rows)
    rows = _of_one_grain(rows)
    opened = rows.at["opened"]
    for what in ("closed", "reopened"):
        _refuse_early(rows, columns, what)
    is_known = ~np.isnat(opened)
    used = is_known & (opened <= end)
    if not used.any():
        raise _none(columns, is_known, end)
    seen = {what: _until(at[used], end) for what, at in rows.at.items()}
    late = sum(int((at[used] > end).sum()) for at in rows.at.values())
    contacted, n_early = _contacts(seen)
    closed, reopened = seen["closed"], seen.get("reopened", np.full_like(seen["closed"], NEVER))
    again = ~np.isnat(reopened)
    opened_again = again & (np.isnat(closed) | (reopened >= closed))
    return Desk(
        customer_id=rows.ids.filter(used.tolist()),
        opened=seen["opened"],
        closed=np.where(opened_again, NEVER, closed),
        contacted=contacted,
        was_closed=~np.isnat(closed) | again,
        was_reopened=again if "reopened" in seen else None,
        team=_of_rows(rows.labels.get("team"), used),
        topic=_of_rows(rows.labels.get("topic"), used),
        end=end,
        has_days_only=_are_days(rows),
        notes=(
            *rows.source.notes,
            *notes.without_opening(int((~is_known).sum()), columns.moments["opened"]),
            *notes.opened_later(int((is_known & ~used).sum())),
            *notes.after_the_end(late),
            *notes.contacted_early(n_early),
            *notes.opened_again(int(np.sum(opened_again))),
            *(note for it in rows.labels.values() for note in it.near_alike),
        ),
    )


def _until(moments: Moments, end: np.datetime64) -> Moments:
    """Return moments as they are known at the end of observation."""
    return np.where(moments > end, NEVER, moments)


def _contacts(seen: dict[str, Moments]) -> tuple[Moments | None, int]:
    """Return the moments of contact, none before the opening, and how many were."""
    contacted = seen.get("contacted")
    if contacted is None:
        return None, 0
    early = contacted < seen["opened"]
    return np.where(early, seen["opened"], contacted), int(early.sum())


def _refuse_repeated(rows: MomentRows) -> None:
    ids = rows.further_ids.get(TICKET_ID)
    if ids is None:
        return
    known = ids.filter(~ids.is_null())
    n = len(known) - int(known.n_unique())
    if n:
        again = known.filter(known.is_duplicated()).unique().sort()
        raise DataError.bad_rows(
            "of the table tickets repeat a ticket",
            column=str(ids.name),
            count=n,
            first_ids=again.head(FIRST_IDS).to_list(),
            hint="One row per ticket is needed: keep the last state of each.",
        )


def _refuse_early(rows: MomentRows, columns: MomentColumns, what: str) -> None:
    """Refuse tickets with a moment before that of their opening."""
    if what not in rows.at:
        return
    early = rows.at[what] < rows.at["opened"]
    if early.any():
        first = np.flatnonzero(early)[:FIRST_IDS].tolist()
        named = rows.further_ids.get(TICKET_ID, rows.ids)
        raise DataError.bad_rows(
            f"before the ticket was opened ({columns.moments['opened']!r})",
            column=columns.moments[what],
            count=int(early.sum()),
            first_ids=[named[place] for place in first],
            hint=MEND,
        )


def _none(columns: MomentColumns, is_known: Flags, end: np.datetime64) -> DataError:
    if not is_known.size:
        return DataError("the table tickets has no rows. At least one ticket is needed.")
    return DataError(
        f"none of the {is_known.size:,} tickets can be used: {int((~is_known).sum()):,} have no "
        f"moment in {columns.moments['opened']!r}, and {int(is_known.sum()):,} were opened after "
        f"the end of observation, {end.astype('datetime64[D]')}."
    )


def _of_rows(labels: Labels | None, used: Flags) -> Labels | None:
    return None if labels is None else labels.of(used)


def _of_one_grain(rows: MomentRows) -> MomentRows:
    """Return rows whose spans are counted in days where tickets open or close on days alone.

    A day without a time has no place within it: from a moment to the midnight at which a day begins
    is too short by up to a day, from one day to another it is right on average.
    """
    if not any(_hold_days(rows.at[what]) for what in ("opened", "closed")):
        return rows
    return replace(rows, at={what: in_days(moments) for what, moments in rows.at.items()})


def _are_days(rows: MomentRows) -> bool:
    """Whether all moments are midnights, and not all the same one."""
    return _hold_days(np.concatenate(list(rows.at.values())))


def _hold_days(moments: Moments) -> bool:
    known = moments[~np.isnat(moments)]
    days = known.astype("datetime64[D]")
    return bool((known == days).all()) and np.unique(days[:1000]).size > 1
