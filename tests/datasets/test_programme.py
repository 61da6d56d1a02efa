"""A simulated programme: its orders are what its equations say, and its truth is by hand.

Means are held to 4.5 standard errors of the draws, with fixed seeds.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from vocvalue import lift
from vocvalue.datasets import load_sample, simulate_programme, simulate_shop
from vocvalue.errors import DataError, ParameterError


def assert_mean(draws, expected):
    draws = np.asarray(draws, dtype=float)
    assert abs(draws.mean() - expected) < 4.5 * draws.std() / np.sqrt(draws.size)


def halves(shop, **asked):
    ids = shop.customers["customer_id"]
    return simulate_programme(shop, treated=ids[::2], control=ids[1::2], **{"seed": 1, **asked})


def summed(programme):
    """Orders and spend of each customer in the window, beside the truth."""
    per_customer = programme.orders.groupby("customer_id")["amount"].agg(["size", "sum"])
    return programme.truth.join(per_customer, on="customer_id").fillna({"size": 0, "sum": 0.0})


@pytest.fixture(scope="module")
def shop():
    return simulate_shop(2_000, seed=3)


@pytest.fixture(scope="module")
def big():
    """What followed for many customers, the first arm contacted."""
    return summed(halves(simulate_shop(100_000, seed=4), seed=5))


class TestEquations:
    @pytest.mark.parametrize("arm", ["treated", "control"])
    @pytest.mark.parametrize("alive", [True, False])
    def test_orders_are_what_the_truth_says(self, big, arm, alive):
        here = big[(big["arm"] == arm) & (big["alive"] == alive)]
        retained, spend = here["size"] > 0, here["sum"]
        if arm == "control" and not alive:
            assert not retained.any()
            return
        assert_mean(retained - here[f"retained_if_{arm}"], 0.0)
        assert_mean(spend - here[f"spend_if_{arm}"], 0.0)

    def test_contact_lets_the_living_stay_longer(self, big):
        # Retention of the living is the same in both arms, their spend is not.
        alive = big[big["alive"]]
        assert alive["retained_if_treated"].equals(alive["retained_if_control"])
        gain = alive["spend_if_treated"] / alive["spend_if_control"] - 1
        assert gain.min() > -1e-12  # who hardly ever buys hardly ever leaves either
        assert gain.mean() > 0.005

    def test_truth_of_two_customers_by_hand(self, shop):
        # rate .02 a day over 100 days: 1 - e^-2 = .8646647; dropout .25, contacted .125:
        # control 40 (1 - e^-.5) / .25 = 62.955094, treated 40 (1 - e^-.25) / .125 = 70.783750
        truth = shop.truth.assign(purchase_rate=0.02, dropout_probability=0.25, mean_spend=40.0)
        truth["alive"] = [True, False] * (len(truth) // 2)
        ids = truth["customer_id"]
        found = simulate_programme(
            replace(shop, truth=truth),
            treated=ids[:1],
            control=ids[1:2],
            window="100 days",
            win_back=0.3,
            dropout_factor=0.5,
            seed=1,
        ).truth
        assert found["alive"].tolist() == [True, False]
        assert found["retained_if_control"].tolist() == pytest.approx([0.8646647, 0])
        assert found["retained_if_treated"].tolist() == pytest.approx([0.8646647, 0.2593994])
        assert found["spend_if_control"].tolist() == pytest.approx([62.955094, 0])
        assert found["spend_if_treated"].tolist() == pytest.approx([70.783750, 21.235125])

    def test_who_never_leaves_spends_evenly(self, shop):
        # p' = 0: l t purchases at m each
        found = halves(shop, window="100 days", dropout_factor=0.0, win_back=1.0).truth
        people = shop.truth.set_index("customer_id").loc[found["customer_id"]]
        expected = 100 * people["purchase_rate"] * people["mean_spend"]
        assert found["spend_if_treated"].to_numpy() == pytest.approx(expected.to_numpy())

    def test_without_effects_the_arms_do_not_differ(self, shop):
        found = halves(shop, win_back=0.0, dropout_factor=1.0).truth
        for name in ("retained", "spend"):
            assert found[f"{name}_if_treated"].equals(found[f"{name}_if_control"])


class TestTables:
    def test_orders_are_new_and_within_the_window(self, shop):
        found = halves(shop, window="30 days")
        contact = pd.Timestamp("2025-01-01")
        assert found.assignments["timestamp"].eq(contact).all()
        assert found.observation_end == contact + pd.Timedelta(days=30)
        assert found.orders["timestamp"].is_monotonic_increasing
        assert found.orders["timestamp"].between(contact, found.observation_end, "right").all()
        assert (found.orders["amount"] > 0).all()

    def test_everybody_is_in_the_arm_asked_for(self, shop):
        found = halves(shop)
        arms = found.assignments.set_index("customer_id")["arm"]
        assert arms.loc[shop.customers["customer_id"]].tolist() == ["treated", "control"] * 1_000
        assert found.truth["arm"].tolist() == found.assignments["arm"].tolist()

    def test_an_experiment_reads_it_to_the_end(self, shop):
        found = halves(shop)
        orders = pd.concat([shop.orders, found.orders])
        read = lift.experiment(
            found.assignments, orders=orders, observation_end=found.observation_end, randomised=True
        )
        assert read.followed.all()
        ordered = found.truth["customer_id"].isin(found.orders["customer_id"])
        assert sorted(read.retained) == sorted(ordered.astype(float))

    def test_the_seed_settles_everything(self, shop):
        one, same, other = (halves(shop, seed=seed) for seed in (1, 1, 2))
        for table in ("orders", "assignments", "truth"):
            pd.testing.assert_frame_equal(getattr(one, table), getattr(same, table))
        assert not one.orders.equals(other.orders)

    def test_it_says_what_it_is(self, shop):
        found = halves(shop)
        assert dict(found.headlines())["treated group"] == "1,000"
        assert "2,000 customers" in found.statement()
        assert "2,000 位客户参与留存项目，6 个月内" in found.statement("zh")
        assert dict(found.headlines("zh", labels={"treated": "电话组"}))["电话组"] == "1,000"
        assert found.to_dict()["parameters"]["dropout_factor"] == 0.7
        assert found.to_frame().equals(found.orders)

    def test_the_sample_shop_goes_on_as_well(self):
        assert halves(load_sample()).currency == "CNY"


def test_bad_ids_are_named(shop):
    ids = shop.customers["customer_id"].tolist()
    asked = {"control": ids[10:20], "seed": 1}
    with pytest.raises(DataError, match=r"2 rows of treated not in the shop .*nobody, X9"):
        simulate_programme(shop, treated=[*ids[:5], "nobody", "X9"], **asked)
    with pytest.raises(DataError, match=f"1 row in both arms .*{ids[10]}"):
        simulate_programme(shop, treated=ids[:11], **asked)
    with pytest.raises(DataError, match=f"1 row twice in treated .*{ids[0]}"):
        simulate_programme(shop, treated=[*ids[:5], ids[0]], **asked)
    with pytest.raises(ParameterError, match="treated is empty"):
        simulate_programme(shop, treated=[], **asked)


@pytest.mark.parametrize("name", ["win_back", "dropout_factor"])
@pytest.mark.parametrize("value", [-0.1, 1.2])
def test_shares_are_from_nothing_to_one(shop, name, value):
    with pytest.raises(ParameterError, match=f"{name} == {value}"):
        halves(shop, **{name: value})
