"""What notebook 6 tells, against arithmetic by hand and the truth of the simulated programme."""

import pytest
from ran_notebooks import ran


@pytest.fixture(scope="module")
def notebook():
    return ran("06_programme_kpis")


def contains(interval, value):
    return interval.lower <= value <= interval.upper


def test_the_marks_of_the_article_are_worked_out_by_hand(notebook):
    seen = notebook.after("kpi-04")
    assert seen.by_hand.rate.value == 7 / 10
    assert seen.by_hand.band() == "unknown"
    assert seen.slow.coverage.share.value == 9 / 90
    assert seen.slow.timeliness.closing.mean.value == 5 * 24
    # Wilson's intervals, which the text quotes in whole per cent.
    ends = [
        round(100 * end)
        for share in (seen.by_hand.rate, seen.slow.coverage.share)
        for end in (share.lower, share.upper)
    ]
    assert ends == [40, 89, 5, 18]


def test_the_rate_of_insights_holds_the_truth(notebook):
    seen = notebook.after("kpi-09")
    assert contains(seen.insights.rate, seen.true_rate)
    assert seen.by_department.eval("lower <= true <= upper").all()
    assert seen.insights.departments_differ
    assert seen.by_department["rate"].idxmin() == "门店运营部"  # planted as the least likely to act
    assert seen.naive < seen.in_the_end


def test_the_loop_holds_the_truth_and_finds_the_slow_team(notebook):
    seen = notebook.after("kpi-12")
    assert seen.truth.eval("lower <= true <= upper").all()
    teams = seen.loop.timeliness.teams
    assert [it.name for it in teams if it.differs and it.slower_by.value > 0] == ["after-sales"]
    assert not seen.loop.staying.shown


def test_fifteen_per_cent_is_read_in_two_ways(notebook):
    seen = notebook.after("kpi-16")
    assert (seen.to_35.n_treated, seen.to_42.n_treated) == (170, 693)
    assert round(seen.article.money.value) == 100 * 2_000
    # By Newcombe's interval of the difference, 13.97 to 25.82 points of 500 customers.
    assert [seen.article.money.lower, seen.article.money.upper] == pytest.approx(
        [139_717, 258_221], abs=1
    )


def test_the_lift_holds_the_truth_and_its_money_is_said_to_be_too_low(notebook):
    seen = notebook.after("kpi-20")
    assert contains(seen.kept.figure, seen.true_lift)
    assert seen.true_money > seen.kept.money.upper
    assert "the money is too low" in notebook.text()


def test_both_problems_fell_by_half_and_one_of_them_in_each_month(notebook):
    fixed = notebook.after("kpi-24").fixed
    assert all(contains(it.reduction, 0.5) for it in fixed.values())
    assert all(it.n_seen == 3 for it in fixed.values())
    assert fixed["包装破损"].verdict == "each lower"
    assert fixed["物流慢"].verdict == "fell, not each"


def test_the_harmless_problem_saves_nothing_that_is_shown(notebook):
    seen = notebook.after("kpi-26")
    assert 0 < seen.saved.lower <= seen.true_saved <= seen.saved.upper
    assert contains(seen.fixed["物流慢"].money, 0)


def test_what_colleagues_think_is_within_the_intervals(notebook):
    seen = notebook.after("kpi-28")
    assert contains(seen.colleagues.headline(), seen.true_means.mean())
    for question, mean in seen.true_means.items():
        assert contains(seen.colleagues.now(question=question).mean, mean)


def test_the_honest_programme_raises_no_alarm_and_each_gamed_one_its_own(notebook):
    seen = notebook.after("kpi-32")
    assert not seen.honest.missing
    assert not seen.honest.alarms
    alarms = {way: [it.check for it in check.alarms] for way, check in seen.found.items()}
    assert alarms == {way: [way] for way in seen.gamed}
    assert [it.agent for it in seen.found["agents"].striking] == ["A07"]


def test_the_card_settles_what_its_intervals_settle(notebook):
    card = notebook.after("kpi-36").card
    assert card.n_measured == 5  # on seven lines: the loop has two, and two problems were mended
    assert len(card.lines) == 7
    bands = {line.topic or line.kpi: (line.band, line.band_shown) for line in card.lines}
    assert bands["insight-to-action"] == bands["coverage"] == ("middle", "middle")
    assert bands["包装破损"] == ("high", "high")
    assert bands["物流慢"] == ("high", "unknown")
