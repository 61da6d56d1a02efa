"""Which moments are compared decides the result: problems without effect must look like it.

The simulator knows the truth: here nothing is lost by the problem, and all who meet it tell. The
effect on the exposed is estimated by `stats.effect_on_treated`, which other tests hold to its
theory; what is tested here is the choice of the moments.
"""

import numpy as np
import pytest

import vocvalue as vv
from benchmarks.issue_moments import ALL_TELL, HARMLESS, LATEST, estimates
from vocvalue.stats.effect_on_treated import means_of_treated

REPLICATIONS = 12


@pytest.fixture(scope="module")
def shops():
    return [
        vv.datasets.simulate_problems(5_000, model=HARMLESS, seed=seed)
        for seed in range(REPLICATIONS)
    ]


def gap(outcome, exposed, columns):
    """Return the effect on the exposed."""
    without, with_it = means_of_treated(outcome, exposed, columns).means
    return with_it - without


def gaps(shops, design):
    """Return the effect on repurchase, spend and spend before, of each shop."""
    found = []
    for seed, shop in enumerate(shops):
        mentions = shop.mentions
        if design == "mention":
            mentions = mentions.drop(columns="order_id")
        exposure = vv.issues.exposure(
            mentions, shop.orders, topic="packaging", covariates=shop.customers, seed=seed
        )
        assert exposure.design == design
        was = exposure.has_before
        placebo = exposure.placebo_columns[was]
        found.append(
            [
                gap(exposure.outcomes["repurchase"], exposure.exposed, exposure.columns),
                gap(exposure.outcomes["spend"], exposure.exposed, exposure.columns),
                gap(exposure.before["spend"][was], exposure.exposed[was], placebo),
            ]
        )
    return np.array(found)


@pytest.mark.parametrize("design", ["order", "mention"])
def test_a_problem_without_effect_shows_none(shops, design):
    found = gaps(shops, design)
    error = found.std(axis=0, ddof=1) / np.sqrt(REPLICATIONS)
    assert (np.abs(found.mean(axis=0)) < 3.5 * error).all(), (found.mean(axis=0), error)
    assert error[0] < 0.008  # and would be seen if it were half of what the next test finds


def test_the_latest_order_before_a_mention_makes_a_loss_of_nothing(shops):
    """No order comes between the order and its mention: that is what "latest" means."""
    found = np.array([estimates(shop, seed)[LATEST] for seed, shop in enumerate(shops[:8])])
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert (found.mean(axis=0) < -4 * error).all(), (found.mean(axis=0), error)
    assert found[:, 0].mean() < -0.015


def test_the_usual_comparison_turns_the_sign():
    """Who never complained, after a date at random, against a problem that does harm."""
    shop = vv.datasets.simulate_problems(8_000, model=ALL_TELL, seed=4)
    found = vv.issues.exposure(shop.mentions, shop.orders, topic="packaging")
    truth = shop.effects("packaging")
    is_loss = (truth["repurchase_with"] - truth["repurchase_without"]).mean()
    naive = found.outcomes["repurchase"][found.exposed].mean() - found.naive["repurchase"].mean()
    assert is_loss < -0.1
    assert naive > 0.1
