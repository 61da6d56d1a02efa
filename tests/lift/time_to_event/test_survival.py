"""Months kept: trials with known answers, statsmodels, arithmetic by hand and simulation."""

import numpy as np
import pandas as pd
import pytest
from lung_data import MEN, WOMEN
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Estimate, Money

DAYS_PER_MONTH = 365.25 / 12
# Freireich et al. (1963), remission in weeks; a negative time ends the follow-up.
MERCAPTOPURINE = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32]
MERCAPTOPURINE += [-34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def compare(treated, control, **options):
    signed = np.concatenate([treated, control])
    arm = np.repeat([1, 0], [len(treated), len(control)])
    return lift.survival_test(np.abs(signed), signed > 0, arm, **options, randomised=True)


def test_the_leukaemia_trial():
    found = compare(MERCAPTOPURINE, PLACEBO, unit="week")
    assert found.log_rank == pytest.approx(16.792941, abs=5e-7)
    # Medians of 23 and 8 weeks: Gehan (1965), Biometrika 52, and every program since.
    medians = [arm.median.value * DAYS_PER_MONTH / 7 for arm in (found.treated, found.control)]
    assert medians == pytest.approx([23, 8])
    # R, survfit(conf.type = "log-log"): 13 to NA, and 4 to 11.
    assert found.treated.median.lower * DAYS_PER_MONTH / 7 == pytest.approx(13)
    assert found.treated.median.upper == float("inf")
    control = found.control.median
    assert np.array([control.lower, control.upper]) * DAYS_PER_MONTH / 7 == pytest.approx([4, 11])


def test_months_of_the_lung_trial():
    found = compare(WOMEN, MEN, unit="day", horizon="965 days")
    in_days = {name: arm.months for name, arm in (("w", found.treated), ("m", found.control))}
    assert in_days["m"].value * DAYS_PER_MONTH == pytest.approx(324.0484, abs=5e-5)
    assert in_days["w"].value * DAYS_PER_MONTH == pytest.approx(455.9041, abs=5e-5)
    kept = found.months_kept
    assert kept.value * DAYS_PER_MONTH == pytest.approx(131.8557, abs=5e-5)
    error = (kept.upper - kept.lower) / 2 / stats.norm.ppf(0.975)
    assert error * DAYS_PER_MONTH == pytest.approx(39.7587, abs=5e-5)
    assert found.p_value == pytest.approx(0.00091186, abs=5e-9)
    assert found.log_rank == pytest.approx(10.326742, abs=5e-7)


def simulated(seed, n=400):
    rng = np.random.default_rng(seed)
    treated, stratum = rng.random(n) < 0.6, rng.integers(0, 3, n)
    time = np.ceil(rng.exponential(np.where(treated, 12, 8) + 4 * stratum))
    end = np.ceil(rng.uniform(2, 20, n))
    return np.minimum(time, end), time <= end, treated, stratum


@pytest.mark.parametrize("seed", [1, 2])
def test_shares_and_log_rank_agree_with_statsmodels(seed):
    time, happened, treated, stratum = simulated(seed)
    found = lift.survival_test(
        time, happened, treated, unit="month", horizon="12 months", randomised=True
    )
    values, errors = [], []
    for arm in (treated, ~treated):
        curve = SurvfuncRight(time[arm], happened[arm].astype(int))
        place = np.searchsorted(curve.surv_times, 12, side="right") - 1
        values.append(curve.surv_prob[place])
        errors.append(curve.surv_prob_se[place])
    arms = found.treated.share, found.control.share
    assert [share.value for share in arms] == pytest.approx(values)
    ends = []
    for s, se in zip(values, errors, strict=True):  # log(-log S), by the delta method
        reach = np.exp(stats.norm.ppf(0.975) * se / s / abs(np.log(s)))
        ends.append((s**reach, s ** (1 / reach)))
    assert [(share.lower, share.upper) for share in arms] == [pytest.approx(e) for e in ends]
    # MOVER, from Zou and Donner (2008), written out.
    (low1, high1), (low0, high0) = ends
    difference = values[0] - values[1]
    assert found.difference_in_share.value == pytest.approx(difference)
    down, up = (
        np.hypot(values[0] - low1, high0 - values[1]),
        np.hypot(high1 - values[0], values[1] - low0),
    )
    assert (found.difference_in_share.lower, found.difference_in_share.upper) == pytest.approx(
        (difference - down, difference + up)
    )
    expected = survdiff(time, happened.astype(int), treated)
    assert (found.log_rank, found.log_rank_p) == pytest.approx(expected)
    within = lift.survival_test(
        time, happened, treated, strata=stratum, unit="month", horizon="12 months", randomised=True
    )
    expected = survdiff(time, happened.astype(int), treated, strata=stratum)
    assert (within.log_rank, within.log_rank_p) == pytest.approx(expected)


def test_strata_are_compared_within():
    # All of stratum a stay 6 months, all of b leave after 2, and a is mostly treated.
    months = [6] * 30 + [2] * 10 + [6] * 10 + [2] * 30
    happened = [m == 2 for m in months]
    treated = [1] * 40 + [0] * 40
    strata = ["a"] * 30 + ["b"] * 10 + ["a"] * 10 + ["b"] * 30
    options = {"unit": "month", "horizon": "6 months"}
    plain = lift.survival_test(months, happened, treated, **options, randomised=True)
    assert plain.months_kept.value == pytest.approx((30 * 6 + 10 * 2 - 10 * 6 - 30 * 2) / 40)
    within = lift.survival_test(
        months, happened, treated, strata=strata, **options, randomised=True
    )
    assert within.difference_in_months.value == within.difference_in_share.value == pytest.approx(0)
    alone = lift.survival_test(
        [*months, 3],
        [*happened, 1],
        [*treated, 1],
        strata=[*strata, "c"],
        **options,
        randomised=True,
    )
    assert alone.difference_in_months.value == pytest.approx(0)
    assert any(note.count == 1 and "only one arm" in note.en for note in alone.notes)


def test_staggered_assignment_is_covered_and_the_naive_share_is_not():
    # Leaving is exponential with means of 15 and 10 months; six in ten were assigned too lately.
    rng = np.random.default_rng(8)
    tau, means, n, runs, held = 6.0, (15.0, 10.0), 300, 300, 0
    truth = np.subtract(*(m * (1 - np.exp(-tau / m)) for m in means))
    shares = np.exp(-tau / np.array(means))
    naive = []
    for _ in range(runs):
        treated = rng.random(n) < 0.7
        time = rng.exponential(np.where(treated, *means))
        end = rng.uniform(0, 10, n)
        found = lift.survival_test(
            np.minimum(time, end),
            time <= end,
            treated,
            unit="month",
            horizon="6 months",
            level=0.9,
            randomised=True,
        )
        held += found.difference_in_months.lower <= truth <= found.difference_in_months.upper
        stayed = time > end  # "still there", taken as retained
        naive.append(stayed[treated].mean() - stayed[~treated].mean())
    assert stats.binom.ppf(0.001, runs, 0.9) <= held <= stats.binom.ppf(0.999, runs, 0.9)
    error = np.std(naive) / np.sqrt(runs)
    assert abs(np.mean(naive) - (shares[0] - shares[1])) > 5 * error


def test_the_share_at_the_horizon_is_not_biased():
    rng = np.random.default_rng(9)
    differences = []
    for _ in range(200):
        treated = np.arange(400) % 2 == 0
        time, end = rng.exponential(np.where(treated, 15, 10)), rng.uniform(0, 10, 400)
        found = lift.survival_test(
            np.minimum(time, end),
            time <= end,
            treated,
            unit="month",
            horizon="6 months",
            randomised=True,
        )
        differences.append(found.difference_in_share.value)
    truth = np.exp(-6 / 15) - np.exp(-6 / 10)
    assert abs(np.mean(differences) - truth) < 4 * np.std(differences) / np.sqrt(200)


def customers(n=8, **columns):
    arm = ["treated"] * (n // 2) + ["control"] * (n - n // 2)
    return pd.DataFrame({"customer_id": range(n), "arm": arm, **columns})


def test_an_experiment_of_orders_waits_for_the_first_order():
    start = pd.Timestamp("2024-01-01")
    people = customers(6, timestamp=start)
    orders = pd.DataFrame(
        {
            "customer_id": [0, 0, 1, 3, 5],
            "timestamp": [start + pd.Timedelta(days=d) for d in (10, 12, 20, 40, -5)],
            "amount": 1.0,
        }
    )
    trial = lift.experiment(
        people,
        orders=orders,
        window="50 days",
        observation_end="2024-02-29",
        currency="EUR",
        randomised=True,
    )
    assert trial.event == "order"
    found = lift.survival(trial)
    # Days without an order of the 50: 10, 20, 50 of the treated; 40, 50, 50 of the control.
    sooner = found.months_sooner
    assert sooner.value * DAYS_PER_MONTH == pytest.approx((40 + 50 + 50 - 10 - 20 - 50) / 3)
    assert (sooner.lower, sooner.upper) == (
        -found.difference_in_months.upper,
        -found.difference_in_months.lower,
    )
    assert found.share_back.value == pytest.approx(1 / 3)
    assert "ordered again" in found.statement()
    assert "ordered again 0.66 months sooner on average" in found.statement()
    assert list(found.figures())[-2:] == ["share back", "months sooner"]
    assert "kept" not in str(found)
    assert found.statement("zh").startswith("50 天内，实验组有 66.7% 再次下单")
    for refused in (lambda: found.months_kept, lambda: found.money(80)):
        with pytest.raises(ParameterError, match="here it is the first order"):
            refused()


def test_an_experiment_of_durations_waits_for_leaving():
    days = [20, 40, 60, 60, 10, 20, 30, 15]
    left = [1, 1, 0, 0, 1, 1, 1, 0]
    outcomes = pd.DataFrame({"customer_id": range(8), "days": days, "gone": left})
    trial = lift.experiment(
        customers(),
        outcomes=outcomes,
        duration="days",
        left="gone",
        window="30 days",
        randomised=True,
    )
    assert trial.event == "leaving"
    # The last was only followed for 15 days: how long the others could have been is not known.
    assert np.isnan(trial.retained).all()
    through = lift.experiment(
        customers(),
        outcomes=outcomes.iloc[:7],
        duration="days",
        left="gone",
        window="30 days",
        randomised=True,
    )
    # Left by day 30: 0; there on day 30 or later: 1.
    assert through.retained.tolist()[:7] == [0, 1, 1, 1, 0, 0, 0]
    assert trial.window.en == "still a customer 30 days after the assignment"
    found = lift.survival(trial)
    assert found.horizon == pytest.approx(30 / DAYS_PER_MONTH)
    # Treated: 20 and three times 30. Control: of 4 one leaves on day 10, of the 2 left after day 15
    # one on day 20, the last on day 30: 10 + 3/4 * 10 + 3/8 * 10.
    expected = (20 + 90) / 4 - (10 + 7.5 + 3.75)
    assert found.months_kept.value * DAYS_PER_MONTH == pytest.approx(expected)
    assert not any("neither as staying" in note.en for note in found.notes)
    assert any(note.count == 1 and "has not been followed for" in note.en for note in found.notes)
    for refused in (lambda: found.months_sooner, lambda: found.share_back):
        with pytest.raises(ParameterError, match="here it is leaving"):
            refused()


def test_durations_beside_who_stayed():
    outcomes = pd.DataFrame(
        {
            "customer_id": range(7),
            "retained": [1] * 4 + [0] * 3,
            "days": 9.0,
            "left": [0] * 4 + [1] * 3,
        }
    )
    columns = {"duration": "days", "left": "left"}
    trial = lift.experiment(customers(), outcomes=outcomes, **columns, randomised=True)
    assert trial.counts()[0].tolist() == [0, 4]
    assert lift.survival(trial).treated.n == 4
    assert lift.survival(trial).control.n == 3
    assert any(
        "The table of outcomes has no row for" in note.en for note in lift.survival(trial).notes
    )
    gaps = outcomes.assign(days=[9.0] * 6 + [None])
    trial = lift.experiment(customers(), outcomes=gaps, **columns, randomised=True)
    assert any(n.count == 1 and "lack a duration" in n.en for n in trial.notes)
    assert lift.survival(trial).control.n == 2
    with pytest.raises(DataError, match=r"'retained': 3 rows are 0 \(left\) where column 'left'"):
        lift.experiment(customers(), outcomes=outcomes.assign(left=0), **columns, randomised=True)
    with pytest.raises(DataError, match="'days': 1 row below 0 or infinite, such as -1"):
        lift.experiment(
            customers(), outcomes=outcomes.assign(days=[-1] + [9] * 6), **columns, randomised=True
        )
    with pytest.raises(DataError, match="'left': 7 rows neither 0 nor 1, such as 2"):
        lift.experiment(customers(), outcomes=outcomes.assign(left=2), **columns, randomised=True)
    with pytest.raises(ParameterError, match="pass both columns"):
        lift.experiment(customers(), outcomes=outcomes, duration="days", randomised=True)
    with pytest.raises(ParameterError, match="belong to outcomes="):
        lift.experiment(customers(), orders=outcomes, **columns, randomised=True)


def test_one_of_several_arms_and_strata_of_an_experiment():
    people = pd.DataFrame(
        {"customer_id": range(60), "arm": ["call", "mail", "control"] * 20, "plan": ["a", "b"] * 30}
    )
    outcomes = pd.DataFrame(
        {"customer_id": range(60), "days": np.arange(60) + 1.0, "left": [1, 1, 1, 0] * 15}
    )
    trial = lift.experiment(
        people, outcomes=outcomes, duration="days", left="left", keep=["plan"], randomised=False
    )
    found = lift.survival(trial, arm="mail", strata="plan")
    assert found.strata == "plan"
    assert found.treated.n + found.control.n == 40
    assert found.evidence == "association only"
    assert any("Without random assignment" in note.en for note in found.notes)
    expected = survdiff(
        outcomes["days"][people["arm"] != "call"],
        outcomes["left"][people["arm"] != "call"],
        people["arm"][people["arm"] != "call"],
        strata=people["plan"][people["arm"] != "call"],
    )
    assert found.log_rank == pytest.approx(expected[0])
    with pytest.raises(ParameterError, match="there are several"):
        lift.survival(trial)


def kept(*, randomised=True, **options):
    return lift.survival_test(
        [2, 4, 6, 6, 1, 2, 3, 6],
        [1, 1, 0, 0, 1, 1, 1, 0],
        [1, 1, 1, 1, 0, 0, 0, 0],
        unit="month",
        horizon="6 months",
        randomised=randomised,
        **options,
    )


def test_money_is_months_times_customers_times_value():
    found = kept()
    months = found.months_kept
    down, half = months.value - months.lower, months.upper - months.value
    # The variances of 2, 4, 6, 6 and of 1, 2, 3, 6 are 2.75 and 3.5, without a correction: of four
    # customers each the normal interval is too narrow, and none leaves what 6 months allow.
    by_normal = stats.norm.ppf(0.975) * np.sqrt((2.75 + 3.5) / 4)
    assert by_normal < down < 6 + 1.5
    assert by_normal < half < 6 - 1.5
    money = found.money(80, population=1000, currency="EUR", basis="margin")
    assert isinstance(money, Money)
    assert (money.value, money.lower, money.upper) == pytest.approx(
        (120_000, 80_000 * (1.5 - down), 80_000 * (1.5 + half))
    )
    assert (money.currency, money.basis, money.evidence) == ("EUR", "margin", "randomised")
    assert found.money(80).basis == "revenue"
    assert found.money(80).value == pytest.approx(4 * 1.5 * 80)
    worth = Estimate(value=80.0, lower=60.0, upper=100.0, level=0.95, method="-", n=50)
    carried = found.money(worth, population=1)
    # MOVER of a product: the reach of each, times the other.
    assert carried.upper - carried.value == pytest.approx(np.hypot(80 * half, 1.5 * 20))
    assert carried.lower < 80 * (1.5 - down)
    with pytest.raises(DataError, match="currency must be one"):
        found.money(money, currency="USD")
    with pytest.raises(ParameterError, match="must be a number"):
        found.money([80, 90])
    with pytest.raises(ParameterError, match="population == 0"):
        found.money(80, population=0)
    with pytest.raises(ParameterError, match="basis == 'profit'"):
        found.money(80, basis="profit")
    assert kept(randomised=False).money(80).evidence == "association only"


def test_months_kept_go_into_the_money_of_the_lift():
    found = kept()
    whole = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    money = whole.money(2_000, realised=found.money(80, population=1))
    assert money.realised.value == pytest.approx(500 * 1.5 * 80)


def test_what_it_says():
    found = kept()
    assert found.statement("zh") == (
        "6 个月后，实验组的留存率为 50.0%，对照组为 25.0%，相差 +25.0 个百分点"
        "（95% 置信区间 -35.7 至 +67.1）。这 6 个月内，实验组客户平均多留存 1.50 个月"
        "（95% 置信区间：从少留存 2.78 个月到多留存 4.85 个月；随机实验）。"
        "样本未显示两组的月数有差异。"
    )
    assert list(found.figures())[-2:] == ["difference in share", "months kept"]
    assert "no proportional hazards" in str(found)
    frame = found.to_frame()
    assert frame["arm"].unique().tolist() == ["treated", "control"]
    control = frame[frame["arm"] == "control"]
    assert control["share"].tolist() == pytest.approx([0.75, 0.5, 0.25, 0.25])
    assert control["at_risk"].tolist() == [4, 3, 2, 1]
    told = found.to_dict()
    assert told["difference_in_months"]["value"] == 1.5
    assert told["control"]["events"] == 3
    assert "curve" not in told["control"]


def test_nobody_left_in_one_arm():
    found = compare([-6] * 20, [2] * 5 + [-6] * 15, unit="month")
    # Wilson's interval of 20 of 20, by hand: 1 / (1 + z^2 / n).
    assert found.treated.share.lower == pytest.approx(1 / (1 + stats.norm.ppf(0.975) ** 2 / 20))
    assert found.treated.share.upper == 1
    assert np.isfinite([found.difference_in_share.lower, found.difference_in_share.upper]).all()
    assert found.treated.median is None
    assert any(n.count == 20 and "had no event up to" in n.en for n in found.notes)
    assert not any("had no event up to" in n.en for n in kept().notes)


def test_everybody_left_in_one_arm():
    found = compare([1, 2, 3] * 5, [-2, 4, -9] * 5, unit="month", horizon="9 months")
    assert found.treated.share.value == 0
    assert found.treated.months.value == pytest.approx(2)
    assert found.difference_in_share.lower > -1
    assert any(note.en.startswith("Only 5 customers") for note in found.notes)


@pytest.mark.parametrize(
    ("error", "message", "treated", "control", "options"),
    [
        (DataError, "none of the 6 customers had the event", [-3] * 3, [-3] * 3, {}),
        (DataError, "nobody is in the arm 'control'", [1, -3], [], {}),
        (DataError, "nobody is in the arm 'treated'", [], [1, -3], {}),
        (
            ParameterError,
            "horizon == '4 months', must be at most 3 months, the longest .* in the arm 'treated'",
            [1, -3],
            [1, -5],
            {"horizon": "4 months"},
        ),
        (
            ParameterError,
            "at most 2 months, the longest follow-up in the arm 'control' of stratum 'b'",
            [1, -5, -5],
            [1, -5, -2],
            {"horizon": "4 months", "strata": ["a", "a", "b", "a", "a", "b"]},
        ),
        (DataError, "no stratum has both arms", [1, 2], [3, 4], {"strata": [1, 1, 0, 0]}),
        (DataError, "1 customers have no stratum", [1], [3], {"strata": ["a", None]}),
        (ParameterError, "strata", [1, 2], [3, 4], {"strata": [1, 0]}),
        (ParameterError, "unit == 'moon'", [1, -3], [1, -3], {"unit": "moon"}),
        (ParameterError, "event == 'death'", [1, -3], [1, -3], {"event": "death"}),
        (ParameterError, "level == 95", [1, -3], [1, -3], {"level": 95}),
        (DataError, "followed for any time", [0, 0], [0, 0], {}),
    ],
)
def test_what_is_refused(error, message, treated, control, options):
    with pytest.raises(error, match=message):
        compare(treated, control, **{"unit": "month", **options})


def test_bad_arrays_are_refused():
    with pytest.raises(ParameterError, match="neither 0 nor 1"):
        lift.survival_test([1, 2], [1, 2], [1, 0], unit="month", randomised=True)
    with pytest.raises(DataError, match="1 customers have a duration below 0"):
        lift.survival_test([1, -2], [1, 1], [1, 0], unit="day", randomised=True)
    with pytest.raises(ParameterError, match="one number per customer"):
        lift.survival_test([1, 2, 3], [1, 0], [1, 0], unit="month", randomised=True)
    trial = lift.experiment(
        customers(),
        outcomes=pd.DataFrame({"customer_id": range(8), "retained": [1, 0] * 4}),
        randomised=True,
    )
    assert trial.event is None
    with pytest.raises(DataError, match="says who stayed, but not for how long"):
        lift.survival(trial)
