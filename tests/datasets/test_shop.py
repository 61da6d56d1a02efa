"""The simulated shop: its tables fit together, and its truth is what its equations say.

Means are held to 4.5 standard errors of the draws, with fixed seeds.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import norm

from vocvalue.datasets import ShopModel, simulate_shop
from vocvalue.errors import ParameterError

SEGMENTS = ["detractor", "passive", "promoter"]
REGION = {"east": 0.10, "north": 0.00, "south": -0.05, "west": -0.20}
CHANNEL = {"app": 0.15, "store": 0.05, "web": -0.10}


def assert_mean(draws, expected):
    draws = np.asarray(draws, dtype=float)
    assert abs(draws.mean() - expected) < 4.5 * draws.std() / np.sqrt(draws.size)


@pytest.fixture(scope="module")
def shop():
    return simulate_shop(4_000, seed=11)


@pytest.fixture(scope="module")
def big():
    """A shop of which everybody is watched for at least a year."""
    return simulate_shop(200_000, acquisition="26 weeks", seed=12)


def covariates(shop, opening_days=182):
    """Prior spend and tenure standardised by the simulator's published constants."""
    prior = np.log(shop.customers["prior_spend"] / 800).to_numpy() / 0.8
    opening = pd.Timedelta(days=opening_days)
    after = (shop.customers["first_purchase"] - pd.Timestamp("2023-01-02")) / opening
    return prior, (0.5 - after.to_numpy()) * np.sqrt(12)


def expected_attitude(shop):
    prior, tenure = covariates(shop)
    places = shop.customers["region"].map(REGION) + shop.customers["channel"].map(CHANNEL)
    return 0.35 * prior + 0.15 * tenure + places.to_numpy()


def segment_probability(shop):
    """P(segment | covariates): the answer is normal around the expected attitude."""
    expected, sd = expected_attitude(shop), np.hypot(0.9, 0.5)
    detractor = norm.cdf((-0.95 - expected) / sd)
    promoter = norm.sf((0.25 - expected) / sd)
    return {
        "detractor": detractor,
        "passive": 1 - detractor - promoter,
        "promoter": promoter,
    }


def first_answers(shop):
    """NPS answers to the first invitation, 30 to 35 days after the first purchase."""
    nps = shop.responses[shop.responses["survey"] == "nps"]
    first = shop.customers.set_index("customer_id")["first_purchase"]
    after = nps["timestamp"] - first.loc[nps["customer_id"]].to_numpy()
    return nps[after < pd.Timedelta(days=36)].set_index("customer_id")["score"]


def first_year_spend(shop):
    """Repeat spend in the 365.25 days after the first purchase, per customer, from the orders."""
    bought = shop.orders[shop.orders["amount"] > 0]
    first = shop.customers.set_index("customer_id")["first_purchase"]
    after = bought["timestamp"] - first.loc[bought["customer_id"]].to_numpy()
    repeat = bought[(after > pd.Timedelta(0)) & (after < pd.Timedelta(days=365.25))]
    spend = repeat.groupby("customer_id")["amount"].sum()
    return spend.reindex(shop.customers["customer_id"], fill_value=0.0).to_numpy()


class TestTables:
    def test_ids_fit_together(self, shop):
        ids = shop.customers["customer_id"]
        assert ids.is_unique
        assert shop.truth["customer_id"].tolist() == ids.tolist()
        assert set(shop.orders["customer_id"]) == set(ids)
        assert set(shop.responses["customer_id"]) <= set(ids)

    def test_first_order_is_the_first_purchase(self, shop):
        first = shop.orders.groupby("customer_id")["timestamp"].min()
        expected = shop.customers.set_index("customer_id")["first_purchase"]
        assert first.tolist() == expected.loc[first.index].tolist()

    def test_refunds_name_what_was_bought(self, shop):
        bought = shop.orders[shop.orders["amount"] > 0]
        refunds = shop.orders[shop.orders["amount"] < 0]
        assert bought["order_id"].is_unique
        pairs = refunds.merge(bought, on=["customer_id", "order_id"], suffixes=("", "_bought"))
        assert len(pairs) == len(refunds) > 100
        assert (pairs["timestamp"] > pairs["timestamp_bought"]).all()
        assert (-pairs["amount"] <= pairs["amount_bought"] + 0.005).all()
        assert (-pairs["amount"] == pairs["amount_bought"]).mean() == pytest.approx(0.5, abs=0.1)

    def test_everything_happens_within_the_observation(self, shop):
        for table in (shop.orders, shop.responses):
            assert table["timestamp"].is_monotonic_increasing
            assert table["timestamp"].min() >= pd.Timestamp("2023-01-02")
            assert table["timestamp"].max() <= shop.observation_end

    @pytest.mark.parametrize(
        ("survey", "scores"), [("nps", range(11)), ("csat", range(1, 6)), ("ces", range(1, 8))]
    )
    def test_every_score_of_a_survey_occurs(self, shop, survey, scores):
        given = shop.responses.loc[shop.responses["survey"] == survey, "score"]
        assert sorted(set(given)) == list(scores)

    def test_tier_is_cut_from_prior_spend(self, shop):
        spend = shop.customers["prior_spend"]
        expected = np.where(
            spend < 1000, "standard", np.where(spend < 2000, "plus", "premium")
        ).tolist()
        assert shop.customers["tier"].tolist() == expected

    def test_the_seed_settles_everything(self):
        one, same, other = (simulate_shop(200, seed=seed) for seed in (1, 1, 2))
        for table in ("customers", "orders", "responses", "truth"):
            pd.testing.assert_frame_equal(getattr(one, table), getattr(same, table))
        assert not one.truth.equals(other.truth)

    def test_the_shop_says_what_it_is(self, shop):
        assert dict(shop.headlines())["customers"] == "4,000"
        assert "NPS" in dict(shop.headlines())["responses"]
        assert "4,000 位客户" in shop.statement("zh")
        assert shop.parameters["model"]["rate_attitude"] == 0.25


class TestTruth:
    def test_attitude_follows_from_what_is_on_file(self, big):
        personal = big.truth["attitude"].to_numpy() - expected_attitude(big)
        assert_mean(personal, 0.0)
        assert_mean(personal**2, 0.81)
        assert_mean(personal * covariates(big)[0], 0.0)

    def test_attitude_drives_rate_and_dropout(self, big):
        # Gamma and Beta draws are independent of the regressors: least squares finds the effects.
        prior, _ = covariates(big)
        attitude = big.truth["attitude"].to_numpy()
        X = np.column_stack([np.ones(len(prior)), attitude, prior])
        # Logs of tiny Gamma(0.28) draws are left-skewed with sd 3.8: standard error 0.009.
        rate = np.linalg.lstsq(X, np.log(big.truth["purchase_rate"]), rcond=None)[0]
        assert rate[1:] == pytest.approx([0.25, 0.20], abs=0.04)
        dropout = big.truth["dropout_probability"].to_numpy()
        index = np.linalg.lstsq(X, np.log(dropout / (1 - dropout)), rcond=None)[0]
        assert index[1:] == pytest.approx([-0.90, 0.0], abs=0.02)

    def test_attitude_does_not_touch_the_spend(self, big):
        prior, _ = covariates(big)
        X = np.column_stack([np.ones(len(prior)), big.truth["attitude"], prior])
        spend = np.linalg.lstsq(X, np.log(big.truth["mean_spend"]), rcond=None)[0]
        assert spend[1:] == pytest.approx([0.0, 0.25], abs=0.01)

    def test_segments_come_as_often_as_the_thresholds_say(self, big):
        probability = segment_probability(big)
        for segment in SEGMENTS:
            assert_mean((big.truth["segment"] == segment) - probability[segment], 0.0)

    def test_who_is_asked_answers_as_the_truth_says(self, big):
        answers = first_answers(big)
        true = big.truth.set_index("customer_id")["nps_score"]
        assert answers.tolist() == true.loc[answers.index].tolist()

    def test_answering_depends_on_segment_prior_spend_and_tenure(self, big):
        prior, tenure = covariates(big)
        by_segment = {"detractor": 0.30, "passive": -0.50, "promoter": 0.20}
        effect = big.truth["segment"].map(by_segment).to_numpy()
        probability = expit(-0.30 + 0.30 * prior + 0.20 * tenure + effect)
        answered = big.truth["customer_id"].isin(first_answers(big).index).to_numpy()
        for segment in SEGMENTS:
            here = (big.truth["segment"] == segment).to_numpy()
            assert_mean((answered - probability)[here], 0.0)
            assert_mean(((answered - probability) * prior)[here], 0.0)
            assert_mean(((answered - probability) * tenure)[here], 0.0)

    def test_years_by_segment_are_what_an_adjusted_comparison_finds(self, big):
        # Inverse probability weighting with the known probability of each segment, on the orders.
        spend, probability = first_year_spend(big), segment_probability(big)
        for segment in SEGMENTS:
            here = (big.truth["segment"] == segment).to_numpy()
            weighted = spend * here / probability[segment]
            assert_mean(weighted - big.truth[f"annual_spend_if_{segment}"], 0.0)

    def test_years_after_the_answer_are_what_the_orders_show(self, big):
        # Everybody as their own segment: the orders of the 365.25 days from day 32.5 on.
        bought = big.orders[big.orders["amount"] > 0]
        first = big.customers.set_index("customer_id")["first_purchase"]
        after = (
            bought["timestamp"] - first.loc[bought["customer_id"]].to_numpy()
        ).dt.total_seconds()
        inside = bought[(after > 32.5 * 86_400) & (after <= (32.5 + 365.25) * 86_400)]
        spend = inside.groupby("customer_id")["amount"].sum()
        spend = spend.reindex(big.customers["customer_id"], fill_value=0.0).to_numpy()
        probability = segment_probability(big)
        for segment in SEGMENTS:
            here = (big.truth["segment"] == segment).to_numpy() / probability[segment]
            assert_mean(spend * here - big.truth[f"next_spend_if_{segment}"], 0.0)
            assert_mean((spend == 0) * here - big.truth[f"next_churn_if_{segment}"], 0.0)

    def test_the_naive_gap_is_too_large(self, big):
        spend = pd.Series(first_year_spend(big), index=big.truth["customer_id"])
        answers = first_answers(big)
        naive = spend.loc[answers.index[answers >= 9]].mean()
        naive -= spend.loc[answers.index[answers <= 6]].mean()
        true = (
            big.truth["annual_spend_if_promoter"] - big.truth["annual_spend_if_detractor"]
        ).mean()
        assert naive > 1.2 * true > 0

    def test_churn_by_segment_is_what_happens_within_a_year(self):
        # One cohort, watched for 365 days after an opening hour (the truth's year has 365.25).
        shop = simulate_shop(
            200_000, start="2023-01-01", end="2023-12-31", acquisition="1 hour", seed=13
        )
        prior = np.log(shop.customers["prior_spend"] / 800).to_numpy() / 0.8
        first = shop.customers["first_purchase"] - pd.Timestamp("2023-01-01")
        tenure = (0.5 - (first / pd.Timedelta(hours=1)).to_numpy()) * np.sqrt(12)
        places = shop.customers["region"].map(REGION) + shop.customers["channel"].map(CHANNEL)
        expected = 0.35 * prior + 0.15 * tenure + places.to_numpy()
        left = ~shop.truth["alive"].to_numpy()
        sd = np.hypot(0.9, 0.5)
        for segment, probability in (
            ("detractor", norm.cdf((-0.95 - expected) / sd)),
            ("promoter", norm.sf((0.25 - expected) / sd)),
        ):
            here = (shop.truth["segment"] == segment).to_numpy()
            assert_mean(left * here / probability - shop.truth[f"annual_churn_if_{segment}"], 0.0)


def test_without_effects_the_segments_do_not_differ():
    shop = simulate_shop(500, model=ShopModel(rate_attitude=0.0, dropout_attitude=0.0), seed=1)
    years = shop.truth.filter(like="annual_spend_if_")
    assert years.iloc[:, 0].to_numpy() == pytest.approx(years.iloc[:, 2].to_numpy())


BAD = [
    ({"attitude_sd": 0.0}, "attitude_sd == 0.0"),
    ({"refund_share": 1.5}, "refund_share == 1.5"),
    ({"score_cuts": (1.0, 0.0)}, "ten ascending"),
    ({"answer_segment": {"detractor": 0.1}}, "must name detractor, passive, promoter"),
]


@pytest.mark.parametrize(("changed", "message"), BAD)
def test_bad_coefficients_are_named(changed, message):
    with pytest.raises(ParameterError, match=message):
        ShopModel(**changed)
