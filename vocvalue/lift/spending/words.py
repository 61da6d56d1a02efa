"""A lift in spend in words: headlines, and the sentence that a CFO reads."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue.results import Estimate, Money
from vocvalue.results.former import EVIDENCE_ZH, Language, figure, interval

if TYPE_CHECKING:
    from vocvalue.lift.spending.arms import SpendArm
    from vocvalue.lift.spending.result import SpendLift


def headlines(lift: "SpendLift") -> Sequence[tuple[str, str]]:
    """Return both arms, the difference, its parts and what it amounts to."""
    rows = [
        ("treated", _arm(lift.treated)),
        ("control", _arm(lift.control)),
        ("difference per customer", str(lift.difference)),
        ("relative lift", _relative(lift.relative)),
        ("total of the treated", str(lift.total)),
        ("p-value", f"{lift.p_value:.2g} ({lift.method}, two-sided)"),
        ("share who bought", _points(lift.bought)),
        ("spend per buyer", _plain(lift.per_buyer)),
        ("part by more buyers", _plain(lift.by_share)),
        ("part by spend per buyer", _plain(lift.by_amount)),
    ]
    if lift.theta:
        rows.append(("variance taken off", f"{lift.variance_reduction:.1%} (theta {lift.theta:g})"))
        rows.append(("unadjusted difference", _plain(lift.unadjusted)))
    if not math.isnan(lift.top_customer):
        rows.append(("variance by one customer", f"{lift.top_customer:.1%}"))
    rows += [("method", lift.method), ("evidence", lift.difference.evidence)]
    if lift.window:
        rows.append(("window", lift.window.en))
    return rows


def statement(lift: "SpendLift", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    unit = f"{lift.difference.currency} " if lift.difference.currency else ""
    treated, control = (f"{unit}{figure(arm.mean)}" for arm in (lift.treated, lift.control))
    n, total = f"{lift.treated.n:,}", f"{unit}{figure(round(lift.total.value))}"
    shares = [f"{100 * arm.share:.1f} %" for arm in (lift.treated, lift.control)]
    parts = [figure(part.value) for part in (lift.by_share, lift.by_amount)]
    if language == "zh":
        verdict = "" if lift.shown else "区间包含 0, 样本未显示效果。"
        off = "扣除此前消费的影响后" if lift.theta else ""
        apart = "未扣除此前消费的" if lift.theta else ""
        return (
            f"实验组人均消费 {treated}, 对照组 {control}; {off}每位客户相差 "
            f"{_said(lift.difference, 'zh')}, {n} 位客户合计 {total} "
            f"({EVIDENCE_ZH[lift.difference.evidence]})。购买者占 {shares[0]} 与 {shares[1]}: "
            f"{apart}差异中 {parts[0]} 来自购买者增多, {parts[1]} 来自每位购买者的消费。{verdict}"
        )
    verdict = "" if lift.shown else " The sample does not show an effect."
    off = ", the spend before taken off" if lift.theta else ""
    apart = " of the unadjusted difference" if lift.theta else ""
    return (
        f"Each of the treated spent {treated}, each of the control {control}: "
        f"{_said(lift.difference, 'en')}{off}. That is {total} from {n} customers "
        f"({lift.difference.evidence}). Of the treated {shares[0]} bought, of the control "
        f"{shares[1]}: {parts[0]}{apart} is by more buyers, {parts[1]} by spend per buyer.{verdict}"
    )


def _said(found: Estimate, language: Language) -> str:
    sign = "+" if found.value > 0 else ""
    ends = interval(found.level, found.lower, found.upper, language=language)
    return f"{sign}{figure(found.value)} ({ends})"


def _arm(arm: "SpendArm") -> str:
    return (
        f"{figure(arm.mean)} per customer; {arm.buyers:,} of {arm.n:,} bought ({arm.share:.1%}), "
        f"{figure(arm.per_buyer)} each"
    )


def _relative(found: Estimate) -> str:
    if math.isnan(found.value):
        return "none, a mean is not above 0"
    ends = interval(found.level, 100 * found.lower, 100 * found.upper, "{:+,.0f} %".format)
    return f"{100 * found.value:+,.0f} % ({ends})"


def _points(found: Estimate) -> str:
    ends = interval(found.level, 100 * found.lower, 100 * found.upper, "{:+.2f}".format)
    return f"{100 * found.value:+.2f} points ({ends})"


def _plain(found: Money) -> str:
    return f"{figure(found.value)} ({interval(found.level, found.lower, found.upper)})"
