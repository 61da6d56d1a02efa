"""What was left out: money that is not added, and how the data were read."""

from vocvalue.report.checking.added import IN_THE_PNL
from vocvalue.report.document import Block, Bullets, Cell, Column, Details, Grid, Section
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.page.result import Report
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

TOLD_OF = frozenset({"no money", "customers", "currency", "margin", "programme", "earlier"})


def left_out_section(report: Report, tongue: Tongue) -> list[Section]:
    """Return what the sums and the figures leave out.

    Args:
        report: The report.
        tongue: The language.
    """
    blocks = [*_kept_out(report, tongue), *_checks(report, tongue), *_readings(report, tongue)]
    if not blocks:
        return []
    heading = pair("What was left out", "未计入的内容")
    return [Section(key="left-out", heading=heading.into(tongue), blocks=blocks)]


def missing_section(report: Report, tongue: Tongue) -> list[Section]:
    """Return what could not be shown, and what it needs.

    Args:
        report: The report.
        tongue: The language.
    """
    if not report.missing:
        return []
    heading = pair("What could not be shown", "尚不能说明的问题")
    said = Bullets([text.into(tongue) for text in report.missing])
    return [Section(key="missing", heading=heading.into(tongue), blocks=[said])]


def _kept_out(report: Report, tongue: Tongue) -> list[Block]:
    rows = [
        _row(finding, line, tongue)
        for finding in report.findings
        for line in finding.lines
        if line.kind != "detail" and line.why_out is not None and line.why_out != IN_THE_PNL
    ]
    if not rows:
        return []
    caption = pair("Money that is not in the sum, and why", "未计入合计的金额及原因")
    headings = (pair("finding", "发现"), pair("line", "项目"), pair("amount", "金额"))
    first, second, third = (heading.into(tongue) for heading in headings)
    why = Column(pair("why", "原因").into(tongue))
    return [
        Grid(
            caption=caption.into(tongue),
            columns=[Column(second), Column(first), Column(third, "money", 0), why],
            rows=rows,
            currency=report.currency,
        )
    ]


def _row(finding: Finding, line: MoneyLine, tongue: Tongue) -> list[Cell]:
    why = line.why_out
    return [
        line.label.into(tongue),
        finding.title.into(tongue),
        line.money.value,
        "" if why is None else why.into(tongue),
    ]


def _checks(report: Report, tongue: Tongue) -> list[Block]:
    said = [check.said.into(tongue) for check in report.checks if check.about in TOLD_OF]
    return [Bullets(said)] if said else []


def _readings(report: Report, tongue: Tongue) -> list[Block]:
    """Return how the data behind each finding were read, folded."""
    blocks: list[Block] = []
    for finding in report.findings:
        said = [it.text(tongue.code) for it in finding.notes if it.bears_on == "reading"]
        if said:
            summary = pair(
                "How the data were read: {title}", "数据读取说明：{title}", title=finding.title
            )
            blocks.append(Details(summary.into(tongue), [Bullets(said)]))
    return blocks
