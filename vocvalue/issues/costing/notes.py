"""What a reader must know of what a problem costs."""

from vocvalue.issues.costing.checks import SIGNIFICANCE, Doubts
from vocvalue.issues.costing.measured import Measured
from vocvalue.issues.costing.overlap import notes_on
from vocvalue.issues.costing.silent_controls import notes_on_silence
from vocvalue.results import Note
from vocvalue.results.numerals import number, p_value

YEAR = 12


def notes_on_cost(measured: Measured) -> tuple[Note, ...]:
    """Return the notes on the comparison, the checks, silence and the money.

    Args:
        measured: What was measured.
    """
    exposure = measured.exposure
    return (
        *_checks(measured),
        *notes_on(measured.everybody.alike.balance, exposure.n_exposed),
        *notes_on_silence(measured.silent),
        *_repeats(measured),
        *_projected(measured),
    )


def _checks(measured: Measured) -> tuple[Note, ...]:
    doubts = measured.doubts
    if not doubts.testable:
        return (
            Note.of(
                "Too few customers had been customers for the whole window before, so that neither "
                "the window before nor a difference in differences could check the comparison.",
                "在前一观察期内已是客户的人太少，无法用前一观察期或双重差分检验这一比较。",
                bears_on="claim",
            ),
        )
    if not doubts.speak:
        return _no_proof(doubts)
    if not doubts.reject:
        return (_not_agreed(doubts),)
    return (
        Note.of(
            "The checks speak against a single figure: in the window before, where the problem "
            "can have no effect, {placebo}; the doubly robust figure and the difference in "
            "differences differ with {ratio}. Customers who meet the problem may buy at another "
            "pace, or report for other reasons, than their history shows. The figure is the range "
            "from one to the other, with the latter carried over to new customers.",
            "检验不支持给出单一数值：在前一观察期（问题不可能产生影响）中，{placebo}；"
            "双重稳健估计与双重差分之差的 {ratio}。遇到问题的客户可能有历史记录看不出的购买节奏，"
            "或因其他原因更常反映问题。因此给出从一种估计到另一种估计的范围（后者按比例推及新客户）。",
            placebo=p_value(doubts.placebo_p),
            ratio=p_value(doubts.ratio_p),
            bears_on="claim",
        ),
    )


def _not_agreed(doubts: Doubts) -> Note:
    return Note.of(
        "With {n} exposed the checks can miss a hidden cause, so that a single figure is told only "
        "where they agree well, with p-values of {held} or more. In the window before, "
        "{placebo}; between the doubly robust figure and the difference in differences, {ratio}. "
        "The figure is the range from one to the other, with the latter carried over to new "
        "customers.",
        "仅有 {n} 位遇到问题的客户，检验可能漏掉隐藏因素，因此只有两项检验明显一致"
        "（p 值均不低于 {held}）时才给出单一数值。前一观察期检验：{placebo}；"
        "双重稳健估计与双重差分之差：{ratio}。因此给出从一种估计到另一种估计的范围"
        "（后者按比例推及新客户）。",
        n=doubts.n_exposed,
        held=number(doubts.held_at, 2),
        placebo=p_value(doubts.placebo_p),
        ratio=p_value(doubts.ratio_p),
        bears_on="claim",
    )


def _no_proof(doubts: Doubts) -> tuple[Note, ...]:
    if doubts.held_at == SIGNIFICANCE:
        return ()
    return (
        Note.of(
            "The checks agree with the figure: both p-values are at least {held}. With {n} exposed "
            "they can still miss a hidden cause, so that this is no proof.",
            "两项检验均与该数值一致（p 值均不低于 {held}）；但仅有 {n} 位遇到问题的客户，"
            "检验仍可能漏掉隐藏因素，因此不能作为证明。",
            n=doubts.n_exposed,
            held=number(doubts.held_at, 2),
            bears_on="claim",
        ),
    )


def _repeats(measured: Measured) -> tuple[Note, ...]:
    repeats = measured.exposure.repeats_a_month
    if not repeats:
        return ()
    return (
        Note.of(
            "{n} mentions a month are of customers who had met the problem before. No money is "
            "counted for them, as what a further one costs was not estimated.",
            "每月另有 {n} 次提及来自此前已遇到该问题的客户，未计入金额：再次遇到的损失未作估计。",
            n=number(repeats, 1),
            count=measured.exposure.n_repeats,
            bears_on="figure",
        ),
    )


def _projected(measured: Measured) -> tuple[Note, ...]:
    months = measured.exposure.months
    if months >= YEAR:
        return ()
    return (
        Note.of(
            "A year is twelve times a month, and only {months} months were observed.",
            "全年按月度的 12 倍计，而实际仅观察了 {months} 个月。",
            months=number(months, 1),
            bears_on="figure",
        ),
    )
