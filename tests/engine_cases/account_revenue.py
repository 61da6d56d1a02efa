"""Who holds the revenue and how much of it is heard, alike everywhere."""

import pyarrow as pa
from engine_tables import moments

from engine_cases.case import AND_SPARK, Case, Refusal, plain
from vocvalue import health
from vocvalue.errors import DataError

# 1,000 in all; E has no tier, F no revenue, and one row no id.
ACCOUNTS = [
    ("C", 100.0, "mid", "2020-01-01 00:00:00"),
    ("A", 500.0, "key", "2020-01-01 00:00:00"),
    ("D", 60.0, "mid", None),
    ("F", None, "mid", None),
    ("B", 300.0, "key", "2020-01-01 00:00:00"),
    ("E", 40.0, None, None),
    (None, 700.0, "key", None),
]
ANSWERS = [
    ("A", "p1", "2025-03-01 10:00:00", "decision maker", 9),
    ("A", "p1", "2025-05-01 10:00:00", "decision maker", 3),
    ("A", "p2", "2025-06-30 23:00:00", "user", 8),
    ("B", "p3", "2024-06-30 10:00:00", "user", 8),
    ("C", "p4", "2024-07-01 10:00:00", "user", 8),
    ("D", "p5", "2025-07-15 10:00:00", "user", 8),
    ("Z", "p6", "2025-01-01 10:00:00", "user", 8),
    (None, "p7", "2025-01-01 10:00:00", "user", 8),
]


def accounts(rows=ACCOUNTS):
    ids, revenue, tier, since = map(list, zip(*rows, strict=True))
    return pa.table(
        {
            "account_id": ids,
            "revenue": pa.array(revenue, pa.float64()),
            "tier": tier,
            "since": moments(since),
        }
    )


def answers(rows=ANSWERS):
    ids, people, when, role, score = map(list, zip(*rows, strict=True))
    return pa.table(
        {
            "account_id": ids,
            "customer_id": people,
            "timestamp": moments(when),
            "role": role,
            "score": score,
        }
    )


def held(result):
    return {
        "accounts": plain(result.account_id),
        "revenue": plain(result.revenue),
        "tiers": {it.tier: (it.n_accounts, it.revenue) for it in result.tiers},
        "holders": (result.n_holders, result.n),
        "notes": sorted(plain(result.notes)),
    }


def heard(result):
    return {
        "accounts": plain(result.account_id),
        "people": plain(result.n_people),
        "by": (result.by_accounts.value, result.by_revenue.value, result.one_voice.value),
        "tiers": {it.tier: (it.n_heard, it.n_accounts, it.revenue_heard) for it in result.tiers},
        "roles": {it.role: (it.n_accounts, it.by_revenue) for it in result.roles},
        "notes": sorted(plain(result.notes)),
    }


CASES = (
    Case(
        of="health.concentration",
        that="the largest first, with tiers, and what was left out",
        by=health.concentration,
        tables={"accounts": accounts()},
        gives={
            "accounts": ["A", "B", "C", "D", "E"],
            "revenue": [500.0, 300.0, 100.0, 60.0, 40.0],
            "tiers": {"key": (2, 800.0), "mid": (2, 160.0), "(missing)": (1, 40.0)},
            "holders": (2, 5),
            "notes": [1, 1],  # no id, no revenue
        },
        look=held,
        columns=("account_id", "tier", "revenue", "share", "cumulative", "is_holder"),
        engines=AND_SPARK,
    ),
    Case(
        of="health.concentration",
        that="an account twice",
        by=health.concentration,
        tables={"accounts": accounts([*ACCOUNTS, ("A", 500.0, "mid", None)])},
        gives=Refusal(DataError, "repeat an account with another tier"),
    ),
    Case(
        of="health.coverage",
        that="accounts, people, tiers and roles heard in a year",
        by=health.coverage,
        tables={"accounts": accounts(), "responses": answers()},
        asked={"at": "2025-06-30"},
        gives={
            "accounts": ["A", "B", "C", "D", "E", "F"],
            "people": [2, 0, 1, 0, 0, 0],
            "by": (2 / 6, 0.6, 0.1),
            "tiers": {
                "key": (1, 2, 500.0),
                "mid": (1, 3, 100.0),
                "(missing)": (0, 1, 0.0),
            },
            "roles": {"user": (2, 0.6), "decision maker": (1, 0.5)},
            # an account without id, an answer without, one of a stranger, a revenue not known
            "notes": [1, 1, 1, 1],
        },
        look=heard,
        columns=("account_id", "tier", "revenue", "is_heard", "people", "last_answer"),
        engines=(*AND_SPARK, ("polars", "parquet")),
    ),
)
