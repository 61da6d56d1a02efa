"""Balance of arms: means and standardised differences by hand, and what is said of them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.randomisation import imbalance

IDS = [f"C{i}" for i in range(400)]
SPLIT = lift.assign(IDS, salt="spring")
IS_TREATED = SPLIT.arm == "treated"


def table(**columns):
    return pd.DataFrame({"customer_id": IDS, **columns})


def test_means_and_differences_of_numbers():
    spend = np.random.default_rng(1).exponential(100, 400)
    found = SPLIT.balance(table(spend=spend)).to_frame().iloc[0]
    one, other = spend[IS_TREATED], spend[~IS_TREATED]
    # Austin (2009): over the root of the mean of the two variances
    spread = np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / 2)
    assert found["mean_treated"] == pytest.approx(one.mean())
    assert found["mean_control"] == pytest.approx(other.mean())
    assert found["smd_treated"] == pytest.approx((one.mean() - other.mean()) / spread)


def test_shares_of_texts():
    tier = np.random.default_rng(2).choice(["gold", "basic", "plus"], 400)
    found = SPLIT.balance(table(tier=tier)).to_frame()
    assert found["category"].tolist() == ["basic", "gold", "plus"]
    p1, p0 = (np.mean(tier[rows] == "gold") for rows in (IS_TREATED, ~IS_TREATED))
    spread = np.sqrt((p1 * (1 - p1) + p0 * (1 - p0)) / 2)
    assert found["smd_treated"].iloc[1] == pytest.approx((p1 - p0) / spread)


def test_the_test_of_all_takes_numbers_texts_and_what_is_missing():
    rng = np.random.default_rng(3)
    spend, tier = rng.normal(size=400), rng.choice(["gold", "basic"], 400)
    spend[::10] = np.nan
    found = SPLIT.balance(table(spend=spend, tier=tier))
    missing = np.isnan(spend)
    # numbers by their normal scores and the squares of these
    filled = np.where(missing, np.nanmedian(spend), spend)
    scores = stats.norm.ppf((stats.rankdata(filled) - 0.5) / 400)
    x = np.column_stack([scores, scores**2, missing, tier == "gold"]).astype(float)
    expected = imbalance(x, np.where(IS_TREATED, 0, 1))
    assert found.test.statistic == pytest.approx(expected.statistic)
    assert found.test.degrees_of_freedom == 4
    assert any("'spend' has no value for 40 customers" in note.en for note in found.notes)


def test_the_draw_within_strata_is_tested_as_one():
    tier = np.random.default_rng(4).choice(["a", "b"], 400)
    data = table(tier=tier, spend=np.where(tier == "a", 0.0, 100.0) + np.arange(400) % 7)
    split = lift.assign(data, salt="spring", strata=["tier"])
    found = split.balance(data)
    # within a stratum its own dummies do not vary: spend and its square are left
    assert found.test.degrees_of_freedom == 2


def test_a_broken_draw_is_called_so():
    found = SPLIT.balance(table(spend=np.where(IS_TREATED, 1.0, 0.0) + np.arange(400) % 2))
    assert found.test.p_value < 0.001
    assert found.is_odd
    assert ", more than random assignment explains" in found.statement()
    assert "超出随机分组所能解释的范围" in found.statement("zh")
    assert any("1 standardised difference is above 0.1 (spend" in note.en for note in found.notes)


def test_several_arms_are_compared_with_control():
    shares = {"letter": 0.3, "control": 0.4, "call": 0.3}
    split = lift.assign(IDS, salt="spring", shares=shares)
    found = split.balance(table(spend=np.arange(400.0)))
    assert found.reference == "control"
    assert list(found.to_frame()) == [
        "covariate",
        "category",
        "mean_letter",
        "mean_control",
        "mean_call",
        "smd_letter",
        "smd_call",
    ]
    assert "largest difference" in found.summary()


def test_customers_who_are_not_in_the_table_are_counted():
    found = SPLIT.balance(table(spend=np.arange(400.0)).iloc[:300])
    assert found.notes[0].en == (
        "The table of covariates has no row for 100 customers, whose values count as missing."
    )
    assert found.test.degrees_of_freedom == 3


@pytest.mark.parametrize("strata", [None, ["tier"]])
def test_few_rich_customers_are_not_called_a_broken_draw(strata):
    # a holdout of a tenth, and money of which a few customers hold most; 200 draws at a nominal
    # 5 %: standard error .015
    rng = np.random.default_rng(5)
    money = np.exp(2 * rng.normal(size=(2, 150)))
    data = pd.DataFrame({"customer_id": IDS[:150], "spend": money[0], "before": money[1]})
    data["tier"] = np.arange(150) % 3
    shares = {"treated": 0.9, "control": 0.1}
    p_values = [
        lift.assign(data, salt=f"s{i}", shares=shares, strata=strata)
        .balance(data, columns=["spend", "before"])
        .test.p_value
        for i in range(200)
    ]
    assert np.mean(np.array(p_values) < 0.05) == pytest.approx(0.05, abs=0.046)


def test_ids_are_found_as_text_or_as_numbers():
    split = lift.assign(["1", "2", "3", "4", "5", "6"], salt="a")
    covariates = pd.DataFrame({"client": [6.0, 5, 4, 3, 2, 1], "spend": [6.0, 5, 4, 3, 2, 1]})
    found = split.balance(covariates, customer_id="client")
    treated = [
        float(text) for text, arm in zip(split.texts, split.arm, strict=True) if arm == "treated"
    ]
    assert found.comparisons[0].means["treated"] == pytest.approx(np.mean(treated))


def test_a_constant_has_no_difference():
    found = SPLIT.balance(table(spend=np.ones(400), year=2024 + np.arange(400) % 2))
    assert found.comparisons[0].differences == {"treated": 0.0}


@pytest.mark.parametrize(
    ("data", "arguments", "error", "message"),
    [
        (table(), {}, DataError, "no column besides"),
        (table(a=1.0), {"columns": ["b"]}, DataError, "no column 'b'"),
        (table(a=1.0), {"columns": []}, ParameterError, "at least one column"),
        (table(a=[f"t{i}" for i in range(400)]), {}, DataError, "400 different texts"),
        (pd.DataFrame({"customer_id": ["x"], "a": [1.0]}), {}, DataError, "none of the 400"),
        (pd.DataFrame({"client": ["x"]}), {}, DataError, "no column 'customer_id'"),
        (pd.concat([table(a=1.0)] * 2), {}, DataError, "repeat a customer"),
    ],
)
def test_bad_tables_are_refused(data, arguments, error, message):
    with pytest.raises(error, match=message):
        SPLIT.balance(data, **arguments)


def test_an_empty_arm_is_refused():
    one = lift.assign(["a"], salt="spring")
    with pytest.raises(DataError, match="nobody is in the arm"):
        one.balance(pd.DataFrame({"customer_id": ["a"], "spend": [1.0]}))
