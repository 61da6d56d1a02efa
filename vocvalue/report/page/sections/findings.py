"""A section for each finding: what was found, for how much, what it rests on, its picture."""

from collections.abc import Sequence
from typing import Any

from vocvalue.issues.profit_and_loss.result import ExperiencePnl
from vocvalue.report.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Details,
    Fact,
    Facts,
    Grid,
    Paragraph,
    Section,
)
from vocvalue.report.findings.finding import Finding
from vocvalue.report.page.result import Report
from vocvalue.report.page.sections.written import MEANS, columns, grade, reach, span_words
from vocvalue.results import Note, Result
from vocvalue.results.sums import BASIS
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

SPAN, BASIS_COLUMN = pair("span", "期间"), pair("basis", "口径")
GRADE_COLUMN, SUM = pair("evidence", "证据等级"), pair("in the sum", "计入合计")
YES, NO = pair("yes", "是"), pair("no", "否")
PER_CUSTOMER = frozenset(
    {"ClvPrediction", "ValueWatch", "HistoricalValue", "Leads", "Linked", "Mentions", "Signals"}
    | {"CalibrationHoldout", "Assignment", "Experiment", "RiskPool", "Rfm", "Exposure"}
)
"""Results whose table has a row a customer, which is nothing for a page or its workbook."""


def finding_sections(report: Report, tongue: Tongue) -> list[Section]:
    """Return the sections of the findings, below one heading.

    Args:
        report: The report.
        tongue: The language.
    """
    own = [it for it in report.findings if not isinstance(it.result, ExperiencePnl)]
    if not own:
        return []
    heading = pair("What was found", "各项发现").into(tongue)
    return [
        Section(key="findings", heading=heading, blocks=[]),
        *(_section(it, tongue) for it in own),
    ]


def _section(finding: Finding, tongue: Tongue) -> Section:
    return Section(
        key=finding.key,
        heading=finding.title.into(tongue),
        level=3,
        blocks=[
            Paragraph(finding.statement.into(tongue)),
            *_money(finding, tongue),
            *_action(finding, tongue),
            *_picture(finding, tongue),
            Facts(_rests_on(finding, tongue)),
            *_notes(finding.notes, tongue),
        ],
        frame=_frame(finding.result),
    )


def _money(finding: Finding, tongue: Tongue) -> list[Block]:
    if finding.without_money is not None:
        why = pair("No money: {why}.", "没有金额：{why}。", why=finding.without_money)
        return [Paragraph(why.into(tongue), tone="muted")]
    rows: list[Sequence[Cell]] = [
        [
            line.label.into(tongue),
            *reach(line.money),
            span_words(tongue, None if line.per is None else str(line.per)),
            BASIS[line.money.basis].into(tongue),
            grade(tongue, line.money.evidence),
            (YES if line.counted else NO).into(tongue),
        ]
        for line in finding.lines
    ]
    caption = pair("{title}: money", "{title}：金额", title=finding.title)
    return [
        Grid(
            caption=caption.into(tongue),
            columns=columns(tongue, pair("line", "项目"), SPAN, BASIS_COLUMN, GRADE_COLUMN, SUM),
            rows=rows,
            currency=finding.lines[0].money.currency,
        )
    ]


def _action(finding: Finding, tongue: Tongue) -> list[Block]:
    if finding.action is None:
        return []
    told = pair("What to do: {action}", "下一步：{action}", action=finding.action)
    return [Paragraph(told.into(tongue))]


def _picture(finding: Finding, tongue: Tongue) -> list[Block]:
    if finding.picture is None:
        return []
    return [Chart(result=finding.picture, alt=finding.statement.into(tongue))]


def _rests_on(finding: Finding, tongue: Tongue) -> list[Fact]:
    facts: list[tuple[Text, Text]] = []
    facts += [(GRADE_COLUMN, MEANS[level]) for level in finding.grades]
    if finding.match is not None:
        facts.append((pair("match", "匹配率"), finding.match))
    why = {str(line.why_out): line.why_out for line in finding.lines if line.why_out is not None}
    facts += [(pair("not in the sum", "未计入合计"), reason) for reason in why.values()]
    return [Fact(term.into(tongue), text.into(tongue)) for term, text in facts]


def _notes(notes: Sequence[Note], tongue: Tongue) -> list[Block]:
    """Return what bears on the claim or a figure; how data were read is told at the end."""
    said = [note.text(tongue.code) for note in notes if note.bears_on != "reading"]
    if not said:
        return []
    summary = pair("What to know of these figures", "使用这些数值时须知")
    return [Details(summary.into(tongue), [Bullets(said)])]


def _frame(result: Any) -> Any:
    if not isinstance(result, Result) or type(result).__name__ in PER_CUSTOMER:
        return None
    return result.to_frame()
