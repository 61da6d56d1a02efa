"""How healthy accounts are: what they say, do and pay, and the revenue at risk.

- The health of each account on a day, and the revenue at risk: `score`, on scales that are
  `HealthScale`.
- What moved each score since an earlier day, in parts that sum: `changes`.
- Who holds the revenue: `concentration`.
- How much of it the programme hears: `coverage`.
- Pictures: `plots`.
"""

from vocvalue.health import plots, shown
from vocvalue.health.account_log import AccountMatch
from vocvalue.health.bands import HealthBands
from vocvalue.health.moved.measure import changes
from vocvalue.health.moved.result import HealthChanges
from vocvalue.health.revenue.heard.read import coverage
from vocvalue.health.revenue.heard.result import HeardRole, HeardTier, RevenueCoverage
from vocvalue.health.revenue.held.read import concentration
from vocvalue.health.revenue.held.result import RevenueConcentration, TierRevenue
from vocvalue.health.scale import HealthScale
from vocvalue.health.scored.measure import score
from vocvalue.health.scored.result import AnswersHeard, HealthScore
from vocvalue.health.scored.weighing import ScoreWeights

__all__ = [
    "AccountMatch",
    "AnswersHeard",
    "HealthBands",
    "HealthChanges",
    "HealthScale",
    "HealthScore",
    "HeardRole",
    "HeardTier",
    "RevenueConcentration",
    "RevenueCoverage",
    "ScoreWeights",
    "TierRevenue",
    "changes",
    "concentration",
    "coverage",
    "plots",
    "score",
]


def __dir__() -> list[str]:
    return sorted(__all__)
