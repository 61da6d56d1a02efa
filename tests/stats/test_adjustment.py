"""Standardised means: statsmodels' estimator in the same test, and simulated truth."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels
from statsmodels.discrete.discrete_model import Logit
from statsmodels.regression.linear_model import OLS
from statsmodels.treatment.treatment_effects import TreatmentEffect

from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.stats.adjustment import standardised_means

BIRTHS = Path(statsmodels.__file__).parent / "treatment" / "tests" / "results" / "cataneo2.csv"


@pytest.fixture(scope="module")
def births():
    table = pd.read_csv(BIRTHS)
    columns = ["mmarried_", "mage", "prenatal1_", "fbaby_", "medu"]
    covariates = table[columns].to_numpy(dtype=float)
    covariates = np.column_stack([covariates, covariates[:, 1] ** 2])
    return table["bweight"].to_numpy(dtype=float), table["mbsmoke_"].to_numpy(), covariates


def test_two_groups_agree_with_statsmodels(births):
    outcome, treated, covariates = births
    design = np.column_stack([np.ones(len(outcome)), covariates])
    selection = Logit(treated, design).fit(disp=False)
    expected = TreatmentEffect(OLS(outcome, design), treated, results_select=selection).aipw()
    found = standardised_means(outcome, treated, covariates, n_groups=2)
    assert found.means[1] - found.means[0] == pytest.approx(
        expected.results_gmm.params[0], rel=1e-6
    )
    c = found.covariance
    error = np.sqrt(c[0, 0] + c[1, 1] - 2 * c[0, 1])
    # Theirs takes residuals as they are; ours are those of leaving the row out, a little larger.
    asymptotic = np.sqrt(expected.results_gmm.cov_params()[0, 0])
    assert asymptotic < error < 1.02 * asymptotic


def test_the_error_is_that_of_statsmodels_where_rows_are_many(births):
    outcome, treated, covariates = (np.repeat(array, 30, axis=0) for array in births)
    design = np.column_stack([np.ones(len(births[0])), births[2]])
    selection = Logit(births[1], design).fit(disp=False)
    once = TreatmentEffect(OLS(births[0], design), births[1], results_select=selection).aipw()
    found = standardised_means(outcome, treated, covariates, n_groups=2)
    c = found.covariance
    error = np.sqrt(30 * (c[0, 0] + c[1, 1] - 2 * c[0, 1]))
    asymptotic = np.sqrt(once.results_gmm.cov_params()[0, 0])
    assert error == pytest.approx(asymptotic, rel=1e-3)


def test_errors_are_those_of_leaving_each_row_out():
    outcome, group = np.array([1.0, 2.0, 3.0, 9.0, 11.0]), np.array([0, 0, 0, 1, 1])
    found = standardised_means(outcome, group, np.ones((5, 1)), n_groups=2)
    # Without covariates the leverage is 1 / n, and sum e^2 / (1 - 1 / n)^2 / n^2 by hand
    # 2 / (2 / 3)^2 / 9 and 2 / (1 / 2)^2 / 4; s^2 / n would be 1 / 3 and 1.
    assert np.diag(found.covariance) == pytest.approx([0.5, 2.0])


def test_the_published_effect_on_birth_weight(births):
    # Cattaneo (2010) as in Stata's manual, teffects aipw: -230.9892 (26.2106). Its probability is
    # a probit of other covariates than the outcome's, so agreement is not to the digit.
    found = standardised_means(*births, n_groups=2)
    c = found.covariance
    assert found.means[1] - found.means[0] == pytest.approx(-230.9892, abs=5)
    assert np.sqrt(c[0, 0] + c[1, 1] - 2 * c[0, 1]) == pytest.approx(26.2106, abs=1.5)
    assert found.balance.overlaps
    assert np.all(found.balance.imbalance < found.balance.imbalance_before)


def confounded(rng, n, *, curved=False):
    """Three groups and those who do not answer; who is rich answers and is happier and spends."""
    x = rng.normal(size=(n, 2))
    pull = np.column_stack([np.zeros(n), 0.2 + 0.5 * x[:, 0], 0.8 * x[:, 0], 0.3 * x[:, 1]])
    kind = (pull + rng.gumbel(size=(n, 4))).argmax(axis=1) - 1
    by_wealth = np.exp(0.5 * x[:, 0]) if curved else 2 * x[:, 0]
    outcome = 10 + 1.0 * kind + by_wealth + 0.5 * x[:, 1] + rng.normal(size=n)
    outcome[kind == -1] = np.nan
    return outcome, kind, x


def gap(found):
    c = found.covariance
    value = found.means[2] - found.means[0]
    return value, np.sqrt(c[2, 2] + c[0, 0] - 2 * c[2, 0])


def test_intervals_hold_the_true_gap_that_the_raw_gap_misses():
    rng = np.random.default_rng(1)
    hits, raw, runs = 0, 0, 300
    for _ in range(runs):
        outcome, kind, x = confounded(rng, 800)
        value, error = gap(standardised_means(outcome, kind, x, n_groups=3))
        hits += abs(value - 2) < 1.959964 * error
        naive = outcome[kind == 2].mean() - outcome[kind == 0].mean()
        raw += abs(naive - 2) < 1.959964 * error
    assert 0.905 <= hits / runs <= 0.985  # binomial bound at one in a thousand
    assert raw / runs < 0.05


def test_the_mean_is_that_of_all_rows_and_not_of_those_who_answered():
    outcome, kind, x = confounded(np.random.default_rng(2), 40_000)
    found = standardised_means(outcome, kind, x, n_groups=3)
    truth = 10 + np.arange(3) + np.mean(2 * x[:, 0] + 0.5 * x[:, 1])
    errors = np.sqrt(np.diag(found.covariance))
    assert np.all(np.abs(found.means - truth) < 4 * errors)


def test_right_probabilities_mend_a_wrong_prediction():
    outcome, kind, x = confounded(np.random.default_rng(3), 60_000, curved=True)
    value, error = gap(standardised_means(outcome, kind, x, n_groups=3))
    assert abs(value - 2) < 4 * error


def test_a_right_prediction_mends_wrong_probabilities():
    rng = np.random.default_rng(4)
    x = rng.normal(size=60_000)
    group = (rng.random(x.size) < 0.1 + 0.8 * (np.abs(x) < 1)).astype(int)
    outcome = x + 2.0 * group + rng.normal(size=x.size)
    found = standardised_means(outcome, group, x[:, None], n_groups=2)
    c = found.covariance
    error = np.sqrt(c[0, 0] + c[1, 1] - 2 * c[0, 1])
    assert abs(found.means[1] - found.means[0] - 2) < 4 * error


def test_without_covariates_it_is_the_plain_mean():
    outcome, group = np.array([1.0, 2.0, 3.0, 9.0, 11.0]), np.array([0, 0, 0, 1, 1])
    found = standardised_means(outcome, group, np.ones((5, 1)), n_groups=2)
    assert found.means == pytest.approx([2.0, 10.0])


def test_a_weight_of_two_is_the_row_twice():
    outcome, kind, x = confounded(np.random.default_rng(5), 400)
    weight = np.random.default_rng(6).integers(1, 3, 400)
    once = standardised_means(outcome, kind, x, n_groups=3, weights=weight.astype(float))
    twice = standardised_means(
        *(np.repeat(v, weight, axis=0) for v in (outcome, kind, x)), n_groups=3
    )
    assert once.means == pytest.approx(twice.means, rel=1e-6)


def test_repeated_and_constant_columns_change_nothing():
    outcome, kind, x = confounded(np.random.default_rng(7), 500)
    wide = np.column_stack([x, x[:, 0] * 3 - x[:, 1], np.full(500, 7.0)])
    plain = standardised_means(outcome, kind, x, n_groups=3)
    assert standardised_means(outcome, kind, wide, n_groups=3).means == pytest.approx(plain.means)


def test_poor_overlap_is_seen():
    rng = np.random.default_rng(8)
    x = rng.normal(size=2_000)
    group = (3.5 * x + rng.logistic(size=x.size) > 5).astype(int)
    found = standardised_means(x + rng.normal(size=x.size), group, x[:, None], n_groups=2)
    assert not found.balance.overlaps


GIVEN = {
    "outcome": np.arange(12.0),
    "group": np.tile([0, 1], 6),
    "covariates": np.repeat([0.0, 1.0], 6)[:, None],
    "n_groups": 2,
}


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"covariates": np.full((12, 1), np.nan)}, ParameterError, "in 12 rows"),
        ({"covariates": np.ones((3, 1))}, ParameterError, "must have 12 rows"),
        ({"weights": np.arange(12.0)}, ParameterError, "weights must be above 0"),
        ({"n_groups": 3}, DataError, "group 2 has 0 rows"),
        ({"group": np.repeat([0, 1], 6)}, FitError, "separate the groups"),
    ],
)
def test_what_cannot_be_standardised_is_refused(change, error, message):
    with pytest.raises(error, match=message):
        standardised_means(**GIVEN | change)
