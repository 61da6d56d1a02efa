"""Experiments that keep customers: whom to contact, did it work, and what is that worth?

- Who is at risk: `risk_pool`, by the rules `LowScore`, `Complaint`, `FallingValue`, `Silence`.
- How many customers it takes: `power`.
- Who is contacted: `assign`, and whether the arms were alike before: `Assignment.balance`.
- Whether as many were in each arm as planned: `sample_ratio`.
- Read an experiment from tables: `experiment`.
- The lift in retention: of counts `retention_test`, of an experiment `retention`.
- Where nobody drew lots: `adjusted_retention`.
- Its money: `RetentionLift.money`.
- How long customers stay: `survival`, `survival_test`.
- Looking early: `always_valid`, `always_valid_test`.
- The lift in spend: of single customers or moments `spend_test`, of an experiment `spend`.
- Several treated arms against one control: `compare_arms`.
- By segment, and whom to call next: `by_segment`, of counts `by_segment_counts`.
"""

from vocvalue.lift import plots
from vocvalue.lift.adjusted_lift import AdjustedRetention
from vocvalue.lift.adjusting import adjusted_retention
from vocvalue.lift.always_valid_reading import always_valid
from vocvalue.lift.always_valid_testing import always_valid_test
from vocvalue.lift.arms_lift import ArmsLift
from vocvalue.lift.assigned import Experiment
from vocvalue.lift.assignment import Assignment, assign
from vocvalue.lift.balance import Balance
from vocvalue.lift.experiment_reading import experiment
from vocvalue.lift.lift_money import LiftMoney
from vocvalue.lift.looks import Looks
from vocvalue.lift.plan import Power
from vocvalue.lift.planning import power
from vocvalue.lift.pool import RiskPool
from vocvalue.lift.pooling import risk_pool
from vocvalue.lift.ratio import SampleRatio, sample_ratio
from vocvalue.lift.retention_lift import RetentionLift
from vocvalue.lift.retention_reading import retention
from vocvalue.lift.retention_survival import RetentionSurvival
from vocvalue.lift.retention_testing import retention_test
from vocvalue.lift.rules import Complaint, FallingValue, LowScore, Silence
from vocvalue.lift.segment_lifts import SegmentLifts
from vocvalue.lift.segment_reading import by_segment, by_segment_counts
from vocvalue.lift.several_arms import compare_arms
from vocvalue.lift.spend_arms import SpendArm
from vocvalue.lift.spend_lift import SpendLift
from vocvalue.lift.spend_reading import spend
from vocvalue.lift.spend_testing import spend_test
from vocvalue.lift.survival_reading import survival
from vocvalue.lift.survival_testing import survival_test

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
