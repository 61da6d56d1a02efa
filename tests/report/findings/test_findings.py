import datetime as dt

import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from report import samples
from report.amounts import lift, loss, money

import vocvalue as vv
from vocvalue.errors import DataError
from vocvalue.report.findings.of_result import finding_of
from vocvalue.results import Estimate
from vocvalue.signals.follow_up.result import Funnel, Incremental


def kinds(finding):
    return [line.kind for line in finding.lines]


def test_what_customers_are_worth_is_a_stock():
    finding = finding_of(samples.prediction())
    assert kinds(finding) == ["stock"]
    assert finding.flows == ()
    assert "a stock" in finding.lines[0].why_out.en
    share = samples.prediction().share_of_top
    assert f"{share:.0%}" in finding.action.en


def test_gaps_of_segments_are_per_customer_and_say_how_much_matches():
    table = samples.table()
    finding = finding_of(table)
    assert set(kinds(finding)) == {"detail"}
    assert finding.grades == ("adjusted observational", "association only")
    assert f"{100 * table.report.match_rate:.1f}%" in finding.match.en
    gap = table.metric("revenue").gap("promoter", "detractor").value
    assert finding.lines[0].money.value == gap
    assert "推荐者高于贬损者" in finding.lines[0].label.zh


def test_moving_customers_is_potential_and_wants_a_test_first():
    finding = finding_of(samples.move())
    assert kinds(finding) == ["potential", "potential"]
    assert "test it on customers chosen at random" in finding.action.en


def test_moving_customers_without_a_link_is_not_to_be_planned_with():
    rng = np.random.default_rng(1)
    answers = pd.DataFrame({"score": np.resize([3, 8, 10], 300), "spend": rng.gamma(2, 50, 300)})
    move = vv.survey.cross_analysis(answers, revenue="spend").conversion_value(
        "detractor", "passive", 0.01
    )
    assert move.verdict == "no link found"
    assert finding_of(move).action.en.startswith("Do not plan")


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({}, "Keep contacting customers at risk"),
        ({"treated": 255}, "Do not extend the contacts yet"),
        ({"cost": 900_000}, "loses CNY 700,000"),
    ],
)
def test_what_to_do_about_contacts_follows_from_what_they_net(terms, says):
    assert says in finding_of(lift(**terms)).action.en


def test_money_of_a_lift_without_a_cost_has_no_line_of_it():
    assert kinds(finding_of(lift(cost=0.0))) == ["growth"]


def test_a_value_without_a_horizon_is_of_no_period():
    finding = finding_of(lift(horizon=None))
    assert finding.flows == ()
    assert "span that it covers is not known" in finding.lines[0].reason.en


def test_a_lift_alone_is_no_money_yet():
    finding = finding_of(samples.lift())
    assert finding.lines == ()
    assert "prices it" in finding.without_money.en


def test_problems_are_leakage_of_a_month_by_topic():
    ranking = samples.ranking()
    finding = finding_of(ranking)
    assert [str(line.label) for line in finding.lines] == list(ranking.topics)
    assert {(line.kind, line.per) for line in finding.lines} == {("leakage", "1 month")}
    assert ranking.topics[0] in finding.action.en
    assert "Rarely mentioned and yet among the costliest: 退货流程复杂" in finding.action.en


def test_what_a_repair_may_cost_is_the_lower_end_of_a_year():
    finding = finding_of(samples.issue_cost())
    assert f"{samples.issue_cost().loss_a_year.lower:,.0f}" in finding.action.en


def test_a_plan_says_what_to_pay_for_and_is_no_flow():
    finding = finding_of(samples.plan())
    assert kinds(finding) == ["potential"] * 3
    assert finding.action.en.startswith("Pay CNY 4,000 to mend 退货流程复杂")
    dear = vv.issues.Fix("物流慢", cost=1e9, share=0.5)
    nothing = vv.issues.invest(samples.ranking(), [dear], budget=2e9, horizon="12 months")
    assert finding_of(nothing).action.en.startswith("Pay for none of the fixes")


def test_arithmetic_is_a_line_of_its_period():
    [line] = finding_of(loss()).lines
    assert (line.kind, line.per, line.money.value) == ("leakage", "1 month", 9_000.0)


def funnel(incremental=None):
    """Return four leads of March and April, of which the last was not followed to the end."""
    months = np.array(["2024-03", "2024-03", "2024-04", "2024-05"], dtype="datetime64[M]")
    return Funnel(
        lead_id=np.array(list("abcd"), dtype=object),
        customer_id=nw.from_native(pd.Series([1, 2, 3, 4], name="customer_id"), series_only=True),
        month=months,
        kind=np.array(["repurchase"] * 4, dtype=object),
        n_signals=np.ones(4, dtype=np.int64),
        followed=np.array([True, True, True, False]),
        converted=np.array([True, False, False, False]),
        ordered=np.array(["2024-03-09", "NaT", "NaT", "NaT"], dtype="datetime64[ns]"),
        amount=np.array([50.0, 0.0, 0.0, 0.0]),
        incremental=incremental,
        window="60 days",
        observation_end=dt.datetime(2024, 6, 30, 23, 59),
        currency="CNY",
    )


def increment(*ends):
    more = money(3_000.0, *ends, basis="revenue")
    share = Estimate(value=0.2, lower=0.1, upper=0.3, level=0.95, method="", n=50)
    return Incremental(
        against="held back",
        with_lead=share,
        without=share,
        difference=share,
        revenue_difference=None,
        n_customers=50,
        n_others=50,
        conversions=share,
        revenue=more,
        evidence="randomised",
    )


def test_leads_that_nobody_was_held_back_from_say_to_hold_some_back():
    finding = finding_of(funnel())
    assert kinds(finding) == ["detail"]
    assert "Leave a random share of the leads uncontacted" in finding.action.en
    assert (str(finding.observed.start), str(finding.observed.end)) == ("2024-03-01", "2024-06-30")


def test_what_leads_bring_more_is_growth_of_the_months_they_were_opened_in():
    """Of March and April, which could be followed: six times as much a year."""
    finding = finding_of(funnel(increment(1_000.0, 5_000.0)))
    assert kinds(finding) == ["growth", "detail"]
    assert "Keep handing leads to Sales" in finding.action.en
    assert vv.report.cfo([funnel(increment(1_000.0, 5_000.0))]).pnl.net.value == 18_000.0


def test_leads_that_do_not_show_more_stay_partly_uncontacted():
    assert "until it is shown" in finding_of(funnel(increment(-1_000.0, 7_000.0))).action.en


def test_a_funnel_of_another_year_than_the_report_is_refused():
    asked = {"period": ("2025-01-01", "2025-12-31")}
    with pytest.raises(DataError, match="observed from 2024-03-01 to 2024-06-30"):
        vv.report.cfo([funnel(increment(1_000.0, 5_000.0))], **asked)


def test_a_scorecard_has_the_money_of_its_lines_and_says_what_is_low():
    finding = finding_of(samples.card())
    assert kinds(finding) == ["growth"]
    assert finding.action is None
    answered = pd.Timestamp("2024-03-01 09:00") + pd.to_timedelta(np.arange(90), unit="D")
    ninety = pd.DataFrame({"customer_id": range(90), "timestamp": answered, "score": 3})
    few = pd.DataFrame({"customer_id": [0], "opened": answered[:1] + pd.Timedelta("2h")})
    few["closed"] = few["opened"] + pd.Timedelta("5 days")
    loop = vv.kpi.closed_loop(ninety, few, observation_end="2024-12-31")
    assert "closed-loop coverage" in finding_of(vv.kpi.scorecard(loop=loop)).action.en


def test_what_departments_record_is_no_flow():
    log = vv.datasets.load_insight_sample()
    actions = vv.Actions(log.actions, currency=log.currency)
    rate = vv.kpi.insight_to_action(log.insights, actions, observation_end=log.observation_end)
    finding = finding_of(rate)
    assert kinds(finding) == ["recorded"]
    assert "not measured" in finding.lines[0].why_out.en


def test_accounts_at_risk_are_a_stock_and_to_be_spoken_with():
    sample = vv.datasets.load_account_sample()
    tables = {"responses": sample.responses, "usage": sample.usage, "billing": sample.billing}
    health = vv.health.score(sample.accounts, **tables, at="2025-06-30", currency="CNY")
    finding = finding_of(health)
    assert [line.money for line in finding.lines] == [health.at_risk]
    assert kinds(finding) == ["stock"]
    assert f"Speak with {health.n_of('at risk')} accounts at risk first" in finding.action.en
    held = vv.health.concentration(sample.accounts)
    assert f"{held.n_holders} accounts a contact of their own" in finding_of(held).action.en


def test_a_result_of_no_registration_is_read_by_its_headlines():
    holdout = vv.clv.backtest(samples.shop().orders, calibration_end="2024-06-30")
    finding = finding_of(holdout)
    assert kinds(finding) == ["detail"]
    assert finding.lines[0].money == holdout.figures()["predicted spend"]
    assert finding.title.zh == "预测的准确程度"


def test_the_page_of_a_company_adds_up_in_both_languages():
    results = [samples.prediction(), samples.table(), samples.move(), samples.money()]
    results += [samples.ranking(), samples.issue_cost(), samples.plan(), samples.card()]
    costs = [vv.report.Cost("analysts", 6_000, kind="people")]
    report = vv.report.cfo(results, margin=0.40, costs=costs)
    whole = samples.ranking().loss_a_month().value
    assert report.pnl.totals["leakage"].value == pytest.approx(-12 * whole, abs=0.05)
    assert report.pnl.totals["growth"].value == pytest.approx(20_000)
    for language in ("en", "zh"):
        document = report.document(language)
        assert [it.key for it in document.sections if it.level == 2] == [
            *("summary", "to-do", "pnl", "programme", "findings", "left-out", "methods"),
        ]
    assert "<svg" in report.html(language="zh")
