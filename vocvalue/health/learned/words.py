"""Learned weights, in words."""

from vocvalue.health.learned.result import LearnedWeights
from vocvalue.health.learned.weighed_names import weighed_name
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.spans import date, span
from vocvalue.results.texts import Text, listed, pair

MOST = 3
"""How many are named in the sentence."""


@said.register
def _(found: LearnedWeights) -> Text:
    return finding(found)


@rows.register
def _(found: LearnedWeights) -> list[Row]:
    return [
        *(Row(weighed_name(name), _weight(found, name)) for name in found.weights),
        Row(pair("accounts", "客户数"), whole(found.n_accounts)),
        Row(pair("left within the windows", "观察期内流失"), whole(found.n_churned)),
        Row(pair("cut-offs", "截点"), listed([date(it.at) for it in found.windows])),
        Row(pair("leaving counted until", "流失统计截至"), date(found.until)),
        Row(pair("ridge", "岭惩罚"), number(found.fit.ridge)),
    ]


def finding(found: LearnedWeights) -> Text:
    """Return what weighs most, as a sentence.

    Args:
        found: What `health.learn_weights` returned.
    """
    first = sorted(found.fit.slopes, key=found.fit.effect)[:MOST]
    return pair(
        "Learned from {left} of {accounts} that left within {within} of a cut-off: what told most "
        "who would leave was {first}.",
        "{accounts}中，{left} 家在截点后 {within}内流失；由此学得的权重显示，"
        "最能预示流失的是{first}。",
        left=whole(found.n_churned),
        accounts=counted(found.n_accounts, "account"),
        within=span(found.within),
        first=listed([weighed_name(name) for name in first]),
    )


def _weight(found: LearnedWeights, name: str) -> Text:
    if not found.weights[name]:
        return pair("weighs nothing", "权重为零")
    effect = pair(
        "log odds per standard deviation {effect}",
        "每标准差对数几率 {effect}",
        effect=number(found.fit.effect(name), 2),
    )
    return beside(percent(found.weights[name], 1), effect)
