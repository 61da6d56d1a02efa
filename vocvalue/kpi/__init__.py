"""Whether the programme works: its own KPIs, beside the scores of customers.

- What a KPI is judged by, and how it went: `Bounds`, `KpiPeriod`.
"""

from vocvalue.kpi.kpi import Bounds, KpiPeriod

__all__ = [
    "Bounds",
    "KpiPeriod",
]


def __dir__() -> list[str]:
    return sorted(__all__)
