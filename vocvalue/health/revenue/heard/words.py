"""How much of the revenue is heard, in words."""

import numpy as np

from vocvalue.health.revenue.heard.result import HeardRole, HeardTier, RevenueCoverage
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import by_number, counted, percent
from vocvalue.results.spans import date
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, listed, pair, sentences

MOST = 12
"""The most tiers or roles that each get a line."""
NAMED = 3
"""The most silent accounts that a sentence names."""


@said.register
def _(result: RevenueCoverage) -> Text:
    return sentences(_window(result), _one_voice(result), _roles(result), _silent(result))


@rows.register
def _(result: RevenueCoverage) -> list[Row]:
    return [
        Row(
            pair("accounts heard", "覆盖客户"),
            pair(
                "{n} of {accounts} ({share})",
                "{accounts}中的 {n} 家（{share}）",
                n=result.n_heard,
                accounts=counted(result.n, "account"),
                share=percent(result.by_accounts.value),
            ),
        ),
        Row(
            pair("revenue heard", "覆盖年收入"),
            beside(amount(result.revenue_heard, result.currency), percent(result.by_revenue.value)),
        ),
        Row(
            pair("revenue heard through one person", "仅一人作答的客户占年收入"),
            percent(result.one_voice.value),
        ),
        *[Row(_tier_label(it), _of_tier(it)) for it in result.tiers[:MOST]],
        *[Row(_role_label(it), _of_role(it)) for it in result.roles[:MOST]],
        Row(
            pair("answers counted", "计入的作答"),
            pair(
                "from {start} to {at}",
                "{start}至{at}",
                start=date(result.start),
                at=date(result.at),
            ),
        ),
    ]


def finding(result: RevenueCoverage) -> Text:
    """Return how much is heard, as a sentence.

    Args:
        result: What `health.coverage` returned.
    """
    return pair(
        "{n} of {accounts} answered ({part}); they hold {share} of the revenue of a year: {heard} "
        "of {total}.",
        "{accounts}中有 {n} 家作答（{part}），占年收入的 {share}：{heard}（总额 {total}）。",
        n=result.n_heard,
        accounts=counted(result.n, "account"),
        part=percent(result.by_accounts.value),
        share=percent(result.by_revenue.value),
        heard=amount(result.revenue_heard, result.currency),
        total=amount(result.total, result.currency),
    )


def _window(result: RevenueCoverage) -> Text:
    return pair(
        "From {start} to {at}, {found}",
        "{start}至{at}，{found}",
        start=date(result.start),
        at=date(result.at),
        found=finding(result),
    )


def _one_voice(result: RevenueCoverage) -> Text | None:
    n = result.n_one_voice
    if not n:
        return None
    share = percent(result.one_voice.value)
    return by_number(
        n,
        pair(
            "In 1 account, which holds {share} of the revenue, only one person answered.",
            "其中 1 家只有一人作答，占年收入的 {share}。",
            share=share,
        ),
        pair(
            "In {n} accounts, which hold {share} of the revenue, only one person answered.",
            "其中 {n} 家只有一人作答，占年收入的 {share}。",
            n=n,
            share=share,
        ),
    )


def _roles(result: RevenueCoverage) -> Text | None:
    if not result.roles:
        return None
    heard = [
        pair(
            "{role} {share}",
            "{role} {share}",
            role=group_name(it.role),
            share=percent(it.by_revenue),
        )
        for it in result.roles[:MOST]
    ]
    return pair(
        "The share of the revenue that is heard, by role of those who answered, is: {roles}.",
        "按作答人的角色，覆盖的年收入占比为：{roles}。",
        roles=listed(heard),
    )


def _silent(result: RevenueCoverage) -> Text | None:
    """Name the largest accounts that did not answer, and what they hold together."""
    rows = np.flatnonzero(~result.is_heard & (result.revenue > 0))[:NAMED]
    if not rows.size:
        return None
    ids = [group_name(str(it)) for it in result.account_id[rows.tolist()].to_list()]
    held = amount(float(result.revenue[rows].sum()), result.currency)
    return by_number(
        len(ids),
        pair(
            "The largest account that did not is {ids}, with {held} a year.",
            "未作答的最大客户为 {ids}，年收入 {held}。",
            ids=listed(ids),
            held=held,
        ),
        pair(
            "The largest accounts that did not are {ids}, with {held} a year together.",
            "未作答的最大客户为 {ids}，年收入合计 {held}。",
            ids=listed(ids),
            held=held,
        ),
    )


def _tier_label(tier: HeardTier) -> Text:
    return pair("tier {tier}", "等级 {tier}", tier=group_name(tier.tier))


def _of_tier(tier: HeardTier) -> Text:
    return pair(
        "{n} of {accounts}, {share} of its revenue",
        "{accounts}中的 {n} 家，占其收入的 {share}",
        n=tier.n_heard,
        accounts=counted(tier.n_accounts, "account"),
        share=percent(tier.by_revenue),
    )


def _role_label(role: HeardRole) -> Text:
    return pair("heard through {role}", "由 {role} 作答", role=group_name(role.role))


def _of_role(role: HeardRole) -> Text:
    return pair(
        "{accounts}, {share} of the revenue",
        "{accounts}，占年收入的 {share}",
        accounts=counted(role.n_accounts, "account"),
        share=percent(role.by_revenue),
    )
