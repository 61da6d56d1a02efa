"""The tables of accounts, read once and joined: every question of the room begins here."""

import numpy as np

from vocvalue.health import table_notes as notes
from vocvalue.health.account_log import AccountLog, AnswerLog, Invoices, UsageMonths
from vocvalue.health.answer_rows import answers_of
from vocvalue.health.invoice_rows import invoices_of
from vocvalue.health.known_accounts import known_accounts
from vocvalue.health.leavers import left_at, n_used_after
from vocvalue.health.matching import Placed, placed
from vocvalue.health.tables_read import AccountRows, AccountTables, read_tables
from vocvalue.results import Note
from vocvalue.tables.account_answers import AccountAnswers
from vocvalue.tables.moment_rows import MomentRows
from vocvalue.tables.monthly_usage import MonthlyUsage
from vocvalue.tables.repeats import codes
from vocvalue.tables.shorter_scale import shorter_scale


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
    known, without_id = known_accounts(rows.accounts, tables.accounts.revenue)
    names = dict(rows.ids())
    ours, *theirs = codes(known.ids, *names.values())
    places = {
        name: placed((known.ids, ours), (names[name], code), table=name)
        for name, code in zip(names, theirs, strict=True)
    }
    since = known.at.get("since", np.full(ours.size, np.datetime64("NaT", "us")))
    left, left_notes = left_at(rows.churn, places.get("churn"), since, known.ids)
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
            *notes.used_after(0 if usage is None else n_used_after(usage, left)),
            *bill_notes,
            *notes.no_people(0 if answers is None or answers.named else answers.at.size),
            *(() if answers is None else shorter_scale(answers.score)),
            *(() if known.labels.get("tier") is None else known.labels["tier"].near_alike),
        ),
    )


def _table_notes(rows: AccountRows) -> tuple[Note, ...]:
    answers = () if rows.responses is None else rows.responses.notes
    usage = () if rows.usage is None else rows.usage.notes
    bills = () if rows.billing is None else rows.billing.source.notes
    return (*rows.accounts.source.notes, *answers, *usage, *bills)


def _answers(
    rows: AccountAnswers | None, where: Placed | None, tables: AccountTables
) -> AnswerLog | None:
    if rows is None or where is None or tables.responses is None:
        return None
    return answers_of(rows, where, column=tables.responses.score)


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
        ends=rows.ends,
    )


def _invoices(
    rows: MomentRows | None, where: Placed | None, tables: AccountTables
) -> tuple[Invoices | None, tuple[Note, ...]]:
    if rows is None or where is None or tables.billing is None:
        return None, ()
    return invoices_of(rows, where, renewal=tables.billing.renewal)
