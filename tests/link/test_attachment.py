"""Linking: windows, rules, notes and what is refused."""

import numpy as np
import pandas as pd
import pytest

from vocvalue import link
from vocvalue.errors import DataError, ParameterError
from vocvalue.link.words import window_after

ANSWERS = pd.DataFrame(
    {
        "customer_id": ["a", "a", "b", "c"],
        "timestamp": pd.to_datetime(["2024-03-01", "2024-05-01", "2024-04-01", "2024-12-30"]),
        "score": [2, 10, 7, 9],
    }
)
ORDERS = pd.DataFrame(
    {
        "customer_id": ["a", "a", "a", "b", "z"],
        "timestamp": pd.to_datetime(
            ["2023-06-01", "2024-03-15", "2024-12-31", "2024-01-01", "2024-06-01"]
        ),
        "amount": [1.0, 2.0, 4.0, 8.0, 16.0],
    }
)


def attach(**change):
    return link.attach(ANSWERS, ORDERS, **{"window": "3 months"} | change)


def test_a_calendar_window_is_one_for_all():
    linked = attach(window=("2024-01-02", "2024-12-31"))
    assert linked.window_days == 365
    assert linked.spend_after.tolist() == [6.0, 0.0, 0.0]
    # as long before: from 2 January 2023
    assert linked.spend_before.tolist() == [1.0, 8.0, 0.0]
    assert linked.complete.all()
    assert str(window_after(linked)) == "2 January 2024 to 31 December 2024"
    assert window_after(linked).zh == "2024年1月2日至2024年12月31日"
    assert any("3 customers answered after the window began" in note.en for note in linked.notes)


def test_counted_parts_add_up_to_the_responses():
    holes = ANSWERS.copy()
    holes.loc[0, "customer_id"] = None
    holes.loc[1, "score"] = None
    report = link.attach(holes, ORDERS).report
    parts = (report.without_customer, report.without_time, report.without_score, report.repeated)
    assert report.responses == 4 == sum(parts) + report.customers
    assert parts == (1, 0, 1, 0)


def test_the_period_of_the_answers_chooses_the_first_within_it():
    linked = attach(answered_between=("2024-04-01", "2024-11-30"))
    assert linked.customer_id.to_list() == ["a", "b"]
    assert linked.score.tolist() == [10, 7]
    assert linked.report.responses == 2


def test_copies_of_an_answer_are_counted():
    twice = pd.concat([ANSWERS, ANSWERS.iloc[[2]]])
    report = link.attach(twice, ORDERS).report
    assert (report.repeated, report.exact_copies) == (2, 1)


def test_only_answers_are_refused_where_there_are_several():
    with pytest.raises(DataError, match=r"2 rows of customers with several answers .*ids: a"):
        attach(rule="only")


def test_last_answers_are_those_of_survivors():
    with pytest.raises(ParameterError, match="would select customers who stayed"):
        attach(rule="last")
    with pytest.raises(ParameterError, match="rule == 'mean', must be one of"):
        attach(rule="mean")


def test_observation_end_cuts_the_orders():
    linked = attach(window=("2024-01-02", "2024-12-31"), observation_end="2024-06-30")
    assert linked.spend_after.tolist() == [2.0, 0.0, 0.0]
    assert not linked.complete.any()


def test_other_names_of_columns():
    answers = ANSWERS.rename(columns={"customer_id": "id", "timestamp": "at", "score": "grade"})
    orders = ORDERS.rename(columns={"customer_id": "client", "timestamp": "paid", "amount": "sum"})
    linked = link.attach(
        answers,
        orders,
        customer_id="id",
        timestamp="at",
        score="grade",
        orders_customer_id="client",
        orders_timestamp="paid",
        amount="sum",
        window="3 months",
    )
    assert linked.spend_after.tolist() == [2.0, 0.0, 0.0]
    assert list(linked.to_frame().columns)[:3] == ["id", "answered", "score"]


def test_unit_price_times_quantity_is_money():
    linked = link.attach(ANSWERS, ORDERS.assign(n=[1, 3, 1, 1, 1]), quantity="n", window="1 month")
    assert linked.spend_after.tolist() == [6.0, 0.0, 0.0]


def test_without_scores():
    linked = attach(score=None)
    assert linked.score is None
    assert "score" not in linked.to_frame().columns


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"window": "3"}, ParameterError, "window == '3', must say its unit"),
        ({"window": ("2024-05-01", "2024-01-01")}, ParameterError, "must not end before"),
        ({"window": ("2024-05-01",)}, ParameterError, "must be a pair"),
        ({"survey": "nps"}, DataError, "no column 'survey'"),
        ({"score": "grade"}, DataError, "the response table has no column 'grade'"),
        ({"amount": "money"}, DataError, "the order table has no column 'money'"),
        ({"answered_between": ("2030-01-01", "2030-02-01")}, DataError, "4 outside the period"),
    ],
)
def test_what_cannot_be_read_is_refused(change, error, message):
    with pytest.raises(error, match=message):
        attach(**change)


def test_an_unknown_survey_names_those_there_are():
    with pytest.raises(ParameterError, match=r"column 'survey' has 'csat' \(4\)"):
        link.attach(ANSWERS.assign(survey="csat"), ORDERS, survey="nps")


def test_ids_of_two_types_never_match_in_silence():
    with pytest.raises(DataError, match="so no customer matches"):
        link.attach(ANSWERS.assign(customer_id=[1, 1, 2, 3]), ORDERS)


def test_texts_that_are_no_scores_are_refused():
    with pytest.raises(DataError, match=r"'score': 1 row is not a number.*'ten' \(1\)"):
        link.attach(ANSWERS.assign(score=["9", "8", "ten", "1"]), ORDERS)


def test_zones_are_converted():
    aware = ANSWERS.assign(timestamp=ANSWERS["timestamp"].dt.tz_localize("UTC"))
    linked = link.attach(
        aware,
        ORDERS.assign(timestamp=ORDERS["timestamp"].dt.tz_localize("UTC")),
        timezone="Asia/Shanghai",
        window="3 months",
    )
    assert str(linked.answered[0]) == "2024-03-01T08:00:00.000000"


def test_report_is_told_in_both_languages():
    report = attach().report
    assert report.statement() == (
        "3 customers answered; 2 of them (66.7%) had orders, which made up 48.4% of all revenue."
    )
    assert report.statement("zh") == (
        "3 位客户作答，其中 2 位（66.7%）有订单，占全部收入的 48.4%。"
    )
    assert dict(report.headlines())["ordered, no answer"] == "1 customer"
    assert report.to_frame()["n"].tolist() == [4, 0, 0, 0, 1, 3, 2, 1, 0, 3, 1]


def test_plain_dictionaries_can_be_kept_as_json():
    import json

    told = json.loads(json.dumps(attach().to_dict()))
    assert told["window"] == "3 months"
    assert told["notes"] == [note.to_dict() for note in attach().notes]
    assert told["report"]["customers"] == 3


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ([0.0, 0.0, 0.0], "which come to 0; all orders come to 0."),
        # Of 10 all in all, those who answered brought 30.
        ([20.0, 10.0, -20.0], "which come to 30; all orders come to 10."),
    ],
)
def test_a_share_of_no_whole_is_not_said(amounts, said):
    answers = pd.DataFrame({"customer_id": [1], "timestamp": ["2024-01-05"], "score": [3]})
    orders = pd.DataFrame(
        {
            "customer_id": [1, 1, 2],
            "timestamp": ["2024-01-01", "2024-03-01", "2024-03-01"],
            "amount": amounts,
        }
    )
    report = link.attach(answers, orders, window="1 month").report
    assert np.isnan(report.revenue_match_rate)
    assert said in report.statement()
    assert "nan" not in report.summary() + report.statement("zh")
