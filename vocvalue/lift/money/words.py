"""The money of a lift in words: headlines, and the sentence that a CFO reads."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue import duration
from vocvalue.lift.two_arms.words import kept_label, likely, people, percent
from vocvalue.results import Estimate, Money
from vocvalue.results.former import BASIS_ZH, EVIDENCE_ZH, Language, figure, interval

if TYPE_CHECKING:
    from vocvalue.lift.money.result import LiftMoney


def headlines(money: "LiftMoney") -> Sequence[tuple[str, str]]:
    """Return every line of money, and what to decide by."""
    over = "" if money.horizon is None else f" {duration.over(money.horizon)}"
    rows = [
        ("customers contacted", f"{money.contacted:,}"),
        (kept_label(money.net.evidence), people(money.customers)),
        ("worth each", f"{_known_or(money.value_per_customer)}{over}"),
    ]
    if money.realised is not None:
        rows.append(("realised", str(money.realised)))
    rows += [
        ("projected", str(money.projected)),
        ("cost", _known_or(money.cost)),
        ("net", str(money.net)),
    ]
    if money.roi is not None:
        rows.append(("return on cost", percent(money.roi)))
    rows += [
        ("break-even", _break_even(money, "en")),
        ("probability of a gain", likely(money.probability_positive)),
    ]
    if money.payback_months is not None:
        rows.append(("payback", _payback(money.payback_months, "en")))
    return rows


def statement(money: "LiftMoney", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    return _chinese(money) if language == "zh" else _english(money)


def _english(money: "LiftMoney") -> str:
    kept = f"{abs(money.customers.value):,.0f}"
    lost, sure = money.customers.value < 0, money.net.evidence != "association only"
    did = f"loses {kept} who would have stayed" if lost else f"keeps {kept} who would have left"
    who = f"{money.contacted:,} customers"
    first = f"Contacting {who} {did}"
    if not sure:
        would = did.replace("loses", "would lose").replace("keeps", "would keep")
        first = f"Were all of the difference what contacting did, contacting {who} {would}"
    over = "" if money.horizon is None else f" {duration.over(money.horizon)}"
    return (
        f"{first}, each worth {figure(money.value_per_customer.value)}{over}: {_gross(money)}. "
        f"Less the cost of {figure(money.cost.value)} the net is {_said(money.net, 'en')}, above 0 "
        f"with a probability of {likely(money.probability_positive)}; {_break_even(money, 'en')} "
        f"(evidence: {money.net.evidence})."
    )


def _gross(money: "LiftMoney") -> str:
    basis = money.gross.basis
    if money.realised is None:
        return f"{_said(money.gross, 'en')} of {basis}"
    return (
        f"{_said(money.projected, 'en')} of {basis} to come, besides "
        f"{_said(money.realised, 'en')} realised within the window; together "
        f"{_said(money.gross, 'en')}"
    )


def _chinese(money: "LiftMoney") -> str:
    lost, sure = money.customers.value < 0, money.net.evidence != "association only"
    kept = f"{'多流失' if lost else '多留住'} {abs(money.customers.value):,.0f} 位"
    over = "" if money.horizon is None else f" ({duration.over(money.horizon, 'zh')})"
    doubt = "" if sure else "若差异全部来自联系 (未经证实), "
    return (
        f"{doubt}联系 {money.contacted:,} 位客户{kept}, 每位值 "
        f"{figure(money.value_per_customer.value)}{over}, {_gross_zh(money)}; "
        f"成本 {figure(money.cost.value)}, 净收益 {_said(money.net, 'zh')}。"
        f"净收益为正的概率 {likely(money.probability_positive)}; {_break_even(money, 'zh')} "
        f"(证据等级: {EVIDENCE_ZH[money.net.evidence]})。"
    )


def _gross_zh(money: "LiftMoney") -> str:
    basis = BASIS_ZH[money.gross.basis]
    if money.realised is None:
        return f"合计{basis} {_said(money.gross, 'zh')}"
    return (
        f"预计{basis} {_said(money.projected, 'zh')}, 另有观察期内已实现{basis} "
        f"{_said(money.realised, 'zh')}, 合计 {_said(money.gross, 'zh')}"
    )


def _known_or(estimate: Estimate) -> str:
    """Return a number with its interval, or alone where it is known."""
    if estimate.lower == estimate.upper:
        return figure(estimate.value)
    return str(estimate)


def _said(money: Money, language: Language) -> str:
    unit = f"{money.currency} " if money.currency else ""
    ends = interval(money.level, money.lower, money.upper, _whole, language)
    return f"{unit}{_whole(money.value)} ({ends})"


def _whole(amount: float) -> str:
    return figure(round(amount)) if math.isfinite(amount) else figure(amount)


def _break_even(money: "LiftMoney", language: Language) -> str:
    points = f"{100 * money.break_even:.1f}"
    if money.cost.value <= 0:
        return "没有成本" if language == "zh" else "there is no cost to earn back"
    if money.break_even <= 0:
        return "已实现部分已收回成本" if language == "zh" else "what was realised has paid for it"
    if not money.break_even < float("inf"):
        return "任何提升都不能回本" if language == "zh" else "no lift would pay for it"
    if language == "zh":
        return f"留存提高 {points} 个百分点即可回本"
    return f"a lift of {points} points pays for it"


def _payback(months: float, language: Language) -> str:
    if months == float("inf"):
        return "不能回本" if language == "zh" else "never"
    if not months:
        return "观察期内" if language == "zh" else "within the window"
    return f"{months:.1f} 个月" if language == "zh" else f"{months:.1f} months after the window"
