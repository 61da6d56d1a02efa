"""What notebook 5 tells, against arithmetic by hand and the truth of the simulated problems."""

from decimal import Decimal

import numpy as np
import pytest
from ran_notebooks import ran


@pytest.fixture(scope="module")
def notebook():
    return ran("05_cost_of_issues")


def contains(interval, value):
    return interval.lower <= value <= interval.upper


def test_thirty_per_cent_is_read_in_two_ways(notebook):
    seen = notebook.after("issues-03")
    assert seen.relative.loss.value == pytest.approx(2_000 * 0.40 * 0.30 * 150)  # 36,000
    assert seen.points.loss.value == pytest.approx(2_000 * 0.30 * 150)  # 90,000
    assert "3.6 万元" in notebook.printed["issues-03"]
    assert "90,000 a month" in notebook.printed["issues-03"]


def test_a_bad_service_costs_a_car_maker_millions(notebook):
    car = notebook.after("issues-05").car
    assert car.loss_each.value == pytest.approx(0.20 * 200_000 * 0.10)
    assert car.revenue.value == pytest.approx(1_000 * 0.20 * 200_000)


def test_the_naive_comparison_has_the_wrong_sign_and_the_told_one_holds_the_truth(notebook):
    seen = notebook.after("issues-14")
    naive, robust = seen.ladder.loc["naive"], seen.ladder.loc["doubly robust"]
    assert seen.true_effect < 0 < naive["lower"]
    assert robust["lower"] <= seen.true_effect <= robust["upper"]
    assert contains(seen.cost.effects["spend"], seen.true_effect)


def test_no_check_speaks_against_it(notebook):
    cost = notebook.after("issues-19").cost
    assert not cost.is_disputed
    assert np.abs(cost.balance.after).max() < 0.10


def test_the_range_for_the_silent_holds_the_truth(notebook):
    seen = notebook.after("issues-21")
    assert seen.low.lower <= seen.true_loss_of_all <= seen.high.upper


def test_the_harmless_problem_is_not_shown_to_cost(notebook):
    assert not notebook.after("issues-23").slow.shown


def test_the_losses_of_the_ranking_add_up(notebook):
    ranking = notebook.after("issues-25").ranking
    parts = sum(ranking.loss(topic).value for topic in ranking.topics)
    assert parts == pytest.approx(ranking.loss().value)


def test_the_ranking_finds_what_was_planted(notebook):
    seen = notebook.after("issues-27")
    table = seen.table
    within = table["true_each"].between(table["loss_each_lower"], table["loss_each_upper"])
    assert within.sum() >= 7  # eight intervals of 95%
    assert seen.ranking.killers == ("退货流程复杂",)  # the rarest, planted as the costliest each
    assert table.loc["物流慢", "volume_rank"] == 1
    assert table["true_each"].idxmax() == table["loss_each"].idxmax() == "退货流程复杂"


def test_the_plan_is_the_truly_best_one(notebook):
    seen = notebook.after("issues-31")
    assert [fix.topic for fix in seen.plan.best] == [max(seen.true_net, key=seen.true_net.get)]
    assert min(seen.true_net, key=seen.true_net.get) == "物流慢"
    truly = 12 * 0.8 * seen.true_a_month["退货流程复杂"]
    assert contains(seen.plan.plan.recovered, truly)


def test_the_fix_is_seen_with_and_without_other_topics(notebook):
    seen = notebook.after("issues-36")
    assert seen.trend.verdict == "fell and stayed down"
    assert contains(seen.trend.change, -0.5)
    assert contains(seen.beside.change, -0.5)
    widths = [one.change.upper - one.change.lower for one in (seen.trend, seen.beside)]
    assert widths[0] < widths[1]


def test_the_statement_adds_up_to_the_cent(notebook):
    pnl = notebook.after("issues-39").pnl
    counted = [Decimal(str(entry.money.value)) for entry in pnl.entries if entry.counted]
    assert sum(counted) == Decimal(str(pnl.net.value))
    assert [str(entry.label) for entry in pnl.kept_out] == ["包装破损"]  # in the ranking already


def test_both_losses_of_damaged_parcels_are_explained_where_they_stand(notebook):
    seen = notebook.after("issues-39")
    monthly = [seen.ranking.loss_a_month("包装破损"), seen.cost.loss_a_month]
    assert [round(12 * loss.value) for loss in monthly] == [7_318, 5_355]
    assert "**Why 7,318 for damaged parcels, and 5,355 further down?**" in notebook.text()


def test_texts_name_no_order(notebook):
    assert notebook.after("issues-42").written.design == "mention"
