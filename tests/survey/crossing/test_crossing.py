"""Scores crossed with money: scipy and statsmodels in the same test, simulated truth, bad input."""

import json

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.proportion import confint_proportions_2indep

import vocvalue as vv
from vocvalue import survey
from vocvalue.datasets import ShopModel, simulate_shop
from vocvalue.errors import DataError, ParameterError

SEGMENTS = ["detractor", "passive", "promoter"]
WITHOUT_REFUNDS = ShopModel(refund_share=0.0)
ON_FILE = ["prior_spend", "first_purchase", "region", "channel"]


def answers(n=600, seed=1):
    """Answers with columns of what followed; promoters spend more and leave less."""
    rng = np.random.default_rng(seed)
    score = rng.integers(0, 11, n)
    group = np.digitize(score, [7, 9])
    return pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "score": score,
            "spend": rng.gamma(2.0, 50.0 * (1 + group)),
            "left": (rng.random(n) < 0.4 - 0.12 * group).astype(int),
            "weight": rng.uniform(0.5, 2.0, n),
            "team": np.array(["a", "b", "c"])[group],
        }
    )


TABLE = answers()
GROUPS = [TABLE[np.digitize(TABLE["score"], [7, 9]) == g] for g in range(3)]


@pytest.fixture(scope="module")
def table():
    return survey.cross_analysis(TABLE, revenue="spend", churned="left", margin=0.3)


@pytest.fixture(scope="module")
def shop():
    return vv.datasets.load_sample()


@pytest.fixture(scope="module")
def crossed(shop):
    return survey.cross_analysis(
        shop.responses,
        orders=shop.orders,
        covariates=shop.customers,
        adjust_for=ON_FILE,
        horizon="3 years",
        currency="CNY",
    )


def noted(table):
    """Return all that is noted of a table, in English."""
    return " ".join(note.en for note in table.notes)


def ends(estimate):
    return [estimate.lower, estimate.upper]


class TestAgainstOtherLibraries:
    def test_means_have_students_interval(self, table):
        for segment, rows in zip(SEGMENTS, GROUPS, strict=True):
            found, spend = table.metric("revenue").of(segment), rows["spend"]
            expected = stats.t.interval(0.95, len(spend) - 1, spend.mean(), stats.sem(spend))
            assert found.value == pytest.approx(spend.mean())
            assert ends(found) == pytest.approx(expected)
            assert found.n == len(rows)

    def test_gaps_of_means_are_welchs(self, table):
        first, second = GROUPS[2]["spend"], GROUPS[0]["spend"]
        expected = stats.ttest_ind(first, second, equal_var=False)
        gap = table.metric("revenue").gap("promoter", "detractor")
        assert gap.value == pytest.approx(first.mean() - second.mean())
        assert ends(gap) == pytest.approx([*expected.confidence_interval(0.95)])
        assert table.metric("revenue").p_values[1] == pytest.approx(expected.pvalue)

    def test_the_omnibus_test_of_means_is_welchs(self, table):
        groups = [rows["spend"] for rows in GROUPS]
        expected = anova_oneway(groups, use_var="unequal", welch_correction=True)
        assert table.metric("revenue").omnibus_p == pytest.approx(expected.pvalue, rel=1e-6)

    def test_churn_has_wilsons_interval(self, table):
        for segment, rows in zip(SEGMENTS, GROUPS, strict=True):
            left = int(rows["left"].sum())
            expected = stats.binomtest(left, len(rows)).proportion_ci(method="wilson")
            found = table.metric("churn").of(segment)
            assert ends(found) == pytest.approx([expected.low, expected.high])

    def test_the_omnibus_test_of_churn_is_pearsons(self, table):
        counts = [[rows["left"].sum(), (1 - rows["left"]).sum()] for rows in GROUPS]
        expected = stats.chi2_contingency(counts, correction=False)
        assert table.metric("churn").omnibus_p == pytest.approx(expected.pvalue)

    def test_the_test_of_a_pair_of_shares_is_that_of_its_interval(self, table):
        # At the level of one less its p-value the interval of the gap just touches 0.
        (left1, n1), (left0, n0) = [(rows["left"].sum(), len(rows)) for rows in GROUPS[::2]]
        p = table.metric("churn").p_values[1]
        touching = confint_proportions_2indep(left1, n1, left0, n0, method="newcomb", alpha=p)
        assert min(map(abs, touching)) < 1e-9

    def test_shares_of_segments(self, table):
        expected = [len(rows) / len(TABLE) for rows in GROUPS]
        assert [share.value for share in table.shares] == pytest.approx(expected)
        assert list(table.n) == [len(rows) for rows in GROUPS]

    def test_waiting_is_kaplan_meiers(self, shop):
        linked = vv.link.attach(shop.responses, shop.orders, survey="nps")
        found = survey.cross_analysis(linked, follow_up="kaplan-meier").metric("churn")
        came = ~np.isnat(linked.first_after)
        after = (linked.first_after - linked.answered) / np.timedelta64(1, "D")
        time = np.where(came, after, np.minimum(linked.days_followed, linked.window_days))
        group = np.digitize(linked.score, [7, 9])
        for g, segment in enumerate(SEGMENTS):
            here = group == g
            curve = SurvfuncRight(time[here], came[here].astype(int))
            assert found.of(segment).value == pytest.approx(curve.surv_prob[-1])
            assert found.squared_errors[g] == pytest.approx(curve.surv_prob_se[-1] ** 2)
        expected = survdiff(time, came.astype(int), group)
        assert found.omnibus_p == pytest.approx(expected[1])

    def test_everybody_seen_in_full_makes_kaplan_meier_a_share(self, shop):
        linked = vv.link.attach(
            shop.responses, shop.orders, survey="nps", answered_between=("2023-01-01", "2023-12-31")
        )
        share = survey.cross_analysis(linked).metric("churn")
        curve = survey.cross_analysis(linked, follow_up="kaplan-meier").metric("churn")
        assert linked.complete.all()
        for segment in SEGMENTS:
            assert curve.of(segment).value == pytest.approx(share.of(segment).value)


class TestByArithmetic:
    def test_margin_is_a_share_of_revenue(self, table):
        for segment in SEGMENTS:
            revenue, margin = (table.metric(name).of(segment) for name in ("revenue", "margin"))
            assert margin.value == pytest.approx(0.3 * revenue.value)
            assert ends(margin) == pytest.approx([0.3 * end for end in ends(revenue)])

    def test_retention_is_what_churn_leaves(self, table):
        churn, retention = table.metric("churn"), table.metric("retention")
        for segment in SEGMENTS:
            assert retention.of(segment).value == pytest.approx(1 - churn.of(segment).value)
            assert retention.of(segment).lower == pytest.approx(1 - churn.of(segment).upper)
        assert retention.gap("promoter", "detractor").value == pytest.approx(
            -churn.gap("promoter", "detractor").value
        )

    @pytest.mark.parametrize(
        # the reference page: ARPU 3x, churn 5 % against 40 %, undiscounted
        ("horizon", "ratio"),
        [("1 year", 3.00), ("2 years", 3.66), ("3 years", 4.37), ("5 years", 5.89)],
    )
    def test_the_ratio_of_lifetime_values_hangs_on_the_horizon(self, horizon, ratio):
        table = pd.DataFrame(
            {
                "score": [3] * 100 + [10] * 100,
                "spend": [90.0, 110.0] * 50 + [290.0, 310.0] * 50,
                "left": [1] * 40 + [0] * 60 + [1] * 5 + [0] * 95,
            }
        )
        found = survey.cross_analysis(
            table, revenue="spend", churned="left", horizon=horizon, discount_rate=0.0
        )
        assert found.metric("ltv").ratio("promoter", "detractor").value == pytest.approx(
            ratio, abs=0.005
        )

    def test_the_whole_perpetuity_is_24_times(self):
        table = pd.DataFrame(
            {
                "score": [3] * 100 + [10] * 100,
                "spend": [90.0, 110.0] * 50 + [290.0, 310.0] * 50,
                "left": [1] * 40 + [0] * 60 + [1] * 5 + [0] * 95,
            }
        )
        found = survey.cross_analysis(
            table, revenue="spend", churned="left", horizon="lifetime", discount_rate=0.0
        )
        assert found.metric("ltv").ratio("promoter", "detractor").value == pytest.approx(24.0)

    def test_holm_is_at_least_the_p_value(self, table):
        pairs = table.pairs()
        assert (pairs["p_value_holm"] >= pairs["p_value"]).all()
        assert len(pairs) == 3 * len(table.metrics)

    def test_a_shorter_window_is_told_as_a_year(self, shop):
        half = survey.cross_analysis(shop.responses, orders=shop.orders, window="6 months")
        linked = vv.link.attach(shop.responses, shop.orders, survey="nps", window="6 months")
        here = linked.complete & (linked.score >= 9)
        expected = 2 * linked.spend_after[here].mean()
        assert half.metric("revenue").of("promoter").value == pytest.approx(expected)

    def test_churn_of_a_last_part_of_the_window(self, shop):
        table = survey.cross_analysis(shop.responses, orders=shop.orders, churn_window="6 months")
        linked = vv.link.attach(shop.responses, shop.orders, survey="nps")
        here = linked.complete & (linked.score >= 9)
        half = linked.answered + np.timedelta64(182 * 24 + 15, "h")
        gone = np.isnat(linked.last_after) | (linked.last_after <= half)
        assert table.metric("churn").of("promoter").value == pytest.approx(gone[here].mean())
        assert table.terms.churn.en == (
            "no order in the last 6 months of the 12 months after the answer"
        )

    def test_weights_make_a_weighted_mean(self):
        found = survey.cross_analysis(TABLE, revenue="spend", churned="left", weights="weight")
        for segment, rows in zip(SEGMENTS, GROUPS, strict=True):
            mean = np.average(rows["spend"], weights=rows["weight"])
            left = np.average(rows["left"], weights=rows["weight"])
            assert found.metric("revenue").of(segment).value == pytest.approx(mean)
            assert found.metric("churn").of(segment).value == pytest.approx(left)
        expected = [rows["weight"].sum() / TABLE["weight"].sum() for rows in GROUPS]
        assert [share.value for share in found.shares] == pytest.approx(expected)


class TestAgainstTheTruth:
    def test_the_adjusted_gap_finds_the_truth_that_the_raw_gap_misses(self):
        shop = simulate_shop(150_000, model=WITHOUT_REFUNDS, seed=4)
        linked = vv.link.attach(shop.responses, shop.orders, survey="nps")
        table = survey.cross_analysis(linked, covariates=shop.customers, adjust_for=ON_FILE)
        seen = shop.truth.set_index("customer_id").loc[linked.customer_id.to_numpy()]
        seen = seen[linked.complete]
        for metric, year in (("revenue", "next_spend"), ("churn", "next_churn")):
            truth = (seen[f"{year}_if_promoter"] - seen[f"{year}_if_detractor"]).mean()
            raw = table.metric(metric).gap("promoter", "detractor")
            adjusted = table.metric(metric).adjusted_gap("promoter", "detractor")
            error = (adjusted.upper - adjusted.lower) / 3.92
            assert abs(adjusted.value - truth) < 3 * error
            assert not raw.lower <= truth <= raw.upper

    def test_intervals_of_the_adjusted_gap_hold_it_as_often_as_they_say(self):
        # The truth of a large shop: the mean over those who answer and are followed for a year.
        big = simulate_shop(100_000, model=WITHOUT_REFUNDS, seed=5)
        linked = vv.link.attach(big.responses, big.orders, survey="nps")
        seen = big.truth.set_index("customer_id").loc[linked.customer_id.to_numpy()]
        seen = seen[linked.complete]
        truth = (seen["next_spend_if_promoter"] - seen["next_spend_if_detractor"]).mean()
        hits, narrow, runs = 0, 0, 60
        for seed in range(runs):
            shop = simulate_shop(2_500, model=WITHOUT_REFUNDS, seed=100 + seed)
            table = survey.cross_analysis(
                shop.responses, orders=shop.orders, covariates=shop.customers, adjust_for=ON_FILE
            )
            adjusted = table.metric("revenue").adjusted_gap("promoter", "detractor")
            hits += adjusted.lower <= truth <= adjusted.upper
            error = (adjusted.upper - adjusted.lower) / (2 * stats.norm.ppf(0.975))
            narrow += abs(adjusted.value - truth) <= stats.norm.ppf(0.9) * error
        # one in a thousand on either side at 95 %: binomial (60, .95) lies within 50 to 60
        assert hits >= 50
        # at 80 % an interval that is too wide shows as well
        assert stats.binom.ppf(0.001, runs, 0.8) <= narrow <= stats.binom.ppf(0.999, runs, 0.8)

    def test_without_effects_no_link_is_found_and_the_missable_gap_is_named(self):
        nothing = ShopModel(rate_attitude=0.0, dropout_attitude=0.0, attitude_prior_spend=0.0)
        shop = simulate_shop(2_000, model=nothing, seed=8)
        table = survey.cross_analysis(shop.responses, orders=shop.orders)
        metric = table.metric("churn")
        assert metric.verdict == "no link found"
        gap = metric.gap("promoter", "detractor")
        # the detectable gap is 2.8 standard errors, the interval reaches 1.96 to either side
        assert metric.detectable == pytest.approx(2.8016 * (gap.upper - gap.lower) / 3.92, rel=0.03)
        assert "No link found" in table.statement()
        assert "未发现关联" in table.statement("zh")


class TestGuards:
    @pytest.mark.parametrize(
        "ids",
        [
            np.arange(-100, 500, dtype=np.int64),
            np.arange(600, dtype=np.uint16),
            np.arange(600, dtype=np.int64) * 10**15 - 10**17,  # too wide to be checked off
            np.arange(600, dtype=np.uint64) + np.uint64(2**63),
        ],
    )
    def test_a_repeated_customer_is_found_whatever_the_ids(self, ids):
        single = TABLE.assign(customer_id=ids)
        survey.cross_analysis(single, revenue="spend")
        ids = ids.copy()
        ids[-1] = ids[3]
        with pytest.raises(DataError, match="of customers who answered before"):
            survey.cross_analysis(TABLE.assign(customer_id=ids), revenue="spend")

    def test_a_score_that_tells_the_outcome_is_a_leak(self):
        leaky = TABLE.assign(spend=100.0 * TABLE["score"])
        table = survey.cross_analysis(leaky, revenue="spend")
        assert table.metric("revenue").verdict == "leak"
        assert "not a finding" in table.statement()
        with pytest.raises(DataError, match="one was derived from the other"):
            table.conversion_value("detractor", "passive", 0.01)

    def test_a_reversed_link_is_named(self):
        against = TABLE.assign(spend=TABLE["spend"] - 150 * np.digitize(TABLE["score"], [7, 9]))
        table = survey.cross_analysis(against, revenue="spend", churned="left")
        assert table.metric("revenue").verdict == "reversed link"
        assert table.metric("churn").verdict == "link found"
        assert "The link is reversed" in table.statement()

    def test_reversed_churn_is_named(self):
        against = TABLE.assign(left=1 - TABLE["left"])
        found = survey.cross_analysis(against, churned="left")
        assert found.metric("churn").verdict == "reversed link"
        assert found.metric("retention").verdict == "reversed link"

    def test_few_customers_in_a_segment_are_noted(self):
        few = pd.concat([TABLE[TABLE["score"] < 9], TABLE[TABLE["score"] >= 9].head(12)])
        table = survey.cross_analysis(few, revenue="spend")
        assert [note.count for note in table.notes] == [12]
        assert "Only 12 customers among promoters" in str(table.notes[0])

    def test_the_mean_of_few_customers_has_an_interval_without_its_skewness(self):
        few = pd.concat([TABLE[TABLE["score"] < 7], TABLE[TABLE["score"] >= 9].head(20)])
        found = survey.cross_analysis(few, revenue="spend").metric("revenue")
        promoters, detractors = found.of("promoter"), found.of("detractor")
        assert promoters.method == "mean, Student t, skewness removed (Hall)"
        assert detractors.method == "mean, Student t"
        # of 20 gamma amounts the large ones may be missing: there is more room above than below
        assert promoters.upper - promoters.value > 1.1 * (promoters.value - promoters.lower)
        gap = found.gap("promoter", "detractor")
        assert gap.method == "MOVER of Hall's transformed t"
        assert gap.lower < promoters.value - detractors.value < gap.upper
        assert found.p_values[0] == found.omnibus_p

    def test_the_money_of_a_move_reaches_as_far_as_the_gap_on_either_side(self):
        few = pd.concat([TABLE[TABLE["score"] < 7], TABLE[TABLE["score"] >= 9].head(20)])
        table = survey.cross_analysis(few, revenue="spend")
        gap = table.metric("revenue").gap("promoter", "detractor")
        move = table.conversion_value("detractor", "promoter", 0.1)
        expected = [move.movers * end for end in (gap.value, gap.lower, gap.upper)]
        assert [move.raw.value, move.raw.lower, move.raw.upper] == pytest.approx(expected)

    def test_a_segment_without_members_is_noted(self):
        table = survey.cross_analysis(
            TABLE[TABLE["score"] != 7][lambda t: t["score"] != 8], revenue="spend"
        )
        assert table.segments == ("detractor", "promoter")
        assert "No customer who answered is among passives" in str(table.notes[0])
        with pytest.raises(ParameterError, match="to == 'passive', must be one of"):
            table.conversion_value("detractor", "passive", 0.01)

    def test_one_segment_alone_cannot_be_compared(self):
        with pytest.raises(DataError, match="are in one segment"):
            survey.cross_analysis(TABLE[TABLE["score"] > 8], revenue="spend")

    def test_covariates_that_tell_the_segments_apart_leave_the_raw_gap(self):
        told = TABLE.assign(same=np.digitize(TABLE["score"], [7, 9]).astype(float))
        table = survey.cross_analysis(told, revenue="spend", covariates=["same"])
        assert table.metric("revenue").adjusted is None
        assert "There is no adjusted gap: the covariates all but determine the segment" in noted(
            table
        )
        assert table.metric("revenue").gap("promoter", "detractor").value > 0

    def test_poor_overlap_is_noted(self):
        rng = np.random.default_rng(2)
        pull = TABLE["score"] / 2.5 + rng.normal(0, 3.0, len(TABLE))
        table = survey.cross_analysis(TABLE.assign(pull=pull), revenue="spend", covariates=["pull"])
        assert "Poor overlap" in noted(table)
        assert table.metric("revenue").adjusted is not None

    def test_missing_covariates_are_counted(self):
        holes = TABLE.assign(age=np.where(TABLE.index < 25, np.nan, TABLE.index % 40))
        table = survey.cross_analysis(holes, revenue="spend", covariates=["age"])
        assert table.metric("revenue").adjusted.n == len(TABLE) - 25
        assert [note.count for note in table.notes] == [25]


class TestInputs:
    def test_what_was_left_out_adds_up(self, shop, crossed):
        nps = int((shop.responses["survey"] == "nps").sum())
        repeated, early = (note.count for note in crossed.notes)
        assert nps == repeated + sum(crossed.n)
        assert sum(crossed.n) - early == sum(e.n for e in crossed.metric("revenue").estimates)

    def test_predicted_values_are_found_by_customer(self, shop):
        clv = vv.clv.predict(shop.orders, horizon="2 years", margin=0.4, currency="CNY")
        table = survey.cross_analysis(shop.responses, orders=shop.orders, values=clv)
        linked = vv.link.attach(shop.responses, shop.orders, survey="nps")
        values = clv.to_frame().set_index("customer_id")["clv"]
        theirs = values.reindex(linked.customer_id.to_numpy()[linked.score >= 9])
        assert table.metric("ltv").of("promoter").value == pytest.approx(theirs.mean())
        assert "of margin over 2 years (discounted at 10% a year)" in table.statement()
        assert "2 年贡献毛利（按年利率 10% 折现）" in table.statement("zh")
        assert table.terms.currency == "CNY"

    def test_a_column_of_values_needs_its_horizon(self):
        table = TABLE.assign(ltv=3 * TABLE["spend"])
        with pytest.raises(ParameterError, match="values == 'ltv' needs a horizon"):
            survey.cross_analysis(table, values="ltv")
        found = survey.cross_analysis(table, values="ltv", horizon="3 years", basis="margin")
        assert (found.terms.basis, found.terms.horizon) == ("margin", "3 years")
        assert "of margin over 3 years" in found.statement()

    @pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
    def test_tables_of_any_library(self, library, table):
        same = survey.cross_analysis(
            library(TABLE.to_dict("list")), revenue="spend", churned="left", margin=0.3
        )
        pd.testing.assert_frame_equal(same.to_frame(), table.to_frame())

    def test_a_file(self, tmp_path, table):
        TABLE.to_csv(tmp_path / "answers.csv", index=False)
        same = survey.cross_analysis(
            str(tmp_path / "answers.csv"), revenue="spend", churned="left", margin=0.3
        )
        pd.testing.assert_frame_equal(same.to_frame(), table.to_frame())

    def test_segments_of_a_column(self):
        table = survey.cross_analysis(TABLE, by="team", order=["c", "b", "a"], revenue="spend")
        assert table.segments == ("c", "b", "a")
        assert table.reference == "c"
        assert table.metric("revenue").of("a").value == pytest.approx(GROUPS[0]["spend"].mean())
        with pytest.raises(ParameterError, match="leaves out 'c'"):
            survey.cross_analysis(TABLE, by="team", order=["a", "b"], revenue="spend")

    @pytest.mark.parametrize(("by", "k"), [("csat", 3), ("ces", 3)])
    def test_satisfaction_and_effort(self, shop, by, k):
        table = survey.cross_analysis(shop.responses, orders=shop.orders, by=by)
        assert len(table.segments) == k
        assert by in table.by

    def test_own_bands_and_another_reference(self, shop):
        table = survey.cross_analysis(
            shop.responses,
            orders=shop.orders,
            bands={"low": (0, 8), "high": (9, 10)},
            reference="high",
        )
        assert table.segments == ("low", "high")
        gaps = table.gaps()
        assert gaps["segment"].unique().tolist() == ["low"]
        assert gaps.loc[0, ["quantity", "reference"]].tolist() == ["gap", "high"]
        assert gaps.loc[0, "value"] < 0

    def test_customers_without_orders_can_count_as_nothing(self, shop):
        stranger = pd.DataFrame(
            {
                "customer_id": [f"X{i}" for i in range(40)],
                "timestamp": pd.Timestamp("2023-06-01"),
                "survey": "nps",
                "score": 2,
            }
        )
        both = pd.concat([shop.responses, stranger])
        dropped = survey.cross_analysis(both, orders=shop.orders, unmatched="drop")
        zero = survey.cross_analysis(both, orders=shop.orders, unmatched="zero")
        assert 40 in [note.count for note in dropped.notes]
        n = dropped.metric("revenue").of("detractor").n
        assert zero.metric("revenue").of("detractor").n == n + 40
        assert zero.metric("revenue").of("detractor").value == pytest.approx(
            dropped.metric("revenue").of("detractor").value * n / (n + 40)
        )

    def test_a_linked_table_brings_what_was_kept(self, shop):
        linked = vv.link.attach(shop.responses, shop.orders, score=None, survey="*", keep=["topic"])
        assert survey.cross_analysis(linked, by="topic").by == "topic"
        with pytest.raises(DataError, match=r"lacks 'channel': pass keep=\['channel'\]"):
            survey.cross_analysis(linked, by="channel")
        with pytest.raises(DataError, match="the linked table has no scores"):
            survey.cross_analysis(linked)
        with pytest.raises(ParameterError, match="already linked"):
            survey.cross_analysis(linked, orders=shop.orders)


BAD = [
    ({}, ParameterError, "there is nothing to cross the scores with"),
    ({"revenue": "income"}, DataError, "the response table has no column 'income'"),
    ({"revenue": "team"}, DataError, "'team': 600 rows of text"),
    ({"churned": "spend"}, DataError, "column 'spend': 600 rows neither 0 nor 1"),
    ({"revenue": "spend", "level": 95}, ParameterError, "level == 95"),
    ({"revenue": "spend", "margin": 30}, ParameterError, "margin == 30"),
    ({"revenue": "spend", "reference": "fan"}, ParameterError, "reference == 'fan'"),
    ({"revenue": "spend", "by": "stars"}, DataError, "no column 'stars'"),
    ({"revenue": "spend", "follow_up": "some"}, ParameterError, "follow_up == 'some'"),
    ({"revenue": "spend", "follow_up": "kaplan-meier"}, ParameterError, "needs orders"),
    ({"revenue": "spend", "values": 3}, ParameterError, "values == int"),
    ({"revenue": "spend", "horizon": "3"}, ParameterError, "must say its unit"),
    ({"revenue": "spend", "covariates": ["age"]}, DataError, "no column 'age'"),
    ({"revenue": "spend", "adjust_for": ["age"]}, DataError, "the covariates has no column 'age'"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), BAD)
def test_bad_arguments_are_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        survey.cross_analysis(TABLE, **arguments)


def bad_table(**change):
    return TABLE.assign(**change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"score": "ten"}, r"'score': 600 rows are not a number.*'ten' \(600\)"),
        ({"score": 10 * TABLE["score"]}, r"rows off the scale 0 to 10.*look like another scale"),
        ({"score": TABLE["score"] + 0.5}, "600 rows that are not whole numbers"),
        ({"weight": -TABLE["weight"]}, "'weight': 600 rows missing, infinite or below 0"),
        ({"customer_id": 7}, r"'customer_id': 599 rows of customers who answered before"),
    ],
)
def test_bad_tables_are_refused(change, message):
    with pytest.raises(DataError, match=message):
        survey.cross_analysis(bad_table(**change), revenue="spend", weights="weight")


def test_off_scale_scores_of_linked_customers_are_named(shop):
    odd = shop.responses.assign(score=shop.responses["score"].where(shop.responses.index > 900, 70))
    with pytest.raises(DataError, match=r"off the scale 0 to 10, such as 70 \(first ids: C\d+"):
        survey.cross_analysis(odd, orders=shop.orders)


@pytest.mark.parametrize("unmatched", ["zero", "drop"])
def test_answers_whose_customers_are_in_no_order_are_refused(shop, unmatched):
    orders = shop.orders.assign(customer_id="x" + shop.orders["customer_id"].astype(str))
    with pytest.raises(DataError, match="none of the 1,287 customers who answered has an order"):
        survey.cross_analysis(shop.responses, orders=orders, unmatched=unmatched)


def test_answers_that_nobody_was_followed_after_are_refused(shop):
    with pytest.raises(DataError, match="none of the 1,287 customers was followed"):
        survey.cross_analysis(shop.responses, orders=shop.orders, window="3 years")


def test_covariates_with_a_customer_twice_are_refused(shop):
    twice = pd.concat([shop.customers, shop.customers.head(1)])
    with pytest.raises(DataError, match="repeat a customer"):
        survey.cross_analysis(shop.responses, orders=shop.orders, covariates=twice)


def test_covariates_of_strangers_are_refused(shop):
    other = shop.customers.assign(customer_id=range(len(shop.customers)))
    with pytest.raises(DataError, match="none of the 1,287 customers is in the table covariates"):
        survey.cross_analysis(shop.responses, orders=shop.orders, covariates=other)


def test_statement_names_money_interval_and_evidence(crossed):
    english, chinese = crossed.statement(), crossed.statement("zh")
    assert "association only" in english
    assert "adjusted observational" in english
    assert "CNY" in english
    assert "推荐者人均年贡献收入为 567.14 元，贬损者为 166.24 元" in chinese
    assert "调整后的观察数据" in chinese
    with pytest.raises(ParameterError, match="language == 'fr'"):
        crossed.statement("fr")


def test_tables_and_dictionaries(crossed):
    frame = crossed.to_frame()
    assert frame["segment"].drop_duplicates().tolist() == SEGMENTS
    shares = frame[frame["quantity"] == "share"]
    assert shares["customers"].tolist() == list(crossed.n)
    assert shares["value"].tolist() == [share.value for share in crossed.shares]
    revenue = frame[frame["quantity"] == "revenue"].set_index("segment")
    for segment in SEGMENTS:
        figure = crossed.metric("revenue").of(segment)
        row = revenue.loc[segment]
        assert [row["value"], row["lower"], row["upper"]] == [
            figure.value,
            figure.lower,
            figure.upper,
        ]
        assert (row["n"], row["currency"], row["basis"]) == (figure.n, "CNY", "revenue")
    assert set(crossed.tests()["metric"]) == {"revenue", "ltv", "churn", "retention"}
    told = json.loads(json.dumps(crossed.to_dict()))
    assert told["metrics"]["revenue"]["verdict"] == "link found"
    with pytest.raises(ParameterError, match="metric == 'profit', must be one of"):
        crossed.metric("profit")


def test_spend_before_the_answer_is_said_to_be_adjusted_for(shop):
    said = survey.cross_analysis(shop.responses, orders=shop.orders)
    chosen = survey.cross_analysis(shop.responses, orders=shop.orders, adjust_for=["tenure"])
    assert "also adjusts for spending before the answer" in noted(said)
    assert "adjusts for spending before the answer" not in noted(chosen)


def test_what_kaplan_meier_takes_to_be_alike_is_said(shop):
    table = survey.cross_analysis(shop.responses, orders=shop.orders, follow_up="kaplan-meier")
    # answers to the second invitation, a year later, are the ones not followed in full
    assert "Kaplan-Meier assumes that both groups return at the same rate" in noted(table)
    assert "Kaplan-Meier is used for observed churn only" in noted(table)


def test_too_little_overlap_withholds_the_adjusted_gap_and_says_why():
    rng = np.random.default_rng(2)
    pull = TABLE["score"] / 2.5 + rng.normal(0, 1.5, len(TABLE))
    table = survey.cross_analysis(TABLE.assign(pull=pull), revenue="spend", covariates=["pull"])
    assert table.metric("revenue").adjusted is None
    assert "There is no adjusted gap: too few customers of different" in table.statement()
    assert "无法给出调整后的差距：各分群之间可比的客户过少。" in table.statement("zh")
    move = table.conversion_value("detractor", "promoter", 0.01)
    assert move.money is move.raw
    assert "There is no adjusted gap: too few customers" in move.statement()
    assert "无法给出调整后的差距" in move.statement("zh")


class TestWhoHasNoOrder:
    """Orders that begin with the survey: who has none is who left."""

    def tables(self, share_low=0.4, share_high=0.8):
        i = np.arange(500)
        score = np.where(i < 100, 3, 10)
        stay = np.where(i < 100, i % 5 < 5 * share_low, i % 5 < 5 * share_high)
        asked = pd.DataFrame({"customer_id": i, "timestamp": pd.Timestamp("2023-01-10")})
        later = pd.DataFrame({"customer_id": np.r_[i[stay], 500], "amount": 100.0})
        later["timestamp"] = pd.Timestamp("2023-06-01")
        later.loc[later.index[-1], "timestamp"] = pd.Timestamp("2024-06-01")
        later["amount"] += later["customer_id"] % 7
        return asked.assign(score=score), later

    def test_unequal_shares_are_asked_about(self):
        asked, later = self.tables()
        with pytest.raises(DataError, match=r"40 of 100 in 'detractor', 320 of 400 in 'promoter'"):
            survey.cross_analysis(asked, orders=later, adjust_for=[])
        with pytest.raises(DataError, match="The orders begin after the answers"):
            survey.cross_analysis(asked, orders=later, adjust_for=[])
        zero = survey.cross_analysis(asked, orders=later, adjust_for=[], unmatched="zero")
        # By hand: 60 of 100 and 80 of 400 left.
        assert zero.metric("churn").of("detractor").value == pytest.approx(0.6)
        assert zero.metric("churn").of("promoter").value == pytest.approx(0.2)
        dropped = survey.cross_analysis(asked, orders=later, adjust_for=[], unmatched="drop")
        assert dropped.metric("churn").of("detractor").value == 0.0

    def test_equal_shares_are_left_out_as_before(self):
        asked, later = self.tables(0.6, 0.6)
        table = survey.cross_analysis(asked, orders=later, adjust_for=[])
        assert table.metric("churn").of("promoter").value == 0.0


class TestLittleIsKnown:
    """Where nobody left, nobody spent, or hardly anybody answered."""

    def left(self, *groups):
        """Return answers of detractors and promoters: how many, and how many of them left."""
        scores = np.repeat([3, 10], [n for n, _ in groups])
        left = np.concatenate([np.arange(n) < k for n, k in groups])
        return pd.DataFrame({"score": scores, "left": left.astype(int)})

    @pytest.mark.parametrize("n", range(1, 61))
    def test_nobody_left_in_a_segment(self, n):
        table = survey.cross_analysis(self.left((n, 0), (60, 30)), churned="left")
        found = table.metric("churn").of("detractor")
        # Wilson's upper end of 0 of n is z^2 / (n + z^2).
        z2 = stats.norm.ppf(0.975) ** 2
        assert str(found.value) == "0.0"
        assert ends(found) == pytest.approx([0.0, z2 / (n + z2)])

    def test_nobody_left_at_all(self):
        table = survey.cross_analysis(self.left((40, 0), (64, 0)), churned="left")
        assert table.metric("churn").omnibus_p == 1.0
        assert table.statement().startswith(
            "Churn (as in column 'left') is 0.0% among promoters and 0.0% among detractors: a gap "
            "of 0.0 percentage points (95% interval: -8.8 to +5.7; association only). No link "
            "found: a sample of this size would have detected a true gap"
        )

    def test_two_customers_show_nothing(self):
        table = survey.cross_analysis(self.left((1, 1), (1, 0)), churned="left")
        assert table.metric("churn").verdict == "too few answers"
        assert table.statement().endswith("There are too few responses to tell.")

    def test_a_few_customers_are_no_leak(self):
        table = survey.cross_analysis(self.left((3, 3), (3, 0)), churned="left")
        assert table.metric("churn").leak is None
        assert (
            survey.cross_analysis(self.left((30, 30), (30, 0)), churned="left")
            .metric("churn")
            .verdict
            == "leak"
        )

    def test_a_segment_that_all_bring_the_same_borrows_its_spread(self):
        spend = [100.0] * 10 + [50.0, 150.0] * 20
        table = survey.cross_analysis(
            pd.DataFrame({"score": [3] * 10 + [10] * 40, "spend": spend}), revenue="spend"
        )
        # By hand: the squares within are 40 * 2500, over 9 + 39 degrees of freedom.
        half = stats.t.ppf(0.975, 48) * np.sqrt(40 * 2500 / 48 / 10)
        found = table.metric("revenue").of("detractor")
        assert ends(found) == pytest.approx([100 - half, 100 + half])
        assert table.metric("revenue").verdict == "no link found"

    def test_a_single_customer_borrows_its_spread(self):
        spend = [900.0] + [50.0, 150.0] * 20
        table = survey.cross_analysis(
            pd.DataFrame({"score": [3] + [10] * 40, "spend": spend}), revenue="spend"
        )
        half = stats.t.ppf(0.975, 39) * np.sqrt(40 * 2500 / 39)
        assert ends(table.metric("revenue").of("detractor")) == pytest.approx(
            [900 - half, 900 + half]
        )

    def test_revenue_is_not_below_nothing(self):
        spend = [0.0] * 8 + [100.0] + [50.0, 150.0] * 20
        table = pd.DataFrame({"score": [3] * 9 + [10] * 40, "spend": spend})
        found = survey.cross_analysis(table, revenue="spend").metric("revenue").of("detractor")
        # By hand: squares within of 80000 / 9 and 40 * 2500; nine show a smaller spread than all.
        mean, variance = 100 / 9, (80_000 / 9 + 40 * 2500) / 47
        half = stats.t.ppf(0.975, 47) * np.sqrt(variance / 9)
        assert mean - half < 0
        assert ends(found) == pytest.approx([0.0, mean + half])
        # With refunds of more than was bought it can be.
        loss = survey.cross_analysis(table.assign(spend=table["spend"] - 60), revenue="spend")
        assert loss.metric("revenue").of("detractor").lower < -60

    def test_nobody_brings_anything(self):
        table = survey.cross_analysis(
            pd.DataFrame({"score": [3] * 40 + [10] * 64, "spend": 0.0}), revenue="spend"
        )
        assert table.metric("revenue").verdict == "no link found"
        assert table.statement() == (
            "On average, promoters bring in 0 of revenue a year and detractors 0: a gap of 0 "
            "(interval not known; association only). No link found."
        )
        assert table.statement("zh") == (
            "推荐者人均年贡献收入为 0，贬损者为 0，相差 0（区间未知；仅为相关）。未发现关联。"
        )

    def test_nothing_is_known_of_a_segment(self):
        answers = pd.DataFrame({"score": [3] * 40 + [10] * 40, "spend": np.arange(80.0)})
        answers.loc[answers["score"] == 10, "spend"] = np.nan
        table = survey.cross_analysis(answers, revenue="spend")
        assert table.statement().startswith(
            "Average revenue a year is not known for promoters, so there is no gap. There are too "
            "few responses to tell."
        )
        assert table.statement("zh").startswith(
            "推荐者的人均年贡献收入尚无数据，无法比较。样本过少"
        )
        with pytest.raises(DataError, match="is not known for both 'detractor' and 'promoter'"):
            table.conversion_value("detractor", "promoter", 0.01)

    def test_there_need_be_no_detractors(self):
        answers = pd.DataFrame({"score": [8] * 40 + [10] * 40, "left": [0, 1, 1, 1] * 20})
        table = survey.cross_analysis(answers, churned="left")
        assert table.segments == ("passive", "promoter")
        assert table.n == (40, 40)

    def test_those_without_weight_stand_for_nobody(self):
        answers = pd.DataFrame(
            {"score": [3] * 40 + [8] * 5 + [10] * 40, "left": [0, 1, 1, 1, 1] * 17}
        )
        weights = np.where(answers["score"] == 8, 0.0, 2.0)
        table = survey.cross_analysis(answers.assign(w=weights), churned="left", weights="w")
        alone = survey.cross_analysis(answers[answers["score"] != 8], churned="left")
        assert table.segments == ("detractor", "promoter")
        assert (
            table.metric("churn").of("promoter").value == alone.metric("churn").of("promoter").value
        )
        assert "5 customers with a weight of 0 were left out." in noted(table)

    def test_an_outcome_without_spread_is_not_adjusted(self):
        answers = self.left((40, 0), (60, 30)).assign(age=np.arange(100) % 7)
        table = survey.cross_analysis(answers, churned="left", covariates=["age"])
        assert table.metric("churn").adjusted is None
        assert (
            "There is no adjusted gap in churn: it is the same for all detractors, which leaves "
            "nothing to adjust."
        ) in table.statement()

    def test_nobody_came_back(self):
        asked = pd.DataFrame(
            {"customer_id": range(60), "timestamp": "2022-02-01", "score": [3, 8, 10] * 20}
        )
        orders = pd.DataFrame({"customer_id": range(60), "timestamp": "2022-01-01", "amount": 9.0})
        table = survey.cross_analysis(
            asked,
            orders=vv.Orders(orders, observation_end="2024-01-01"),
            adjust_for=[],
            follow_up="kaplan-meier",
        )
        z2 = stats.norm.ppf(0.975) ** 2
        found = table.metric("churn").of("promoter")
        assert ends(found) == pytest.approx([20 / (20 + z2), 1.0])
        assert table.metric("churn").verdict == "no link found"

    def test_a_segment_is_named_by_its_name(self):
        table = survey.cross_analysis(self.left((9, 3), (9, 4)), churned="left")
        with pytest.raises(ParameterError, match="segment == 'nobody', must be one of"):
            table.metric("churn").of("nobody")
        with pytest.raises(ParameterError, match="must be two different segments"):
            table.metric("churn").gap("promoter", "promoter")
