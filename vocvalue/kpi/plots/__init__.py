"""Pictures of the programme's KPIs. Each takes Matplotlib axes, or makes its own.

- Any KPI by period, between its bounds: `kpi_trend`.
- How many insights are completed by which age: `completion_curve`.
- How content colleagues are, by question: `stakeholder_chart`.
"""

from vocvalue.kpi.insights.picture import completion_curve
from vocvalue.kpi.kpi_picture import kpi_trend
from vocvalue.kpi.stakeholders.picture import stakeholder_chart

__all__ = [
    "completion_curve",
    "kpi_trend",
    "stakeholder_chart",
]
