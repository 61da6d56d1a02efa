"""What the problems that customers meet cost, and which to mend first.

- Who met a problem, with the history before, and whom to compare them with: `exposure`.
- What it costs a month, by every comparison, and what speaks against it: `cost`.
- The same by arithmetic, from figures that are stated: `monthly_loss`, `lost_repurchase`.
- Which problems cost most, beside how often they are mentioned: `rank`.
- What a bad rating costs in years, with customers not yet followed so long: `long_horizon`.
- Where the next million goes: `Fix`, `invest`.
- Did a problem become rarer after a fix, and stay so: `trend`.
- What customer experience brings and loses, in one statement: `experience_pnl`, `PnlLine`.
"""

from vocvalue.issues import shown
from vocvalue.issues.by_hand.arithmetic import lost_repurchase, monthly_loss
from vocvalue.issues.by_hand.result import LossArithmetic
from vocvalue.issues.costing.balance import ExposureBalance
from vocvalue.issues.costing.read import cost
from vocvalue.issues.costing.result import IssueCost
from vocvalue.issues.exposed.read import exposure
from vocvalue.issues.exposed.result import Exposure
from vocvalue.issues.investment.fix import Fix
from vocvalue.issues.investment.measure import invest
from vocvalue.issues.investment.result import InvestmentPlan
from vocvalue.issues.long_term.read import long_horizon
from vocvalue.issues.long_term.result import LongHorizonCost
from vocvalue.issues.over_time.read import trend
from vocvalue.issues.over_time.result import IssueTrend
from vocvalue.issues.profit_and_loss.line import PnlLine
from vocvalue.issues.profit_and_loss.measure import experience_pnl
from vocvalue.issues.profit_and_loss.result import ExperiencePnl
from vocvalue.issues.ranking.read import rank
from vocvalue.issues.ranking.result import IssueRanking

__all__ = [
    "ExperiencePnl",
    "Exposure",
    "ExposureBalance",
    "Fix",
    "InvestmentPlan",
    "IssueCost",
    "IssueRanking",
    "IssueTrend",
    "LongHorizonCost",
    "LossArithmetic",
    "PnlLine",
    "cost",
    "experience_pnl",
    "exposure",
    "invest",
    "long_horizon",
    "lost_repurchase",
    "monthly_loss",
    "rank",
    "trend",
]


def __dir__() -> list[str]:
    return sorted(__all__)
