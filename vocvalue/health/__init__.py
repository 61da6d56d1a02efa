"""How healthy accounts are: what they say, do and pay, and whether that foretells who leaves.

- Who holds the revenue: `concentration`.
- How much of it the programme hears: `coverage`.
- Pictures: `plots`.
"""

from vocvalue.health import plots, shown
from vocvalue.health.revenue.heard.read import coverage
from vocvalue.health.revenue.heard.result import HeardRole, HeardTier, RevenueCoverage
from vocvalue.health.revenue.held.read import concentration
from vocvalue.health.revenue.held.result import RevenueConcentration, TierRevenue

__all__ = [
    "HeardRole",
    "HeardTier",
    "RevenueConcentration",
    "RevenueCoverage",
    "TierRevenue",
    "concentration",
    "coverage",
    "plots",
]


def __dir__() -> list[str]:
    return sorted(__all__)
