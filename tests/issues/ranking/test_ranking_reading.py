"""Tables that are odd, thin or that nothing can be told from: what rank says of them."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.ranking.deciles import tenths


@pytest.fixture(scope="module")
def shop():
    return vv.datasets.simulate_problems(2000, model=vv.datasets.ProblemModel.many(5), seed=11)


def ranked(shop, mentions=None, **asked):
    mentions = shop.mentions if mentions is None else mentions
    return vv.issues.rank(mentions, shop.orders, **asked)


def test_one_topic_alone_is_ranked(shop):
    mentions = shop.mentions[shop.mentions["topic"] == "topic 01"]
    ranking = ranked(shop, mentions)
    assert ranking.topics == ("topic 01",)
    assert ranking.loss("topic 01").value == pytest.approx(ranking.loss().value)
    assert ranking.by_decile.exposures.sum() == ranking.exposures[0]
    assert ranking.plot() is not None
    assert "topic 01" in ranking.statement()


def test_topics_of_few_moments_are_listed_and_in_no_figure(shop):
    mentions = shop.mentions.copy()
    few = mentions.index[mentions["topic"] == "topic 02"][:20]
    mentions.loc[few, "topic"] = "rare"
    ranking = ranked(shop, mentions)
    assert "rare" not in ranking.topics
    assert 0 < ranking.too_few["rare"] <= 20
    assert any("rare" in note.en and "not ranked" in note.en for note in ranking.notes)
    with pytest.raises(DataError, match=r"'rare' is not ranked\. Only"):
        ranking.loss("rare")
    with pytest.raises(DataError, match=r"'nothing' is not ranked\. Ranked are"):
        ranking.loss("nothing")


def test_no_topic_that_can_be_ranked_is_refused(shop):
    with pytest.raises(DataError, match="no topic has 30 moments"):
        ranked(shop, shop.mentions.head(20))
    late = shop.mentions[shop.mentions["timestamp"] > "2024-12-01"]
    with pytest.raises(DataError, match="no mention is about a known order and can be followed"):
        ranked(shop, late[late["timestamp"] > "2024-12-20"])


def test_topics_that_always_come_together_cannot_be_told_apart(shop):
    twin = shop.mentions[shop.mentions["topic"] == "topic 01"].assign(topic="its twin")
    with pytest.raises(DataError, match="always mentioned together"):
        ranked(shop, pd.concat([shop.mentions, twin]))


def test_everybody_exposed_leaves_nobody_to_compare_with(shop):
    every = shop.orders[["customer_id", "order_id", "timestamp"]].assign(topic="everything")
    with pytest.raises(DataError, match="nobody is left to compare with"):
        ranked(shop, every)


def test_customers_whom_no_control_resembles_are_refused_and_no_figure_given(shop):
    # Each of those who mention something has one order, and a mark that nobody else has.
    few = shop.mentions.drop_duplicates("customer_id")
    is_theirs = shop.orders["customer_id"].isin(few["customer_id"])
    orders = shop.orders[~is_theirs | shop.orders["order_id"].isin(few["order_id"])]
    marks = shop.customers[["customer_id"]].assign(
        mark=shop.customers["customer_id"].isin(few["customer_id"]).astype(float)
    )
    with pytest.raises(DataError, match=r"no overlap: .* No figure is given"):
        vv.issues.rank(few, orders, covariates=marks)


def test_values_say_whom_it_hits_and_those_unknown_are_counted(shop):
    values = shop.customers.assign(value=shop.customers["prior_spend"]).head(1500)
    ranking = ranked(shop, values=values[["customer_id", "value"]])
    assert ranking.by_decile.by == "value"
    table = ranking.by_value()
    assert table["decile"].isna().any()
    assert table["exposures"].sum() == ranking.exposures.sum()
    stranger = pd.DataFrame({"customer_id": ["nobody"], "value": [1.0]})
    with pytest.raises(DataError, match="values"):
        ranked(shop, values=stranger)


def test_repeats_of_a_row_and_the_order_of_rows_change_nothing(shop):
    plain = ranked(shop, seed=3)
    shuffled = pd.concat([shop.mentions, shop.mentions.head(50)]).sample(frac=1, random_state=1)
    again = ranked(shop, shuffled, seed=3)
    assert again.topics == plain.topics
    np.testing.assert_allclose(again.each.value, plain.each.value, rtol=1e-9)


@pytest.mark.parametrize(
    ("spoilt", "what"),
    [
        (
            {"customer_id": "nobody"},
            "none of the 1 customers of the table",
        ),
        ({"timestamp": pd.Timestamp("2031-01-01")}, "no mention is about a known order"),
        ({"timestamp": pd.Timestamp("2011-01-01")}, "no mention is about a known order"),
        ({"topic": None}, "has a value in 'topic'"),
    ],
)
def test_a_log_of_which_nothing_can_be_used_is_refused(shop, spoilt, what):
    with pytest.raises(DataError, match=what):
        ranked(shop, shop.mentions.drop(columns="order_id").assign(**spoilt))


def test_mentions_of_strangers_are_counted(shop):
    odd = shop.mentions.head(40).assign(customer_id=[f"X{it}" for it in range(40)])
    notes = " ".join(note.en for note in ranked(shop, pd.concat([shop.mentions, odd])).notes)
    assert "40 rows of the table of problems of 40 customers who never ordered" in notes


def test_two_currencies_are_refused(shop):
    orders = shop.orders.assign(currency=np.where(np.arange(len(shop.orders)) % 2, "CNY", "EUR"))
    with pytest.raises(DataError, match="several currencies"):
        vv.issues.rank(shop.mentions, orders)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"controls": 0}, "controls"),
        ({"controls": 51}, "at most 50"),
        ({"reported": 0.0}, "reported"),
        ({"reported": (0.5, 0.2)}, "lower share first"),
        ({"margin": 1.4}, "margin"),
        ({"level": 95}, "level"),
        ({"window": "soon"}, "window"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(shop, asked, what):
    with pytest.raises(ParameterError, match=what):
        ranked(shop, **asked)


def test_tenths_of_values_with_ties_and_weights():
    values = np.array([0.0, 1.0, 2.0, np.nan])
    among, weight = np.array([0.0, 1.0, 2.0]), np.array([5.0, 4.0, 1.0])
    assert tenths(values, among, weight).tolist() == [0, 5, 9, 10]
