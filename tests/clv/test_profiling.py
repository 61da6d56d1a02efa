"""What the best customers have in common: planted traits, planted leaks, and nothing at all."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError


def population(n, seed, *, planted):
    """Return customers and values, of whom those in the north on plan b are worth more."""
    rng = np.random.default_rng(seed)
    customers = pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "region": rng.choice(["north", "south", "east", "west"], n),
            "plan": rng.choice(["a", "b", "c"], n, p=[0.6, 0.3, 0.1]),
            "age": rng.integers(18, 80, n),
            "app": rng.random(n) < 0.3,
            "noise": rng.normal(size=n),
        }
    )
    is_meant = customers["region"].eq("north") & customers["plan"].eq("b")
    factor = np.where(is_meant & planted, 2.5, 1.0)
    values = pd.DataFrame({"customer_id": np.arange(n), "value": rng.gamma(2.0, 50.0, n) * factor})
    return customers, values


@pytest.fixture(scope="module")
def planted():
    customers, values = population(5_000, 0, planted=True)
    return vv.clv.profile(values, customers)


def conditions(rule):
    return {(part.column, part.label) for part in rule.conditions}


def test_a_planted_rule_is_found_by_its_two_conditions():
    found = 0
    for seed in range(20):
        customers, values = population(3_000, seed, planted=True)
        profile = vv.clv.profile(values, customers, seed=seed)
        rules = [conditions(rule) for rule in profile.shown_rules]
        found += {("region", "north"), ("plan", "b")} in rules
    assert found >= 19


def test_the_lift_of_a_planted_rule_covers_the_true_one():
    # The truth, of a million customers: who is among the best tenth, with the trait and without.
    customers, values = population(1_000_000, 99, planted=True)
    is_meant = (customers["region"].eq("north") & customers["plan"].eq("b")).to_numpy()
    worth = values["value"].to_numpy()
    is_top = worth >= np.quantile(worth, 0.9)
    truth = is_top[is_meant].mean() / is_top[~is_meant].mean()
    held = tried = 0
    for seed in range(60):
        customers, values = population(3_000, seed, planted=True)
        rules = vv.clv.profile(values, customers, seed=seed).rules
        meant = [r for r in rules if conditions(r) == {("region", "north"), ("plan", "b")}]
        tried += len(meant)
        held += sum(rule.lift.lower <= truth <= rule.lift.upper for rule in meant)
    assert tried >= 50
    assert held / tried >= 0.88


@pytest.mark.parametrize("correction", ["benjamini-hochberg", "holm"])
def test_nothing_is_shown_of_customers_who_have_nothing_in_common(correction):
    claims = 0
    for seed in range(120):
        customers, values = population(1_000, 1000 + seed, planted=False)
        profile = vv.clv.profile(values, customers, correction=correction, seed=seed)
        claims += bool(profile.shown or profile.shown_rules)
    # 5% are expected; 12 of 120 or more would come by chance in fewer than 2 in 100 runs.
    assert claims <= 11


def test_null_data_say_so_in_both_languages():
    customers, values = population(1_000, 5, planted=False)
    profile = vv.clv.profile(values, customers)
    assert "none is shown" in profile.statement()
    assert "未见高价值客户" in profile.statement("zh")
    assert profile.plot().get_title(loc="left") == "Nothing in common shown"


def test_shares_and_lifts_are_those_of_a_cross_table(planted):
    customers, values = population(5_000, 0, planted=True)
    best = values["value"].rank(ascending=False) <= 500
    north = customers["region"] == "north"
    trait = next(t for t in planted.traits if t.part.label == "north")
    assert trait.n_top == int((best & north).sum())
    assert trait.share_of_rest == pytest.approx((~best & north).sum() / (~best).sum())
    assert trait.lift.value == pytest.approx(trait.share_of_top / trait.share_of_rest)
    assert planted.cut == values["value"].nlargest(500).min()
    assert planted.share_of_value == pytest.approx(
        values["value"].nlargest(500).sum() / values["value"].sum()
    )


def test_what_the_value_is_made_of_is_named_and_left_out():
    shop = vv.datasets.load_sample()
    prediction = vv.clv.predict(shop.orders)
    known = prediction.to_frame()
    customers = shop.customers.merge(
        pd.DataFrame(
            {
                "customer_id": known["customer_id"],
                "orders": known["frequency"] + 1,
                "spent_so_far": known["frequency"] * known["monetary_value"] * 1.2,
                "gold": np.where(known["clv"] >= known["clv"].quantile(0.9), "gold", "none"),
            }
        ),
        on="customer_id",
    )
    profile = vv.clv.profile(prediction, customers)
    reasons = {leak.column: (leak.reason, leak.source) for leak in profile.leaks}
    assert reasons == {
        "first_purchase": ("made of", "T"),
        "orders": ("made of", "frequency"),
        "spent_so_far": ("made of", "spent"),
        "gold": ("separates", None),
    }
    named = {trait.part.column for trait in profile.traits}
    named |= {part.column for rule in profile.rules for part in rule.conditions}
    assert not named & set(reasons)
    assert "'gold' was left out" in profile.statement()
    assert "列“spent_so_far”未计入" in profile.statement("zh")


def test_ids_constants_and_empty_columns_are_noted():
    customers, values = population(1_000, 5, planted=False)
    customers = customers.assign(
        mail=[f"{i}@example.org" for i in range(1_000)], country="NL", fax=None
    )
    profile = vv.clv.profile(values, customers)
    assert any("'mail', 'country' and 'fax'" in str(note) for note in profile.notes)


def test_missing_values_are_a_trait_of_their_own():
    customers, values = population(2_000, 5, planted=False)
    is_top = values["value"] >= values["value"].quantile(0.9)
    customers["age"] = customers["age"].where(~is_top | (customers["age"] > 60))
    profile = vv.clv.profile(values, customers)
    assert profile.traits[0].part.is_missing
    assert profile.traits[0].part.column == "age"


def test_days_are_written_as_days():
    customers, values = population(1_000, 5, planted=False)
    days = pd.to_timedelta(np.arange(1_000) % 700, unit="D")
    customers["since"] = pd.Timestamp("2020-01-01") + days
    profile = vv.clv.profile(values, customers, columns=["since"])
    names = profile.plot().get_yticklabels()
    assert any("2020" in name.get_text() for name in names)


def test_customers_without_a_value_or_a_row_are_counted():
    customers, values = population(1_000, 5, planted=False)
    values.loc[:4, "value"] = np.nan
    profile = vv.clv.profile(values, customers.iloc[:-30])
    assert profile.n == 965
    assert {5, 30} <= {note.count for note in profile.notes}


def test_ties_with_the_last_of_the_best_are_among_them():
    customers, values = population(1_000, 5, planted=False)
    values["value"] = values["value"].round(-2)
    profile = vv.clv.profile(values, customers)
    assert profile.n_top == int((values["value"] >= profile.cut).sum()) > 100
    assert profile.n_top - 100 in {note.count for note in profile.notes}


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"top": 10}, ParameterError, "The best tenth is 0.10"),
        ({"top": 0.005}, DataError, "at least 20"),
        ({"columns": ["shoe_size"]}, DataError, "shoe_size"),
        ({"correction": "none"}, ParameterError, "benjamini-hochberg"),
        ({"value": "worth"}, DataError, "worth"),
    ],
)
def test_what_is_refused(asked, error, words):
    customers, values = population(1_000, 5, planted=False)
    with pytest.raises(error, match=words):
        vv.clv.profile(values, customers, **asked)


def test_values_that_do_not_differ_are_refused():
    customers, values = population(1_000, 5, planted=False)
    with pytest.raises(DataError, match="cannot be told from the others"):
        vv.clv.profile(values.assign(value=7.0), customers)
