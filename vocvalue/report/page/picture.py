"""The picture of a report: that of its statement, or of its first finding with money."""

from vocvalue.canvas import Axes
from vocvalue.report.page.result import Report
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Pictured
from vocvalue.results.tongues import Tongue


@drawn.register
def _(report: Report, ax: Axes | None, tongue: Tongue) -> Axes:
    drawing: Axes = drawn(_shown(report), ax, tongue)
    return drawing


def _shown(report: Report) -> Pictured:
    """Return what is drawn: the statement, the return, or the first finding that has a picture."""
    first = report.pnl or report.programme
    if first is not None:
        return first
    return next(it.picture for it in report.findings if it.picture is not None)
