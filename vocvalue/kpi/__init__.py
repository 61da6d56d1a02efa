"""Whether the programme works: its own KPIs, beside the scores of customers.

- How many major insights led to a completed improvement: `insight_to_action`.
- How content colleagues are with what the programme tells them: `stakeholder_satisfaction`.
- What a KPI is judged by, and how it went: `Bounds`, `KpiPeriod`.
- Pictures: `plots`.
"""

from vocvalue.kpi import plots, shown
from vocvalue.kpi.insights.measure import insight_to_action
from vocvalue.kpi.insights.result import DepartmentRate, InsightToAction
from vocvalue.kpi.kpi import Bounds, KpiPeriod
from vocvalue.kpi.stakeholders.invited import Invited
from vocvalue.kpi.stakeholders.measure import stakeholder_satisfaction
from vocvalue.kpi.stakeholders.result import StakeholderSatisfaction, StakeholderScore

__all__ = [
    "Bounds",
    "DepartmentRate",
    "InsightToAction",
    "Invited",
    "KpiPeriod",
    "StakeholderSatisfaction",
    "StakeholderScore",
    "insight_to_action",
    "plots",
    "stakeholder_satisfaction",
]


def __dir__() -> list[str]:
    return sorted(__all__)
