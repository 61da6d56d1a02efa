"""A lift in retention in words: headlines, and the sentences that a CFO reads."""

import math
from collections.abc import Callable, Mapping, Sequence

from vocvalue.amounts.words import kept_label
from vocvalue.lift.experiments.arms import Arm
from vocvalue.lift.two_arms.result import NonInferiority, RetentionLift
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, between, points_ends, row
from vocvalue.results.methods import method_name
from vocvalue.results.numerals import (
    confidence,
    counted,
    number,
    p_number,
    p_value,
    percent,
    percentage_points,
    signed_percent,
    whole,
)
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.results.verdicts import NOT_SHOWN, sought

HALF = 0.5
"""Customers below this number are written as 0."""

ALTERNATIVE: Mapping[str, Text] = {
    "two-sided": pair("two-sided", "双侧"),
    "greater": pair("one-sided, greater", "单侧，更高"),
    "less": pair("one-sided, less", "单侧，更低"),
}


@said.register
def _(lift: RetentionLift) -> Text:
    spoken = _associated(lift) if lift.evidence == "association only" else _effect(lift)
    return led(lift.doubts, spoken)


@rows.register
def _(lift: RetentionLift) -> list[Row]:
    return [*arm_rows(lift), *effect_rows(lift)]


def arm_rows(lift: RetentionLift) -> list[Row]:
    """Return the headlines of both arms without adjustment."""
    return [
        Row(pair("treated", "实验组"), stayed(lift.treated)),
        Row(pair("control", "对照组"), stayed(lift.control)),
    ]


def effect_rows(lift: RetentionLift) -> list[Row]:
    """Return the headlines of the difference, of its size in customers and of its evidence."""
    return [
        points_row(pair("difference", "差异"), lift.difference),
        ratio_row(pair("relative lift", "相对提升"), lift, lift.relative, signed_percent),
        ratio_row(pair("risk ratio", "风险比"), lift, lift.risk_ratio, _two_digits),
        row(kept_label(lift.evidence), lift.retained, whole),
        Row(pair("p-value", "p 值"), beside(p_number(lift.p_value), ALTERNATIVE[lift.alternative])),
        Row(pair("method", "方法"), method_name(lift.method)),
        Row(pair("evidence", "证据等级"), EVIDENCE[lift.evidence]),
        *_non_inferior(lift.non_inferiority),
        *([Row(pair("retained means", "留存定义"), lift.window)] if lift.window else []),
    ]


def stayed(arm: Arm) -> Text:
    """Return how many of an arm stayed."""
    return pair(
        "{retained} of {n} stayed ({rate})",
        "{n} 位中 {retained} 位留存（{rate}）",
        retained=arm.retained,
        n=arm.n,
        rate=percent(arm.rate),
    )


def led(doubts: Sequence[Note], spoken: Text) -> Text:
    """Return what is said of a result, after everything that speaks against it."""
    return sentences(*(doubt.said for doubt in doubts), spoken)


def in_points(difference: Estimate, *, sign: bool = True) -> Text:
    """Return a difference of two shares in percentage points, with its interval."""
    return beside(percentage_points(difference.value, sign=sign), points_ends(difference))


def points_row(label: Text, difference: Estimate) -> Row:
    """Return the headline of a difference of two shares."""
    return Row(label, percentage_points(difference.value), points_ends(difference))


def customers(lift: RetentionLift, among: Text) -> Text:
    """Return how many customers were kept or lost, in words that fit the estimate and its interval.

    Args:
        lift: The lift.
        among: The customers among whom they were kept or lost, such as "500 customers".
    """
    parts = {
        "n": whole(abs(lift.retained.value)),
        "among": among,
        "range": kept_range(lift.retained),
        "evidence": EVIDENCE[lift.evidence],
    }
    if lift.retained.value < 0:
        return pair(
            "That is {n} of {among} lost who would otherwise have stayed ({range}; {evidence}).",
            "相当于 {among} 中多流失 {n} 位（{range}；{evidence}）。",
            **parts,
        )
    return pair(
        "That is {n} of {among} kept who would otherwise have left ({range}; {evidence}).",
        "相当于 {among} 中多留住 {n} 位（{range}；{evidence}）。",
        **parts,
    )


def kept_range(kept: Estimate) -> Text:
    """Return the interval of customers kept or lost, in words where it contains 0.

    Examples:
        >>> kept_range(Estimate.of((5, -0.1, 8.8), level=0.95, method="", n=15)).en
        '95% interval: from 0 to 9 kept'
        >>> kept_range(Estimate.of((-5, -8.8, 0.1), level=0.95, method="", n=15)).zh
        '95% 置信区间：从多流失 9 位到 0 位'
    """
    if not kept.lower < 0 < kept.upper:
        ends = (-kept.upper, -kept.lower) if kept.value < 0 else (kept.lower, kept.upper)
        return between(kept.level, *ends, whole)
    return pair(
        "{level} interval: from {low} to {high}",
        "{level} 置信区间：从{low}到{high}",
        level=confidence(kept.level),
        low=_lost_or_kept(kept.lower),
        high=_lost_or_kept(kept.upper),
    )


def _lost_or_kept(retained: float) -> Text:
    """Return an end of an interval around 0; one that is written as 0 is neither lost nor kept."""
    if abs(retained) < HALF:
        return pair("0", " 0 位")
    if retained < 0:
        return pair("{n} lost", "多流失 {n} 位", n=whole(-retained))
    return pair("{n} kept", "多留住 {n} 位", n=whole(retained))


def not_shown(lift: RetentionLift) -> Text | None:
    """Return what the sample does not show, in the terms of the test; None where it shows it.

    Args:
        lift: The lift.
    """
    if lift.shown:
        return None
    if lift.alternative == "greater":
        return pair(
            "The sample does not show higher retention among the treated customers (one-sided "
            "test).",
            "样本未显示实验组留存率更高（单侧检验）。",
        )
    if lift.alternative == "less":
        return pair(
            "The sample does not show lower retention among the treated customers (one-sided "
            "test).",
            "样本未显示实验组留存率更低（单侧检验）。",
        )
    return NOT_SHOWN[sought(lift.evidence)]


def doubt(evidence: Evidence, doubts: Sequence[Note] = ()) -> Text | None:
    """Return the sentence saying that a difference is no effect; None where it may be read as one.

    Examples:
        >>> doubt("association only").en[:43]
        'Customers were not assigned at random, so t'
        >>> doubt("randomised")
    """
    if evidence != "association only":
        return None
    if doubts:
        return pair(
            "Until that is explained, this is an association, not the effect of contacting them.",
            "在查明原因之前，这只是相关关系，不能视为联系的效果。",
        )
    return pair(
        "Customers were not assigned at random, so this is an association, not the effect of "
        "contacting them.",
        "客户并非随机分组，因此这只是相关关系，不能视为联系的效果。",
    )


def ratio_row(
    label: Text, lift: RetentionLift, ratio: Estimate, write: Callable[[float], Text]
) -> Row:
    """Return the headline of a ratio, or why there is none."""
    if math.isnan(lift.risk_ratio.value):
        return Row(label, pair("none: no control customer stayed", "无：对照组无人留存"))
    return row(label, ratio, write)


def _effect(lift: RetentionLift) -> Text:
    return sentences(
        pair(
            "{treated} of the treated customers stayed, against {control} of the control group: a "
            "difference of {difference}.",
            "实验组留存率为 {treated}，对照组为 {control}，相差 {difference}。",
            treated=percent(lift.treated.rate),
            control=percent(lift.control.rate),
            difference=in_points(lift.difference),
        ),
        customers(lift, counted(lift.n_affected, "customer")),
        not_shown(lift),
    )


def _associated(lift: RetentionLift) -> Text:
    """Say how far arms differ that were not assigned at random, without claiming an effect."""
    return sentences(
        pair(
            "{treated} of the customers contacted stayed, against {control} of the others: a "
            "difference of {difference}.",
            "被联系客户的留存率为 {treated}，未联系客户为 {control}，相差 {difference}。",
            treated=percent(lift.treated.rate),
            control=percent(lift.control.rate),
            difference=in_points(lift.difference),
        ),
        not_shown(lift),
        _why_no_effect(lift),
        pair(
            "It does not show how many customers were kept by contacting them.",
            "它不能说明联系留住了多少客户。",
        ),
    )


def _why_no_effect(lift: RetentionLift) -> Text:
    if lift.doubts:
        return pair(
            "Until that is explained, this is an association, not the effect of contacting them.",
            "在查明原因之前，这只是相关关系，不能视为联系的效果。",
        )
    if lift.from_counts:
        return pair(
            "Customers were not assigned at random and nothing was adjusted for, so this is an "
            "association, not the effect of contacting them.",
            "客户并非随机分组，也未作调整，因此这只是相关关系，不能视为联系的效果。",
        )
    return pair(
        "Customers were not assigned at random and were compared within strata only, so this is "
        "an association, not the effect of contacting them.",
        "客户并非随机分组，仅在分层内比较，因此这只是相关关系，不能视为联系的效果。",
    )


def _two_digits(ratio: float) -> Text:
    return number(ratio, 2)


def _non_inferior(test: NonInferiority | None) -> list[Row]:
    if test is None:
        return []
    loss = percentage_points(test.non_inferiority_margin, sign=False)
    parts = {"loss": loss, "p": p_value(test.p_value)}
    if test.shown:
        finding = pair(
            "a loss of {loss} or more is ruled out ({p})",
            "可排除下降 {loss} 或更多（{p}）",
            **parts,
        )
    else:
        finding = pair(
            "a loss of {loss} or more is not ruled out ({p})",
            "不能排除下降 {loss} 或更多（{p}）",
            **parts,
        )
    return [Row(pair("non-inferiority", "非劣效性"), finding)]
