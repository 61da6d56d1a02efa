"""The appendix: the method of every interval, and the page that explains it."""

from collections.abc import Mapping, Sequence

from vocvalue.report.document import Cell, Column, Grid, Paragraph, Section
from vocvalue.report.page.result import Report
from vocvalue.results import Estimate
from vocvalue.results.intervals import is_certain
from vocvalue.results.methods import method_name
from vocvalue.results.numerals import confidence, whole
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

PAGES: Mapping[str, str] = {
    "AdjustedRetention": "lift_adjusted",
    "ArmsLift": "experiments",
    "Backtest": "value",
    "ClosedLoop": "kpi_closed_loop",
    "ClvPrediction": "value",
    "ConversionValue": "crossing",
    "Drivers": "drivers",
    "ExperiencePnl": "issue_investment",
    "Exposure": "issue_exposure",
    "Funnel": "signals_funnel",
    "HealthBacktest": "account_health",
    "HealthChanges": "account_health",
    "HealthScore": "account_health",
    "InsightToAction": "kpi_insights",
    "InvestmentPlan": "issue_investment",
    "IssueCost": "issue_cost",
    "IssueRanking": "issue_ranking",
    "IssueReduction": "kpi_scorecard",
    "IssueTrend": "issue_trend",
    "LearnedWeights": "account_health",
    "LiftMoney": "retention",
    "LongHorizonCost": "issue_cost",
    "Looks": "experiments",
    "LossArithmetic": "issue_cost",
    "NpsChange": "scores",
    "NpsDecomposition": "scores",
    "RetentionKpi": "kpi_scorecard",
    "RetentionLift": "retention",
    "RetentionSurvival": "lift_survival",
    "RevenueConcentration": "account_revenue",
    "RevenueCoverage": "account_revenue",
    "ScoreTrend": "scores",
    "Scorecard": "kpi_scorecard",
    "SegmentLifts": "lift_segments",
    "SegmentTable": "crossing",
    "SpendLift": "experiments",
    "StakeholderSatisfaction": "kpi_stakeholders",
    "ValueProfile": "value_profile",
    "ValueWatch": "value_watch",
}
"""The page on methods that a kind of result is explained on."""
REPORT_PAGE = "cfo_report"
SUMS: Mapping[str, Text] = {
    "pnl": pair("Experience P&L", "体验损益表"),
    "programme": pair("Return on the programme", "项目投入回报"),
}


def methods_section(report: Report, tongue: Tongue) -> Section:
    """Return how each interval was made, and where that is explained.

    Args:
        report: The report.
        tongue: The language.
    """
    headings: tuple[Text, ...] = (
        pair("finding", "发现"),
        pair("method of the interval", "区间方法"),
        pair("level", "置信水平"),
        pair("n", "样本数"),
        pair("explained in", "说明页"),
    )
    names = [heading.into(tongue) for heading in headings]
    grid = Grid(
        caption=pair("The method of every interval", "各区间的方法").into(tongue),
        columns=[Column(name) for name in names],
        rows=_rows(report, tongue),
    )
    about = pair(
        "Sums take different findings as independent, and their intervals are put together from "
        "those of the lines (MOVER, Zou and Donner 2008); half-widths of losses that were measured "
        "one by one are added. Pages are those of the documentation, in docs/methods.",
        "合计把各项发现视为相互独立，其区间由各行区间合成（MOVER，Zou 和 Donner 2008）；"
        "分别测算的多项损失则将区间半宽相加。"
        "说明页指文档 docs/methods 中的页面。",
    )
    heading = pair("Methods", "方法附录")
    return Section(
        key="methods", heading=heading.into(tongue), blocks=[Paragraph(about.into(tongue)), grid]
    )


def _rows(report: Report, tongue: Tongue) -> list[list[Cell]]:
    """Return a row for each method of a finding, with the numbers that its figures rest on."""
    pages = {it.key: PAGES.get(type(it.result).__name__, "") for it in report.findings}
    titles = {**SUMS, **{it.key: it.title for it in report.findings}}
    held: dict[tuple[str, str, float], list[Estimate]] = {}
    for name, figure in report.named_figures.items():
        estimate = figure.estimate
        if not is_certain(estimate):
            source = (name.split("/")[0], estimate.method, estimate.level)
            held.setdefault(source, []).append(estimate)
    return [
        [
            titles[key].into(tongue),
            method_name(method).into(tongue),
            confidence(level).into(tongue),
            "" if key in SUMS else _numbers(estimates, tongue),
            pages.get(key, REPORT_PAGE),
        ]
        for (key, method, level), estimates in held.items()
    ]


def _numbers(estimates: Sequence[Estimate], tongue: Tongue) -> str:
    low, high = min(it.n for it in estimates), max(it.n for it in estimates)
    if low == high:
        return whole(low).into(tongue)
    return pair("{low} to {high}", "{low} 至 {high}", low=low, high=high).into(tongue)
