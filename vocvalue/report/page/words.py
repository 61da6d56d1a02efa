"""A report in words."""

from vocvalue.report.page.result import Report
from vocvalue.report.page.sections.summary import headline
from vocvalue.report.programme_return.words import when_it_pays
from vocvalue.results import Money
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row
from vocvalue.results.numerals import percent
from vocvalue.results.sums import money_row
from vocvalue.results.texts import Text, pair, set_apart


@said.register
def _(report: Report) -> Text:
    return headline(report)


@rows.register
def _(report: Report) -> list[Row]:
    sums = {
        name: figure
        for name, figure in report.named_figures.items()
        if name.startswith(("pnl/", "programme/"))
    }
    held = sums or report.named_figures
    lines = [
        money_row(figure.label, figure.estimate)
        if isinstance(figure.estimate, Money)
        else row(figure.label, figure.estimate, _whole_percent)
        for figure in held.values()
    ]
    if report.programme is not None:
        lines += [Row(label, told) for label, told in when_it_pays(report.programme)]
    names = set_apart(*(finding.title for finding in report.findings))
    return [*lines, Row(pair("findings", "发现"), names)]


def _whole_percent(share: float) -> Text:
    return percent(share, 0)
