"""A lift in words: headlines, the sentence that a CFO reads, and how figures are written."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.former import EVIDENCE_ZH, Language, interval, signed

if TYPE_CHECKING:
    from vocvalue.lift.two_arms.result import RetentionLift

CUSTOMERS: Mapping[Language, str] = {"en": "customers", "zh": "位客户"}


def headlines(lift: "RetentionLift") -> Sequence[tuple[str, str]]:
    """Return both arms, the difference and what it amounts to."""
    rows = [
        ("treated", _arm(lift.treated.retained, lift.treated.n, lift.treated.rate)),
        ("control", _arm(lift.control.retained, lift.control.n, lift.control.rate)),
        ("difference", f"{in_points(lift.difference)}"),
        ("relative lift", ratio_words(lift, percent(lift.relative))),
        ("risk ratio", ratio_words(lift, str(lift.risk_ratio))),
        (kept_label(lift.evidence), people(lift.retained)),
        ("p-value", f"{lift.p_value:.2g} ({lift.alternative})"),
        ("method", lift.method),
        ("evidence", lift.evidence),
    ]
    if lift.non_inferiority is not None:
        found = lift.non_inferiority
        word = "ruled out" if found.shown else "not ruled out"
        loss = f"a loss of {100 * found.non_inferiority_margin:g} points or more"
        rows.append(("non-inferiority", f"{loss} is {word} (p {found.p_value:.2g})"))
    if lift.window:
        rows.append(("retained means", lift.window.en))
    return rows


def statement(lift: "RetentionLift", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    if lift.evidence == "association only":
        return _association(lift, language)
    treated, control = (f"{100 * arm.rate:.1f} %" for arm in (lift.treated, lift.control))
    kept = customers(lift, language)
    if language == "zh":
        return (
            f"实验组留存率 {treated}, 对照组 {control}, 相差 {in_points(lift.difference, 'zh')}: "
            f"{kept}{verdict(lift, 'zh')}"
        )
    return (
        f"Of the treated {treated} stayed, of the control {control}: "
        f"{in_points(lift.difference)}. That is {kept}{verdict(lift, 'en')}"
    )


def led(doubts: Sequence[Note], said: str, language: Language) -> str:
    """Return what is said of a result behind all that speaks against it."""
    if language == "zh":
        return "".join([*(note.zh for note in doubts), said])
    return " ".join([*(note.en for note in doubts), said])


def customers(
    lift: "RetentionLift", language: Language, who: Mapping[Language, str] = CUSTOMERS
) -> str:
    """Return how many customers were kept or lost, in words that fit both ends of the interval.

    Args:
        lift: The lift.
        language: "en" or "zh".
        who: What those are called who could have been kept, behind their number.
    """
    kept, n = lift.retained, f"{lift.n_affected:,}"
    lost, number = kept.value < 0, whole(abs(kept.value))
    held = _held(kept, language)
    if language == "zh":
        did = "多流失" if lost else "多留住"
        return f"{n} {who['zh']}中{did} {number} 位 ({held}; {EVIDENCE_ZH[lift.evidence]})。"
    did = "lost who would have stayed" if lost else "kept who would have left"
    return f"{number} of {n} {who['en']} {did} ({held}; {lift.evidence})."


def _held(kept: Estimate, language: Language) -> str:
    """Return the interval of customers kept or lost, in words where its ends differ in that."""
    if kept.lower < 0 < kept.upper:
        low, high = whole(-kept.lower), whole(kept.upper)
        level = f"{kept.level * 100:g} %"
        if language == "zh":
            return f"{level} 区间 从多流失 {low} 位到多留住 {high} 位"
        return f"{level}: from {low} lost to {high} kept"
    ends = (-kept.upper, -kept.lower) if kept.value < 0 else (kept.lower, kept.upper)
    return interval(kept.level, *ends, whole, language)


def verdict(lift: "RetentionLift", language: Language, *, effect: bool = True) -> str:
    """Return what was not shown, in the words of the question that was asked; empty where it was.

    Args:
        lift: The lift.
        language: "en" or "zh".
        effect: Whether a difference is one that the contact made.
    """
    if lift.shown:
        return ""
    more = {"greater": ("more", "更高"), "less": ("fewer", "更低")}.get(lift.alternative)
    if language == "zh":
        if more:
            return f"单侧检验下, 样本未显示实验组留存率{more[1]}。"
        return f"区间包含 0, 样本未显示{'效果' if effect else '差异'}。"
    if more:
        return f" The sample does not show that {more[0]} of the treated stay (one-sided)."
    return f" The sample does not show {'an effect' if effect else 'a difference'}."


def _association(lift: "RetentionLift", language: Language) -> str:
    """Say how far arms differ that nobody made alike, without a word of what contacting did."""
    treated, control = (f"{100 * arm.rate:.1f} %" for arm in (lift.treated, lift.control))
    found = in_points(lift.difference, language)
    if language == "zh":
        unsure = verdict(lift, "zh", effect=False)
        alike = "也未作调整" if lift.from_counts else "仅在分层内比较"
        why = "在此之前" if lift.doubts else f"无法确认分组随机, {alike}: "
        return (
            f"被联系客户留存率 {treated}, 未联系客户 {control}, 相差 {found}。{unsure}"
            f"{why}仅为相关, 不能说明联系留住了多少客户。"
        )
    unsure = verdict(lift, "en", effect=False)
    alike = "nothing was adjusted for" if lift.from_counts else "only strata were held alike"
    why = (
        "Until that is explained"
        if lift.doubts
        else f"The arms are not known to be random and {alike}:"
    )
    return (
        f"Of those contacted {treated} stayed, of the others {control}: {found}.{unsure} {why} "
        "this is an association only, and does not say how many customers contacting kept."
    )


def people(estimate: Estimate) -> str:
    """Return a number of customers, whole, with its interval."""
    ends = interval(estimate.level, estimate.lower, estimate.upper, whole)
    return f"{whole(estimate.value)} ({ends})"


def whole(x: float) -> str:
    """Return a number of customers as a whole one.

    Examples:
        >>> whole(1234.4), whole(-0.2)
        ('1,234', '0')
    """
    return f"{round(x):,}"


def likely(probability: float) -> str:
    """Return a probability in percent, and never as certain.

    Examples:
        >>> likely(0.6), likely(0.99999), likely(0.0)
        ('60 %', '> 99.9 %', '< 0.1 %')
    """
    if probability > 0.999:
        return "> 99.9 %"
    return "< 0.1 %" if probability < 0.001 else f"{100 * probability:.3g} %"


def in_points(difference: Estimate, language: Language = "en") -> str:
    """Return a difference in points with its interval."""
    low, high = 100 * difference.lower, 100 * difference.upper
    unit = "个百分点" if language == "zh" else "points"
    ends = interval(difference.level, low, high, signed, language)
    return f"{signed(100 * difference.value)} {unit} ({ends})"


def kept_label(evidence: Evidence) -> str:
    """Return what a difference in customers is called: kept ones only where more is known.

    Examples:
        >>> kept_label("randomised"), kept_label("association only")
        ('customers retained', 'difference in customers')
    """
    return "difference in customers" if evidence == "association only" else "customers retained"


def p_value(p: float) -> str:
    """Return a p-value for a reader.

    Examples:
        >>> p_value(0.0412), p_value(0.00002)
        ('p 0.041', 'p < 0.001')
        >>> p_value(float("nan"))
        'no p-value'
    """
    if math.isnan(p):
        return "no p-value"
    return "p < 0.001" if p < 0.001 else f"p {p:.2g}"


def doubt(evidence: Evidence, language: Language, doubts: Sequence[Note] = ()) -> str:
    """Return the sentence that keeps a difference from being read as an effect, where it may not.

    Examples:
        >>> print(doubt("association only", "en").strip())
        The arms are not known to be random: this is an association only, not what contacting did.
    """
    if evidence != "association only":
        return ""
    if language == "zh":
        why = "在此之前" if doubts else "无法确认分组随机: "
        return f"{why}仅为相关, 不能视为联系的效果。"
    why = "Until that is explained" if doubts else "The arms are not known to be random:"
    return f" {why} this is an association only, not what contacting did."


def _arm(retained: int, n: int, rate: float) -> str:
    return f"{retained:,} of {n:,} stayed ({100 * rate:.1f} %)"


def ratio_words(lift: "RetentionLift", said: str) -> str:
    """Return what was said of a ratio, or why there is none."""
    return "none: nobody in the control stayed" if math.isnan(lift.risk_ratio.value) else said


def percent(estimate: Estimate) -> str:
    """Return a part of something in percent with its interval, where that is known."""
    if math.isnan(estimate.lower) or math.isnan(estimate.upper):
        known = "not known" if math.isnan(estimate.value) else f"{100 * estimate.value:+,.0f} %"
        return f"{known} (interval not known)" if known != "not known" else known
    value, lower, upper = (
        f"{100 * x:+,.0f} %" for x in (estimate.value, estimate.lower, estimate.upper)
    )
    return f"{value} ({estimate.level * 100:g} %: {lower} to {upper})"
