"""Looking early: false alarms by simulation, looks by hand, and the interval for one look."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError

DESIGN = {"treated_share": 0.5, "n_planned": 800}


def counted(arm, stayed, every):
    columns = (arm & stayed, arm, ~arm & stayed, ~arm)
    kept, n, kept0, n0 = (np.cumsum(x)[every - 1 :: every] for x in columns)
    return {"treated": (kept, n), "control": (kept0, n0)}


def looks(**options):
    return lift.always_valid_test(
        treated=([90, 180, 360], [100, 200, 400]),
        control=([70, 140, 280], [100, 200, 400]),
        **{**DESIGN, "randomised": True, **options},
    )


def test_false_alarms_of_peeking():
    # 80 experiments without an effect, looked at 40 times: the ordinary interval leaves 0 out at
    # some look far more often than one time in 20, the other one does not.
    rng = np.random.default_rng(5)
    alarms = peeked = 0
    for _ in range(80):
        arm, stayed = rng.random(1000) < 0.5, rng.random(1000) < 0.6
        found = lift.always_valid_test(
            **counted(arm, stayed, 25), treated_share=0.5, n_planned=1000, randomised=True
        )
        alarms += found.shown
        peeked += bool(((found.fixed_lower > 0) | (found.fixed_upper < 0)).any())
    assert alarms <= stats.binom.ppf(0.999, 80, 0.05)
    assert peeked > stats.binom.ppf(0.999, 80, 0.05)


def test_a_true_difference_is_shown_and_stays_inside():
    rng = np.random.default_rng(6)
    held = 0
    for _ in range(30):
        arm = rng.random(1500) < 0.7
        stayed = rng.random(1500) < np.where(arm, 0.85, 0.65)
        found = lift.always_valid_test(
            **counted(arm, stayed, 50), treated_share=0.7, n_planned=1500, randomised=True
        )
        assert found.shown
        held += bool(np.all((found.lower <= 0.2) & (found.upper >= 0.2)))
    assert held >= stats.binom.ppf(0.001, 30, 0.95)


def test_looks_by_hand():
    found = looks()
    assert found.n.tolist() == [200, 400, 800]
    assert found.differences.tolist() == pytest.approx([0.2] * 3)
    assert found.at.tolist() == [1, 2, 3]
    assert np.all(np.diff(found.lower) >= 0)
    assert np.all(np.diff(found.upper) <= 0)
    expected = confint_proportions_2indep(360, 400, 280, 400, method="newcomb")
    assert (found.fixed.lower, found.fixed.upper) == pytest.approx(expected)
    assert found.difference.lower < found.fixed.lower < found.fixed.upper < found.difference.upper
    # The first look whose evidence so far has reached 1 / alpha.
    reached = np.maximum.accumulate(found.e_values) >= 20
    assert found.first_shown == int(np.argmax(reached)) == 1
    assert found.p_values.tolist() == pytest.approx(
        np.minimum(1, 1 / np.maximum.accumulate(found.e_values)).tolist()
    )


def test_what_it_says():
    found = looks(at=["2024-01-01", "2024-02-01", "2024-03-01"])
    ends = [f"{100 * end[-1]:+.1f}" for end in (found.lower, found.upper)]
    assert found.statement() == (
        "After 3 looks, with 800 customers so far, 90.0% of the treated customers had stayed, "
        "against 70.0% of the control group: a difference of +20.0 percentage points (95% "
        f"interval: {ends[0]} to {ends[1]}). This interval is valid however often you look. An "
        "effect was first shown on 1 February 2024, with 400 customers (randomised)."
    )
    assert found.statement("zh") == (
        "经 3 次查看，累计 800 位客户：实验组留存率为 90.0%，对照组为 70.0%，相差 +20.0 个百分点"
        f"（95% 置信区间 {ends[0]} 至 {ends[1]}）。无论查看多少次，该区间均有效。"
        "2024年2月1日首次显示效果，当时累计 400 位客户（随机实验）。"
    )
    assert found.figures() == {"difference": found.difference, "for one planned look": found.fixed}
    assert "valid for one planned look only" in str(found)
    assert found.notes == ()
    frame = found.to_frame()
    assert frame["n_treated"].tolist() == [100, 200, 400]
    assert found.to_dict()["first_shown_at"].startswith("2024-02-01")
    early = lift.always_valid_test(
        treated=([9], [10]), control=([7], [10]), **DESIGN, randomised=True
    )
    assert early.first_shown is None
    assert "No effect has been shown so far; you may keep looking" in early.statement()
    assert "尚未显示效果" in early.statement("zh")
    assert early.to_dict()["first_shown_at"] is None


def test_a_design_that_was_not_said_is_noted():
    found = looks(treated_share=None, n_planned=None, randomised=False)
    assert (found.treated_share, found.n_planned) == (0.5, 800)
    assert found.evidence == "association only"
    assert "A difference was first shown at look 2" in found.statement()
    assert "an association, not the effect of contacting them" in found.statement()
    assert "第 2 次查看时首次显示差异" in found.statement("zh")
    told = " ".join(note.en for note in found.notes)
    assert "treated_share (0.5) was taken from the data" in told
    assert "n_planned (800) was taken from the data" in told
    assert "Without random assignment" in told


def test_a_difference_that_turns_round_is_noted():
    found = lift.always_valid_test(
        treated=([400, 400], [400, 4000]),
        control=([200, 3800], [400, 4000]),
        treated_share=0.5,
        n_planned=8000,
        randomised=True,
    )
    assert any("changed over time" in note.en for note in found.notes)


def test_an_arm_may_come_in_later():
    found = lift.always_valid_test(
        treated=([9, 90], [10, 100]), control=([0, 70], [0, 100]), **DESIGN, randomised=True
    )
    assert np.isnan(found.differences[0])
    assert np.isnan(found.fixed_lower[0])
    assert np.isfinite(found.lower).all()


def people(n, start="2024-01-01", freq="D"):
    return pd.DataFrame(
        {
            "customer_id": range(n),
            "arm": ["treated", "control"] * (n // 2),
            "timestamp": pd.date_range(start, periods=n, freq=freq),
        }
    )


def test_an_experiment_of_orders_is_looked_at_as_windows_close():
    table = people(40)
    orders = pd.DataFrame(
        {
            "customer_id": range(0, 40, 2),
            "timestamp": table["timestamp"][::2] + pd.Timedelta(days=1),
            "amount": 1.0,
        }
    )
    trial = lift.experiment(
        table, orders=orders, window="10 days", observation_end="2024-01-31", randomised=True
    )
    found = lift.always_valid(trial, every="1 day", **DESIGN)
    # Assigned on 1 to 22 January and known 10 days later, up to the end of the 31st.
    assert found.n.tolist() == list(range(1, 23))
    assert next(iter(found.at)) == np.datetime64("2024-01-12")
    assert found.treated.tolist() == [(i + 1) // 2 for i in range(1, 23)]
    assert found.control.tolist() == [0] * 22
    assert found.window.en == "an order within 10 days of the assignment"
    weekly = lift.always_valid(trial, every="1 week", **DESIGN)
    assert weekly.n.tolist() == [7, 14, 21, 22]
    assert weekly.treated.tolist() == found.treated[[6, 13, 20, 21]].tolist()
    assert any("is not over" in note.en for note in found.notes)
    inferred = lift.always_valid(trial)
    assert (inferred.treated_share, inferred.n_planned) == (0.5, 40)


def test_an_experiment_of_outcomes_is_looked_at_by_assignment():
    table = people(48, freq="h")
    stayed = table[["customer_id"]].assign(retained=[1, 0] * 24)
    found = lift.always_valid(
        lift.experiment(table, outcomes=stayed, randomised=True), every="12 hours", **DESIGN
    )
    assert found.n.tolist() == [12, 24, 36, 48]
    assert any("at the time of their assignment" in note.en for note in found.notes)


def test_an_experiment_without_moments_is_refused():
    table = people(8)
    stayed = table[["customer_id"]].assign(retained=[1, 0] * 4)
    trial = lift.experiment(table.drop(columns="timestamp"), outcomes=stayed, randomised=True)
    with pytest.raises(DataError, match="has no times of assignment"):
        lift.always_valid(trial)
    gap = table.assign(timestamp=[None, *table["timestamp"][1:]])
    with pytest.raises(DataError, match="1 customers have no time of assignment"):
        lift.always_valid(lift.experiment(gap, outcomes=stayed, randomised=True))
    days = stayed[["customer_id"]].assign(days=3.0, left=0)
    trial = lift.experiment(table, outcomes=days, duration="days", left="left", randomised=True)
    with pytest.raises(DataError, match="nobody has been followed"):
        lift.always_valid(trial)


@pytest.mark.parametrize(
    ("error", "message", "options"),
    [
        (ParameterError, "must be a pair of arrays", {"treated": [1, 2, 3]}),
        (ParameterError, "one number per look in both", {"treated": ([1, 2], [1])}),
        (DataError, "more retained than assigned at 1 looks", {"treated": ([9, 9, 9], [8, 9, 10])}),
        (DataError, "falls at 1 looks", {"control": ([7, 6, 8], [10, 20, 30])}),
        (DataError, "nobody is in the arm 'control'", {"control": ([0, 0, 0], [0, 0, 0])}),
        (ParameterError, "treated_share == 1.5", {"treated_share": 1.5}),
        (ParameterError, "n_planned == 0", {"n_planned": 0}),
        (ParameterError, "level == 95", {"level": 95}),
        (ParameterError, "at must hold moments", {"at": ["first", "second", "third"]}),
        (ParameterError, "one moment for each look", {"at": ["2024-01-01"]}),
        (ParameterError, "must ascend", {"at": ["2024-01-02", "2024-01-01", "2024-01-03"]}),
    ],
)
def test_what_is_refused(error, message, options):
    given = {
        "treated": ([90, 180, 360], [100, 200, 400]),
        "control": ([70, 140, 280], [100, 200, 400]),
        **DESIGN,
        **options,
    }
    with pytest.raises(error, match=message):
        lift.always_valid_test(**given, randomised=True)
