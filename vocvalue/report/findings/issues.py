"""Findings of `issues`: what problems cost, and which to mend."""

from vocvalue.duration import Span
from vocvalue.issues.by_hand.result import LossArithmetic
from vocvalue.issues.costing.result import IssueCost
from vocvalue.issues.investment.result import FixReturn, InvestmentPlan
from vocvalue.issues.long_term.result import LongHorizonCost
from vocvalue.issues.over_time.result import IssueTrend
from vocvalue.issues.profit_and_loss.line import PnlLine
from vocvalue.issues.profit_and_loss.result import ExperiencePnl
from vocvalue.issues.ranking.result import IssueRanking
from vocvalue.report.findings.finding import Finding, Observed
from vocvalue.report.findings.flow import Flow
from vocvalue.report.findings.money_line import MoneyKind, MoneyLine
from vocvalue.report.findings.of_result import finding_of, of
from vocvalue.results.spans import over
from vocvalue.results.sums import BASIS, amount, money
from vocvalue.results.texts import Text, listed, named, names, pair, sentences

MONTH, YEAR = "1 month", "12 months"
A_PROBLEM = pair("a problem, by arithmetic", "一个问题（按算术推算）")
RATINGS = pair("customers who gave a bad rating", "给出差评的客户")
PERIODS: dict[str, Span] = {"month": "1 month", "quarter": "3 months", "year": "12 months"}


@finding_of.register
def _(ranking: IssueRanking) -> Finding:
    lines = [
        MoneyLine(label=named(topic), money=ranking.loss_a_month(topic), kind="leakage", per=MONTH)
        for topic in ranking.topics
    ]
    return of(
        ranking,
        lines=lines,
        title=pair("What problems cost", "问题造成的损失"),
        action=_mend(ranking),
        flows=(Flow(items=(ranking,), shared="problems"),),
    )


@finding_of.register
def _(cost: IssueCost) -> Finding:
    line = MoneyLine(label=named(cost.topic), money=cost.loss_a_month, kind="leakage", per=MONTH)
    return of(
        cost,
        lines=[line],
        title=pair("What “{topic}” costs", "“{topic}”造成的损失", topic=named(cost.topic)),
        action=_worth_mending(cost),
        flows=(Flow(items=(cost,), shared="problems"),),
    )


@finding_of.register
def _(loss: LossArithmetic) -> Finding:
    label = A_PROBLEM if loss.topic is None else named(loss.topic)
    span = PERIODS[loss.per]
    item = PnlLine(label, money=loss.loss, kind="leakage", per=span, topic=loss.topic)
    return of(
        loss,
        lines=[MoneyLine(label=label, money=loss.loss, kind="leakage", per=span)],
        title=pair("What a problem costs, by arithmetic", "按算术推算的问题损失"),
        flows=(Flow(items=(item,), shared="problems"),),
    )


@finding_of.register
def _(cost: LongHorizonCost) -> Finding:
    item = PnlLine(RATINGS, money=cost.loss_a_year, kind="leakage", per=YEAR)
    line = MoneyLine(label=RATINGS, money=cost.loss_a_year, kind="leakage", per=YEAR)
    return of(
        cost,
        lines=[line],
        title=pair("What bad ratings cost in the long run", "差评的长期损失"),
        flows=(Flow(items=(item,), shared="bad ratings"),),
    )


@finding_of.register
def _(plan: InvestmentPlan) -> Finding:
    return of(
        plan,
        lines=_lines_of_plan(plan),
        title=pair("Which problems to mend", "应当改进哪些问题"),
        action=_pay_for(plan),
    )


@finding_of.register
def _(pnl: ExperiencePnl) -> Finding:
    kinds: dict[str, MoneyKind] = {"growth": "growth", "leakage": "leakage", "cost": "cost"}
    lines = [
        MoneyLine(
            label=entry.label,
            money=entry.money,
            kind=kinds[entry.kind],
            per=PERIODS[pnl.every],
            counted=entry.counted,
            reason=entry.reason,
        )
        for entry in pnl.entries
    ]
    return of(pnl, lines=lines, title=pair("Experience P&L", "体验损益表"))


@finding_of.register
def _(trend: IssueTrend) -> Finding:
    observed = Observed(
        start=trend.period[0].astype("datetime64[D]"), end=trend.period[-1].astype("datetime64[D]")
    )
    return of(trend, observed=observed)


@finding_of.register
def _(line: PnlLine) -> Finding:
    label = line.label if isinstance(line.label, Text) else named(line.label)
    said = pair(
        "{label}: {money} of {basis} {span}.",
        "{label}：{span}{basis} {money}。",
        label=label,
        money=money(line.money),
        basis=BASIS[line.money.basis],
        span=over(line.per),
    )
    return Finding(
        key="line",
        room="issues",
        title=label,
        statement=said,
        result=line,
        lines=(MoneyLine(label=label, money=line.money, kind=line.kind, per=line.per),),
        flows=(Flow(items=(line,)),),
    )


def _mend(ranking: IssueRanking) -> Text | None:
    worst = ranking.topics[0]
    cost = ranking.loss_a_month(worst)
    if cost.lower <= 0:
        return None
    killers = None
    if ranking.killers:
        killers = pair(
            "Rarely mentioned and yet among the costliest: {topics}.",
            "提及不多但损失居前：{topics}。",
            topics=names(ranking.killers),
        )
    return sentences(
        pair(
            "Find out what it takes to mend “{topic}”: no problem costs more ({sum} a month).",
            "先评估改进“{topic}”要投入多少：它的损失最大，每月 {sum}。",
            topic=named(worst),
            sum=amount(cost.value, cost.currency),
        ),
        killers,
    )


def _worth_mending(cost: IssueCost) -> Text | None:
    a_year = cost.loss_a_year
    if a_year.lower <= 0:
        return None
    return pair(
        "A repair of “{topic}” pays within a year if it costs less than {low}, the lower end of "
        "what the problem costs a year.",
        "改进“{topic}”的投入只要低于 {low}（年损失区间的下限），一年内即可回本。",
        topic=named(cost.topic),
        low=amount(a_year.lower, a_year.currency),
    )


def _lines_of_plan(plan: InvestmentPlan) -> list[MoneyLine]:
    if plan.plan is None:
        return [
            _potential(pair("net of {fix}", "{fix}的净收益", fix=named(fix.called)), it, plan)
            for fix, it in zip(plan.fixes, plan.returns, strict=True)
        ]
    parts = (
        (pair("recovered by the fixes chosen", "选定改进可挽回的金额"), plan.plan.recovered),
        (pair("cost of the fixes chosen", "选定改进的成本"), plan.plan.cost),
        (pair("net of the fixes chosen", "选定改进的净收益"), plan.plan.net),
    )
    return [
        MoneyLine(label=label, money=held, kind="potential", per=plan.horizon)
        for label, held in parts
    ]


def _potential(label: Text, returned: FixReturn, plan: InvestmentPlan) -> MoneyLine:
    return MoneyLine(label=label, money=returned.net, kind="potential", per=plan.horizon)


def _pay_for(plan: InvestmentPlan) -> Text:
    if plan.plan is None:
        return pair(
            "Pay for none of the fixes weighed: no set within the budget is expected to gain.",
            "所比较的改进都不值得投入：预算内没有任何组合预期获益。",
        )
    return pair(
        "Pay {cost} to mend {fixes}: that recovers {recovered} {span}.",
        "投入 {cost} 改进{fixes}：{span}可挽回 {recovered}。",
        cost=amount(plan.plan.cost.value, plan.plan.cost.currency),
        fixes=listed(tuple(named(fix.called) for fix in plan.best)),
        recovered=money(plan.plan.recovered),
        span=over(plan.horizon),
    )
