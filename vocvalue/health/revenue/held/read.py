"""A table of accounts in, who holds the revenue out."""

from dataclasses import replace

import numpy as np

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.health.gathered import gathered
from vocvalue.health.revenue.book import RevenueBook
from vocvalue.health.revenue.held import notes
from vocvalue.health.revenue.held.result import RevenueConcentration, TierRevenue
from vocvalue.health.tables_read import AccountTables
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.accounts import Accounts
from vocvalue.tables.reading.described import described


@translated
def concentration(
    accounts: object, *, share: float = 0.80, currency: str | None = None
) -> RevenueConcentration:
    """Return who holds the revenue: how many of the largest accounts it takes to hold most of it.

    Args:
        accounts: The accounts with their revenue of a year, one row each: a table, a path, or a
            `vocvalue.Accounts`.
        share: The share of the revenue that is asked about, as a fraction.
        currency: The currency code, or the column that holds it.

    Returns:
        The accounts, the largest first, with the share that they hold together; the tiers.

    Raises:
        DataError: The table cannot be read, an account is there twice, a revenue is below 0, or
            there is none at all.
        ParameterError: A share outside 0 to 1.

    References:
        Lorenz (1905), Methods of measuring the concentration of wealth, Publications of the
        American Statistical Association 9, for the curve.

    Examples:
        One account in five holds 80%, as the rule of thumb has it:

        >>> import pandas as pd
        >>> accounts = pd.DataFrame({"account_id": list("ABCDE"), "revenue": [5, 80, 5, 5, 5]})
        >>> found = concentration(accounts, currency="CNY")
        >>> found.n_holders, found.holders.value, round(found.fifth.value, 3)
        (1, 0.2, 0.8)
    """
    asked = checks.number("share", share)
    if not 0 < asked < 1:
        raise ParameterError(f"share == {share!r}, must be between 0 and 1, such as 0.80.")
    named = {} if currency is None else {"currency": currency}
    tables = AccountTables(
        accounts=described(Accounts, accounts, "accounts", **named),
        responses=None,
        usage=None,
        billing=None,
        churn=None,
    )
    log = gathered(tables)
    book = RevenueBook.of(log, ~np.isnan(log.revenue))
    found = RevenueConcentration(
        account_id=book.account_id,
        revenue=book.revenue,
        tier=book.tiers,
        tiers=_tiers(book),
        share=asked,
        currency=log.currency,
        notes=log.notes,
    )
    same = found.revenue == found.revenue[found.n_holders - 1]
    n_in = int(same[: found.n_holders].sum())
    return replace(found, notes=(*log.notes, *notes.alike(int(same.sum()), n_in)))


def _tiers(book: RevenueBook) -> tuple[TierRevenue, ...]:
    """Return the tiers, that with the most revenue first."""
    if book.tiers is None:
        return ()
    names, code = np.unique(np.array(book.tiers, dtype=np.str_), return_inverse=True)
    n, revenue = np.bincount(code), np.bincount(code, book.revenue)
    total = float(revenue.sum())
    tiers = [
        TierRevenue(tier=str(name), n_accounts=int(k), revenue=held, share=held / total)
        for name, k, held in zip(names, n, revenue.tolist(), strict=True)
    ]
    return tuple(sorted(tiers, key=lambda it: -it.revenue))
