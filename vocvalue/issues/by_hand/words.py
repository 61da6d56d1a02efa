"""A loss by arithmetic in words: the sentence of a CFO, and what was multiplied."""

from vocvalue.issues.by_hand.result import LossArithmetic
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import number, percent, percentage_points
from vocvalue.results.sums import BASIS, amount, brief, money_row
from vocvalue.results.texts import Text, named, pair, sentences

PROBLEM = pair("The problem", "该问题")


@said.register
def _(loss: LossArithmetic) -> Text:
    return sentences(finding(loss), _how(loss))


@rows.register
def _(loss: LossArithmetic) -> list[Row]:
    each = pair("exposed a month", "每月遇到人数")
    if loss.per == "year":
        each = pair("exposed a year", "每年遇到人数")
    change = percentage_points(loss.after - loss.before)
    monthly = [money_row(pair("loss a month", "每月损失"), loss.loss)]
    return [
        Row(each, number(loss.exposed)),
        Row(pair("buy again without it", "若未遇到，复购率"), percent(loss.before)),
        Row(pair("buy again with it", "遇到后，复购率"), percent(loss.after)),
        Row(pair("difference", "相差"), change),
        Row(pair("spend per purchase", "每次消费"), amount(loss.spend, loss.currency)),
        money_row(pair("revenue lost per exposure", "单次损失的收入"), loss.revenue_each),
        money_row(pair("loss per exposure", "单次损失"), loss.loss_each),
        *([] if loss.margin is None else [_revenue(loss)]),
        *(monthly if loss.per == "month" else []),
        money_row(pair("loss a year", "每年损失"), loss.loss_a_year),
    ]


def _revenue(loss: LossArithmetic) -> Row:
    label = pair("revenue lost a month", "每月损失的收入")
    if loss.per == "year":
        label = pair("revenue lost a year", "每年损失的收入")
    return money_row(label, loss.revenue)


def finding(loss: LossArithmetic) -> Text:
    """Return what the problem costs a period, as a sentence.

    Args:
        loss: The loss.
    """
    who = PROBLEM
    if loss.topic is not None:
        who = pair("{topic}", "“{topic}”", topic=named(loss.topic))
    parts = {"who": who, "money": _of_basis(loss)}
    if loss.per == "month":
        return pair(
            "{who} costs the company {money} a month.", "{who}每月让公司损失{money}。", **parts
        )
    return pair("{who} costs the company {money} a year.", "{who}每年让公司损失{money}。", **parts)


def _of_basis(loss: LossArithmetic) -> Text:
    money = brief(loss.loss.value, loss.currency)
    if loss.basis == "revenue":
        return pair("{money}", " {money}", money=money)
    return pair("{money} of {basis}", "{basis} {money}", money=money, basis=BASIS[loss.basis])


def _how(loss: LossArithmetic) -> Text:
    parts = {
        "n": number(loss.exposed),
        "before": percent(loss.before),
        "after": percent(loss.after),
        "lost": number(loss.lost_customers, 0),
        "spend": amount(loss.spend, loss.currency),
        "change": _change(loss),
    }
    return pair(
        "Of {n} customers who meet it, {after} buy again instead of {before} ({change}): {lost} "
        "fewer purchases, at {spend} each.",
        "{n} 位客户遇到该问题，复购率由 {before} 降至 {after}（{change}）：少 {lost} 次购买，"
        "每次 {spend}。",
        **parts,
    )


def _change(loss: LossArithmetic) -> Text:
    size = percentage_points(loss.before - loss.after, sign=False)
    points = pair("{points} less", "下降 {points}", points=size)
    if loss.stated != "relative" or not loss.before:
        return points
    return pair(
        "{relative} less in relative terms, or {points}",
        "相对下降 {relative}，即{points}",
        relative=percent(1 - loss.after / loss.before, 0),
        points=points,
    )
