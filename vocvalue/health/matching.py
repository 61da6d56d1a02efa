"""Whether the ids of a table are those of the accounts."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.health.account_log import AccountMatch
from vocvalue.results import Note
from vocvalue.results.numerals import counted, percent
from vocvalue.results.texts import listed
from vocvalue.showing import shown
from vocvalue.tables.identity import near_match
from vocvalue.tables.ids import texts_of

TOLERATED = 0.01
"""The share of a table's accounts that would match if their ids were written otherwise, from which
on the table is refused."""
LITTLE = 0.1
"""Tables of which fewer accounts match, on either side, are not of the same accounts."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Placed:
    """The account of each row of a table.

    Attributes:
        place: Its place in the table of accounts, -1 where it is not there, shape (m,).
        match: How well the ids fit.
        notes: What a reader must know of that.
    """

    place: NDArray[np.int64] = field(repr=False)
    match: AccountMatch
    notes: tuple[Note, ...]


def placed(
    accounts: tuple[nw.Series[Any], NDArray[np.int64]],
    rows: tuple[nw.Series[Any], NDArray[np.int64]],
    *,
    table: str,
) -> Placed:
    """Return the account of each row of a table.

    Args:
        accounts: The ids of the accounts, each once, and their codes, shape (n,).
        rows: The ids of the table, and their codes, -1 where missing, shape (m,).
        table: The argument's name.

    Raises:
        DataError: Hardly an id matches, or some would if they were written otherwise.
    """
    (known, ours), (ids, theirs) = accounts, rows
    lookup = np.full(int(max(ours.max(initial=-1), theirs.max(initial=-1))) + 2, -1)
    lookup[ours] = np.arange(ours.size)
    place = lookup[theirs].astype(np.int64)
    different, first = np.unique(theirs, return_index=True)
    first = np.sort(first[different >= 0])
    absent = first[place[first] < 0]
    match = AccountMatch(
        table=table,
        n_ids=first.size,
        n_matched=first.size - absent.size,
        n_accounts=ours.size,
    )
    if not absent.size:
        return Placed(place=place, match=match, notes=())
    texts = texts_of(ids[absent.tolist()])
    _refuse_written_otherwise(texts, known, match)
    _refuse_unmatched(texts, match)
    return Placed(place=place, match=match, notes=_unmatched(texts, match))


def _refuse_written_otherwise(
    absent: list[str], known: nw.Series[Any], match: AccountMatch
) -> None:
    near = near_match(absent, texts_of(known))
    if near is not None and near.n >= TOLERATED * match.n_ids:
        raise DataError(
            f"{len(absent):,} of the {match.n_ids:,} accounts of the table {match.table} are not "
            f"in the table accounts, but {near.told(len(absent))}. Write the ids the same way in "
            "both tables."
        )


def _refuse_unmatched(absent: list[str], match: AccountMatch) -> None:
    share = max(match.n_matched / match.n_ids, match.n_matched / match.n_accounts)
    if share >= LITTLE:
        return
    first = ", ".join(shown(text) for text in absent[:FIRST_IDS])
    raise DataError(
        f"only {match.n_matched:,} of the {match.n_ids:,} accounts of the table {match.table} are "
        f"in the table accounts, which has {match.n_accounts:,} (first ids that are not: {first}). "
        "Check that both tables hold the same ids."
    )


def _unmatched(absent: list[str], match: AccountMatch) -> tuple[Note, ...]:
    n = len(absent)
    return Note.counted(
        n,
        "Left out, as the table accounts does not have them: {accounts} of the table {table} "
        "(first ids: {first}). {rate} of its accounts match.",
        "表 {table} 中有 {accounts}不在客户表中，未计入（编号如 {first}）；"
        "该表客户匹配率为 {rate}。",
        accounts=counted(n, "account"),
        table=match.table,
        first=listed([shown(text) for text in absent[:FIRST_IDS]]),
        rate=percent(match.n_matched / match.n_ids),
    )
