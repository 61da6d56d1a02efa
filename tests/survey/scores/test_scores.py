"""NPS, CSAT and CES: published numbers, scipy, and weights."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

from vocvalue import survey
from vocvalue.errors import DataError, ParameterError


def answers(promoters, passives, detractors):
    return [10] * promoters + [8] * passives + [3] * detractors


def ends(estimate):
    return [estimate.lower, estimate.upper]


def test_each_score_once():
    assert survey.nps(list(range(11))).value == pytest.approx(-45.4545, abs=5e-5)
    assert survey.nps(list(range(11))).n == 11


# Rocks (2016), and recomputed.
@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("wald", [14.137, 20.863]),
        ("adjusted-wald", [14.086, 20.809]),
        ("tango", [14.140, 20.878]),
    ],
)
def test_published_intervals(method, expected):
    found = survey.nps(answers(250, 675, 75), method=method)
    assert found.value == pytest.approx(17.5)
    assert ends(found) == pytest.approx(expected, abs=5e-4)


def test_an_end_beyond_the_scale_is_clipped_and_says_so():
    found = survey.nps(answers(9, 0, 2), method="wald")
    assert ends(found) == pytest.approx([18, 100], abs=0.5)
    assert "clipped at -100 and 100" in found.method
    assert "clipped" not in survey.nps(answers(9, 0, 2)).method


@pytest.mark.parametrize("method", ["dirichlet", "bootstrap"])
def test_simulated_intervals_are_near_the_formula_on_a_large_sample(method):
    scores = answers(2500, 6750, 750)
    assert ends(survey.nps(scores, method=method)) == pytest.approx(
        ends(survey.nps(scores, method="wald")), abs=0.06
    )


@pytest.mark.parametrize("method", ["dirichlet", "bootstrap"])
def test_simulated_intervals_follow_the_seed(method):
    scores = answers(20, 10, 5)
    first, again = (survey.nps(scores, method=method, seed=1) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("kind", [np.array, pd.Series, pl.Series, list])
def test_scores_of_any_library(kind):
    assert survey.nps(kind(answers(5, 3, 2))).value == pytest.approx(30)


def test_equal_weights_change_nothing():
    scores = answers(5, 3, 2)
    assert ends(survey.nps(scores, [2.0] * 10)) == pytest.approx(ends(survey.nps(scores)))


def test_weights_count_as_kish_says():
    scores, weights = answers(2, 1, 1), np.array([1.0, 3.0, 2.0, 4.0])
    effective = 10**2 / (1 + 9 + 4 + 16)
    found = survey.nps(scores, weights, method="wald")
    share = np.array([0.4, 0.2, 0.4])
    variance = (share[0] + share[2] - (share[2] - share[0]) ** 2) / effective
    assert found.value == pytest.approx(100 * (share[0] - share[2]))
    assert (found.upper - found.value) / 100 == pytest.approx(
        min(1.959964 * np.sqrt(variance), 1.0), rel=1e-6
    )
    assert "effective sample size 3" in found.method
    assert found.n == 4


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0, 1.0], "2 weights for 3 scores"),
        ([1.0, -1.0, 1.0], r"column 'weights': 1 row missing, infinite or below 0.*row 1"),
        ([1.0, float("nan"), 1.0], "below 0"),
        ([0.0, 0.0, 0.0], "holds only zeros"),
    ],
)
def test_bad_weights_are_refused(weights, message):
    with pytest.raises(DataError, match=message):
        survey.nps([9, 8, 7], weights)


def test_bad_arguments_are_refused():
    with pytest.raises(ParameterError, match="method == 'guess'"):
        survey.nps([9], method="guess")
    with pytest.raises(ParameterError, match="level == 95"):
        survey.nps([9], level=95)
    with pytest.raises(ParameterError, match="kind == 'median'"):
        survey.csat([5], kind="median")


def test_top_box_of_csat_is_wilsons():
    expected = stats.binomtest(6, 8).proportion_ci(method="wilson")
    found = survey.csat([5, 4, 4, 3, 1, 5, 4, 5])
    assert found.value == pytest.approx(75)
    assert ends(found) == pytest.approx([100 * expected.low, 100 * expected.high])


@pytest.mark.parametrize(("points", "share"), [(5, 2 / 5), (7, 2 / 7), (10, 2 / 10)])
def test_csat_counts_the_upper_two_boxes(points, share):
    found = survey.csat(list(range(1, points + 1)), points=points)
    assert found.value == pytest.approx(100 * share)


def test_means_have_students_interval():
    scores = [7, 6, 5, 5, 2, 6, 7, 4]
    t = stats.t(len(scores) - 1)
    half = t.ppf(0.975) * stats.sem(scores)
    found = survey.ces(scores)
    assert found.value == pytest.approx(np.mean(scores))
    assert ends(found) == pytest.approx([np.mean(scores) - half, np.mean(scores) + half])


def test_the_mean_stays_on_the_scale_and_says_so():
    found = survey.csat([5, 5, 1], kind="mean")
    assert ends(found) == [1.0, 5.0]
    assert "clipped at 1 and 5" in found.method


@pytest.mark.parametrize("n", [1, 8, 200])
def test_answers_that_are_all_alike_are_not_certain(n):
    # By hand: Wilson's upper end of 0 of n others, of whom all gave the lowest score.
    z2 = stats.norm.ppf(0.975) ** 2
    found = survey.ces([6] * n)
    others = z2 / (n + z2)
    assert ends(found) == pytest.approx([6 - 5 * others, 6 + others])
    assert "identical responses" in found.method


@pytest.mark.parametrize("method", ["wald", "bootstrap"])
def test_methods_without_width_give_way(method):
    found = survey.nps([10] * 8, method=method)
    assert found.lower < 100
    assert found.method.startswith("adjusted Wald, as ")


def test_effort_box_counts_those_who_agree():
    assert survey.ces([1, 4, 5, 6, 7], kind="top-box").value == pytest.approx(60)
