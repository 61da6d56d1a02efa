"""The health of accounts, by hand: parts, weights, scales, bands, revenue; and what is refused."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from accounts_by_hand import AT, accounts, answers, billing, noted, usage

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

BOOK = accounts("A", "B", "C", "D", revenue=[400.0, 300.0, 200.0, 100.0])
# A says 20, B 90, C says nothing; A does 100 * log 2 / log 2.5 and 100, C the same
SAID = answers(("A", 1, AT, 2), ("B", 2, AT, 9))
USED = usage(A=[100] * 24, C=[100] * 24)
STEADY = (100 * np.log(2) / np.log(2.5) + 100) / 2
# B pays 50 on time of 100: 0 points; nothing is overdue: 100 points
PAID = billing(("B", "2025-01-31", "2025-01-31", 50.0), ("B", "2025-02-28", "2025-03-31", 50.0))
TABLES = {"responses": SAID, "usage": USED, "billing": PAID}


def score(accounts=BOOK, at=AT, **asked):
    return vv.health.score(accounts, **{**TABLES, "at": at, **asked})


def test_the_score_is_the_mean_of_the_known_parts():
    result = score()
    parts = {name: it.tolist() for name, it in result.parts.items()}
    nan = np.nan
    assert parts["says"] == pytest.approx([20, 90, nan, nan], nan_ok=True)
    assert parts["does"] == pytest.approx([STEADY, nan, STEADY, nan], nan_ok=True)
    assert parts["pays"] == pytest.approx([nan, 50, nan, nan], nan_ok=True)
    expected = [(20 + STEADY) / 2, 70, STEADY, nan]
    assert result.score == pytest.approx(expected, nan_ok=True)
    assert result.band.tolist() == ["watch", "healthy", "healthy", None]
    assert result.unknown.tolist() == ["pays", "does", "says, pays", "says, does, pays"]
    assert noted(result, "Nothing is known", "say") == [2]
    assert noted(result, "left out of the scores") == [1]


def test_shares_sum_to_1_and_make_the_score():
    result = score()
    shares = np.array(list(result.shares.values()))
    points = np.nan_to_num(np.array(list(result.points.values())))
    assert shares.sum(axis=0) == pytest.approx([1, 1, 1, 0])
    assert (shares * points).sum(axis=0)[:3] == pytest.approx(result.score[:3])


def test_parts_weigh_as_asked_and_what_is_unknown_leaves_its_weight_to_the_others():
    result = score(weights={"says": 3, "does": 1, "pays": 0})
    expected = [(3 * 20 + STEADY) / 4, 90, STEADY]
    assert result.score[:3] == pytest.approx(expected)


def test_measures_weigh_as_asked_and_their_part_the_sum():
    names = ("answers", "usage_trend", "usage_level", "paid_on_time", "days_overdue")
    weights = dict(zip((*names, "billed_growth"), (1, 0, 2, 3, 1, 1), strict=True))
    result = score(weights=weights)
    # B: the part says 1, the part pays 5, of which on time 3 and overdue 1 are known
    assert result.score[:3] == pytest.approx([(20 + 2 * 100) / 3, (90 + 5 * 25) / 6, 100])


def test_weights_come_from_what_knows_them():
    learned = SimpleNamespace(weights={"says": 1.0, "does": 0.0, "pays": 0.0})
    result = score(weights=learned)
    assert result.score[:2] == pytest.approx([20, 90])
    # of C only what weighs nothing is known
    assert np.isnan(result.score[2])


def test_scales_are_those_asked_for():
    result = score(scales={"answers": (2, 12), "usage_trend": vv.health.HealthScale(1.0, 2.0)})
    assert result.points["answers"][:2] == pytest.approx([0, 70])
    assert result.points["usage_trend"][0] == 0
    assert not noted(result, "beyond")
    beyond = score(scales={"answers": (3, 8)})
    assert beyond.points["answers"][:2].tolist() == [0, 100]
    assert noted(beyond, "beyond") == [2]


def test_revenue_at_risk_is_that_of_the_lowest_band():
    result = score(bands=(75, 90), currency="CNY")
    assert result.at_risk.value == 400 + 300
    assert result.at_risk.evidence == "association only"
    assert [result.n_of(band) for band in ("at risk", "watch", "healthy")] == [2, 1, 0]
    assert result.revenue_scored == 900
    said, chinese = result.statement(), result.statement("zh")
    assert "2 of 3 accounts are at risk" in said
    assert "CNY 700" in said
    assert "77.8%" in said
    assert "700 元" in chinese
    assert "77.8%" in chinese


def test_a_revenue_that_is_not_known_is_in_no_sum():
    book = BOOK.assign(revenue=[np.nan, 300.0, 200.0, 100.0])
    result = score(book, bands=(75, 90))
    assert result.at_risk.value == 300
    assert noted(result, "revenue", "not known") == [1]


@pytest.mark.parametrize("n", range(1, 4))
def test_any_of_the_tables_is_enough(n):
    for names in itertools.combinations(TABLES, n):
        asked = {name: table if name in names else None for name, table in TABLES.items()}
        assert score(**asked).n_scored


def test_accounts_that_left_or_came_later_are_left_out():
    book = BOOK.assign(since=pd.to_datetime(["2020-01-01", "2025-07-01", None, None]))
    left = pd.DataFrame(
        {"account_id": ["C", "C", "A"], "timestamp": ["2025-06-30", "2025-01-01", "2025-07-01"]}
    )
    result = score(book, churn=left.assign(timestamp=pd.to_datetime(left["timestamp"])))
    assert result.account_id.to_list() == ["A", "D"]
    assert noted(result, "had left") == [1]
    assert noted(result, "only later") == [1]
    assert noted(result, "first time") == [1]
    assert noted(result, "after the month") == [1]


def test_nothing_that_happened_later_is_used():
    later = pd.Timestamp("2025-07-01")
    tables = {
        "responses": pd.concat([SAID, answers(("A", 1, later, 10), ("C", 3, later, 0))]),
        "usage": pd.concat([USED, USED.assign(timestamp=later, usage=10_000.0)]),
        "billing": pd.concat([PAID, PAID.assign(due=later, paid=pd.NaT)]),
    }
    before, after = score(), score(**tables)
    assert after.to_frame().equals(before.to_frame())
    assert after.measures_frame().equals(before.measures_frame())


def test_bounds_of_the_bands_belong_to_the_better_one():
    result = score(bands=(20, 90), weights={"says": 1, "does": 0, "pays": 0})
    assert result.band.tolist()[:2] == ["watch", "healthy"]


# --- what is refused


def test_an_account_twice_is_refused_with_what_differs():
    twice = pd.concat([BOOK, BOOK.iloc[:1]]).assign(tier=[*"xyzx", "y"])
    with pytest.raises(DataError, match=r"repeat an account with another tier \(first ids: A\)"):
        score(twice)
    with pytest.raises(DataError, match="repeat an account with another revenue"):
        score(pd.concat([BOOK, BOOK.iloc[:1].assign(revenue=7.0)]))
    with pytest.raises(DataError, match=r"1 row of the table accounts repeat an account \("):
        score(pd.concat([BOOK, BOOK.iloc[:1]]))


def test_a_negative_revenue_is_refused():
    with pytest.raises(DataError, match=r"revenue.*below 0.*B"):
        score(BOOK.assign(revenue=[1.0, -1.0, 1.0, 1.0]))


def test_nothing_but_accounts_is_refused():
    with pytest.raises(ParameterError, match="at least one of them"):
        vv.health.score(BOOK, at=AT)


def test_ids_that_hardly_match_are_refused_and_a_few_counted():
    others = pd.DataFrame(
        {"account_id": [f"X{i}" for i in range(40)], "timestamp": pd.Timestamp(AT)}
    )
    some = pd.concat([SAID, others.assign(score=5, customer_id=range(40))])
    book = accounts(*"ABCD", *(f"N{i}" for i in range(40)))
    with pytest.raises(DataError, match="only 2 of the 42 accounts of the table responses"):
        score(book, responses=some)
    result = score(responses=pd.concat([SAID, others.iloc[:2].assign(score=5, customer_id=7)]))
    assert noted(result, "table responses", "50.0%") == [2]
    [match] = [it for it in result.matches if it.table == "responses"]
    assert (match.n_ids, match.n_matched, match.n_accounts) == (4, 2, 4)


def test_ids_that_are_written_otherwise_are_refused():
    with pytest.raises(DataError, match="would match if case were ignored"):
        score(usage=USED.assign(account_id=USED["account_id"].str.lower()))


def test_two_currencies_are_refused():
    with pytest.raises(ParameterError, match="CNY and the table billing in EUR"):
        score(billing=PAID.assign(currency="EUR"), currency="CNY")
    with pytest.raises(DataError, match="several currencies"):
        score(BOOK.assign(currency=["CNY", "EUR", "CNY", "CNY"]))
    assert score(BOOK.assign(currency="CNY"), billing=PAID.assign(currency="CNY")).currency == "CNY"


def test_a_zone_in_one_table_alone_is_refused_and_zones_meet_on_one_clock():
    aware = SAID.assign(timestamp=SAID["timestamp"].dt.tz_localize("Asia/Shanghai"))
    with pytest.raises(ParameterError, match="time zone"):
        score(responses=aware, billing=None)
    used = USED.assign(timestamp=USED["timestamp"].dt.tz_localize("UTC"))
    result = score(responses=aware, usage=used, billing=None)
    assert result.n_scored == 3
    # 23:00 in UTC on the last day is the day after in Shanghai
    late = SAID.assign(timestamp=pd.Timestamp("2025-06-30 23:00", tz="UTC"))
    shanghai = vv.Responses(late, timezone="Asia/Shanghai")
    assert np.isnan(score(responses=shanghai, usage=used, billing=None).parts["says"]).all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"bands": (70, 40)}, "bands"),
        ({"bands": (40,)}, "bands"),
        ({"bands": (0.4, 0.7)}, "not 0.40"),
        ({"bands": "40"}, "bands"),
        ({"weights": {"says": 1}}, "no weight of 'does', 'pays'"),
        ({"weights": {"says": 1, "usage_trend": 2}}, "not both"),
        ({"weights": {"says": -1, "does": 1, "pays": 1}}, "weights"),
        ({"weights": {"says": 0, "does": 0, "pays": 0}}, "above 0"),
        ({"weights": {}}, "must map"),
        ({"scales": {"mood": (0, 1)}}, "mood"),
        ({"scales": {"answers": 5}}, "two numbers"),
        ({"scales": {"answers": (5, 5)}}, "two different ends"),
        ({"scales": [1]}, "must be a mapping"),
        ({"window": 12}, "window"),
        ({"at": "yesterday"}, "at =="),
        ({"at": None}, "at =="),
        ({"gaps": "skip"}, "gaps"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        score(**asked)


def test_revenue_that_is_not_known_is_not_0():
    assert np.isnan(score(BOOK.assign(revenue=np.nan), bands=(98, 99)).at_risk.value)


def test_a_weight_below_0_is_refused_of_a_part_that_no_table_tells_of():
    with pytest.raises(ParameterError, match="weights"):
        score(billing=None, weights={"says": 1, "does": 1, "pays": -1})


def test_a_scale_by_ratio_needs_ends_above_0():
    with pytest.raises(ParameterError, match="above 0"):
        vv.health.HealthScale(0.0, 1.0, by_ratio=True)


def test_leaving_before_being_a_customer_is_refused():
    book = BOOK.assign(since=pd.Timestamp("2024-01-01"))
    left = pd.DataFrame({"account_id": ["A"], "timestamp": pd.to_datetime(["2023-01-01"])})
    with pytest.raises(DataError, match="before the account became a customer"):
        score(book, churn=left)
