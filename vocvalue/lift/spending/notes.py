"""What a reader must know about a lift in spend."""

import math

from vocvalue.lift.spending.arms import Spent
from vocvalue.lift.spending.result import SpendLift
from vocvalue.results import Estimate, Note
from vocvalue.results.numerals import by_number, counted, percent
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair

HEAVY = 0.05


def notes(lift: SpendLift, treated: Spent, control: Spent) -> tuple[Note, ...]:
    """Return the notes on what was left out or filled in, and on how reliable the figures are."""
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
        "{customers} whose spend is not known ({treated} treated and {control} control) {were} "
        "left out. If the contact influenced whose spend is known, the comparison is no longer "
        "randomised.",
        "{customers}的消费未知（实验组 {treated}，对照组 {control}），{were}未计入。"
        "若消费是否已知与联系有关，比较就不再是随机的。",
        were=by_number(n, pair("was", ""), pair("were", "")),
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
        "The earlier spend of {customers} is not known. The mean of the others replaces it, so "
        "nothing is adjusted for these customers.",
        "{customers}此前的消费未知，以其他客户的平均值代替，因此对这些客户不作调整。",
        customers=counted(n, "customer"),
    )


def _negative(treated: Spent, control: Spent) -> tuple[Note, ...]:
    n = treated.negative + control.negative
    return Note.counted(
        n,
        "{customers} got more in refunds than they spent; the amounts below 0 are included, and "
        "these customers count as buyers.",
        "{customers}的退款多于消费，按负数计入，并计为购买客户。",
        customers=counted(n, "customer"),
    )


def _heavy(lift: SpendLift) -> tuple[Note, ...]:
    if not lift.top_customer_share > HEAVY:
        return ()
    note = Note.of(
        "One customer accounts for {share} of the variance of the difference, so neither Welch's "
        "interval nor the bootstrap is reliable. Compare with amounts capped at a limit that was "
        "set beforehand.",
        "差异方差的 {share} 来自一位客户，正态近似与自助法都不可靠。"
        "请与按事先设定的上限截尾后的结果比较。",
        count=1,
        bears_on="claim",
        share=percent(lift.top_customer_share, 0),
    )
    return (note,)


def _methods(lift: SpendLift) -> tuple[Note, ...]:
    if lift.welch.method == lift.method:
        return ()
    note = Note.of(
        "Welch's interval would be {welch}; the bootstrap interval is {bootstrap}.",
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
            "One arm has no buyers, so spend per buyer cannot be compared, and the whole "
            "difference comes from the share who bought.",
            "有一组没有购买客户：无法比较购买客户人均消费，差异全部来自购买客户占比。",
        )
    elif fewest == 1:
        note = Note.of(
            "One arm has only one buyer, so spend per buyer and the two parts of the difference "
            "have no interval.",
            "有一组只有一位购买客户：购买客户人均消费及差异的两部分均无区间。",
        )
    else:
        note = Note.of(
            "The difference per customer is a randomised comparison; spend per buyer is not, "
            "because customers who bought only because of the contact are buyers in one arm only.",
            "按全部客户计算的人均差异属于随机比较；仅比较购买客户的消费则不是，"
            "因为受联系影响才购买的客户只出现在一组。",
            bears_on="claim",
        )
    return (note,)


def _relative(lift: SpendLift) -> tuple[Note, ...]:
    if not math.isnan(lift.relative.value):
        return ()
    note = Note.of(
        "The relative lift cannot be calculated, because the mean spend of one arm is not above 0.",
        "有一组的人均消费不大于 0，无法计算相对提升。",
    )
    return (note,)
