"""The value of moving customers, in words: headlines and sentences for a CFO."""

from vocvalue.results import Money
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.estimates import ROUNDING
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import significant, stated_rate, whole
from vocvalue.results.sums import EVIDENCE, amount, money_ends
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.survey.crossing.conversion import ConversionValue
from vocvalue.survey.crossing.names import members
from vocvalue.survey.crossing.words.figures import money_meant
from vocvalue.survey.crossing.words.verdicts import VERDICTS

FEW = 10
"""Smaller numbers of customers are written with a decimal."""


@said.register
def _(conversion: ConversionValue) -> Text:
    there = members(conversion.to)
    return sentences(
        pair(
            "Moving {customers} to {there} is worth {value} of {money} ({interval}; {evidence}).",
            "将 {customers} 转化为{there}，按 {money} 计，约值 {value}（{interval}；{evidence}）。",
            customers=moved(conversion),
            there=there,
            value=amount(conversion.raw.value, conversion.raw.currency),
            money=money_meant(conversion.terms, conversion.metric),
            interval=money_ends(conversion.raw),
            evidence=EVIDENCE[conversion.raw.evidence],
        ),
        _adjusted(conversion),
        pair(
            "This assumes that converted customers will bring in as much as today's {there}.",
            "前提是转化后的客户与现有{there}贡献相同。",
            there=there,
        ),
        _doubt(conversion),
    )


@rows.register
def _(conversion: ConversionValue) -> list[Row]:
    adjusted = pair("value by the adjusted gap", "价值（调整后的差距）")
    return [
        Row(pair("move", "转化"), _step(conversion)),
        _money_row(pair("value by the observed gap", "价值（观察到的差距）"), conversion.raw),
        Row(adjusted, pair("none", "无"))
        if conversion.adjusted is None
        else _money_row(adjusted, conversion.adjusted),
        Row(pair("measured in", "计量口径"), money_meant(conversion.terms, conversion.metric)),
        Row(pair("verdict", "结论"), VERDICTS[conversion.verdict]),
    ]


def moved(conversion: ConversionValue) -> Text:
    """Return the customers who move, and out of how many.

    Args:
        conversion: The conversion.
    """
    segment, share = members(conversion.from_), stated_rate(conversion.share)
    movers, size = number_of(conversion.movers), number_of(conversion.segment_size)
    if conversion.share_of == "base":
        return pair(
            "{share} of the base ({movers} of {base} customers, all {segment})",
            "相当于全体客户 {share} 的{segment}（{base} 位中的 {movers} 位）",
            share=share,
            movers=movers,
            base=conversion.population,
            segment=segment,
        )
    if conversion.share == 1:
        return pair(
            "all {segment} ({size}, in a base of {base} customers)",
            "全部{segment}（{size} 位，客户总数 {base} 位）",
            segment=segment,
            size=size,
            base=conversion.population,
        )
    return pair(
        "{share} of the {segment} ({movers} of {size}, in a base of {base} customers)",
        "{share} 的{segment}（{size} 位中的 {movers} 位，客户总数 {base} 位）",
        share=share,
        segment=segment,
        movers=movers,
        size=size,
        base=conversion.population,
    )


def number_of(customers: float) -> Text:
    """Return a number of customers, with decimals where it is small.

    Args:
        customers: The expected number of customers.

    Examples:
        >>> number_of(232.3).en, number_of(2.0).en, number_of(0.2).en
        ('232', '2', '0.2')
    """
    is_whole = abs(customers - round(customers)) < ROUNDING
    return whole(customers) if is_whole or customers >= FEW else significant(customers, 2)


def _step(conversion: ConversionValue) -> Text:
    return pair(
        "{movers} to {to}: {customers}",
        "{movers} 位转为{to}：{customers}",
        movers=number_of(conversion.movers),
        to=members(conversion.to),
        customers=moved(conversion),
    )


def _money_row(label: Text, money: Money) -> Row:
    interval = pair(
        "{interval}; {evidence}",
        "{interval}；{evidence}",
        interval=money_ends(money),
        evidence=EVIDENCE[money.evidence],
    )
    return Row(label, amount(money.value, money.currency), interval)


def _adjusted(conversion: ConversionValue) -> Text | None:
    """Return the value of the move by the adjusted gap, or why it is not known."""
    money = conversion.adjusted
    if money is None:
        return None if conversion.unadjusted is None else conversion.unadjusted.said
    return pair(
        "Adjusted for differences between the segments' customers, the move is worth {money}.",
        "剔除客群差异后（只比较相似客户），约为 {money}。",
        money=beside(
            amount(money.value, money.currency), money_ends(money), EVIDENCE[money.evidence]
        ),
    )


def _doubt(conversion: ConversionValue) -> Text | None:
    if conversion.verdict == "link found":
        return _interval_with_zero(conversion.money)
    return pair(
        "The sample's verdict on the link is: {verdict}. Do not use this figure for planning.",
        "样本对这一关联的结论是“{verdict}”，该数值不宜用于规划。",
        verdict=VERDICTS[conversion.verdict],
    )


def _interval_with_zero(money: Money) -> Text | None:
    if money.excludes_zero:
        return None
    return pair(
        "The interval includes 0, so the sample does not show that the move pays off.",
        "区间包含 0，样本不足以断定这一转化有价值。",
    )
