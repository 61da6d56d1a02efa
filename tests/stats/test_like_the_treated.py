"""Controls made like the treated, step by step: statsmodels' GLM, WLS and clustered errors."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels
import statsmodels.api as sm
from scipy.special import expit
from statsmodels.treatment.treatment_effects import TreatmentEffect

from vocvalue.errors import FitError
from vocvalue.stats.cluster_sums import clustered_covariance, clustered_error
from vocvalue.stats.covariates import standardised
from vocvalue.stats.effect_on_treated import like_the_treated, means_of_treated
from vocvalue.stats.treated_odds import fitted_odds

BIRTHS = Path(statsmodels.__file__).parent / "treatment" / "tests" / "results" / "cataneo2.csv"


@pytest.fixture(scope="module")
def births():
    table = pd.read_csv(BIRTHS)
    columns = table[["mmarried_", "mage", "prenatal1_", "fbaby_"]].assign(age2=table["mage"] ** 2)
    treated = table["mbsmoke_"].to_numpy() == 1
    return table["bweight"].to_numpy(dtype=float), treated, columns.to_numpy(dtype=float)


def gap(found):
    return found.means[1] - found.means[0]


def test_weighting_alone_is_that_of_statsmodels_with_its_error(births):
    # statsmodels' generalised method of moments knows the error of the logit in that of the weights
    outcome, treated, columns = births
    design = sm.add_constant(columns)
    selection = sm.Logit(treated.astype(int), design).fit(disp=False, tol=1e-12)
    peer = TreatmentEffect(sm.OLS(outcome, design), treated.astype(int), results_select=selection)
    expected = peer.ipw(effect_group=1)
    found = like_the_treated(treated, columns).weighted(outcome)
    assert gap(found) == pytest.approx(expected.results_gmm.params[0], rel=1e-6)
    error = np.sqrt(
        (found.influence[:, 1] - found.influence[:, 0]) @ np.diff(found.influence)[:, 0]
    )
    assert error == pytest.approx(np.sqrt(expected.results_gmm.cov_params()[0, 0]), rel=1e-3)


def test_the_published_weighted_effect_on_birth_weight(births):
    # Stata's manual, teffects ipw, atet, a probit of the same columns: -225.1773 (23.6646)
    outcome, treated, columns = births
    assert gap(like_the_treated(treated, columns).weighted(outcome)) == pytest.approx(
        -225.1773, abs=2.0
    )


def test_regression_alone_is_that_of_statsmodels_with_robust_errors(births):
    outcome, treated, columns = births
    fit = sm.OLS(outcome[~treated], sm.add_constant(columns)[~treated]).fit(cov_type="HC3")
    wanted = sm.add_constant(columns)[treated].mean(axis=0)
    found = like_the_treated(treated, columns).predicted(outcome)
    assert found.means[0] == pytest.approx(wanted @ fit.params, rel=1e-9)
    error = np.sqrt(np.sum(found.influence[~treated, 0] ** 2))
    assert error == pytest.approx(np.sqrt(wanted @ fit.cov_params() @ wanted), rel=1e-6)


def test_the_raw_gap_is_welch(births):
    outcome, treated, columns = births
    found = like_the_treated(treated, columns).apart(outcome)
    own, others = outcome[treated], outcome[~treated]
    assert gap(found) == pytest.approx(own.mean() - others.mean())
    assert found.covariance.trace() == pytest.approx(
        own.var() / own.size + others.var() / others.size
    )


def test_a_ridge_is_the_penalised_logit_of_statsmodels():
    rng = np.random.default_rng(3)
    design = standardised(rng.normal(size=(200, 3)), np.arange(200))
    treated = rng.random(200) < expit(design @ [-1.0, 0.8, 0.0, -0.5])
    peer = sm.GLM(treated.astype(int), design, family=sm.families.Binomial())
    # its penalty is taken from the likelihood over n
    expected = peer.fit_regularized(alpha=np.array([0, 1, 1, 1]) / 200, L1_wt=0.0, cnvrg_tol=1e-12)
    assert fitted_odds(design, treated, ridge=1.0).slopes == pytest.approx(
        expected.params, abs=1e-4
    )


def test_a_ridge_keeps_weights_finite_where_a_column_separates():
    x = np.repeat([0.0, 1.0], 20)
    treated = x == 1
    treated[3] = True
    with pytest.raises(FitError, match="almost perfectly"):
        means_of_treated(x, treated, x[:, None])
    found = like_the_treated(treated, x[:, None], ridge=1.0)
    assert np.isfinite(found.odds.weight).all()
    assert found.balance.imbalance[0] > 0.1  # and what it leaves unequal is seen


def test_without_a_ridge_nothing_changes(births):
    outcome, treated, columns = births
    plain = means_of_treated(outcome, treated, columns)
    nearly = means_of_treated(outcome, treated, columns, ridge=1e-9)
    assert plain.means == pytest.approx(nearly.means, rel=1e-9)


def test_errors_of_clusters_are_those_of_statsmodels():
    rng = np.random.default_rng(1)
    cluster = np.sort(rng.integers(0, 40, 200))
    y = rng.normal(size=200) + rng.normal(size=40)[cluster]
    fit = sm.OLS(y, np.ones(200)).fit(
        cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
    )
    influence = (y - y.mean()) / 200
    assert clustered_error(influence, cluster) == pytest.approx(fit.bse[0], rel=1e-9)
    both = clustered_covariance(np.column_stack([influence, 2 * influence]), cluster)
    assert both[0, 1] == pytest.approx(2 * fit.bse[0] ** 2)


def test_a_customer_counted_twice_does_not_make_an_effect_surer():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(400, 2))
    treated = rng.random(400) < expit(x[:, 0] - 1)
    outcome = x[:, 0] + rng.normal(size=400)
    rows = np.repeat(np.arange(400), 2)
    doubled = means_of_treated(outcome[rows], treated[rows], x[rows])
    once = means_of_treated(outcome, treated, x)
    seen = clustered_error(np.diff(doubled.influence)[:, 0], rows)
    assert seen == pytest.approx(
        clustered_error(np.diff(once.influence)[:, 0], np.arange(400)), rel=0.02
    )
    naive = np.sqrt(np.sum(np.diff(doubled.influence) ** 2))
    assert naive < 0.75 * seen
