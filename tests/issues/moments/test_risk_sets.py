"""Controls are drawn of the right weeks, in the right numbers, and all alike."""

import numpy as np
import pytest

from vocvalue.issues.moments.risk_sets import draw


def test_each_week_gets_its_share_and_nobody_twice():
    rng = np.random.default_rng(3)
    week, exposed = rng.integers(10, 30, 5_000), rng.integers(12, 25, 300)
    drawn = draw(week, exposed, 5, rng)
    assert len(set(drawn.rows.tolist())) == drawn.rows.size == 1_500
    for number in range(10, 30):
        theirs = week[drawn.rows] == number
        n = int((exposed == number).sum())
        assert theirs.sum() == 5 * n
        assert drawn.share[theirs] == pytest.approx(5 * n / (week == number).sum())
    assert drawn.n_short == 0


def test_every_row_of_a_week_is_as_likely():
    week, exposed = np.repeat([1, 2], [8, 20]), np.array([1, 2])
    rng = np.random.default_rng(0)
    times = np.zeros(28)
    for _ in range(4_000):
        times[draw(week, exposed, 2, rng).rows] += 1
    # 4,000 draws of 2 of 8, and of 2 of 20: within five standard errors
    for rows, p in ((slice(0, 8), 2 / 8), (slice(8, 28), 2 / 20)):
        error = np.sqrt(4_000 * p * (1 - p))
        assert np.abs(times[rows] - 4_000 * p).max() < 5 * error


def test_a_week_with_too_few_gives_all_it_has():
    drawn = draw(np.array([4, 4, 5]), np.array([4, 4, 6]), 5, np.random.default_rng(0))
    assert drawn.rows.tolist() == [0, 1]
    assert drawn.share.tolist() == [1.0, 1.0]
    assert drawn.n_short == 2


def test_the_same_seed_draws_the_same():
    week, exposed = np.arange(900) % 7, np.arange(60) % 7
    one, two = (draw(week, exposed, 3, np.random.default_rng(8)) for _ in range(2))
    assert one.rows.tolist() == two.rows.tolist()
