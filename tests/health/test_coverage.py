"""How much of the revenue is heard: worked out by hand, and again with pandas."""

import json

import numpy as np
import pandas as pd
import polars as pl
import pytest

import vocvalue as vv
from vocvalue import health
from vocvalue.errors import DataError, ParameterError

AT = "2025-06-30"
# G is a customer only from August on, and H has left: 1,000 are held by the first six.
ACCOUNTS = [
    ("A", 500.0, "key", "2020-01-01"),
    ("B", 300.0, "key", "2020-01-01"),
    ("C", 100.0, "mid", "2020-01-01"),
    ("D", 50.0, "mid", "2020-01-01"),
    ("E", 50.0, None, "2020-01-01"),
    ("F", np.nan, None, "2020-01-01"),
    ("G", 900.0, "key", "2025-08-01"),
    ("H", 700.0, "key", "2020-01-01"),
]
ANSWERS = [
    ("A", "p1", "2025-03-01", "decision maker", 9),
    ("A", "p1", "2025-05-01", "decision maker", 3),
    ("A", "p2", "2025-06-30", "user", 8),
    ("B", "p3", "2024-06-30", "user", 8),  # a day too early
    ("C", "p4", "2024-07-01", "user", 8),
    ("D", "p5", "2025-07-15", "user", 8),  # later
    ("F", "p6", "2025-01-01", None, 8),
    ("H", "p7", "2024-12-01", "user", 8),
]


def accounts(rows=ACCOUNTS):
    return pd.DataFrame(rows, columns=["account_id", "revenue", "tier", "since"])


def answers(rows=ANSWERS):
    return pd.DataFrame(rows, columns=["account_id", "customer_id", "timestamp", "role", "score"])


LEFT = pd.DataFrame({"account_id": ["H"], "timestamp": ["2025-01-31"]})


@pytest.fixture(scope="module")
def found():
    return health.coverage(accounts(), answers(), churn=LEFT, at=AT, currency="CNY")


def test_accounts_and_revenue_are_heard_as_by_hand(found):
    assert (found.n, found.n_heard, found.total) == (6, 3, 1_000)
    assert found.by_accounts.value == 3 / 6  # A, C and F
    assert found.by_revenue.value == 0.6  # 500 and 100; that of F is not known
    assert (found.n_one_voice, found.one_voice.value) == (2, 0.1)  # C and F
    assert found.by_revenue.lower == found.by_revenue.upper  # all accounts, no sample


def test_tiers_and_roles_are_heard_as_by_hand(found):
    tiers = {it.tier: (it.n_heard, it.n_accounts, it.by_revenue) for it in found.tiers}
    assert tiers == {"key": (1, 2, 0.625), "mid": (1, 2, 100 / 150), "(missing)": (1, 2, 0)}
    roles = {it.role: (it.n_accounts, it.by_revenue) for it in found.roles}
    assert roles == {"user": (2, 0.6), "decision maker": (1, 0.5)}


def test_the_silent_are_there_with_their_last_answer(found):
    silent = found.silent()
    assert silent["account_id"].tolist() == ["B", "D", "E"]
    assert silent["last_answer"].isna().tolist() == [False, True, True]
    assert silent["last_answer"][0] == pd.Timestamp("2024-06-30")
    frame = found.to_frame()
    assert frame["account_id"].tolist() == ["A", "B", "C", "D", "E", "F"]
    assert frame["people"].tolist() == [2, 0, 1, 0, 0, 1]


def test_the_window_opens_at_the_end_of_its_first_day(found):
    assert str(found.start.date()) == "2024-07-01"
    longer = health.coverage(accounts(), answers(), churn=LEFT, at=AT, window="366 days")
    assert longer.by_revenue.value == 0.9  # and B


def test_what_is_left_out_is_counted(found):
    counts = {
        word: [it.count for it in found.notes if word in it.en]
        for word in ("had left", "only later", "no role", "revenue of 1 account")
    }
    assert counts == {
        "had left": [1],
        "only later": [1],
        "no role": [1],
        "revenue of 1 account": [1],
    }


def test_the_day_is_that_of_the_latest_answer_unless_it_is_said():
    latest = health.coverage(accounts(), answers(), churn=LEFT)
    assert str(latest.at.date()) == "2025-07-15"
    assert latest.by_revenue.value == 0.55  # A and D; C answered more than a year before


def test_answers_that_end_long_before_the_window_are_pointed_out():
    early = health.coverage(accounts(), answers(ANSWERS[3:5]), at=AT)
    assert [it.bears_on for it in early.notes if "long before" in it.en] == ["claim"]


def test_answers_that_name_nobody_are_each_of_another_person():
    found = health.coverage(accounts(), answers().drop(columns="customer_id"), churn=LEFT, at=AT)
    assert found.n_one_voice == 2
    assert any("name who answered" in it.en for it in found.notes)


def test_nobody_heard_is_an_answer_too():
    found = health.coverage(accounts(), answers(ANSWERS[5:6]), at=AT)
    assert found.by_revenue.value == 0
    assert "0 of 7 accounts answered (0.0%)" in found.statement()


def test_it_agrees_with_pandas_on_many_accounts():
    sample = vv.datasets.load_account_sample()
    found = health.coverage(sample.accounts, sample.responses, churn=sample.churn, at=AT)
    at = pd.to_datetime(sample.responses["timestamp"])
    recent = sample.responses[(at > "2024-06-30 23:59:59") & (at < "2025-07-01")]
    left = sample.churn[pd.to_datetime(sample.churn["timestamp"]) < "2025-07-01"]["account_id"]
    there = sample.accounts[~sample.accounts["account_id"].isin(left)]
    there = there[pd.to_datetime(there["since"]) < "2025-07-01"]
    heard = there["account_id"].isin(recent["account_id"])
    assert found.by_accounts.value == pytest.approx(heard.mean())
    revenue = there["revenue"]
    assert found.by_revenue.value == pytest.approx(revenue[heard].sum() / revenue.sum())
    people = recent.groupby("account_id")["customer_id"].nunique()
    alone = there["account_id"].map(people) == 1
    assert found.one_voice.value == pytest.approx(revenue[alone].sum() / revenue.sum())


def test_it_is_said_in_both_languages(found):
    text = found.statement()
    assert text.startswith("From 1 July 2024 to 30 June 2025, 3 of 6 accounts answered (50.0%)")
    assert "In 2 accounts, which hold 10.0% of the revenue, only one person answered." in text
    assert "The largest accounts that did not are B, D and E, with CNY 400 a year" in text
    assert "6 家客户中有 3 家作答（50.0%），占年收入的 60.0%：600 元（总额 1,000 元）" in (
        found.statement("zh")
    )
    assert "大客户" in found.summary("zh", labels={"key": "大客户"})
    assert json.loads(json.dumps(found.to_dict()))["n_heard"] == 3


def test_the_table_of_polars_gives_one_of_polars():
    found = health.coverage(pl.from_pandas(accounts()), pl.from_pandas(answers()), at=AT)
    assert isinstance(found.silent(), pl.DataFrame)


def test_ids_that_hardly_match_are_refused():
    strangers = answers().assign(account_id=[f"X{n}" for n in range(len(ANSWERS))])
    with pytest.raises(DataError, match="ids"):
        health.coverage(accounts(), strangers, at=AT)


def test_answers_without_an_account_are_refused():
    with pytest.raises(DataError, match="account_id"):
        health.coverage(accounts(), answers().drop(columns="account_id"), at=AT)


def test_a_moment_before_any_customer_is_refused():
    with pytest.raises(DataError, match="0 accounts"):
        health.coverage(accounts(), answers(), at="2019-06-30")


@pytest.mark.parametrize("asked", [{"window": 12}, {"window": "0 days"}, {"at": "soon"}])
def test_arguments_that_make_no_sense_are_refused(asked):
    with pytest.raises(ParameterError):
        health.coverage(accounts(), answers(), **{"at": AT, **asked})


def test_revenue_that_was_set_to_0_after_the_day_is_pointed_out():
    emptied = accounts().assign(revenue=lambda it: it["revenue"].mask(it["account_id"] == "H", 0))
    before = {"churn": LEFT, "at": "2024-12-31"}
    of_score = health.score(emptied, responses=answers(), **before)
    for result in (health.coverage(emptied, answers(), **before), of_score):
        assert [it.count for it in result.notes if "was set to 0" in it.en] == [1]
    assert not [
        it
        for it in health.coverage(emptied, answers(), churn=LEFT, at=AT).notes
        if "was set to 0" in it.en
    ]
