"""The lift in retention by segment: where the programme works, and whom to call next."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import pandas as pd

from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Evidence, Money, Note
from vocvalue.results.frame import cells
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown
from vocvalue.stats.shrinkage import Heterogeneity

Decision: TypeAlias = Literal["call", "do not call", "not known yet"]


@dataclass(frozen=True, kw_only=True)
class SegmentCall:
    """What contacting one more customer of a segment is expected to bring.

    Attributes:
        segment: The segment.
        value_per_customer: What a customer who is kept is worth.
        net: The net per contact: the lift times the value, less the cost of a contact.
        probability_positive: The probability that the net is above 0.
        decision: "call", "do not call" or "not known yet".
    """

    segment: str
    value_per_customer: Estimate
    net: Money
    probability_positive: float
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class SegmentLift:
    """The lift of one segment, estimated alone and shrunken towards the others.

    Attributes:
        segment: The segment.
        raw: The lift of the segment estimated alone.
        shrunken: The difference shrunken towards that of all segments, with its interval.
        standard_deviation: The standard deviation of the true difference around the shrunken one.
        kept: The fraction of the distance from the common mean that remains; 1 where the lift was
            not shrunken.
        p_value: P-value for the hypothesis of no difference in this segment, corrected for the
            number of segments (Holm).
        shown: Whether the segment shows a difference after the correction.
    """

    segment: str
    raw: RetentionLift
    shrunken: Estimate
    standard_deviation: float
    kept: float
    p_value: float
    shown: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentLifts(Pictured):
    """The lift in retention of each segment, whether they differ, and whom to call next.

    Attributes:
        by: The column whose values are the segments.
        segments: The lift of each segment.
        heterogeneity: The test whether the lifts differ by more than chance explains.
        mean: The mean difference of the segments, weighted by precision.
        tau: The standard deviation of the true differences, as a fraction: the posterior median;
            NaN where the differences were not shrunken.
        shrunk: Whether the differences were shrunken, which takes at least three segments.
        calls: Whom to call next, the highest expected net first; empty where no value was given.
        min_probability: The probability of a net above 0 that a call takes.
        doubts: What the tables say against a random assignment, first in every statement.
        level: The confidence level.
    """

    by: str
    segments: tuple[SegmentLift, ...] = field(repr=False)
    heterogeneity: Heterogeneity
    mean: Estimate
    tau: float
    shrunk: bool
    calls: tuple[SegmentCall, ...] = ()
    min_probability: float
    doubts: tuple[Note, ...] = ()
    level: float

    @property
    def evidence(self) -> Evidence:
        """The evidence that the lifts rest on."""
        return self.segments[0].raw.evidence

    @property
    def is_heterogeneous(self) -> bool:
        """Whether the lifts are shown to differ from one another."""
        return is_shown(self.heterogeneity.p_value, self.level)

    def figures(self) -> dict[str, Estimate]:
        """Return the mean difference, that of each segment, and the net per contact in each."""
        differences = {f"difference in {one.segment}": one.shrunken for one in self.segments}
        nets = {f"net per contact in {call.segment}": call.net for call in self.calls}
        return {"mean difference": self.mean, **differences, **nets}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per segment, with the decision whom to call where a value was given.

        The columns value, lower and upper hold the shrunken difference.
        """
        called = {call.segment: call for call in self.calls}
        return pd.DataFrame(
            [{**_row(one), **_call_row(called.get(one.segment))} for one in self.segments]
        )


def _row(segment: SegmentLift) -> dict[str, Any]:
    raw = segment.raw
    return {
        "segment": segment.segment,
        "n_treated": raw.treated.n,
        "n_control": raw.control.n,
        "treated_rate": raw.treated.rate,
        "control_rate": raw.control.rate,
        **cells(segment.shrunken),
        "evidence": raw.evidence,
        "kept": segment.kept,
        "raw": raw.difference.value,
        "raw_lower": raw.difference.lower,
        "raw_upper": raw.difference.upper,
        "p_value": raw.p_value,
        "corrected_p_value": segment.p_value,
        "shown": segment.shown,
    }


def _call_row(call: SegmentCall | None) -> dict[str, Any]:
    if call is None:
        return {}
    return {
        "value_per_customer": call.value_per_customer.value,
        "net_per_contact": call.net.value,
        "net_lower": call.net.lower,
        "net_upper": call.net.upper,
        "net_currency": call.net.currency,
        "net_basis": call.net.basis,
        "probability_positive": call.probability_positive,
        "decision": call.decision,
    }
