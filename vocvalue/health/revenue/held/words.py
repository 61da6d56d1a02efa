"""Who holds the revenue, in words."""

from vocvalue.health.revenue.held.result import RevenueConcentration, TierRevenue
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import by_number, counted, number, percent, stated_rate
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair, sentences

MOST = 12
"""The most tiers that each get a line."""


@said.register
def _(result: RevenueConcentration) -> Text:
    return sentences(finding(result), _largest(result), _tiers(result))


@rows.register
def _(result: RevenueConcentration) -> list[Row]:
    holders = pair(
        "accounts that hold {share} of the revenue",
        "占收入 {share} 的客户",
        share=stated_rate(result.share),
    )
    n = beside(counted(result.n_holders, "account"), percent(result.holders.value))
    return [
        Row(holders, n),
        Row(pair("accounts", "客户"), counted(result.n, "account")),
        Row(pair("revenue of a year", "年收入"), amount(result.total, result.currency)),
        Row(pair("the largest fifth holds", "最大的五分之一客户占比"), percent(result.fifth.value)),
        Row(pair("the largest account holds", "最大一家客户占比"), percent(result.largest.value)),
        Row(
            pair("as concentrated as equal accounts", "相当于规模相同的客户数"),
            number(result.n_equal, 1),
        ),
        *[Row(_tier_label(it), _of_tier(result, it)) for it in result.tiers[:MOST]],
    ]


def finding(result: RevenueConcentration) -> Text:
    """Return how many accounts hold the revenue, as a sentence.

    Args:
        result: What `health.concentration` returned.
    """
    k = result.n_holders
    held = float(result.revenue[:k].sum())
    return by_number(
        k,
        pair(
            "Of {accounts}, 1 ({part}) holds {share} of the revenue of a year: {held} of {total}.",
            "{accounts}中，1 家（{part}）贡献了年收入的 {share}：{held}（总额 {total}）。",
            **_parts(result, held),
        ),
        pair(
            "Of {accounts}, the {k} largest ({part}) hold {share} of the revenue of a year: {held} "
            "of {total}.",
            "{accounts}中，最大的 {k} 家（{part}）贡献了年收入的 {share}：{held}（总额 {total}）。",
            k=k,
            **_parts(result, held),
        ),
    )


def _parts(result: RevenueConcentration, held: float) -> dict[str, Text]:
    return {
        "accounts": counted(result.n, "account"),
        "part": percent(result.holders.value),
        "share": stated_rate(result.share),
        "held": amount(held, result.currency),
        "total": amount(result.total, result.currency),
    }


def _largest(result: RevenueConcentration) -> Text:
    return pair(
        "The largest fifth holds {fifth}, the largest account alone {largest}.",
        "最大的五分之一客户占 {fifth}，最大的一家单独占 {largest}。",
        fifth=percent(result.fifth.value),
        largest=percent(result.largest.value),
    )


def _tiers(result: RevenueConcentration) -> Text | None:
    if len(result.tiers) < 2:
        return None
    first = result.tiers[0]
    return pair(
        "The tier with the most revenue is {tier}: {accounts} with {share}.",
        "收入最多的等级为 {tier}：{accounts}，占 {share}。",
        tier=group_name(first.tier),
        accounts=counted(first.n_accounts, "account"),
        share=percent(first.share),
    )


def _tier_label(tier: TierRevenue) -> Text:
    return pair("tier {tier}", "等级 {tier}", tier=group_name(tier.tier))


def _of_tier(result: RevenueConcentration, tier: TierRevenue) -> Text:
    return pair(
        "{accounts}, {revenue} ({share})",
        "{accounts}，{revenue}（{share}）",
        accounts=counted(tier.n_accounts, "account"),
        revenue=amount(tier.revenue, result.currency),
        share=percent(tier.share),
    )
