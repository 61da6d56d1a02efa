"""What notebook 7 tells, against arithmetic by hand and the truth of the simulated accounts."""

import pandas as pd
import pytest
from ran_notebooks import ran
from sklearn.metrics import roc_auc_score


@pytest.fixture(scope="module")
def notebook():
    return ran("07_account_health")


def contains(interval, value):
    return interval.lower <= value <= interval.upper


def test_the_largest_fifth_holds_about_half_and_not_four_fifths(notebook):
    seen = notebook.after("health-03")
    ordered = seen.here["revenue"].sort_values(ascending=False)
    fifth = ordered.iloc[: len(ordered) // 5].sum() / ordered.sum()
    assert seen.held.fifth.value == pytest.approx(fifth, abs=0.01)
    assert 0.45 < fifth < 0.60  # "about half" in the text
    assert "A third of them has left" in notebook.text()
    assert len(seen.sample.churn) / len(seen.sample.accounts) == pytest.approx(1 / 3, abs=0.05)


def test_who_is_heard_is_counted_by_hand(notebook):
    seen = notebook.after("health-05")
    at = pd.to_datetime(seen.sample.responses["timestamp"])
    recent = seen.sample.responses[(at > "2024-06-30") & (at <= seen.today)]
    heard = seen.here["account_id"].isin(recent["account_id"])
    revenue = seen.here["revenue"]
    assert seen.heard.by_accounts.value == pytest.approx(heard.mean())
    assert seen.heard.by_revenue.value == pytest.approx(revenue[heard].sum() / revenue.sum())


def test_the_score_shows_more_of_the_hidden_health_than_each_part(notebook):
    ranks = notebook.after("health-10").ranks
    assert ranks.idxmax() == "score"
    assert ranks.drop("score").idxmax() == "does"
    assert ranks.idxmin() == "says"


def test_lower_bands_truly_leave_more_often(notebook):
    chance = notebook.after("health-12").of_bands["true_chance"]
    assert chance["at risk"] > chance["watch"] > chance["healthy"]


def test_the_parts_of_each_change_add_up(notebook):
    seen = notebook.after("health-16")
    moved = seen.moved
    total = sum(moved.parts.values())
    assert total == pytest.approx(moved.change, abs=1e-9)
    assert seen.of_most.sum() == pytest.approx(moved.change.min())
    assert sum(moved.book.values()) == pytest.approx(moved.book_after - moved.book_before)


def test_the_score_is_shown_to_be_better_than_nps_alone(notebook):
    seen = notebook.after("health-19")
    assert seen.test.is_better
    assert seen.test.auc_nps.value < seen.test.auc.value < seen.best_possible < 1
    frame = seen.scores
    area = roc_auc_score(frame["churned"], -frame["score"])
    assert seen.test.auc.value == pytest.approx(area)
    assert seen.best_possible == pytest.approx(
        roc_auc_score(seen.known["churned"], seen.known["chance"])
    )


def test_learned_weights_are_judged_on_the_same_cutoffs_as_equal_ones(notebook):
    seen = notebook.after("health-21")
    learned, equal = (
        [str(it.followed.at.date()) for it in test.by_cutoff] for test in (seen.learned, seen.equal)
    )
    assert learned == equal == seen.cutoffs[1:]
    # "Little is gained": each lies within the interval of the other.
    assert contains(seen.learned.auc, seen.equal.auc.value)
    assert contains(seen.equal.auc, seen.learned.auc.value)


def test_the_alarm_rings_earlier_and_is_judged_on_a_cutoff_that_did_not_choose_it(notebook):
    seen = notebook.after("health-24")
    assert [str(it.followed.at.date()) for it in seen.late.by_cutoff] == ["2024-12-31"]
    assert seen.late.alarms.recall.value > 0.5 > seen.early.alarms.recall.value
    below = seen.late.to_frame().query("score < 60")
    assert seen.late.alarms.precision.value == pytest.approx(below["churned"].mean())


def test_revenue_at_risk_is_more_than_what_will_truly_be_lost(notebook):
    seen = notebook.after("health-25")
    frame = seen.health.to_frame()
    assert seen.health.at_risk.value == frame.query("score < 60")["revenue"].sum()
    assert seen.expected < seen.health.at_risk.value


def test_where_usage_tells_nothing_no_better_is_said(notebook):
    seen = notebook.after("health-27")
    assert seen.no_better.verdict == "not shown"
    assert contains(seen.no_better.difference, 0)
