"""Findings of `health`: which accounts are at risk, and how much revenue."""

from vocvalue.health.later_churn.result import HealthBacktest
from vocvalue.health.revenue.held.result import RevenueConcentration
from vocvalue.health.scored.result import HealthScore
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.findings.of_result import finding_of, of
from vocvalue.results.numerals import counted, percent
from vocvalue.results.sums import amount
from vocvalue.results.texts import pair

YEAR = "12 months"
AT_RISK = pair("revenue of accounts at risk", "高风险客户的年收入")
NOT_LOST = pair(
    "what these accounts pay a year, not what is lost",
    "是这些客户一年的付款，而非已经损失的金额",
)


@finding_of.register
def _(health: HealthScore) -> Finding:
    at_risk, n = health.at_risk, health.n_of("at risk")
    line = MoneyLine(label=AT_RISK, money=at_risk, kind="stock", per=YEAR, reason=NOT_LOST)
    call = pair(
        "Speak with {accounts} at risk first: together they pay {sum} a year.",
        "优先联系高风险的 {accounts}：他们一年合计付款 {sum}。",
        accounts=counted(n, "account"),
        sum=amount(at_risk.value, at_risk.currency),
    )
    return of(
        health,
        lines=[line],
        title=pair("Which accounts are at risk", "哪些客户有风险"),
        action=call if n else None,
    )


@finding_of.register
def _(test: HealthBacktest) -> Finding:
    doubt = pair(
        "Do not rely on the health score alone: it is not shown to foretell churn better than NPS.",
        "不要只看健康度评分：尚未证实它比 NPS 更能预示流失。",
    )
    return of(test, action=None if test.is_better else doubt)


@finding_of.register
def _(held: RevenueConcentration) -> Finding:
    keep = pair(
        "Give {accounts} a contact of their own: they hold {share} of the revenue.",
        "为 {accounts}配备专人：他们占收入的 {share}。",
        accounts=counted(held.n_holders, "account"),
        share=percent(held.held_by(held.n_holders / held.n), 0),
    )
    return of(held, action=keep)
