"""Whether the programme works: its own KPIs, beside the scores of customers.

- How many major insights led to a completed improvement: `insight_to_action`.
- How content colleagues are with what the programme tells them: `stakeholder_satisfaction`.
- How many detractors are reached, and how long it takes until their tickets are closed:
  `closed_loop`, in the hours of a desk with `WorkingHours`.
- How much less churn there is among customers contacted, and the revenue recovered:
  `retention_lift`.
- How much rarer a problem is since it was mended, month by month: `issue_reduction`.
- All of them on one card, each with the money that belongs to it: `scorecard`.
- Whether a score is earned or made: `check_gaming`.
- What a KPI is judged by, and how it went: `Bounds`, `KpiPeriod`.
- Pictures: `plots`.
"""

from vocvalue.kpi import plots, shown
from vocvalue.kpi.card.line import ScorecardLine
from vocvalue.kpi.card.measure import scorecard
from vocvalue.kpi.card.moved import Moved
from vocvalue.kpi.card.result import Scorecard
from vocvalue.kpi.gaming.read import check_gaming
from vocvalue.kpi.gaming.result import AgentShare, GamingCheck, GamingChecks, GroupShares
from vocvalue.kpi.insights.measure import insight_to_action
from vocvalue.kpi.insights.result import DepartmentRate, InsightToAction
from vocvalue.kpi.kpi import Bounds, KpiPeriod
from vocvalue.kpi.lift_kpi.measure import retention_lift
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.kpi.problems.measure import issue_reduction
from vocvalue.kpi.problems.result import IssueReduction
from vocvalue.kpi.stakeholders.invited import Invited
from vocvalue.kpi.stakeholders.measure import stakeholder_satisfaction
from vocvalue.kpi.stakeholders.result import StakeholderSatisfaction, StakeholderScore
from vocvalue.kpi.tickets.backlog import TicketBacklog
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.coverage import LoopCoverage
from vocvalue.kpi.tickets.read import closed_loop
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.kpi.tickets.stage import StageTimes
from vocvalue.kpi.tickets.staying_result import StayingByTime
from vocvalue.kpi.tickets.teams import TicketGroup
from vocvalue.kpi.working_hours import WorkingHours

__all__ = [
    "AgentShare",
    "Bounds",
    "CloseTimes",
    "ClosedLoop",
    "DepartmentRate",
    "GamingCheck",
    "GamingChecks",
    "GroupShares",
    "InsightToAction",
    "Invited",
    "IssueReduction",
    "KpiPeriod",
    "LoopCoverage",
    "Moved",
    "RetentionKpi",
    "Scorecard",
    "ScorecardLine",
    "StageTimes",
    "StakeholderSatisfaction",
    "StakeholderScore",
    "StayingByTime",
    "TicketBacklog",
    "TicketGroup",
    "WorkingHours",
    "check_gaming",
    "closed_loop",
    "insight_to_action",
    "issue_reduction",
    "plots",
    "retention_lift",
    "scorecard",
    "stakeholder_satisfaction",
]


def __dir__() -> list[str]:
    return sorted(__all__)
