"""A lift in retention as a KPI: points or relative, by hand and against other software."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from vocvalue import kpi, lift
from vocvalue.errors import ParameterError

ARTICLE = {"treated": (350, 500), "control": (250, 500)}


def counted(treated, control, **asked):
    return lift.retention_test(treated=treated, control=control, randomised=True, **asked)


def people(n, *, seed=1, effect=0.2, randomised=True, keep=()):
    """Return an experiment of customers assigned over a year, followed for half a year each."""
    draw = np.random.default_rng(seed)
    mood = draw.random(n)
    treated = draw.random(n) < (0.5 if randomised else 0.2 + 0.6 * mood)
    stays = draw.random(n) < 0.7 - 0.3 * mood + effect * treated
    day = pd.Timestamp("2023-01-02") + pd.to_timedelta(draw.integers(0, 364, n), unit="D")
    arms = pd.DataFrame({"customer_id": range(n), "timestamp": day, "mood": mood})
    arms["arm"] = np.where(treated, "treated", "control")
    after = pd.DataFrame({"customer_id": range(n), "retained": stays.astype(int)})
    return lift.experiment(arms, outcomes=after, randomised=randomised, keep=list(keep))


@pytest.mark.parametrize(
    ("outcome", "change", "value"),
    [
        # 50 % left and 50 % stayed of the control group, 30 % and 70 % of the treated.
        ("churn", "points", 0.20),
        ("repurchase", "points", 0.20),
        ("churn", "relative", 0.40),
        ("repurchase", "relative", 0.40),
    ],
)
def test_the_figures_of_the_article(outcome, change, value):
    found = kpi.retention_lift(counted(**ARTICLE), change=change, outcome=outcome)
    assert found.headline().value == pytest.approx(value)


def test_fifteen_percent_lower_is_two_things():
    # Of the control group 50 % left: 35 % are 15 points less, 42.5 % are 15 % less.
    points = kpi.retention_lift(counted((130, 200), (100, 200)), change="points")
    relative = kpi.retention_lift(counted((115, 200), (100, 200)), change="relative")
    assert points.figure.value == pytest.approx(0.15)
    assert relative.figure.value == pytest.approx(0.15)
    assert relative.lift.difference.value == pytest.approx(0.075)
    assert "15.0 percentage points" in points.statement()
    assert "relative reduction in churn of 15%" in relative.statement()
    assert "流失率相对降幅为 15%" in relative.statement("zh")


def test_less_churn_has_the_interval_of_the_ratio_of_those_who_left():
    found = kpi.retention_lift(counted((460, 500), (430, 480)), change="relative").figure
    lower, upper = confint_proportions_2indep(
        40, 500, 50, 480, compare="ratio", method="score", correction=False
    )
    assert (1 - found.upper, 1 - found.lower) == pytest.approx((lower, upper), abs=1e-4)


def test_nobody_who_left_is_no_relative_change():
    found = kpi.retention_lift(counted((10, 10), (10, 10)), change="relative")
    assert np.isnan(found.figure.value)
    assert found.band() == "unknown"
    assert "not known" in found.statement()


def test_adjusted_churn_is_that_of_the_outcome_turned_round():
    # Who left in the place of who stayed: the same customers, compared by the same method.
    read = people(900, randomised=False, effect=0.15, keep=["mood"])
    turned = lift.adjusted_retention(
        lift.experiment(
            pd.DataFrame(
                {
                    "customer_id": range(900),
                    "arm": np.array(read.arms)[read.arm],
                    "mood": read.column("mood"),
                }
            ),
            outcomes=pd.DataFrame({"customer_id": range(900), "retained": 1 - read.retained}),
            randomised=False,
            keep=["mood"],
        )
    )
    found = kpi.retention_lift(read, change="relative").figure
    ends = [1 - end for end in (turned.risk_ratio.value, turned.risk_ratio.upper)]
    assert (found.value, found.lower) == pytest.approx(ends, abs=2e-3)


def test_arms_that_were_not_random_are_adjusted_and_warned_of():
    found = kpi.retention_lift(people(900, randomised=False, keep=["mood"]), change="points")
    assert found.evidence == "adjusted observational"
    assert "not assigned at random" in found.notes[0].en
    assert found.trend() == ()
    random = kpi.retention_lift(people(900), change="points")
    assert random.evidence == "randomised"
    assert not any("not assigned at random" in note.en for note in random.notes)


def test_an_association_recovers_nothing_for_sure():
    kept = lift.retention_test(treated=(350, 500), control=(250, 500))
    found = kpi.retention_lift(kept, change="points", value_per_customer=2_000)
    assert found.money.evidence == "association only"
    assert "If the whole difference were the effect" in found.statement()
    assert "假如差异全部由联系造成" in found.statement("zh")


def test_recovered_revenue_is_that_of_the_article():
    found = kpi.retention_lift(
        counted(**ARTICLE), change="points", value_per_customer=2_000, cost=60_000, currency="CNY"
    )
    assert found.money.value == pytest.approx(200_000)
    assert (found.money.lower, found.money.upper) == pytest.approx((139_717, 258_221), abs=1)
    assert found.figures()["net"].value == pytest.approx(140_000)
    assert (found.money.currency, found.money.basis) == ("CNY", "revenue")


def test_periods_are_those_of_the_assignment():
    read = people(4_000, effect=0.2)
    found = kpi.retention_lift(read, change="points")
    starts = [str(it.start) for it in found.trend()]
    assert starts == ["2023-01-01", "2023-04-01", "2023-07-01", "2023-10-01"]
    assert sum(it.estimate.n for it in found.trend()) == found.figure.n == 4_000
    assert all(it.estimate.lower < 0.2 < it.estimate.upper for it in found.trend())
    first = found.to_frame().iloc[0]
    quarter = read.assigned < np.datetime64("2023-04-01")
    stayed, n = read.counts(quarter)
    assert first["change"] == pytest.approx(stayed[1] / n[1] - stayed[0] / n[0])


@pytest.mark.parametrize("window", ["6 months", "180 days"])
def test_another_window_than_asked_is_noted(window):
    orders = pd.DataFrame({"customer_id": [0, 1, 2, 3], "timestamp": "2023-02-01", "amount": 10.0})
    arms = pd.DataFrame({"customer_id": range(8), "arm": ["treated", "control"] * 4})
    arms["timestamp"] = "2023-01-02"
    asked = {"orders": orders, "randomised": True, "observation_end": "2023-12-31"}
    short = lift.retention(lift.experiment(arms, window="3 months", **asked))
    right = lift.retention(lift.experiment(arms, window=window, **asked))
    said = "not after 6 months"
    assert any(said in it.en for it in kpi.retention_lift(short, change="points").notes)
    assert not any(said in it.en for it in kpi.retention_lift(right, change="points").notes)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"change": "percent"}, "change == 'percent', must be one of 'points', 'relative'"),
        ({"change": "points", "outcome": "stay"}, "must be one of 'churn', 'repurchase'"),
        ({"change": "points", "bounds": (0, 15)}, "bounds == .*must be between -1 and 1"),
        ({"change": "points", "arm": "call"}, "already one of two arms"),
        ({"change": "points", "window": "soon"}, "window == 'soon'"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        kpi.retention_lift(counted(**ARTICLE), **asked)


def test_anything_but_a_lift_is_refused():
    with pytest.raises(ParameterError, match="lift == dict, must be what"):
        kpi.retention_lift({}, change="points")


def test_relative_churn_within_strata_is_refused():
    read = people(600, keep=["mood"])
    tiers = lift.experiment(
        pd.DataFrame(
            {
                "customer_id": range(600),
                "arm": np.array(read.arms)[read.arm],
                "tier": np.where(read.column("mood") < 0.5, "gold", "basic"),
            }
        ),
        outcomes=pd.DataFrame({"customer_id": range(600), "retained": read.retained}),
        randomised=True,
        keep=["tier"],
    )
    within = lift.retention(tiers, strata="tier")
    with pytest.raises(ParameterError, match='Pass change="points"'):
        kpi.retention_lift(within, change="relative")
    assert "among customers contacted is" in kpi.retention_lift(within, change="points").statement()
