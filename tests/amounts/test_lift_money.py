"""The money of a lift: the articles' numbers, uncertainties carried through, simulated truth."""

import json

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue import lift
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Estimate, Money

KEPT = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)


def money_of(value, lower, upper, currency=None, basis="margin"):
    return Money(
        value=value,
        lower=lower,
        upper=upper,
        level=0.95,
        method="given",
        n=100,
        currency=currency,
        basis=basis,
        evidence="association only",
    )


def estimate_of(value, lower, upper, level=0.95):
    return Estimate(value=value, lower=lower, upper=upper, level=level, method="given", n=100)


def ends(estimate):
    return [estimate.lower, estimate.upper]


# The articles: 100 customers kept at 2,000 each are 200,000; interval recomputed (Newcombe).
def test_the_articles_money():
    found = KEPT.money(2_000)
    assert found.gross.value == pytest.approx(200_000)
    assert ends(found.gross) == pytest.approx([139_717, 258_221], abs=1)
    assert found.net == found.gross
    assert found.roi is None
    assert found.gross.evidence == "randomised"


def test_a_known_cost_is_deducted():
    found = KEPT.money(2_000, cost=50_000, cost_per_contact=20)
    assert found.cost.value == pytest.approx(60_000)
    assert found.net.value == pytest.approx(140_000)
    assert ends(found.net) == pytest.approx([139_717 - 60_000, 258_221 - 60_000], abs=1)
    assert found.roi.value == pytest.approx(140 / 60)
    assert ends(found.roi) == pytest.approx([79_717 / 60_000, 198_221 / 60_000], abs=1e-4)
    # 60,000 / (500 customers x 2,000): six points pay for it
    assert found.break_even == pytest.approx(0.06)


def test_a_programme_for_all_scales_what_is_per_customer():
    small, large = (
        KEPT.money(2_000, cost_per_contact=20),
        KEPT.money(2_000, cost_per_contact=20, population=50_000),
    )
    assert large.net.value == pytest.approx(100 * small.net.value)
    assert large.net.upper == pytest.approx(100 * small.net.upper)
    assert large.break_even == pytest.approx(small.break_even)
    assert large.contacted == 50_000


def test_the_chance_of_a_gain_is_that_of_beating_the_break_even():
    weak = lift.retention_test(treated=(270, 500), control=(250, 500), randomised=True)
    found = weak.money(2_000, cost=30_000)
    rng = np.random.default_rng(1)
    drawn = rng.beta(270.5, 230.5, 400_000) - rng.beta(250.5, 250.5, 400_000)
    assert found.probability_positive == pytest.approx((drawn > 0.03).mean(), abs=0.004)


def test_uncertain_value_and_cost_widen_the_chance_as_drawing_does():
    weak = lift.retention_test(treated=(290, 500), control=(250, 500), randomised=True)
    found = weak.money(estimate_of(2_000, 1_000, 3_000), cost=estimate_of(60_000, 40_000, 80_000))
    rng = np.random.default_rng(2)
    n = 400_000
    drawn = rng.beta(290.5, 210.5, n) - rng.beta(250.5, 250.5, n)
    worth, cost = rng.normal(2_000, 1_000 / 1.96, n), rng.normal(60_000, 20_000 / 1.96, n)
    net = 500 * drawn * worth - cost
    assert found.probability_positive == pytest.approx((net > 0).mean(), abs=0.004)
    amounts = np.array([-50_000.0, 0.0, 40_000.0])
    expected = [(net > amount).mean() for amount in amounts]
    assert found.probability_above(amounts) == pytest.approx(expected, abs=0.004)


def test_the_interval_of_the_net_carries_all_three():
    known = KEPT.money(2_000, cost=60_000)
    value = KEPT.money(estimate_of(2_000, 1_500, 2_500), cost=60_000)
    both = KEPT.money(estimate_of(2_000, 1_500, 2_500), cost=estimate_of(60_000, 50_000, 70_000))
    widths = [found.net.upper - found.net.lower for found in (known, value, both)]
    assert widths == sorted(widths)
    # MOVER: reaches add in squares: 60,282 of the lift, 100 x 500 of the value, 10,000 of the cost
    down = np.sqrt(60_282.4**2 + 50_000**2 + 10_000**2)
    assert both.net.value - both.net.lower == pytest.approx(down, abs=1)


def test_the_true_net_is_inside_as_often_as_promised():
    rng = np.random.default_rng(3)
    hits, runs = 0, 300
    for _ in range(runs):
        arms = {
            "treated": (int(rng.binomial(400, 0.72)), 400),
            "control": (int(rng.binomial(200, 0.60)), 200),
        }
        values = rng.lognormal(np.log(1_500) - 0.5, 1.0, 300)
        cost = rng.normal(20_000, 2_000)
        spent = estimate_of(cost, cost - 3_920, cost + 3_920)
        found = lift.retention_test(**arms, randomised=True).money(values, cost=spent)
        hits += found.net.lower <= 400 * 0.12 * 1_500 - 20_000 <= found.net.upper
    assert 0.905 <= hits / runs <= 0.985  # binomial bound at one in a thousand


def test_an_estimate_at_another_level_is_taken_to_that_of_the_lift():
    wide = KEPT.money(estimate_of(2_000, 2_000 - 1_645, 2_000 + 1_645, level=0.90))
    assert ends(wide.value_per_customer) == pytest.approx([2_000 - 1_960, 2_000 + 1_960], abs=1)


def test_values_of_customers_come_with_a_warning():
    values = np.random.default_rng(4).gamma(2, 500, 400)
    found = KEPT.money(values)
    assert found.value_per_customer.value == pytest.approx(values.mean())
    assert any(
        "customers who are about to leave are worth less than average" in note.en
        for note in found.notes
    )


def test_predicted_values_bring_their_basis_and_currency():
    shop = vv.datasets.load_sample()
    clv = vv.clv.predict(shop.orders, horizon="12 months", margin=0.4, currency="CNY")
    found = KEPT.money(clv)
    assert found.net.currency == "CNY"
    assert found.net.basis == "margin"
    assert found.value_per_customer.value == pytest.approx(clv.to_frame()["clv"].mean())
    bare = vv.clv.predict(shop.orders, horizon="12 months")
    assert KEPT.money(bare).net.basis == "revenue"


def test_effects_that_fade_are_worth_less():
    # by hand: half of those kept are lost again each year; over two years evenly spread,
    # int_0^2 .5^t dt / 2 = (1 - .25) / (2 ln 2)
    found = KEPT.money(2_000, horizon="24 months", decay=0.5)
    assert found.gross.value == pytest.approx(200_000 * 0.75 / (2 * np.log(2)))


def test_payback_is_when_the_cost_is_earned():
    # 200,000 over 24 months evenly: 60,000 after 7.2 months
    even = KEPT.money(2_000, cost=60_000, horizon="24 months")
    assert even.payback_months == pytest.approx(7.2)
    fading = KEPT.money(2_000, cost=60_000, horizon="24 months", decay=0.5)
    # by hand: 100,000 a year fading by half: 100,000 (1 - .5^t) / ln 2 = 60,000
    expected = 12 * np.log(1 - 0.6 * np.log(2)) / np.log(0.5)
    assert fading.payback_months == pytest.approx(expected)
    assert KEPT.money(2_000, cost=500_000, horizon="24 months").payback_months == float("inf")
    assert KEPT.money(2_000, cost=60_000).payback_months is None
    assert KEPT.money(2_000, horizon="24 months").payback_months is None


def test_realised_and_projected_stand_on_lines_of_their_own():
    found = KEPT.money(2_000, cost=60_000, basis="margin", realised=estimate_of(40, 10, 70))
    assert found.realised.value == pytest.approx(20_000)
    assert found.gross.value == pytest.approx(220_000)
    # taken to move together: reaches add up
    assert found.gross.lower == pytest.approx(139_717 + 5_000, abs=1)
    assert found.break_even == pytest.approx(0.04)
    assert found.to_frame()["quantity"].tolist() == [
        "realised",
        "projected",
        "gross",
        "cost",
        "net",
    ]
    assert any("Realised and projected" in note.en for note in found.notes)
    assert (
        "200,000 of margin (95% interval: 139,718 to 258,221) to come, on top of 20,000 of margin "
        "(95% interval: 5,000 to 35,000) realised within the window; together 220,000 "
        in found.statement()
    )
    assert (
        "预计毛利 200,000（95% 置信区间 139,718 至 258,221），"
        "另有观察期内已实现毛利 20,000（95% 置信区间 5,000 至 35,000），合计 220,000"
        in found.statement("zh")
    )


def test_realised_money_moves_with_the_lift_in_the_chance_too():
    few = lift.retention_test(treated=(60, 500), control=(40, 500), randomised=True)
    found = few.money(500, cost=1_000, realised=estimate_of(20, -20, 60))
    rng = np.random.default_rng(3)
    n = 400_000
    drawn = rng.beta(60.5, 440.5, n) - rng.beta(40.5, 460.5, n)
    away = (drawn - 0.04) / few.standard_error
    net = 500 * (500 * drawn + 20 + 40 / 1.96 * away) - 1_000
    assert found.probability_positive == pytest.approx((net > 0).mean(), abs=0.004)


@pytest.mark.parametrize(
    ("value", "realised"), [(20, estimate_of(100, 20, 180)), (estimate_of(2_000, 500, 3_500), None)]
)
def test_the_chances_have_one_peak(value, realised):
    found = KEPT.money(value, cost=10_000, realised=realised)
    amounts = np.linspace(found.net.lower, found.net.upper, 41)
    falls = -np.diff(found.probability_above(amounts))
    assert np.count_nonzero(np.diff(np.sign(np.diff(falls))) < 0) == 1


def test_realised_revenue_is_no_margin():
    revenue = vv.results.Money(
        value=40.0,
        lower=10.0,
        upper=70.0,
        level=0.95,
        method="given",
        n=500,
        currency=None,
        basis="revenue",
        evidence="randomised",
    )
    with pytest.raises(DataError, match="realised is in revenue, the value per customer in margin"):
        KEPT.money(2_000, realised=revenue, basis="margin")
    assert KEPT.money(2_000, realised=revenue, basis="revenue").gross.basis == "revenue"
    assert KEPT.money(2_000, realised=revenue).gross.basis == "revenue"


def test_an_association_is_not_sold_as_an_effect():
    loose = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=False)
    found = loose.money(2_000, cost=10_000)
    assert found.statement().startswith(
        "If the whole difference were the effect of contacting them, contacting 500 customers "
        "would keep 100 who would otherwise have left, each worth 2,000: "
    )
    assert found.statement("zh").startswith(
        "假如差异全部由联系造成（未经证实），联系 500 位客户可多留住 100 位，每位客户价值 2,000，"
    )
    assert "the net would be 190,000" in found.statement()
    assert "净收益将为 190,000" in found.statement("zh")
    assert "difference in customers" in found.summary()
    assert "customers retained" not in loose.summary()


def test_a_harmful_programme_loses_money():
    worse = lift.retention_test(treated=(200, 500), control=(250, 500), randomised=True)
    found = worse.money(2_000, cost=10_000, horizon="24 months")
    assert found.net.value == pytest.approx(-110_000)
    assert found.probability_positive < 0.01
    assert found.payback_months == float("inf")


def test_statements():
    found = KEPT.money(2_000, cost=60_000, basis="margin", currency="CNY", horizon="24 months")
    assert found.statement() == (
        "Contacting 500 customers keeps 100 who would otherwise have left, each worth CNY 2,000 "
        "over 24 months: CNY 200,000 of margin (95% interval: 139,718 to 258,221). After costs of "
        "CNY 60,000 the net is CNY 140,000 (95% interval: 79,718 to 198,221); the probability that "
        "it is positive is over 99.9%, and a lift of 6.0 percentage points pays for it (evidence: "
        "randomised)."
    )
    assert found.statement("zh") == (
        "联系 500 位客户可多留住 100 位，每位客户价值 2,000 元（24 个月内），"
        "合计毛利 200,000 元（95% 置信区间 139,718 元至 258,221 元）。"
        "扣除成本 60,000 元后，净收益为 140,000 元（95% 置信区间 79,718 元至 198,221 元），"
        "为正的概率超过 99.9%；留存率提升 6.0 个百分点即可回本（证据等级：随机实验）。"
    )
    assert dict(found.headlines())["payback"] == "7.2 months after the window"
    free = KEPT.money(2_000)
    assert "There are no costs: the net is 200,000 " in free.statement()
    assert "没有成本，净收益为 200,000" in free.statement("zh")


def test_statements_of_a_harmful_programme_and_of_one_that_is_paid_for():
    worse = lift.retention_test(treated=(200, 500), control=(250, 500), randomised=True).money(
        2_000, cost=10_000
    )
    assert "Contacting 500 customers loses 50 who would otherwise have stayed" in worse.statement()
    assert "联系 500 位客户反而多流失 50 位" in worse.statement("zh")
    free = KEPT.money(2_000, cost=10_000, realised=40.0, horizon="12 months")  # 20,000 already
    assert "what was realised has already covered it" in free.statement()
    assert "已实现部分已收回成本" in free.statement("zh")
    assert dict(free.headlines())["payback"] == "within the window"
    assert "no lift would pay for it" in KEPT.money(0.0, cost=10_000).statement()
    assert "任何提升都无法回本" in KEPT.money(0.0, cost=10_000).statement("zh")


def test_no_lift_pays_for_what_costs_more_than_everybody_brings():
    # 500 customers at 10 each bring 5,000 if all are kept, and 20,000 / 5,000 is four times that
    found = KEPT.money(10.0, cost=20_000)
    assert found.break_even == pytest.approx(4.0)
    assert "no lift would pay for it" in found.statement()
    assert "任何提升都无法回本" in found.statement("zh")
    assert dict(found.headlines())["break-even"] == "no lift would pay for it"
    just = KEPT.money(10.0, cost=5_000)
    assert "a lift of 100.0 percentage points pays for it" in just.statement()


# 270 of 500 and 250 of 500 differ by 4 points: by Newcombe from -2.2 to 10.1
@pytest.mark.parametrize(
    ("randomised", "en", "zh"),
    [
        (
            True,
            ". The sample does not show an effect. After costs of 10 ",
            "。样本未显示效果。扣除",
        ),
        (
            False,
            ". The sample does not show a difference. After costs of 10 ",
            "。样本未显示差异。扣除",
        ),
    ],
)
def test_money_of_what_the_sample_does_not_show_says_so(randomised, en, zh):
    found = lift.retention_test(treated=(270, 500), control=(250, 500), randomised=randomised)
    assert not found.shown
    assert en in found.money(2_000, cost=10).statement()
    assert zh in found.money(2_000, cost=10).statement("zh")
    assert "does not show" not in KEPT.money(2_000, cost=10).statement()
    assert "未显示" not in KEPT.money(2_000, cost=10).statement("zh")


def test_tables_and_dictionaries():
    told = json.loads(json.dumps(KEPT.money(2_000, cost=60_000).to_dict()))
    assert told["net"]["value"] == pytest.approx(140_000)
    assert isinstance(KEPT.money(2_000).to_frame(), pd.DataFrame)


@pytest.mark.parametrize(
    ("worth", "change", "error", "message"),
    [
        (
            money_of(2_000, 1_000, 3_000, "CNY"),
            {"cost": money_of(9, 8, 10, "EUR")},
            DataError,
            "cost is in EUR, the value per customer in CNY",
        ),
        (money_of(2_000, 1_000, 3_000, "CNY"), {"currency": "EUR"}, DataError, "must be one"),
        (
            money_of(2_000, 1_000, 3_000),
            {"realised": money_of(9, 8, 10, basis="revenue")},
            DataError,
            "realised is in revenue, the value per customer in margin",
        ),
        ("much", {}, ParameterError, "value_per_customer == 'much'"),
        (np.array([]), {}, DataError, "holds no values"),
        (np.array([1.0, np.nan]), {}, ParameterError, "not finite"),
        (2_000, {"decay": 0.2}, ParameterError, "needs the horizon"),
        (2_000, {"decay": 20, "horizon": "1 year"}, ParameterError, "decay == 20"),
        (2_000, {"population": 0}, ParameterError, "population == 0"),
        (2_000, {"basis": "profit"}, ParameterError, "basis == 'profit'"),
        (2_000, {"horizon": "12"}, ParameterError, "must say its unit"),
    ],
)
def test_what_makes_no_sense_is_refused(worth, change, error, message):
    with pytest.raises(error, match=message):
        KEPT.money(worth, **change)
