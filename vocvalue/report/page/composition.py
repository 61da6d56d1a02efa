"""A report as a page: its sections in the order in which a CFO reads."""

from vocvalue.report.document import Document
from vocvalue.report.page.door import composed
from vocvalue.report.page.figures import records
from vocvalue.report.page.result import Report
from vocvalue.report.page.sections.earlier import earlier_section
from vocvalue.report.page.sections.findings import finding_sections
from vocvalue.report.page.sections.left_out import left_out_section, missing_section
from vocvalue.report.page.sections.methods import methods_section
from vocvalue.report.page.sections.statement import pnl_section, programme_section
from vocvalue.report.page.sections.summary import summary, to_do
from vocvalue.results.spans import date
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

FOOTER = pair(
    "Made with vocvalue. Every figure states its interval and what it rests on.",
    "由 vocvalue 生成。每个数值均注明区间与依据。",
)


@composed.register
def _(report: Report, tongue: Tongue) -> Document:
    sections = [
        summary(report, tongue),
        *to_do(report, tongue),
        *pnl_section(report, tongue),
        *programme_section(report, tongue),
        *earlier_section(report, tongue),
        *finding_sections(report, tongue),
        *left_out_section(report, tongue),
        *missing_section(report, tongue),
        methods_section(report, tongue),
    ]
    return Document(
        title=report.heading.into(tongue),
        subtitle=_subtitle(report, tongue),
        language=tongue.code,
        sections=sections,
        labels=dict(report.labels),
        footer=FOOTER.into(tongue),
        figures=records(report.named_figures),
        period=report.period,
    )


def _subtitle(report: Report, tongue: Tongue) -> str:
    if report.period is None:
        return ""
    start, end = report.period
    return pair("{start} to {end}", "{start}至{end}", start=date(start), end=date(end)).into(tongue)
