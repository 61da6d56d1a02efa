"""Which fixes to pay for, in words."""

import math

from vocvalue.issues.investment.result import FixReturn, InvestmentPlan
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row
from vocvalue.results.numerals import likely, percent, signed_percent
from vocvalue.results.spans import length, over
from vocvalue.results.sums import BASIS, EVIDENCE, amount, money, money_of_basis, money_row
from vocvalue.results.texts import Text, named, names, pair, sentences

LEAST_REGRET = 0.005
"""What is less is written as 0, and is not worth a clause."""


@said.register
def _(plan: InvestmentPlan) -> Text:
    if plan.plan is None:
        return sentences(nothing_pays(plan), _left_out(plan))
    return sentences(_chosen(plan), _net(plan, plan.plan), _left_out(plan), _certain(plan))


@rows.register
def _(plan: InvestmentPlan) -> list[Row]:
    currency = plan.regret.currency
    return [
        Row(pair("budget", "预算"), amount(plan.budget, currency)),
        Row(pair("fixes to pay for", "应投入的改进"), chosen_names(plan)),
        *([] if plan.plan is None else _lines(plan.plan)),
        *(
            money_row(
                pair("net of {fix} alone", "仅做“{fix}”的净收益", fix=named(fix.called)), it.net
            )
            for fix, it in zip(plan.fixes, plan.returns, strict=True)
        ),
        Row(
            pair("probability that no other set is better", "该组合最优的概率"),
            likely(plan.probability_best),
        ),
        Row(pair("basis", "口径"), BASIS[plan.regret.basis]),
        Row(pair("evidence", "证据等级"), EVIDENCE[plan.regret.evidence]),
    ]


def chosen_names(plan: InvestmentPlan) -> Text:
    """Return the fixes of the best set by name.

    Args:
        plan: What `issues.invest` returned.
    """
    if not plan.best:
        return pair("none", "无")
    return names(fix.called for fix in plan.best)


def nothing_pays(plan: InvestmentPlan) -> Text:
    """Return the sentence that no fix is worth its cost.

    Args:
        plan: What `issues.invest` returned.
    """
    return pair(
        "No fix within the budget of {budget} recovers more {over} than it costs.",
        "预算 {budget} 内，没有一项改进在{over}收回的金额高于成本。",
        budget=amount(plan.budget, plan.regret.currency),
        over=over(plan.horizon),
    )


def payback(months: float) -> Text:
    """Return when a fix has paid for itself.

    Args:
        months: The months from now; infinite where it never has.

    Examples:
        >>> payback(5.56).en, payback(math.inf).zh
        ('after 5.6 months', '无法回本')
    """
    if math.isinf(months):
        return pair("never", "无法回本")
    return pair("after {months}", "{months}", months=length(round(months, 1), "month"))


def _chosen(plan: InvestmentPlan) -> Text:
    return pair(
        "Of the budget of {budget}, {cost} should go to {fixes}.",
        "预算 {budget}，应投入 {cost}，用于改进：{fixes}。",
        budget=amount(plan.budget, plan.regret.currency),
        cost=amount(plan.plan.cost.value if plan.plan else 0.0, plan.regret.currency),
        fixes=chosen_names(plan),
    )


def _net(plan: InvestmentPlan, best: FixReturn) -> Text:
    return pair(
        "It would recover {recovered} {over} and net {net}; the probability of a gain is "
        "{chance}, and it {pays} (evidence: {evidence}).",
        "{over}可收回{recovered}，净收益 {net}，为正的概率 {chance}；{pays}"
        "（证据等级：{evidence}）。",
        over=over(plan.horizon),
        recovered=money_of_basis(best.recovered),
        net=money(best.net),
        chance=likely(best.probability_positive),
        pays=_pays(best.payback_months),
        evidence=EVIDENCE[best.net.evidence],
    )


def _pays(months: float) -> Text:
    if math.isinf(months):
        return pair("never pays for itself", "无法回本")
    after = length(round(months, 1), "month")
    return pair("pays for itself after {months}", "{months}回本", months=after)


def _left_out(plan: InvestmentPlan) -> Text | None:
    """Return the best of the fixes that were not chosen."""
    others = [
        (it.net.value, fix.called, it)
        for fix, it, taken in zip(plan.fixes, plan.returns, plan.chosen, strict=True)
        if not taken
    ]
    if not others:
        return None
    _, name, best = max(others, key=lambda other: other[0])
    return pair(
        "Of the fixes left out, {fix} would do best: alone it costs {cost} and nets {net}.",
        "未入选的改进中，“{fix}”相对最好：单独实施的成本为 {cost}，净收益为 {net}。",
        fix=named(name),
        cost=amount(best.cost.value, best.cost.currency),
        net=money(best.net),
    )


def _certain(plan: InvestmentPlan) -> Text | None:
    if len(plan.fixes) < 2:
        return None
    if plan.regret.value < LEAST_REGRET:
        return pair(
            "With a probability of {best} no other set within the budget is better.",
            "该组合为预算内最优的概率 {best}。",
            best=likely(plan.probability_best),
        )
    return pair(
        "With a probability of {best} no other set within the budget is better; on average the "
        "one that turns out best would net {regret} more.",
        "该组合为预算内最优的概率 {best}；若换成事后看来最优的组合，净收益平均会再多 {regret}。",
        best=likely(plan.probability_best),
        regret=amount(plan.regret.value, plan.regret.currency),
    )


def _lines(best: FixReturn) -> list[Row]:
    return [
        money_row(pair("recovered", "收回"), best.recovered),
        money_row(pair("cost", "成本"), best.cost),
        money_row(pair("net", "净收益"), best.net),
        *(
            []
            if best.roi is None
            else [row(pair("return on cost", "投入回报率"), best.roi, signed_percent)]
        ),
        Row(pair("payback", "回本时间"), payback(best.payback_months)),
        Row(pair("probability of a gain", "净收益为正的概率"), likely(best.probability_positive)),
    ]


def share_of(plan: InvestmentPlan, place: int) -> Text:
    """Return the share of the loss that a fix is assumed to end.

    Args:
        plan: What `issues.invest` returned.
        place: The place of the fix.
    """
    low, high = plan.fixes[place].shares
    if low == high:
        return percent(low, 0)
    return pair("{low} to {high}", "{low} 至 {high}", low=percent(low, 0), high=percent(high, 0))
