"""What a problem costs: the truth of simulated shops, the ladder, the checks and the money."""

import numpy as np
import pandas as pd
import pytest
from exposures import exposure_of, made, true_effects

import vocvalue as vv
from vocvalue.datasets import ProblemModel
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.combined_losses import summed
from vocvalue.issues.costing import checks
from vocvalue.issues.costing.contrast import Contrast
from vocvalue.issues.costing.headline import EffectReading
from vocvalue.issues.monthly_losses import MonthlyLosses

COSTED = ("repurchase", "spend", "churn")
SHOPS = range(9_000, 9_008)


@pytest.fixture(scope="module")
def cost(plain):
    return vv.issues.cost(plain, margin=0.40)


def step(cost, name, outcome="spend", reported=None):
    table = cost.ladder()
    of = (table["step"] == name) & (table["outcome"] == outcome)
    rows = table[of if reported is None else of & (table["reported"] == reported)]
    return rows.iloc[0]


def test_the_intervals_hold_the_truth_of_shops_where_everybody_tells():
    # 24 intervals at 95 %: fewer than 19 held would be chance of about one in ten thousand
    held = 0
    for seed in SHOPS:
        truth = true_effects("all_tell", 1_300, seed)
        found = vv.issues.cost(exposure_of("all_tell", 1_300, seed))
        rows = {name: step(found, "doubly robust", name) for name in COSTED}
        held += sum(row["lower"] <= truth[name] <= row["upper"] for name, row in rows.items())
    assert held >= 19


def test_the_naive_step_has_the_wrong_sign():
    truth = true_effects("all_tell", 1_300, SHOPS[0])
    found = vv.issues.cost(exposure_of("all_tell", 1_300, SHOPS[0]))
    assert truth["spend"] < -50
    assert step(found, "naive")["lower"] > 0
    assert step(found, "naive", "churn")["upper"] < 0


def test_a_harmless_problem_is_not_blamed_for_those_it_is_met_together_with():
    """The same shops without the number of other problems: what it would be blamed for."""
    found, blamed = [], []
    for seed in SHOPS[:3]:
        shop = vv.datasets.simulate_problems(5_000, model=ProblemModel.many(8), seed=seed)
        exposure = vv.issues.exposure(
            shop.mentions,
            shop.orders,
            topic="topic 00",
            window="90 days",
            covariates=shop.customers,
        )
        cost = vv.issues.cost(exposure)
        assert cost.with_problem["spend"] > 50
        found.append(step(cost, "doubly robust")["effect"])
        blamed.append(cost.left_out["log_other_problems"])
    assert abs(np.mean(found)) < 8.5  # 2.7 standard errors of the mean of three shops
    assert np.mean(blamed) < np.mean(found) - 4


def test_problems_that_always_go_together_are_refused():
    shop = vv.datasets.simulate_problems(2_500, seed=3)
    both = pd.concat([shop.mentions, shop.mentions.assign(topic="box")])
    exposure = vv.issues.exposure(both, shop.orders, topic="packaging", controls=5)
    with pytest.raises(DataError, match=r"most in 'log_other_problems'.*one name"):
        vv.issues.cost(exposure)


def test_where_few_tell_the_corrected_figure_is_nearer_the_truth():
    truth, seen, mended = [], [], []
    for seed in SHOPS[:4]:
        truth.append(true_effects("few_tell", 5_000, seed)["spend"])
        found = vv.issues.cost(exposure_of("few_tell", 5_000, seed), reported=0.2)
        seen.append(step(found, "doubly robust")["effect"])
        mended.append(step(found, "corrected for silence")["effect"])
    gap = np.mean(truth) - np.mean(seen)
    assert gap < -5  # what silent controls hide
    assert abs(np.mean(truth) - np.mean(mended)) < abs(gap) / 2


def test_a_hidden_rate_is_seen_and_the_figure_becomes_a_range_that_holds_the_truth():
    disputed, held = 0, 0
    for seed in SHOPS[:4]:
        # one in twenty of such shops may be missed
        truth = true_effects("hidden_rate", 12_000, seed)["spend"]
        found = vv.issues.cost(exposure_of("hidden_rate", 12_000, seed), reported=0.5)
        disputed += found.is_disputed
        spend = found.effects["spend"]
        held += spend.lower <= truth <= spend.upper
        robust = step(found, "doubly robust")
        assert not robust["lower"] <= truth <= robust["upper"]
    assert disputed >= 3
    assert held >= 3
    assert found.is_disputed
    assert found.evidence == "association only"
    assert "no single figure is supported" in found.statement()
    assert any("speak against a single figure" in note.en for note in found.notes)


@pytest.mark.parametrize(
    ("n_exposed", "p", "speaks", "rejects"),
    [
        (300, 0.49, True, False),
        (300, 0.51, False, False),
        (300, 0.04, True, True),
        (300, np.nan, False, False),
        (1_000, 0.14, True, False),
        (1_000, 0.16, False, False),
        (3_000, 0.06, False, False),
        (3_000, 0.04, True, True),
    ],
)
def test_the_fewer_are_exposed_the_better_the_checks_must_agree(n_exposed, p, speaks, rejects):
    for p_values in ({"placebo_p": p, "ratio_p": 0.9}, {"placebo_p": 0.9, "ratio_p": p}):
        found = checks.Doubts(**p_values, n_exposed=n_exposed)
        assert (found.speak, found.reject) == (speaks, rejects)


def test_few_exposed_in_shops_with_a_hidden_rate_are_told_as_a_range():
    # at 5 % the checks would reject in less than half of such shops
    spans = []
    for seed in SHOPS:
        found = vv.issues.cost(exposure_of("hidden_rate", 2_350, seed))
        robust, spend = step(found, "doubly robust"), found.effects["spend"]
        assert found.is_disputed == (spend.upper - spend.lower > robust["upper"] - robust["lower"])
        spans.append(found.is_disputed)
        unproven = found.is_disputed and not found.doubts.reject
        said = any("told only where they agree well" in note.en for note in found.notes)
        assert said == unproven == ("do not show that two ways" in found.statement())
        assert found.doubts.reject == (found.evidence == "association only")
    assert sum(spans) >= 5


def test_a_known_effect_is_found_by_every_step_but_the_naive_one(cost):
    for name in ("regression", "odds weights", "doubly robust"):
        row = step(cost, name)
        assert row["lower"] < -30 < row["upper"]
        assert row["upper"] < 0
    assert step(cost, "risk set")["effect"] > step(cost, "doubly robust")["effect"] + 5
    assert step(cost, "naive")["lower"] > 0
    assert set(cost.ladder()["outcome"]) == {"repurchase", "orders", "spend", "churn"}


def test_the_money_is_the_effect_times_margin_and_exposures(cost):
    effect = step(cost, "doubly robust")
    assert cost.loss_each.value == pytest.approx(-0.4 * effect["effect"])
    assert cost.loss_each.lower == pytest.approx(-0.4 * effect["upper"])
    assert cost.loss_a_month.value == pytest.approx(400 * cost.loss_each.value)
    assert cost.loss_a_year.value == pytest.approx(12 * cost.loss_a_month.value)
    assert (cost.basis, cost.currency, cost.evidence) == (
        "margin",
        "CNY",
        "adjusted observational",
    )


def test_a_month_has_the_error_of_the_effect_and_of_counts():
    # by simulation: so many of a Poisson, each with the same uncertain loss
    rng = np.random.default_rng(1)
    loss, error, n = 12.0, 1.5, 400.0
    drawn = rng.normal(loss, error, 400_000) * rng.poisson(n, 400_000)
    month = EffectReading(value=loss, error=error).of_count(n)
    assert month.value == pytest.approx(drawn.mean(), rel=0.002)
    # the delta method leaves out the product of both errors
    assert month.error == pytest.approx(drawn.std(), rel=0.01)


def test_monthly_losses_carry_the_figure_and_its_error(cost):
    losses = cost.monthly_losses
    money = cost.loss_a_month
    assert losses.topics == ("包装破损",)
    assert losses.loss[0] == money.value
    half = (money.upper - money.lower) / 2
    assert losses.standard_errors[0] == pytest.approx(half / 1.959964, rel=1e-6)


def test_twelve_months_of_losses_are_the_loss_of_a_year(cost):
    year = summed(cost.monthly_losses, np.array([12.0]))
    told = cost.loss_a_year
    assert year.value == pytest.approx(told.value)
    assert year.upper - year.lower == pytest.approx(told.upper - told.lower, rel=1e-6)


def test_the_number_of_exposures_is_drawn_anew_every_month():
    """Months whose number is a Poisson draw, with one loss each that is known up to an error."""
    random = np.random.default_rng(3)
    each, error, n = 20.0, 2.0, 30.0
    losses = MonthlyLosses(
        topics=("packaging",),
        loss=np.array([n * each]),
        covariance=np.array([[(n * error) ** 2]]),
        counted=np.array([[n * each**2]]),
        currency=None,
        basis="revenue",
        evidence="adjusted observational",
        level=0.95,
        n=500,
    )
    drawn = random.normal(each, error, 100_000) * random.poisson(n, (12, 100_000)).sum(axis=0)
    assert np.sqrt(losses.variance(np.array([12.0]))) == pytest.approx(drawn.std(), rel=0.02)


def test_what_there_would_be_without_the_problem_is_what_there_is_less_the_effect():
    cost = vv.issues.cost(made(seed=2), reported=(0.8, 0.9))
    for name, effect in cost.effects.items():
        assert cost.with_problem[name] - cost.without[name] == pytest.approx(effect.value)
    assert f"{100 * abs(cost.effects['repurchase'].value):.1f} percentage points less" in (
        cost.statement()
    )


def test_a_disputed_cost_is_told_as_a_range_and_by_no_figure_between():
    found = vv.issues.cost(made(share_seen=0.5), margin=0.40)
    month, each = found.loss_a_month, found.effects["spend"]
    assert found.is_disputed
    assert found.shown
    said = found.statement()
    assert f"costs the company CNY {month.lower:,.0f} to CNY {month.upper:,.0f} of margin" in said
    assert f"each spends CNY {-each.upper:,.2f} to CNY {-each.lower:,.2f} less" in said
    assert f"{month.value:,.0f}" not in said
    assert f"损失毛利 {month.lower:,.0f} 元至 {month.upper:,.0f} 元" in found.statement("zh")


def test_those_who_stay_silent_are_a_line_of_their_own():
    exposure = made(share_seen=0.5)
    plain, corrected = vv.issues.cost(exposure), vv.issues.cost(exposure, reported=(0.2, 0.5))
    low, high = corrected.silent[0.2], corrected.silent[0.5]
    assert low == pytest.approx(4 * high)  # (1 - r) / r is 4 and 1
    each = plain.loss_each
    assert corrected.loss_each.lower == pytest.approx(each.lower / (1 - high))
    assert corrected.loss_each.upper == pytest.approx(each.upper / (1 - low))
    assert corrected.losses_of_all[0.5].value == pytest.approx(each.value / (1 - high) * 800)
    assert corrected.losses_of_all[0.2].value == pytest.approx(each.value / (1 - low) * 2_000)
    assert "if 50% of those who meet a problem report it" in corrected.statement()
    assert any("may have met the problem without telling" in note.en for note in plain.notes)


def test_a_log_of_all_exposures_needs_no_correction():
    exposure = made()
    plain, logged = vv.issues.cost(exposure), vv.issues.cost(exposure, reported=1.0)
    assert logged.loss_each.value == plain.loss_each.value
    assert logged.silent == {1.0: 0.0}
    assert "do not report it" not in logged.statement()


def test_the_e_value_is_the_published_one():
    # VanderWeele and Ding (2017): a ratio of 3.9 has 7.26; 1.8 at the end of the interval has 3.0
    loud = Contrast(without=3.9, with_problem=1.0, sums=np.zeros((2, 2)), n=10)
    found = checks.hidden_cause(loud, 0.95)
    assert found.value == pytest.approx(7.2630, abs=1e-4)
    # a cause of that strength with both leaves nothing, by the bound g^2 / (2 g - 1)
    g = found.value
    assert g**2 / (2 * g - 1) == pytest.approx(3.9)
    assert found.remaining[3.0] == pytest.approx((3.9 / 1.8 - 1) / 2.9)


def test_a_covariate_that_matters_moves_the_figure_when_it_is_left_out(cost):
    table = cost.robustness()
    left_out = table[table["check"] == "without"].set_index("detail")
    whole = step(cost, "doubly robust")["effect"]
    assert abs(left_out.loc["x", "effect"] - whole) > 5
    assert left_out.loc["noise", "effect"] == pytest.approx(whole, abs=1)
    assert left_out.loc["x", "loss_a_month"] == pytest.approx(
        -0.4 * 400 * left_out.loc["x", "effect"]
    )
    placebo = table[table["check"] == "placebo"].iloc[0]
    assert placebo["lower"] < 0 < placebo["upper"]


def test_balance_before_and_after(cost, plain):
    table = cost.balance.to_frame().set_index("covariate")
    x, exposed = plain.features["x"], plain.exposed
    apart = (x[exposed].mean() - x[~exposed].mean()) / x.std()
    assert table.loc["x", "before"] == pytest.approx(apart)
    assert abs(table.loc["x", "after"]) < 0.1 * abs(apart)


def test_rows_of_one_customer_are_not_independent(plain):
    twice = np.arange(plain.n) // 2
    grouped = vv.issues.cost(made(plain.n, seed=2, customer=twice))
    sums = grouped.loss_each.upper - grouped.loss_each.lower
    alone = vv.issues.cost(plain).loss_each
    assert sums != pytest.approx(alone.upper - alone.lower, rel=1e-6)


def test_the_sentence_of_the_article(cost):
    money = cost.loss_a_month.value
    assert cost.shown
    assert f"“包装破损”每月让公司损失毛利 {money:,.0f} 元" in cost.statement("zh")
    assert "包装破损 costs the company CNY" in cost.statement()
    assert "percentage points less, or" in cost.statement()


def test_what_is_not_shown_is_not_claimed():
    found = vv.issues.cost(made(600, effect=0.0, seed=3))
    assert not found.shown
    assert "do not show that" in found.statement()
    assert "数据未显示" in found.statement("zh")


class Ridge:
    """A learner of the caller's own."""

    def fit(self, X, y):
        design = np.column_stack([np.ones(len(X)), X])
        self.slopes = np.linalg.solve(design.T @ design + np.eye(design.shape[1]), design.T @ y)

    def predict(self, X):
        return np.column_stack([np.ones(len(X)), X]) @ self.slopes


def test_a_model_of_the_callers_own_is_cross_fitted():
    exposure = made(9_000)
    own = vv.issues.cost(exposure, outcome_model=Ridge())
    default = vv.issues.cost(exposure)
    assert own.loss_each.value != default.loss_each.value
    assert own.loss_each.value == pytest.approx(default.loss_each.value, abs=1.5)
    with pytest.raises(DataError, match="takes 1,000 at least"):
        vv.issues.cost(made(2_000), outcome_model=Ridge())


def test_no_overlap_is_refused_with_its_cause():
    with pytest.raises(DataError, match=r"nobody to be compared with.*'x' above"):
        vv.issues.cost(made(separated=True))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"margin": 40}, ParameterError, r"Write 40% as 0\.40"),
        ({"currency": "EUR"}, DataError, "the orders are in CNY"),
        ({"reported": 5}, ParameterError, r"Write one in five as 0\.20"),
        ({"reported": (0.5, 0.2)}, ParameterError, "lower share first"),
        ({"reported": ()}, ParameterError, "one share or the lowest"),
        ({"level": 95}, ParameterError, r"Write 95% as 0\.95"),
    ],
)
def test_terms_that_make_no_sense_are_refused(plain, change, error, message):
    with pytest.raises(error, match=message):
        vv.issues.cost(plain, **change)


def test_few_exposed_are_refused():
    with pytest.raises(DataError, match="at least 30 are needed"):
        vv.issues.cost(made(110, seed=2))


def test_something_else_than_an_exposure_is_refused():
    with pytest.raises(ParameterError, match=r"what issues\.exposure returned"):
        vv.issues.cost({"orders": 1})
