"""What it is worth that customers move from one segment to another."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from vocvalue.results import Estimate, Money, Note
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.survey.crossing.segment_metric import Verdict
from vocvalue.survey.crossing.terms import CrossTerms

Of: TypeAlias = Literal["segment", "base"]


@dataclass(frozen=True, kw_only=True)
class ConversionValue(Pictured):
    """The money that moving some customers to another segment would bring.

    Attributes:
        raw: What it is worth by the gap as observed: association only.
        adjusted: What it is worth by the adjusted gap: adjusted observational; or None.
        unadjusted: Why there is no adjusted gap though covariates are known, or None.
        from_: The segment that the customers leave.
        to: The segment that they join.
        movers: How many customers move.
        share: That number as a fraction of what `of` names.
        of: What it is a share of: "segment" or "base".
        population: The customers of the base.
        segment_size: The customers of the segment that they leave.
        metric: What is counted: "revenue", "margin" or "ltv".
        terms: What that means.
        verdict: What the sample says of the link.
    """

    raw: Money
    adjusted: Money | None
    unadjusted: Note | None
    from_: str
    to: str
    movers: float
    share: float
    of: Of
    population: int
    segment_size: float
    metric: str
    terms: CrossTerms
    verdict: Verdict

    @property
    def money(self) -> Money:
        """The figure with the better evidence: the adjusted one where there is one."""
        return self.raw if self.adjusted is None else self.adjusted

    def figures(self) -> dict[str, Estimate]:
        """Return what the move is worth by the gap as observed, and by the adjusted gap."""
        worth = {
            "worth by the gap as observed": self.raw,
            "worth by the adjusted gap": self.adjusted,
        }
        return {name: money for name, money in worth.items() if money is not None}

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each gap that the move is priced by."""
        table = stacked(self.figures())
        table[["from", "to", "movers", "metric"]] = self.from_, self.to, self.movers, self.metric
        return table
