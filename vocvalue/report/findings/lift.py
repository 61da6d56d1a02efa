"""Findings of `lift`: what contacting customers brought."""

from vocvalue.amounts.result import LiftMoney
from vocvalue.lift.adjusted.result import AdjustedRetention
from vocvalue.lift.early.result import Looks
from vocvalue.lift.segments.result import SegmentLifts
from vocvalue.lift.several_arms.result import ArmsLift
from vocvalue.lift.spending.result import SpendLift
from vocvalue.lift.time_to_event.result import RetentionSurvival
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.flow import Flow
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.findings.of_result import finding_of, of
from vocvalue.results.sums import amount, money
from vocvalue.results.texts import Text, named, names, pair

KEPT = pair("customers retained", "多留住的客户")
ITS_COST = pair("cost of retaining them", "留住客户的成本")
NO_SPAN = pair(
    'the span that it covers is not known: price the lift with horizon="12 months"',
    '未说明金额对应的期间：请以 horizon="12 months" 定价',
)
NO_SPAN_OF_SPEND = pair(
    "the span that it covers is not known: pass it as issues.PnlLine(per=...)",
    "未说明金额对应的期间：请以 issues.PnlLine(per=...) 传入",
)
NOT_PRICED = pair(
    "a lift is no money yet: its .money(value_per_customer, ...) prices it",
    "留存提升尚未折算成金额：可用 .money(value_per_customer, ...) 定价",
)


@finding_of.register
def _(priced: LiftMoney) -> Finding:
    return of(
        priced,
        lines=lines_of_lift(priced),
        title=pair("What contacting customers brings", "联系客户带来的收益"),
        action=_go_on(priced),
        flows=flows_of_lift(priced),
    )


@finding_of.register
def _(spend: SpendLift) -> Finding:
    line = MoneyLine(
        label=pair("spent more by customers contacted", "被联系客户多消费的金额"),
        money=spend.total,
        kind="growth",
        reason=NO_SPAN_OF_SPEND,
    )
    return of(spend, lines=[line])


@finding_of.register
def _(lifts: SegmentLifts) -> Finding:
    lines = [
        MoneyLine(
            label=pair(
                "net per contact, {segment}", "{segment}：每次联系净收益", segment=named(it.segment)
            ),
            money=it.net,
            kind="detail",
        )
        for it in lifts.calls
    ]
    call = [it.segment for it in lifts.calls if it.decision == "call"]
    action = pair("Contact first: {segments}.", "优先联系：{segments}。", segments=names(call))
    return of(lifts, lines=lines, action=action if call else None, without_money=NOT_PRICED)


@finding_of.register(AdjustedRetention)
@finding_of.register(ArmsLift)
@finding_of.register(Looks)
@finding_of.register(RetentionLift)
@finding_of.register(RetentionSurvival)
def _(
    lift: AdjustedRetention | ArmsLift | Looks | RetentionLift | RetentionSurvival,
) -> Finding:
    return of(lift, without_money=NOT_PRICED)


def has_span(priced: LiftMoney) -> bool:
    """Return whether the money of a lift is that of a span.

    Args:
        priced: The money.
    """
    return priced.horizon is not None


def flows_of_lift(priced: LiftMoney) -> tuple[Flow, ...]:
    """Return what the money of a lift puts into the statement of a period.

    Args:
        priced: The money.
    """
    return (Flow(items=(priced,), shared="customers contacted"),) if has_span(priced) else ()


def lines_of_lift(priced: LiftMoney) -> list[MoneyLine]:
    """Return the lines of the money of a lift: what it brings, and its cost.

    Args:
        priced: The money.
    """
    reason = None if has_span(priced) else NO_SPAN
    span = priced.horizon
    lines = [MoneyLine(label=KEPT, money=priced.gross, kind="growth", per=span, reason=reason)]
    if priced.cost.value:
        lines.append(
            MoneyLine(label=ITS_COST, money=priced.cost, kind="cost", per=span, reason=reason)
        )
    return lines


def _go_on(priced: LiftMoney) -> Text:
    net = priced.net
    if not priced.lift.shown:
        return pair(
            "Do not extend the contacts yet: the experiment shows no effect. Run it on more "
            "customers first.",
            "暂不扩大联系范围：实验未显示效果，应先扩大样本。",
        )
    if net.value <= 0:
        return pair(
            "Contact customers at a lower cost or not at all: it keeps them, but loses {sum}.",
            "降低联系成本，否则停止：联系虽能留住客户，但净亏损 {sum}。",
            sum=amount(-net.value, net.currency),
        )
    return pair(
        "Keep contacting customers at risk: after its cost it nets {net}.",
        "继续联系有流失风险的客户：扣除成本后净收益 {net}。",
        net=money(net),
    )
