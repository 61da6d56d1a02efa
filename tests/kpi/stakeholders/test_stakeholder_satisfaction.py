"""Stakeholder satisfaction: cases by hand, other programs, and a simulated truth."""

import numpy as np
import pandas as pd
import pytest
import scipy
import statsmodels.stats.proportion as sm

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.kpi import stakeholder_satisfaction

PEOPLE = [*"abcdefghij"]
TEN = [5, 4, 4, 4, 5, 3, 4, 5, 4, 4]


def asked(scores=TEN, *, day="2024-03-05", question="timeliness", people=None, **columns):
    """Return the answers of some people to a question on a day."""
    who = PEOPLE[: len(scores)] if people is None else people
    return pd.DataFrame(
        {
            "respondent": who,
            "timestamp": day,
            "question": question,
            "score": scores,
            **columns,
        }
    )


# --- one quarter


def test_each_person_counts_once_with_the_mean_of_the_answers():
    survey = pd.concat([asked([5, 4, 3]), asked([3, 4, 1], question="actionability")])
    result = stakeholder_satisfaction(survey)
    assert result.headline().value == pytest.approx((4 + 4 + 2) / 3)
    assert result.headline().n == 3
    assert result.now(question="timeliness").mean.value == 4.0
    assert result.now(question="actionability").top_box.value == pytest.approx(1 / 3)


def test_the_share_of_the_highest_scores_has_the_interval_of_another_program():
    share = stakeholder_satisfaction(asked()).now(question="timeliness").top_box
    lower, upper = sm.proportion_confint(9, 10, method="wilson")
    assert (share.value, share.lower, share.upper) == pytest.approx((0.9, lower, upper), rel=1e-9)


def test_the_interval_of_a_mean_is_student_s_with_an_answer_at_each_end():
    mean = stakeholder_satisfaction(asked()).headline()
    more = np.array([*TEN, 1, 5])
    half = scipy.stats.t.ppf(0.975, 11) * more.std(ddof=1) / np.sqrt(12)
    assert mean.value == pytest.approx(4.2)
    assert mean.lower == pytest.approx(more.mean() - half)
    assert mean.upper == pytest.approx(more.mean() + half)


def test_ten_like_answers_are_not_certain():
    mean = stakeholder_satisfaction(asked([4] * 10)).headline()
    assert mean.lower < 4 < mean.upper
    assert stakeholder_satisfaction(asked([5] * 10)).headline().upper == 5


def test_the_band_is_that_of_the_whole_interval():
    assert stakeholder_satisfaction(asked()).band() == "unknown"
    many = asked([5] * 100, people=range(100))
    assert stakeholder_satisfaction(many).band() == "high"
    assert stakeholder_satisfaction(many.assign(score=[2] * 100)).band() == "low"
    assert stakeholder_satisfaction(many, bounds=(4.0, 5.0)).band() == "unknown"


# --- who was invited


def test_of_all_who_were_invited_nothing_is_uncertain():
    result = stakeholder_satisfaction(asked(), invited=10)
    assert (result.headline().lower, result.headline().upper) == pytest.approx((4.2, 4.2))
    assert result.response_rates.tolist() == [1.0]


def test_the_mean_of_all_invited_is_within_what_is_possible():
    result = stakeholder_satisfaction(asked([5] * 9), invited=10)
    mean = result.headline()
    # nine 5s and one who may have given 1 to 5
    assert mean.lower >= 4.6
    assert mean.upper == 5
    note = next(note for note in result.notes if note.bears_on == "claim")
    assert note.count == 1
    assert "4.60 or 5.00" in note.en


def test_the_variance_of_a_mean_without_replacement_is_that_of_all_samples():
    from itertools import combinations

    from vocvalue.stats.few_scores import effective_size

    people = np.array([1.0, 2, 2, 4, 5, 5, 3])
    for n in (2, 3, 5, 6):
        means = [np.mean(chosen) for chosen in combinations(people, n)]
        assert people.var() / effective_size(n, 7) == pytest.approx(np.var(means), rel=1e-12)


def test_by_department():
    survey = asked(department=["product"] * 6 + ["sales"] * 4)
    result = stakeholder_satisfaction(survey, invited={"product": 6, "sales": 8})
    product, sales = (result.now(department=name).mean for name in ("product", "sales"))
    assert (product.lower, product.upper) == pytest.approx((25 / 6, 25 / 6))
    assert sales.lower < sales.value == 4.25 < sales.upper
    assert result.invited.total == 14


@pytest.mark.parametrize(
    ("invited", "said"),
    [
        (9, "invited == 9, but 10 people answered in the period from 2024-01-01"),
        (0, "invited == 0, must be >= 1"),
        ({"product": 20}, "there are answers of 'sales'"),
        ({"product": 5, "sales": 8}, "invited == 5 of 'product', but 6 people answered"),
        ({}, "there are answers of"),
        (12.5, "must be a whole number"),
    ],
)
def test_numbers_of_invited_that_cannot_be_are_refused(invited, said):
    survey = asked(department=["product"] * 6 + ["sales"] * 4)
    with pytest.raises(ParameterError, match=said):
        stakeholder_satisfaction(survey, invited=invited)


# --- over time


def quarters(*scores, people=PEOPLE):
    days = ["2024-03-05", "2024-06-05", "2024-09-05", "2024-12-05"]
    return pd.concat(
        [asked(list(of), day=day, people=people) for of, day in zip(scores, days, strict=False)]
    )


def test_the_test_of_a_change_is_friedman_s_where_ranks_are_scores():
    rng = np.random.default_rng(2)
    ranks = np.array([rng.permutation([1, 2, 3, 4]) for _ in range(10)])
    result = stakeholder_satisfaction(quarters(*ranks.T))
    other = scipy.stats.friedmanchisquare(*ranks.T)
    assert result.chi2 == pytest.approx(other.statistic, rel=1e-9)
    assert result.p_value == pytest.approx(other.pvalue, rel=1e-9)
    assert result.df == 3


def test_people_compared_with_themselves_show_what_the_means_alone_do_not():
    base = np.array([1, 2, 3, 4, 1, 2, 3, 4, 2, 3])
    result = stakeholder_satisfaction(quarters(base, base + 1))
    assert result.changed
    strangers = quarters(base, base + 1).assign(respondent=range(20))
    assert not stakeholder_satisfaction(strangers).changed


def test_a_quarter_without_answers_is_a_gap():
    survey = pd.concat([asked(day="2024-03-05"), asked(day="2024-09-05")])
    result = stakeholder_satisfaction(survey, invited=12)
    assert [it.estimate.n for it in result.trend()] == [10, 0, 10]
    assert np.isnan(result.trend()[1].estimate.value)
    assert result.people.tolist() == [10, 0, 10]
    assert any(note.count == 1 and "shown as gaps" in note.en for note in result.notes)


def test_the_same_person_twice_in_a_quarter_counts_once():
    survey = pd.concat([asked([5, 4]), asked([1], day="2024-03-06"), asked([2], day="2024-04-06")])
    result = stakeholder_satisfaction(survey)
    first = result.trend()[0].estimate
    assert (first.n, first.value) == (2, 4.5)
    assert result.headline().value == 2
    assert any(note.count == 1 and "The first answer counts" in note.en for note in result.notes)


def test_the_error_rate_of_the_test_is_at_most_its_level():
    rejected = []
    for seed in range(300):
        survey = vv.datasets.simulate_stakeholders(
            invited={"all": 10}, n_quarters=4, change=0.0, response=0.8, seed=seed
        )
        rejected.append(stakeholder_satisfaction(survey.answers).changed)
    assert np.mean(rejected) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)


# --- anonymous answers


def test_without_respondents_the_interval_is_not_narrower():
    survey = pd.concat([asked(), asked([3, 4, 4, 2, 5, 3, 4, 4, 3, 5], question="actionability")])
    named = stakeholder_satisfaction(survey)
    nameless = stakeholder_satisfaction(survey.drop(columns="respondent"))
    assert nameless.headline().n == 10
    assert nameless.headline().value == pytest.approx(named.headline().value)
    width = [it.headline().upper - it.headline().lower for it in (named, nameless)]
    assert width[1] >= width[0]
    assert any("anonymous" in note.en for note in nameless.notes)


def test_answers_without_a_respondent_are_of_somebody_else():
    survey = asked([5, 4, 3], people=["a", None, None])
    result = stakeholder_satisfaction(survey)
    assert result.headline().n == 3
    assert any(note.count == 2 for note in result.notes)


# --- bad input


@pytest.mark.parametrize(
    ("survey", "said"),
    [
        (asked([5, 6]), r"not a whole number from 1 to 5, such as 6 \(first ids: b\)"),
        (asked([5, 2.5]), "not a whole number"),
        (asked([5, 0]).drop(columns="respondent"), r"\(first ids: row 1\)"),
        (asked([np.nan, np.nan]), "none of the 2 rows"),
        (asked([5, 4]).drop(columns="score"), "has no column 'score'"),
    ],
)
def test_what_cannot_be_read_is_refused(survey, said):
    with pytest.raises(DataError, match=said):
        stakeholder_satisfaction(survey)


def test_rows_that_lack_something_are_counted():
    survey = asked([5, np.nan, 3, 4, 2])
    survey.loc[2, "timestamp"] = None
    survey.loc[3, "question"] = None
    result = stakeholder_satisfaction(survey)
    assert result.headline().n == 2
    assert sorted(note.count for note in result.notes if "left out" in note.en) == [1, 1, 1]


def test_another_scale_is_stated():
    survey = asked([7, 6, 2])
    with pytest.raises(DataError, match="state it with points="):
        stakeholder_satisfaction(survey)
    result = stakeholder_satisfaction(survey, points=7, bounds=(4, 6))
    assert result.now(question="timeliness").top_box.value == pytest.approx(2 / 3)
    with pytest.raises(ParameterError, match="must be between 1 and 5"):
        stakeholder_satisfaction(asked(), bounds=(4, 6))


def test_scores_as_text_are_read():
    survey = asked([5, 4]).assign(score=["5 - very", "4 - rather"])
    assert stakeholder_satisfaction(survey).headline().value == 4.5


# --- the simulated truth


def test_the_interval_covers_the_mean_of_all_who_were_invited():
    covered, as_if_many = [], []
    for seed in range(200):
        survey = vv.datasets.simulate_stakeholders(
            invited={"all": 14}, n_quarters=1, response=0.7, seed=seed
        )
        if survey.answers.empty:
            continue
        truth = survey.true_means().mean(axis=1).iloc[0]
        of_them = stakeholder_satisfaction(survey.answers, invited=14).headline()
        of_many = stakeholder_satisfaction(survey.answers).headline()
        covered.append(of_them.lower - 1e-9 <= truth <= of_them.upper + 1e-9)
        as_if_many.append(of_many.upper - of_many.lower > of_them.upper - of_them.lower)
    # 95 % less three standard errors of 200 draws
    assert np.mean(covered) >= 0.904
    assert np.mean(as_if_many) == 1.0


def test_who_answers_can_mislead_and_the_note_says_by_how_much():
    survey = vv.datasets.simulate_stakeholders(
        invited={"all": 400}, n_quarters=1, response=0.4, selection=2.0, seed=3
    )
    truth = survey.true_means().mean(axis=1).iloc[0]
    result = stakeholder_satisfaction(survey.answers, invited=400)
    assert result.headline().lower > truth
    note = next(note for note in result.notes if note.bears_on == "claim")
    least = float(note.en.split("would be ")[1].split(" or ")[0])
    assert least < truth
