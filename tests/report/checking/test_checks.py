import re

import numpy as np
import pytest
from report.amounts import lift, line, loss

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.report import cfo


def score():
    return vv.survey.nps_change([10, 9, 3, 7] * 9, [10, 9, 9, 7] * 9)


def kinds(report):
    assert report.checks[-1].about == "programme"  # no costs are stated here
    return [check.about for check in report.checks[:-1]]


def reasons(report):
    lines = [line for finding in report.findings for line in finding.lines if line.is_flow]
    return [None if line.reason is None else str(line.reason) for line in lines]


def test_a_report_made_only_of_scores_is_refused():
    """NPS +5 is not a business result (article 000)."""
    with pytest.raises(ParameterError, match=r"no result states money: NpsChange .*NPS \+5"):
        cfo([score()])


def test_a_score_beside_money_says_that_it_states_none():
    report = cfo([lift(), score()])
    assert kinds(report) == ["no money"]
    assert "a score is no business result" in report.checks[0].said.en
    assert "得分本身不是经营结果" in report.checks[0].said.zh


@pytest.mark.parametrize("results", [[], ()])
def test_no_results_are_refused(results):
    with pytest.raises(ParameterError, match="results is empty"):
        cfo(results)


@pytest.mark.parametrize("item", [5, "lift", None, {"a": 1}])
def test_something_that_is_no_result_is_refused(item):
    with pytest.raises(ParameterError, match=f"results holds {type(item).__name__}"):
        cfo([lift(), item])


def test_two_currencies_are_refused_and_named_with_their_results():
    says = "differ in their currency: CNY: LiftMoney .*; EUR: LossArithmetic"
    with pytest.raises(DataError, match=says):
        cfo([lift(), loss(currency="EUR")])


def test_money_without_a_currency_is_taken_to_be_in_that_of_the_others_and_said():
    report = cfo([lift(), loss(currency=None)])
    assert kinds(report) == ["currency"]
    assert report.currency == report.pnl.net.currency == "CNY"


def test_where_costs_alone_state_a_currency_it_is_said_to_be_taken_for_all():
    costs = [vv.report.Cost("team", 7.0, kind="people", currency="EUR")]
    report = cfo([lift(currency=None)], costs=costs)
    assert report.currency == "EUR"
    assert "it is taken to be EUR" in report.checks[0].said.en


def test_two_bases_are_refused_and_named_with_their_results():
    says = re.compile("differ in their basis: margin: LiftMoney .*; revenue: LossArithmetic.*0.40")
    with pytest.raises(DataError, match=says):
        cfo([lift(), loss(margin=None)])


def test_a_margin_turns_revenue_into_margin_and_leaves_costs_alone():
    """200,000 of revenue at 40% are 80,000; what the contacts cost stays 60,000."""
    report = cfo([lift(basis="revenue"), loss(margin=0.25)], margin=0.40)
    assert np.isclose(report.pnl.totals["growth"].value, 80_000)
    assert report.pnl.totals["cost"].value == -60_000
    assert report.pnl.totals["leakage"].value == -108_000
    assert kinds(report) == ["margin"]
    assert "40%" in report.checks[0].said.en


def test_a_margin_of_losses_is_that_of_their_intervals_too():
    """By 0.4, as by asking for the margin at once."""
    losses = vv.issues.monthly_loss(2_000, baseline=0.4, relative=0.3, spend=150, currency="CNY")
    turned = cfo([losses], margin=0.25).pnl.net
    assert (turned.value, turned.basis) == (-108_000.0, "margin")


@pytest.mark.parametrize("margin", [0, 40, -0.1, "much"])
def test_a_margin_that_is_none_is_refused(margin):
    with pytest.raises(ParameterError, match="margin"):
        cfo([lift()], margin=margin)


def test_two_levels_are_refused():
    kept = vv.lift.retention_test(
        treated=(350, 500), control=(250, 500), randomised=True, level=0.9
    )
    other = kept.money(2_000, horizon="12 months", basis="margin", currency="CNY")
    with pytest.raises(DataError, match="differ in their level"):
        cfo([other, line("leads", 100.0, 50.0, 150.0)])


def test_the_same_result_counts_once():
    report = cfo([lift(), lift()])
    assert np.isclose(report.pnl.totals["growth"].value, 200_000)
    assert reasons(report)[:2] == [None, None]
    assert "the same money is counted" in reasons(report)[2]
    assert [finding.key for finding in report.findings] == ["lift-money", "lift-money-2"]


def test_a_lift_on_the_scorecard_is_the_same_money_as_by_itself():
    kept = vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    kpi = vv.kpi.retention_lift(
        kept, change="points", value_per_customer=2_000, horizon="12 months", currency="CNY"
    )
    report = cfo([kpi, vv.kpi.scorecard(lift=kpi)])
    assert np.isclose(report.pnl.net.value, 200_000)


def test_of_results_that_contacted_customers_the_largest_of_the_best_grade_counts():
    report = cfo([lift(value=1_000), lift()])
    assert np.isclose(report.pnl.totals["growth"].value, 200_000)
    assert "may come from the same customers" in reasons(report)[0]
    assert kinds(report) == ["not added", "not added"]  # what it brought, and its cost


def test_different_customers_may_be_added():
    report = cfo([lift(value=1_000), lift()], different_customers=True)
    assert np.isclose(report.pnl.totals["growth"].value, 300_000)
    assert report.pnl.totals["cost"].value == -120_000
    assert kinds(report) == []


def test_one_problem_counts_once():
    report = cfo([loss(), loss(margin=0.20)])
    assert report.pnl.totals["leakage"].value == -108_000
    assert reasons(report) == [None, "the same problem is counted on another line"]


def test_lines_of_ones_own_are_added_as_they_say():
    report = cfo([lift(), line("leads", 50_000.0), line("late", 1_000.0, kind="leakage")])
    assert np.isclose(report.pnl.net.value, 200_000 - 60_000 + 50_000 - 1_000)


def test_money_without_a_span_is_shown_and_not_added():
    kept = vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
    report = cfo([kept.money(2_000, currency="CNY")])
    assert report.pnl is None
    assert "span that it covers is not known" in reasons(report)[0]
    assert "CNY 200,000" in report.statement()


def test_a_statement_that_was_passed_is_taken_and_nothing_is_added_to_it_again():
    pnl = vv.issues.experience_pnl([lift(), line("leads", 50_000.0)])
    report = cfo([lift(), pnl, line("other", 7.0)])
    assert report.pnl == pnl
    assert reasons(report)[:2] == ["it stands in the experience P&L"] * 2
    assert "has no such line" in reasons(report)[-1]
    assert [check.finding for check in report.checks] == ["line", None]


def test_two_statements_are_refused():
    pnl = vv.issues.experience_pnl([lift()])
    with pytest.raises(ParameterError, match="results holds 2 results"):
        cfo([pnl, vv.issues.experience_pnl([lift(value=1_000)])])


def card(period):
    return vv.kpi.scorecard(period=period)


def test_another_period_than_that_of_the_report_is_refused_and_named():
    says = "Scorecard .*2024-01-01 to 2024-12-31.*The report: 2025-01-01 to 2025-12-31"
    with pytest.raises(DataError, match=says):
        cfo([lift(), card(("2024-01-01", "2024-12-31"))], period=("2025-01-01", "2025-12-31"))


def test_results_of_two_periods_are_refused():
    cards = [card(("2024-01-01", "2024-12-31")), card(("2025-01-01", "2025-12-31"))]
    with pytest.raises(DataError, match="are about several periods"):
        cfo([lift(), *cards])


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ("2025", "must be the first and the last day"),
        (("2025-12-31", "2025-01-01"), "ends before it begins"),
        (("2025-13-01", "2025-12-31"), "period"),
    ],
)
def test_a_period_that_is_none_is_refused(period, says):
    with pytest.raises((ParameterError, DataError), match=says):
        cfo([lift()], period=period)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"every": "week"}, "every == 'week'"),
        ({"language": "fr"}, "language"),
        ({"title": 5}, "title == 5"),
        ({"title": " "}, "title == ' '"),
        ({"labels": {"packaging": 5}}, "labels == "),
        ({"labels": "packaging"}, "labels == "),
        ({"earlier": 5}, "path == 5"),
    ],
)
def test_what_a_report_cannot_be_asked_for_is_refused(asked, says):
    with pytest.raises(ParameterError, match=says):
        cfo([lift()], **asked)


def test_an_amount_that_is_not_known_is_kept_out_of_the_sum():
    report = cfo([lift(), line("leads", np.nan)])
    assert report.pnl.net.value == pytest.approx(140_000)
    assert reasons(report)[-1] == "its amount is not known"
    with pytest.raises(ParameterError, match="no result states money"):
        cfo([line("leads", np.nan)])


def test_results_may_come_one_by_one():
    assert cfo(iter([lift(), loss()])).pnl == cfo([lift(), loss()]).pnl


@pytest.mark.parametrize("value", [1e15, 1e27, 1e300, 0.001, -5.0])
def test_a_net_of_any_size_is_that_of_its_lines(value):
    report = cfo([line("leads", value)], costs=[vv.report.Cost("team", 1.0, kind="people")])
    assert report.programme.net.value == pytest.approx(round(value, 2) - 1)


def test_what_has_no_interval_is_not_said_to_hold_a_gain_and_a_loss():
    report = cfo([line("leads", 5.0, np.nan, np.nan)], costs=[vv.report.Cost("a", 1, kind="tools")])
    assert "Without an interval it cannot be told" in report.statement()
