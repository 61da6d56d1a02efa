"""Looking at every customer: fair bets by enumeration, false alarms by simulation, and widths."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats import differences
from vocvalue.stats.sequential import confidence_sequence, e_values, p_values


def counted(arm, outcome):
    """Cumulative counts of customers in their order: treated, of how many, control, of how many."""
    return [np.cumsum(x, axis=-1) for x in (arm & outcome, arm, ~arm & outcome, ~arm)]


def simulated(seed, shape, share, p1, p0):
    rng = np.random.default_rng(seed)
    arm = rng.random(shape) < share
    return counted(arm, rng.random(shape) < np.where(arm, p1, p0))


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize(("delta0", "p0"), [(0.0, 0.5), (0.0, 0.98), (0.3, 0.1), (-0.6, 0.99)])
def test_a_bet_is_fair_where_the_difference_is_the_one_asked_about(share, delta0, p0):
    # Every course that four customers can take, weighted by its probability: the mean stays 1.
    p1 = p0 + delta0
    kinds = [(True, True), (True, False), (False, True), (False, False)]
    chance = [share * p1, share * (1 - p1), (1 - share) * p0, (1 - share) * (1 - p0)]
    courses = np.array(list(product(range(4), repeat=4)))
    weight = np.array(chance)[courses].prod(axis=1)
    arm, outcome = (np.array([k[i] for k in kinds])[courses] for i in (0, 1))
    found = e_values(*counted(arm, outcome), treated_share=share, n_planned=20, delta0=delta0)
    assert weight @ found == pytest.approx(np.ones(4), abs=1e-9)
    assert np.all(found >= 0)


def test_a_bet_stays_fair_while_the_shares_drift():
    shares = [0.2, 0.5, 0.05, 0.6]  # of the control, one customer after the other
    kinds = np.array([(True, True), (True, False), (False, True), (False, False)])
    courses = np.array(list(product(range(4), repeat=4)))
    weight = np.ones(len(courses))
    for step, p0 in enumerate(shares):
        p1 = p0 + 0.3
        chance = np.array([0.7 * p1, 0.7 * (1 - p1), 0.3 * p0, 0.3 * (1 - p0)])
        weight *= chance[courses[:, step]]
    counts = counted(kinds[courses, 0], kinds[courses, 1])
    found = e_values(*counts, treated_share=0.7, n_planned=10, delta0=0.3)
    assert weight @ found == pytest.approx(np.ones(4), abs=1e-9)


@pytest.mark.parametrize("p", [0.9, 0.5])
def test_false_alarms_stay_below_their_level_at_every_look(p):
    # 1,000 experiments without an effect, a tenth held out, looked at after every customer.
    alarms = 0
    for seed in range(10):
        counts = simulated(seed, (100, 2000), 0.9, p, p)
        found = e_values(*counts, treated_share=0.9, n_planned=2000)
        alarms += int(np.sum(found[:, 19:].max(axis=1) >= 20))
    assert alarms <= stats.binom.ppf(0.999, 1000, 0.05)
    assert alarms < 50


def test_the_sequence_holds_a_true_difference_at_every_look():
    held = 0
    for seed in range(60):
        counts = [c[9::10] for c in simulated(seed, 800, 0.8, 0.95, 0.85)]
        lower, upper = confidence_sequence(*counts, 0.8, treated_share=0.8, n_planned=800)
        held += bool(np.all((lower <= 0.1) & (upper >= 0.1)))
    assert held >= stats.binom.ppf(0.001, 60, 0.8)


def test_the_sequence_is_what_the_evidence_has_not_ruled_out():
    counts = [c[49::50] for c in simulated(3, 2000, 0.7, 0.9, 0.8)]
    design = {"treated_share": 0.7, "n_planned": 2000}
    lower, upper = confidence_sequence(*counts, 0.95, **design)
    for look in (4, 15, 39):
        for end, inwards in ((lower[look], 1), (upper[look], -1)):
            step = 0.02 * (upper[look] - lower[look]) * inwards
            inside = e_values(*counts, delta0=float(end + step), **design)[look]
            outside = e_values(*counts, delta0=float(end - step), **design)[look]
            assert inside < 20 < outside


def test_no_look_depends_on_later_customers():
    counts = [c[49::50] for c in simulated(4, 1000, 0.5, 0.6, 0.5)]
    whole = e_values(*counts, treated_share=0.5, n_planned=1000)
    part = e_values(*(c[:7] for c in counts), treated_share=0.5, n_planned=1000)
    assert whole[:7] == pytest.approx(part)


@pytest.mark.parametrize(("share", "p1", "p0"), [(0.5, 0.5, 0.5), (0.9, 0.95, 0.93)])
def test_how_much_wider_it_is_than_an_interval_for_one_look(share, p1, p0):
    ratios = []
    for seed in range(4):
        counts = [c[99::100] for c in simulated(seed, 8000, share, p1, p0)]
        lower, upper = confidence_sequence(*counts, 0.95, treated_share=share, n_planned=4000)
        once = differences.interval(*counts, 0.95)
        ratios.append(((upper - lower) / (once[1] - once[0]))[[9, 39, 79]])
    # Robbins' normal mixture (1970) at n = 1,000, 4,000 and 8,000, narrowest at the planned end:
    # sqrt((1 + 1 / v) (log(1 + v) + a)), a = 2 log 20, v = n / 4,000 times what makes it narrowest.
    a = 2 * np.log(20)
    v = (a + np.log(1 + a)) * np.array([1_000, 4_000, 8_000]) / 4_000
    expected = np.sqrt((1 + 1 / v) * (np.log(1 + v) + a)) / 1.959964
    assert np.mean(ratios, axis=0) == pytest.approx(expected, abs=0.12)


def test_a_true_difference_is_found():
    counts = simulated(2, 4000, 0.5, 0.60, 0.50)
    found = p_values(e_values(*counts, treated_share=0.5, n_planned=2000))
    assert found[0] == 1.0
    assert np.all(np.diff(found) <= 0)
    assert found[-1] < 0.001


def test_the_ends_are_minus_one_and_one_before_anything_is_known():
    lower, upper = confidence_sequence(
        [0, 1], [0, 1], [0, 0], [0, 1], 0.95, treated_share=0.5, n_planned=100
    )
    assert (lower[0], upper[0]) == (-1.0, 1.0)
    assert np.all((lower < 0) & (upper > 0))


def test_arms_that_differ_wholly_have_evidence_too():
    n = np.arange(1, 200)
    found = e_values(n, n, 0 * n, n, treated_share=0.5, n_planned=400)
    assert np.all(np.isfinite(found))
    assert found[-1] > 1e6
    lower, upper = confidence_sequence(n, n, 0 * n, n, 0.95, treated_share=0.5, n_planned=400)
    assert 0.5 < lower[-1] < 1
    assert upper[-1] == 1.0


GOOD = ([1, 2], [2, 4], [1, 1], [1, 3])
DESIGN = {"treated_share": 0.5, "n_planned": 100}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: e_values([2, 1], *GOOD[1:], **DESIGN), DataError, "treated: the count falls at 1"),
        (
            lambda: e_values([1, 4], [2, 4], [1, 1], [1, 3], **DESIGN),
            DataError,
            "treated without it: the count falls at 1 looks",
        ),
        (
            lambda: e_values([1], *GOOD[1:], **DESIGN),
            ParameterError,
            "must have one number per look",
        ),
        (
            lambda: e_values(*GOOD, treated_share=90, n_planned=9),
            ParameterError,
            "treated_share == 90, must be between 0 and 1. Write a holdout of 10% as 0.90",
        ),
        (lambda: e_values(*GOOD, delta0=1.0, **DESIGN), ParameterError, "delta0 == 1.0"),
        (
            lambda: e_values(*GOOD, treated_share=0.5, n_planned=0),
            ParameterError,
            "n_planned == 0, must be >= 1",
        ),
        (
            lambda: confidence_sequence(*([list(c)] for c in GOOD), 0.95, **DESIGN),
            ParameterError,
            "must be one row of looks",
        ),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
