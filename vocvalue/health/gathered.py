"""The tables of accounts, read once and joined: every question of the room begins here."""

from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.health import table_notes as notes
from vocvalue.health.account_log import (
    AccountLog,
    AnswerLog,
    Floats,
    Ints,
    Invoices,
    Moments,
    UsageMonths,
)
from vocvalue.health.matching import Placed, placed
from vocvalue.health.tables_read import AccountRows, AccountTables, read_tables
from vocvalue.results import Note
from vocvalue.tables.account_answers import AccountAnswers
from vocvalue.tables.labels import Labels
from vocvalue.tables.moment_rows import MomentRows
from vocvalue.tables.monthly_usage import MonthlyUsage
from vocvalue.tables.repeats import codes

LOWEST, HIGHEST = 0.0, 10.0


def gathered(tables: AccountTables) -> AccountLog:
    """Read the tables of accounts, and join them.

    Args:
        tables: The tables, and how each is read.

    Raises:
        DataError: A column is missing or cannot be read, an account occurs twice, ids do not fit, a
            number is below 0 that cannot be, or no row can be used.
        ParameterError: The clocks of two tables cannot be compared, or their currencies differ.

    Examples:
        >>> import pandas as pd
        >>> accounts = pd.DataFrame({"account_id": ["A", "B"], "revenue": [900.0, 100.0]})
        >>> usage = pd.DataFrame(
        ...     {"account_id": ["B", "A"], "timestamp": ["2025-01-31"] * 2, "usage": [3, 5]}
        ... )
        >>> log = gathered(AccountTables.of(accounts, usage=usage))
        >>> log.usage.account.tolist(), log.usage.usage.tolist()
        ([0, 1], [5.0, 3.0])
    """
    rows = read_tables(tables)
    known, without_id = _accounts(rows.accounts, tables)
    names = dict(rows.ids())
    ours, *theirs = codes(known.ids, *names.values())
    places = {
        name: placed((known.ids, ours), (names[name], code), table=name)
        for name, code in zip(names, theirs, strict=True)
    }
    since = known.at.get("since", np.full(ours.size, np.datetime64("NaT", "us")))
    left, left_notes = _left(rows.churn, places.get("churn"), since, known.ids)
    answers = _answers(rows.responses, places.get("responses"), tables)
    usage = _usage(rows.usage, places.get("usage"))
    invoices, bill_notes = _invoices(rows.billing, places.get("billing"), tables)
    return AccountLog(
        ids=known.ids,
        revenue=known.numbers["revenue"],
        tier=known.labels.get("tier"),
        since=since,
        left=left,
        answers=answers,
        usage=usage,
        invoices=invoices,
        has_churn=rows.churn is not None,
        currency=rows.currency,
        timezone=rows.timezone,
        matches=tuple(it.match for it in places.values()),
        notes=(
            *without_id,
            *_table_notes(rows),
            *(note for it in places.values() for note in it.notes),
            *notes.no_revenue(int(np.isnan(known.numbers["revenue"]).sum())),
            *left_notes,
            *notes.used_after(0 if usage is None else _n_used_after(usage, left)),
            *bill_notes,
            *notes.no_people(0 if answers is None or answers.named else answers.at.size),
            *(() if known.labels.get("tier") is None else known.labels["tier"].near_alike),
        ),
    )


def _table_notes(rows: AccountRows) -> tuple[Note, ...]:
    answers = () if rows.responses is None else rows.responses.notes
    usage = () if rows.usage is None else rows.usage.notes
    bills = () if rows.billing is None else rows.billing.source.notes
    return (*rows.accounts.source.notes, *answers, *usage, *bills)


def _accounts(rows: MomentRows, tables: AccountTables) -> tuple[MomentRows, tuple[Note, ...]]:
    """Return the accounts with an id, each of which must be there once."""
    has_id = ~rows.ids.is_null().to_numpy().astype(bool)
    kept = _rows_of(rows, has_id)
    if not len(kept.ids):
        raise DataError("the table accounts has no row with an id. At least one is needed.")
    _refuse_repeated(kept)
    revenue, column = kept.numbers["revenue"], tables.accounts.revenue
    _refuse_below(revenue, kept.ids, column=column, hint="Correct it, or leave the account out.")
    return kept, notes.without_id(int((~has_id).sum()))


def _rows_of(rows: MomentRows, kept: NDArray[np.bool_]) -> MomentRows:
    return MomentRows(
        ids=rows.ids.filter(kept.tolist()),
        at={what: it[kept] for what, it in rows.at.items()},
        numbers={what: it[kept] for what, it in rows.numbers.items()},
        labels={what: it.of(kept) for what, it in rows.labels.items()},
        source=rows.source,
    )


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


def _refuse_below(values: Floats, ids: nw.Series[Any], *, column: str, hint: str) -> None:
    below = values < 0
    if below.any():
        raise DataError.bad_rows(
            "below 0",
            column=column,
            count=int(below.sum()),
            first_ids=ids.filter(below.tolist())[:FIRST_IDS].to_list(),
            hint=hint,
        )


def _left(
    rows: MomentRows | None, where: Placed | None, since: Moments, ids: nw.Series[Any]
) -> tuple[Moments, tuple[Note, ...]]:
    """Return when each account left, and notes."""
    left = np.full(since.size, np.datetime64("NaT", "us"))
    if rows is None or where is None:
        return left, ()
    at = rows.at["left"]
    kept = (where.place >= 0) & ~np.isnat(at)
    order = np.flatnonzero(kept)[np.argsort(at[kept], kind="stable")[::-1]]
    left[where.place[order]] = at[order]  # the earliest is written last
    early = left < since
    if early.any():
        raise DataError.bad_rows(
            "before the account became a customer",
            column=str(rows.source and rows.ids.name),
            count=int(early.sum()),
            first_ids=ids.filter(early.tolist())[:FIRST_IDS].to_list(),
            hint="Correct the day on which it left, or since when it is a customer.",
        )
    n_again = int(kept.sum()) - int((~np.isnat(left)).sum())
    no_time = int(((where.place >= 0) & np.isnat(at)).sum())
    return left, (*notes.left_again(n_again), *notes.left_no_day(no_time))


def _n_used_after(usage: UsageMonths, left: Moments) -> int:
    """Return how many accounts have usage in a month after that in which they left."""
    month = left.astype("datetime64[M]").astype(np.int64)
    after = (usage.month > month[usage.account]) & ~np.isnat(left)[usage.account]
    return int(np.unique(usage.account[after & (usage.usage > 0)]).size)


def _answers(
    rows: AccountAnswers | None, where: Placed | None, tables: AccountTables
) -> AnswerLog | None:
    if rows is None or where is None or tables.responses is None:
        return None
    off = (rows.score < LOWEST) | (rows.score > HIGHEST)
    if off.any():
        raise DataError.bad_rows(
            "not from 0 to 10",
            column=tables.responses.score,
            count=int(off.sum()),
            first_ids=rows.ids.filter(off.tolist())[:FIRST_IDS].to_list(),
            hint="Convert the scores to 0 to 10 first.",
        )
    person = _people(rows, where.place)
    kept = where.place >= 0
    order = np.flatnonzero(kept)[np.lexsort([-rows.score[kept], rows.at[kept], where.place[kept]])]
    role = np.full(rows.score.size, -1) if rows.role is None else rows.role.codes
    return AnswerLog(
        account=where.place[order],
        person=person[order],
        at=rows.at[order],
        score=rows.score[order],
        role=role[order].astype(np.int64),
        roles=() if rows.role is None else rows.role.names,
        named=rows.people is not None,
    )


def _people(rows: AccountAnswers, place: Ints) -> Ints:
    """Return a number of each person of each account; who is not named is one of his own."""
    n = rows.score.size
    if rows.people is None:
        return np.arange(n)
    (person,) = codes(rows.people)
    alone = np.where(person >= 0, person, person.max(initial=-1) + 1 + np.arange(n))
    pairs = np.column_stack([place, alone])
    return np.unique(pairs, axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _usage(rows: MonthlyUsage | None, where: Placed | None) -> UsageMonths | None:
    if rows is None or where is None:
        return None
    kept = where.place >= 0
    order = np.flatnonzero(kept)[np.lexsort([rows.month[kept], where.place[kept]])]
    held = {what: values[order] for what, values in rows.numbers.items()}
    return UsageMonths(
        account=where.place[order],
        month=rows.month[order],
        usage=held["usage"],
        users=held.get("users"),
        seats=held.get("seats"),
        features=held.get("features"),
    )


def _invoices(
    rows: MomentRows | None, where: Placed | None, tables: AccountTables
) -> tuple[Invoices | None, tuple[Note, ...]]:
    if rows is None or where is None or tables.billing is None:
        return None, ()
    due, amount = rows.at["due"], rows.numbers["amount"]
    issued = rows.at.get("issued", np.full(due.size, np.datetime64("NaT", "us")))
    whole = ~np.isnat(due) & ~np.isnan(amount)
    kept = (where.place >= 0) & whole
    order = np.flatnonzero(kept)[np.lexsort([due[kept], where.place[kept]])]
    invoices = Invoices(
        account=where.place[order],
        due=due[order],
        paid=rows.at["paid"][order],
        issued=issued[order],
        amount=amount[order],
        renewal=_renewals(rows.labels.get("kind"), tables.billing.renewal, order),
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
    keys = [invoices.account, *(it.astype(np.int64) for it in days), invoices.amount]
    table = np.rec.fromarrays(keys)
    return int(table.size - np.unique(table).size)
