"""Who holds the revenue: worked out by hand, and again with pandas."""

import json

import numpy as np
import pandas as pd
import polars as pl
import pytest

import vocvalue as vv
from vocvalue import health
from vocvalue.errors import DataError, ParameterError

# 1,000 in all: 50%, 80%, 90%, 95% and 100% are held by the largest one, two, three, four and five.
REVENUE = {"C": 100.0, "A": 500.0, "D": 50.0, "F": np.nan, "B": 300.0, "E": 50.0}
TIER = {"A": "key", "B": "key", "C": "mid", "D": "mid", "E": None, "F": "mid"}


def accounts(**changed):
    table = pd.DataFrame({"account_id": list(REVENUE), "revenue": list(REVENUE.values())})
    return table.assign(tier=table["account_id"].map(TIER), **changed)


@pytest.fixture(scope="module")
def found():
    return health.concentration(accounts(), currency="CNY")


def test_the_largest_accounts_hold_what_they_do_by_hand(found):
    assert found.n_holders == 2
    assert found.holders.value == 2 / 5
    assert (found.n, found.total) == (5, 1_000)
    assert found.cumulative == pytest.approx([0.5, 0.8, 0.9, 0.95, 1.0])
    assert found.fifth.value == found.largest.value == 0.5
    assert found.n_equal == pytest.approx(1 / (0.25 + 0.09 + 0.01 + 2 * 0.0025))
    # one account and a half: 500 + 150
    assert found.held_by(0.3) == pytest.approx(0.65)
    assert (found.held_by(0), found.held_by(1)) == (0, 1)


@pytest.mark.parametrize(("share", "n"), [(0.5, 1), (0.501, 2), (0.85, 3), (0.92, 4), (0.999, 5)])
def test_it_takes_as_many_as_reach_the_share(share, n):
    assert health.concentration(accounts(), share=share).n_holders == n


def test_a_share_that_is_reached_exactly_is_reached_in_floating_point_too():
    ten = pd.DataFrame({"account_id": range(10), "revenue": [0.1] * 10})
    assert [health.concentration(ten, share=k / 10).n_holders for k in range(1, 10)] == [
        *range(1, 10)
    ]


def test_tiers_hold_what_their_accounts_do(found):
    tiers = [(it.tier, it.n_accounts, it.revenue, it.share) for it in found.tiers]
    assert tiers == [("key", 2, 800, 0.8), ("mid", 2, 150, 0.15), ("(missing)", 1, 50, 0.05)]


def test_the_frame_has_the_largest_first(found):
    frame = found.to_frame()
    assert frame["account_id"].tolist() == ["A", "B", "C", "D", "E"]
    assert frame["share"].tolist() == pytest.approx([0.5, 0.3, 0.1, 0.05, 0.05])
    assert frame["is_holder"].tolist() == [True, True, False, False, False]
    ours = health.concentration(pl.from_pandas(accounts())).to_frame()
    assert isinstance(ours, pl.DataFrame)


def test_it_agrees_with_pandas_on_many_accounts():
    table = vv.datasets.load_account_sample().accounts
    found = health.concentration(table)
    ordered = table["revenue"].sort_values(ascending=False).cumsum() / table["revenue"].sum()
    assert found.n_holders == int((ordered < 0.80).sum()) + 1
    assert found.fifth.value == pytest.approx(ordered.iloc[len(table) // 5 - 1])
    by_tier = table.groupby("tier")["revenue"].sum()
    assert {it.tier: it.revenue for it in found.tiers} == pytest.approx(by_tier.to_dict())


def test_what_is_left_to_the_order_of_the_table_is_said():
    # D and E have 50 each, and one of them is needed for 92%.
    [note] = [
        it for it in health.concentration(accounts(), share=0.92).notes if "same revenue" in it.en
    ]
    assert note.count == 2
    assert not [it for it in health.concentration(accounts()).notes if "same revenue" in it.en]


def test_accounts_of_unknown_revenue_are_counted(found):
    assert [it.count for it in found.notes if "revenue of" in it.en] == [1]


def test_it_is_said_in_both_languages(found):
    assert found.statement().startswith(
        "Of 5 accounts, the 2 largest (40.0%) hold 80% of the revenue of a year: CNY 800 of "
        "CNY 1,000. The largest fifth holds 50.0%, the largest account alone 50.0%."
    )
    assert "5 家客户中，最大的 2 家（40.0%）贡献了年收入的 80%" in found.statement("zh")
    one = health.concentration(accounts(), share=0.3)
    assert "1 (20.0%) holds 30%" in one.statement()
    assert json.loads(json.dumps(found.to_dict()))["n_holders"] == 2


def test_an_account_twice_is_refused():
    twice = pd.concat([accounts(), accounts()[:1].assign(tier="key")])
    with pytest.raises(DataError, match="repeat an account with another tier"):
        health.concentration(twice)


def test_a_revenue_below_nothing_is_refused():
    with pytest.raises(DataError, match="below 0"):
        health.concentration(accounts(revenue=[-1.0, 5, 5, 5, 5, 5]))


@pytest.mark.parametrize("revenue", [0.0, np.nan])
def test_no_revenue_at_all_is_refused(revenue):
    with pytest.raises(DataError, match="sums to 0 or is not known"):
        health.concentration(accounts(revenue=revenue))


@pytest.mark.parametrize("share", [0, 1, 80, -0.2, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ParameterError, match="share"):
        health.concentration(accounts(), share=share)


def test_a_part_that_is_none_is_refused(found):
    with pytest.raises(ParameterError, match="part"):
        found.held_by(20)


def test_a_table_without_revenue_is_refused():
    with pytest.raises(DataError, match="revenue"):
        health.concentration(accounts().drop(columns="revenue"))
