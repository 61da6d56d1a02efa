"""What notebook 2 tells, against arithmetic by hand and the truth of the simulated shops."""

import numpy as np
import pandas as pd
import pytest
from ran_notebooks import ran

import vocvalue as vv


@pytest.fixture(scope="module")
def notebook():
    return ran("02_nps_cross_analysis")


def nps_by_hand(scores):
    return 100 * ((scores >= 9).mean() - (scores <= 6).mean())


def contains(interval, value):
    return interval.lower <= value <= interval.upper


def test_the_score_is_that_of_first_answers(notebook):
    seen = notebook.after("cell-04")
    assert seen.shop.responses["timestamp"].is_monotonic_increasing  # the first row is the first
    assert seen.nps.value == pytest.approx(nps_by_hand(seen.answers["score"]))


def test_the_sample_size_is_the_textbooks(notebook):
    seen = notebook.after("cell-07")
    detractors, _, promoters = seen.shares
    spread = detractors + promoters - (promoters - detractors) ** 2
    assert seen.needed.answers == np.ceil(2 * spread * (1.95996 + 0.84162) ** 2 / 0.06**2)


def test_weights_come_close_to_what_everybody_would_have_said(notebook):
    seen = notebook.after("cell-13")
    assert contains(seen.weighted, seen.everybody.value)


def test_every_answer_and_customer_is_accounted_for(notebook):
    seen = notebook.after("cell-15")
    report = seen.linked.report
    assert report.responses == report.customers + report.repeated == 1_287 + 327
    assert report.customers == report.matched + report.without_orders
    year_before_the_end = pd.Timestamp("2025-01-01") - pd.Timedelta(days=365.25)
    assert seen.linked.complete.sum() == (seen.answers["timestamp"] <= year_before_the_end).sum()


def test_segments_are_plain_means(notebook):
    seen = notebook.after("cell-23")
    for segment, row in seen.by_hand.iterrows():
        assert seen.table.metric("revenue").of(segment).value == pytest.approx(row["spend_after"])
        assert seen.table.metric("churn").of(segment).value == pytest.approx(row["left"])
    ends = [seen.by_hand["spend_after"][name] for name in ("promoter", "detractor")]
    assert round(ends[0] / ends[1], 1) == 3.4  # told in the text
    assert seen.table.metric("churn").verdict == "no link found"


@pytest.mark.parametrize(
    ("years", "ratio"), [(1, 3.0), (2, 3.66), (3, 4.37), (4, 5.115), (5, 5.89)]
)
def test_five_times_is_the_ratio_of_four_years(notebook, years, ratio):
    by_hand = 3 * sum(0.95**t for t in range(years)) / sum(0.60**t for t in range(years))
    assert notebook.after("cell-27").ratios[years] == pytest.approx(by_hand)
    assert by_hand == pytest.approx(ratio, abs=0.006)


def test_in_perpetuity_it_is_twenty_four_times(notebook):
    seen = notebook.after("cell-27")
    assert seen.times_as_much("lifetime") == pytest.approx((3 / 0.05) / (1 / 0.40))
    of_shop = [seen.times_as_much(span, seen.revenue, seen.churn) for span in seen.horizons]
    assert max(of_shop) < 4  # told in the text


def test_the_adjusted_gap_holds_the_truth_of_the_sample(notebook):
    seen = notebook.after("cell-31")
    assert seen.kept == pytest.approx(0.955)  # 6% refunded, half in full and half by half
    assert contains(seen.adjusted, seen.truth)


def test_with_many_customers_only_the_adjusted_gap_holds_the_truth(notebook):
    seen = notebook.after("cell-34")
    assert contains(seen.large_adjusted, seen.large_truth)
    assert seen.large_truth < seen.large_raw.lower


def test_those_not_yet_followed_are_other_customers(notebook):
    tenure = notebook.after("cell-39").tenure
    assert tenure.loc[True, "max"] < 60
    assert tenure.loc[False, "min"] > 365


def test_one_per_cent_of_whom_is_worth_what_the_article_says(notebook):
    seen = notebook.after("cell-42")
    assert seen.of_them.movers == 100_000 * 0.20 * 0.01 == 200
    assert seen.of_them.raw.value == pytest.approx(200 * (1_500 - 1_000))
    assert seen.of_base.movers == 100_000 * 0.01 == 1_000
    assert seen.of_base.raw.value == pytest.approx(1_000 * (1_500 - 1_000))


def test_the_worth_of_a_move_is_movers_times_gap(notebook):
    seen = notebook.after("cell-47")
    share = seen.table.n[0] / sum(seen.table.n)
    assert seen.worth.movers == pytest.approx(100_000 * share * 0.01)
    assert seen.worth.raw.value == pytest.approx(seen.worth.movers * seen.raw.value)
    assert seen.worth.adjusted.value == pytest.approx(seen.worth.movers * seen.adjusted.value)
    assert contains(seen.worth.adjusted, seen.worth.movers * seen.truth)
    assert seen.worth.money.evidence == "adjusted observational"
    assert [step.adjusted.lower > 0 for step in seen.ladder] == [False, False, True]


def test_few_answers_find_no_link(notebook):
    seen = notebook.after("cell-54")
    assert seen.csat.metric("churn").of("dissatisfied").n == 35
    assert seen.ces.metric("churn").verdict == "no link found"


def test_topics_explain_what_least_squares_explain(notebook):
    seen = notebook.after("cell-57")
    score, columns = seen.answers["score"], seen.topics[seen.mentions]
    design = np.column_stack([np.ones(len(columns)), columns])
    fitted = design @ np.linalg.lstsq(design, score, rcond=None)[0]
    explained = np.var(fitted) / np.var(score)
    assert seen.drivers.of("score").r_squared.value == pytest.approx(explained)


def test_the_parts_of_a_change_add_up(notebook):
    seen = notebook.after("cell-62")
    parts = seen.change.to_frame().groupby("kind")["value"].sum()
    before, after = (nps_by_hand(half["score"]) for half in (seen.first_half, seen.second_half))
    assert seen.change.change.value == pytest.approx(after - before)
    assert parts["score"] + parts["mix"] == pytest.approx(after - before)
    assert parts["topic"] == pytest.approx(after - before)


def test_both_steps_of_wechat_are_explained_where_they_stand(notebook):
    # By hand: the change of its NPS at its mean share; the change of its share, times how far its
    # NPS is from that of all, both as means of before and after.
    seen = notebook.after("cell-62")
    halves = [
        (half, half[half["channel"] == "wechat"]) for half in (seen.first_half, seen.second_half)
    ]
    shares = [len(part) / len(half) for half, part in halves]
    scores = [nps_by_hand(part["score"]) for _, part in halves]
    beyond = np.mean(scores) - np.mean([nps_by_hand(half["score"]) for half, _ in halves])
    own, mix = np.mean(shares) * (scores[1] - scores[0]), (shares[1] - shares[0]) * beyond
    assert [round(own, 1), round(mix, 1), round(own + mix, 1)] == [-6.5, 0.1, -6.4]
    assert [round(share, 2) for share in shares] == [0.51, 0.57]
    assert beyond > 0
    assert (
        "**Why is WeChat -6.4 in the sentence, and -6.5 in the first picture?**" in notebook.text()
    )


def test_early_customers_are_happier_by_the_simulators_own_parameter(notebook):
    seen = notebook.after("cell-65")
    assert seen.shop.parameters["model"]["attitude_tenure"] > 0
    assert seen.attitude["first half"] > seen.attitude["second half"]


def test_values_of_segments_are_means_of_predictions(notebook):
    seen = notebook.after("cell-68")
    values = seen.clv.to_frame().set_index("customer_id")["clv"]
    of_each = seen.everyone["customer_id"].map(values)
    means = of_each.groupby(vv.survey.segment(seen.everyone["score"]), observed=True).mean()
    for segment in seen.valued.segments:
        assert seen.valued.metric("ltv").of(segment).value == pytest.approx(means[segment])
