"""Problems ranked by what they cost, in words."""

from collections.abc import Mapping

import numpy as np

from vocvalue.issues.ranking.deciles import By
from vocvalue.issues.ranking.result import IssueRanking
from vocvalue.issues.silence_words import with_silent
from vocvalue.results import Money
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, p_number, percent, whole
from vocvalue.results.sums import BASIS, amount, money_ends, money_row
from vocvalue.results.texts import Text, named, names, pair, sentences, separated

BY: Mapping[By, Text] = {
    "value": pair("value", "价值"),
    "past spend": pair("what they had spent before", "此前消费"),
}
MOST_ROWS = 8
"""How many topics the headlines name."""


@said.register
def _(ranking: IssueRanking) -> Text:
    return sentences(
        finding(ranking),
        _all(ranking),
        _silent(ranking),
        _killers(ranking),
        _harmless(ranking),
    )


@rows.register
def _(ranking: IssueRanking) -> list[Row]:
    return [
        Row(pair("problems ranked", "参与排名的问题"), whole(ranking.n_topics)),
        money_row(pair("all of them, a month", "全部问题每月损失"), ranking.loss_a_month()),
        *(
            money_row(_label(ranking, place), ranking.loss_a_month(topic))
            for place, topic in enumerate(ranking.topics[:MOST_ROWS])
        ),
        Row(
            pair("no loss at all (joint test)", "“所有问题均无损失”的 p 值"),
            p_number(ranking.each.p_value),
        ),
    ]


def finding(ranking: IssueRanking) -> Text:
    """Return which topic costs most and where it stands by volume, as a sentence.

    Args:
        ranking: What `issues.rank` returned.
    """
    if not ranking.is_shown:
        return pair(
            "The data do not show that any of {topics} costs money.",
            "数据未显示{topics}中有任何一个造成损失。",
            topics=counted(ranking.n_topics, "topic"),
        )
    topic, volume = ranking.topics[0], int(ranking.ranks.volume[0])
    return pair(
        "{topic} costs most: {loss}. By mentions it ranks {place} of {all}.",
        "损失最大的是“{topic}”：{loss}。按提及次数，它在 {all} 个问题中排第 {place}。",
        topic=named(topic),
        loss=_a_month(ranking.loss_a_month(topic)),
        place=volume,
        all=ranking.n_topics,
    )


def _all(ranking: IssueRanking) -> Text | None:
    if ranking.n_topics == 1:
        return None
    return pair(
        "All problems together: {loss}.",
        "全部问题合计：{loss}。",
        loss=_a_month(ranking.loss_a_month()),
    )


def _silent(ranking: IssueRanking) -> Text | None:
    costs = pair("all of them cost", "全部问题每月损失")
    return with_silent(ranking.losses_of_all(), costs) if ranking.is_shown else None


def _a_month(money: Money) -> Text:
    return pair(
        "{amount} of {basis} a month ({ends})",
        "每月损失{basis} {amount}（{ends}）",
        amount=amount(money.value, money.currency),
        basis=BASIS[money.basis],
        ends=money_ends(money),
    )


def _killers(ranking: IssueRanking) -> Text | None:
    if not ranking.killers:
        return None
    share = ranking.by_decile.top_share[ranking.topics.index(ranking.killers[0])]
    if len(ranking.killers) > 1 or not np.isfinite(share):
        return pair(
            "Silent killers, rarely mentioned and among the costliest: {topics}.",
            "沉默杀手（提及少而损失居前）：{topics}。",
            topics=names(ranking.killers),
        )
    return pair(
        "A silent killer, rarely mentioned and among the costliest: {topic}. {share} of the orders "
        "that it hits are of customers in the top fifth by {value}.",
        "沉默杀手（提及少而损失居前）：{topic}。"
        "受其影响的订单中，{share} 来自{value}最高的五分之一客户。",
        value=BY[ranking.by_decile.by],
        topic=names(ranking.killers),
        share=percent(float(share), 0),
    )


def _harmless(ranking: IssueRanking) -> Text | None:
    if not ranking.harmless:
        return None
    return pair(
        "Loud but harmless, often mentioned at little cost: {topics}.",
        "声量大而损失小：{topics}。",
        topics=names(ranking.harmless),
    )


def _label(ranking: IssueRanking, place: int) -> Text:
    topic, volume = ranking.topics[place], int(ranking.ranks.volume[place])
    return pair(
        "{topic} ({ranks}), a month",
        "{topic}（{ranks}），每月损失",
        topic=named(topic),
        ranks=separated(
            pair("damage rank {n}", "损失第 {n}", n=place + 1),
            pair("by mentions {n}", "提及第 {n}", n=volume),
        ),
    )
