"""Weights of answers: what they stand for, what they mend, and what they refuse."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from vocvalue import survey
from vocvalue.errors import DataError, FitError, ParameterError

ANSWERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d"],
        "tier": ["gold", "gold", "gold", "basic"],
        "region": ["north", "south", "north", "south"],
    }
)
TIER = {"tier": {"gold": 300, "basic": 700}}


def population(n=20_000, seed=0):
    """Return customers whose score depends on region and tier, and so does whether they answer."""
    rng = np.random.default_rng(seed)
    region, tier = rng.choice(3, n, p=[0.5, 0.3, 0.2]), rng.choice(2, n, p=[0.7, 0.3])
    mood = 0.5 * (region - 0.7 + 1.5 * (tier - 0.3)) + rng.normal(size=n)
    score = np.clip(np.round(8 + 1.8 * mood), 0, 10).astype(int)
    answers = np.exp(0.8 * (0.5 * region + tier))
    table = pd.DataFrame(
        {"region": np.array(["north", "south", "west"])[region], "tier": tier, "score": score}
    )
    return table, answers / answers.sum()


def test_weighting_recovers_a_known_nps_that_the_answers_miss():
    customers, answering = population()
    side = np.select([customers.score >= 9, customers.score <= 6], [1.0, -1.0], 0.0)
    truth = 100 * side.mean()
    rng = np.random.default_rng(1)
    weighted, raw = [], []
    for _ in range(60):
        answered = customers[rng.random(len(customers)) < 1_000 * answering]
        weights = survey.rake(answered, base=customers, columns=["region", "tier"]).weights
        weighted.append(survey.nps(answered.score, weights=weights))
        raw.append(survey.nps(answered.score))
    error = np.std([one.value for one in weighted]) / np.sqrt(60)
    assert np.mean([one.value for one in weighted]) == pytest.approx(truth, abs=3 * error)
    assert np.mean([one.value for one in raw]) - truth > 10
    # 60 of 95% intervals miss more than 8 times once in 300 rounds; Kish's are rather too wide.
    assert sum(not one.lower <= truth <= one.upper for one in weighted) <= 8
    assert not any(one.lower <= truth <= one.upper for one in raw)
    assert np.mean([(one.upper - one.lower) / 2 / 1.96 for one in weighted]) >= 0.95 * np.std(
        [one.value for one in weighted]
    )


def test_the_figures_by_hand():
    found = survey.rake(ANSWERS, margins=TIER)
    assert found.weights.tolist() == pytest.approx([100, 100, 100, 700])
    # 1000^2 / (3 x 100^2 + 700^2)
    assert found.effective_n == pytest.approx(1e6 / 520_000)
    assert found.design_effect == pytest.approx(4 * 0.52)
    assert (found.largest, found.n_customers, found.n_answers) == (pytest.approx(700), 1000, 4)
    assert found.converged
    assert found.to_frame().to_dict("list") == {
        "column": ["tier", "tier"],
        "category": ["gold", "basic"],
        "customers": [300.0, 700.0],
        "answers": [3, 1],
        "share_base": [0.3, 0.7],
        "share_raw": [0.75, 0.25],
        "share_weighted": pytest.approx([0.3, 0.7]),
    }


def test_shares_weigh_to_the_number_of_answers_and_say_so():
    found = survey.rake(ANSWERS, margins={"tier": {"gold": 0.3, "basic": 0.7}})
    assert found.weights.tolist() == pytest.approx([0.4, 0.4, 0.4, 2.8])
    assert found.n_customers is None
    assert found.to_frame()["customers"].isna().all()
    assert "add up to the number of responses" in found.notes[0].en
    assert dict(found.headlines())["weights add up to"] == "4 (the number of responses)"


def test_the_base_may_be_of_another_library():
    base = pl.DataFrame({"tier": ["gold"] * 3 + ["basic"] * 7})
    found = survey.rake(ANSWERS, base=base, columns=["tier"])
    assert found.weights.tolist() == pytest.approx([1, 1, 1, 7])


def test_numbers_and_text_are_the_same_category():
    margins = {"tier": {1: 30, "2": 70}}
    for tiers in ([1, 2], ["1", "2"], [1.0, 2.0]):
        found = survey.rake(pd.DataFrame({"tier": tiers}), margins=margins)
        assert found.weights.tolist() == pytest.approx([30, 70])


def test_equal_weights_cost_nothing():
    found = survey.rake(ANSWERS, margins={"tier": {"gold": 3, "basic": 1}})
    assert found.weights.tolist() == pytest.approx([1, 1, 1, 1])
    assert found.effective_n == pytest.approx(4)
    assert found.n_iterations == 0


def test_statement_in_both_languages():
    # Weights 50 and 150: (100 x 50 + 100 x 150)^2 / (100 x 50^2 + 100 x 150^2) = 160
    answers = pd.DataFrame({"tier": ["gold", "basic"] * 100})
    found = survey.rake(answers, margins={"tier": {"gold": 5_000, "basic": 15_000}})
    assert found.statement() == (
        "The 200 responses stand for 20,000 customers. Weighting costs 20% of the precision: they "
        "are as precise as 160 equally weighted responses."
    )
    assert found.statement("zh") == (
        "200 份答卷代表 20,000 位客户。加权使精度降低 20%，相当于 160 份等权答卷。"
    )


def crossed():
    """Return answers of two columns that lean the other way than the customers."""
    rows = {("a", "x"): 50, ("a", "y"): 30, ("b", "x"): 30, ("b", "y"): 10}
    answers = pd.DataFrame([cell for cell, n in rows.items() for _ in range(n)], columns=["p", "q"])
    return answers, {"p": {"a": 500, "b": 700}, "q": {"x": 400, "y": 800}}


def test_a_limit_cuts_weights_counts_them_and_keeps_the_margins():
    answers, margins = crossed()
    free = survey.rake(answers, margins=margins)
    # 120 answers of 1,200 customers: the mean is 10.
    assert free.largest > 42
    found = survey.rake(answers, margins=margins, limit=4)
    assert found.largest == pytest.approx(40)
    assert found.n_trimmed == 10
    assert [note.count for note in found.notes] == [10]
    frame = found.to_frame()
    assert frame["share_weighted"].tolist() == pytest.approx(frame["share_base"].tolist(), rel=1e-9)
    # With 10 x 40 customers in b, y the margins leave no choice: 100, 400, 300 and 400.
    assert found.cells["weight"] == pytest.approx([100 / 50, 400 / 30, 300 / 30, 400 / 10])


def test_a_limit_that_a_category_exceeds_alone_is_refused():
    with pytest.raises(ParameterError, match=r"'basic' of 'tier' need a weight of 2.8 times"):
        survey.rake(ANSWERS, margins=TIER, limit=2)
    with pytest.raises(ParameterError, match="limit == 1, must be > 1"):
        survey.rake(ANSWERS, margins=TIER, limit=1)


def test_a_limit_that_categories_exceed_together_says_which():
    answers, margins = crossed()
    margins = {"p": {"a": 300, "b": 900}, "q": {"x": 300, "y": 900}}
    with pytest.raises(FitError, match=r"furthest off is '.' in '.'.*Raise limit == 2.8"):
        survey.rake(answers, margins=margins, limit=2.8)


def test_margins_that_contradict_one_another_are_refused_by_name():
    answers = pd.DataFrame({"p": ["a", "b"], "q": ["x", "y"]})
    margins = {"p": {"a": 0.4, "b": 0.6}, "q": {"x": 0.5, "y": 0.5}}
    with pytest.raises(FitError, match=r"furthest off is '.' in 'p'") as caught:
        survey.rake(answers, margins=margins)
    assert not caught.value.fit.converged


def test_heavy_answers_are_noted():
    answers = pd.DataFrame({"tier": ["gold"] * 99 + ["basic"]})
    found = survey.rake(answers, margins=TIER)
    assert [note.count for note in found.notes] == [1]
    assert "more than 5 times the mean" in found.notes[0].en


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ({"tier": {"gold": 1, "basic": 2, "new": 3}}, "no customer in 'new' answered.*Merge"),
        ({"tier": {"gold": 300}}, r"'tier': 1 row in 'basic', where.*first ids: d\)"),
        ({"tier": {"gold": 300, "basic": 0}}, "1 row in 'basic', where the base has no customers"),
        ({"tier": {"gold": 300, "basic": -1}}, r"margins\['tier'\]\['basic'\] == -1, must be"),
        ({"tier": {"gold": 300, "basic": float("nan")}}, "must be a number of customers"),
        ({"tier": {"gold": 0, "basic": 0}}, "no customers in any category"),
        ({"tier": {"gold": 0.3, "basic": 0.6}}, "shares of 'tier' add up to 0.9"),
        (
            {**TIER, "region": {"north": 500, "south": 501}},
            "'tier' adds up to 1,000, 'region' to 1",
        ),
        ({"shop": {"x": 1}}, "no column 'shop'; it has 'customer_id'"),
        ({"tier": {"gold": 1, 1: 2, "1": 3}}, "names a category twice"),
    ],
)
def test_margins_that_cannot_be_met_are_refused(margins, message):
    with pytest.raises(DataError, match=message):
        survey.rake(ANSWERS, margins=margins)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "pass either margins"),
        ({"margins": TIER, "base": ANSWERS}, "pass either margins"),
        ({"margins": TIER, "columns": ["tier"]}, "columns can be used only with base"),
        ({"base": ANSWERS}, "columns == None, must list"),
        ({"base": ANSWERS, "columns": "tier"}, "columns == 'tier', must list"),
        ({"base": ANSWERS, "columns": ["tier", "tier"]}, "each once"),
        ({"margins": {}}, "at least one column"),
        ({"margins": {"tier": ["gold"]}}, "must give each category"),
        ({"margins": TIER, "tolerance": 0}, "tolerance == 0"),
        ({"margins": TIER, "max_iterations": 0}, "max_iterations == 0"),
    ],
)
def test_arguments_that_say_too_much_or_too_little_are_refused(arguments, message):
    with pytest.raises(ParameterError, match=message):
        survey.rake(ANSWERS, **arguments)


def test_no_answers_and_no_customers_are_refused():
    with pytest.raises(DataError, match="responses is an empty table"):
        survey.rake(ANSWERS.head(0), margins=TIER)
    with pytest.raises(DataError, match="base is an empty table"):
        survey.rake(ANSWERS, base=ANSWERS.head(0), columns=["tier"])
    with pytest.raises(ParameterError, match=r"responses == 'answers\.txt', must end in"):
        survey.rake("answers.txt", margins=TIER)


def test_cost_follows_distinct_combinations():
    # Many times the answers of the same four cells take as many rounds.
    answers, margins = crossed()
    many = pd.concat([answers] * 800, ignore_index=True)
    once, often = (survey.rake(table, margins=margins) for table in (answers, many))
    assert often.n_iterations == once.n_iterations
    assert len(often.cells["weight"]) == 4
    assert often.weights[: len(answers)] * 800 == pytest.approx(once.weights)
