"""The money of an effect in words: headlines, and the sentence that a CFO reads."""

import math

from vocvalue.amounts.result import LiftMoney
from vocvalue.results import Evidence, Money
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row
from vocvalue.results.numerals import (
    counted,
    likely,
    percentage_points,
    signed_percent,
    whole,
)
from vocvalue.results.spans import length, over
from vocvalue.results.sums import BASIS, EVIDENCE, amount, end, money, money_of_basis, money_row
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.results.verdicts import sought, unless_shown


@said.register
def _(money_of: LiftMoney) -> Text:
    doubts = (doubt.said for doubt in money_of.lift.doubts)
    return sentences(*doubts, _gain(money_of), _not_shown(money_of), _net(money_of))


@rows.register
def _(money_of: LiftMoney) -> list[Row]:
    return [
        Row(pair("customers contacted", "联系客户数"), whole(money_of.contacted)),
        row(kept_label(money_of.net.evidence), money_of.customers, whole),
        _worth_row(money_of),
        *_line(pair("realised", "已实现"), money_of.realised),
        *_line(pair("projected", "预计"), money_of.projected),
        *_line(pair("cost", "成本"), money_of.cost),
        *_line(pair("net", "净收益"), money_of.net),
        *_return_row(money_of),
        Row(pair("break-even", "回本条件"), _break_even(money_of)),
        Row(
            pair("probability of a gain", "净收益为正的概率"), likely(money_of.probability_positive)
        ),
        *_payback_row(money_of),
        Row(pair("basis", "口径"), BASIS[money_of.net.basis]),
        Row(pair("evidence", "证据等级"), EVIDENCE[money_of.net.evidence]),
    ]


def kept_label(evidence: Evidence) -> Text:
    """Return what a difference in customers is called: kept ones only where more is known.

    Examples:
        >>> kept_label("randomised").en, kept_label("association only").zh
        ('customers retained', '客户数差异')
    """
    if evidence == "association only":
        return pair("difference in customers", "客户数差异")
    return pair("customers retained", "多留住的客户")


def _gain(money_of: LiftMoney) -> Text:
    parts = {
        "customers": counted(money_of.contacted, "customer"),
        "kept": whole(abs(money_of.customers.value)),
        "worth": _worth(money_of),
        "gross": _gross(money_of),
    }
    if money_of.net.evidence == "association only":
        return _supposed(parts, lost=money_of.customers.value < 0)
    if money_of.customers.value < 0:
        return pair(
            "Contacting {customers} loses {kept} who would otherwise have stayed, each worth "
            "{worth}: {gross}.",
            "联系 {customers} 反而多流失 {kept} 位，每位客户价值 {worth}，{gross}。",
            **parts,
        )
    return pair(
        "Contacting {customers} keeps {kept} who would otherwise have left, each worth {worth}: "
        "{gross}.",
        "联系 {customers} 可多留住 {kept} 位，每位客户价值 {worth}，{gross}。",
        **parts,
    )


def _supposed(parts: dict[str, Text], *, lost: bool) -> Text:
    if lost:
        return pair(
            "If the whole difference were the effect of contacting them, contacting {customers} "
            "would lose {kept} who would otherwise have stayed, each worth {worth}: {gross}.",
            "假如差异全部由联系造成（未经证实），联系 {customers} 会多流失 {kept} 位，"
            "每位客户价值 {worth}，{gross}。",
            **parts,
        )
    return pair(
        "If the whole difference were the effect of contacting them, contacting {customers} would "
        "keep {kept} who would otherwise have left, each worth {worth}: {gross}.",
        "假如差异全部由联系造成（未经证实），联系 {customers} 可多留住 {kept} 位，"
        "每位客户价值 {worth}，{gross}。",
        **parts,
    )


def _worth(money_of: LiftMoney) -> Text:
    worth = amount(money_of.value_per_customer.value, money_of.net.currency)
    if money_of.horizon is None:
        return worth
    return pair("{worth} {over}", "{worth}（{over}）", worth=worth, over=over(money_of.horizon))


def _gross(money_of: LiftMoney) -> Text:
    if money_of.realised is None:
        return pair("{gross}", "合计{gross}", gross=money_of_basis(money_of.gross))
    return pair(
        "{projected} to come, on top of {realised} realised within the window; together {gross}",
        "预计{projected}，另有观察期内已实现{realised}，合计 {gross}",
        projected=money_of_basis(money_of.projected),
        realised=money_of_basis(money_of.realised),
        gross=money(money_of.gross),
    )


def _not_shown(money_of: LiftMoney) -> Text | None:
    return unless_shown(sought(money_of.lift.evidence), shown=money_of.lift.shown)


def _net(money_of: LiftMoney) -> Text:
    parts = {
        "net": money(money_of.net),
        "chance": likely(money_of.probability_positive),
        "evidence": EVIDENCE[money_of.net.evidence],
    }
    if money_of.cost.value <= 0:
        return pair(
            "There are no costs: the net is {net}; the probability that it is positive is {chance} "
            "(evidence: {evidence}).",
            "没有成本，净收益为 {net}，为正的概率 {chance}（证据等级：{evidence}）。",
            **parts,
        )
    cost = amount(money_of.cost.value, money_of.cost.currency)
    if money_of.net.evidence == "association only":
        return pair(
            "After costs of {cost} the net would be {net}; the probability that it is positive is "
            "{chance}, and {break_even} (evidence: {evidence}).",
            "扣除成本 {cost} 后，净收益将为 {net}，为正的概率 {chance}；{break_even}"
            "（证据等级：{evidence}）。",
            cost=cost,
            break_even=_break_even(money_of),
            **parts,
        )
    return pair(
        "After costs of {cost} the net is {net}; the probability that it is positive is {chance}, "
        "and {break_even} (evidence: {evidence}).",
        "扣除成本 {cost} 后，净收益为 {net}，为正的概率 {chance}；{break_even}"
        "（证据等级：{evidence}）。",
        cost=cost,
        break_even=_break_even(money_of),
        **parts,
    )


def _break_even(money_of: LiftMoney) -> Text:
    if money_of.cost.value <= 0:
        return pair("there are no costs to recover", "没有需要收回的成本")
    if money_of.break_even <= 0:
        return pair("what was realised has already covered it", "已实现部分已收回成本")
    # NaN where no difference would do; and all customers together are a difference of 1.
    if not money_of.break_even <= 1:
        return pair("no lift would pay for it", "任何提升都无法回本")
    return pair(
        "a lift of {points} pays for it",
        "留存率提升 {points}即可回本",
        points=percentage_points(money_of.break_even, sign=False),
    )


def _worth_row(money_of: LiftMoney) -> Row:
    worth, currency = money_of.value_per_customer, money_of.net.currency
    label = pair("value per customer", "每位客户价值")
    if money_of.horizon is not None:
        label = pair(
            "value per customer {over}", "每位客户价值（{over}）", over=over(money_of.horizon)
        )
    return row(
        label, worth, lambda value: amount(value, currency), lambda value: end(value, currency)
    )


def _line(label: Text, money_of: Money | None) -> list[Row]:
    if money_of is None:
        return []
    return [money_row(label, money_of)]


def _return_row(money_of: LiftMoney) -> list[Row]:
    if money_of.roi is None:
        return []
    return [row(pair("return on cost", "投入回报率"), money_of.roi, signed_percent)]


def _payback_row(money_of: LiftMoney) -> list[Row]:
    months = money_of.payback_months
    if months is None:
        return []
    return [Row(pair("payback", "回本时间"), _payback(months))]


def _payback(months: float) -> Text:
    if months == math.inf:
        return pair("never", "无法回本")
    if not months:
        return pair("within the window", "观察期内")
    return pair(
        "{months} after the window", "观察期结束后 {months}", months=length(months, "month")
    )
