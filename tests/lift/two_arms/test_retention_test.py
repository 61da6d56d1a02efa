"""The lift of two arms' counts: published intervals, scipy, simulation, edge cases."""

import json

import numpy as np
import pytest
from scipy import stats

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError

ARTICLES = {"treated": (350, 500), "control": (250, 500)}


@pytest.fixture
def found():
    return lift.retention_test(**ARTICLES, randomised=True)


def ends(estimate):
    return [estimate.lower, estimate.upper]


# The articles' experiment; recomputed with scipy for the reference page.
def test_the_articles_experiment(found):
    assert found.difference.value == pytest.approx(0.20)
    assert ends(found.difference) == pytest.approx([0.1397, 0.2582], abs=5e-5)
    assert found.retained.value == pytest.approx(100)
    assert found.relative.value == pytest.approx(0.40)
    assert found.risk_ratio.value == pytest.approx(1.40)
    wald = lift.retention_test(**ARTICLES, method="wald", randomised=True)
    assert ends(wald.difference) == pytest.approx([0.1406, 0.2594], abs=5e-5)
    # pooled z 6.455: the score test at no difference
    mee = lift.retention_test(**ARTICLES, method="mee", randomised=True)
    assert mee.p_value == pytest.approx(2 * stats.norm.sf(6.455), rel=2e-3)


# Newcombe (1998), Statistics in Medicine 17, table II, rows 1 to 3.
@pytest.mark.parametrize(
    ("treated", "control", "newcombe", "miettinen"),
    [
        ((56, 70), (48, 80), [0.0524, 0.3339], [0.0528, 0.3382]),
        ((9, 10), (3, 10), [0.1705, 0.8090], [0.1700, 0.8406]),
        ((5, 56), (0, 29), [-0.0381, 0.1926], [-0.0326, 0.1933]),
    ],
)
def test_published_intervals(treated, control, newcombe, miettinen):
    for method, expected in (("newcombe", newcombe), ("miettinen-nurminen", miettinen)):
        got = lift.retention_test(treated=treated, control=control, method=method, randomised=True)
        assert ends(got.difference) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "method",
    ["newcombe", "miettinen-nurminen", "mee", "agresti-caffo", "wald", "bayes"],
)
@pytest.mark.parametrize("arms", [((70, 90), (20, 40)), ((38, 40), (85, 100)), ((9, 30), (8, 20))])
def test_the_p_value_inverts_the_interval(method, arms):
    treated, control = arms
    p_value = lift.retention_test(
        treated=treated, control=control, method=method, randomised=True
    ).p_value
    for level, outside in ((1 - p_value * 1.02, True), (1 - p_value * 0.98, False)):
        got = lift.retention_test(
            treated=treated, control=control, method=method, level=level, randomised=True
        )
        assert (got.difference.lower > 0 or got.difference.upper < 0) is outside


def test_an_exact_interval_that_leaves_0_out_has_a_small_p_value():
    # At other levels the differences that are not rejected need not be one stretch.
    arms = {"treated": (38, 40), "control": (30, 40)}
    got = lift.retention_test(**arms, method="exact", randomised=True)
    assert got.difference.lower > 0
    assert got.p_value < 0.05


def test_exact_tests_of_counts():
    # The reference page: Barnard less .0341, Boschloo greater .0355641, Fisher .0483122
    few = lift.retention_test(
        treated=(7, 15), control=(12, 15), alternative="less", randomised=True
    )
    assert few.exact_tests().set_index("test").loc["Barnard", "p_value"] == pytest.approx(
        0.0341, abs=5e-5
    )
    more = lift.retention_test(
        treated=(74, 117), control=(31, 63), alternative="greater", randomised=True
    )
    found = more.exact_tests().set_index("test")["p_value"]
    assert found["Boschloo"] == pytest.approx(0.0355641, abs=5e-7)
    assert found["Fisher"] == pytest.approx(0.0483122, abs=5e-7)


def test_one_sided_p_values_share_the_two_sided_one():
    sides = [
        lift.retention_test(
            treated=(70, 90), control=(20, 40), alternative=side, randomised=True
        ).p_value
        for side in ("two-sided", "greater", "less")
    ]
    assert sides[0] == pytest.approx(2 * sides[1])
    assert sides[1] + sides[2] == pytest.approx(1.0)


def test_rates_have_wilsons_interval(found):
    rows = found.to_frame().set_index("quantity")
    expected = stats.binomtest(350, 500).proportion_ci(method="wilson")
    assert rows.loc["treated rate", ["lower", "upper"]].tolist() == pytest.approx(
        [expected.low, expected.high]
    )


def test_non_inferiority_is_ruled_out_where_the_interval_says_so():
    close = lift.retention_test(
        treated=(900, 1000), control=(905, 1000), non_inferiority_margin=0.05, randomised=True
    )
    far = lift.retention_test(
        treated=(900, 1000), control=(930, 1000), non_inferiority_margin=0.05, randomised=True
    )
    assert close.difference.lower > -0.05
    assert close.non_inferiority.shown
    assert far.difference.lower < -0.05
    assert not far.non_inferiority.shown
    said = dict(close.headlines())["non-inferiority"]
    assert said == "a loss of 5.0 percentage points or more is ruled out (p < 0.001)"
    assert dict(close.headlines("zh"))["非劣效性"] == ("可排除下降 5.0 个百分点或更多（p < 0.001）")
    assert "is not ruled out" in dict(far.headlines())["non-inferiority"]


@pytest.mark.parametrize(
    ("treated", "control"), [((0, 50), (0, 60)), ((50, 50), (60, 60)), ((0, 50), (3, 60))]
)
def test_arms_without_events_have_an_interval(treated, control):
    got = lift.retention_test(treated=treated, control=control, randomised=True)
    assert got.difference.lower <= got.difference.value <= got.difference.upper
    assert 0 <= got.p_value <= 1
    assert got.difference.upper > got.difference.lower


def test_nobody_staying_leaves_no_ratio():
    got = lift.retention_test(treated=(0, 50), control=(0, 60), randomised=True)
    assert np.isnan(got.risk_ratio.value)
    assert "The sample does not show an effect." in got.statement()


def test_not_randomised_is_association_only():
    got = lift.retention_test(**ARTICLES, randomised=False)
    assert got.evidence == "association only"
    assert "this is an association, not the effect of contacting them" in got.statement()
    assert "这只是相关关系，不能视为联系的效果" in got.statement("zh")


def test_statements(found):
    assert found.statement() == (
        "70.0% of the treated customers stayed, against 50.0% of the control group: a difference "
        "of +20.0 percentage points (95% interval: +14.0 to +25.8). That is 100 of 500 customers "
        "kept who would otherwise have left (95% interval: 70 to 129; randomised)."
    )
    assert found.statement("zh") == (
        "实验组留存率为 70.0%，对照组为 50.0%，"
        "相差 +20.0 个百分点（95% 置信区间 +14.0 至 +25.8）。"
        "相当于 500 位客户中多留住 100 位（95% 置信区间 70 至 129；随机实验）。"
    )
    worse = lift.retention_test(treated=(250, 500), control=(350, 500), randomised=True)
    assert worse.statement().endswith(
        "That is 100 of 500 customers lost who would otherwise have stayed (95% interval: 70 to "
        "129; randomised)."
    )
    assert "多流失 100 位（95% 置信区间 70 至 129；随机实验）" in worse.statement("zh")
    nothing = lift.retention_test(treated=(255, 500), control=(250, 500), randomised=True)
    assert "样本未显示效果" in nothing.statement("zh")
    with pytest.raises(ParameterError, match="language == 'fr'"):
        found.statement("fr")


def test_plain_dictionaries_can_be_kept_as_json(found):
    told = json.loads(json.dumps(found.to_dict()))
    assert told["treated"] == {"name": "treated", "retained": 350, "n": 500}
    assert told["evidence"] == "randomised"


def test_the_chance_of_a_difference_is_a_posterior(found):
    rng = np.random.default_rng(1)
    drawn = rng.beta(350.5, 150.5, 400_000) - rng.beta(250.5, 250.5, 400_000)
    for delta in (0.15, 0.2, 0.24):
        assert found.probability_above(delta) == pytest.approx((drawn > delta).mean(), abs=0.004)


def test_the_default_interval_holds_the_truth_in_a_small_holdout():
    # 900 treated at .97 against 100 control at .90; exact enumeration says .952
    rng = np.random.default_rng(2)
    hits, runs = 0, 1_000
    for _ in range(runs):
        got = lift.retention_test(
            treated=(int(rng.binomial(900, 0.97)), 900),
            control=(int(rng.binomial(100, 0.9)), 100),
            randomised=True,
        )
        hits += got.difference.lower <= 0.07 <= got.difference.upper
    assert 0.927 <= hits / runs <= 0.973  # binomial bound at one in a thousand


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"treated": (501, 500)}, DataError, r"\(501, 500\): more retained than assigned"),
        ({"control": (0, 0)}, DataError, "nobody is in the arm 'control'"),
        ({"treated": (-1, 500)}, ParameterError, "treated retained == -1"),
        ({"treated": (3.5, 500)}, ParameterError, "must be a whole number"),
        ({"treated": 350}, ParameterError, "must be a pair"),
        ({"treated": (350, 500, 2)}, ParameterError, "must be a pair"),
        ({"method": "guess"}, ParameterError, "method == 'guess'"),
        ({"alternative": "more"}, ParameterError, "alternative == 'more'"),
        ({"level": 95}, ParameterError, "level == 95"),
        ({"non_inferiority_margin": 2}, ParameterError, "Write 2 percentage points as 0.02"),
        ({"method": "exact", "treated": (900, 5000)}, ParameterError, "1,000"),
    ],
)
def test_what_makes_no_sense_is_refused(change, error, message):
    with pytest.raises(error, match=message):
        lift.retention_test(**ARTICLES | change, randomised=True)
