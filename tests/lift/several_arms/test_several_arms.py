"""Several arms against one control: statsmodels, scipy, Hillstrom, and simulation."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError

ARMS = {"control": (250, 500), "call": (350, 500), "mail": (270, 500), "text": (255, 500)}
# Hillstrom (2008), MineThatData e-mail challenge: visits and customers of each arm, counted.
HILLSTROM = {"none": (2_262, 21_306), "men": (3_894, 21_307), "women": (3_238, 21_387)}


def ends(estimate):
    return [estimate.lower, estimate.upper]


def test_hillstroms_three_arms():
    # Men's minus none .0765896 [.069953, .083227], recomputed before.
    found = lift.compare_arms(HILLSTROM, control="none", randomised=True)
    men = found.lifts["men"].difference
    assert men.value == pytest.approx(0.0765896, abs=5e-8)
    assert ends(men) == pytest.approx([0.069953, 0.083227], abs=1e-6)
    assert (found.best, found.runner_up, found.best_shown) == ("men", "women", True)
    assert found.shown == ("men", "women")


@pytest.mark.parametrize(
    ("correction", "name"), [("holm", "holm"), ("benjamini-hochberg", "fdr_bh")]
)
def test_p_values_are_corrected_as_statsmodels_does(correction, name):
    found = lift.compare_arms(ARMS, correction=correction, randomised=True)
    single = [lift.p_value for lift in found.lifts.values()]
    assert list(found.p_values.values()) == pytest.approx(multipletests(single, method=name)[1])


def test_each_lift_is_that_of_its_pair():
    found = lift.compare_arms(ARMS, level=0.9, randomised=True)
    alone = lift.retention_test(
        treated=ARMS["mail"], control=ARMS["control"], level=0.9, randomised=True
    )
    assert found.lifts["mail"].difference == alone.difference
    assert found.lifts["mail"].p_value == alone.p_value


def test_intervals_that_hold_at_once_are_at_bonferronis_level():
    found = lift.compare_arms(ARMS, randomised=True)
    assert found.simultaneous_level == pytest.approx(1 - 0.05 / 3)
    expected = confint_proportions_2indep(
        350, 500, 250, 500, method="newcomb", compare="diff", alpha=0.05 / 3
    )
    assert ends(found.simultaneous["call"]) == pytest.approx(list(expected))
    assert found.simultaneous["call"].level == pytest.approx(1 - 0.05 / 3)


@pytest.mark.parametrize(
    ("correction", "alpha"),
    # call alone is shown: Holm stops at the second of three steps, Benjamini-Hochberg after the
    # first, whose limit is a third.
    [("holm", 0.05 / 2), ("benjamini-hochberg", 0.05 / 3)],
)
def test_corrected_intervals_are_those_of_the_step_that_stopped(correction, alpha):
    found = lift.compare_arms(ARMS, correction=correction, randomised=True)
    assert found.shown == ("call",)
    for name, (retained, n) in list(ARMS.items())[1:]:
        expected = confint_proportions_2indep(
            retained, n, *ARMS["control"], method="newcomb", compare="diff", alpha=alpha
        )
        assert ends(found.corrected[name]) == pytest.approx(list(expected))
        assert found.corrected[name].level == pytest.approx(1 - alpha)


def test_any_difference_is_pearsons_chi_square():
    found = lift.compare_arms(ARMS, randomised=True)
    table = [[r, n - r] for r, n in ARMS.values()]
    expected = stats.chi2_contingency(table, correction=False)
    assert (found.chi2, found.df, found.p_value) == pytest.approx(
        (expected.statistic, expected.dof, expected.pvalue)
    )


def test_an_experiment_gives_what_its_counts_give():
    people = pd.DataFrame({"customer_id": range(90), "arm": ["hold", "call", "mail"] * 30})
    stayed = [1, 1, 1] * 10 + [0, 1, 1] * 10 + [0, 1, 0] * 10
    after = pd.DataFrame({"customer_id": range(90), "retained": stayed})
    read = lift.experiment(people, outcomes=after, control="hold", randomised=True)
    found = lift.compare_arms(read)
    counts = {"hold": (10, 30), "call": (30, 30), "mail": (20, 30)}
    pd.testing.assert_frame_equal(
        found.to_frame(), lift.compare_arms(counts, control="hold", randomised=True).to_frame()
    )
    assert found.lifts["call"].window.en == "as in column 'retained'"
    with pytest.raises(ParameterError, match="read with the control 'hold'"):
        lift.compare_arms(read, control="mail")


def binomial(rng, n, shares):
    names = ["control", *(f"arm {place}" for place in range(1, len(shares)))]
    return {name: (int(rng.binomial(n, p)), n) for name, p in zip(names, shares, strict=True)}


def test_without_effects_something_is_shown_as_often_as_the_level_says():
    rng = np.random.default_rng(1)
    false, missed = 0, 0
    for _ in range(300):
        found = lift.compare_arms(binomial(rng, 400, [0.6] * 4), randomised=True)
        false += bool(found.shown)
        missed += any(e.lower > 0 or e.upper < 0 for e in found.simultaneous.values())
    most = stats.binom.ppf(0.999, 300, 0.05)
    assert false <= most
    assert missed <= most


@pytest.mark.parametrize("others", [[0.6], [0.6, 0.6], [0.6, 0.3]])
def test_the_best_is_not_shown_too_often_for_having_been_chosen(others):
    # All or two of the arms are equally good; so none is better than the second (Gutmann and
    # Maymin 1987: the plain two-sided test keeps its level).
    rng = np.random.default_rng(2)
    shares = [0.5, 0.6, *others]
    wrong = sum(
        lift.compare_arms(binomial(rng, 400, shares), randomised=True).best_shown
        for _ in range(300)
    )
    assert wrong <= stats.binom.ppf(0.999, 300, 0.05)


def test_it_is_said_in_both_languages():
    comparison = lift.compare_arms(ARMS, randomised=True)
    assert comparison.statement() == (
        "50.0% of the control group stayed. The arms differ from it by: call +20.0 percentage "
        "points (97.5% "
        "interval: +13.1 to +26.6); mail +4.0 percentage points (97.5% interval: -3.1 to +11.0); "
        "text +1.0 percentage points (97.5% interval: -6.1 to +8.0) (evidence: randomised). After "
        "Holm correction for 3 comparisons, retention is shown to be higher in call than in the "
        "control group. Retention in the best arm, call, is shown to be higher than in the second "
        "best, mail: a difference of +16.0 percentage points (95% interval: +10.0 to +21.8)."
    )
    assert comparison.statement("zh") == (
        "对照组留存率为 50.0%。各组与其相比：call +20.0 个百分点（97.5% 置信区间 +13.1 至 +26.6）；"
        "mail +4.0 个百分点（97.5% 置信区间 -3.1 至 +11.0）；"
        "text +1.0 个百分点（97.5% 置信区间 -6.1 至 +8.0）（证据等级：随机实验）。"
        "经 Holm 校正（3 次比较）后，call 的留存率显著高于对照组。"
        "最佳组（call）的留存率显著高于次佳组（mail），"
        "相差 +16.0 个百分点（95% 置信区间 +10.0 至 +21.8）。"
    )


def test_what_is_not_shown_is_not_said():
    none = lift.compare_arms(
        {"control": (250, 500), "a": (255, 500), "b": (200, 500)}, randomised=True
    )
    assert "no arm is shown to have higher retention than the control group" in none.statement()
    assert "没有任何一组的留存率显著高于对照组" in none.statement("zh")
    assert "Retention is shown to be lower in b." in none.statement()
    assert "b 的留存率显著低于对照组。" in none.statement("zh")
    assert "best arm" not in none.statement()
    close = lift.compare_arms(
        {"control": (250, 500), "a": (350, 500), "b": (345, 500)}, randomised=True
    )
    assert "best arm, a, is not shown to be higher than in the second best, b" in close.statement()
    assert "最佳组（a）的留存率并未显著高于次佳组（b），相差 +1.0" in close.statement("zh")


def test_a_level_of_many_arms_is_written_with_the_digits_it_needs():
    none = lift.compare_arms(
        {"none": (250, 500), "a": (255, 500), "b": (252, 500), "c": (251, 500)},
        control="none",
        randomised=True,
    )
    assert none.corrected["a"].level == pytest.approx(1 - 0.05 / 3)
    assert "(98.33% interval: " in none.statement()
    assert none.statement().startswith("50.0% of the control group (none) stayed.")


def test_what_it_shows_and_hands_on():
    comparison = lift.compare_arms(ARMS, randomised=False)
    assert comparison.evidence == "association only"
    assert "Customers were not assigned at random" in comparison.statement()
    assert "客户并非随机分组" in comparison.statement("zh")
    assert "call compared with mail" in comparison.summary()
    assert comparison.to_dict()["p_values"].keys() == {"call", "mail", "text"}
    assert comparison.figures()["difference of mail"] == comparison.lifts["mail"].difference
    assert comparison.figures()["call over mail"] == comparison.lead.difference


def test_the_table_has_a_row_for_each_arm():
    comparison = lift.compare_arms(ARMS, randomised=True)
    table = comparison.to_frame().set_index("arm")
    assert list(table.index) == ["call", "mail", "text"]
    mail = comparison.lifts["mail"].difference
    assert table.loc["mail", ["value", "lower", "upper", "level", "n"]].tolist() == [
        mail.value, mail.lower, mail.upper, 0.95, 1_000,
    ]  # fmt: skip
    assert set(table["evidence"]) == {"randomised"}


def test_the_picture_has_the_intervals_and_the_verdict_of_the_correction():
    # On its own the p-value of mail is below .05; corrected for two arms it is not.
    arms = {"control": (250, 500), "call": (350, 500), "mail": (283, 500), "text": (283, 500)}
    comparison = lift.compare_arms(arms, correction="holm", randomised=True)
    assert comparison.lifts["mail"].shown
    assert comparison.shown == ("call",)
    ax = comparison.plot(labels={"call": "Telephone call"})
    assert ax.get_title(loc="left") == "Effect shown for Telephone call (1 of 3)"
    rows = [label.get_text().split("\n")[0] for label in ax.get_yticklabels()]
    assert rows == ["Telephone call", "mail", "text"]
    call = comparison.corrected["call"]
    assert list(ax.lines[0].get_xdata()) == pytest.approx([100 * call.lower, 100 * call.upper])


def test_where_all_stayed_there_is_no_test():
    found = lift.compare_arms({"control": (10, 10), "a": (10, 10), "b": (20, 20)}, randomised=True)
    assert np.isnan(found.p_value)
    assert found.shown == ()


@pytest.mark.parametrize(
    ("arms", "error", "match"),
    [
        ({"control": (1, 2)}, DataError, "0 treated arms, must be at least 2"),
        ({"control": (1, 2), "call": (1, 2)}, DataError, "lift.retention_test"),
        ({"none": (1, 2), "call": (1, 2), "mail": (1, 2)}, DataError, "none is 'control'"),
        ({"control": (1, 2), "call": (0, 0), "mail": (1, 2)}, DataError, "'call': n == 0"),
        ({"control": (1, 2), "call": (3, 2), "mail": (1, 2)}, DataError, "more retained"),
        ({"control": (1, 2), "call": 3, "mail": (1, 2)}, ParameterError, "must be a pair"),
        ([(1, 2), (1, 2)], ParameterError, "must be an experiment"),
    ],
)
def test_what_cannot_be_compared_is_refused(arms, error, match):
    with pytest.raises(error, match=match):
        lift.compare_arms(arms, randomised=True)


def test_unknown_words_are_refused():
    with pytest.raises(ParameterError, match="'holm', 'benjamini-hochberg'"):
        lift.compare_arms(ARMS, correction="bonferroni", randomised=True)
    with pytest.raises(ParameterError, match="method == 'welch'"):
        lift.compare_arms(ARMS, method="welch", randomised=True)
