"""Areas under the curve against hand arithmetic, all pairs, scikit-learn and simulations."""

from dataclasses import astuple

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import norm

from vocvalue.errors import ParameterError
from vocvalue.stats.auc import auc, auc_difference

Z = norm.ppf(0.975)


def drawn(seed, n=60, ties=False):
    rng = np.random.default_rng(seed)
    happened = rng.random(n) < 0.4
    first = rng.normal(size=n) + happened
    second = first + rng.normal(size=n)
    if ties:
        first, second = np.round(first), np.round(second)
    return first, second, happened


def kernel(scores, happened):
    """Every pair of one with the event and one without."""
    ours, theirs = scores[happened][:, None], scores[~happened][None, :]
    return (ours > theirs) + 0.5 * (ours == theirs)


def covariance_of_pairs(scores, happened):
    """The variance of DeLong et al. (1988), section 2, from the matrix of all pairs."""
    pairs = np.array([kernel(it, happened) for it in scores])
    ours, theirs = pairs.mean(axis=2), pairs.mean(axis=1)
    return np.cov(ours) / ours.shape[1] + np.cov(theirs) / theirs.shape[1]


class TestByHand:
    # Events score 5, 4, 1, others 3, 2: the pairs in order are 2 + 2 + 0 of 6.
    # Placements of the events 1, 1, 0: mean 2/3, variance 1/3. Of the others 2/3, 2/3: variance 0.
    SCORES, HAPPENED = [5.0, 4.0, 1.0, 3.0, 2.0], [True, True, True, False, False]

    def test_the_area_and_its_error(self):
        found = auc(self.SCORES, self.HAPPENED, level=0.95)
        assert found.value == pytest.approx(4 / 6)
        assert found.standard_error == pytest.approx(np.sqrt((1 / 3) / 3 + 0 / 2))
        assert (found.n_events, found.n_others) == (3, 2)

    def test_the_interval_is_one_of_the_logit(self):
        # Student's t with 2 - 1 = 1 degree of freedom at 0.975 is 12.7062.
        found = auc(self.SCORES, self.HAPPENED, level=0.95)
        half = 12.7062047 * (1 / 3) / (4 / 6 * 2 / 6)
        middle = np.log(2)
        assert found.lower == pytest.approx(1 / (1 + np.exp(half - middle)))
        assert found.upper == pytest.approx(1 / (1 + np.exp(-half - middle)))

    def test_ties_count_one_half(self):
        assert auc([1.0, 1.0, 1.0, 1.0], [True, True, False, False], level=0.9).value == 0.5


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_that_of_all_pairs(seed, ties):
    first, second, happened = drawn(seed, ties=ties)
    spread = covariance_of_pairs((first, second), happened)
    found = auc(first, happened, level=0.95)
    assert found.value == pytest.approx(kernel(first, happened).mean())
    assert found.standard_error == pytest.approx(np.sqrt(spread[0, 0]))
    gap = auc_difference(first, second, happened, level=0.95)
    error = np.sqrt(spread[0, 0] + spread[1, 1] - 2 * spread[0, 1])
    assert gap.value == pytest.approx(found.value - kernel(second, happened).mean())
    assert gap.standard_error == pytest.approx(error)


@pytest.mark.parametrize("ties", [False, True])
def test_it_is_that_of_scikit_learn(ties):
    metrics = pytest.importorskip("sklearn.metrics")
    first, _, happened = drawn(4, n=500, ties=ties)
    expected = metrics.roc_auc_score(happened, first)
    assert auc(first, happened, level=0.95).value == pytest.approx(expected, abs=1e-12)


class TestClusters:
    def test_rows_on_their_own_are_clusters_of_one(self):
        first, second, happened = drawn(5)
        apart = np.arange(60)[::-1]
        one, other = (auc(first, happened, clusters=of, level=0.9) for of in (apart, None))
        assert astuple(one) == pytest.approx(astuple(other))
        one, other = (
            auc_difference(first, second, happened, clusters=of, level=0.9) for of in (apart, None)
        )
        assert astuple(one) == pytest.approx(astuple(other))

    def test_a_row_said_three_times_is_still_one(self):
        first, _, happened = drawn(6)
        once = auc(first, happened, level=0.95)
        thrice = auc(
            np.tile(first, 3), np.tile(happened, 3), clusters=np.tile(np.arange(60), 3), level=0.95
        )
        assert thrice.value == pytest.approx(once.value)
        assert thrice.standard_error == pytest.approx(once.standard_error)
        assert thrice.lower == pytest.approx(once.lower)
        assert thrice.n_events == 3 * once.n_events

    def test_the_error_is_that_of_many_samples(self):
        # Accounts seen twice, of which some leave in the end.
        rng = np.random.default_rng(7)
        values, clustered, alone = [], [], []
        for _ in range(400):
            own = rng.normal(size=120)
            happened = np.tile(rng.random(120) < 1 / (1 + np.exp(1.2 - own)), (2, 1))
            scores = (own + 0.5 * rng.normal(size=(2, 120))).ravel()
            of = np.tile(np.arange(120), 2)
            found = auc(scores, happened.ravel(), clusters=of, level=0.95)
            values.append(found.value)
            clustered.append(found.standard_error)
            alone.append(auc(scores, happened.ravel(), level=0.95).standard_error)
        spread = np.std(values)
        # The standard deviation of 400 values is known to 1 / sqrt(800) = 3.5 %.
        assert np.mean(clustered) == pytest.approx(spread, rel=0.14)
        assert np.mean(alone) < 0.85 * spread


class TestNoVariance:
    def test_sides_that_do_not_overlap_have_newcombes_interval(self):
        # Where 1 is observed, the lower end solves 1 - a = z sqrt(V(a)) of method 5.
        m, n = 6, 14
        scores = np.r_[np.arange(m) + 100.0, np.arange(n)]
        found = auc(scores, np.arange(m + n) < m, level=0.95)

        def excess(a):
            spread = 1 + ((m + n) / 2 - 1) * ((1 - a) / (2 - a) + a / (1 + a))
            return (1 - a) ** 2 - Z**2 * a * (1 - a) * spread / (m * n)

        assert (found.value, found.upper) == (1.0, 1.0)
        assert found.lower == pytest.approx(brentq(excess, 0.5, 1 - 1e-9), abs=1e-6)

    def test_scores_that_do_not_differ_have_no_difference(self):
        first, _, happened = drawn(8)
        gap = auc_difference(first, 2 * first, happened, level=0.95)
        assert gap.value == 0
        assert np.isnan([gap.lower, gap.upper, gap.standard_error, gap.detectable]).all()

    def test_one_event_has_an_area_and_no_error(self):
        found = auc([2.0, 1.0, 3.0], [True, False, False], level=0.95)
        assert found.value == 0.5
        assert np.isnan(found.standard_error)

    @pytest.mark.parametrize("happened", [[True, True], [False, False]])
    def test_one_side_alone_has_no_area(self, happened):
        found = auc([2.0, 1.0], happened, level=0.95)
        assert np.isnan([found.value, found.lower, found.upper]).all()
        assert np.isnan(auc_difference([2.0, 1.0], [1.0, 2.0], happened, level=0.95).value)


def test_the_detectable_difference_is_found_in_four_of_five_samples():
    rng, hits, sizes = np.random.default_rng(9), [], []
    for _ in range(400):
        happened = np.arange(400) < 120
        base = rng.normal(size=400)
        first = base + 1.0 * happened + 0.6 * rng.normal(size=400)
        second = base + 0.6 * happened + 0.6 * rng.normal(size=400)
        gap = auc_difference(first, second, happened, level=0.95)
        hits.append(gap.lower > 0)
        sizes.append(gap.detectable)
    true = norm.cdf(1.0 / np.sqrt(2 * 1.36)) - norm.cdf(0.6 / np.sqrt(2 * 1.36))
    z = (true / np.mean(sizes)) * (Z + norm.ppf(0.8)) - Z
    assert np.mean(hits) == pytest.approx(norm.cdf(z), abs=0.07)


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ParameterError, match="must be alike"):
        auc([1.0, 2.0], [True, False, True], level=0.95)
    with pytest.raises(ParameterError, match="scores"):
        auc([1.0, np.nan], [True, False], level=0.95)
    with pytest.raises(ParameterError, match="level"):
        auc([1.0, 2.0], [True, False], level=95)
