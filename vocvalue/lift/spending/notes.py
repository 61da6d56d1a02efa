"""What a reader must know of a lift in spend."""

import math

from vocvalue.lift.spending.arms import Spent
from vocvalue.lift.spending.result import SpendLift
from vocvalue.results import Note
from vocvalue.results.former import counted, figure

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
    if not n:
        return ()
    of = [f"{arm.missing:,} of {arm.missing + arm.arm.n:,}" for arm in (treated, control)]
    return (
        Note.of(
            f"The spend of {counted(n, 'customer')} is not known, {of[0]} treated and {of[1]} "
            "control; left out. Where that has to do with the contact, the comparison is not "
            "randomised any more.",
            f"{n:,} 位客户的消费未知 (实验组 {of[0]}, 对照组 {of[1]}), 未计入; "
            "若与接触有关, 比较就不再是随机的。",
            count=n,
        ),
    )


def _unknown_before(treated: Spent, control: Spent) -> tuple[Note, ...]:
    n = treated.unknown_before + control.unknown_before
    if not n:
        return ()
    return (
        Note.of(
            f"The spend before of {counted(n, 'customer')} is not known; the mean of the others "
            "was taken, which adjusts nothing for them.",
            f"{n:,} 位客户此前的消费未知, 以其他客户的平均值代替, 对其不作调整。",
            count=n,
        ),
    )


def _negative(treated: Spent, control: Spent) -> tuple[Note, ...]:
    n = treated.negative + control.negative
    if not n:
        return ()
    return (
        Note.of(
            f"{counted(n, 'customer')} got back more than they spent; counted with their "
            "negative amount, and among the buyers.",
            f"{n:,} 位客户退款多于消费, 按负数计入, 并计入购买者。",
            count=n,
        ),
    )


def _heavy(lift: SpendLift) -> tuple[Note, ...]:
    if not lift.top_customer > HEAVY:
        return ()
    share = f"{100 * lift.top_customer:.0f} %"
    return (
        Note.of(
            f"One customer makes {share} of the variance of the difference: neither a normal "
            "curve nor drawing from these customers tells well how far chance moves it. Compare "
            "with single amounts capped at a limit that was set beforehand.",
            f"一位客户占差异方差的 {share}, 正态近似与自助法都不可靠; "
            "请与按事先设定上限截断后的结果比较。",
            count=1,
        ),
    )


def _methods(lift: SpendLift) -> tuple[Note, ...]:
    if lift.welch.method == lift.method:
        return ()
    ends = f"{figure(lift.welch.lower)} to {figure(lift.welch.upper)}"
    return (
        Note.of(
            f"By Welch the interval would be {ends}; by the bootstrap it is "
            f"{figure(lift.difference.lower)} to {figure(lift.difference.upper)}.",
            f"Welch 区间为 {ends.replace(' to ', ' 至 ')}, 自助法区间为 "
            f"{figure(lift.difference.lower)} 至 {figure(lift.difference.upper)}。",
        ),
    )


def _buyers(lift: SpendLift) -> tuple[Note, ...]:
    fewest = min(lift.treated.buyers, lift.control.buyers)
    if not fewest:
        return (
            Note.of(
                "An arm has no buyer: there is no spend per buyer to compare, and all of the "
                "difference is one of buying or not.",
                "有一组没有购买者: 无法比较每位购买者的消费, 差异全部来自是否购买。",
            ),
        )
    if fewest == 1:
        return (
            Note.of(
                "An arm has one buyer only: the spend per buyer and the two parts have no "
                "interval.",
                "有一组只有一位购买者: 每位购买者的消费及两部分均无区间。",
            ),
        )
    return (
        Note.of(
            "The spend per buyer alone is not a randomised comparison: whom the contact made "
            "buy is among the buyers of one arm only. The difference per customer is.",
            "仅比较购买者的消费不是随机比较: 因接触才购买的客户只出现在一组; "
            "按全部客户计算的差异才是。",
        ),
    )


def _relative(lift: SpendLift) -> tuple[Note, ...]:
    if not math.isnan(lift.relative.value):
        return ()
    return (
        Note.of(
            "There is no relative lift: the mean spend of an arm is not above 0.",
            "没有相对提升: 有一组的平均消费不大于 0。",
        ),
    )
