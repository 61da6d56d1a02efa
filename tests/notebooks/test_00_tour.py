"""What the tour tells, against arithmetic by hand and the rooms it leads through."""

import json

import pytest
from ran_notebooks import ran


@pytest.fixture(scope="module")
def notebook():
    return ran("00_tour")


def last(notebook):
    return notebook.after(notebook.cells[-1].id)


def test_the_move_is_a_hundredth_of_the_detractors_times_the_gap(notebook):
    seen = last(notebook)
    gap = seen.table.metric("margin").gap("passive", "detractor")
    counts = dict(zip(seen.table.segments, seen.table.n, strict=True))
    moved = 0.01 * 100_000 * counts["detractor"] / sum(counts.values())
    assert seen.move.raw.value == pytest.approx(moved * gap.value, rel=1e-9)


def test_only_the_randomised_part_is_added_as_margin_of_a_year(notebook):
    seen = last(notebook)
    frame = seen.report.to_frame()
    counted = frame[frame["counted"]]
    assert counted["evidence"].tolist() == ["randomised"]
    months = int(counted["period"].iloc[0].split()[0])
    in_a_year = 0.40 * seen.funnel.incremental.revenue.value * 12 / months
    assert seen.report.pnl.net.value == pytest.approx(in_a_year, abs=0.01)
    assert seen.report.programme.net.value == pytest.approx(in_a_year - 1_200, abs=0.01)


def test_a_score_alone_gets_no_page(notebook):
    refused = [text for text in notebook.printed.values() if "no result states money" in text]
    assert len(refused) == 1


def test_one_call_makes_the_page_of_three(notebook):
    seen = last(notebook)
    assert seen.page.pnl == seen.report.pnl
    assert seen.page.programme == seen.report.programme
    assert seen.page.earlier.name == "report.json"


def test_the_other_shop_loses_what_its_ranking_says_and_mends_the_killer(notebook):
    seen = last(notebook)
    ranking = seen.leak.findings[1].result
    assert seen.leak.pnl.net.value == pytest.approx(-12 * ranking.loss_a_month().value, rel=1e-6)
    plan = next(
        it.result for it in seen.leak.findings if type(it.result).__name__ == "InvestmentPlan"
    )
    assert [fix.topic for fix in plan.best] == ["退货流程复杂"]
    assert json.dumps(seen.leak.to_dict(), ensure_ascii=False)
