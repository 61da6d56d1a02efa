"""What simulated accounts do and pay: noisy views of their health."""

import numpy as np
import pandas as pd
from scipy.special import expit

from vocvalue.datasets.accounts.course import Bools, Floats, Ints
from vocvalue.datasets.accounts.people import SEAT

FEATURES = 12
"""How many features there are to use."""
PER_SEAT, USAGE_SPREAD = 40.0, 0.5
"""Usage of a seat and month, and the standard deviation of its logarithm within an account."""
IN_USE, BREADTH = (0.2, 1.3), (-0.5, 1.4)
"""Log odds that a seat, or a feature, is used at health 0, and their slopes."""
LATE, DELAY = (-1.0, 2.0), 60.0
"""Log odds that an invoice is paid late at health 0, their slope, and the mean days of delay."""
GROWTH = 0.06
"""By how much the logarithm of an invoice grows a quarter where the view is one above its mean."""
QUARTER = 3


def seen(health: Floats, tells: float, rng: np.random.Generator) -> Floats:
    """Return a standard normal view of health that has a correlation with it.

    Args:
        health: The health, of any shape.
        tells: The correlation: 0 is noise, and 1 is health itself.
        rng: The generator.
    """
    noise = rng.standard_normal(health.shape)
    return np.asarray(tells * health + np.sqrt(1 - tells**2) * noise)


def usage(
    table: pd.DataFrame,
    health: Floats,
    there: Bools,
    *,
    tells: float,
    start: pd.Timestamp,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw what accounts do: account_id, timestamp (end of month), usage, users, seats, features.

    Args:
        table: The accounts.
        health: Their health at the end of each month, shape (n, months).
        there: Whether each is there to the end of each month, shape (n, months).
        tells: The correlation of a month's usage with health.
        start: The first day of the log.
        rng: The generator.
    """
    months = health.shape[1]
    view = seen(health, tells, rng)
    seats = np.maximum(np.rint(table["revenue"].to_numpy() / SEAT), 1).astype(np.int64)[:, None]
    users = rng.binomial(seats, expit(IN_USE[0] + IN_USE[1] * view))
    features = rng.binomial(FEATURES, expit(BREADTH[0] + BREADTH[1] * view))
    own = PER_SEAT * seats * np.exp(0.5 * rng.standard_normal((len(table), 1)))
    amount = np.rint(own * np.exp(USAGE_SPREAD * view)).astype(np.int64)
    who, month = np.nonzero(there)
    ends = pd.date_range(start, periods=months, freq="ME")
    return pd.DataFrame(
        {
            "account_id": table["account_id"].to_numpy()[who],
            "timestamp": ends[month],
            "usage": amount[who, month],
            "users": users[who, month],
            "seats": seats[who, 0],
            "features": features[who, month],
        }
    )


def billing(
    table: pd.DataFrame,
    health: Floats,
    there: Bools,
    *,
    tells: float,
    start: pd.Timestamp,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw invoices of each quarter: account_id, due, paid, amount, kind.

    One in four is a renewal. What is paid after the end of the log stands open.

    Args:
        table: The accounts.
        health: Their health at the end of each month, shape (n, months).
        there: Whether each is there to the end of each month, shape (n, months).
        tells: The correlation of a month's payment with health.
        start: The first day of the log.
        rng: The generator.
    """
    n, months = health.shape
    view = seen(health, tells, rng)
    is_late = rng.random((n, months)) < expit(LATE[0] - LATE[1] * view)
    days = np.where(
        is_late,
        1 + np.floor(rng.exponential(DELAY, (n, months))),
        -rng.integers(0, 15, (n, months)),
    ).astype(np.int64)
    phase = rng.integers(0, QUARTER, (n, 1))
    is_due = there & ((np.arange(months) + phase) % QUARTER == 0)
    grown = np.exp(GROWTH * np.cumsum(np.where(is_due, view, 0.0), axis=1))
    yearly = table["revenue"].to_numpy(dtype=np.float64)[:, None]
    amount = (yearly / 4 * grown).round(-1)
    renewal = (np.arange(months) + phase) // QUARTER % 4 == rng.integers(0, 4, (n, 1))
    who, month = np.nonzero(is_due)
    ends = pd.date_range(start, periods=months, freq="ME")
    due = pd.Series(ends[month])
    paid = due + pd.to_timedelta(days[who, month], unit="D")
    return pd.DataFrame(
        {
            "account_id": table["account_id"].to_numpy()[who],
            "due": due,
            "paid": paid.where(paid <= ends[-1]),
            "amount": amount[who, month],
            "kind": np.where(renewal[who, month], "renewal", "subscription"),
        }
    )


def days_left(left: Ints, first: Ints, rng: np.random.Generator) -> Ints:
    """Return the day on which each account leaves, counted from the start of the log.

    Args:
        left: The month of leaving, the number of months where an account is still there.
        first: The first day of each month, and of the one after the last.
        rng: The generator.
    """
    length = np.append(np.diff(first), 1)
    return np.asarray(first[left] + np.floor(rng.random(left.size) * length[left]), np.int64)
