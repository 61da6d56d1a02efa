"""The pool of customers at risk: rules, periods, values, and what is refused."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import CustomerValues

ANSWERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "c"],
        "timestamp": pd.to_datetime(["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-20"]),
        "score": [2, 9, 6, 10],
        "topic": ["delivery", "delivery", "app", None],
    }
)
ORDERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c"],
        "timestamp": pd.to_datetime(["2024-01-01", "2024-04-30", "2024-05-30"]),
        "amount": [1.0, 1.0, 1.0],
    }
)


class Prediction:
    horizon = "12 months"

    def __init__(self, **values):
        self.table = pd.DataFrame({"client": list(values), "clv": list(values.values())})

    @property
    def customer_values(self):
        return CustomerValues(
            table=self.table,
            customer_id="client",
            value="clv",
            horizon=self.horizon,
            basis="margin",
            currency="CNY",
        )


def at_risk(pool):
    return dict(zip(pool.customer_id.to_list(), pool.to_frame()["rules"], strict=True))


def test_silence_is_judged_at_the_latest_order():
    pool = lift.risk_pool([lift.Silence(longer_than="30 days")], orders=ORDERS)
    # 30 days before 30 May, 00:00: a is silent, b since just that long, which is not longer
    assert at_risk(pool) == {"a": "silence"}
    assert pool.fired_at.astype(str).tolist() == ["2024-01-31T00:00:00.000000"]
    assert ("period", "up to 30 May 2024") in pool.headlines()


def test_silence_is_judged_as_of_a_day():
    pool = lift.risk_pool([lift.Silence(longer_than="20 days")], orders=ORDERS, as_of="2024-05-21")
    # the order of 30 May is not known on 21 May: c has none, and is not there
    assert at_risk(pool) == {"a": "silence", "b": "silence"}
    assert pool.customers_checked == {"silence": 2}
    assert any("after the observation ended" in note.en for note in pool.notes)


def test_two_rules_of_a_kind_have_names():
    rules = [lift.LowScore(), lift.LowScore(at_most=2, name="furious")]
    pool = lift.risk_pool(rules, responses=ANSWERS)
    assert at_risk(pool) == {"a": "low_score, furious", "c": "low_score"}
    assert pool.overlaps().loc["low_score"].tolist() == [2, 1, 1]
    assert pool.overlaps().loc["furious"].tolist() == [1, 1, 0]


def test_surveys_are_told_apart():
    answers = ANSWERS.assign(survey=["nps", "nps", "csat", "csat"])
    assert at_risk(lift.risk_pool([lift.LowScore()], responses=answers)) == {"a": "low_score"}
    rule = lift.LowScore(at_most=6, survey=None)
    assert list(at_risk(lift.risk_pool([rule], responses=answers))) == ["a", "c"]
    with pytest.raises(ParameterError, match=r"survey == 'ces', .* has 'csat' \(2\), 'nps' \(2\)"):
        lift.risk_pool([lift.LowScore(survey="ces")], responses=answers)


def test_complaints_of_a_table_of_their_own():
    tickets = pd.DataFrame(
        {
            "client": [7, 7, 8],
            "opened": ["2024-05-01", "2024-04-01", "2024-05-02"],
            "kind": ["damage", "damage", "praise"],
        }
    )
    names = {"customer_id": "client", "timestamp": "opened"}
    every = lift.risk_pool([lift.Complaint()], complaints=tickets, **names)
    assert list(at_risk(every)) == [7, 8]
    some = lift.Complaint(column="kind", any_of=["damage", "loss"])
    pool = lift.risk_pool([some], complaints=tickets, **names)
    assert pool.fired_at.astype("datetime64[D]").astype(str).tolist() == ["2024-04-01"]
    assert next(iter(pool.to_frame())) == "client"
    assert lift.assign(pool, salt="s").customer_id.name == "client"


def test_values_before_and_now_from_two_predictions():
    before, now = Prediction(a=100.0, b=100.0, c=0.0, d=10.0), Prediction(a=60.0, b=80.0, c=0, e=1)
    pool = lift.risk_pool(
        [lift.FallingValue(relative=0.30)], values=(before, now), as_of="2024-05-31"
    )
    assert at_risk(pool) == {"a": "falling_value"}
    assert pool.value.tolist() == [60.0]
    assert (pool.basis, pool.currency) == ("margin", "CNY")
    assert ("their value (margin)", "CNY 60 (known for 1 customer)") in pool.headlines()
    # e is not in the table before, c was worth nothing
    assert [(note.count, note.en.partition(" and ")[0]) for note in pool.notes] == [
        (1, "1 customer had no earlier value"),
        (
            1,
            (
                "1 customer had an earlier value of zero or less, from which no relative fall can "
                "be calculated,"
            ),
        ),
    ]


def test_values_of_two_kinds_are_not_compared():
    longer = Prediction(a=1.0)
    longer.horizon = "3 years"
    with pytest.raises(
        ParameterError, match="has horizon '3 years' and the current value '12 months'"
    ):
        lift.risk_pool([FALL], values=(longer, Prediction(a=1.0)))


def test_a_fall_by_an_amount_of_money():
    before, now = Prediction(a=1_000.0, b=100.0), Prediction(a=890.0, b=10.0)
    pool = lift.risk_pool([lift.FallingValue(absolute=100)], values=(before, now))
    assert at_risk(pool) == {"a": "falling_value"}
    # a table of values has no dates
    assert np.isnat(pool.fired_at).all()
    assert ("period", "all that the tables hold") in pool.headlines()


def test_a_value_is_carried_along():
    pool = lift.risk_pool([lift.LowScore()], responses=ANSWERS, values=Prediction(a=5.0, b=7.0))
    assert pool.value.tolist() == pytest.approx([5.0, np.nan], nan_ok=True)
    assert any("The value of 1 customer at risk is not known" in note.en for note in pool.notes)
    frame = pd.DataFrame({"customer_id": ["c"], "value": [3.0]})
    pool = lift.risk_pool([lift.LowScore()], responses=ANSWERS, values=frame)
    assert pool.value.tolist() == pytest.approx([np.nan, 3.0], nan_ok=True)


def test_nobody_at_risk_is_a_result():
    pool = lift.risk_pool([lift.LowScore(at_most=1)], responses=ANSWERS)
    assert pool.n == 0
    assert pool.to_frame().empty
    pooled = lift.risk_pool([lift.LowScore(at_most=1)], responses=pl.from_pandas(ANSWERS))
    assert pooled.to_frame().schema["rules"] == pl.String
    assert pool.statement().startswith("0 customers triggered an alert")
    assert any("matched none of 3 customers" in note.en for note in pool.notes)
    with pytest.raises(DataError, match="no ids"):
        lift.assign(pool, salt="s")


def test_sentences():
    rules = [lift.LowScore(), lift.Complaint(column="topic", any_of=["delivery"])]
    pool = lift.risk_pool(rules, responses=ANSWERS, between=("2024-05-01", "2024-05-31"))
    assert pool.statement() == (
        "Between 1 May 2024 and 31 May 2024, 3 customers triggered an alert: a score of 6 or less "
        "in the NPS survey (2), topic is 'delivery' (2). 1 of them triggered more than one."
    )
    assert pool.statement("zh") == (
        "2024年5月1日至2024年5月31日，3 位客户触发预警：NPS 问卷评分不高于 6 分（2 位），"
        "topic 为“delivery”（2 位）。其中 1 位触发多项预警。"
    )
    labelled = pool.statement("zh", labels={"topic": "主题", "delivery": "配送"})
    assert "主题为“配送”（2 位）" in labelled
    assert pool.n_several == 1
    assert pool.to_dict()["overlaps"]["alone"] == {"low_score": 1, "complaint": 1}
    assert "topic is &#x27;delivery&#x27;" in pool._repr_html_()


def test_the_pool_is_a_list_to_draw_from():
    pool = lift.risk_pool([lift.LowScore()], responses=ANSWERS)
    split = lift.assign(pool, salt="spring", strata=["rules"])
    assert sorted(split.counts.values()) == [1, 1]


SILENCE, LOW, FALL = (
    lift.Silence(longer_than="9 days"),
    lift.LowScore(),
    lift.FallingValue(absolute=1),
)


@pytest.mark.parametrize(
    ("rules", "arguments", "message"),
    [
        ([], {}, "at least one"),
        (LOW, {}, "must be a list of rules"),
        (["low"], {}, "'low' is not a rule"),
        ([LOW, LOW], {}, "two rules are called 'low_score'"),
        ([lift.LowScore(name="value")], {}, "cannot be called 'value'"),
        ([LOW], {}, "'low_score' needs responses="),
        ([SILENCE], {}, "'silence' needs orders="),
        ([lift.Complaint()], {"responses": ANSWERS}, "no rule examines responses"),
        ([lift.Complaint()], {}, "'complaint' needs complaints="),
        ([FALL], {}, "'falling_value' needs values="),
        ([FALL], {"values": Prediction(a=1.0)}, r"values=\(before, now\)"),
        ([FALL], {"values": (1, 2, 3)}, "holds 3 tables"),
        ([LOW], {"responses": ANSWERS, "orders": ORDERS}, "no rule examines orders"),
        ([SILENCE], {"orders": ORDERS, "complaints": ORDERS}, "no rule examines complaints"),
        (
            [LOW],
            {"responses": ANSWERS, "between": ("2024-05-01", "2024-05-02"), "as_of": "2024-05-02"},
            "either between= or as_of=",
        ),
        ([LOW], {"responses": ANSWERS, "between": "2024-05-01"}, "must be a pair"),
        ([LOW], {"responses": ANSWERS, "between": ("2024-05-02", "2024-05-01")}, "must begin"),
    ],
)
def test_bad_arguments_are_refused(rules, arguments, message):
    with pytest.raises(ParameterError, match=message):
        lift.risk_pool(rules, **arguments)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: lift.LowScore(at_most=-1), "at least lowest"),
        (lambda: lift.Complaint(column="topic"), "both column= and any_of="),
        (lambda: lift.Complaint(any_of=["x"]), "both column= and any_of="),
        (lambda: lift.Complaint(column="topic", any_of="x"), r"must be a list: \['x'\]"),
        (lift.FallingValue, "relative .* or absolute"),
        (lambda: lift.FallingValue(relative=0.3, absolute=1), "not both"),
        (lambda: lift.FallingValue(relative=30), "relative == 30"),
        (lambda: lift.FallingValue(absolute=0), "absolute == 0"),
        (lambda: lift.Silence(longer_than=90), "must say its unit"),
    ],
)
def test_bad_rules_are_refused(make, message):
    with pytest.raises(ParameterError, match=message):
        make()


def test_bad_tables_are_refused():
    twice = pd.DataFrame({"customer_id": ["a", "a"], "value": [1.0, 2.0], "value_before": 3.0})
    with pytest.raises(DataError, match="of the table values repeat a customer"):
        lift.risk_pool([FALL], values=twice)
    with pytest.raises(DataError, match="the table values has no column 'value_before'"):
        lift.risk_pool([FALL], values=twice.drop(columns="value_before"))
    with pytest.raises(DataError, match="none of the customers with a current value"):
        lift.risk_pool([FALL], values=(Prediction(a=1.0), Prediction(b=1.0)))
    flags = pd.DataFrame({"customer_id": ["a"], "timestamp": ["2024-05-01"], "flag": [1]})
    rule = lift.Complaint(column="flag", any_of=["yes"])
    with pytest.raises(DataError, match="'flag' holds Int64"):
        lift.risk_pool([rule], complaints=flags)
    rule = lift.Complaint(column="kind", any_of=["yes"])
    with pytest.raises(DataError, match="the table complaints has no column 'kind'"):
        lift.risk_pool([rule], complaints=flags)
