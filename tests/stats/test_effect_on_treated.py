"""The effect on the treated: statsmodels in the same test, and simulated truth."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels
from scipy.special import expit
from statsmodels.discrete.discrete_model import Logit
from statsmodels.regression.linear_model import OLS
from statsmodels.treatment.treatment_effects import TreatmentEffect

from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.stats.effect_on_treated import means_of_treated
from vocvalue.stats.expansion import MOST_LEVELS, expanded

BIRTHS = Path(statsmodels.__file__).parent / "treatment" / "tests" / "results" / "cataneo2.csv"


def effect(found):
    c = found.covariance
    return found.means[1] - found.means[0], np.sqrt(c[0, 0] + c[1, 1] - 2 * c[0, 1])


@pytest.fixture(scope="module")
def births():
    table = pd.read_csv(BIRTHS)
    return table["bweight"].to_numpy(dtype=float), table["mbsmoke_"].to_numpy() == 1, table


def test_within_cells_it_is_the_weighting_of_statsmodels(births):
    # With a parameter for every cell weighting alone and augmented weighting are the same.
    outcome, treated, table = births
    cells = pd.get_dummies(table["mmarried_"].astype(str) + table["fbaby_"].astype(str))
    dummies = cells.to_numpy(dtype=float)[:, 1:]
    design = np.column_stack([np.ones(len(outcome)), dummies])
    selection = Logit(treated.astype(int), design).fit(disp=False, tol=1e-12)
    peer = TreatmentEffect(OLS(outcome, design), treated.astype(int), results_select=selection)
    expected = peer.ipw(effect_group=1)
    value, error = effect(means_of_treated(outcome, treated, dummies))
    assert value == pytest.approx(expected.results_gmm.params[0], rel=1e-6)
    assert value == pytest.approx(peer.ra(return_results=False, effect_group=1)[0], rel=1e-6)
    # Its errors are not scaled by the leverage, of 1 in 300 or so.
    peer_error = np.sqrt(expected.results_gmm.cov_params()[0, 0])
    assert error == pytest.approx(peer_error, rel=2e-3)


def test_with_numbers_it_is_put_together_from_statsmodels_parts(births):
    outcome, treated, table = births
    covariates = table[["mmarried_", "mage", "prenatal1_", "fbaby_", "medu"]].to_numpy(dtype=float)
    design = np.column_stack([np.ones(len(outcome)), covariates])
    share = Logit(treated.astype(int), design).fit(disp=False, tol=1e-12).predict()
    predicted = OLS(outcome[~treated], design[~treated]).fit().predict(design)
    odds = share[~treated] / (1 - share[~treated])
    off = np.average((outcome - predicted)[~treated], weights=odds)
    found = means_of_treated(outcome, treated, covariates)
    assert found.means[1] == pytest.approx(outcome[treated].mean())
    assert found.means[0] == pytest.approx(predicted[treated].mean() + off, rel=1e-9)
    assert found.balance.effective_n[0] == pytest.approx(odds.sum() ** 2 / (odds @ odds))
    assert found.balance.largest_weight[0] == pytest.approx(odds.max() / odds.sum())


def test_the_published_effect_on_birth_weight(births):
    # Stata's manual, teffects ipw, atet: -225.1773 (23.6646), by weighting alone with a probit, so
    # that agreement is not to the digit.
    outcome, treated, table = births
    covariates = table[["mmarried_", "mage", "prenatal1_", "fbaby_", "medu"]].to_numpy(dtype=float)
    covariates = np.column_stack([covariates, covariates[:, 1] ** 2])
    found = means_of_treated(outcome, treated, covariates)
    value, error = effect(found)
    assert value == pytest.approx(-225.1773, abs=2)
    assert error == pytest.approx(23.6646, abs=0.2)
    assert found.balance.overlaps
    assert found.balance.imbalance[0] < found.balance.imbalance_before[0]


def confounded(rng, n, *, curved=False):
    """Who is at risk is treated and does worse; the effect is 1 + x, larger for those treated."""
    x = rng.normal(size=(n, 2))
    treated = rng.random(n) < expit(-0.3 + 0.8 * x[:, 0] + 0.3 * x[:, 1])
    by_risk = np.exp(0.6 * x[:, 0]) if curved else 1.5 * x[:, 0]
    gain = 1 + x[:, 0]
    outcome = 5 - by_risk + 0.5 * x[:, 1] + gain * treated + rng.normal(size=n)
    return outcome, treated, x, gain[treated].mean()


def population_effect():
    rng = np.random.default_rng(100)
    x = rng.normal(size=(2_000_000, 2))
    share = expit(-0.3 + 0.8 * x[:, 0] + 0.3 * x[:, 1])
    return 1 + (share @ x[:, 0]) / share.sum()


def test_intervals_hold_the_true_effect_that_the_raw_gap_misses():
    rng = np.random.default_rng(1)
    truth = population_effect()
    hits, raw, runs = 0, 0, 400
    for _ in range(runs):
        outcome, treated, x, _ = confounded(rng, 600)
        value, error = effect(means_of_treated(outcome, treated, x))
        hits += abs(value - truth) < 1.959964 * error
        own, others = outcome[treated], outcome[~treated]
        apart = own.mean() - others.mean() - truth
        raw += abs(apart) < 1.959964 * np.sqrt(own.var() / own.size + others.var() / others.size)
    assert 0.914 <= hits / runs <= 0.986  # binomial bounds at one in a thousand
    assert raw / runs < 0.05


def test_the_effect_is_that_on_the_treated_and_not_on_all():
    outcome, treated, x, truth = confounded(np.random.default_rng(2), 40_000)
    value, error = effect(means_of_treated(outcome, treated, x))
    assert abs(value - truth) < 4 * error
    assert value - 1 > 10 * error  # the effect on all is 1


def test_right_odds_mend_a_wrong_prediction():
    outcome, treated, x, truth = confounded(np.random.default_rng(3), 60_000, curved=True)
    value, error = effect(means_of_treated(outcome, treated, x))
    assert abs(value - truth) < 4 * error
    slopes = np.linalg.lstsq(np.c_[np.ones(len(x)), x][~treated], outcome[~treated], rcond=None)[0]
    by_line = (outcome - np.c_[np.ones(len(x)), x] @ slopes)[treated].mean()
    assert abs(by_line - truth) > 4 * error


def test_a_right_prediction_mends_wrong_odds():
    rng = np.random.default_rng(4)
    x = rng.normal(size=60_000)
    treated = rng.random(x.size) < np.where(x > 1, 0.8, 0.2)
    outcome = 2 * x + 3.0 * treated + rng.normal(size=x.size)
    value, error = effect(means_of_treated(outcome, treated, x[:, None]))
    assert abs(value - 3) < 4 * error
    odds = Logit(treated.astype(int), np.c_[np.ones(x.size), x]).fit(disp=False).predict()[~treated]
    weighted = np.average(outcome[~treated], weights=odds / (1 - odds))
    assert abs(outcome[treated].mean() - weighted - 3) > 4 * error


def test_the_standard_error_is_that_of_leaving_each_row_out_in_turn():
    outcome, treated, x, _ = confounded(np.random.default_rng(5), 400)
    without = [
        effect(means_of_treated(*(np.delete(v, row, axis=0) for v in (outcome, treated, x))))[0]
        for row in range(400)
    ]
    jackknife = np.sqrt(399 / 400 * np.sum((without - np.mean(without)) ** 2))
    _, error = effect(means_of_treated(outcome, treated, x))
    assert error == pytest.approx(jackknife, rel=0.05)


def test_without_covariates_it_is_the_plain_difference():
    outcome, treated = np.array([1.0, 2.0, 3.0, 9.0, 11.0]), np.array([0, 0, 0, 1, 1]) == 1
    assert means_of_treated(outcome, treated, np.ones((5, 1))).means == pytest.approx([2.0, 10.0])


def test_controls_who_could_never_have_been_treated_do_no_harm():
    outcome, treated, x, _ = confounded(np.random.default_rng(6), 2_000)
    far = np.column_stack([np.full(3_000, -40.0), np.zeros(3_000)])
    more = means_of_treated(
        np.append(outcome, np.zeros(3_000)),
        np.append(treated, np.zeros(3_000, dtype=bool)),
        np.vstack([x, far]),
    )
    assert more.balance.overlaps
    assert more.balance.n[0] == (~treated).sum() + 3_000
    # The line no longer fits, so only the weights hold: those of the logit without them.
    value, error = effect(more)
    assert abs(value - effect(means_of_treated(outcome, treated, x))[0]) < 3 * error


def test_poor_overlap_is_seen():
    rng = np.random.default_rng(8)
    x = rng.normal(size=1_000)
    treated = 3.5 * x + rng.logistic(size=x.size) > 0
    found = means_of_treated(x + rng.normal(size=x.size), treated, x[:, None])
    assert not found.balance.overlaps


GIVEN = {
    "outcome": np.arange(12.0),
    "treated": np.tile([False, True], 6),
    "covariates": np.repeat([0.0, 1.0], 6)[:, None],
}


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"covariates": np.full((12, 1), np.nan)}, ParameterError, "in 12 rows"),
        ({"covariates": np.ones((3, 1))}, ParameterError, "must have 12 rows"),
        ({"outcome": np.ones(3)}, ParameterError, "outcome has shape"),
        ({"treated": np.repeat([False, True], [11, 1])}, DataError, "there are 1 treated"),
        ({"treated": np.repeat([True, False], [10, 2])}, DataError, "2 controls, too few for 2"),
        (
            {"treated": np.repeat([False, True], 6)},
            FitError,
            "separate the treated from the controls",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(change, error, message):
    with pytest.raises(error, match=message):
        means_of_treated(**GIVEN | change)


def test_numbers_enter_by_their_ranks_whatever_their_unit():
    money = np.random.default_rng(9).lognormal(size=50)
    assert expanded({"m": money}) == pytest.approx(expanded({"m": np.log(money)}))
    assert expanded({"m": money}).shape == (50, 2)


def test_text_enters_by_category():
    assert expanded({"t": np.array(["b", "a", "c"], dtype=object)}).tolist() == [
        [1.0, 0.0],
        [0.0, 0.0],
        [0.0, 1.0],
    ]
    assert expanded({"t": np.array(["a", "a"], dtype=object)}).shape == (2, 0)


def test_text_of_too_many_kinds_is_refused():
    names = np.array([f"name {i}" for i in range(MOST_LEVELS + 1)], dtype=object)
    with pytest.raises(DataError, match="covariate 'who' has 51 different texts"):
        expanded({"who": names})
