"""Ranks and flags of losses that are known, and the draws behind them."""

import numpy as np
import pytest
from scipy.stats import norm

from vocvalue.issues.ranking.flags import TopicLosses, n_worst, rank, ranks

N = np.array([900, 800, 700, 600, 90, 80, 70, 60])
RNG = 5


def losses(value, error=0.5, p_value=1e-9, n=N):
    value = np.asarray(value, dtype=float)
    return TopicLosses(
        value=value, covariance=np.eye(value.size) * error**2, n=n[: value.size], p_value=p_value
    )


def found(each, doubtful=None):
    doubtful = np.zeros(each.n.size, dtype=bool) if doubtful is None else doubtful
    return ranks(each, each.n, doubtful, np.random.default_rng(RNG))


def test_a_rare_problem_that_costs_most_is_a_silent_killer_and_a_frequent_one_harmless():
    ranked = found(losses([0.0, 3, 3, 3, 3, 3, 3, 99]))
    assert ranked.flag == ("loud but harmless", *[""] * 6, "silent killer")
    assert ranked.damage[-1] == 1
    assert ranked.volume.tolist() == list(range(1, 9))


def test_nothing_is_flagged_where_the_topics_together_show_nothing():
    ranked = found(losses([0.0, 3, 3, 3, 3, 3, 3, 99], p_value=0.2))
    assert set(ranked.flag) == {""}
    assert np.isnan(ranked.among_worst).all()


def test_a_topic_that_a_check_speaks_against_gets_no_flag():
    doubtful = np.arange(8) == 7
    ranked = found(losses([0.0, 3, 3, 3, 3, 3, 3, 99]), doubtful)
    assert ranked.flag[-1] == ""
    assert ranked.flag[0] == "loud but harmless"


def test_a_wide_interval_earns_no_flag():
    ranked = found(losses([0.0, 3, 3, 3, 3, 3, 3, 99], error=60.0))
    assert set(ranked.flag) == {""}


def test_losses_of_little_information_are_drawn_to_the_others():
    each = losses([3.0, 3.2, 2.8, 3.1, 2.9, 3.0, 3.1, 30.0], error=1.0)
    covariance = each.covariance.copy()
    covariance[-1, -1] = 20.0**2
    ranked = found(TopicLosses(value=each.value, covariance=covariance, n=N, p_value=1e-9))
    assert ranked.shrunken[-1] < 10
    assert ranked.damage[-1] > 4


def test_one_and_two_topics_are_ranked_as_they_are():
    for n in (1, 2):
        ranked = found(losses([5.0, 9.0][:n]))
        assert ranked.shrunken.tolist() == [5.0, 9.0][:n]
    alone = found(losses([5.0]))
    assert alone.damage.tolist() == [1]
    assert alone.among_worst.tolist() == [1.0]


def test_chances_are_in_steps_and_p_values_corrected():
    ranked = found(losses([1.0, 2, 3, 4, 5, 6, 7, 8], error=2.0))
    steps = ranked.among_worst * 20
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-9)
    p = norm.sf(np.arange(1, 9) / 2)
    # Benjamini and Hochberg: the largest stays, the smallest is taken eight times at most.
    assert ranked.q_value.max() == pytest.approx(p.max())
    assert p[-1] <= ranked.q_value[-1] <= 8 * p[-1]


def test_ties_and_the_size_of_the_worst_quarter():
    assert rank(np.array([1.0, 1.0, 2.0])).tolist() == [2, 3, 1]
    assert [n_worst(n) for n in (1, 3, 8, 9)] == [1, 1, 2, 3]
