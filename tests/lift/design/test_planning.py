"""Sizes, effects and power: published sizes, power of every table weighed, and round trips."""

import numpy as np
import pytest
from scipy import stats

from vocvalue import lift
from vocvalue.errors import ParameterError


# Sizes per arm at 5 % two-sided: .50 -> .75 as R's power.prop.test prints it (76.707), the others
# computed with scipy from the same formula (3840.85, 6038.53, 13494.97, about 170 and 693).
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"baseline_retention": 0.50, "percentage_points": 0.25, "power": 0.90}, 77),
        ({"baseline_retention": 0.10, "percentage_points": 0.02, "power": 0.80}, 3_841),
        ({"baseline_retention": 0.10, "relative": 0.20, "power": 0.80}, 3_841),
        ({"baseline_retention": 0.80, "percentage_points": 0.02, "power": 0.80}, 6_039),
        ({"baseline_churn": 0.20, "percentage_points": 0.02, "power": 0.80}, 6_039),
        ({"baseline_retention": 0.90, "percentage_points": 0.01, "power": 0.80}, 13_495),
        ({"baseline_churn": 0.50, "relative": 0.30, "power": 0.80}, 170),
        ({"baseline_churn": 0.50, "percentage_points": 0.075, "power": 0.80}, 693),
    ],
)
def test_published_sizes(arguments, expected):
    found = lift.power(**arguments)
    assert (found.n_treated, found.n_control) == (expected, expected)
    assert found.solved_for == "n"


def exact_power(p0, p1, n0, n1, z):
    """Weigh every table: the probability that the pooled z-test finds the improvement."""
    x0, x1 = np.arange(n0 + 1)[:, None], np.arange(n1 + 1)[None, :]
    pooled = (x0 + x1) / (n0 + n1)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (x0 / n0 - x1 / n1) / error > z
    weights = stats.binom.pmf(x0, n0, p0) * stats.binom.pmf(x1, n1, p1)
    return float(weights[found].sum())


@pytest.mark.parametrize(
    ("alternative", "z"), [("two-sided", stats.norm.ppf(0.975)), ("greater", stats.norm.ppf(0.95))]
)
@pytest.mark.parametrize(("n_treated", "n_control"), [(500, 500), (900, 300)])
def test_the_power_is_that_of_all_tables_weighed(alternative, z, n_treated, n_control):
    found = lift.power(
        baseline_churn=0.50,
        relative=0.15,
        n_treated=n_treated,
        n_control=n_control,
        alternative=alternative,
    )
    assert found.power == pytest.approx(exact_power(0.50, 0.425, n_control, n_treated, z), abs=0.01)


def test_the_article_sentence():
    found = lift.power(baseline_churn=0.50, relative=0.15, n_treated=500, n_control=500)
    assert found.statement() == (
        "With 500 customers in each arm, the chance of detecting a fall in churn from 50% to 42.5% "
        "(7.5 percentage points, or 15% of the baseline) is 66.3%."
    )
    assert found.statement("zh") == (
        "每组 500 位客户时，有 66.3% 的把握检出流失率从 50% 降至 42.5%"
        "（下降 7.5 个百分点，相对下降 15%）。"
    )


def test_churn_and_retention_are_two_words_for_one_experiment():
    churn = lift.power(baseline_churn=0.30, percentage_points=0.06, n_treated=400)
    stay = lift.power(baseline_retention=0.70, percentage_points=0.06, n_treated=400)
    assert churn.power == pytest.approx(stay.power)
    # 6 points are a fifth of a churn of 30 %, and 6 / 70 of a retention of 70 %
    assert (churn.relative, stay.relative) == pytest.approx((0.2, 6 / 70))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("alternative", ["two-sided", "greater"])
def test_each_of_the_three_gives_back_the_others(share, alternative):
    kwargs = {"baseline_churn": 0.4, "alternative": alternative}
    sized = lift.power(**kwargs, percentage_points=0.08, power=0.85, treated_share=share)
    sizes = {"n_treated": sized.n_treated, "n_control": sized.n_control}
    assert sized.n_treated / sized.n == pytest.approx(share, abs=0.002)
    # rounded up, so that the power is reached and hardly passed
    reached = lift.power(**kwargs, percentage_points=0.08, **sizes).power
    assert 0.85 <= reached < 0.855
    effect = lift.power(**kwargs, power=0.85, **sizes)
    assert effect.percentage_points == pytest.approx(0.08, abs=2e-4)
    assert effect.relative == pytest.approx(effect.percentage_points / 0.4)
    assert effect.solved_for == "effect"


def test_one_size_gives_the_other():
    found = lift.power(baseline_churn=0.4, percentage_points=0.1, n_treated=900, treated_share=0.9)
    assert (found.n_treated, found.n_control) == (900, 100)
    found = lift.power(baseline_churn=0.4, percentage_points=0.1, n_control=100, treated_share=0.9)
    assert (found.n_treated, found.n_control) == (900, 100)


def test_one_side_takes_fewer_customers():
    both = lift.power(baseline_churn=0.4, percentage_points=0.1, power=0.8)
    one = lift.power(baseline_churn=0.4, percentage_points=0.1, power=0.8, alternative="greater")
    # (z_.95 + z_.80)^2 / (z_.975 + z_.80)^2 = .788, but for the two variances
    assert one.n / both.n == pytest.approx(0.788, abs=0.005)


def test_the_curve_rises_through_the_plan():
    found = lift.power(baseline_churn=0.4, percentage_points=0.1, power=0.8, treated_share=0.75)
    curve = found.curve()
    assert (curve["power"].diff().dropna() > 0).all()
    assert curve["power"].iloc[-1] > 0.98
    near = curve.iloc[(curve["n_control"] - found.n_control).abs().argmin()]
    assert near["power"] == pytest.approx(0.8, abs=0.03)
    assert (curve["n_treated"] / curve["n_control"]).iloc[-1] == pytest.approx(3, abs=0.01)


def test_what_is_shown():
    found = lift.power(baseline_retention=0.7, percentage_points=0.05, n_treated=900, n_control=100)
    assert "70% to 75% (+5.0 percentage points, +7.1%)" in found.summary()
    assert "900 treated and 100 control customers" in found.statement()
    assert "实验组 900 位" in found.statement("zh")
    row = found.to_frame().iloc[0]
    assert (row["target"], row["n_control"]) == (pytest.approx(0.75), 100)


BASE = {"baseline_churn": 0.5}
TEN = {"percentage_points": 0.1}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({**BASE}, "left out: effect and power and n"),
        ({**BASE, **TEN, "power": 0.8, "n_treated": 50}, "left out: none"),
        ({"percentage_points": 0.1, "power": 0.8}, "either baseline_churn or baseline_retention"),
        ({**BASE, "baseline_retention": 0.5, "percentage_points": 0.1, "power": 0.8}, "not both"),
        ({**BASE, **TEN, "relative": 0.2, "power": 0.8}, "points or relative"),
        (
            {**BASE, "percentage_points": 10, "power": 0.8},
            "points as percentage_points=0.10",
        ),
        ({"baseline_retention": 0.95, "percentage_points": 0.1, "power": 0.8}, "to 105%"),
        ({"baseline_churn": 50, "percentage_points": 0.1, "power": 0.8}, "baseline_churn == 50"),
        ({**BASE, "percentage_points": -0.1, "power": 0.8}, "percentage_points == -0.1"),
        ({**BASE, **TEN, "power": 80}, "power == 80"),
        (
            {**BASE, **TEN, "power": 0.02},
            "how often the test detects a change by chance alone",
        ),
        (
            {**BASE, "power": 0.8, "n_treated": 8, "n_control": 8},
            "too few to detect even a churn of 0%",
        ),
        ({**BASE, **TEN, "n_treated": 0}, "n_treated == 0"),
        (
            {**BASE, **TEN, "power": 0.8, "treated_share": 90},
            "treated_share == 90",
        ),
        (
            {
                **BASE,
                **TEN,
                "n_treated": 9,
                "n_control": 9,
                "treated_share": 0.5,
            },
            "follows from",
        ),
        (
            {**BASE, **TEN, "power": 0.8, "alternative": "less"},
            "alternative == 'less'",
        ),
        (
            {**BASE, **TEN, "power": 0.8, "level": 0.4, "alternative": "greater"},
            "above 0.5",
        ),
    ],
)
def test_bad_arguments_are_refused(arguments, message):
    with pytest.raises(ParameterError, match=message):
        lift.power(**arguments)
