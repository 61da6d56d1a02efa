"""Answers of which several come from one customer: against statsmodels, and by simulation."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats.clusters import FEW, Sample, effective_size, mean_correlation, period_means
from vocvalue.stats.means import same_mean

SIDES = np.array([-1.0, 0.0, 1.0])


def single(customer, values):
    return Sample(customer=np.asarray(customer), values=values, rows=np.ones(len(values)))


def drawn(rng, n_customers=200, most=5, alike=0.6):
    """Return answers of customers who say what they always say with a probability."""
    customer = np.repeat(np.arange(n_customers), rng.integers(1, most + 1, n_customers))
    usual = rng.choice(SIDES, n_customers, p=[0.2, 0.3, 0.5])[customer]
    other = rng.choice(SIDES, customer.size, p=[0.2, 0.3, 0.5])
    return single(customer, np.where(rng.random(customer.size) < alike, usual, other))


def test_the_variance_is_the_cluster_robust_one():
    import statsmodels.api as sm

    sample = drawn(np.random.default_rng(0))
    groups = {"groups": sample.customer, "use_correction": False}
    fit = sm.OLS(sample.values, np.ones(sample.customer.size)).fit(
        cov_type="cluster", cov_kwds=groups
    )
    error = np.sqrt(sample.variance / effective_size(sample))
    assert error == pytest.approx(fit.bse[0], rel=1e-12)
    period = np.random.default_rng(1).integers(0, 4, sample.customer.size)
    overall = period_means(sample, period, 4).effective_overall
    assert np.sqrt(sample.variance / overall) == pytest.approx(fit.bse[0], rel=1e-12)


def test_who_answers_once_is_as_before():
    rng = np.random.default_rng(2)
    values, period = rng.choice(SIDES, 300), rng.integers(0, 5, 300)
    counts = np.array([[((period == t) & (values == v)).sum() for v in SIDES] for t in range(5)])
    for customer in (np.arange(300), np.full(300, -1)):
        sample = single(customer, values)
        assert effective_size(sample) == 300
        found = period_means(sample, period, 5)
        assert found.effective.tolist() == counts.sum(axis=1).tolist()
        assert (found.chi2, found.df, found.p_value) == pytest.approx(same_mean(counts, SIDES))


def test_copies_are_worth_nothing():
    rng = np.random.default_rng(3)
    values, period = rng.choice(SIDES, 50), rng.integers(0, 4, 50)
    once = single(np.arange(50), values)
    often = Sample(customer=np.arange(50), values=values, rows=np.full(50, 20.0))
    assert effective_size(often) == pytest.approx(50)
    expected, found = (period_means(sample, period, 4) for sample in (once, often))
    assert found.effective == pytest.approx(expected.effective)
    assert (found.chi2, found.p_value) == pytest.approx((expected.chi2, expected.p_value))


def test_unequal_copies_are_kishs_size():
    rows = np.arange(1.0, 31.0)
    sample = Sample(customer=np.arange(30), values=np.ones(30), rows=rows)
    assert effective_size(sample) == pytest.approx(rows.sum() ** 2 / (rows**2).sum())


def test_few_who_repeat_count_once_each():
    values = np.tile([1.0, -1.0], 20)
    sample = single(np.repeat(np.arange(2), 20), values)
    assert effective_size(sample) == pytest.approx(2)
    assert FEW > 2


def test_answers_that_repel_are_worth_no_more_than_customers():
    sample = single(np.repeat(np.arange(20), 2), np.tile([1.0, -1.0], 20))
    assert effective_size(sample) == 40


def test_pairs_have_their_correlation():
    rng = np.random.default_rng(4)
    before, after = rng.normal(size=(2, 40)) + rng.normal(size=40)
    found = mean_correlation(single(np.arange(40), before), single(np.arange(40), after))
    assert found == pytest.approx(stats.pearsonr(before, after).statistic)
    apart = mean_correlation(single(np.arange(40), before), single(np.arange(40, 80), after))
    assert apart == 0
    assert mean_correlation(single(np.full(40, -1), before), single(np.arange(40), after)) == 0


def test_a_part_in_both_has_the_correlation_of_the_difference():
    import statsmodels.api as sm

    rng = np.random.default_rng(5)
    level = rng.normal(size=120)
    first, second = np.arange(80), np.r_[np.arange(40, 120), np.arange(40, 60)]
    before, after = (level[who] + rng.normal(size=who.size) for who in (first, second))
    X = np.r_[np.zeros(80), np.ones(100)]
    groups = {"groups": np.r_[first, second], "use_correction": False}
    fit = sm.OLS(np.r_[before, after], sm.add_constant(X)).fit(cov_type="cluster", cov_kwds=groups)
    old, new = single(first, before), single(second, after)
    errors = [np.sqrt(it.variance / effective_size(it)) for it in (old, new)]
    shared = 2 * mean_correlation(old, new) * errors[0] * errors[1]
    assert np.sqrt(errors[0] ** 2 + errors[1] ** 2 - shared) == pytest.approx(fit.bse[1])


@pytest.mark.parametrize("alike", [0.0, 0.5, 1.0])
def test_intervals_hold_the_mean_and_the_test_its_level(alike):
    rng = np.random.default_rng(int(10 * alike))
    held, differs, runs = 0, 0, 300
    for _ in range(runs):
        sample = drawn(rng, 60, 9, alike)
        period = rng.integers(0, 6, sample.customer.size)
        found = period_means(sample, period, 6)
        error = np.sqrt(sample.variance / found.effective_overall)
        held += abs(sample.mean - 0.3) < 1.96 * error
        differs += found.p_value < 0.05
    # One in a thousand below .93, which sixty customers come to, and above .05, of 300 draws.
    assert held / runs >= stats.binom.ppf(0.001, runs, 0.93) / runs
    assert differs <= stats.binom.ppf(0.999, runs, 0.05)


def test_there_may_be_nothing_to_compare():
    sample = drawn(np.random.default_rng(6))
    assert np.isnan(period_means(sample, np.zeros(sample.customer.size, np.int64), 1).p_value)
    alike = single(sample.customer, np.ones(sample.customer.size))
    found = period_means(alike, np.arange(sample.customer.size) % 3, 3)
    assert np.isnan(found.p_value)
    empty = period_means(sample, 2 * (np.arange(sample.customer.size) % 2), 4)
    assert empty.effective[[1, 3]].tolist() == [0, 0]
    assert empty.df == 1
