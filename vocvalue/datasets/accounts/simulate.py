"""Draw business accounts whose health shows in what they say, do and pay."""

from typing import Any

import numpy as np
import pandas as pd

from vocvalue import checks
from vocvalue.datasets.accounts import people, views
from vocvalue.datasets.accounts.course import AccountCourse, Bools, Floats, Ints
from vocvalue.datasets.accounts.result import SimulatedAccounts
from vocvalue.datasets.observation import day_of
from vocvalue.datasets.purchase import fraction
from vocvalue.errors import ParameterError

MOST_MONTHLY_CHURN = 0.5


def simulate_accounts(
    n_accounts: int = 300,
    *,
    months: int = 24,
    start: str = "2024-01-01",
    usage_tells: float = 0.7,
    answers_tell: float = 0.4,
    billing_tells: float = 0.6,
    monthly_churn: float = 0.025,
    persistence: float = 0.93,
    steepness: float = 2.0,
    response: float = 0.6,
    currency: str = "CNY",
    seed: int | np.random.Generator,
) -> SimulatedAccounts:
    """Simulate accounts of a business with a health that nobody sees, and that some leave for.

    Health is standard normal, H' = r H + sqrt(1 - r^2) e from month to month. An account whose
    health is H at the end of a month leaves on a day of the next one with the probability
    1 / (1 + exp(s H - c)). Usage, payments and answers are views v = t H + sqrt(1 - t^2) e of it:
    with t = 0 a view says nothing of health, and with t = 1 everything. Usage, users and features
    of a month, the lateness and growth of an invoice, and the answers follow from their view;
    decision makers tell more than users. Revenue is Pareto, a fifth of the accounts having most.

    Args:
        n_accounts: How many accounts there are.
        months: How many months the log covers, at least 2.
        start: Its first day, the first of a month.
        usage_tells: The correlation t of usage with health, 0 to 1.
        answers_tell: The same of answers, before they are rounded.
        billing_tells: The same of payments.
        monthly_churn: The share that leaves in a month while health is standard normal.
        persistence: The correlation r of the health of two months, 0 to below 1.
        steepness: The slope s of leaving on health; 0 where nothing foretells it.
        response: The share of invitations that are answered.
        currency: The currency code of the money.
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `SimulatedAccounts`; its `true_churn` is what no score can beat.

    Raises:
        ParameterError: A share outside 0 to 1, less than 2 months, or a start within a month.

    Examples:
        >>> sample = simulate_accounts(200, seed=1)
        >>> list(sample.usage.columns)
        ['account_id', 'timestamp', 'usage', 'users', 'seats', 'features']
        >>> list(sample.billing.columns), list(sample.churn.columns)
        (['account_id', 'due', 'paid', 'amount', 'kind'], ['account_id', 'timestamp'])
        >>> sample.observation_end
        Timestamp('2025-12-31 00:00:00')
    """
    rng = checks.seed(seed)
    n = checks.whole("n_accounts", n_accounts, least=1)
    length = checks.whole("months", months, least=2)
    first = _first_of_month(start)
    course = _course(persistence, steepness, monthly_churn)
    tells = _fractions(
        usage_tells=usage_tells, answers_tell=answers_tell, billing_tells=billing_tells
    )
    answered = fraction("response", response)
    table = people.accounts(n, length, first, rng)
    days, began = _began(table, first, length)
    health, left = course.drawn(began, length, rng)
    gone = views.days_left(left, people.month_starts(first, length), rng)
    there = (np.arange(length) >= began[:, None]) & (np.arange(length) < left[:, None])
    drawn: dict[str, Any] = {"start": first, "rng": rng}
    return SimulatedAccounts(
        accounts=table,
        usage=views.usage(table, health, there, tells=tells["usage_tells"], **drawn),
        billing=views.billing(table, health, there, tells=tells["billing_tells"], **drawn),
        responses=people.answers(
            table, health, (days, gone), tells=tells["answers_tell"], response=answered, **drawn
        ),
        churn=_churn(table, left < length, gone, first),
        truth=_truth(table, health, there, first),
        parameters={
            "n_accounts": n,
            "months": length,
            "start": f"{first:%Y-%m-%d}",
            **tells,
            "monthly_churn": course.monthly_churn,
            "persistence": course.persistence,
            "steepness": course.steepness,
            "response": answered,
            "seed": seed if isinstance(seed, int) else None,
        },
        observation_end=first + pd.DateOffset(months=length) - pd.Timedelta(days=1),
        currency=currency,
    )


def _fractions(**shares: float) -> dict[str, float]:
    return {name: fraction(name, share) for name, share in shares.items()}


def _first_of_month(start: str) -> pd.Timestamp:
    first = day_of("start", start)
    if first.day != 1:
        raise ParameterError(f"start == {start!r}, must be the first day of a month.")
    return first


def _course(persistence: float, steepness: float, monthly_churn: float) -> AccountCourse:
    kept = fraction("persistence", persistence)
    if kept == 1:
        raise ParameterError("persistence == 1, must be below 1: health would never move.")
    share = checks.positive("monthly_churn", monthly_churn)
    if share > MOST_MONTHLY_CHURN:
        raise ParameterError(
            f"monthly_churn == {monthly_churn}, must be at most {MOST_MONTHLY_CHURN}. "
            "Write 2% as 0.02."
        )
    steep = checks.non_negative("steepness", steepness)
    return AccountCourse(persistence=kept, steepness=steep, monthly_churn=share)


def _began(table: pd.DataFrame, start: pd.Timestamp, months: int) -> tuple[Ints, Ints]:
    """Return the first day of each account from the start, and the month in which it begins."""
    days = np.asarray((table["since"] - start).dt.days, dtype=np.int64)
    month = np.searchsorted(people.month_starts(start, months), days, side="right") - 1
    return days, np.asarray(np.maximum(month, 0), dtype=np.int64)


def _churn(table: pd.DataFrame, gone: Bools, day: Ints, start: pd.Timestamp) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": table["account_id"].to_numpy()[gone],
            "timestamp": start + pd.to_timedelta(day[gone], unit="D"),
        }
    ).sort_values(["timestamp", "account_id"], ignore_index=True)


def _truth(table: pd.DataFrame, health: Floats, there: Bools, start: pd.Timestamp) -> pd.DataFrame:
    who, month = np.nonzero(there)
    ends = pd.date_range(start, periods=health.shape[1], freq="ME")
    return pd.DataFrame(
        {
            "account_id": table["account_id"].to_numpy()[who],
            "timestamp": ends[month],
            "health": health[who, month],
        }
    )
