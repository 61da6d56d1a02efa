"""Lifts by segment: eight schools, statsmodels' meta-analysis, and simulation with known truth."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.segments.measure import standard_error
from vocvalue.results import Estimate, Money
from vocvalue.stats.shrinkage import shrink

THREE = {
    "gold": {"treated": (160, 200), "control": (100, 200)},
    "silver": {"treated": (120, 200), "control": (100, 200)},
    "basic": {"treated": (100, 200), "control": (102, 200)},
}


def arms(rng, n, lifts, base=0.5):
    """Return counts of segments with known lifts."""
    return {
        f"s{place}": {
            "treated": (int(rng.binomial(n, base + gain)), n),
            "control": (int(rng.binomial(n, base)), n),
        }
        for place, gain in enumerate(lifts)
    }


def of_errors(effects, errors):
    """Return counts whose differences and standard errors are nearly those, in hundredths."""
    segments = {}
    for name, effect, error in zip("ABCDEFGH", effects, errors, strict=True):
        gain, n = effect / 100, round(2 * 0.25 / (error / 100) ** 2)
        n = max(n, 4)
        kept = [round(n * (0.5 + gain / 2)), round(n * (0.5 - gain / 2))]
        segments[name] = {"treated": (kept[0], n), "control": (kept[1], n)}
    return segments


def test_eight_schools_in_counts():
    # Rubin (1981): effects and standard errors of coaching in eight schools. With a flat prior on
    # tau and the mean the posterior means are about 11, 8, 6, 8, 5, 6, 11, 8 (Gelman et al.,
    # Bayesian Data Analysis, 2nd ed., table 5.3, by 200 draws). In hundredths of a share, with arms
    # as large as give those errors; whole customers and the errors of shares shift them by a point.
    effects, errors = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
    found = lift.by_segment_counts(of_errors(effects, errors), randomised=True)
    shrunken = [100 * one.shrunken.value for one in found.segments]
    assert shrunken == pytest.approx([11, 8, 6, 8, 5, 6, 11, 8], abs=1.2)
    assert found.heterogeneity.q == pytest.approx(4.7, abs=0.5)
    assert not any(one.shown for one in found.segments)


def test_the_test_of_a_difference_is_statsmodels():
    found = lift.by_segment_counts(THREE, randomised=True)
    raw = [one.raw.difference.value for one in found.segments]
    errors = np.array([standard_error(one.raw) for one in found.segments])
    expected = combine_effects(np.array(raw), errors**2)
    assert found.heterogeneity.q == pytest.approx(expected.q)
    assert found.heterogeneity.p_value == pytest.approx(stats.chi2.sf(expected.q, 2))
    assert found.heterogeneity.i2 == pytest.approx(expected.i2)


def test_standard_errors_by_hand():
    one = lift.by_segment_counts(THREE, randomised=True).segments[0]
    square = 161 / 202 * 41 / 202 / 202 + 101 / 202 * 101 / 202 / 202
    assert standard_error(one.raw) == pytest.approx(np.sqrt(square))


def test_shrunken_figures_are_those_of_the_raw_ones():
    found = lift.by_segment_counts(THREE, level=0.9, randomised=True)
    raw = [one.raw.difference.value for one in found.segments]
    expected = shrink(raw, [standard_error(one.raw) for one in found.segments], 0.9)
    assert [one.shrunken.lower for one in found.segments] == pytest.approx(expected.lower)
    assert found.tau == expected.tau
    centre = found.mean.value
    for value, one in zip(raw, found.segments, strict=True):
        assert abs(one.shrunken.value - centre) < abs(value - centre)
        assert one.shrunken.lower < one.shrunken.value < one.shrunken.upper


def test_raw_lifts_and_corrected_p_values():
    found = lift.by_segment_counts(THREE, randomised=True)
    single = [lift.retention_test(**counts, randomised=True) for counts in THREE.values()]
    assert [one.raw.difference for one in found.segments] == [one.difference for one in single]
    expected = multipletests([one.p_value for one in single], method="holm")[1]
    assert [one.p_value for one in found.segments] == pytest.approx(expected)
    assert [one.shown for one in found.segments] == [True, False, False]


def test_shrunken_figures_are_nearer_to_the_truth_and_their_intervals_hold():
    rng = np.random.default_rng(1)
    squares, held = np.zeros(2), 0
    for _ in range(80):
        truth = rng.normal(0.08, 0.03, 12)
        found = lift.by_segment_counts(arms(rng, 150, truth), level=0.9, randomised=True)
        raw = np.array([one.raw.difference.value for one in found.segments])
        shrunken = np.array([one.shrunken.value for one in found.segments])
        squares += [np.sum((raw - truth) ** 2), np.sum((shrunken - truth) ** 2)]
        held += sum(
            one.shrunken.lower <= t <= one.shrunken.upper
            for one, t in zip(found.segments, truth, strict=True)
        )
    assert squares[1] < 0.6 * squares[0]
    # 960 intervals, those of one experiment not independent: within three points.
    assert held / 960 == pytest.approx(0.9, abs=0.03)


def test_segments_without_effect_are_rarely_called():
    rng = np.random.default_rng(2)
    called, alone = 0, 0
    for _ in range(100):
        counts = arms(rng, 200, [0.0] * 6)
        found = lift.by_segment_counts(
            counts, value_per_customer=100, cost_per_contact=2, randomised=True
        )
        called += sum(call.decision == "call" for call in found.calls)
        alone += sum(
            float(one.raw.probability_above(np.array(0.02))) >= 0.9 for one in found.segments
        )
    # Alone, chance takes 600 segments above the break-even of 2 points about 30 times.
    assert called / 600 < 0.02
    assert called < alone


def test_of_segments_that_differ_the_right_ones_are_called():
    rng = np.random.default_rng(3)
    decided = {name: [] for name in ("s0", "s1", "s2", "s3")}
    for _ in range(50):
        counts = arms(rng, 1_000, [0.15, 0.12, 0.0, -0.05])
        for call in lift.by_segment_counts(
            counts, value_per_customer=100, cost_per_contact=5, randomised=True
        ).calls:
            decided[call.segment].append(call.decision)
    assert min(decided["s0"].count("call"), decided["s1"].count("call")) >= 45
    assert decided["s2"].count("call") <= 3
    assert decided["s3"].count("do not call") >= 48


def test_net_a_contact_by_hand():
    found = lift.by_segment_counts(
        THREE,
        value_per_customer={"gold": 500, "silver": 400, "basic": 300},
        cost_per_contact=20,
        currency="EUR",
        basis="margin",
        randomised=True,
    )
    by_name = {one.segment: one for one in found.segments}
    assert [call.segment for call in found.calls] == ["gold", "silver", "basic"]
    for call, value in zip(found.calls, (500, 400, 300), strict=True):
        one = by_name[call.segment]
        assert call.net.value == pytest.approx(value * one.shrunken.value - 20)
        assert call.net.lower == pytest.approx(value * one.shrunken.lower - 20)
        chance = stats.norm.sf(20 / value, one.shrunken.value, one.standard_deviation)
        assert call.probability_positive == pytest.approx(chance)
        assert (call.net.currency, call.net.basis) == ("EUR", "margin")
        assert call.net.evidence == "randomised"
    assert [call.decision for call in found.calls] == ["call", "not known yet", "do not call"]


def test_an_uncertain_value_makes_the_net_less_certain():
    worth = Money(
        value=500, lower=300, upper=700, level=0.95, method="given", n=50,
        currency="CNY", basis="net profit", evidence="association only",
    )  # fmt: skip
    sure, unsure = (
        lift.by_segment_counts(
            THREE, value_per_customer=value, cost_per_contact=100, randomised=True
        ).calls[0]
        for value in (500, worth)
    )
    assert np.ptp([unsure.net.lower, unsure.net.upper]) > np.ptp([sure.net.lower, sure.net.upper])
    assert unsure.probability_positive < sure.probability_positive
    assert (unsure.net.currency, unsure.net.basis) == ("CNY", "net profit")
    # P(lift * value > 100) by drawing.
    one = lift.by_segment_counts(THREE, randomised=True).segments[0]
    rng = np.random.default_rng(1)
    gain = rng.normal(one.shrunken.value, one.standard_deviation, 400_000)
    drawn = gain * rng.normal(500, 200 / 1.959964, 400_000)
    assert unsure.probability_positive == pytest.approx(np.mean(drawn > 100), abs=0.004)


def test_how_sure_a_call_has_to_be():
    decisions = [
        [
            c.decision
            for c in lift.by_segment_counts(
                THREE, value_per_customer=500, min_probability=least, randomised=True
            ).calls
        ]
        for least in (0.5, 0.999)
    ]
    assert decisions == [
        ["call", "call", "do not call"],
        ["call", "not known yet", "not known yet"],
    ]


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(4)
    table = pd.DataFrame({"customer_id": np.arange(1_200), "tier": ["a", "b", "c"] * 400})
    table["arm"] = rng.choice(["treated", "control"], 1_200)
    table["worth"] = table["tier"].map({"a": 900.0, "b": 400.0, "c": 100.0})
    table["band"] = table["tier"].map({"a": 1, "b": 2, "c": 3})
    chance = 0.5 + 0.2 * ((table["arm"] == "treated") & (table["tier"] == "a"))
    table["stayed"] = (rng.random(1_200) < chance).astype(int)
    return table


def read(people, keep=("tier",), **asked):
    outcomes = people[["customer_id", "stayed"]]
    return lift.experiment(
        people, outcomes=outcomes, retained="stayed", keep=list(keep), **asked, randomised=True
    )


def test_an_experiment_gives_what_its_counts_give(people):
    found = lift.by_segment(read(people), "tier")
    table = people.groupby(["tier", "arm"])["stayed"].agg(["sum", "size"])
    counts = {
        tier: {arm: tuple(map(int, table.loc[tier, arm])) for arm in ("treated", "control")}
        for tier in "abc"
    }
    expected = lift.by_segment_counts(counts, randomised=True)
    pd.testing.assert_frame_equal(found.to_frame(), expected.to_frame())
    assert found.by == "tier"
    assert found.segments[0].raw.window.en == "as in column 'stayed'"


def test_values_of_customers_are_means_of_segments(people):
    experiment = read(people, keep=["tier", "worth", "band"], currency="EUR")
    found = lift.by_segment(
        experiment, "tier", value_per_customer=experiment.column("worth"), cost_per_contact=5
    )
    assert {c.segment: c.value_per_customer.value for c in found.calls} == {
        "a": 900.0,
        "b": 400.0,
        "c": 100.0,
    }
    assert found.calls[0].net.currency == "EUR"
    bands = lift.by_segment(experiment, "band", value_per_customer={"1": 900, "2": 400, "3": 100})
    assert [one.segment for one in bands.segments] == ["1", "2", "3"]
    with pytest.raises(
        ParameterError, match="value_per_customer has 2 values and the experiment 1,200"
    ):
        lift.by_segment(experiment, "tier", value_per_customer=np.array([1.0, 2.0]))


def test_a_segment_with_one_arm_only_is_left_out_and_counted():
    counts = THREE | {"new": {"treated": (30, 40), "control": (0, 0)}}
    found = lift.by_segment_counts(counts, randomised=True)
    assert [one.segment for one in found.segments] == list(THREE)
    assert [note.count for note in found.notes if "one arm only (new)" in note.en] == [40]
    assert found.segments == lift.by_segment_counts(THREE, randomised=True).segments


def test_segments_without_events_are_kept_and_noted():
    counts = THREE | {"loyal": {"treated": (30, 30), "control": (30, 30)}}
    found = lift.by_segment_counts(counts, randomised=True)
    loyal = found.segments[-1]
    assert loyal.raw.difference.value == 0
    assert loyal.shrunken.lower < 0.05 < loyal.shrunken.upper
    assert [note.count for note in found.notes if "stayed or all left" in note.en] == [60]


def test_two_segments_are_not_shrunken():
    found = lift.by_segment_counts(
        {name: THREE[name] for name in ("gold", "basic")}, randomised=True
    )
    assert not found.shrunk
    assert [one.shrunken for one in found.segments] == [
        one.raw.difference for one in found.segments
    ]
    assert np.isnan(found.tau)
    errors = np.array([standard_error(one.raw) for one in found.segments])
    expected = np.average([0.3, -0.01], weights=errors**-2)
    assert found.mean.value == pytest.approx(expected)
    assert any("2 segments are too few" in note.en for note in found.notes)
    assert len(found.plot().lines) == 2 * 2 + 2


def test_it_is_noted_that_segments_are_declared_before():
    assert any(
        "before the results are seen" in n.en
        for n in lift.by_segment_counts(THREE, randomised=True).notes
    )


def test_it_is_said_in_both_languages():
    lifts = lift.by_segment_counts(
        THREE, value_per_customer=500, cost_per_contact=35, currency="EUR", randomised=True
    )
    assert lifts.statement() == (
        "After correction for 3 tests, retention is shown to be higher among the treated in 1 of 3 "
        "segments (gold). The differences between the arms vary across segments by more than "
        "chance explains (p < 0.001); their mean is +14.1 percentage points (95% interval: +8.7 to "
        "+19.5; "
        "randomised). Call next: gold (€111.30 net per contact; 95% interval: 66.40 to 156.03; "
        "positive with a probability of over 99.9%). Not known yet: silver (€15.81 net per "
        "contact; 95% interval: -31.79 to 63.23; positive with a probability of 74.3%). Do not "
        "call: basic (-€36.33 net per contact; 95% interval: -85.34 to 12.59; positive with a "
        "probability of 7.3%)."
    )
    assert lifts.statement("zh", labels={"gold": "金卡"}) == (
        "经 3 次检验校正后，3 个分群中有 1 个的实验组留存率显著更高（金卡）。"
        "组间差异因分群而显著不同（p < 0.001），平均为 +14.1 个百分点"
        "（95% 置信区间 +8.7 至 +19.5；随机实验）。"
        "优先联系：金卡（每次联系净收益 111.30 欧元；95% 置信区间 66.40 欧元至 156.03 欧元；"
        "为正的概率超过 99.9%）。"
        "尚不确定：silver（每次联系净收益 15.81 欧元；95% 置信区间 -31.79 欧元至 63.23 欧元；"
        "为正的概率 74.3%）。"
        "不必联系：basic（每次联系净收益 -36.33 欧元；95% 置信区间 -85.34 欧元至 12.59 欧元；"
        "为正的概率 7.3%）。"
    )
    call = lifts.calls[0].net
    assert f"{call.value:.2f}, {call.lower:.2f}, {call.upper:.2f}" == "111.30, 66.40, 156.03"


def test_what_is_shown_decides_what_is_said():
    loose = lift.by_segment_counts(THREE, value_per_customer=500, randomised=False)
    assert "Customers were not assigned at random" in loose.statement()
    assert "客户并非随机分组" in loose.statement("zh")
    worse = {"treated": (100, 200), "control": (160, 200)}
    mixed = lift.by_segment_counts(THREE | {"worse": worse}, randomised=True)
    assert "in 1 of 4 segments (gold), and lower in 1 (worse)." in mixed.statement()
    assert "4 个分群中有 1 个的实验组留存率显著更高（gold），1 个显著更低（worse）" in (
        mixed.statement("zh")
    )
    weak = lift.by_segment_counts({name: THREE[name] for name in ("silver", "basic")})
    assert "in none of the 2 segments." in weak.statement()
    assert "are not shown to vary across segments" in weak.statement()
    assert "未显示组间差异因分群而不同" in weak.statement("zh")
    strong = lift.by_segment_counts({"a": THREE["gold"], "b": THREE["gold"]}, randomised=True)
    assert "higher among the treated in all 2 segments." in strong.statement()
    assert "全部 2 个分群的实验组留存率均显著更高" in strong.statement("zh")


def test_the_table_and_the_picture():
    found = lift.by_segment_counts(THREE, value_per_customer=500, randomised=True)
    table = found.to_frame()
    assert list(table["segment"]) == list(THREE)
    assert table["value"].tolist() == [one.shrunken.value for one in found.segments]
    assert set(table["evidence"]) == {"randomised"}
    assert {"net_per_contact", "decision"} <= set(table)
    assert found.figures()["net per contact in gold"] == found.calls[0].net
    assert "net_per_contact" not in lift.by_segment_counts(THREE, randomised=True).to_frame()
    ax = found.plot()
    # The largest first: raw and shrunken, each a line and a point, then 0 and their mean.
    drawn = [line.get_xdata() for line in ax.lines]
    assert len(drawn) == 4 * 3 + 2
    gold = found.segments[0]
    assert list(drawn[0]) == pytest.approx(
        [100 * gold.raw.difference.lower, 100 * gold.raw.difference.upper]
    )
    assert list(drawn[2]) == pytest.approx([100 * gold.shrunken.lower, 100 * gold.shrunken.upper])


@pytest.mark.parametrize(
    ("segments", "asked", "error", "match"),
    [
        ({"gold": THREE["gold"]}, {}, DataError, "customers in only 1 segment of 1"),
        ({"gold": {"treated": (1, 2)}}, {}, ParameterError, "control == None, must be a pair"),
        ([(1, 2)], {}, ParameterError, "must be counts by segment and arm"),
        (
            THREE | {"odd": {"treated": (3, 2), "control": (1, 2)}},
            {},
            DataError,
            "more retained than assigned",
        ),
        (THREE, {"cost_per_contact": 3}, ParameterError, "needs value_per_customer="),
        (
            THREE,
            {"value_per_customer": {"gold": 3}},
            ParameterError,
            "no value for 'silver', 'basic'",
        ),
        (
            THREE,
            {"value_per_customer": "much"},
            ParameterError,
            "value_per_customer == 'much', must be a number",
        ),
        (
            THREE,
            {"value_per_customer": 5, "min_probability": 0.3},
            ParameterError,
            "at least 0.5 and below 1",
        ),
        (THREE, {"value_per_customer": 5, "basis": "sales"}, ParameterError, "basis == 'sales'"),
        (THREE, {"level": 95}, ParameterError, "level == 95"),
    ],
)
def test_what_cannot_be_compared_is_refused(segments, asked, error, match):
    with pytest.raises(error, match=match):
        lift.by_segment_counts(segments, **asked, randomised=True)


def test_currencies_have_to_agree():
    cost = Money(
        value=3, lower=3, upper=3, level=0.95, method="given", n=1,
        currency="USD", basis="revenue", evidence="association only",
    )  # fmt: skip
    with pytest.raises(DataError, match="currency must be one"):
        lift.by_segment_counts(
            THREE, value_per_customer=500, cost_per_contact=cost, currency="EUR", randomised=True
        )
    plain = Estimate(value=500, lower=400, upper=600, level=0.95, method="given", n=9)
    found = lift.by_segment_counts(
        THREE, value_per_customer=plain, cost_per_contact=cost, randomised=True
    )
    assert found.calls[0].net.currency == "USD"


def test_columns_that_are_no_segments_are_refused(people):
    with pytest.raises(DataError, match="read without column 'region'"):
        lift.by_segment(read(people), "region")
    gaps = people.assign(tier=people["tier"].where(people["customer_id"] > 2))
    with pytest.raises(DataError, match=r"3 rows without a segment \(first ids: 0, 1, 2\)"):
        lift.by_segment(read(gaps), "tier")
    numbers = people.assign(tier=np.arange(1_200.0))
    with pytest.raises(DataError, match="1,200 different numbers"):
        lift.by_segment(read(numbers), "tier")
