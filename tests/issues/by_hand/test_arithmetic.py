"""The articles' arithmetic, and how it is said."""

import pytest

import vocvalue as vv
from vocvalue.errors import ParameterError

PARCEL = {"baseline": 0.40, "spend": 150, "currency": "CNY"}
CAR = {"before": 0.40, "after": 0.20, "price": 200_000, "currency": "CNY"}


def test_parcel_damage_costs_36_000_a_month_and_90_000_if_points_were_meant():
    relative = vv.issues.monthly_loss(2_000, relative=0.30, **PARCEL)
    points = vv.issues.monthly_loss(2_000, points=0.30, **PARCEL)
    assert relative.loss.value == pytest.approx(36_000)
    assert relative.loss_a_year.value == pytest.approx(432_000)
    assert relative.lost_customers == pytest.approx(240)
    assert points.loss.value == pytest.approx(90_000)


def test_the_sentence_of_the_article():
    loss = vv.issues.monthly_loss(2_000, relative=0.30, topic="包装破损", **PARCEL)
    assert loss.statement("zh").startswith("“包装破损”每月让公司损失 3.6 万元。")
    assert loss.statement().startswith("包装破损 costs the company CNY 36,000 a month.")
    assert "（相对下降 30%，即下降 12.0 个百分点）" in loss.statement("zh")
    assert "(30% less in relative terms, or 12.0 percentage points less)" in loss.statement()


def test_points_are_said_as_points():
    said = vv.issues.monthly_loss(2_000, points=0.30, **PARCEL).statement()
    assert "10.0% buy again instead of 40.0% (30.0 percentage points less)" in said
    assert "relative" not in said


def test_a_bad_service_review_of_the_car_maker():
    loss = vv.issues.lost_repurchase(margin=0.10, per_year=1_000, **CAR)
    assert loss.revenue_each.value == pytest.approx(40_000)
    assert loss.loss_each.value == pytest.approx(4_000)
    assert loss.revenue.value == pytest.approx(40_000_000)
    assert loss.loss.value == loss.loss_a_year.value == pytest.approx(4_000_000)
    assert (loss.loss.basis, loss.revenue.basis) == ("margin", "revenue")
    assert "每年让公司损失毛利 400 万元" in loss.statement("zh")
    assert "4 million of margin a year" in loss.statement()


def test_a_margin_is_taken_of_the_revenue():
    loss = vv.issues.monthly_loss(2_000, relative=0.30, margin=0.4, **PARCEL)
    assert loss.loss.value == pytest.approx(14_400)
    assert loss.revenue.value == pytest.approx(36_000)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, "state one of them"),
        ({"relative": 0.3, "points": 0.3}, "state one of them"),
        ({"relative": 30}, r"relative == 30, must be from 0 to 1"),
        ({"points": 0.5}, "must not be above the baseline"),
        ({"relative": 0.3, "baseline": 40}, r"Write 40% as 0\.40"),
        ({"relative": 0.3, "spend": -1}, "spend == -1, must be >= 0"),
        ({"relative": 0.3, "margin": 40}, r"Write 40% as 0\.40"),
    ],
)
def test_what_makes_no_sense_is_refused(change, message):
    with pytest.raises(ParameterError, match=message):
        vv.issues.monthly_loss(2_000, **{**PARCEL, **change})


def test_a_problem_that_helps_is_refused():
    with pytest.raises(ParameterError, match="costs nothing"):
        vv.issues.lost_repurchase(**{**CAR, "after": 0.5})
