"""The health of accounts, alike everywhere: what they say, do and pay, read and joined."""

import math

import narwhals as nw
import pyarrow as pa
import pytest
from engine_tables import moments

from engine_cases.case import AND_SPARK, NAN, Case, Refusal, plain
from vocvalue.errors import DataError

MONTHS = [f"{year}-{month:02}-01 00:00:00" for year in (2023, 2024) for month in range(1, 13)]
# A in all months, at the end 80 of 100; B without a row in the last one
USED = [*(("A", month, 100.0) for month in MONTHS[:-3]), *(("A", it, 80.0) for it in MONTHS[-3:])]
USED += [("B", month, 100.0) for month in MONTHS[:-1]]
SAID = [
    ("A", "p1", "2024-05-01 09:00:00", 2.0, "decision maker"),
    ("A", "p1", "2024-12-01 09:00:00", 8.0, "decision maker"),
    ("A", "p2", "2024-12-02 09:00:00", 4.0, "user"),
    ("B", "p3", "2023-12-01 09:00:00", 9.0, "user"),
    ("C", "p4", "2024-12-31 23:00:00", 9.0, None),
    (None, "p5", "2024-12-31 23:00:00", 9.0, "user"),
]
BILLS = [
    ("A", "2024-11-30 00:00:00", "2024-11-30 00:00:00", 300.0),
    ("A", "2024-12-11 00:00:00", "2025-01-05 00:00:00", 100.0),
    ("C", "2024-12-15 00:00:00", None, 50.0),
]
TREND = math.log(1.6) / math.log(2.5) * 100


def accounts(
    rows=(("A", 500.0, "大客户"), ("B", 300.0, None), ("C", None, "小客户"), (None, 9.0, None)),
):
    ids, revenue, tier = map(list, zip(*rows, strict=True))
    return pa.table({"account_id": ids, "revenue": pa.array(revenue, pa.float64()), "tier": tier})


def responses():
    ids, person, when, score, role = map(list, zip(*SAID, strict=True))
    return pa.table(
        {
            "account_id": ids,
            "customer_id": person,
            "timestamp": moments(when),
            "score": score,
            "role": role,
        }
    )


def usage(rows=USED):
    ids, when, used = map(list, zip(*rows, strict=True))
    return pa.table({"account_id": ids, "timestamp": moments(when), "usage": used})


def billing():
    ids, due, paid, amount = map(list, zip(*BILLS, strict=True))
    return pa.table(
        {"account_id": ids, "due": moments(due), "paid": moments(paid), "amount": amount}
    )


def by_account(result):
    ids = plain(result.account_id)
    parts = [plain(result.parts[part]) for part in ("says", "does", "pays")]
    columns = [*parts, plain(result.revenue), result.tier.tolist(), result.unknown.tolist()]
    rows = dict(zip(ids, zip(*columns, strict=True), strict=True))
    return {"rows": rows, "notes": sorted(plain(result.notes))}


def of_score(that, gives, *, tables=None, engines=AND_SPARK, **asked):
    return Case(
        of="health.score",
        that=that,
        tables={
            "accounts": accounts(),
            "responses": responses(),
            "usage": usage(),
            "billing": billing(),
            **(tables or {}),
        },
        asked={"at": "2024-12-31", "role_weights": {"decision maker": 3, "user": 1}, **asked},
        gives=gives,
        look=by_account,
        engines=engines,
    )


def foretold(result):
    frame = nw.from_native(result.to_frame(), eager_only=True)
    ids, *columns = (frame[name].to_list() for name in ("account_id", "score", "churned"))
    return {
        "rows": dict(zip(ids, zip(*columns, strict=True), strict=True)),
        "auc": result.auc.value,
        "nps": result.auc_nps.value,
        "verdict": result.verdict,
        "counts": (result.n_accounts, result.n_churned, result.alarms.n_warned),
    }


# Those that left said 2, 5 and 8, the others 9, 7, 5 and 10: of twelve pairs seven are in order and
# one is tied, and nobody has two answers, so that nothing is shrunk. W had left before.
LEAVING = [("E1", 2, "2024-08-10"), ("E2", 5, "2024-12-31"), ("E3", 8, "2024-07-01")]
STAYING = [("S1", 9, None), ("S2", 7, "2025-01-01"), ("S3", 5, None), ("S4", 10, None)]
FOLLOWED = [*LEAVING, *STAYING, ("W", 1, "2024-06-30")]


def followed():
    ids, score, left = map(list, zip(*FOLLOWED, strict=True))
    gone = [(who, f"{day} 09:00:00") for who, day in zip(ids, left, strict=True) if day]
    said = pa.table(
        {"account_id": ids, "timestamp": moments(["2024-05-15 09:00:00"] * 8), "score": score}
    )
    who, when = map(list, zip(*gone, strict=True))
    return {
        "accounts": pa.table({"account_id": ids, "revenue": [1.0] * 8}),
        "responses": said,
        "churn": pa.table({"account_id": who, "timestamp": moments(when)}),
    }


# Two people of A: 8 and 4, with weights 3 and 1; within 8, one value of C. n is 1.6 and 1; the
# centre (1.6 * 7 + 9) / 2.6, the squares 2.4615, less 8: nothing between, all get the mean.
SAYS = 10 * (1.6 * 7 + 9) / 2.6
CASES = (
    of_score(
        "parts by account, with what was left out",
        {
            "rows": {
                "A": (
                    pytest.approx(SAYS),
                    pytest.approx((TREND + 100 * 0.55 / 0.75) / 2),
                    pytest.approx((50.0 + 100 * 70 / 90) / 2),
                    500.0,
                    "大客户",
                    None,
                ),
                "B": (
                    NAN,
                    pytest.approx((100 * math.log(4 / 3) / math.log(2.5) + 500 / 9) / 2),
                    NAN,
                    300.0,
                    None,
                    "says, pays",
                ),
                "C": (pytest.approx(SAYS), NAN, pytest.approx(50 * 74 / 90), NAN, "小客户", "does"),
            },
            "notes": [0, *[1] * 10, 2],
        },
    ),
    of_score(
        "negative usage is refused",
        Refusal(DataError, r"column 'usage': 1 row below 0 \(first ids: A\)"),
        tables={"usage": usage([*USED, ("A", MONTHS[0], -1.0)])},
    ),
    of_score(
        "an account in two tiers is refused",
        Refusal(DataError, r"repeat an account with another tier \(first ids: A\)"),
        tables={"accounts": accounts([("A", 500.0, "大客户"), ("A", 500.0, "小客户")])},
    ),
    Case(
        of="health.backtest",
        that="scores at a cut-off beside who left within the window",
        tables=followed(),
        asked={"cutoffs": "2024-06-30", "observation_end": "2025-06-30"},
        gives={
            "rows": {
                who: (pytest.approx(10.0 * score), (who, score, day) in LEAVING)
                for who, score, day in FOLLOWED[:-1]
            },
            "auc": pytest.approx(9.5 / 12),
            "nps": pytest.approx(9.5 / 12),
            "verdict": "too few",
            "counts": (7, 3, 1),
        },
        look=foretold,
        engines=AND_SPARK,
    ),
    Case(
        of="health.learn_weights",
        that="three that left teach nothing",
        tables=followed(),
        asked={"cutoffs": "2024-06-30", "observation_end": "2025-06-30"},
        gives=Refusal(DataError, "3 accounts left within the windows and 4 stayed"),
    ),
)
