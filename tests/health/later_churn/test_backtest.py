"""Back-tests against hand arithmetic, all pairs, and accounts whose truth is known."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue import health
from vocvalue.datasets import simulate_accounts
from vocvalue.errors import DataError, ParameterError

CUTOFFS = ["2024-12-31", "2025-06-30"]
TABLES = ("responses", "usage", "billing")


def backtested(sample, **asked):
    tables = {name: getattr(sample, name) for name in (*TABLES, "churn")}
    return health.backtest(sample.accounts, **{"cutoffs": CUTOFFS, **tables, **asked})


def by_hand(scores, left, *, seen="2024-05-15", churn=None, **asked):
    """Accounts with one answer each, some of which left in August 2024."""
    ids = [f"A{n}" for n in range(len(scores))]
    frame = pd.DataFrame({"account_id": ids, "revenue": 100.0})
    said = pd.DataFrame({"account_id": ids, "timestamp": seen, "score": scores}).dropna()
    gone = pd.DataFrame({"account_id": ids, "timestamp": "2024-08-10"})[list(left)]
    asked = {"cutoffs": "2024-06-30", "observation_end": "2025-06-30"} | asked
    churn = gone if churn is None else churn
    return health.backtest(frame, responses=said, churn=churn, **asked)


@pytest.fixture(scope="module")
def told():
    """Accounts whose usage tells much, and whose answers tell nothing."""
    return simulate_accounts(700, usage_tells=0.9, answers_tell=0.0, seed=21)


@pytest.fixture(scope="module")
def judged(told):
    return backtested(told)


class TestByHand:
    # Scores of those that left 2, 5, 8; of those that stayed 9, 7, 5, 10. Pairs in order, ties one
    # half: 2 beats 4; 5 beats 3 and ties with one; 8 beats 2: (4 + 3.5 + 2) / 12.
    SCORES = (2, 5, 8, 9, 7, 5, 10)
    LEFT = (True, True, True, False, False, False, False)

    def test_the_area_is_that_of_all_pairs(self):
        test = by_hand(self.SCORES, self.LEFT)
        assert test.auc_nps.value == pytest.approx(9.5 / 12)
        assert test.auc.value == pytest.approx(9.5 / 12)
        assert (test.n_accounts, test.n_churned) == (7, 3)

    def test_three_that_left_settle_nothing(self):
        test = by_hand(self.SCORES, self.LEFT)
        assert test.verdict == "too few"
        assert "Too few accounts" in test.statement()
        assert "无法与仅看 NPS 比较" in test.statement("zh")
        assert any("left 3 left" in n.en or "answer 3 left" in n.en for n in test.notes)

    def test_bands_count_scores_and_losses(self):
        # No account has two answers, so that nothing is shrunk: points are ten times the score.
        test = by_hand(self.SCORES, self.LEFT, bands=(30, 75))
        assert [(it.n, it.n_churned) for it in test.by_band] == [(1, 1), (3, 1), (3, 1)]
        assert (test.alarms.precision.value, test.alarms.recall.value) == (
            1.0,
            pytest.approx(1 / 3),
        )
        assert test.alarms.rate == pytest.approx(1 / 7)
        # 10 August is 41 days after the end of 30 June.
        assert (test.alarms.n_warned, test.alarms.n_left) == (1, 3)
        assert test.alarms.median_days == pytest.approx(40, abs=1e-6)

    def test_who_has_no_answer_has_no_score_of_it(self):
        test = by_hand([*self.SCORES, np.nan], [*self.LEFT, False])
        assert test.n_accounts == 7
        assert any(
            "1 account" in note.en and "nothing that counts" in note.en for note in test.notes
        )

    def test_the_window_ends_with_its_last_day(self):
        days = ["2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01"]
        churn = pd.DataFrame({"account_id": ["A0", "A1", "A2", "A3"], "timestamp": days})
        test = by_hand(self.SCORES, self.LEFT, churn=churn)
        frame = test.to_frame().set_index("account_id")
        assert "A0" not in frame.index
        assert frame.index[frame["churned"]].tolist() == ["A1", "A2"]
        assert frame["days_to_churn"].round(6).to_dict()["A1"] == pytest.approx(0.0, abs=1e-6)
        assert frame.loc["A3", "days_to_churn"] == pytest.approx(184, abs=1e-6)


class TestLeadTime:
    def test_it_counts_from_the_first_of_an_unbroken_run_in_the_lowest_band(self):
        # A0 is low from March on; A1 was low in March, well in June, low in September; A2 is low
        # in March and June and well when it leaves; A3 never is; B stays. All four leave 1 October.
        low, well = 1, 9
        months = ["2024-03-15", "2024-06-15", "2024-09-15"]
        said = {
            "A0": (low, low, low),
            "A1": (low, well, low),
            "A2": (low, low, well),
            "A3": (well, well, well),
            **{f"B{n}": (well, well, well) for n in range(5)},
        }
        answers = pd.DataFrame(
            [
                {"account_id": who, "customer_id": f"{who}-1", "timestamp": at, "score": score}
                for who, scores in said.items()
                for at, score in zip(months, scores, strict=True)
            ]
        )
        test = health.backtest(
            pd.DataFrame({"account_id": list(said), "revenue": 1.0}),
            responses=answers,
            churn=pd.DataFrame({"account_id": ["A0", "A1", "A2", "A3"], "timestamp": "2024-10-01"}),
            cutoffs=["2024-03-31", "2024-06-30", "2024-09-30"],
            within="12 months",
            observation_end="2025-12-31",
        )
        assert (test.alarms.n_left, test.alarms.n_warned) == (4, 2)
        # A0 from 31 March, 183 days before 1 October; A1 from 30 September, 0 days.
        assert test.alarms.median_days == pytest.approx((183 + 0) / 2, abs=1e-3)


class TestNoHindsight:
    def test_rows_after_the_cutoffs_change_nothing(self, told, judged):
        last = pd.Timestamp(CUTOFFS[-1])
        bills = told.billing[told.billing["due"] <= last]
        cut = backtested(
            told,
            responses=told.responses[told.responses["timestamp"] <= last],
            usage=told.usage[told.usage["timestamp"] <= last],
            billing=bills.assign(paid=bills["paid"].where(bills["paid"] <= last)),
            observation_end="2025-12-31",
        )
        pd.testing.assert_frame_equal(cut.to_frame(), judged.to_frame())

    def test_a_score_is_the_one_of_that_day(self, told, judged):
        day = health.score(
            told.accounts,
            **{name: getattr(told, name) for name in (*TABLES, "churn")},
            at=CUTOFFS[0],
        ).to_frame()
        frame = judged.to_frame()
        frame = frame[frame["cutoff"] == pd.Timestamp(CUTOFFS[0])]
        both = frame.merge(day, on="account_id", suffixes=("", "_then"))
        assert len(both) == len(frame) > 500
        assert both["score"].to_numpy() == pytest.approx(both["score_then"].to_numpy())

    def test_who_had_left_is_not_scored(self, told, judged):
        frame = judged.to_frame().merge(told.churn, on="account_id", how="left")
        assert not (frame["timestamp"] <= frame["cutoff"]).any()
        left = frame["timestamp"] <= frame["cutoff"] + pd.offsets.MonthEnd(6)
        assert (frame["churned"] == left).all()

    def test_a_window_that_is_not_over_is_left_out(self, told, judged):
        more = backtested(told, cutoffs=[*CUTOFFS, "2025-09-30"])
        assert more.auc == judged.auc
        assert any("not over by 31 December 2025" in note.en for note in more.notes)
        with pytest.raises(DataError, match=r"no window is over: .*observation_end="):
            backtested(told, cutoffs="2025-09-30")


class TestLeaks:
    def test_a_measure_that_knows_who_left_is_refused(self, told):
        gone = told.usage["account_id"].isin(told.churn["account_id"])
        later = told.usage.assign(features=told.usage["features"].where(~gone, -1) + 1)
        at_once = told.churn.assign(timestamp="2025-03-01")
        with pytest.raises(DataError, match=r"'features' tells without error.*a leak"):
            backtested(told, usage=later, churn=at_once, cutoffs=CUTOFFS[0])

    def test_a_measure_that_only_those_that_stay_have_is_refused(self, told):
        gone = told.usage["account_id"].isin(told.churn["account_id"])
        at_once = told.churn.assign(timestamp="2025-03-01")
        with pytest.raises(DataError, match=r"whether the measure .* is known tells without error"):
            backtested(told, usage=told.usage[~gone], churn=at_once, cutoffs=CUTOFFS[0])

    def test_one_that_nearly_knows_is_suspect(self):
        # One of 500 pairs is in the wrong order: the area is 0.998.
        test = by_hand([*[1] * 9, 6, 5, *[8, 9] * 24, 10], [True] * 10 + [False] * 50)
        [note] = [it for it in test.notes if "almost without error" in it.en]
        assert "answers (AUC 0.998)" in note.en
        assert "评分（AUC 0.998）" in note.zh
        assert note.bears_on == "claim"


class TestVerdict:
    def test_usage_that_tells_beats_answers_that_do_not(self, judged):
        assert judged.verdict == "better"
        assert judged.is_better
        assert "foretells churn better than NPS alone" in judged.statement()
        assert "得分比仅看 NPS 更能预示流失" in judged.statement("zh")

    def test_a_score_of_noise_is_not_better(self):
        deaf = simulate_accounts(700, usage_tells=0.0, billing_tells=0.0, answers_tell=0.0, seed=22)
        test = backtested(deaf)
        assert test.verdict == "not shown"
        assert "is not shown to foretell churn better" in test.statement()
        assert "80% 的把握检出" in test.statement("zh")
        assert test.auc.lower < 0.5 < test.auc.upper

    def test_noise_beside_good_answers_is_worse(self):
        said = simulate_accounts(
            900, usage_tells=0.0, billing_tells=0.0, answers_tell=1.0, response=1.0, seed=23
        )
        assert backtested(said).verdict == "worse"

    def test_no_score_is_better_than_the_truth(self, told, judged):
        chance = told.true_churn().rename(columns={"timestamp": "cutoff"})
        frame = judged.to_frame().merge(chance, on=["account_id", "cutoff"])
        metrics = pytest.importorskip("sklearn.metrics")
        best = metrics.roc_auc_score(frame["churned"], frame["chance"])
        mine = metrics.roc_auc_score(frame["churned"], -frame["score"])
        assert judged.auc.value == pytest.approx(mine)
        assert 0.6 < mine < best

    def test_each_cutoff_has_its_own_record(self, judged):
        table = judged.cutoffs()
        assert table["cutoff"].dt.strftime("%Y-%m-%d").tolist() == CUTOFFS
        assert table["accounts"].sum() == len(judged.to_frame())
        assert table["churned"].sum() == judged.to_frame()["churned"].sum()
        assert judged.groups()["scores"][:3].sum() == len(judged.to_frame())

    def test_windows_that_overlap_are_said(self, told):
        test = backtested(told, cutoffs=["2024-12-31", "2025-03-31"])
        assert any("reach beyond the next one" in note.en for note in test.notes)


class TestWeights:
    def test_a_part_alone_is_the_score(self, told):
        test = backtested(told, weights={"says": 1, "does": 0, "pays": 0})
        frame = test.to_frame()
        assert frame["nps"].notna().all()
        assert test.weighed_by == "given"
        assert any("nothing that counts was known" in note.en for note in test.notes)
        assert any("weights were given" in note.en.lower() for note in test.notes)

    def test_learned_weights_come_from_earlier_cutoffs_only(self, told, judged):
        test = backtested(told, cutoffs=["2024-06-30", *CUTOFFS], weights="learned")
        assert test.weighed_by == "learned"
        assert test.cutoffs()["cutoff"].dt.strftime("%Y-%m-%d").tolist() == CUTOFFS
        assert any("nothing to learn weights from" in note.en for note in test.notes)
        assert test.auc.value > judged.auc.value
        slope = test.calibration.slope
        assert slope.lower < 1 < slope.upper
        assert test.calibration.expected == pytest.approx(test.calibration.n_churned, rel=0.35)

    def test_an_earlier_cutoff_that_taught_is_the_same_as_learning_from_it(self, told):
        tables = {name: getattr(told, name) for name in (*TABLES, "churn")}
        weights = health.learn_weights(told.accounts, cutoffs="2024-06-30", **tables)
        one = backtested(told, cutoffs=CUTOFFS[0], weights=weights)
        other = backtested(told, cutoffs=["2024-06-30", CUTOFFS[0]], weights="learned")
        pd.testing.assert_frame_equal(one.to_frame(), other.to_frame())

    def test_hindsight_is_refused(self, told):
        tables = {name: getattr(told, name) for name in (*TABLES, "churn")}
        weights = health.learn_weights(told.accounts, cutoffs=CUTOFFS[0], **tables)
        with pytest.raises(ParameterError, match="that is hindsight"):
            backtested(told, weights=weights)

    def test_the_first_cutoff_has_nothing_to_learn_from(self, told):
        with pytest.raises(DataError, match=r"no window was over by then"):
            backtested(told, cutoffs=CUTOFFS[0], weights="learned")


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"cutoffs": []}, ParameterError, "cutoffs is empty"),
        ({"cutoffs": "June"}, ParameterError, "cutoffs == 'June', must be an ISO date"),
        ({"within": 6}, ParameterError, "within == 6, must say its unit"),
        ({"bands": (70, 40)}, ParameterError, "the lower one first"),
        ({"weights": "best"}, ParameterError, r"weights == 'best', must be None"),
        ({"level": 95}, ParameterError, "level == 95"),
        ({"churn": None}, DataError, "churn is None"),
        ({"scales": {"NPS": (0, 10)}}, ParameterError, "NPS"),
        ({"observation_end": "2024-06-30"}, DataError, "no window is over"),
    ],
)
def test_what_makes_no_sense_is_refused(told, asked, error, message):
    with pytest.raises(error, match=message):
        backtested(told, **asked)


def test_nobody_left_and_nobody_was_there_yet(told):
    nobody = backtested(told, churn=told.churn.head(0), observation_end="2025-12-31")
    assert nobody.verdict == "too few"
    assert "0 left within 6 months" in nobody.statement()
    early = backtested(told, cutoffs=["2010-06-30", CUTOFFS[0]])
    assert any("no account has a score: 30 June 2010" in note.en for note in early.notes)
    with pytest.raises(DataError, match="no account has a score at any cut-off"):
        backtested(told, cutoffs="2010-06-30")


def test_days_of_an_index_are_days(told, judged):
    days = backtested(told, cutoffs=pd.DatetimeIndex(CUTOFFS))
    assert days.auc == judged.auc
    assert backtested(told, cutoffs=tuple(reversed(CUTOFFS))).auc == judged.auc


def test_the_sample_shows_what_it_was_made_for():
    sample = vv.datasets.load_account_sample()
    test = backtested(sample, cutoffs=["2024-06-30", "2024-12-31"], currency="CNY")
    assert test.verdict == "better"


def test_who_had_stopped_by_the_cutoff_was_no_longer_foretold():
    months = pd.date_range("2022-07-31", periods=24, freq="ME")
    ids = [f"A{n:02d}" for n in range(60)]
    level = np.random.default_rng(2).uniform(50, 150, (60, 24)).round()
    level[:6, -4:] = 0
    table = pd.DataFrame({"account_id": np.repeat(ids, 24), "timestamp": np.tile(months, 60)})
    test = health.backtest(
        pd.DataFrame({"account_id": ids, "revenue": 100.0}),
        usage=table.assign(usage=level.ravel()),
        churn=pd.DataFrame({"account_id": ids[:14], "timestamp": "2024-08-10"}),
        cutoffs="2024-06-30",
        observation_end="2025-06-30",
    )
    [note] = [it for it in test.notes if "had stopped by the cut-off" in it.en]
    rows = np.arange(60) >= 6
    scores, left = test.judged.score[rows], test.judged.churned[rows]
    pairs = scores[left][:, None] - scores[~left]
    without = (pairs < 0).mean() + (pairs == 0).mean() / 2
    assert note.count == 6
    assert f"is {without:.3f}, and {test.auc.value:.3f} among all" in note.en
    assert test.auc.value > without
