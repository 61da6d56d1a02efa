"""The lift in retention by segment: whom the programme keeps, and whom to call next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import pandas as pd

from vocvalue.lift.segments import words as segment_wording
from vocvalue.lift.two_arms.former_words import led
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Money, Note, Result
from vocvalue.results.former import Language
from vocvalue.results.former import language as checked
from vocvalue.stats.shrinkage import Heterogeneity

Decision: TypeAlias = Literal["call", "do not call", "not known yet"]


@dataclass(frozen=True, kw_only=True)
class SegmentCall:
    """What contacting one more customer of a segment is expected to bring.

    Attributes:
        segment: The segment.
        value: What a customer kept is worth.
        net: The lift times that, less what a contact costs; per contact.
        probability_positive: How likely the net is above 0.
        decision: "call", "do not call" or "not known yet".
    """

    segment: str
    value: Estimate
    net: Money
    probability_positive: float
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class SegmentLift:
    """The lift of one segment, alone and with what the others say of it.

    Attributes:
        segment: The segment.
        raw: Its lift as if it were the only one.
        shrunken: The difference drawn towards that of all segments, with its interval.
        standard_deviation: Of what the true difference may be, about the shrunken one.
        kept: How much of its distance from the common mean it keeps; 1 where nothing was shrunken.
        p_value: Of no difference in this segment, corrected for the number of segments (Holm).
        shown: Whether a difference is shown after the correction.
    """

    segment: str
    raw: RetentionLift
    shrunken: Estimate
    standard_deviation: float
    kept: float
    p_value: float
    shown: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentLifts(Result):
    """The lift in retention of each segment, whether they differ, and whom to call next.

    Attributes:
        column: What the segments are of.
        segments: The lift of each.
        heterogeneity: Whether the lifts differ by more than chance makes them.
        mean: The mean difference of the segments, weighted with their precision.
        tau: How far the true differences are spread, in points as a fraction: the posterior
            median; NaN where nothing was shrunken.
        shrunk: Whether the differences were shrunken; it takes three segments.
        calls: Whom to call next, the highest expected net first; empty without a value.
        sure: How likely a net above 0 has to be for a call.
        doubts: What the tables say against a random assignment, first in every sentence.
        level: The confidence level.
    """

    column: str
    segments: tuple[SegmentLift, ...] = field(repr=False)
    heterogeneity: Heterogeneity
    mean: Estimate
    tau: float
    shrunk: bool
    calls: tuple[SegmentCall, ...] = ()
    sure: float
    doubts: tuple[Note, ...] = ()
    level: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row per segment; with whom to call, where a value was given."""
        called = {call.segment: call for call in self.calls}
        return pd.DataFrame(
            [{**_row(one), **_call_row(called.get(one.segment))} for one in self.segments]
        )

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return each segment, whether they differ, and whom to call."""
        return segment_wording.headlines(self)

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        said = segment_wording.statement(self, checked(language))
        return led(self.doubts, said, language)

    def plot(self) -> Any:
        """Draw the lifts, raw and shrunken; see `lift.plots.segments`."""
        from vocvalue.lift import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.segments(self)


def _row(one: SegmentLift) -> dict[str, Any]:
    raw = one.raw
    return {
        "segment": one.segment,
        "n_treated": raw.treated.n,
        "n_control": raw.control.n,
        "treated_rate": raw.treated.rate,
        "control_rate": raw.control.rate,
        "raw": raw.difference.value,
        "raw_lower": raw.difference.lower,
        "raw_upper": raw.difference.upper,
        "p_value": raw.p_value,
        "corrected_p_value": one.p_value,
        "shown": one.shown,
        "shrunken": one.shrunken.value,
        "lower": one.shrunken.lower,
        "upper": one.shrunken.upper,
        "kept": one.kept,
    }


def _call_row(call: SegmentCall | None) -> dict[str, Any]:
    if call is None:
        return {}
    return {
        "value": call.value.value,
        "net_per_contact": call.net.value,
        "net_lower": call.net.lower,
        "net_upper": call.net.upper,
        "probability_positive": call.probability_positive,
        "decision": call.decision,
    }
