"""The whole way, from programmes with known truth to the net: inside its interval as promised."""

import numpy as np
import pytest
from scipy.stats import binom

from vocvalue import lift
from vocvalue.datasets import simulate_programme, simulate_shop

RUNS, PER_ARM, COST = 80, 500, 60.0
# Contact brings customers back and does nothing else, so that all money comes from those kept.
EFFECT = {"win_back": 0.6, "dropout_factor": 1.0}


@pytest.fixture(scope="module")
def shop():
    return simulate_shop(20_000, seed=31)


def true_gain(shop):
    """What contact adds to a customer's spend in the window, averaged over the whole shop."""
    ids = shop.customers["customer_id"]
    truth = simulate_programme(shop, treated=ids[1:], control=ids[:1], **EFFECT, seed=0).truth
    return (truth["spend_if_treated"] - truth["spend_if_control"]).mean()


def won_back(shop, ids, rng):
    """What each customer brought who was won back in an earlier programme."""
    pilot = simulate_programme(shop, treated=ids[1:], control=ids[:1], **EFFECT, seed=rng)
    spend = pilot.orders.groupby("customer_id")["amount"].sum()
    gone = pilot.truth.loc[~pilot.truth["alive"], "customer_id"]
    return spend[spend.index.isin(gone)].to_numpy()


def test_the_true_net_is_inside_its_interval_as_often_as_promised(shop):
    rng = np.random.default_rng(1)
    ids = shop.customers["customer_id"].to_numpy()
    true_net = PER_ARM * (true_gain(shop) - COST)
    hits = {0.95: 0, 0.8: 0}
    for _ in range(RUNS):
        treated, control, earlier, _ = np.split(
            rng.permutation(ids), [PER_ARM, 2 * PER_ARM, 6 * PER_ARM]
        )
        ran = simulate_programme(shop, treated=treated, control=control, **EFFECT, seed=rng)
        trial = lift.experiment(
            ran.assignments, orders=ran.orders, observation_end=ran.observation_end, randomised=True
        )
        worth = won_back(shop, earlier, rng)
        for level in hits:
            found = lift.retention(trial, level=level)
            net = found.money(worth, cost_per_contact=COST, basis="revenue").net
            hits[level] += net.lower <= true_net <= net.upper
    # Measured over 500 programmes with another seed: .956. At 80 % too wide an interval shows too.
    assert binom.ppf(0.001, RUNS, 0.95) <= hits[0.95]
    assert binom.ppf(0.001, RUNS, 0.8) <= hits[0.8] <= binom.ppf(0.999, RUNS, 0.8)
