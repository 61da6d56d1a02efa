"""Is each month after a fix lower: seen, shown, and how often it is said where it is not so."""

import numpy as np
import pytest
from scipy import optimize, special

import vocvalue as vv
from benchmarks.issue_trend_coverage import Case, drawn
from vocvalue import kpi
from vocvalue.errors import ParameterError
from vocvalue.issues.over_time.measure import measure
from vocvalue.results import Money
from vocvalue.stats.interrupted_series import ratio_to_expected

CALM = Case("month", 24, 6, 200.0, 0.0, 0.0)
THREE = Case("month", 24, 3, 200.0, 0.0, 0.0)


def trend(effect, seed=1, case=CALM):
    series = drawn(case, effect, np.random.default_rng(seed))
    return measure(series, topic="slow", comparison=(), level=0.95)


def changed(factors, seed):
    """Return the trend of a problem whose first months after the fix have factors of their own."""
    series = drawn(THREE, 0.0, np.random.default_rng(seed))
    after = np.flatnonzero(series.after)
    random = np.random.default_rng(seed + 10_000)
    series.mentions[after] = random.binomial(series.mentions[after], factors)
    return measure(series, topic="slow", comparison=(), level=0.95)


def test_mended_in_june_and_each_month_lower():
    found = kpi.issue_reduction(trend(np.log(0.5)))
    assert found.verdict == "each lower"
    assert (found.n_judged, found.n_seen, found.n_shown) == (3, 3, 3)
    assert found.reduction.lower < 0.5 < found.reduction.upper
    assert found.p_each == max(found.p_values)
    assert "Each of the first 3 months is shown to be lower" in found.statement()
    assert "每期均确认低于不改进时的水平" in found.statement("zh")


def test_no_fall_is_none():
    found = kpi.issue_reduction(trend(0.0))
    assert found.verdict == "no fall shown"
    assert found.money is None


def test_a_rise_is_one():
    found = kpi.issue_reduction(trend(np.log(1.8)))
    assert found.verdict == "rose"
    assert found.reduction.upper < 0
    assert found.band() == "low"


def test_one_month_as_before_is_seldom_taken_for_a_fall_in_each():
    # July and August 60 % lower, September as it would have been: at most one in twenty.
    runs = 300
    said = sum(
        kpi.issue_reduction(changed((0.4, 0.4, 1.0), seed)).verdict == "each lower"
        for seed in range(runs)
    )
    assert said <= special.bdtrik(0.999, runs, 0.05)


def test_a_fall_in_each_is_found():
    found = [kpi.issue_reduction(changed((0.5, 0.5, 0.5), seed)) for seed in range(40)]
    assert sum(it.p_each < 0.05 for it in found) > 30


def test_the_interval_of_a_month_ends_where_its_test_does():
    for seed in range(20):
        found = kpi.issue_reduction(trend(np.log(0.85), seed=seed), n_periods=6)
        shown = found.p_values < 0.05
        assert [it.estimate.lower > 0 for it in found.periods] == shown.tolist()
        assert all(it.estimate.level == pytest.approx(0.90) for it in found.periods)


def test_the_interval_inverts_its_test():
    count, expected, variance, error, t = 30.0, 55.0, 80.0, 6.0, 1.7

    def beyond(m):
        return (count - m * expected) ** 2 - t**2 * (m * variance + (m * error) ** 2)

    held = (np.array([it]) for it in (count, expected, variance, error))
    lower, upper = ratio_to_expected(*held, t)
    between = count / expected
    assert lower[0] == pytest.approx(optimize.brentq(beyond, 1e-9, between))
    assert upper[0] == pytest.approx(optimize.brentq(beyond, between, 50))


def test_no_mention_and_no_knowledge():
    zero = (np.array([0.0]), np.array([20.0]), np.array([25.0]), np.array([3.0]))
    lower, upper = ratio_to_expected(*zero, 1.7)
    assert lower[0] == 0
    assert 0 < upper[0] < 1
    unknown = ratio_to_expected(*(np.array([it]) for it in (5.0, 10.0, 12.0, 9.0)), 1.7)
    assert np.isinf(unknown[1][0])
    assert np.isfinite(unknown[0][0])


def test_corrected_by_holm_by_hand():
    found = kpi.issue_reduction(trend(np.log(0.8)))
    small, middle, large = np.sort(found.p_values)
    first = 3 * small
    second = max(first, 2 * middle)
    assert np.sort(found.corrected) == pytest.approx(
        [min(first, 1), min(second, 1), min(max(second, large), 1)]
    )


def test_money_is_what_was_avoided_times_its_worth():
    of = trend(np.log(0.5))
    found = kpi.issue_reduction(of, value_per_mention=30, currency="CNY", basis="margin")
    assert found.money.value == pytest.approx(30 * of.avoided.value)
    assert (found.money.lower, found.money.upper) == pytest.approx(
        (30 * of.avoided.lower, 30 * of.avoided.upper)
    )
    assert (found.money.basis, found.money.evidence) == ("margin", "association only")
    uncertain = Money(
        value=30.0,
        lower=10.0,
        upper=50.0,
        level=0.95,
        method="",
        n=9,
        currency="EUR",
        basis="margin",
        evidence="adjusted observational",
    )
    wider = kpi.issue_reduction(of, value_per_mention=uncertain).money
    assert wider.currency == "EUR"
    assert wider.upper - wider.lower > 30 * (of.avoided.upper - of.avoided.lower)


def test_fewer_months_than_asked_are_noted():
    found = kpi.issue_reduction(trend(np.log(0.5)), n_periods=12)
    assert found.n_judged == 6
    assert "Only 6 months of the 12" in found.notes[0].en


def test_a_month_without_orders_shows_nothing():
    series = drawn(CALM, np.log(0.4), np.random.default_rng(3))
    series.orders[np.flatnonzero(series.after)[1]] = 0
    of = measure(series, topic="slow", comparison=(), level=0.95)
    found = kpi.issue_reduction(of)
    assert found.verdict == "fell, not each"
    assert any("have no orders" in it.en or "has no orders" in it.en for it in found.notes)
    assert "no orders" in dict(found.headlines()).values()
    assert "not known" in found.statement()


def test_a_fall_from_a_peak_counts_as_none():
    series = drawn(CALM, 0.0, np.random.default_rng(5))
    last = np.flatnonzero(series.before)[-2:]
    series.mentions[last] *= 3
    of = measure(series, topic="slow", comparison=(), level=0.95)
    assert kpi.issue_reduction(of).verdict == "no fall shown"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"n_periods": 0}, "n_periods == 0, must be >= 1"),
        ({"bounds": (0, 30)}, "must be between -inf and 1"),
        ({"value_per_mention": "much"}, "value_per_mention == 'much', must be a number"),
        ({"basis": "sales"}, "basis == 'sales'"),
    ],
)
def test_arguments_outside_their_range_are_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        kpi.issue_reduction(trend(0.0), **asked)


def test_anything_but_a_trend_is_refused():
    with pytest.raises(ParameterError, match=r"must be what issues\.trend returned"):
        kpi.issue_reduction(vv.survey.sample_size(shares=(0.2, 0.3, 0.5), margin_of_error=5))
