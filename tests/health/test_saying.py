"""What accounts say, by hand: who counts, with which weight, and how far they are believed."""

import numpy as np
import pytest
from accounts_by_hand import AT, accounts, answers, noted

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

WEIGHTS = {"decision maker": 3, "user": 1}


def score(rows, *ids, at=AT, **asked):
    table = answers(*rows) if isinstance(rows, list) else rows
    return vv.health.score(accounts(*(ids or ("A",))), responses=table, at=at, **asked)


def test_the_latest_answer_of_each_person_within_the_window_counts():
    result = score(
        [
            ("A", 1, "2025-01-01", 2),
            ("A", 1, "2025-06-01", 8),  # replaces the one before
            ("A", 1, "2025-07-01", 0),  # later than the day
            ("A", 2, "2024-06-30", 0),  # a year and a day ago
            ("A", 3, "2024-07-01", 6),
        ]
    )
    assert result.heard.own.tolist() == [7.0]
    assert result.heard.people.tolist() == [2]
    assert noted(result, "latest answer") == [1]


def test_of_two_answers_at_one_moment_the_lower_counts():
    result = score([("A", 1, "2025-06-01", 9), ("A", 1, "2025-06-01", 3)])
    assert result.heard.own.tolist() == [3.0]


def test_a_person_of_two_accounts_answers_for_each():
    result = score([("A", 1, "2025-06-01", 9), ("B", 1, "2025-06-02", 3)], "A", "B")
    assert result.heard.own.tolist() == [9.0, 3.0]


def test_roles_weigh_as_asked_and_no_role_like_the_least():
    rows = [
        ("A", 1, "2025-06-01", 2, "decision maker"),
        ("A", 2, "2025-06-01", 10, "user"),
        ("A", 3, "2025-06-01", 10, None),
    ]
    result = score(rows, role_weights=WEIGHTS)
    assert result.heard.own.tolist() == [(3 * 2 + 10 + 10) / 5]
    assert noted(result, "without a role") == [1]
    assert score(rows).heard.own == pytest.approx([22 / 3])
    left_out = score(rows, role_weights={"decision maker": 1, "user": 0})
    assert left_out.heard.own.tolist() == [6.0]


def test_answers_are_shrunk_by_the_credibility_of_few_people():
    rows = [("A", 1, AT, 1), ("A", 2, AT, 3), ("B", 3, AT, 5), ("B", 4, AT, 7)]
    result = score(rows, "A", "B")
    # within 2, between 7: a credibility of 2 / (2 + 2 / 7), and means of 2.25 and 5.75
    assert result.heard.credibility == pytest.approx([0.875, 0.875])
    assert result.heard.mean == pytest.approx(4.0)
    assert result.measures["answers"] == pytest.approx([2.25, 5.75])
    assert result.score == pytest.approx([22.5, 57.5])


def test_what_the_moments_cannot_find_is_said():
    alone = score([("A", 1, AT, 1), ("B", 2, AT, 9)], "A", "B")
    assert alone.score.tolist() == [10.0, 90.0]
    assert noted(alone, "not shrunk") == [0]
    alike = score([("A", 1, AT, 0), ("A", 2, AT, 10), ("B", 3, AT, 1), ("B", 4, AT, 9)], "A", "B")
    assert alike.score == pytest.approx([50.0, 50.0])
    assert noted(alike, "mean of all") == [2]


def test_answers_that_name_nobody_are_of_one_person_each():
    rows = answers(("A", 1, "2025-06-01", 2), ("A", 1, "2025-06-02", 4))
    result = score(rows.drop(columns="customer_id"))
    assert result.heard.people.tolist() == [2]
    assert result.heard.own.tolist() == [3.0]
    assert noted(result, "do not name who answered") == [2]


def test_a_quarter_without_answers_is_unknown_and_not_0():
    rows = answers(("A", 1, "2025-01-10", 2), ("B", 2, "2025-06-10", 8))
    result = score(rows, "A", "B", window="3 months")
    assert result.score == pytest.approx([np.nan, 80.0], nan_ok=True)
    assert noted(result, "Nothing is known", "says") == [1]
    with pytest.raises(DataError, match="nothing is known of any account"):
        score(rows, "A", "B", at="2025-05-31", window="3 months")


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"decision maker": 3}, "no weight of 'user'"),
        ({"decision maker": -1, "user": 1}, "role_weights"),
        ({"decision maker": 0, "user": 0}, "above 0"),
        ([3, 1], "must map"),
    ],
)
def test_weights_of_roles_that_make_no_sense_are_refused(weights, said):
    rows = [("A", 1, AT, 2, "decision maker"), ("A", 2, AT, 10, "user")]
    with pytest.raises(ParameterError, match=said):
        score(rows, role_weights=weights)


def test_weights_need_a_column_of_roles():
    with pytest.raises(ParameterError, match="no column of roles"):
        score([("A", 1, AT, 2)], role_weights=WEIGHTS)


@pytest.mark.parametrize("value", [11, -1])
def test_scores_off_the_scale_are_refused(value):
    with pytest.raises(DataError, match="not from 0 to 10"):
        score([("A", 1, AT, value)])


def test_answers_without_an_account_are_refused_or_counted():
    rows = answers(("A", 1, AT, 2), (None, 2, AT, 9))
    assert noted(score(rows), "no account, no time") == [1]
    with pytest.raises(DataError, match="no column 'account_id'"):
        score(rows.drop(columns="account_id"))


def test_two_surveys_in_one_table_are_refused_until_one_is_named():
    rows = answers(("A", 1, AT, 2), ("A", 2, AT, 9)).assign(survey=["csat", "nps"])
    with pytest.raises(ParameterError, match="Name one"):
        score(rows)
    assert score(vv.Responses(rows, survey="nps")).score.tolist() == [90.0]
