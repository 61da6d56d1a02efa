"""Strata: UCB admissions, Mehrotra and Railkar's table, statsmodels, and simulation."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.stratified import Strata

# Bickel, Hammel and O'Connell (1975), Science 187: admitted of applicants, departments A to F.
BERKELEY = Strata(
    treated=[512, 353, 120, 138, 53, 22],
    n_treated=[825, 560, 325, 417, 191, 373],
    control=[89, 17, 202, 131, 94, 24],
    n_control=[108, 25, 593, 375, 393, 341],
)
# Mehrotra and Railkar (2000), Statistics in Medicine 19.
MEHROTRA = Strata(
    treated=[21, 11, 8], n_treated=[464, 165, 69], control=[26, 25, 11], n_control=[453, 174, 70]
)


def tables(strata):
    x1, n1, x0, n0 = strata.treated, strata.n_treated, strata.control, strata.n_control
    return StratifiedTable(np.array([[x1, n1 - x1], [x0, n0 - x0]]))


def test_berkeley_admissions():
    # R, mantelhaen.test(UCBAdmissions): chi squared 1.4269 with, 1.5246 without correction;
    # common odds ratio 0.9046968 (0.7719074 to 1.0603298).
    assert BERKELEY.test()[0] == pytest.approx(1.5246, abs=5e-5)
    assert BERKELEY.test(correction=True)[0] == pytest.approx(1.4269, abs=5e-5)
    found = BERKELEY.odds_ratio(0.95)
    assert found == pytest.approx((0.9046968, 0.7719074, 1.0603298), abs=5e-7)


def test_mehrotra_and_railkar():
    assert MEHROTRA.difference() == pytest.approx((-0.0307916, 0.0138207), abs=5e-8)
    assert MEHROTRA.test()[0] == pytest.approx(4.93577, abs=5e-6)


@pytest.mark.parametrize("strata", [BERKELEY, MEHROTRA])
@pytest.mark.parametrize("correction", [False, True])
def test_agrees_with_statsmodels(strata, correction):
    peer = tables(strata)
    expected = peer.test_null_odds(correction=correction)
    assert strata.test(correction=correction) == pytest.approx(
        (expected.statistic, expected.pvalue)
    )
    ends = (peer.oddsratio_pooled, *peer.oddsratio_pooled_confint(0.1))
    assert strata.odds_ratio(0.9) == pytest.approx(ends)


def test_one_stratum_is_the_plain_difference():
    strata = Strata(treated=350, n_treated=500, control=250, n_control=500)
    value, error = strata.difference()
    assert value == pytest.approx(0.2)
    assert error == pytest.approx(np.sqrt(0.7 * 0.3 / 500 + 0.5 * 0.5 / 500), rel=2e-3)
    assert strata.homogeneity()[1] == 0
    assert np.isnan(strata.homogeneity()[2])


def cochran(strata):
    """Cochran's Q with Wald's variances, by hand."""
    p1, p0 = strata.treated / strata.n_treated, strata.control / strata.n_control
    weight = 1 / (p1 * (1 - p1) / strata.n_treated + p0 * (1 - p0) / strata.n_control)
    gap = p1 - p0
    return float(weight @ (gap - weight @ gap / weight.sum()) ** 2)


def test_homogeneity_is_cochrans_q_where_samples_are_large():
    rng = np.random.default_rng(2)
    n, p0 = np.array([40_000, 20_000, 90_000, 5_000]), np.array([0.2, 0.5, 0.8, 0.9])
    large = Strata(
        treated=rng.binomial(n, p0 + 0.05), n_treated=n, control=rng.binomial(n, p0), n_control=n
    )
    chi2, df, p = large.homogeneity()
    assert df == 3
    assert chi2 == pytest.approx(cochran(large), rel=0.01)
    assert p == pytest.approx(stats.chi2.sf(chi2, 3))
    assert MEHROTRA.homogeneity()[0] == pytest.approx(cochran(MEHROTRA), rel=0.05)


def test_berkeley_is_not_homogeneous():
    # Department A admitted women far more often; Breslow-Day's p of the odds ratios is .0021.
    assert tables(BERKELEY).test_equal_odds().pvalue < 0.005
    assert BERKELEY.homogeneity()[2] < 0.005


def test_homogeneity_rejects_as_often_as_it_says():
    rng = np.random.default_rng(12)
    n1, n0 = np.array([300, 150, 900]), np.array([60, 50, 100])
    p0 = np.array([0.7, 0.85, 0.93])
    rejected = 0
    for _ in range(400):
        strata = Strata(
            treated=rng.binomial(n1, p0 + 0.04),
            n_treated=n1,
            control=rng.binomial(n0, p0),
            n_control=n0,
        )
        rejected += strata.homogeneity()[2] < 0.05
    assert rejected <= stats.binom.ppf(0.999, 400, 0.05)
    assert rejected >= stats.binom.ppf(0.001, 400, 0.05)


def test_sparse_strata_keep_the_standard_error_right():
    rng = np.random.default_rng(7)
    k = 200
    n1, n0 = rng.integers(1, 6, k), rng.integers(1, 3, k)
    p0 = rng.uniform(0.3, 0.8, k)
    found = np.array(
        [
            Strata(
                treated=rng.binomial(n1, p0 + 0.1),
                n_treated=n1,
                control=rng.binomial(n0, p0),
                n_control=n0,
            ).difference()
            for _ in range(1500)
        ]
    )
    assert found[:, 0].mean() == pytest.approx(0.1, abs=0.004)
    assert np.sqrt(np.mean(found[:, 1] ** 2)) == pytest.approx(found[:, 0].std(), rel=0.06)


def test_strata_with_an_empty_arm_have_no_weight():
    more = Strata(
        treated=[21, 11, 8, 3, 0],
        n_treated=[464, 165, 69, 4, 0],
        control=[26, 25, 11, 0, 2],
        n_control=[453, 174, 70, 0, 9],
    )
    assert more.difference() == MEHROTRA.difference()
    assert more.test() == MEHROTRA.test()
    assert more.homogeneity() == MEHROTRA.homogeneity()


def test_without_events_there_is_no_test():
    nothing = Strata(treated=[0, 0], n_treated=[5, 9], control=[0, 0], n_control=[4, 7])
    assert nothing.difference() == (0.0, 0.0)
    assert np.isnan(nothing.test()).all()
    assert np.isnan(nothing.odds_ratio(0.95)).all()
    assert nothing.homogeneity()[0] == 0.0
    one_sided = Strata(treated=[3, 0], n_treated=[5, 9], control=[0, 0], n_control=[4, 7])
    assert one_sided.odds_ratio(0.95)[0] == np.inf


@pytest.mark.parametrize(
    ("counts", "error", "message"),
    [
        (([1, 9], [5, 7], [1, 2], [3, 3]), ParameterError, "first: 9 of 7 in stratum 1"),
        (([1, 2], [5, 7], [1], [3, 3]), ParameterError, "must have one number per stratum"),
        (([1, 0], [5, 0], [0, 2], [0, 3]), DataError, "no stratum has customers in both arms"),
    ],
)
def test_what_is_refused(counts, error, message):
    names = ("treated", "n_treated", "control", "n_control")
    with pytest.raises(error, match=message):
        Strata(**dict(zip(names, counts, strict=True)))
