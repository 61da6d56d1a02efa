"""Interval, p-value, verdict and words of every lift agree."""

import inspect
import itertools

import numpy as np
import pandas as pd
import pytest

from vocvalue import lift
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate, Result

SIDES = {
    "two-sided": lambda found: found.lower > 0 or found.upper < 0,
    "greater": lambda found: found.lower > 0,
    "less": lambda found: found.upper < 0,
}
rng = np.random.default_rng(44)
PAIRS = [
    ((int(rng.binomial(n1, p1)), n1), (int(rng.binomial(n0, p0)), n0))
    for n1, n0 in ((40, 40), (90, 30), (300, 60))
    for p1, p0 in ((0.5, 0.5), (0.62, 0.5), (0.5, 0.66), (0.85, 0.7), (0.7, 0.9))
]


def says_nothing_shown(found):
    """Return whether both languages say that something was not shown."""
    en = "does not show" in found.statement() or " shown to keep more, by" in found.statement()
    zh = "未显示" in found.statement("zh")
    assert en == zh, (found.statement(), found.statement("zh"))
    # Whoever says that an interval holds 0 has one that does.
    if "区间包含 0" in found.statement("zh"):
        assert found.difference.lower <= 0 <= found.difference.upper
    return en


def agree(found, estimate, side="two-sided"):
    assert found.shown == (found.p_value < 1 - found.level)
    assert found.shown == SIDES[side](estimate)
    assert says_nothing_shown(found) != found.shown


@pytest.mark.parametrize("method", ["newcombe", "mee", "wald", "bayes"])
def test_of_counts(method):
    for (treated, control), side in itertools.product(
        PAIRS[:: 1 if method == "wald" else 3], SIDES
    ):
        found = lift.retention_test(
            treated=treated, control=control, method=method, alternative=side, randomised=True
        )
        agree(found, found.difference, side)
        assert found.retained.lower == found.difference.lower * treated[1]


def trial(seed, effect):
    """Return an experiment of 300 customers with a column, durations and spend."""
    draw = np.random.default_rng(seed)
    arm = np.where(draw.random(300) < 0.5, "treated", "control")
    stays = draw.random(300) < 0.6 + effect * (arm == "treated")
    people = pd.DataFrame(
        {
            "customer_id": range(300),
            "arm": arm,
            "tier": draw.integers(0, 3, 300),
        }
    )
    after = pd.DataFrame(
        {
            "customer_id": range(300),
            "retained": stays.astype(int),
            "gone": (~stays).astype(int),
            "days": np.where(stays, 200.0, draw.uniform(1, 180, 300)),
            "money": stays * draw.gamma(0.5, 40, 300),
        }
    )
    return lift.experiment(
        people,
        outcomes=after,
        keep=["tier"],
        randomised=True,
        spend="money",
        duration="days",
        left="gone",
    )


@pytest.mark.parametrize("effect", [0.0, 0.08, 0.12, 0.2, -0.2])
def test_of_an_experiment(effect):
    for seed in range(2):
        read = trial(seed, effect)
        for side in SIDES:
            found = lift.retention(read, strata="tier", alternative=side)
            agree(found, found.difference, side)
        found = lift.adjusted_retention(read)
        agree(found, found.difference)
        found = lift.survival(read)
        agree(found, found.difference_in_months)
        found = lift.spend(read)
        agree(found, found.difference)
        found = lift.spend(read, method="bootstrap", n_resamples=400)
        agree(found, found.difference)


@pytest.mark.parametrize("correction", ["holm", "benjamini-hochberg"])
def test_of_several_arms(correction):
    draw = np.random.default_rng(6)
    for _ in range(12):
        rates = 0.5 + np.array([0, *draw.choice([0.0, 0.08, 0.15], 3)])
        arms = {
            name: (int(draw.binomial(200, rate)), 200)
            for name, rate in zip(("control", "a", "b", "c"), rates, strict=True)
        }
        found = lift.compare_arms(arms, correction=correction, randomised=True)
        for name, one in found.corrected.items():
            assert (name in found.shown) == (one.lower > 0 or one.upper < 0)
            assert f"{100 * one.lower:+.1f}" in found.statement()


def test_of_looks():
    draw = np.random.default_rng(7)
    for effect in (0.0, 0.1, 0.25):
        treated, control = (np.cumsum(draw.binomial(50, 0.5 + up, 8)) for up in (effect, 0.0))
        n = np.arange(1, 9) * 50
        looks = lift.always_valid_test(
            treated=(treated, n),
            control=(control, n),
            treated_share=0.5,
            n_planned=800,
            randomised=True,
        )
        assert looks.shown == (looks.difference.lower > 0 or looks.difference.upper < 0)


def test_a_one_sided_interval_is_the_bound_of_its_test():
    # The lower end of the 90 % interval is the one-sided bound at 95 %.
    sided = lift.retention_test(
        treated=(45, 60), control=(36, 60), alternative="greater", randomised=True
    )
    assert sided.difference.level == pytest.approx(0.9)
    plain = lift.retention_test(treated=(45, 60), control=(36, 60), level=0.9, randomised=True)
    assert sided.difference.lower == pytest.approx(plain.difference.lower)
    assert (sided.shown, plain.shown) == (True, True)
    less = lift.retention_test(
        treated=(350, 500), control=(250, 500), alternative="less", randomised=True
    )
    assert "does not show lower retention among the treated customers" in less.statement()
    with pytest.raises(ParameterError, match=r"must be above 0\.5"):
        lift.retention_test(
            treated=(1, 2), control=(1, 2), alternative="less", level=0.4, randomised=True
        )


def test_an_effect_on_all_is_of_all():
    read = trial(1, 0.2)
    on_all = lift.adjusted_retention(read, target="all")
    n = on_all.treated.n + on_all.control.n
    assert on_all.retained.value == pytest.approx(n * on_all.difference.value)
    assert f"of all {n} customers would stay if all were contacted and " in on_all.statement()
    assert "Contacting all of them rather than none would keep " in on_all.statement()
    money = on_all.money(100, cost_per_contact=1)
    assert (money.contacted, money.cost.value) == (n, n)
    assert lift.adjusted_retention(read).money(100).contacted == on_all.treated.n


def test_the_cost_is_that_of_all_contacted():
    people = pd.DataFrame({"customer_id": range(400), "arm": ["treated", "control"] * 200})
    after = pd.DataFrame({"customer_id": range(400), "retained": [1, 0] * 150 + [None] * 100})
    read = lift.experiment(people, outcomes=after, randomised=True)
    money = lift.retention(read).money(10, cost_per_contact=1)
    assert (money.contacted, money.cost.value, money.gross.value) == (200, 200, 2000)
    assert any(
        note.count == 50 and "of whom 150 have been followed" in note.en for note in money.notes
    )


@pytest.mark.parametrize("ends", [(np.nan, np.nan), (0.0, np.inf), (-np.inf, 3000.0)])
def test_a_value_of_unknown_certainty_is_not_certain(ends):
    kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    lower, upper = ends
    worth = Estimate(value=2000.0, lower=lower, upper=upper, level=0.95, method="-", n=10)
    for given in ({"value_per_customer": worth}, {"value_per_customer": 1, "realised": worth}):
        with pytest.raises(ValueError, match="how certain it is"):
            kept.money(**given)
    with pytest.raises(ValueError, match="the value of one customer"):
        kept.money(np.array([5.0]))


def test_costs_below_zero_are_refused():
    kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    for name in ("cost", "cost_per_contact"):
        with pytest.raises(ParameterError, match=f"{name} == -5, must be >= 0"):
            kept.money(100, **{name: -5})
    arms = {"treated": (3, 4), "control": (2, 4)}
    with pytest.raises(ParameterError, match="cost_per_contact == -5"):
        lift.by_segment_counts(
            {"a": arms, "b": arms}, value_per_customer=5, cost_per_contact=-5, randomised=True
        )


def test_both_ends_of_an_interval_have_their_own_words():
    found = lift.retention_test(treated=(201, 403), control=(203, 403), randomised=True)
    assert (
        "2 of 403 customers lost who would otherwise have stayed (95% interval: from 30 lost to 26 "
        "kept" in found.statement()
    )
    assert "从多流失 30 位到多留住 26 位" in found.statement("zh")
    short = lift.survival_test(
        [1, 5, 5, 6], [1, 0, 1, 0], [1, 1, 0, 0], unit="month", randomised=True
    )
    assert "months less on average (95% interval: from" in short.statement()
    assert " months less to " in short.statement()


def results():
    """Return a result of every class that speaks."""
    kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    read = trial(2, 0.1)
    return [
        read,
        kept,
        kept.money(100),
        lift.adjusted_retention(read),
        lift.survival(read),
        lift.spend(read),
        lift.by_segment(read, "tier"),
        lift.compare_arms({"control": (2, 4), "a": (2, 4), "b": (3, 4)}, randomised=True),
        lift.always_valid_test(treated=([1, 2], [2, 4]), control=([1, 1], [2, 4]), randomised=True),
        lift.assign(["a", "b", "c"], salt="s"),
        lift.power(baseline_churn=0.5, relative=0.15, n_treated=500, n_control=500),
        lift.sample_ratio({"treated": 10, "control": 12}, shares={"treated": 0.5, "control": 0.5}),
        lift.assign(list("abcdefgh"), salt="s").balance(
            pd.DataFrame({"customer_id": list("abcdefgh"), "x": range(8)})
        ),
        lift.risk_pool(
            [lift.LowScore()],
            responses=pd.DataFrame(
                {"customer_id": [1], "timestamp": [pd.Timestamp("2024-01-02")], "score": [3]}
            ),
            between=("2024-01-01", "2024-02-01"),
        ),
    ]


def test_every_result_refuses_a_language_it_does_not_speak():
    made = results()
    classes = {
        value
        for value in vars(lift).values()
        if inspect.isclass(value) and issubclass(value, Result)
    }
    assert {type(it) for it in made} == classes
    for it in made:
        with pytest.raises(ParameterError, match="language == 'fr'"):
            it.statement("fr")
