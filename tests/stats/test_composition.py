"""The change of a net share taken apart: arithmetic by hand, derivatives, and coverage."""

import numpy as np
import pytest

from vocvalue.stats.composition import decompose
from vocvalue.stats.net_share import ADDED, net, standard_error

BEFORE = np.array([[10.0, 20, 30], [25, 10, 5], [4, 6, 10]])
AFTER = np.array([[6.0, 20, 34], [10, 20, 10], [30, 10, 60]])
SIDES = np.array([-1.0, 0.0, 1.0])


def parts(before, after):
    """Return score and mix parts of shares of group and kind, both shape (k, 3)."""
    w0, w1 = before.sum(axis=1), after.sum(axis=1)
    s0, s1 = before @ SIDES / w0, after @ SIDES / w1
    middle = (before.sum(axis=0) @ SIDES + after.sum(axis=0) @ SIDES) / 2
    score = (w0 + w1) / 2 * (s1 - s0)
    mix = (w1 - w0) * ((s0 + s1) / 2 - middle)
    return np.array([score, mix, score + mix])


def test_parts_by_hand():
    # Shares 1/2, 1/3, 1/6 and .3, .2, .5; scores 1/3, -1/2, .3 and 28/60, 0, .3.
    found = decompose(BEFORE, AFTER)
    middle = ((45 - 39) / 120 + (104 - 46) / 200) / 2
    assert found.score[:3] == pytest.approx([0.4 * 8 / 60, 0.8 / 3 * 0.5, 0.0])
    assert found.mix[0] == pytest.approx(-0.2 * (0.4 - middle))
    assert found.mix[2] == pytest.approx((0.5 - 1 / 6) * (0.3 - middle))


def test_the_parts_add_to_the_change():
    found = decompose(BEFORE, AFTER)
    change = net(AFTER.sum(axis=0)) - net(BEFORE.sum(axis=0))
    assert found.score[:3].sum() + found.mix[:3].sum() == pytest.approx(change, abs=1e-15)
    assert found.total[3] == pytest.approx(change, abs=1e-15)
    assert found.score[3] + found.mix[3] == pytest.approx(found.total[3], abs=1e-15)


def test_turning_time_round_turns_every_sign():
    there, back = decompose(BEFORE, AFTER), decompose(AFTER, BEFORE)
    for name in ("score", "mix", "total"):
        assert getattr(back, name) == pytest.approx(-getattr(there, name))
        error = f"{name}_error"
        assert getattr(back, error) == pytest.approx(getattr(there, error))


def test_a_group_in_one_survey_only_is_all_mix():
    before, after = BEFORE.copy(), AFTER.copy()
    before[2] = after[1] = 0.0
    found = decompose(before, after)
    middle = (net(before.sum(axis=0)) + net(after.sum(axis=0))) / 2
    assert found.score[1:3].tolist() == [0.0, 0.0]
    assert found.score_error[1:3].tolist() == [0.0, 0.0]
    assert found.mix[2] == pytest.approx(100 / 160 * (0.3 - middle))
    assert found.mix[1] == pytest.approx(-0.4 * (-0.5 - middle))
    assert found.total[3] == pytest.approx(net(after.sum(axis=0)) - net(before.sum(axis=0)))
    assert np.all(found.mix_error[:3] > 0)


def test_standard_errors_are_those_of_numerical_derivatives():
    n = [counts.sum() for counts in (BEFORE, AFTER)]
    shares = [
        (counts + ADDED)
        / (counts + ADDED).sum(axis=1, keepdims=True)
        * counts.sum(axis=1, keepdims=True)
        / counts.sum()
        for counts in (BEFORE, AFTER)
    ]
    variance = np.zeros((3, 4))
    for survey in (0, 1):
        gradient = np.empty((9, 3, 4))
        for cell in range(9):
            nudge = np.zeros(9)
            nudge[cell] = 1e-6
            ends = []
            for sign in (1, -1):
                moved = list(shares)
                moved[survey] = shares[survey] + sign * nudge.reshape(3, 3)
                each = parts(*moved)
                ends.append(np.hstack([each, each.sum(axis=1, keepdims=True)]))
            gradient[cell] = (ends[0] - ends[1]) / 2e-6
        p = shares[survey].ravel()
        multinomial = (np.diag(p) - np.outer(p, p)) / n[survey]
        variance += np.einsum("ikg,ij,jkg->kg", gradient, multinomial, gradient)
    found = decompose(BEFORE, AFTER)
    expected = np.sqrt(variance)
    assert found.score_error == pytest.approx(expected[0], rel=1e-6)
    assert found.mix_error == pytest.approx(expected[1], rel=1e-6)
    assert found.total_error == pytest.approx(expected[2], rel=1e-6)


def test_one_group_is_a_change_of_a_net_share():
    before, after = np.array([[200.0, 300, 500]]), np.array([[250.0, 250, 500]])
    found = decompose(before, after)
    spread = np.hypot(standard_error(before + ADDED), standard_error(after + ADDED))
    assert found.mix.tolist() == [0.0, 0.0]
    assert found.score_error[0] == pytest.approx(spread[0], rel=3e-3)


def test_intervals_hold_the_true_parts():
    rng = np.random.default_rng(6)
    old = np.array([[0.08, 0.12, 0.20], [0.15, 0.09, 0.06], [0.03, 0.06, 0.21]])
    new = np.array([[0.05, 0.10, 0.25], [0.20, 0.12, 0.08], [0.04, 0.04, 0.12]])
    true = parts(old, new)
    hits, runs = np.zeros((3, 4)), 600
    for _ in range(runs):
        first = rng.multinomial(300, old.ravel()).reshape(3, 3).astype(float)
        second = rng.multinomial(400, new.ravel()).reshape(3, 3).astype(float)
        found = decompose(first, second)
        for i, name in enumerate(("score", "mix", "total")):
            error = getattr(found, f"{name}_error")
            truth = np.append(true[i], true[i].sum())
            hits[i] += np.abs(getattr(found, name) - truth) <= 1.959964 * error
    # Binomial bound at one in ten thousand for 600 draws at 0.95: twelve are looked at.
    assert np.all(hits / runs >= 0.911)
    assert np.all(hits / runs <= 0.980)
