"""Adjusted retention: simulated truth, arithmetic by hand, and what cannot be adjusted for."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy.special import expit

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.tongues import TONGUES

EFFECT = 0.15


def simulated(seed, n=1_000, *, randomised=False, effect=EFFECT):
    """Return who was contacted, what is known of them, and who stayed.

    Those about to leave are contacted first, unless lots are drawn.
    """
    rng = np.random.default_rng(seed)
    risk = rng.normal(size=n)
    plan = rng.choice(["basic", "plus", "pro"], n)
    pull = np.zeros(n) if randomised else 0.9 * risk - 0.4 * (plan == "pro")
    contacted = rng.random(n) < expit(pull)
    stays = np.clip(0.55 - 0.16 * risk + 0.05 * (plan == "pro") + effect * contacted, 0.0, 1.0)
    people = pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "arm": np.where(contacted, "treated", "control"),
            "silent_days": np.exp(risk),
            "plan": plan,
        }
    )
    stayed = pd.DataFrame({"customer_id": np.arange(n), "retained": 1 * (rng.random(n) < stays)})
    return people, stayed


def read(people, stayed, *, randomised=False, keep=("silent_days", "plan")):
    return lift.experiment(people, outcomes=stayed, randomised=randomised, keep=list(keep))


@pytest.fixture(scope="module")
def contacted():
    return read(*simulated(1))


def holds(estimate, truth):
    return estimate.lower <= truth <= estimate.upper


@pytest.mark.parametrize("target", ["treated", "all"])
def test_intervals_hold_the_truth_where_the_raw_difference_does_not(target):
    # Some customers would stay in any case, which moves the truth by .003.
    found = [lift.adjusted_retention(read(*simulated(s)), target=target) for s in range(100, 150)]
    hits = sum(holds(it.difference, EFFECT) for it in found)
    assert hits >= 42  # binomial bound at one in a thousand
    assert sum(holds(it.unadjusted, EFFECT) for it in found) <= 3
    assert np.mean([it.difference.value for it in found]) == pytest.approx(EFFECT, abs=0.015)


def test_the_raw_difference_can_have_the_wrong_sign():
    found = lift.adjusted_retention(read(*simulated(2, 20_000, effect=0.08)))
    assert found.unadjusted.upper < 0 < found.difference.lower
    assert holds(found.difference, 0.08)


def two_moods():
    """Return an experiment of 30 of 60 angry contacted who stay, 4 of 20 others; calm 18, 48."""
    people = pd.DataFrame(
        {
            "customer_id": range(160),
            "arm": np.repeat(["treated", "control"] * 2, [60, 20, 20, 60]),
            "mood": np.repeat(["angry", "calm"], 80),
        }
    )
    sizes = [30, 30, 4, 16, 18, 2, 48, 12]
    stayed = pd.DataFrame({"customer_id": range(160), "retained": np.repeat([1, 0] * 4, sizes)})
    return read(people, stayed, keep=["mood"])


def test_of_two_moods_it_is_arithmetic_by_hand():
    found = lift.adjusted_retention(two_moods())
    assert found.contacted.value == pytest.approx(48 / 80)
    assert found.left_alone.value == pytest.approx((60 * 0.2 + 20 * 0.8) / 80)
    assert found.difference.value == pytest.approx(0.25)
    assert found.risk_ratio.value == pytest.approx(0.60 / 0.35)
    assert found.relative.value == pytest.approx(0.60 / 0.35 - 1)
    assert found.retained.value == pytest.approx(20)
    assert found.unadjusted.value == pytest.approx(48 / 80 - 52 / 80)
    everybody = lift.adjusted_retention(two_moods(), target="all")
    assert everybody.difference.value == pytest.approx((0.3 + 0.1) / 2)


def test_what_it_says_of_itself(contacted):
    found = lift.adjusted_retention(contacted)
    assert found.evidence == "adjusted observational"
    assert not found.from_counts
    assert found.covariates == ("silent_days", "plan")
    assert found.treated.n + found.control.n == found.difference.n == 1_000
    assert found.retained.value == pytest.approx(found.difference.value * found.treated.n)
    assert found.shown == (found.difference.lower > 0)
    assert found.balance.overlaps
    assert found.balance.imbalance[0] < 0.25 * found.balance.imbalance_before[0]
    assert "stayed if left alone" in set(found.to_frame()["quantity"])
    assert found.to_dict()["balance"]["n_treated"] == found.treated.n


def test_the_p_value_is_that_of_the_interval(contacted):
    found = lift.adjusted_retention(contacted)
    at_p = lift.adjusted_retention(contacted, level=1 - found.p_value)
    assert at_p.difference.lower == pytest.approx(0, abs=1e-6)


def test_the_e_value_is_that_of_the_ratio(contacted):
    # VanderWeele and Ding (2017): RR + sqrt(RR (RR - 1)).
    found = lift.adjusted_retention(contacted)
    for ratio, expected in (
        (found.risk_ratio.value, found.e_value),
        (found.risk_ratio.lower, found.e_value_limit),
    ):
        assert expected == pytest.approx(ratio + np.sqrt(ratio * (ratio - 1)))
    assert f"{found.e_value:.1f}" in found.statement()
    assert f"{found.e_value:.1f}" in found.statement("zh")


def test_where_nothing_is_shown_nothing_is_to_be_explained():
    found = lift.adjusted_retention(read(*simulated(3, effect=0.0)))
    assert found.e_value_limit == 1.0
    assert "does not show an effect" in found.statement()
    assert "explain" not in found.statement()


def test_a_random_experiment_is_sharpened_and_keeps_its_grade():
    ratios = []
    for seed in range(10):
        experiment = read(*simulated(seed, randomised=True), randomised=True)
        plain = lift.retention(experiment).difference
        found = lift.adjusted_retention(experiment)
        assert found.evidence == "randomised"
        assert found.e_value is None
        assert "not assigned at random" not in found.statement()
        ratios.append(
            (found.difference.upper - found.difference.lower) / (plain.upper - plain.lower)
        )
    # Risk explains a tenth of the variance of staying, the error falls by about a twentieth.
    assert np.mean(ratios) < 0.97


def test_the_lift_goes_on_to_money_and_pictures(contacted):
    found = lift.adjusted_retention(contacted)
    money = found.money(2_000, cost=10_000)
    assert money.net.evidence == "adjusted observational"
    assert money.net.value == pytest.approx(2_000 * found.retained.value - 10_000)
    assert lift.plots.forest({"adjusted": found}) is not None


def test_statements():
    lifted = lift.adjusted_retention(two_moods())
    assert lifted.statement() == (
        "60.0% of the 80 customers contacted stayed. Compared with similar customers, adjusting "
        "for 1 covariate, an estimated 35.0% would have stayed without contact: a difference of "
        "+25.0 percentage points (95% interval: +7.6 to +42.4). That is 20 of 80 customers "
        "contacted kept who would "
        "otherwise have left (95% interval: 6 to 34; adjusted observational). Without adjustment, "
        "the arms differ by -5.0 percentage points. Customers were not assigned at random: an "
        "unmeasured factor associated with both contact and staying by a risk ratio of 2.8 each "
        "could explain the difference away, and one of 1.4 would bring 0 into the interval."
    )
    assert lifted.statement("zh") == (
        "80 位被联系客户的留存率为 60.0%；与相似客户比较（按 1 项协变量调整），"
        "若未联系，留存率估计为 35.0%，相差 +25.0 个百分点（95% 置信区间 +7.6 至 +42.4）。"
        "相当于 80 位被联系客户中多留住 20 位（95% 置信区间 6 至 34；调整后的观察数据）。"
        "未经调整，两组相差 -5.0 个百分点。客户并非随机分组："
        "若某个未观测因素与联系、与留存的风险比各达 2.8，即可完全解释这一差异；"
        "各达 1.4，区间即包含 0。"
    )
    everybody = lift.adjusted_retention(two_moods(), target="all")
    assert everybody.statement().startswith(
        "Compared with similar customers and adjusting for 1 covariate, an estimated 70.0% of all "
        "160 customers would stay if all were contacted and 50.0% if none were: a difference of "
        "+20.0 percentage points "
    )
    assert "rather than none would keep 32 who would otherwise leave" in everybody.statement()
    assert everybody.statement("zh").startswith(
        "与相似客户比较并按 1 项协变量调整：若 160 位客户全部联系，留存率估计为 70.0%；"
        "若均不联系，估计为 50.0%，相差 +20.0 个百分点"
    )
    assert "全部联系与均不联系相比，可多留住 32 位" in everybody.statement("zh")


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("target", ["treated", "all"])
def test_every_statement_has_its_grade_and_both_differences(contacted, language, target):
    found = lift.adjusted_retention(contacted, target=target)
    said = found.statement(language)
    grade = "adjusted observational" if language == "en" else "调整后的观察数据"
    assert grade in said
    assert f"{100 * found.difference.value:+.1f}" in said
    assert f"{100 * found.unadjusted.value:+.1f}" in said


def test_without_adjustment_the_statement_says_association_only(contacted):
    found = lift.retention(contacted)
    assert found.evidence == "association only"
    assert "nothing was adjusted for, so this is an association" in found.statement()
    assert "does not show how many customers were kept by contacting them" in found.statement()
    assert "也未作调整，因此这只是相关关系" in found.statement("zh")
    assert "多留住" not in found.statement("zh")
    assert any("lift.adjusted_retention" in note.en for note in found.notes)
    within = lift.retention(contacted, strata="plan")
    assert "compared within strata only, so this is an association" in within.statement()
    assert "仅在分层内比较，因此这只是相关关系" in within.statement("zh")


def test_covariates_are_names_or_a_table_of_any_library(contacted):
    people, stayed = simulated(1)
    bare = read(people, stayed, keep=())
    expected = lift.adjusted_retention(contacted).difference
    table = people[["customer_id", "silent_days", "plan"]].sample(frac=1, random_state=1)
    for given in (table, pl.from_pandas(table)):
        assert lift.adjusted_retention(bare, covariates=given).difference == expected
    one = lift.adjusted_retention(contacted, covariates=["plan"])
    assert one.covariates == ("plan",)
    assert lift.adjusted_retention(contacted, covariates="plan").difference == one.difference


def test_the_money_spent_before_is_a_covariate():
    people, stayed = simulated(1)
    experiment = lift.experiment(
        people, outcomes=stayed, randomised=False, spend_before="silent_days"
    )
    assert lift.adjusted_retention(experiment).covariates == ("spend_before",)


def test_several_arms_are_compared_one_by_one():
    people, stayed = simulated(1)
    mailed = people["customer_id"] % 3 == 0
    people.loc[mailed & (people["arm"] == "treated"), "arm"] = "mail"
    found = lift.adjusted_retention(read(people, stayed), arm="mail")
    assert found.treated.n == (people["arm"] == "mail").sum()
    assert found.control.n == (people["arm"] == "control").sum()


def test_poor_overlap_fires():
    people, stayed = simulated(4)
    rng = np.random.default_rng(5)
    late = np.log(people["silent_days"]) * 3.5 + rng.logistic(size=len(people)) > 0
    people["arm"] = np.where(late, "treated", "control")
    found = lift.adjusted_retention(read(people, stayed))
    assert any(note.en.startswith("Poor overlap") for note in found.notes)
    assert "do not rely on this figure" in found.statement()
    assert "不宜采信" in found.statement("zh")
    (note,) = [note for note in found.notes if note.en.startswith("Poor overlap")]
    assert note.bears_on == "claim"


def test_customers_with_a_missing_covariate_are_counted():
    people, stayed = simulated(1)
    people.loc[:39, "silent_days"] = np.nan
    people.loc[30:49, "plan"] = None
    found = lift.adjusted_retention(read(people, stayed))
    assert found.difference.n == 950
    (note,) = [note for note in found.notes if "missing covariate" in note.en]
    assert note.count == 50
    kept = read(people.iloc[50:], stayed.iloc[50:])
    assert lift.adjusted_retention(kept).difference == found.difference


def test_customers_who_are_not_in_the_table_are_counted(contacted):
    people, _ = simulated(1)
    found = lift.adjusted_retention(contacted, covariates=people.drop(columns="arm").iloc[100:])
    assert any(note.count == 100 for note in found.notes)
    assert found.difference.n == 900


def test_a_covariate_that_is_the_same_for_all_is_noted(contacted):
    people, _ = simulated(1)
    table = people.drop(columns="arm").assign(country="NL")
    found = lift.adjusted_retention(contacted, covariates=table)
    assert any(note.en.endswith("change nothing: country.") for note in found.notes)
    expected = lift.adjusted_retention(contacted).difference
    assert found.difference.value == pytest.approx(expected.value)


@pytest.mark.parametrize("target", ["treated", "all"])
@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("called_at", "all of them have 'called_at' above 4"),
        ("agent", "nobody else has 'agent' == 'Ann', 'Bob'"),
    ],
)
def test_a_covariate_that_tells_the_arms_apart_is_named(target, column, message):
    people, stayed = simulated(1)
    was_called = people["arm"] == "treated"
    n = np.arange(len(people)) % 5
    people["called_at"] = np.where(was_called, n + 5.0, n)
    people["agent"] = np.where(was_called, np.where(n > 2, "Ann", "Bob"), "none")
    experiment = read(people, stayed, keep=["plan", column])
    with pytest.raises(DataError, match=message):
        lift.adjusted_retention(experiment, target=target)


def without_arm_of(people):
    people.loc[people["arm"] == "control", "silent_days"] = np.nan
    return people


@pytest.mark.parametrize(
    ("covariates", "error", "message"),
    [
        (["tenure"], DataError, "read without column 'tenure'"),
        ([], ParameterError, "there are no covariates"),
        (pd.DataFrame({"customer_id": [1, 1, 2], "x": [1, 2, 3]}), DataError, "repeat a customer"),
        (pd.DataFrame({"customer_id": [1, 2]}), DataError, "no column beside"),
        (pd.DataFrame({"id": [1, 2], "x": [1, 2]}), DataError, "no column 'customer_id'"),
        (pd.DataFrame({"customer_id": [-1], "x": [1]}), DataError, "none of the 1,000 customers"),
    ],
)
def test_covariates_that_cannot_be_used_are_refused(contacted, covariates, error, message):
    with pytest.raises(error, match=message):
        lift.adjusted_retention(contacted, covariates=covariates)


def test_an_arm_of_which_nobody_is_left_is_refused():
    people, stayed = simulated(1)
    with pytest.raises(DataError, match=r"'control' has all covariates: column 'silent_days'"):
        lift.adjusted_retention(read(without_arm_of(people), stayed))


@pytest.mark.parametrize(
    ("change", "message"),
    [({"target": "control"}, "target == 'control'"), ({"level": 95}, "level == 95")],
)
def test_arguments_outside_their_range_are_refused(contacted, change, message):
    with pytest.raises(ParameterError, match=message):
        lift.adjusted_retention(contacted, **change)


def test_customers_lost_are_not_called_kept():
    rng = np.random.default_rng(11)
    n = 800
    age = rng.normal(50, 10, n)
    arm = np.where(rng.random(n) < 0.5, "treated", "control")
    stays = rng.random(n) < 0.6 - 0.2 * (arm == "treated")
    people = pd.DataFrame({"customer_id": range(n), "arm": arm, "age": age})
    outcomes = pd.DataFrame({"customer_id": range(n), "retained": stays.astype(int)})
    read = lift.experiment(people, outcomes=outcomes, keep=["age"], randomised=False)
    found = lift.adjusted_retention(read)
    assert found.retained.value < 0
    everybody = lift.adjusted_retention(read, target="all")
    assert "rather than none would lose" in everybody.statement()
    assert "全部联系与均不联系相比，会多流失" in everybody.statement("zh")
    assert "lost who would otherwise have stayed" in found.statement()
    assert "多流失" in found.statement("zh")
    assert "-" not in found.statement().partition("That is")[2].partition("(")[0]


def test_what_is_no_experiment_is_refused():
    with pytest.raises(ParameterError, match=r"experiment == list, must be what lift.experiment"):
        lift.adjusted_retention([1, 2])
