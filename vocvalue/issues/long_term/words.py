"""What a bad rating costs over years, in words."""

from vocvalue.issues.long_term.result import LongHorizonCost
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import points_ends, row
from vocvalue.results.numerals import number, percent, percentage_points
from vocvalue.results.spans import span
from vocvalue.results.sums import EVIDENCE, amount, money, money_of_basis, money_row
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.results.verdicts import unless_shown


@said.register
def _(cost: LongHorizonCost) -> Text:
    return sentences(finding(cost), _each(cost), unless_shown("difference", shown=cost.shown))


@rows.register
def _(cost: LongHorizonCost) -> list[Row]:
    points = percentage_points(cost.difference.value)
    return [
        row(pair("buy again after a bad rating", "差评后复购率"), cost.with_problem, percent),
        row(pair("had it not been bad", "若非差评，复购率"), cost.without, percent),
        Row(pair("difference", "相差"), points, points_ends(cost.difference)),
        money_row(pair("loss per bad rating", "每条差评的损失"), cost.loss_each),
        money_row(pair("loss a year", "每年损失"), cost.loss_a_year),
        Row(pair("bad ratings a year", "每年差评数"), number(cost.bad_a_year, 1)),
        Row(pair("price", "单价"), amount(cost.price, cost.currency)),
        Row(pair("bad ratings compared", "参与比较的差评"), number(cost.n_bad)),
        Row(pair("other ratings compared", "参与比较的其他评分"), number(cost.n_others)),
        Row(
            pair("followed for the whole horizon", "观察满整个期限的差评"), number(cost.n_followed)
        ),
        Row(pair("evidence", "证据等级"), EVIDENCE[cost.evidence]),
    ]


def finding(cost: LongHorizonCost) -> Text:
    """Return how many fewer buy again, as a sentence.

    Args:
        cost: What `issues.long_horizon` returned.
    """
    return pair(
        "Within {span}, {share} of the customers who rate {bad} or lower buy again, against "
        "{without} of similar customers who do not: {points} ({ends}).",
        "{span}内，评分不高于 {bad} 的客户有 {share} 再次购买，情况相似而评分更高者为 {without}："
        "相差 {points}（{ends}）。",
        span=span(cost.horizon),
        bad=number(cost.bad),
        share=percent(cost.with_problem.value),
        without=percent(cost.without.value),
        points=percentage_points(cost.difference.value),
        ends=points_ends(cost.difference),
    )


def _each(cost: LongHorizonCost) -> Text:
    return pair(
        "At {price} each, a bad rating costs {each}, and those of a year {year}; {evidence}.",
        "按单价 {price} 计，每条差评损失{each}，一年合计 {year}；{evidence}。",
        price=amount(cost.price, cost.currency),
        each=money_of_basis(cost.loss_each),
        year=money(cost.loss_a_year),
        evidence=EVIDENCE[cost.evidence],
    )
