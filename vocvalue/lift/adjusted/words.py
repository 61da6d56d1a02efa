"""A lift between arms made comparable in words: headlines, sentences and notes."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.two_arms import former_words as wording
from vocvalue.lift.two_arms.former_words import in_points
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.former import Language, counted, signed
from vocvalue.stats.balance import WeightBalance

if TYPE_CHECKING:
    from vocvalue.lift.adjusted.result import AdjustedRetention

CONTACTED: Mapping[Language, str] = {"en": "contacted", "zh": "位被联系客户"}
EVERYBODY: Mapping[Language, str] = {
    "en": "customers, were all contacted and not none,",
    "zh": "位客户",
}


def headlines(lift: "AdjustedRetention") -> Sequence[tuple[str, str]]:
    """Return both arms as they are, and the difference once they are alike."""
    plain = list(wording.headlines(lift))
    added = [
        ("unadjusted difference", in_points(lift.unadjusted)),
        ("alike in", ", ".join(lift.covariates)),
        ("figures are of", "the treated" if lift.target == "treated" else "both arms"),
        ("stay if contacted", _percent(lift.contacted)),
        ("stay if left alone", _percent(lift.left_alone)),
    ]
    rows = [*plain[:2], *added, *plain[2:]]
    if lift.e_value is not None:
        end = f"{lift.e_value_limit:.2f}"
        rows.append(("E-value", f"{lift.e_value:.2f}, of the interval's end {end}"))
    return rows


def statement(lift: "AdjustedRetention", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    return _chinese(lift) if language == "zh" else _english(lift)


def _english(lift: "AdjustedRetention") -> str:
    contacted, alone = _percent(lift.contacted), _percent(lift.left_alone)
    if lift.target == "treated":
        first = (
            f"Of {lift.treated.n:,} customers contacted {contacted} stayed; left alone {alone} "
            "would have"
        )
        kept = wording.customers(lift, "en", CONTACTED)
    else:
        first = (
            f"Were all {lift.n_affected:,} customers contacted {contacted} would stay, were none "
            f"{alone}"
        )
        kept = wording.customers(lift, "en", EVERYBODY)
    return (
        f"{first}, judged by customers alike in {counted(len(lift.covariates), 'covariate')}: "
        f"{in_points(lift.difference)}. That is {kept} As they are, the arms differ "
        f"by {signed(100 * lift.unadjusted.value)} points.{_verdict(lift)}{_doubt(lift)}"
    )


def _chinese(lift: "AdjustedRetention") -> str:
    contacted, alone = _percent(lift.contacted), _percent(lift.left_alone)
    if lift.target == "treated":
        first = f"{lift.treated.n:,} 位被联系客户留存率 {contacted}, 若未联系则为 {alone}"
        kept = wording.customers(lift, "zh", CONTACTED)
    else:
        first = f"若 {lift.n_affected:,} 位客户全部联系, 留存率 {contacted}, 若均不联系则为 {alone}"
        kept = "若全部联系而非均不联系, " + wording.customers(lift, "zh", EVERYBODY)
    return (
        f"{first} (与 {len(lift.covariates)} 项协变量相近的客户比较), 相差 "
        f"{in_points(lift.difference, 'zh')}: {kept}"
        f"未经调整两组相差 {signed(100 * lift.unadjusted.value)} 个百分点。"
        f"{_verdict(lift, 'zh')}{_doubt(lift, 'zh')}"
    )


def _percent(share: Estimate) -> str:
    return f"{100 * share.value:.1f} %"


def _verdict(lift: "AdjustedRetention", language: Language = "en") -> str:
    if not lift.balance.overlaps:
        return (
            "两组重叠不足, 不宜采信。"
            if language == "zh"
            else " Too few of those not contacted are like those contacted: do not rely on it."
        )
    return wording.verdict(lift, language)


def _doubt(lift: "AdjustedRetention", language: Language = "en") -> str:
    """Say what an unmeasured cause would have to be, where an effect was shown."""
    if lift.e_value is None or lift.e_value_limit is None or not lift.shown:
        return ""
    whole, end = f"{lift.e_value:.1f}", f"{lift.e_value_limit:.1f}"
    if language == "zh":
        return (
            f"无法确认分组随机: 未观测因素若与被联系、与留存的风险比各达 {whole}, "
            f"即可解释这一差异; 各达 {end}, 区间即包含 0。"
        )
    return (
        " The arms are not known to be random: something unmeasured that goes with both contact "
        f"and staying by a ratio of {whole} each could explain it away, of {end} make the interval "
        "reach 0."
    )


def balanced(balance: WeightBalance) -> Note:
    """Note how alike the arms were made, and on how many customers that rests."""
    place = int(balance.effective_n.argmin())
    before, after = (f"{x.max():.2f}" for x in (balance.imbalance_before, balance.imbalance))
    thin, n = f"{balance.effective_n[place]:,.0f}", f"{balance.n[place]:,}"
    return Note.of(
        f"Weighting brings the largest difference in a covariate from {before} to {after} "
        f"standard deviations; it makes {n} customers worth {thin}.",
        f"加权后, 协变量的最大差异由 {before} 降至 {after} 个标准差; {n} 位客户相当于 {thin} 位。",
    )


def poor_overlap(balance: WeightBalance) -> tuple[Note, ...]:
    """Note where hardly anybody in one arm is like those in the other."""
    if balance.overlaps:
        return ()
    heaviest, thin = f"{100 * balance.largest_weight.max():.1f} %", balance.effective_n.min()
    return (
        Note.of(
            f"Poor overlap: one customer carries {heaviest} of the weight of an arm, and its "
            f"adjusted figure rests on as few as {thin:,.0f} customers. Do not rely on it; compare "
            "only customers who could have been in either arm.",
            f"重叠不足: 单个客户占一组权重的 {heaviest}, 调整后的数字最少只依据 "
            f"{thin:,.0f} 位客户, 不宜采信; 请只比较两组都可能有的客户。",
        ),
    )


def thin(balance: WeightBalance, shares: NDArray[np.float64]) -> str:
    """Return why two arms cannot be compared: on how few customers a figure would rest."""
    if not balance.holds:
        heaviest, worth = balance.largest_weight.max(), balance.effective_n.min()
        return (
            f"poor overlap: one customer carries {100 * heaviest:.1f} % of the weight of an arm, "
            f"and its adjusted figure rests on no more than {worth:,.1f} customers."
        )
    alone, contacted = (f"{100 * share:.1f} %" for share in shares)
    return (
        f"poor overlap: the shares without and with contact come out as {alone} and {contacted}, "
        "which no share can be."
    )


def unmeasured(e_value: float, limit: float) -> Note:
    """Note how strong an unmeasured cause would have to be."""
    return Note.of(
        f"To explain the lift away, something not among the covariates would have to go with "
        f"both contact and staying by a risk ratio of {e_value:.2f} each ({limit:.2f} for the end "
        "of the interval); see VanderWeele and Ding (2017).",
        f"若要完全解释这一差异, 协变量以外的因素须与被联系及留存各有 {e_value:.2f} 的风险比 "
        f"(区间端点为 {limit:.2f}); 见 VanderWeele 与 Ding (2017)。",
    )


def of_everybody(evidence: Evidence) -> tuple[Note, ...]:
    """Note that those contacted may have gained another amount than everybody would."""
    if evidence == "randomised":
        return ()
    return (
        Note.of(
            "The difference is that of everybody in both arms; those contacted may have gained "
            'more or less. target="treated" gives theirs.',
            '差异针对两组全部客户; 被联系者的实际效果可能不同, 见 target="treated"。',
        ),
    )
