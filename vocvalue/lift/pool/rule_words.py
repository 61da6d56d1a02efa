"""What triggers an alert, in words."""

from collections.abc import Mapping
from functools import singledispatch

from vocvalue.lift.pool.rules import NPS, Complaint, FallingValue, LowScore, Silence
from vocvalue.results.numerals import number, stated_rate
from vocvalue.results.spans import span
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, named, pair

NAMES = {NPS: pair("NPS", "NPS")}
RULES: Mapping[str, Text] = {
    "low_score": pair("low score", "低分"),
    "complaint": pair("complaint", "投诉"),
    "falling_value": pair("falling value", "价值下降"),
    "silence": pair("silence", "长期未下单"),
}
"""The names of rules that were not given a name of their own."""


@singledispatch
def alert(rule: object) -> Text:
    """Return what triggers an alert.

    Args:
        rule: The rule of the alert.

    Examples:
        >>> alert(LowScore()).en, alert(LowScore(survey=None)).zh
        ('a score of 6 or less in the NPS survey', '评分不高于 6 分')
        >>> alert(Complaint(column="topic", any_of=["delivery", "damage"])).en
        "topic is 'delivery' or 'damage'"
        >>> alert(FallingValue(relative=0.30)).en, alert(FallingValue(absolute=500)).zh
        ('a value that fell by 30% or more', '客户价值下降 500 或以上')
        >>> alert(Silence(longer_than="90 days")).en, alert(Silence(longer_than="90 days")).zh
        ('no order for more than 90 days', '超过 90 天没有订单')
    """
    raise TypeError(f"{rule!r} is not the rule of an alert.")


@alert.register
def _(rule: LowScore) -> Text:
    score = number(rule.at_most)
    if rule.survey is None:
        return pair("a score of {score} or less", "评分不高于 {score} 分", score=score)
    return pair(
        "a score of {score} or less in the {survey} survey",
        "{survey} 问卷评分不高于 {score} 分",
        score=score,
        survey=named(rule.survey, NAMES.get(rule.survey)),
    )


@alert.register
def _(rule: Complaint) -> Text:
    if rule.column is None:
        return pair("a complaint", "有投诉")
    first, *others = (_quoted(value) for value in rule.any_of)
    values = first
    for value in others:
        values = pair("{before} or {value}", "{before}或{value}", before=values, value=value)
    return pair(
        "{column} is {values}", "{column} 为{values}", column=named(rule.column), values=values
    )


@alert.register
def _(rule: FallingValue) -> Text:
    fall = stated_rate(rule.relative or 0.0) if rule.absolute is None else amount(rule.absolute)
    return pair("a value that fell by {fall} or more", "客户价值下降 {fall} 或以上", fall=fall)


@alert.register
def _(rule: Silence) -> Text:
    return pair("no order for more than {span}", "超过 {span}没有订单", span=span(rule.longer_than))


def called(rule: str) -> Text:
    """Return the name of a rule for a reader.

    Args:
        rule: The name of the rule.

    Examples:
        >>> called("silence").zh, called("angry").en
        ('长期未下单', 'angry')
    """
    return named(rule, RULES.get(rule))


def _quoted(value: object) -> Text:
    if isinstance(value, str):
        return pair("'{value}'", "“{value}”", value=named(value))
    return pair("{value}", "{value}", value=repr(value))
