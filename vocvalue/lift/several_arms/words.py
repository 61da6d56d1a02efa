"""Several arms in words: headlines, and the sentence that a CFO reads."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue.lift.experiments.arms import CONTROL
from vocvalue.lift.two_arms.former_words import doubt, in_points, p_value
from vocvalue.results.former import EVIDENCE_ZH, Language

if TYPE_CHECKING:
    from vocvalue.lift.several_arms.result import ArmsLift

CORRECTION_ZH = {"holm": "Holm 校正", "benjamini-hochberg": "Benjamini-Hochberg 校正"}
CORRECTION = {"holm": "Holm", "benjamini-hochberg": "Benjamini-Hochberg"}


def headlines(found: "ArmsLift") -> Sequence[tuple[str, str]]:
    """Return each arm's difference and the comparison of the best two."""
    correction = CORRECTION[found.correction]
    control = found.left_alone
    rows = [(found.control, f"{control.retained:,} of {control.n:,} stayed ({control.rate:.1%})")]
    for name, lift in found.lifts.items():
        stayed = f"{100 * lift.treated.rate:.1f} % of {lift.treated.n:,} stayed"
        corrected = f"{p_value(found.p_values[name])} ({correction})"
        rows.append((name, f"{stayed}, {in_points(lift.difference)}; {corrected}"))
    k = len(found.lifts)
    return [
        *rows,
        (
            "any difference",
            _any_difference(found),
        ),
        (f"{found.best} over {found.second}", _lead(found)),
        ("all at once", f"each interval at {found.simultaneous_level:.2%} (Bonferroni, {k} arms)"),
        ("evidence", found.lead.evidence),
    ]


def statement(found: "ArmsLift", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    said = "; ".join(f"{name} {in_points(found.corrected[name], language)}" for name in found.lifts)
    control = f"{100 * found.left_alone.rate:.1f} %"
    own = found.control != CONTROL
    unsure = doubt(found.lead.evidence, language, found.doubts)
    if language == "zh":
        name = f" {found.control} " if own else ""
        return (
            f"对照组{name}留存率 {control}; 与之相比: {said} "
            f"({EVIDENCE_ZH[found.lead.evidence]})。{_verdict_zh(found)}{unsure}"
        )
    name = f", {found.control}," if own else ""
    return (
        f"Of the control{name} {control} stayed. Against it: {said} "
        f"({found.lead.evidence}). {_verdict(found)}{unsure}"
    )


def _any_difference(found: "ArmsLift") -> str:
    if math.isnan(found.chi2):
        return "none: all customers of all arms stayed, or all left"
    return f"{p_value(found.p_value)} (chi-square {found.chi2:.2f}, {found.df} df)"


def _verdict(found: "ArmsLift") -> str:
    k, correction = len(found.lifts), CORRECTION[found.correction]
    better = [name for name in found.shown if found.lifts[name].difference.value > 0]
    worse = [name for name in found.shown if name not in better]
    lost = f" Shown to keep fewer: {_listed(worse)}." if worse else ""
    if not better:
        return f"None is shown to keep more, after {correction} for {k} comparisons.{lost}"
    lead = in_points(found.lead.difference)
    than = (
        f"{found.best} is shown to keep more than {found.second}, by {lead}."
        if found.best_shown
        else f"That {found.best} keeps more than {found.second} is not shown: {lead}."
    )
    shown = f"Shown to keep more, after {correction} for {k} comparisons: {_listed(better)}."
    return f"{shown}{lost} {than}"


def _verdict_zh(found: "ArmsLift") -> str:
    k, correction = len(found.lifts), CORRECTION_ZH[found.correction]
    better = [name for name in found.shown if found.lifts[name].difference.value > 0]
    worse = [name for name in found.shown if name not in better]
    lost = f"{'、'.join(worse)} 显示流失更多。" if worse else ""
    if not better:
        return f"{k} 项比较经 {correction}后, 未显示任何一组留存率更高。{lost}"
    lead = in_points(found.lead.difference, "zh")
    than = (
        f"{found.best} 优于 {found.second}, 相差 {lead}。"
        if found.best_shown
        else f"尚未显示 {found.best} 优于 {found.second}, 相差 {lead}。"
    )
    return f"{k} 项比较经 {correction}后, 显示留存率更高: {'、'.join(better)}。{lost}{than}"


def _lead(found: "ArmsLift") -> str:
    word = "shown" if found.best_shown else "not shown"
    return f"{in_points(found.lead.difference)}, {word} ({p_value(found.lead.p_value)})"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
