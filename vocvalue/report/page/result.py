"""The report: findings, the statement that adds them, the return on the programme, the checks."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from vocvalue.duration import Every
from vocvalue.issues.profit_and_loss.result import ExperiencePnl
from vocvalue.report.checking.check import Check
from vocvalue.report.document import Document
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.formats.html import html
from vocvalue.report.formats.markdown import markdown
from vocvalue.report.formats.saving import save
from vocvalue.report.page.door import composed
from vocvalue.report.page.earlier import Earlier
from vocvalue.report.page.figures import Figure, records, span_name
from vocvalue.report.programme_return.result import ProgrammeReturn
from vocvalue.results import Estimate
from vocvalue.results.frame import cells
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import tongue

TITLE = pair("What customer experience is worth", "客户体验价值报告")
PNL_NAMES: Mapping[str, Text] = {
    "growth": pair("Experience P&L: growth", "体验损益表：增长"),
    "leakage": pair("Experience P&L: leakage", "体验损益表：损失"),
    "cost": pair("Experience P&L: cost", "体验损益表：成本"),
    "net": pair("Experience P&L: net", "体验损益表：净额"),
}
PROGRAMME_NAMES: Mapping[str, Text] = {
    "brings": pair("Programme: brings", "项目：带来"),
    "cost": pair("Programme: costs", "项目：花费"),
    "net": pair("Programme: net", "项目：净收益"),
    "roi": pair("Programme: return on cost", "项目：投入回报率"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Report(Pictured):
    """What results of all rooms say together, for a CFO.

    Attributes:
        title: Its title; None takes a general one.
        language: The language of the page: "en" or "zh".
        period: The first and the last day that it is about, or None.
        every: The period of its sums.
        findings: What each result found, for how much, and what to do.
        pnl: The statement of growth, leakage and cost; None where nothing can be added.
        programme: The return on the programme; None where its costs were not passed.
        checks: What the report says of itself: money that is not added, findings without money.
        currency: The currency of all money, where a result states it.
        earlier: The earlier report, or None.
        labels: Display names of columns and groups, by their names in the data.
        missing: What could not be shown, and what it needs.
    """

    title: str | None
    language: str
    period: tuple[dt.date, dt.date] | None
    every: Every
    findings: tuple[Finding, ...] = field(repr=False)
    pnl: ExperiencePnl | None
    programme: ProgrammeReturn | None
    checks: tuple[Check, ...]
    currency: str | None
    earlier: Earlier | None = field(repr=False, default=None)
    labels: Mapping[str, str] = field(repr=False, default_factory=dict)
    missing: tuple[Text, ...] = ()

    @property
    def heading(self) -> Text:
        """The title, or a general one."""
        return TITLE if self.title is None else pair("{title}", "{title}", title=self.title)

    @property
    def named_figures(self) -> dict[str, Figure]:
        """Every figure by a name that the next report has again."""
        span = {"month": "1 month", "quarter": "3 months", "year": "12 months"}[self.every]
        held: dict[str, Figure] = {}
        for name, of, labels in (
            ("pnl", self.pnl, PNL_NAMES),
            ("programme", self.programme, PROGRAMME_NAMES),
        ):
            figures = {} if of is None else of.figures()
            for key, label in labels.items():
                if key in figures:
                    held[f"{name}/{key}"] = Figure(label=label, estimate=figures[key], span=span)
        for finding in self.findings:
            for line in finding.lines:
                held.setdefault(f"{finding.key}/{line.label}", _figure(finding, line))
        return held

    def figures(self) -> dict[str, Estimate]:
        """Return every figure by its name: of the statement, the programme and each finding."""
        return {name: figure.estimate for name, figure in self.named_figures.items()}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per amount of money.

        The columns are finding, room, line, value with lower and upper, level, method, n, currency,
        basis, evidence, kind, period (the span that it covers), counted and reason (why it is not
        in the sum).
        """
        rows = [_row(finding, line) for finding in self.findings for line in finding.lines]
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, findings and checks as values that JSON can hold."""
        return {
            "title": plain(self.heading),
            "language": self.language,
            "period": plain(self.period),
            "figures": records(self.named_figures),
            "findings": [_record(it) for it in self.findings],
            "pnl": plain(self.pnl),
            "programme": plain(self.programme),
            "checks": plain(self.checks),
            "missing": plain(self.missing),
            "notes": plain(self.notes),
        }

    def document(self, language: str | None = None) -> Document:
        """Return the page, before any format writes it.

        Args:
            language: "en" or "zh"; None takes the language of the report.
        """
        asked = self.language if language is None else language
        return composed(self, tongue(asked, self.labels))

    def save(
        self,
        path: str | Path,
        *,
        language: str | None = None,
        templates: str | Path | None = None,
    ) -> Path:
        """Write the report to a file, which is whole or not there.

        Args:
            path: The file. Its name says what is written: ".html", ".xlsx", ".md", ".pdf", or
                ".json" for the figures that the next report compares with (`cfo(earlier=)`).
            language: "en" or "zh"; None takes the language of the report.
            templates: A folder of templates that take the place of ours, for ".html" and ".pdf".

        Returns:
            The path.

        Raises:
            DataError: The file cannot be written. One that was there before is left as it was.
            MissingDependencyError: What writes such a file is not installed.
            ParameterError: A file of another kind, or templates that cannot be used.
        """
        return save(self.document(language), path, templates=templates)

    def html(self, *, language: str | None = None, templates: str | Path | None = None) -> str:
        """Return the page as HTML, which needs nothing else.

        Args:
            language: "en" or "zh"; None takes the language of the report.
            templates: A folder of templates that take the place of ours.

        Raises:
            ParameterError: The folder or a template in it cannot be used.
        """
        return html(self.document(language), templates)

    def markdown(self, *, language: str | None = None) -> str:
        """Return the page as Markdown.

        Args:
            language: "en" or "zh"; None takes the language of the report.
        """
        return markdown(self.document(language))


def _figure(finding: Finding, line: MoneyLine) -> Figure:
    label = pair("{title}: {line}", "{title}：{line}", line=line.label, title=finding.title)
    return Figure(label=label, estimate=line.money, span=span_name(line.per))


def _row(finding: Finding, line: MoneyLine) -> dict[str, Any]:
    why = line.why_out
    return {
        "finding": finding.key,
        "room": finding.room,
        "line": str(line.label),
        **cells(line.money),
        "kind": line.kind,
        "period": span_name(line.per),
        "counted": line.counted,
        "reason": None if why is None else str(why),
    }


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "room": finding.room,
        "title": plain(finding.title),
        "statement": plain(finding.statement),
        "action": plain(finding.action),
        "evidence": finding.evidence,
        "notes": plain(tuple(finding.notes)),
    }
