"""Retention experiments: whom to contact, whether it worked, and what that is worth.

- Who is at risk: `risk_pool`, by the rules `LowScore`, `Complaint`, `FallingValue`, `Silence`.
- How many customers an experiment needs: `power`.
- Who is contacted: `assign`, and whether the arms were balanced beforehand: `Assignment.balance`.
- Whether the arms have the planned sizes: `sample_ratio`.
- Read an experiment from tables: `experiment`.
- The lift in retention: `retention_test` from counts, `retention` from an experiment.
- Without random assignment: `adjusted_retention`.
- What the lift is worth: `RetentionLift.money`.
- How long customers stay: `survival`, `survival_test`.
- Looking at the results early: `always_valid`, `always_valid_test`.
- The lift in spend: `spend_test` from amounts or moments, `spend` from an experiment.
- Several treated arms against one control group: `compare_arms`.
- By segment, and whom to call next: `by_segment`, or `by_segment_counts` from counts.
"""

from vocvalue.amounts.result import LiftMoney
from vocvalue.lift import plots, shown
from vocvalue.lift.adjusted.read import adjusted_retention
from vocvalue.lift.adjusted.result import AdjustedRetention
from vocvalue.lift.design.assignment import assign
from vocvalue.lift.design.assignment_result import Assignment
from vocvalue.lift.design.balance_result import Balance
from vocvalue.lift.design.planning import power
from vocvalue.lift.design.planning_result import Power
from vocvalue.lift.design.ratio import sample_ratio
from vocvalue.lift.design.ratio_result import SampleRatio
from vocvalue.lift.early.measure import always_valid_test
from vocvalue.lift.early.read import always_valid
from vocvalue.lift.early.result import Looks
from vocvalue.lift.experiments.read import experiment
from vocvalue.lift.experiments.result import Experiment
from vocvalue.lift.pool.read import risk_pool
from vocvalue.lift.pool.result import RiskPool
from vocvalue.lift.pool.rules import Complaint, FallingValue, LowScore, Silence
from vocvalue.lift.segments.read import by_segment, by_segment_counts
from vocvalue.lift.segments.result import SegmentLifts
from vocvalue.lift.several_arms.measure import compare_arms
from vocvalue.lift.several_arms.result import ArmsLift
from vocvalue.lift.spending.arms import SpendArm
from vocvalue.lift.spending.measure import spend_test
from vocvalue.lift.spending.read import spend
from vocvalue.lift.spending.result import SpendLift
from vocvalue.lift.time_to_event.read import survival
from vocvalue.lift.time_to_event.result import RetentionSurvival
from vocvalue.lift.time_to_event.testing import survival_test
from vocvalue.lift.two_arms.measure import retention_test
from vocvalue.lift.two_arms.read import retention
from vocvalue.lift.two_arms.result import RetentionLift

__all__ = [
    "AdjustedRetention",
    "ArmsLift",
    "Assignment",
    "Balance",
    "Complaint",
    "Experiment",
    "FallingValue",
    "LiftMoney",
    "Looks",
    "LowScore",
    "Power",
    "RetentionLift",
    "RetentionSurvival",
    "RiskPool",
    "SampleRatio",
    "SegmentLifts",
    "Silence",
    "SpendArm",
    "SpendLift",
    "adjusted_retention",
    "always_valid",
    "always_valid_test",
    "assign",
    "by_segment",
    "by_segment_counts",
    "compare_arms",
    "experiment",
    "plots",
    "power",
    "retention",
    "retention_test",
    "risk_pool",
    "sample_ratio",
    "spend",
    "spend_test",
    "survival",
    "survival_test",
]


def __dir__() -> list[str]:
    return sorted(__all__)
