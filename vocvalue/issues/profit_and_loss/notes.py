"""What a reader must know of a P&L."""

from collections.abc import Sequence

from vocvalue.issues.profit_and_loss.result import Draft
from vocvalue.results import Note
from vocvalue.results.sums import EVIDENCE, amount
from vocvalue.results.texts import listed


def notes_of(drafts: Sequence[Draft], *, has_lift: bool) -> tuple[Note, ...]:
    """Return the notes on a P&L.

    Args:
        drafts: Its lines.
        has_lift: Whether one of them is the money of customers retained.
    """
    return (*_grades(drafts), *_same_customers(drafts, has_lift=has_lift), *_kept_out(drafts))


def _grades(drafts: Sequence[Draft]) -> tuple[Note, ...]:
    grades = list(dict.fromkeys(it.entry.money.evidence for it in drafts if it.entry.counted))
    if len(grades) < 2:
        return ()
    return (
        Note.of(
            "The net adds figures of different grades ({grades}) and is no better than the weakest "
            "of them. The parts by grade stand beside it.",
            "净额由不同证据等级（{grades}）的金额相加，其可信度以最弱的一级为准；"
            "各等级的部分另行列出。",
            grades=listed(tuple(EVIDENCE[grade] for grade in grades)),
            bears_on="claim",
        ),
    )


def _same_customers(drafts: Sequence[Draft], *, has_lift: bool) -> tuple[Note, ...]:
    """Name what may count the same customers and cannot be told apart from here."""
    leaks = any(it.entry.kind == "leakage" and it.entry.counted for it in drafts)
    if not (has_lift and leaks):
        return ()
    return (
        Note.of(
            "Customers who are retained may be the same who met a problem: what they bring may "
            "then be in the growth, and what they no longer lose still in the leakage. Losses "
            "measured while the programme runs do not overlap with it.",
            "多留住的客户与遇到问题的客户可能是同一批人：他们带来的金额可能已计入增长，"
            "而他们不再造成的损失可能仍计在损失中。若损失是在项目运行期间测得的，则不会重叠。",
            bears_on="claim",
        ),
    )


def _kept_out(drafts: Sequence[Draft]) -> tuple[Note, ...]:
    return tuple(
        Note.of(
            "{line} ({money}) is not in the totals: {reason}.",
            "“{line}”（{money}）未计入合计：{reason}。",
            line=it.entry.label,
            money=amount(it.entry.money.value, it.entry.money.currency),
            reason=it.entry.reason,
        )
        for it in drafts
        if it.entry.reason is not None
    )
