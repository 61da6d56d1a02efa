"""How long customers stay, in words: headlines, and the sentence that a CFO reads."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue.lift.two_arms.former_words import doubt, in_points
from vocvalue.results import Estimate
from vocvalue.results.former import EVIDENCE_ZH, Language, figure, interval

if TYPE_CHECKING:
    from vocvalue.lift.time_to_event.result import RetentionSurvival, SurvivalArm

WITHOUT = {"leaving": "still there", "order": "without an order"}
HAPPENED = {"leaving": "left", "order": "ordered"}


def headlines(found: "RetentionSurvival") -> Sequence[tuple[str, str]]:
    """Return both arms, the differences in share and in months, and the tests."""
    at = f"{figure(found.horizon)} months"
    rows = [(arm.name, _arm(found, arm)) for arm in (found.treated, found.control)]
    if found.event == "leaving":
        rows += [
            (f"{WITHOUT['leaving']} at {at}", in_points(found.share)),
            ("months kept", f"{found.months_kept} of {at}"),
        ]
    else:
        rows += [
            (f"ordered by {at}", in_points(found.share_back)),
            ("months sooner back", f"{found.months_sooner} of {at}"),
        ]
    within = f", within {found.strata}" if found.strata else ""
    return [
        *rows,
        *((f"median of {arm.name}", _median(arm)) for arm in (found.treated, found.control)),
        ("p-value", f"{found.p_value:.2g} (months, two-sided)"),
        ("log-rank", _log_rank(found, within)),
        ("method", found.method),
        ("evidence", found.evidence),
    ]


def statement(found: "RetentionSurvival", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    if found.event == "leaving":
        return _of_leaving(found, language)
    return _of_orders(found, language)


def _of_leaving(found: "RetentionSurvival", language: Language) -> str:
    span = figure(found.horizon)
    treated, control = (f"{100 * arm.share.value:.1f} %" for arm in (found.treated, found.control))
    if language == "zh":
        return (
            f"{span} 个月后实验组 {treated} 仍是客户, 对照组 {control}, 相差 "
            f"{in_points(found.share, 'zh')}: {span} 个月内平均每人"
            f"{_months_zh(found.months_kept, '多留', '少留')}; {EVIDENCE_ZH[found.evidence]})。"
            f"{_verdict(found, 'zh')}{doubt(found.evidence, 'zh', found.doubts)}"
        )
    return (
        f"After {span} months {treated} of the treated were still customers, of the control "
        f"{control}: {in_points(found.share)}. That is "
        f"{_months(found.months_kept, span, 'kept', 'lost')}; {found.evidence})."
        f"{_verdict(found, 'en')}{doubt(found.evidence, 'en', found.doubts)}"
    )


def _of_orders(found: "RetentionSurvival", language: Language) -> str:
    span = figure(found.horizon)
    treated, control = (
        f"{100 * (1 - arm.share.value):.1f} %" for arm in (found.treated, found.control)
    )
    if language == "zh":
        return (
            f"{span} 个月内实验组 {treated} 再次下单, 对照组 {control}, 相差 "
            f"{in_points(found.share_back, 'zh')}: 在这 {span} 个月内平均每人"
            f"{_months_zh(found.months_sooner, '提前', '推迟')}; {EVIDENCE_ZH[found.evidence]})。"
            f"{_verdict(found, 'zh')}{doubt(found.evidence, 'zh', found.doubts)}"
        )
    return (
        f"Within {span} months {treated} of the treated ordered again, of the control {control}: "
        f"{in_points(found.share_back)}. That is "
        f"{_months(found.months_sooner, span, 'sooner back', 'later back')}; {found.evidence})."
        f"{_verdict(found, 'en')}{doubt(found.evidence, 'en', found.doubts)}"
    )


def _months(found: Estimate, span: str, more: str, less: str) -> str:
    """Return months with the word for their sign, and words for both ends where they differ."""
    return (
        f"{abs(found.value):.2f} months {less if found.value < 0 else more} per treated customer, "
        f"of {span} ({_held(found, more, less, 'en')}"
    )


def _months_zh(found: Estimate, more: str, less: str) -> str:
    """Return months with the word for their sign, and words for both ends where they differ."""
    word = less if found.value < 0 else more
    return f"{word} {abs(found.value):.2f} 个月 ({_held(found, more, less, 'zh')}"


def _held(found: Estimate, more: str, less: str, language: Language) -> str:
    if found.lower < 0 < found.upper:
        low, high, level = -found.lower, found.upper, f"{found.level * 100:g} %"
        if language == "zh":
            return f"{level} 区间 从{less} {low:.2f} 个月到{more} {high:.2f} 个月"
        return f"{level}: from {low:.2f} {less} to {high:.2f} {more}"
    ends = (-found.upper, -found.lower) if found.value < 0 else (found.lower, found.upper)
    return interval(found.level, *ends, "{:.2f}".format, language)


def _verdict(found: "RetentionSurvival", language: Language) -> str:
    if found.shown:
        return ""
    if language == "zh":
        return "样本未显示月数有差异。"
    return " The sample does not show a difference in months."


def _log_rank(found: "RetentionSurvival", within: str) -> str:
    if math.isnan(found.log_rank):
        return "no test: the arms have no event at a time when both are followed"
    return f"chi2 {found.log_rank:.4g}, p {found.log_rank_p:.2g}{within}"


def _arm(found: "RetentionSurvival", arm: "SurvivalArm") -> str:
    return (
        f"{arm.events:,} of {arm.n:,} {HAPPENED[found.event]}, {arm.followed:,} still followed; "
        f"{arm.share.value:.1%} {WITHOUT[found.event]}, {figure(arm.months.value)} months on "
        "average"
    )


def _median(arm: "SurvivalArm") -> str:
    if arm.median is None:
        return "not reached"
    if math.isfinite(arm.median.upper):
        return f"{arm.median} months"
    value, lower = figure(arm.median.value), figure(arm.median.lower)
    return f"{value} months ({arm.median.level * 100:g} %: from {lower} on, no upper end)"
