"""The statement of the period, and which lines of the findings it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vocvalue.duration import Every
from vocvalue.issues import experience_pnl
from vocvalue.issues.profit_and_loss.drafts import drafts_of
from vocvalue.issues.profit_and_loss.measure import cents
from vocvalue.issues.profit_and_loss.overlaps import without_overlaps
from vocvalue.issues.profit_and_loss.result import Draft, ExperiencePnl
from vocvalue.report.checking.overlaps import Place
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.results.texts import Text, pair

IN_THE_PNL = pair("it stands in the experience P&L", "已列入体验损益表")
NOT_IN_THE_PNL = pair(
    "the experience P&L that was passed has no such line", "传入的体验损益表中没有这一行"
)


def statement_of(places: Sequence[Place], every: Every) -> ExperiencePnl | None:
    """Return the statement of everything that may be added, or None where there is nothing.

    Args:
        places: The flows of all findings.
        every: The period.
    """
    items = [item for it in places if it.reason is None for item in it.flow.items]
    return experience_pnl(items, every=every) if items else None


def marked(
    findings: Sequence[Finding], places: Sequence[Place], pnl: ExperiencePnl | None, every: Every
) -> tuple[Finding, ...]:
    """Return the findings with every line marked as added or not, with the reason.

    Args:
        findings: The findings.
        places: Their flows.
        pnl: The statement that was passed, or None where it is made of the findings.
        every: The period.
    """
    reasons = iter(_within(places, every) if pnl is None else _beside(places, pnl))
    return tuple(_marked(finding, reasons) for finding in findings)


def _marked(finding: Finding, reasons: Iterator[Text | None]) -> Finding:
    """Take a reason, or None for a line that counts, for each line of a flow."""
    if not finding.flows:
        return finding
    lines = [
        _line(line, next(reasons)) if line.is_flow and line.reason is None else line
        for line in finding.lines
    ]
    return replace(finding, lines=tuple(lines))


def _line(line: MoneyLine, reason: Text | None) -> MoneyLine:
    return replace(line, counted=reason is None, reason=reason)


def _within(places: Sequence[Place], every: Every) -> list[Text | None]:
    """Return why each line is not in the statement that is made of them."""
    items = [item for it in places if it.reason is None for item in it.flow.items]
    drafts = iter(without_overlaps(drafts_of(items, every)))
    return [
        place.reason or next(drafts).entry.reason for place in places for _ in range(place.n_lines)
    ]


def _beside(places: Sequence[Place], pnl: ExperiencePnl) -> list[Text | None]:
    """Return why each line is not added again to a statement that was passed."""
    held = {(entry.kind, entry.money.value): entry for entry in pnl.entries}
    drafts = (it for place in places for it in drafts_of(list(place.flow.items), pnl.every))

    def reason(draft: Draft) -> Text:
        entry = held.get((draft.entry.kind, cents(draft.entry.money.value)))
        if entry is None:
            return NOT_IN_THE_PNL
        return entry.reason or IN_THE_PNL

    return [reason(draft) for draft in drafts]
