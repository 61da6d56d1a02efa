"""What a problem costs, in words: the sentence of the article, what it rests on, the headlines."""

from functools import partial

from vocvalue.issues.costing.balance import ExposureBalance
from vocvalue.issues.costing.phrases import SHARES, ends_written, labelled, written
from vocvalue.issues.costing.result import IssueCost
from vocvalue.issues.silence_words import with_silent
from vocvalue.results import Estimate, Money
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, between, row
from vocvalue.results.numerals import confidence, number, p_number, percent, percentage_points
from vocvalue.results.spans import of_days
from vocvalue.results.sums import BASIS, EVIDENCE, amount, brief, end, money_row
from vocvalue.results.texts import Text, named, pair, sentences, set_apart


@said.register
def _(cost: IssueCost) -> Text:
    return sentences(finding(cost), _how(cost), _again(cost), _disagree(cost), _of_all(cost))


@rows.register
def _(cost: IssueCost) -> list[Row]:
    return [
        money_row(pair("loss a month", "每月损失"), cost.loss_a_month),
        money_row(pair("loss a year", "每年损失"), cost.loss_a_year),
        money_row(pair("loss per exposure", "单次损失"), cost.loss_each),
        *(
            money_row(
                pair(
                    "loss a month if {share} tell",
                    "每月损失（若 {share} 反映）",
                    share=percent(share, 0),
                ),
                money,
            )
            for share, money in cost.losses_of_all.items()
        ),
        *_effect_rows(cost),
        Row(pair("first exposures a month", "每月首次遇到人数"), number(cost.exposed_a_month, 1)),
        Row(pair("further mentions a month", "每月再次提及次数"), number(cost.repeats_a_month, 1)),
        *_silent_rows(cost),
        *_check_rows(cost),
        Row(pair("evidence", "证据等级"), EVIDENCE[cost.evidence]),
    ]


@said.register
def _(balance: ExposureBalance) -> Text:
    far = int(abs(balance.after).argmax())
    return pair(
        "Weighting brings the {n} controls to within {after} standard deviations of the {exposed} "
        "who met {topic} in every covariate, from up to {before} without it; they then count as "
        "{worth} customers, and the heaviest carries {share} of the weight.",
        "加权后，{n} 个对照与遇到“{topic}”的 {exposed} 位客户在各项协变量上最多相差 {after} "
        "个标准差（加权前最多 {before}）；对照相当于 {worth} 位客户，单个最大权重为 {share}。",
        n=balance.n_controls,
        exposed=balance.n_exposed,
        topic=named(balance.topic),
        after=number(abs(float(balance.after[far])), 2),
        before=number(float(abs(balance.before).max()), 2),
        worth=number(balance.effective_n, 0),
        share=percent(balance.largest_weight),
    )


@rows.register
def _(balance: ExposureBalance) -> list[Row]:
    both = pair(
        "{before}, weighted {after}",
        "{before}，加权后 {after}",
        before=number(float(abs(balance.before).max()), 2),
        after=number(float(abs(balance.after).max()), 2),
    )
    return [
        Row(pair("exposed", "遇到问题的客户"), number(balance.n_exposed)),
        Row(pair("controls", "对照"), number(balance.n_controls)),
        Row(pair("largest difference (SD)", "最大差异（标准差）"), both),
        Row(pair("effective number of controls", "有效对照数"), number(balance.effective_n, 0)),
        Row(pair("largest weight", "最大权重"), percent(balance.largest_weight)),
    ]


def finding(cost: IssueCost) -> Text:
    """Return what the problem costs a month, as a sentence.

    Args:
        cost: What `issues.cost` returned.
    """
    money = cost.loss_a_month
    shown = abs(money.value) if cost.shown else money.value
    parts = {
        "topic": named(cost.topic),
        "loss": _of_basis(cost, shown),
        "ends": set_apart(_ends(money), EVIDENCE[money.evidence]),
    }
    if not cost.shown:
        return pair(
            "The data do not show that {topic} costs money: the estimate is {loss} a month "
            "({ends}).",
            "数据未显示“{topic}”造成损失：估计每月{loss}（{ends}）。",
            **parts,
        )
    if cost.is_disputed and money.value > 0:
        return _range(cost)
    if money.value < 0:
        return pair(
            "Customers who meet {topic} spend more than similar customers, by {loss} a month "
            "({ends}).",
            "遇到“{topic}”的客户比相似客户每月多消费{loss}（{ends}）。",
            **parts,
        )
    return pair(
        "{topic} costs the company {loss} a month ({ends}).",
        "“{topic}”每月让公司损失{loss}（{ends}）。",
        **parts,
    )


def _range(cost: IssueCost) -> Text:
    """Return what a disputed problem costs: the ends alone, as no figure between is supported."""
    money = cost.loss_a_month
    ends = pair(
        "{low} to {high}",
        "{low} 至 {high}",
        low=amount(money.lower, cost.currency),
        high=amount(money.upper, cost.currency),
    )
    level = pair(
        "{level} interval over two estimates",
        "两种估计合并的 {level} 区间",
        level=confidence(money.level),
    )
    gains = [pair("below 0 is no loss", "负数表示没有损失")] if money.lower < 0 else []
    return pair(
        "{topic} costs the company {loss} a month ({remarks}).",
        "“{topic}”每月让公司损失{loss}（{remarks}）。",
        topic=named(cost.topic),
        loss=_with_basis(cost, ends),
        remarks=set_apart(level, *gains, EVIDENCE[money.evidence]),
    )


def _of_basis(cost: IssueCost, value: float) -> Text:
    return _with_basis(cost, brief(value, cost.currency))


def _with_basis(cost: IssueCost, money: Text) -> Text:
    if cost.basis == "revenue":
        return pair("{money}", " {money}", money=money)
    return pair("{money} of {basis}", "{basis} {money}", money=money, basis=BASIS[cost.basis])


def _ends(money: Money) -> Text:
    return between(money.level, money.lower, money.upper, partial(end, currency=money.currency))


def _how(cost: IssueCost) -> Text:
    effect = cost.effects["spend"]
    parts = {
        "n": number(cost.exposed_a_month, 0),
        "span": of_days(cost.window_days),
        "money": _each(cost, effect),
    }
    if not cost.shown:
        return pair(
            "{n} customers a month tell of it for the first time; what they spend within {span} "
            "differs from that of similar customers by {money} each, no more than chance explains.",
            "每月有 {n} 位客户首次反映；{span}内，每位的消费与同期相似客户相差 {money}，"
            "未超出随机波动。",
            **parts,
        )
    if effect.value > 0:
        return pair(
            "{n} customers a month tell of it for the first time; within {span} each spends "
            "{money} more than similar customers at the same time.",
            "每月有 {n} 位客户首次反映；{span}内，每位比同期相似客户多消费 {money}。",
            **parts,
        )
    return pair(
        "{n} customers a month tell of it for the first time; within {span} each spends {money} "
        "less than similar customers at the same time.",
        "每月有 {n} 位客户首次反映；{span}内，每位比同期相似客户少消费 {money}。",
        **parts,
    )


def _each(cost: IssueCost, effect: Estimate) -> Text:
    """Return by how much the spend of each differs: between which ends, where that is disputed."""
    if not (cost.is_disputed and cost.shown):
        return amount(abs(effect.value), cost.currency)
    low, high = sorted((abs(effect.lower), abs(effect.upper)))
    return pair(
        "{low} to {high}",
        "{low} 至 {high}",
        low=amount(low, cost.currency),
        high=amount(high, cost.currency),
    )


def _again(cost: IssueCost) -> Text | None:
    effect, without = cost.effects["repurchase"].value, cost.without["repurchase"]
    if cost.is_disputed or not cost.shown or not without > 0:
        return None
    parts = {
        "with_problem": percent(cost.with_problem["repurchase"]),
        "without": percent(without),
        "points": percentage_points(abs(effect), sign=False),
        "relative": percent(abs(effect) / without),
    }
    if effect > 0:
        return pair(
            "{with_problem} of them buy again, against {without} without the problem: {points} "
            "more, or {relative} in relative terms.",
            "其复购率为 {with_problem}，若未遇到该问题则为 {without}：高 {points}"
            "（相对上升 {relative}）。",
            **parts,
        )
    return pair(
        "{with_problem} of them buy again, against {without} without the problem: {points} less, "
        "or {relative} in relative terms.",
        "其复购率为 {with_problem}，若未遇到该问题则为 {without}：低 {points}"
        "（相对下降 {relative}）。",
        **parts,
    )


def _disagree(cost: IssueCost) -> Text | None:
    if not cost.is_disputed:
        return None
    if not cost.doubts.reject:
        return pair(
            "The data do not show that two ways to estimate it agree: the interval spans both.",
            "数据尚不足以表明两种估计方法一致：区间涵盖两者。",
        )
    return pair(
        "Two ways to estimate it disagree, or the customers differed before: the interval spans "
        "both, and no single figure is supported.",
        "两种估计方法不一致，或这些客户此前已有差异：区间涵盖两者，单一数值缺乏依据。",
    )


def _of_all(cost: IssueCost) -> Text | None:
    return with_silent(cost.losses_of_all, pair("the loss is", "每月损失"))


def _effect_rows(cost: IssueCost) -> list[Row]:
    found = []
    for name, effect in cost.effects.items():
        days = cost.churn_days if name == "churn" else cost.window_days
        label = labelled(name, days)
        shown = row(
            pair("effect: {outcome}", "影响：{outcome}", outcome=label),
            effect,
            written(name, cost.currency),
            ends_written(name, cost.currency),
        )
        found.append(shown)
        if name in SHARES:
            found.append(
                Row(
                    pair("{outcome}, without it", "{outcome}，若未遇到", outcome=label),
                    percent(cost.without[name]),
                )
            )
    return found


def _silent_rows(cost: IssueCost) -> list[Row]:
    return [
        Row(
            pair(
                "silent controls if {share} tell",
                "未反映的对照占比（若 {share} 反映）",
                share=percent(share, 0),
            ),
            percent(silent),
        )
        for share, silent in cost.silent.items()
    ]


def _check_rows(cost: IssueCost) -> list[Row]:
    doubts, e_value = cost.doubts, cost.e_value
    found = [
        Row(pair("p-value, window before", "前一观察期检验 p 值"), p_number(doubts.placebo_p)),
        Row(
            pair("p-value, difference in differences", "与双重差分之差的 p 值"),
            p_number(doubts.ratio_p),
        ),
    ]
    if e_value is None:
        return found
    limit = pair("interval end {end}", "区间端点 {end}", end=number(e_value.limit, 2))
    return [*found, Row(pair("E-value", "E 值"), beside(number(e_value.value, 2), limit))]
