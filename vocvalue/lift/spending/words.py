"""A lift in spend in words: headlines, and the sentences that a CFO reads."""

import math

from vocvalue.lift.spending.arms import SpendArm
from vocvalue.lift.spending.result import SpendLift
from vocvalue.lift.two_arms.words import doubt, led, points_row
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, row
from vocvalue.results.methods import method_name
from vocvalue.results.numerals import number, p_number, percent, signed_percent
from vocvalue.results.sums import BASIS, EVIDENCE, amount, money, money_row
from vocvalue.results.texts import Part, Text, pair, sentences
from vocvalue.results.verdicts import sought, unless_shown


@said.register
def _(lift: SpendLift) -> Text:
    spoken = sentences(
        _difference(lift),
        pair(
            "Over the {n} treated customers, that is {total}.",
            "按 {n} 位实验组客户计，合计{total}。",
            n=lift.treated.n,
            total=said(lift.total),
        ),
        unless_shown(sought(lift.difference.evidence), shown=lift.shown),
        _parts(lift),
        doubt(lift.difference.evidence, lift.doubts),
    )
    return led(lift.doubts, spoken)


@rows.register
def _(lift: SpendLift) -> list[Row]:
    return [
        Row(pair("treated", "实验组"), _spent(lift, lift.treated)),
        Row(pair("control", "对照组"), _spent(lift, lift.control)),
        money_row(pair("difference per customer", "人均差异"), lift.difference),
        _relative(lift),
        money_row(pair("total over the treated", "实验组合计"), lift.total),
        Row(pair("p-value", "p 值"), beside(p_number(lift.p_value), pair("two-sided", "双侧"))),
        points_row(
            pair("difference in share who bought", "购买客户占比差异"), lift.difference_in_buyers
        ),
        money_row(
            pair("difference in spend per buyer", "购买客户人均消费差异"), lift.difference_per_buyer
        ),
        money_row(pair("part from share who bought", "其中：购买客户占比"), lift.from_more_buyers),
        money_row(
            pair("part from spend per buyer", "其中：购买客户人均消费"), lift.from_spend_per_buyer
        ),
        *_adjustment(lift),
        *_furthest(lift),
        Row(pair("method", "方法"), method_name(lift.method)),
        Row(pair("basis", "口径"), BASIS[lift.difference.basis]),
        Row(pair("evidence", "证据等级"), EVIDENCE[lift.difference.evidence]),
        *([Row(pair("window", "观察期"), lift.window)] if lift.window else []),
    ]


def amount_of(lift: SpendLift, value: float) -> Text:
    """Return an amount in the currency of a lift in spend."""
    return amount(value, lift.difference.currency)


def _difference(lift: SpendLift) -> Text:
    parts = {
        "treated": amount_of(lift, lift.treated.mean),
        "control": amount_of(lift, lift.control.mean),
        "difference": money(lift.difference),
    }
    if lift.theta:
        return pair(
            "Treated customers spent {treated} each on average, against {control} in the control "
            "group. Adjusted for earlier spend, the difference is {difference}.",
            "实验组人均消费 {treated}，对照组 {control}；扣除此前消费的影响后，相差 {difference}。",
            **parts,
        )
    return pair(
        "Treated customers spent {treated} each on average, against {control} in the control "
        "group: a difference of {difference}.",
        "实验组人均消费 {treated}，对照组 {control}，相差 {difference}。",
        **parts,
    )


def _parts(lift: SpendLift) -> Text:
    parts = {
        "treated": percent(lift.treated.share),
        "control": percent(lift.control.share),
        "share": amount_of(lift, lift.from_more_buyers.value),
        "each": amount_of(lift, lift.from_spend_per_buyer.value),
    }
    if lift.theta:
        return pair(
            "{treated} of the treated customers bought, against {control} of the control group: "
            "{share} of the unadjusted difference comes from the share who bought, and {each} from "
            "what each buyer spent.",
            "实验组有 {treated} 的客户购买，对照组为 {control}：未调整的差异中，{share} "
            "来自购买客户占比，{each} 来自购买客户人均消费。",
            **parts,
        )
    return pair(
        "{treated} of the treated customers bought, against {control} of the control group: "
        "{share} of the difference comes from the share who bought, and {each} from what each "
        "buyer spent.",
        "实验组有 {treated} 的客户购买，对照组为 {control}：差异中，{share} 来自购买客户占比，"
        "{each} 来自购买客户人均消费。",
        **parts,
    )


def _spent(lift: SpendLift, arm: SpendArm) -> Text:
    parts: dict[str, Part] = {
        "mean": amount_of(lift, arm.mean),
        "buyers": arm.buyers,
        "n": arm.n,
        "share": percent(arm.share),
    }
    if not arm.buyers:
        return pair(
            "{mean} per customer; {buyers} of {n} bought ({share})",
            "人均消费 {mean}；{n} 位中 {buyers} 位购买（{share}）",
            **parts,
        )
    return pair(
        "{mean} per customer; {buyers} of {n} bought ({share}), {each} each",
        "人均消费 {mean}；{n} 位中 {buyers} 位购买（{share}），购买客户人均 {each}",
        each=amount_of(lift, arm.per_buyer),
        **parts,
    )


def _relative(lift: SpendLift) -> Row:
    label = pair("relative lift", "相对提升")
    if math.isnan(lift.relative.value):
        return Row(
            label, pair("none: the mean of one arm is not above 0", "无：有一组的均值不大于 0")
        )
    return row(label, lift.relative, signed_percent)


def _adjustment(lift: SpendLift) -> list[Row]:
    if not lift.theta:
        return []
    explained = beside(
        percent(lift.variance_reduction),
        pair("theta {theta}", "theta {theta}", theta=number(lift.theta)),
    )
    return [
        Row(pair("variance explained by earlier spend", "此前消费解释的方差占比"), explained),
        money_row(pair("unadjusted difference", "未调整的差异"), lift.unadjusted),
    ]


def _furthest(lift: SpendLift) -> list[Row]:
    if math.isnan(lift.top_customer_share):
        return []
    label = pair("variance due to one customer", "单个客户的方差占比")
    return [Row(label, percent(lift.top_customer_share))]
