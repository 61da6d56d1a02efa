"""Findings of `kpi`: whether the programme itself works."""

import numpy as np

from vocvalue.issues.profit_and_loss.line import PnlLine
from vocvalue.kpi.card.result import Scorecard
from vocvalue.kpi.insights.result import InsightToAction
from vocvalue.kpi.kpi_words import line_name
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.kpi.problems.result import IssueReduction
from vocvalue.report.findings.finding import Finding, Observed
from vocvalue.report.findings.flow import Flow
from vocvalue.report.findings.lift import NOT_PRICED, flows_of_lift, lines_of_lift
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.findings.of_result import finding_of, of
from vocvalue.results import Result
from vocvalue.results.texts import Text, listed, named, pair

RECORDED = pair("recorded in the log of actions", "行动表登记的收益")


@finding_of.register
def _(kept: RetentionKpi) -> Finding:
    priced = kept.priced
    return of(
        kept,
        lines=[] if priced is None else lines_of_lift(priced),
        title=pair("How many customers the programme keeps", "项目留住的客户"),
        without_money=NOT_PRICED,
        flows=() if priced is None else flows_of_lift(priced),
    )


@finding_of.register
def _(reduction: IssueReduction) -> Finding:
    of_trend = reduction.trend_of_issue
    observed = Observed(
        start=of_trend.period[0].astype("datetime64[D]"),
        end=of_trend.period[-1].astype("datetime64[D]"),
    )
    if reduction.money is None:
        return of(reduction, observed=observed)
    topic = named(reduction.topic)
    label = pair("saved by mending “{topic}”", "改进“{topic}”省下的金额", topic=topic)
    per = _span_after(reduction)
    item = PnlLine(label, money=reduction.money, kind="growth", per=per, topic=reduction.topic)
    return of(
        reduction,
        lines=[MoneyLine(label=label, money=reduction.money, kind="growth", per=per)],
        observed=observed,
        flows=(Flow(items=(item,), shared="customers contacted"),),
    )


@finding_of.register
def _(insights: InsightToAction) -> Finding:
    lines = (
        []
        if insights.money is None
        else [MoneyLine(label=RECORDED, money=insights.money, kind="recorded")]
    )
    return of(insights, lines=lines)


@finding_of.register
def _(card: Scorecard) -> Finding:
    parts = [
        finding_of(line.result)
        for line in card.lines
        if line.money is not None and isinstance(line.result, Result)
    ]
    observed = None
    if card.period is not None:
        start, end = (np.datetime64(day, "D") for day in card.period)
        observed = Observed(start=start, end=end, is_stated=True)
    return of(
        card,
        lines=[line for part in parts for line in part.lines],
        title=pair("Whether the programme works", "项目运行情况"),
        action=_raise(card),
        observed=observed,
        flows=tuple(flow for part in parts for flow in part.flows),
    )


def _raise(card: Scorecard) -> Text | None:
    low = [line_name(line.kpi, line.topic) for line in card.lines if line.band_shown == "low"]
    if not low:
        return None
    return pair(
        "Raise what is shown to be low: {kpis}.", "改善已确认偏低的指标：{kpis}。", kpis=listed(low)
    )


def _span_after(reduction: IssueReduction) -> str:
    periods = int(reduction.trend_of_issue.is_after.sum())
    every = reduction.trend_of_issue.every
    if every == "quarter":
        return f"{3 * periods} months"
    return f"{periods} {every}s"
