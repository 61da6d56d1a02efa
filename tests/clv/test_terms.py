import pytest

from vocvalue.clv import Terms
from vocvalue.errors import ParameterError


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"horizon": "12"}, "horizon == '12', must say its unit: write \"12 months\""),
        ({"horizon": 12}, "horizon == 12, must say its unit"),
        ({"horizon": "0 weeks"}, "must be longer than nothing"),
        ({"discount_rate": 10}, "discount_rate == 10, must be at least 0 and below 1"),
        ({"discount_rate": -0.1}, "must be at least 0 and below 1"),
        ({"margin": 1.4}, "margin == 1.4, must be above 0 and at most 1. Write 40% as 0.40"),
        ({"margin": 40}, "margin == 40, must be above 0"),
        ({"margin": 0}, "margin == 0, must be above 0"),
        ({"cost_to_serve": -1}, "cost_to_serve == -1, must be >= 0"),
        ({"acquisition_cost": -1}, "acquisition_cost == -1, must be >= 0"),
        ({"horizon": "lifetime", "discount_rate": 0.0}, "discount_rate over a lifetime == 0.0"),
    ],
)
def test_bad_terms_say_what_is_wrong(given, message):
    with pytest.raises(ParameterError) as caught:
        Terms(**{"horizon": "12 months", "discount_rate": 0.1, **given})
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("given", "basis"),
    [
        ({}, "revenue"),
        ({"margin": 0.4}, "margin"),
        ({"margin": 1.0}, "margin"),
        ({"margin": 0.4, "cost_to_serve": 5}, "net profit"),
        ({"margin": 0.4, "acquisition_cost": 5}, "net profit"),
    ],
)
def test_basis_follows_from_what_is_deducted(given, basis):
    assert Terms(horizon="12 months", discount_rate=0.1, **given).basis == basis


def test_terms_are_described_in_both_languages():
    terms = Terms(
        horizon="12 months",
        discount_rate=0.1,
        margin=0.4,
        cost_to_serve=20,
        acquisition_cost=1500,
    )
    assert terms.describe() == (
        "net profit (a margin of 40%; a cost to serve of 20 per customer per year; an acquisition "
        "cost of 1,500 per customer), next 12 months, discounted at 10% a year"
    )
    assert terms.describe("zh") == (
        "净利润（毛利率 40%；服务成本为每位客户每年 20；获客成本为每位客户 1,500），"
        "未来 12 个月，按年利率 10% 折现"
    )


def test_a_lifetime_is_said_as_one():
    terms = Terms(horizon="lifetime", discount_rate=0.10)
    assert terms.describe() == "revenue, lifetime, discounted at 10% a year"
    assert terms.describe("zh") == "收入，整个生命周期，按年利率 10% 折现"
