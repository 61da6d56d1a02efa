"""Accounts and the answers of their people in, how much of the revenue is heard out."""

from vocvalue.duration import Span
from vocvalue.health.gathered import gathered
from vocvalue.health.revenue.heard.measure import measure
from vocvalue.health.revenue.heard.result import RevenueCoverage
from vocvalue.health.tables_read import AccountTables
from vocvalue.tables import times
from vocvalue.tables.engine_errors import translated


@translated
def coverage(
    accounts: object,
    responses: object,
    *,
    churn: object = None,
    at: object = None,
    window: Span = "12 months",
    currency: str | None = None,
) -> RevenueCoverage:
    """Return how much of the revenue the programme hears, beside how many of the accounts.

    An account is heard if one of its people answered within the window: a survey, or an interview
    that is in the table. Few accounts hold most of the revenue, so that a good response rate can
    leave out those that matter.

    Args:
        accounts: The accounts with their revenue of a year, one row each: a table, a path, or a
            `vocvalue.Accounts`.
        responses: The answers of their people, with the account of each: a table, a path, or a
            `vocvalue.Responses`.
        churn: The accounts that left and when: a table, a path, or a `vocvalue.Closures`. Those
            that left by then are not counted. None counts all accounts.
        at: The day on which it is asked, or the moment; by default that of the latest answer.
        window: The window up to the day in which answers count.
        currency: The currency code, or the column of the accounts that holds it.

    Returns:
        The share of accounts and of revenue that is heard, by tier and by role, and the silent
        accounts.

    Raises:
        DataError: A table cannot be read, an account is there twice, ids do not fit, a revenue is
            below 0, or no account has any.
        ParameterError: The clocks of two tables cannot be compared, or an argument that makes no
            sense.

    Examples:
        Two of three accounts are heard, and they hold 40% of the revenue:

        >>> import pandas as pd
        >>> accounts = pd.DataFrame({"account_id": list("ABC"), "revenue": [60, 30, 10]})
        >>> answers = pd.DataFrame(
        ...     {"account_id": ["B", "C"], "timestamp": ["2025-05-01"] * 2, "score": [9, 4]}
        ... )
        >>> found = coverage(accounts, answers, at="2025-06-30")
        >>> round(found.by_accounts.value, 3), found.by_revenue.value
        (0.667, 0.4)
    """
    tables = AccountTables.of(accounts, responses=responses, churn=churn, currency=currency)
    log = gathered(tables)
    answers = log.answers
    if answers is None:
        raise TypeError("the answers were read")
    moment = times.optional_moment(at, name="at", timezone=log.timezone)
    return measure(log, answers, answers.at.max().item() if moment is None else moment, window)
