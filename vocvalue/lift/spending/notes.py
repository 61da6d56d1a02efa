"""What a reader must know of a lift in spend."""

import math

from vocvalue.lift.spending.arms import Spent
from vocvalue.lift.spending.result import SpendLift
from vocvalue.results import Estimate, Note
from vocvalue.results.numerals import counted, percent
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair

HEAVY = 0.05


def notes(lift: SpendLift, treated: Spent, control: Spent) -> tuple[Note, ...]:
    """Return what was left out, what was filled in, and what chance alone may have made."""
    return (
        *_missing(treated, control),
        *_unknown_before(treated, control),
        *_negative(treated, control),
        *_heavy(lift),
        *_methods(lift),
        *_buyers(lift),
        *_relative(lift),
    )


def _missing(treated: Spent, control: Spent) -> tuple[Note, ...]:
    n = treated.missing + control.missing
    return Note.counted(
        n,
        "The spend of {customers} is not known ({treated} treated and {control} control), and they "
        "were left out. If that has to do with the contact, the comparison is no longer "
        "randomised.",
        "{customers}的消费未知（实验组 {treated}，对照组 {control}），未计入。"
        "若与联系有关，比较就不再是随机的。",
        bears_on="claim",
        customers=counted(n, "customer"),
        treated=_of_arm(treated),
        control=_of_arm(control),
    )


def _of_arm(arm: Spent) -> Text:
    return pair(
        "{missing} of {n}", "{n} 位中 {missing} 位", missing=arm.missing, n=arm.missing + arm.arm.n
    )


def _unknown_before(treated: Spent, control: Spent) -> tuple[Note, ...]:
    n = treated.unknown_before + control.unknown_before
    return Note.counted(
        n,
        "The spend before of {customers} is not known. The mean of the others was taken instead, "
        "which adjusts nothing for them.",
        "{customers}此前的消费未知，以其他客户的平均值代替，对其不作调整。",
        customers=counted(n, "customer"),
    )


def _negative(treated: Spent, control: Spent) -> tuple[Note, ...]:
    n = treated.negative + control.negative
    return Note.counted(
        n,
        "{customers} got back more than they spent; their amounts below 0 are counted, and they "
        "count as buyers.",
        "{customers}的退款多于消费，按负数计入，并计为购买者。",
        customers=counted(n, "customer"),
    )


def _heavy(lift: SpendLift) -> tuple[Note, ...]:
    if not lift.top_customer_share > HEAVY:
        return ()
    note = Note.of(
        "One customer makes up {share} of the variance of the difference: neither a normal curve "
        "nor drawing from these customers tells well how far chance moves it. Compare with "
        "amounts capped at a limit that was set beforehand.",
        "一位客户占差异方差的 {share}，正态近似与自助法都不可靠。"
        "请与按事先设定的上限截断后的结果比较。",
        count=1,
        bears_on="claim",
        share=percent(lift.top_customer_share, 0),
    )
    return (note,)


def _methods(lift: SpendLift) -> tuple[Note, ...]:
    if lift.welch.method == lift.method:
        return ()
    note = Note.of(
        "By Welch the interval would be {welch}; by the bootstrap it is {bootstrap}.",
        "韦尔奇 t 区间为 {welch}，自助法区间为 {bootstrap}。",
        welch=_ends(lift.welch, lift.welch.currency),
        bootstrap=_ends(lift.difference, lift.difference.currency),
    )
    return (note,)


def _ends(difference: Estimate, currency: str | None) -> Text:
    low, high = (amount(end, currency) for end in (difference.lower, difference.upper))
    return pair("{low} to {high}", "{low} 至 {high}", low=low, high=high)


def _buyers(lift: SpendLift) -> tuple[Note, ...]:
    fewest = min(lift.treated.buyers, lift.control.buyers)
    if not fewest:
        note = Note.of(
            "An arm has no buyer: there is no spend per buyer to compare, and the whole difference "
            "is one of buying or not.",
            "有一组没有购买者：无法比较购买者人均消费，差异全部来自是否购买。",
        )
    elif fewest == 1:
        note = Note.of(
            "An arm has one buyer only: the spend per buyer and the two parts have no interval.",
            "有一组只有一位购买者：购买者人均消费及差异的两部分均无区间。",
        )
    else:
        note = Note.of(
            "The spend per buyer alone is not a randomised comparison: customers whom the contact "
            "made buy are among the buyers of one arm only. The difference per customer is.",
            "仅比较购买者的消费不是随机比较：因联系才购买的客户只出现在一组。"
            "按全部客户计算的人均差异才是。",
            bears_on="claim",
        )
    return (note,)


def _relative(lift: SpendLift) -> tuple[Note, ...]:
    if not math.isnan(lift.relative.value):
        return ()
    note = Note.of(
        "There is no relative lift: the mean spend of an arm is not above 0.",
        "没有相对提升：有一组的平均消费不大于 0。",
    )
    return (note,)
