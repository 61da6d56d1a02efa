"""Whether the programme works: its own KPIs, beside the scores of customers.

- How many major insights led to a completed improvement: `insight_to_action`.
- What a KPI is judged by, and how it went: `Bounds`, `KpiPeriod`.
- Pictures: `plots`.
"""

from vocvalue.kpi import plots, shown
from vocvalue.kpi.insights.measure import insight_to_action
from vocvalue.kpi.insights.result import DepartmentRate, InsightToAction
from vocvalue.kpi.kpi import Bounds, KpiPeriod

__all__ = [
    "Bounds",
    "DepartmentRate",
    "InsightToAction",
    "KpiPeriod",
    "insight_to_action",
    "plots",
]


def __dir__() -> list[str]:
    return sorted(__all__)
