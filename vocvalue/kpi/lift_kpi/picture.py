"""A lift in retention as a KPI: by period of assignment, or all of it against its bounds."""

from vocvalue.canvas import Axes
from vocvalue.kpi.kpi_picture import draw_trend
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.lift.two_arms.picture import BOTH, draw_lifts
from vocvalue.results.dispatch import drawn
from vocvalue.results.tongues import Tongue


@drawn.register
def _(result: RetentionKpi, ax: Axes | None, tongue: Tongue) -> Axes:
    if len(result.periods) > 1:
        return draw_trend(result, ax, tongue)
    return draw_lifts({BOTH: result.lift}, ax, tongue)
