"""The tables of accounts as rows, counted by one clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from vocvalue.errors import DataError, ParameterError
from vocvalue.link.clock import one_clock_of
from vocvalue.tables.account_answers import AccountAnswers, as_accounts, read_account_answers
from vocvalue.tables.currencies import of_orders, same
from vocvalue.tables.dated_rows import available, optional
from vocvalue.tables.moment_rows import MomentColumns, MomentRows, read_moments, timed
from vocvalue.tables.monthly_usage import MonthlyUsage, as_timed, read_usage
from vocvalue.tables.reading.accounts import Accounts, Billing, Closures, Usage
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.sources import open_table


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountTables:
    """The tables, and how each is read.

    Attributes:
        accounts: The accounts.
        responses: Their people's answers.
        usage: Their usage.
        billing: Their invoices.
        churn: Those that left.
    """

    accounts: Accounts
    responses: Responses | None
    usage: Usage | None
    billing: Billing | None
    churn: Closures | None

    @classmethod
    def of(
        cls,
        accounts: object,
        *,
        responses: object = None,
        usage: object = None,
        billing: object = None,
        churn: object = None,
        currency: str | None = None,
    ) -> "AccountTables":
        """Return tables as those that know how they are read.

        Args:
            accounts: The accounts: a frame, a path, a connection or `Accounts`.
            responses: Their people's answers; None where there are none.
            usage: Their usage; None where there is none.
            billing: Their invoices; None where there are none.
            churn: Those that left; None where that is not known.
            currency: The currency code, or the column of the accounts that holds it.

        Raises:
            ParameterError: There is nothing beside the accounts.
        """
        if responses is None and usage is None and billing is None:
            raise ParameterError(
                "responses, usage and billing are None: pass at least one of them. The health of "
                "accounts is measured from what they say, do or pay."
            )
        asked = {} if currency is None else {"currency": currency}
        return cls(
            accounts=described(Accounts, accounts, "accounts", **asked),
            responses=None if responses is None else described(Responses, responses, "responses"),
            usage=None if usage is None else described(Usage, usage, "usage"),
            billing=None if billing is None else described(Billing, billing, "billing"),
            churn=None if churn is None else described(Closures, churn, "churn"),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountRows:
    """The rows of the tables.

    Attributes:
        accounts: Those of the accounts.
        responses: The answers.
        usage: The usage of each month.
        billing: The invoices.
        churn: Those that left.
        timezone: The time zone whose wall-clock time counts, or None.
        currency: The currency code, if known.
    """

    accounts: MomentRows
    responses: AccountAnswers | None
    usage: MonthlyUsage | None
    billing: MomentRows | None
    churn: MomentRows | None
    timezone: str | None
    currency: str | None

    def ids(self) -> Iterator[tuple[str, nw.Series[Any]]]:
        """Yield the ids of each table beside the accounts, by its name."""
        for name in ("responses", "usage", "billing", "churn"):
            rows = getattr(self, name)
            if rows is not None:
                yield name, rows.ids


def read_tables(tables: AccountTables) -> AccountRows:
    """Read all tables by one clock and in one currency.

    Args:
        tables: The tables, and how each is read.

    Raises:
        DataError: A column is missing or cannot be read, or no row can be used.
        ParameterError: The clocks of two tables cannot be compared, or their currencies differ.
    """
    accounts = _accounts_columns(tables.accounts)
    billing = None if tables.billing is None else _billing_columns(tables.billing)
    churn = None if tables.churn is None else _churn_columns(tables.churn)
    zones = _zones(tables, accounts, billing, churn)
    return AccountRows(
        accounts=read_moments(tables.accounts, accounts, zones["accounts"], name="accounts"),
        responses=None
        if tables.responses is None
        else read_account_answers(tables.responses, zones["responses"]["timestamp"]),
        usage=None
        if tables.usage is None
        else read_usage(tables.usage, zones["usage"]["timestamp"]),
        billing=None
        if tables.billing is None or billing is None
        else read_moments(tables.billing, billing, zones["billing"], name="billing"),
        churn=None
        if tables.churn is None or churn is None
        else read_moments(tables.churn, churn, zones["churn"], name="churn"),
        timezone=next((z for of in zones.values() for z in of.values() if z is not None), None),
        currency=_currency(tables),
    )


def _accounts_columns(accounts: Accounts) -> MomentColumns:
    there = available(accounts, name="accounts")
    since = optional(accounts.since, "since", there, name="accounts")
    tier = optional(accounts.tier, "tier", there, name="accounts")
    return MomentColumns(
        ids=accounts.account_id,
        moments={} if since is None else {"since": since},
        numbers={"revenue": accounts.revenue},
        labels={} if tier is None else {"tier": tier},
    )


def _billing_columns(billing: Billing) -> MomentColumns:
    there = available(billing, name="billing")
    issued = optional(billing.issued, "issued", there, name="billing")
    kind = optional(billing.kind, "kind", there, name="billing")
    moments = {"due": billing.due, "paid": billing.paid}
    return MomentColumns(
        ids=billing.account_id,
        moments=moments if issued is None else {**moments, "issued": issued},
        numbers={"amount": billing.amount},
        labels={} if kind is None else {"kind": kind},
    )


def _churn_columns(churn: Closures) -> MomentColumns:
    return MomentColumns(ids=churn.account_id, moments={"left": churn.timestamp})


def _zones(
    tables: AccountTables,
    accounts: MomentColumns,
    billing: MomentColumns | None,
    churn: MomentColumns | None,
) -> dict[str, dict[str, str | None]]:
    """Return the zone that each column of moments is counted in, by its table and its name."""
    found: dict[tuple[str, str], Timed] = {}
    several = (
        ("accounts", tables.accounts, accounts),
        ("billing", tables.billing, billing),
        ("churn", tables.churn, churn),
    )
    if tables.responses is not None:
        found["responses", "timestamp"] = as_accounts(tables.responses)
    if tables.usage is not None:
        found["usage", "timestamp"] = as_timed(tables.usage, tables.usage.timezone)
    for name, table, columns in several:
        if table is not None and columns is not None:
            _refuse_missing(table, columns, name)
            for column, one in timed(table, columns, name=name).items():
                found[name, column] = one
    named = {f"table {name}, column {column!r}": key for key in found for name, column in [key]}
    zones = one_clock_of({words: found[key] for words, key in named.items()})
    by_table: dict[str, dict[str, str | None]] = {name: {} for name, *_ in several}
    for words, (name, column) in named.items():
        by_table.setdefault(name, {})[column] = zones[words]
    return by_table


def _refuse_missing(table: object, columns: MomentColumns, name: str) -> None:
    there = available(table, name=name)
    missing = [column for column in columns.names if column not in there]
    if missing:
        raise DataError.missing_columns(missing, there, table=f"the table {name}")


def _currency(tables: AccountTables) -> str | None:
    """Return the one currency of the accounts' revenue and of the invoices."""
    ours = of_orders(open_table(tables.accounts, name="accounts"), tables.accounts)
    if tables.billing is None:
        return ours
    theirs = of_orders(open_table(tables.billing, name="billing"), tables.billing)
    return same(ours, theirs, ("the revenue of the accounts", "the table billing"))
