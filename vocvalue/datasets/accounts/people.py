"""Who the simulated accounts are, who of their people answers, and what."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.datasets.accounts.course import Floats, Ints

LEAST_REVENUE, TAIL = 20_000.0, 1.16
"""Revenue of a year is Pareto: the exponent at which a fifth of the accounts holds 80 %."""
TIERS: Mapping[str, float] = {"small": 0.0, "mid": 50_000.0, "key": 150_000.0}
"""The revenue from which on an account is of a tier."""
PEOPLE: Mapping[str, float] = {"small": 0.4, "mid": 1.2, "key": 2.5}
"""How many people beside the first an account has, in the mean."""
ROLES: Mapping[str, float] = {"decision maker": 1.0, "influencer": 0.8, "user": 0.6}
"""How much of what an account's answers tell, those of a role do."""
NEW = 0.15
"""The share of accounts that come during the first half of the log."""
BETWEEN_SURVEYS = 6
"""Months between two invitations of the same person."""
MIDDLE, SPREAD, OWN = 6.6, 2.4, 0.4
"""The mean answer, its standard deviation, and the share of noise that is a person's own."""
SEAT = 1_500.0
"""Revenue per seat."""


def accounts(n: int, months: int, start: pd.Timestamp, rng: np.random.Generator) -> pd.DataFrame:
    """Draw accounts: account_id, revenue, tier, since.

    Args:
        n: The number of accounts.
        months: The months of the log.
        start: Its first day.
        rng: The generator.
    """
    revenue = (LEAST_REVENUE * (1 - rng.random(n)) ** (-1 / TAIL)).round(-2)
    tier = np.searchsorted(list(TIERS.values()), revenue, side="right") - 1
    half = max(months // 2, 1) * 30
    is_new = rng.random(n) < NEW
    days = np.where(is_new, rng.integers(0, half, n), -rng.integers(30, 4 * 365, n))
    width = max(len(str(n)), 4)
    return pd.DataFrame(
        {
            "account_id": [f"A{number:0{width}d}" for number in range(1, n + 1)],
            "revenue": revenue,
            "tier": np.array(list(TIERS))[tier],
            "since": start + pd.to_timedelta(days, unit="D"),
        }
    )


def answers(
    table: pd.DataFrame,
    health: Floats,
    days: tuple[Ints, Ints],
    *,
    tells: float,
    response: float,
    start: pd.Timestamp,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw what people answer: account_id, customer_id, timestamp, role, score.

    Args:
        table: The accounts.
        health: Their health at the end of each month, shape (n, months).
        days: The first and the last day of each account, counted from the start.
        tells: The correlation of an answer of a decision maker with health, before it is rounded.
        response: The share of invitations that are answered.
        start: The first day of the log.
        rng: The generator.
    """
    n, months = health.shape
    more = rng.poisson(table["tier"].map(PEOPLE).to_numpy(dtype=np.float64))
    account = np.repeat(np.arange(n), 1 + more)
    place = np.arange(account.size) - np.repeat(np.cumsum(1 + more) - 1 - more, 1 + more)
    role = np.where(place == 0, 0, rng.integers(0, len(ROLES), account.size))
    share = tells * np.array(list(ROLES.values()))[role]
    own = rng.standard_normal(account.size)
    phase = rng.integers(0, BETWEEN_SURVEYS, account.size)
    wave = phase[:, None] + BETWEEN_SURVEYS * np.arange(-(-months // BETWEEN_SURVEYS))
    who, which = np.nonzero((wave < months) & (rng.random(wave.shape) < response))
    month = wave[who, which]
    day = _day(month, start, rng)
    noise = np.sqrt(OWN) * own[who] + np.sqrt(1 - OWN) * rng.standard_normal(who.size)
    signal = share[who] * health[account[who], month] + np.sqrt(1 - share[who] ** 2) * noise
    score = np.clip(np.rint(MIDDLE + SPREAD * signal), 0, 10).astype(np.int64)
    frame = pd.DataFrame(
        {
            "account_id": table["account_id"].to_numpy()[account[who]],
            "customer_id": _names(account, place, len(str(n)))[who],
            "timestamp": start + pd.to_timedelta(day, unit="D"),
            "role": np.array(list(ROLES))[role[who]],
            "score": score,
        }
    )
    is_there = (day >= days[0][account[who]]) & (day < days[1][account[who]])
    return frame[is_there].sort_values(["timestamp", "customer_id"], ignore_index=True)


def _day(month: Ints, start: pd.Timestamp, rng: np.random.Generator) -> Ints:
    """Return a day of each month, counted from the start."""
    first = month_starts(start, int(month.max(initial=0)) + 1)
    length = np.diff(first)
    return np.asarray(first[month] + np.floor(rng.random(month.size) * length[month]), np.int64)


def _names(account: Ints, place: Ints, digits: int) -> NDArray[np.str_]:
    width = max(digits, 4)
    return np.array(
        [f"P{who + 1:0{width}d}-{at + 1}" for who, at in zip(account, place, strict=True)]
    )


def month_starts(start: pd.Timestamp, months: int) -> Ints:
    """Return the first day of each month and of the one after the last, counted from the start.

    Args:
        start: The first day of the first month.
        months: The number of months.
    """
    first = pd.date_range(start, periods=months + 1, freq="MS")
    return np.asarray((first - start).days, dtype=np.int64)
