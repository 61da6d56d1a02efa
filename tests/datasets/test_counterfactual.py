"""The expected first year, by hand and by brute force."""

import numpy as np
import pytest

from vocvalue.datasets.counterfactual import first_year, segment_probabilities, year_by_segment
from vocvalue.datasets.population import Character
from vocvalue.datasets.shop_model import ShopModel


def character(rate, dropout, mean_spend):
    return Character(
        rate=np.array([rate]), dropout=np.array([dropout]), mean_spend=np.array([mean_spend])
    )


def test_first_year_by_hand():
    # rate x dropout x 365.25 = .01 x .5 x 365.25 = 1.82625; 1 - exp(-1.82625) = .83898375;
    # purchases = .83898375 / .5 = 1.6779675, at 100 each.
    spend, left = first_year(np.zeros(1), character(0.01, 0.5, 100.0), ShopModel())
    assert left == pytest.approx([0.83898375], abs=1e-8)
    assert spend == pytest.approx([167.79675], abs=1e-5)


def test_nearly_no_dropout_is_a_plain_poisson_year():
    spend, left = first_year(np.zeros(1), character(0.01, 1e-14, 100.0), ShopModel())
    assert spend == pytest.approx([365.25], rel=1e-9)
    assert left == pytest.approx([0.0], abs=1e-12)


def test_segment_probabilities_from_the_normal_table():
    # Passives start at -.95 and promoters at .25, with noise .5: Phi(-1.9) and Phi(.5).
    found = segment_probabilities(np.zeros(1), ShopModel())
    assert {name: round(float(share[0]), 6) for name, share in found.items()} == {
        "detractor": 0.028717,
        "passive": 0.662746,
        "promoter": 0.308538,
    }


@pytest.mark.parametrize("expected", [-1.0, 0.0, 1.5])
def test_years_agree_with_brute_force(expected):
    model, who = ShopModel(), character(0.02, 0.2, 150.0)
    rng = np.random.default_rng(5)
    attitude = expected + 0.9 * rng.standard_normal(400_000)
    answer = attitude + 0.5 * rng.standard_normal(400_000)
    rate = 0.02 * np.exp(0.25 * attitude)
    dropout = 1 / (1 + np.exp(-(np.log(0.2 / 0.8) - 0.90 * attitude)))
    spend = 150 * (1 - np.exp(-rate * dropout * 365.25)) / dropout
    years = year_by_segment(np.array([expected]), who, model)
    for segment, here in (
        ("detractor", answer < -0.95),
        ("passive", (answer > -0.95) & (answer < 0.25)),
        ("promoter", answer > 0.25),
    ):
        drawn = spend[here]
        error = drawn.std() / np.sqrt(drawn.size)
        assert abs(years[f"annual_spend_if_{segment}"][0] - drawn.mean()) < 4.5 * error
