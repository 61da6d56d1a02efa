"""Silent controls: their share and the corrected effect on simulated customers of known truth."""

import numpy as np
import pytest
from scipy.special import expit

from vocvalue.errors import ParameterError
from vocvalue.stats.effect_on_treated import like_the_treated
from vocvalue.stats.silence import MOST, silent_share


def world(rng, n, reported):
    """A problem costs 2 to whoever meets it; a share reports, the others are among controls."""
    x = rng.normal(size=(n, 1))
    met = rng.random(n) < expit(-1.8 + 0.7 * x[:, 0])
    told = met & (rng.random(n) < reported)
    outcome = 10 + x[:, 0] - 2.0 * met + rng.normal(size=n)
    return x, met, told, outcome


@pytest.mark.parametrize("reported", [0.5, 0.2])
def test_the_share_and_the_corrected_effect_are_the_true_ones(reported):
    x, met, told, outcome = world(np.random.default_rng(1), 400_000, reported)
    drawn = np.random.default_rng(2).random(told.size) < 0.25
    rows = told | drawn
    alike = like_the_treated(told[rows], x[rows])
    silent = silent_share(
        alike.odds.odds, np.full(alike.odds.odds.size, 0.25), alike.odds.weight, reported
    )
    true_share = alike.odds.weight @ met[rows][~told[rows]]
    assert silent == pytest.approx(true_share, abs=0.01)
    means = alike.means(outcome[rows]).means
    seen = means[1] - means[0]
    assert abs(seen) < 2 - 0.02
    assert seen / (1 - silent) == pytest.approx(-2.0, abs=0.04)


def test_in_small_samples_the_noise_of_the_odds_is_taken_out():
    plain, mended, true_shares = [], [], []
    for seed in range(60):
        rng = np.random.default_rng(100 + seed)
        x, met, told, _ = world(rng, 9_000, 0.3)
        noise = rng.normal(size=(told.size, 20))
        odds = like_the_treated(told, np.column_stack([x, noise]), ridge=1.0).odds
        known = (odds.odds, np.ones(odds.odds.size), odds.weight, 0.3)
        plain.append(silent_share(*known))
        mended.append(silent_share(*known, log_variance=odds.log_variance))
        chance = 0.3 * expit(-1.8 + 0.7 * x[~told, 0])
        true_shares.append(np.average(met[~told], weights=chance / (1 - chance)))
    gap = np.mean(plain) - np.mean(true_shares)
    assert gap > 0.005
    assert abs(np.mean(mended) - np.mean(true_shares)) < gap / 2


def test_all_report_nobody_is_silent():
    assert silent_share(np.ones(3), np.ones(3), np.full(3, 1 / 3), 1.0) == 0.0


def test_never_are_all_controls_silent():
    assert silent_share(np.full(3, 9.0), np.ones(3), np.full(3, 1 / 3), 0.01) == MOST


@pytest.mark.parametrize("reported", [0.0, 20, -0.1])
def test_a_share_is_a_share(reported):
    with pytest.raises(ParameterError, match=r"Write one in five as 0\.20"):
        silent_share(np.ones(3), np.ones(3), np.full(3, 1 / 3), reported)
