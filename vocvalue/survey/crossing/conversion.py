"""The value of moving customers from one segment to another."""

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
        raw: The value by the observed gap (evidence: association only).
        adjusted: The value by the adjusted gap (evidence: adjusted observational), or None.
        unadjusted: Why there is no adjusted gap although covariates are known, or None.
        from_: The segment that the customers leave.
        to: The segment that they join.
        movers: The number of customers who move.
        share: The fraction of the segment or of the base that moves, as `share_of` says.
        share_of: What `share` is a fraction of: "segment" or "base".
        population: The number of customers in the base.
        segment_size: The number of customers in the segment that they leave.
        metric: The figure that is valued: "revenue", "margin" or "ltv".
        terms: What the figure means: its window, horizon, discount rate and currency.
        verdict: What the sample says about the link between segments and figure.
    """

    raw: Money
    adjusted: Money | None
    unadjusted: Note | None
    from_: str
    to: str
    movers: float
    share: float
    share_of: Of
    population: int
    segment_size: float
    metric: str
    terms: CrossTerms
    verdict: Verdict

    @property
    def money(self) -> Money:
        """The value with the better evidence: the adjusted one where there is one."""
        return self.raw if self.adjusted is None else self.adjusted

    def figures(self) -> dict[str, Estimate]:
        """Return the value of the move by the observed gap and by the adjusted gap."""
        worth = {
            "worth by the gap as observed": self.raw,
            "worth by the adjusted gap": self.adjusted,
        }
        return {name: money for name, money in worth.items() if money is not None}

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each gap by which the move is valued."""
        table = stacked(self.figures())
        table[["from", "to", "movers", "metric"]] = self.from_, self.to, self.movers, self.metric
        return table
