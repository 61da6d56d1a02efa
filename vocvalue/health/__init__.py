"""How healthy accounts are: what they say, do and pay, and the revenue at risk.

- The health of each account on a day, and the revenue at risk: `score`, on scales that are
  `HealthScale`.
- What moved each score since an earlier day, in parts that sum: `changes`.
- Who holds the revenue: `concentration`.
- How much of it the programme hears: `coverage`.
- Whether the score foretold who left, and better than NPS alone: `backtest`.
- What each measure should weigh, learned from who left: `learn_weights`.
- Pictures: `plots`.
"""

from vocvalue.health import plots, shown
from vocvalue.health.account_log import AccountMatch
from vocvalue.health.bands import HealthBands
from vocvalue.health.cutoffs import ChurnWindow
from vocvalue.health.later_churn.calibration import ChurnCalibration
from vocvalue.health.later_churn.comparison import AucComparison
from vocvalue.health.later_churn.groups import AlarmRecord, ChurnGroup
from vocvalue.health.later_churn.read import backtest
from vocvalue.health.later_churn.result import CutoffRecord, HealthBacktest
from vocvalue.health.learned.read import learn_weights
from vocvalue.health.learned.result import LearnedWeights
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
    "AlarmRecord",
    "AnswersHeard",
    "AucComparison",
    "ChurnCalibration",
    "ChurnGroup",
    "ChurnWindow",
    "CutoffRecord",
    "HealthBacktest",
    "HealthBands",
    "HealthChanges",
    "HealthScale",
    "HealthScore",
    "HeardRole",
    "HeardTier",
    "LearnedWeights",
    "RevenueConcentration",
    "RevenueCoverage",
    "ScoreWeights",
    "TierRevenue",
    "backtest",
    "changes",
    "concentration",
    "coverage",
    "learn_weights",
    "plots",
    "score",
]


def __dir__() -> list[str]:
    return sorted(__all__)
