"""A reduction of problems by period, each with the bound of its test."""

from vocvalue.canvas import Axes
from vocvalue.kpi.kpi_picture import draw_trend
from vocvalue.kpi.problems.result import IssueReduction
from vocvalue.results.dispatch import drawn
from vocvalue.results.tongues import Tongue


@drawn.register
def _(result: IssueReduction, ax: Axes | None, tongue: Tongue) -> Axes:
    return draw_trend(result, ax, tongue)
