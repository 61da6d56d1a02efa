"""A lift and its money in words: headlines, and the sentences that a CFO reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue import duration
from vocvalue.results import BASIS_ZH, EVIDENCE_ZH, Estimate, Language, Money, figure

if TYPE_CHECKING:
    from vocvalue.lift.lift_money import LiftMoney
    from vocvalue.lift.retention_lift import RetentionLift


def headlines(lift: "RetentionLift") -> Sequence[tuple[str, str]]:
    """Return both arms, the difference and what it amounts to."""
    rows = [
        ("treated", _arm(lift.treated.retained, lift.treated.n, lift.treated.rate)),
        ("control", _arm(lift.control.retained, lift.control.n, lift.control.rate)),
        ("difference", f"{in_points(lift.difference)}"),
        ("relative lift", _percent(lift.relative)),
        ("risk ratio", str(lift.risk_ratio)),
        ("customers retained", _people(lift.retained)),
        ("p-value", f"{lift.p_value:.2g} ({lift.alternative})"),
        ("method", lift.method),
        ("evidence", lift.evidence),
    ]
    if lift.non_inferiority is not None:
        found = lift.non_inferiority
        word = "ruled out" if found.shown else "not ruled out"
        loss = f"a loss of {100 * found.margin:g} points or more"
        rows.append(("non-inferiority", f"{loss} is {word} (p {found.p_value:.2g})"))
    if lift.window:
        rows.append(("retained means", lift.window))
    return rows


def statement(lift: "RetentionLift", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    if lift.evidence == "association only":
        return _association(lift, language)
    treated, control = (f"{100 * arm.rate:.1f} %" for arm in (lift.treated, lift.control))
    kept = lift.retained
    lost = kept.value < 0
    ends = (-kept.upper, -kept.lower) if lost else (kept.lower, kept.upper)
    number, low, high = (f"{x:,.0f}" for x in (abs(kept.value), *ends))
    level, n = f"{lift.level * 100:g} %", f"{lift.treated.n:,}"
    if language == "zh":
        verdict = "" if lift.shown else "区间包含 0, 样本未显示效果。"
        who = "多流失" if lost else "多留住"
        return (
            f"实验组留存 {treated}, 对照组 {control}, 相差 {in_points(lift.difference, 'zh')}: "
            f"{n} 位客户中{who} {number} 位 ({level} 区间 {low} 至 {high}; "
            f"{EVIDENCE_ZH[lift.evidence]})。{verdict}"
        )
    verdict = "" if lift.shown else " The sample does not show an effect."
    who = "lost who would have stayed" if lost else "kept who would have left"
    return (
        f"Of the treated {treated} stayed, of the control {control}: "
        f"{in_points(lift.difference)}. That is {number} of {n} customers {who} "
        f"({level}: {low} to {high}; {lift.evidence}).{verdict}"
    )


def _association(lift: "RetentionLift", language: Language) -> str:
    """Say how far arms differ that nobody made alike, without a word of what contacting did."""
    treated, control = (f"{100 * arm.rate:.1f} %" for arm in (lift.treated, lift.control))
    found = in_points(lift.difference, language)
    if language == "zh":
        verdict = "" if lift.shown else "区间包含 0, 样本未显示差异。"
        alike = "也未作调整" if lift.from_counts else "仅在分层内比较"
        return (
            f"被联系客户留存 {treated}, 未联系客户 {control}, 相差 {found}。{verdict}"
            f"分组并非随机, {alike}: 仅为相关, 不能说明联系留住了多少客户。"
        )
    verdict = "" if lift.shown else " The sample does not show a difference."
    alike = "nothing was adjusted for" if lift.from_counts else "only strata were held alike"
    return (
        f"Of those contacted {treated} stayed, of the others {control}: {found}.{verdict} Nobody "
        f"drew lots and {alike}: this is an association only, and does not say how many customers "
        "contacting kept."
    )


def money_headlines(money: "LiftMoney") -> Sequence[tuple[str, str]]:
    """Return every line of money, and what to decide by."""
    rows = [
        ("customers contacted", f"{money.contacted:,}"),
        ("customers kept", _people(money.customers)),
        ("worth each", _known_or(money.value_per_customer)),
    ]
    if money.realised is not None:
        rows.append(("realised", str(money.realised)))
    rows += [
        ("projected", str(money.projected)),
        ("cost", _known_or(money.cost)),
        ("net", str(money.net)),
    ]
    if money.roi is not None:
        rows.append(("return on cost", _percent(money.roi)))
    rows += [
        ("break-even", _break_even(money, "en")),
        ("probability of a gain", likely(money.probability_positive)),
    ]
    if money.payback_months is not None:
        rows.append(("payback", _payback(money.payback_months, "en")))
    return rows


def money_statement(money: "LiftMoney", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    lost = money.customers.value < 0
    kept = f"{abs(money.customers.value):,.0f}"
    worth = figure(money.value_per_customer.value)
    chance = likely(money.probability_positive)
    span = "" if money.horizon is None else duration.spoken(money.horizon, language)
    if language == "zh":
        basis = BASIS_ZH[money.net.basis]
        over = f" ({span}内)" if span else ""
        did = "多流失" if lost else "多留住"
        return (
            f"联系 {money.contacted:,} 位客户{did} {kept} 位, 每位值 {worth}{over}, "
            f"合计{basis} {_said(money.gross, 'zh')}; 成本 {figure(money.cost.value)}, "
            f"净值 {_said(money.net, 'zh')}。净值为正的概率 {chance}; "
            f"{_break_even(money, 'zh')} (证据等级: {EVIDENCE_ZH[money.net.evidence]})。"
        )
    over = f" over {span}" if span else ""
    did = f"loses {kept} who would have stayed" if lost else f"keeps {kept} who would have left"
    return (
        f"Contacting {money.contacted:,} customers {did}, each worth {worth}{over}: "
        f"{_said(money.gross, 'en')} of {money.gross.basis}. Less the cost of "
        f"{figure(money.cost.value)} the net is {_said(money.net, 'en')}, above 0 with a "
        f"probability of {chance}; {_break_even(money, 'en')} (evidence: {money.net.evidence})."
    )


def _people(estimate: Estimate) -> str:
    """Return a number of customers, whole, with its interval."""
    value, lower, upper = (f"{x:,.0f}" for x in (estimate.value, estimate.lower, estimate.upper))
    return f"{value} ({estimate.level * 100:g} %: {lower} to {upper})"


def _known_or(estimate: Estimate) -> str:
    """Return a number with its interval, or alone where it is known."""
    if estimate.lower == estimate.upper:
        return figure(estimate.value)
    return str(estimate)


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
    value, lower, upper = (
        f"{100 * x:+.1f}" for x in (difference.value, difference.lower, difference.upper)
    )
    level = f"{difference.level * 100:g} %"
    if language == "zh":
        return f"{value} 个百分点 ({level} 区间 {lower} 至 {upper})"
    return f"{value} points ({level}: {lower} to {upper})"


def _arm(retained: int, n: int, rate: float) -> str:
    return f"{retained:,} of {n:,} stayed ({100 * rate:.1f} %)"


def _percent(estimate: Estimate) -> str:
    value, lower, upper = (
        f"{100 * x:+,.0f} %" for x in (estimate.value, estimate.lower, estimate.upper)
    )
    return f"{value} ({estimate.level * 100:g} %: {lower} to {upper})"


def _said(money: Money, language: Language) -> str:
    unit = f"{money.currency} " if money.currency else ""
    value, lower, upper = (figure(round(x)) for x in (money.value, money.lower, money.upper))
    level = f"{money.level * 100:g} %"
    if language == "zh":
        return f"{unit}{value} ({level} 区间 {lower} 至 {upper})"
    return f"{unit}{value} ({level}: {lower} to {upper})"


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
