"""The accounts, each of which must be there once."""

from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.health import table_notes as notes
from vocvalue.health.account_log import Floats, Ints
from vocvalue.results import Note
from vocvalue.tables.labels import Labels
from vocvalue.tables.moment_rows import MomentRows
from vocvalue.tables.repeats import codes


def known_accounts(rows: MomentRows, column: str) -> tuple[MomentRows, tuple[Note, ...]]:
    """Return the accounts with an id, and a note on the rows without one.

    Args:
        rows: The rows of the table of accounts.
        column: Its column of the revenue.

    Raises:
        DataError: No row, an account that is there twice, or a revenue below 0.
    """
    has_id = ~rows.ids.is_null().to_numpy().astype(bool)
    kept = rows.of(has_id)
    if not len(kept.ids):
        raise DataError("the table accounts has no row with an id. At least one is needed.")
    _refuse_repeated(kept)
    _refuse_below(kept.numbers["revenue"], kept.ids, column=column)
    return kept, notes.without_id(int((~has_id).sum()))


def _refuse_repeated(rows: MomentRows) -> None:
    (code,) = codes(rows.ids)
    n_of = np.bincount(code)
    again = n_of[code] > 1
    if not again.any():
        return
    differing = [
        what
        for what, values in (("tier", _codes(rows.labels.get("tier"))), ("revenue", _whole(rows)))
        if values is not None and _differs(code, values)
    ]
    how = f" with another {' and another '.join(differing)}" if differing else ""
    raise DataError.bad_rows(
        f"of the table accounts repeat an account{how}",
        column=str(rows.ids.name),
        count=int(again.sum()) - int((n_of > 1).sum()),
        first_ids=rows.ids.filter(again.tolist()).to_list(),
        hint="One row per account is needed.",
    )


def _codes(labels: Labels | None) -> Ints | None:
    return None if labels is None else labels.codes


def _whole(rows: MomentRows) -> Ints:
    return np.unique(rows.numbers["revenue"], return_inverse=True)[1].astype(np.int64)


def _differs(code: Ints, values: Ints) -> bool:
    """Whether an account has two values."""
    pairs = np.unique(np.column_stack([code, values]), axis=0)
    return bool(pairs.shape[0] > np.unique(code).size)


def _refuse_below(values: Floats, ids: nw.Series[Any], *, column: str) -> None:
    below = values < 0
    if below.any():
        raise DataError.bad_rows(
            "below 0",
            column=column,
            count=int(below.sum()),
            first_ids=ids.filter(below.tolist())[:FIRST_IDS].to_list(),
            hint="Correct it, or leave the account out.",
        )
