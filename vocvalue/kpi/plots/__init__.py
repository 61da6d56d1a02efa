"""Pictures of the programme's KPIs. Each takes Matplotlib axes, or makes its own.

- The five KPIs on bars of their bands: `bullet_bars`.
- Any KPI by period, between its bounds: `kpi_trend`.
- How many insights are completed by which age: `completion_curve`.
- How content colleagues are, by question: `stakeholder_chart`.
- Which share of tickets is closed after how many hours: `closing_curve`.
- Which agents have more of the highest scores than the others lead to expect: `agent_funnel`.
- How many tickets are open, week by week: `backlog_by_week`.
"""

from vocvalue.kpi.card.picture import bullet_bars
from vocvalue.kpi.gaming.picture import agent_funnel
from vocvalue.kpi.insights.picture import completion_curve
from vocvalue.kpi.kpi_picture import kpi_trend
from vocvalue.kpi.stakeholders.picture import stakeholder_chart
from vocvalue.kpi.tickets.backlog_picture import backlog_by_week
from vocvalue.kpi.tickets.curves import closing_curve

__all__ = [
    "agent_funnel",
    "backlog_by_week",
    "bullet_bars",
    "closing_curve",
    "completion_curve",
    "kpi_trend",
    "stakeholder_chart",
]
