"""The insight-to-action rate: the article's figures, cases by hand, and a simulated truth."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.stats.proportion as sm
from statsmodels.duration.survfunc import SurvfuncRight

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.kpi import insight_to_action

DAY = pd.Timedelta(days=1)
START = pd.Timestamp("2024-01-08")


def log(n=10, done=(0, 1, 2, 4, 5, 6, 8), *, after=40, every=7, **columns):
    """Return insights a week apart, and one action for each of those that are done."""
    insights = pd.DataFrame(
        {
            "insight_id": [f"V{i}" for i in range(n)],
            "submitted": START + every * DAY * np.arange(n),
            **columns,
        }
    )
    chosen = insights.iloc[list(done)]
    actions = pd.DataFrame(
        {"insight_id": chosen["insight_id"], "completed": chosen["submitted"] + after * DAY}
    )
    return insights, actions.reset_index(drop=True)


def rate_of(insights, actions, **asked):
    asked = {"mature": "60 days", "observation_end": "2024-12-31", **asked}
    return insight_to_action(insights, actions, **asked)


# --- the article


def test_seven_of_ten_are_seventy_percent_and_do_not_settle_the_band():
    result = rate_of(*log())
    lower, upper = sm.proportion_confint(7, 10, method="wilson")
    assert result.rate.value == 0.7
    assert (result.rate.lower, result.rate.upper) == pytest.approx((lower, upper), rel=1e-9)
    assert result.bounds.band_of(result.rate.value) == "high"
    assert result.band() == "unknown"
    assert "70.0% (95% interval: 39.7% to 89.2%)" in result.statement()


def test_ten_percent_of_many_is_shown_to_be_low_below_its_upper_end():
    insights, actions = log(400, done=range(24), every=0)
    result = rate_of(insights, actions)
    assert result.rate.value == pytest.approx(0.06)
    assert result.band() == "low"
    assert rate_of(insights, actions, bounds=(0.01, 0.05)).band() == "unknown"
    assert rate_of(insights, actions, bounds=(0.01, 0.03)).band() == "high"


# --- age


def test_young_insights_are_counted_apart_and_not_as_failures():
    insights, actions = log(12)
    result = rate_of(insights, actions, observation_end="2024-05-15")
    # 60 days before 15 May is 16 March: V0 to V9, the tenth week on 11 March
    assert (result.n_mature, result.n_young, result.n_completed) == (10, 2, 7)
    assert result.rate.value == 0.7
    assert any(note.count == 2 and "cannot be judged yet" in note.en for note in result.notes)


def test_an_insight_is_mature_on_the_very_day():
    insights, actions = log(1, done=(0,), after=60)
    end = START + 60 * DAY
    assert rate_of(insights, actions, observation_end=end).n_completed == 1
    assert rate_of(insights, actions, observation_end=end - DAY).n_mature == 0


def test_what_was_completed_too_late_is_told_apart():
    insights, actions = log(4, done=(0, 1, 2))
    actions.loc[2, "completed"] = insights["submitted"][2] + 61 * DAY
    result = rate_of(insights, actions)
    assert (result.n_completed, result.n_late) == (2, 1)
    assert "1 more was completed later; counting it, the share is 75.0%." in result.statement()


def test_none_is_old_enough():
    result = rate_of(*log(3, done=(0,)), observation_end="2024-03-01")
    assert np.isnan(result.rate.value)
    assert result.rate.n == 0
    assert "None of 3 insights is 60 days old yet" in result.statement()
    assert result.band() == "unknown"


def test_the_curve_by_age_is_that_of_another_program():
    rng = np.random.default_rng(4)
    n = 60
    followed = rng.integers(10, 300, n)
    after = rng.integers(1, 400, n)
    end = pd.Timestamp("2024-12-31")
    insights = pd.DataFrame({"insight_id": range(n), "submitted": end - followed * DAY})
    completed = insights["submitted"] + after * DAY
    actions = pd.DataFrame({"insight_id": range(n), "completed": completed.where(completed <= end)})
    result = rate_of(insights, actions, mature="90 days")
    other = SurvfuncRight(np.minimum(followed, after), (after <= followed).astype(int))
    for age in (30, 90, 150):
        place = np.searchsorted(other.surv_times, age, side="right") - 1
        share = result.share_completed(f"{age} days").value
        assert share == pytest.approx(1 - other.surv_prob[place], rel=1e-9)
    assert result.age_at(0.5).value == other.quantile(0.5)


def test_an_age_that_nobody_reached_is_refused():
    result = rate_of(*log(3, done=(0,)), observation_end="2024-06-01")
    with pytest.raises(ParameterError, match="observed for 138 days at most"):
        result.share_completed("12 months")


# --- several actions


def test_any_or_all_actions_complete_an_insight():
    insights, actions = log(2, done=(0, 1))
    later = actions.assign(completed=[actions["completed"][0] + 10 * DAY, pd.NaT])
    both = pd.concat([actions, later])
    assert rate_of(insights, both).n_completed == 2
    every = rate_of(insights, both, completed_by="all")
    assert every.n_completed == 1
    assert every.curve.time[every.curve.events > 0].tolist() == [50.0]


def test_a_cancelled_action_neither_completes_nor_hinders():
    insights, actions = log(2, done=(0, 1))
    more = pd.DataFrame({"insight_id": ["V0"], "completed": [pd.NaT], "status": ["已取消"]})
    both = pd.concat([actions.assign(status="已完成"), more])
    result = rate_of(insights, both, completed_by="all")
    assert result.n_completed == 2
    assert any(note.count == 1 and "cancelled" in note.en for note in result.notes)


def test_a_planned_date_is_no_completion():
    insights, actions = log(2, done=(0, 1))
    result = rate_of(insights, actions.assign(status=["done", "in progress"]))
    assert result.n_completed == 1
    assert any("their status" in note.en or "its status" in note.en for note in result.notes)


def test_words_of_ones_own_for_completed():
    insights, actions = log(2, done=(0, 1))
    told = vv.Actions(actions.assign(status=["erledigt", "offen"]), done=("erledigt",))
    assert rate_of(insights, told).n_completed == 1


def test_nothing_completed_yet():
    insights, _ = log(4, done=())
    actions = pd.DataFrame({"insight_id": ["V0"], "completed": [None]})
    result = rate_of(insights, actions)
    assert result.rate.value == 0.0
    assert result.share_completed("60 days").upper == pytest.approx(result.rate.upper)


def test_no_action_at_all():
    insights, actions = log(4, done=())
    assert rate_of(insights, actions).rate.value == 0.0


def test_a_column_without_a_completion_has_no_zone_to_state():
    insights, actions = log(2, done=(0,))
    aware = insights.assign(submitted=insights["submitted"].dt.tz_localize("UTC"))
    assert rate_of(aware, actions.assign(completed=pd.NaT)).rate.value == 0.0
    with pytest.raises(ParameterError, match="is in the time zone UTC"):
        rate_of(aware, actions)


def test_a_last_moment_years_after_all_others_is_pointed_out():
    insights, actions = log(3, done=(0, 1))
    actions.loc[1, "completed"] = pd.Timestamp("2204-03-01")
    result = rate_of(insights, actions, observation_end=None)
    assert any("lies years after" in note.en and note.bears_on == "claim" for note in result.notes)
    assert not any("lies years" in note.en for note in rate_of(insights, actions).notes)


# --- periods and departments


def test_a_quarter_without_insights_is_a_gap():
    insights, actions = log(2, done=(0,), every=200)
    result = rate_of(insights, actions)
    assert [it.estimate.n for it in result.trend()] == [1, 0, 1]
    assert np.isnan(result.trend()[1].estimate.value)
    assert result.to_frame()["n_insights"].tolist() == [1, 0, 1]


def test_departments_and_those_without_one():
    insights, actions = log(4, done=(0, 1), department=["a", "b", "b", None])
    table = rate_of(insights, actions).by_department().set_index("department")
    assert table["n_mature"].to_dict() == {"a": 1, "b": 2, "(missing)": 1}
    assert table["rate"].to_dict() == {"a": 1.0, "b": 0.5, "(missing)": 0.0}


def test_departments_are_compared_by_a_test_of_another_program():
    import scipy

    insights, actions = log(
        80, done=[*range(30), *range(40, 50)], every=0, department=["a"] * 40 + ["b"] * 40
    )
    result = rate_of(insights, actions)
    chi2 = scipy.stats.chi2_contingency([[30, 10], [10, 30]], correction=False).statistic
    assert result.departments_p_value == pytest.approx(
        scipy.stats.chi2.sf(chi2 * 79 / 80, 1), rel=1e-9
    )
    assert result.departments_differ


def test_only_major_insights_count():
    insights, actions = log(4, done=(0, 1), major=["yes", "no", "是", None])
    result = rate_of(insights, actions)
    assert (result.n_insights, result.n_completed) == (2, 1)
    assert sorted(note.count for note in result.notes if note.count) == [1, 1]


# --- money


def test_money_is_summed_over_completed_actions_with_the_weakest_grade():
    insights, actions = log(3, done=(0, 1, 2))
    actions["value"] = [100.0, 50.0, np.nan]
    actions["evidence"] = ["randomised", "adjusted observational", None]
    result = rate_of(insights, vv.Actions(actions, currency="CNY"), basis="margin")
    assert (result.money.value, result.n_valued) == (150.0, 2)
    assert (result.money.evidence, result.money.basis) == ("adjusted observational", "margin")
    assert result.money_per_insight == 50.0
    ungraded = rate_of(insights, actions.assign(evidence=["randomised", None, None]))
    assert ungraded.money.evidence == "association only"


def test_money_of_what_is_not_completed_or_not_major_does_not_count():
    insights, actions = log(3, done=(0, 1, 2), major=[1, 1, 0])
    actions = actions.assign(value=[100.0, 50.0, 25.0])
    actions.loc[1, "completed"] = pd.NaT
    assert rate_of(insights, actions).money.value == 100.0


def test_the_same_row_twice_does_not_double_the_money():
    insights, actions = log(2, done=(0, 1))
    actions["value"] = [100.0, 50.0]
    result = rate_of(insights, pd.concat([actions, actions]))
    assert result.money.value == 150.0
    assert any(note.count == 2 and "repeat another" in note.en for note in result.notes)


def test_no_column_of_money_is_no_money():
    assert rate_of(*log()).money is None


# --- bad input


def refused(insights, actions, said, **asked):
    with pytest.raises(DataError, match=said):
        rate_of(insights, actions, **asked)


def test_an_action_completed_before_its_insight_names_the_row():
    insights, actions = log(3, done=(0, 1))
    actions.loc[1, "completed"] = insights["submitted"][1] - DAY
    refused(insights, actions, r"1 row before the insight was submitted \(first ids: V1\)")


def test_a_day_and_a_moment_of_the_same_day_are_no_contradiction():
    insights, actions = log(1, done=(0,), after=0)
    insights["submitted"] += pd.Timedelta(hours=15)
    assert rate_of(insights, actions).n_completed == 1


def test_actions_without_insights_are_noted_with_their_ids():
    insights, actions = log(3, done=(0,))
    more = pd.DataFrame({"insight_id": ["W1", "W2"], "completed": actions["completed"][0]})
    result = rate_of(insights, pd.concat([actions, more]))
    assert any(note.count == 2 and "W1 and W2" in note.en for note in result.notes)


def test_actions_of_no_insight_at_all_are_refused():
    insights, actions = log(3, done=(0, 1))
    refused(insights, actions.assign(insight_id=["x", "y"]), "none of the 2 actions names")


def test_ids_that_are_written_otherwise_are_refused():
    insights, actions = log(3, done=(0, 1))
    refused(insights, actions.assign(insight_id=["v0", "V1"]), "would match if case were ignored")


def test_an_insight_twice_is_refused():
    insights, actions = log(3, done=(0,))
    refused(pd.concat([insights, insights[:1]]), actions, r"repeat an insight \(first ids: V0\)")


def test_completed_without_a_date_is_refused():
    insights, actions = log(2, done=(0, 1))
    actions = actions.assign(status="done", completed=[actions["completed"][0], pd.NaT])
    refused(insights, actions, r"empty, though the status says completed \(first ids: V1\)")


def test_a_status_that_is_not_known_is_refused():
    insights, actions = log(2, done=(0, 1))
    refused(
        insights, actions.assign(status=["erledigt", "done"]), "is not known, such as 'erledigt'"
    )


def test_a_grade_that_is_not_known_is_refused():
    insights, actions = log(1, done=(0,))
    refused(insights, actions.assign(value=1.0, evidence="sure"), "grade of evidence 'sure'")


def test_two_currencies_are_refused():
    insights, actions = log(2, done=(0, 1))
    refused(insights, actions.assign(value=1.0, currency=["CNY", "EUR"]), "several currencies")


def test_no_major_insight_is_refused():
    insights, actions = log(2, done=(0,), major=[0, 0])
    refused(insights, actions, "none of the 2 rows .* not major")


def test_everything_after_the_end_is_refused():
    refused(*log(), "no insight was submitted up to the end", observation_end="2023-12-31")


def test_later_completions_are_not_completed_yet():
    insights, actions = log(2, done=(0, 1), after=70)
    result = rate_of(insights, actions, mature="14 days", observation_end="2024-03-20")
    assert result.curve.events.sum() == 1
    assert any(
        "after the end of observation" in note.en and note.count == 1 for note in result.notes
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"every": "day"}, "every == 'day'"),
        ({"completed_by": "first"}, "completed_by == 'first'"),
        ({"basis": "sales"}, "basis == 'sales'"),
        ({"bounds": (10, 70)}, "Write 70% as 0.70"),
        ({"mature": "soon"}, "mature == 'soon'"),
        ({"level": 95}, "level == 95"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        rate_of(*log(), **asked)


# --- the simulated truth


@pytest.mark.parametrize("completed_by", ["any", "all"])
def test_each_insight_is_completed_when_it_truly_was(completed_by):
    simulated = vv.datasets.simulate_insights(300, seed=7)
    result = insight_to_action(
        simulated.insights,
        simulated.actions,
        completed_by=completed_by,
        observation_end=simulated.observation_end,
    )
    major = simulated.insights["major"].to_numpy()
    truth = simulated.truth[major]
    column = "completed_after" if completed_by == "any" else "all_completed_after"
    after = truth[column].to_numpy()
    followed = (
        simulated.observation_end - simulated.insights["submitted"][major]
    ).dt.days.to_numpy()
    mature = followed >= result.mature_days
    assert result.n_mature == mature.sum()
    assert result.n_completed == (after[mature] <= result.mature_days).sum()
    assert result.curve.events.sum() == (after <= followed).sum()


def test_the_interval_covers_the_true_rate_and_leaving_the_young_in_would_not():
    covered, naive = [], []
    for seed in range(200):
        simulated = vv.datasets.simulate_insights(
            60, departments={"all": 0.55}, major=1.0, seed=seed
        )
        result = insight_to_action(
            simulated.insights, simulated.actions, observation_end=simulated.observation_end
        )
        truth = simulated.true_rate()
        covered.append(result.rate.lower <= truth <= result.rate.upper)
        lower, upper = sm.proportion_confint(
            result.curve.events.sum(), result.n_insights, method="wilson"
        )
        naive.append(lower <= 0.55 <= upper)
    # 95 % less three standard errors of 200 draws
    assert np.mean(covered) >= 0.904
    assert np.mean(naive) < 0.90
