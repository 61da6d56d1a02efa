"""The invoices of accounts, sorted by account and the moment due."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.health import table_notes as notes
from vocvalue.health.account_log import Invoices
from vocvalue.health.matching import Placed
from vocvalue.results import Note
from vocvalue.tables.labels import Labels
from vocvalue.tables.moment_rows import MomentRows


def invoices_of(
    rows: MomentRows, where: Placed, *, renewal: tuple[str, ...]
) -> tuple[Invoices, tuple[Note, ...]]:
    """Return invoices as sorted arrays, and notes.

    Args:
        rows: The invoices.
        where: The account of each.
        renewal: What the kind says of an invoice for a renewal.
    """
    moments = rows.at
    due, amount = moments["due"], rows.numbers["amount"]
    issued = moments.get("issued", np.full(due.size, np.datetime64("NaT", "us")))
    whole = ~np.isnat(due) & ~np.isnan(amount)
    kept = (where.place >= 0) & whole
    order = np.flatnonzero(kept)[np.lexsort([due[kept], where.place[kept]])]
    invoices = Invoices(
        account=where.place[order],
        due=due[order],
        paid=moments["paid"][order],
        issued=issued[order],
        amount=amount[order],
        renewal=_renewals(rows.labels.get("kind"), renewal, order),
    )
    return invoices, (
        *notes.bills_incomplete(int(((where.place >= 0) & ~whole).sum())),
        *notes.bills_repeated(_n_copies(invoices)),
        *notes.credit_notes(int((invoices.amount < 0).sum())),
        *notes.paid_before(int((invoices.paid < invoices.issued).sum())),
    )


def _renewals(
    kind: Labels | None, renewal: tuple[str, ...], order: NDArray[np.int64]
) -> NDArray[np.bool_] | None:
    if kind is None:
        return None
    wanted = {word.casefold() for word in renewal}
    is_one = np.array([*(name.strip().casefold() in wanted for name in kind.names), False])
    return np.asarray(is_one[kind.codes][order], dtype=np.bool_)


def _n_copies(invoices: Invoices) -> int:
    """Return how many invoices repeat another in account, days and amount."""
    days = [invoices.due, invoices.paid, invoices.issued]
    keys = [invoices.account, *days, invoices.amount]
    return int(pd.DataFrame(dict(enumerate(keys))).duplicated().sum())
