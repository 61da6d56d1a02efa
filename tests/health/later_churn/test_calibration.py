"""What was said beforehand against scikit-learn, hand arithmetic, and accounts said twice."""

import numpy as np
import pytest

from vocvalue.health.bands import HealthBands
from vocvalue.health.later_churn.calibration import calibrated
from vocvalue.health.later_churn.groups import alarms_of, bands_of, tenths_of
from vocvalue.health.later_churn.judged import JudgedScores
from vocvalue.stats.proportions import wilson

BANDS = HealthBands(watch=40.0, healthy=70.0)


def judged(n=1_500, *, factor=1.0, times=1, seed=1):
    """Scores whose true log odds are 1 - 0.05 score, said too far apart by a factor."""
    rng = np.random.default_rng(seed)
    score = rng.uniform(0, 100, n)
    odds = 1 - 0.05 * score
    churned = rng.random(n) < 1 / (1 + np.exp(-odds))
    return JudgedScores(
        account=np.tile(np.arange(n), times),
        cutoff=np.repeat(np.arange(times), n),
        score=np.tile(score, times),
        nps=np.full(n * times, np.nan),
        churned=np.tile(churned, times),
        days=np.where(np.tile(churned, times), 30.0, np.nan),
        log_odds=np.tile(factor * odds, times),
    )


class TestCalibration:
    def test_of_odds_that_are_right_the_intervals_hold_slope_and_intercept(self):
        holds = []
        for seed in range(100):
            found = calibrated(judged(500, seed=seed), level=0.95)
            holds.append(
                (
                    found.slope.lower < 1 < found.slope.upper,
                    found.intercept.lower < 0 < found.intercept.upper,
                    abs(found.expected - found.n_churned) < 1.96 * np.sqrt(500 * 0.13),
                )
            )
        # At 95% fewer than 87 of 100 are a matter of one in a thousand.
        assert (np.sum(holds, axis=0) >= 87).all()

    def test_odds_too_far_apart_have_a_smaller_one(self):
        right, wide = (calibrated(judged(factor=it), level=0.95) for it in (1.0, 2.0))
        assert wide.slope.value == pytest.approx(right.slope.value / 2)
        assert wide.slope.upper < 1

    def test_the_line_is_that_of_scikit_learn(self):
        linear_model = pytest.importorskip("sklearn.linear_model")
        rows = judged()
        peer = linear_model.LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
        peer.fit(rows.log_odds[:, None], rows.churned)
        found = calibrated(rows, level=0.95)
        assert found.slope.value == pytest.approx(peer.coef_[0, 0], rel=1e-4)
        assert found.intercept.value == pytest.approx(peer.intercept_[0], abs=1e-4)

    def test_accounts_said_three_times_are_no_more_certain(self):
        once, thrice = (calibrated(judged(times=it), level=0.95) for it in (1, 3))
        assert thrice.slope.lower == pytest.approx(once.slope.lower)
        assert thrice.slope.upper == pytest.approx(once.slope.upper)

    def test_with_few_losses_no_line_is_fitted(self):
        rows = judged()
        few = rows.rows(~rows.churned | (np.cumsum(rows.churned) <= 9))
        found = calibrated(few, level=0.95)
        assert found.n_churned == 9
        assert np.isnan(found.slope.value)


class TestGroups:
    def test_shares_have_the_interval_of_wilson(self):
        rows = judged()
        low = bands_of(rows, BANDS, level=0.95)[0]
        hits, n = int(rows.churned[rows.score < 40].sum()), int((rows.score < 40).sum())
        assert (low.n, low.n_churned) == (n, hits)
        lower, upper = wilson(hits, n, 0.95)
        assert low.share.lower == pytest.approx(float(lower))
        assert low.share.upper == pytest.approx(float(upper))

    def test_accounts_said_three_times_are_no_more_certain(self):
        once, thrice = (bands_of(judged(times=it), BANDS, level=0.95)[0] for it in (1, 3))
        assert thrice.n == 3 * once.n
        assert thrice.share.lower == pytest.approx(once.share.lower, rel=1e-6)

    def test_tenths_hold_a_tenth_each_and_fewer_scores_none(self):
        assert {it.n for it in tenths_of(judged(), level=0.95)} == {150}
        assert tenths_of(judged(90), level=0.95) == ()

    def test_an_alarm_counts_what_it_hits_and_what_it_misses(self):
        rows = judged()
        low = rows.score < 40
        found = alarms_of(rows, BANDS, level=0.95)
        assert found.precision.value == pytest.approx(rows.churned[low].mean())
        assert found.recall.value == pytest.approx(low[rows.churned].mean())
        assert found.n_warned == int((low & rows.churned).sum())
        assert found.median_days == 30.0
