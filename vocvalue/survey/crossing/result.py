"""The segments compared by money and churn: the result of `cross_analysis`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vocvalue.errors import ParameterError
from vocvalue.link import LinkReport
from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.survey.crossing import segment_frames
from vocvalue.survey.crossing.conversion import ConversionValue, Of
from vocvalue.survey.crossing.converting import Base, convert
from vocvalue.survey.crossing.segment_frames import priced
from vocvalue.survey.crossing.segment_metric import ADJUSTED, MetricName, SegmentMetric
from vocvalue.survey.crossing.terms import CrossTerms


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentTable(Pictured):
    """Customer segments by score, with their revenue, value and churn.

    Attributes:
        by: What defines the segments: "nps", "csat", "ces" or a column.
        segments: The segments' names: from least to most satisfied, numbers from low to high, or
            alphabetically where there is no order.
        is_ordered: Whether the segments have an order. If not, no link is "reversed", and the
            segment with the highest figure is compared with the one with the lowest.
        n: The number of customers in each segment, shape (k,).
        shares: Each segment's share of the customers who answered.
        metrics: The figures by name: those of revenue, margin, ltv, churn and retention that are
            known.
        reference: The segment that the others are compared with: the one asked for, the first of
            ordered segments, or the largest of unordered ones.
        terms: What the figures mean: window, churn, horizon, discount rate and currency.
        report: How well the responses match the orders; None where the figures came as columns.
        level: The confidence level.
    """

    by: str
    segments: tuple[str, ...]
    is_ordered: bool
    n: tuple[int, ...]
    shares: tuple[Estimate, ...]
    metrics: Mapping[MetricName, SegmentMetric]
    reference: str
    terms: CrossTerms
    report: LinkReport | None = None
    level: float = field(default=0.95)

    def metric(self, name: str) -> SegmentMetric:
        """Return one figure of all segments.

        Args:
            name: The name of the figure: "revenue", "margin", "ltv", "churn" or "retention".

        Raises:
            ParameterError: The table has no such figure.
        """
        if name not in self.metrics:
            raise ParameterError(
                f"metric == {name!r}, must be one of {', '.join(map(repr, self.metrics))}, the "
                "figures that cross_analysis had data for."
            )
        return self.metrics[name]  # type: ignore[index]

    @property
    def main(self) -> SegmentMetric:
        """The main figure: the first in the table."""
        return next(iter(self.metrics.values()))

    @property
    def opposite(self) -> str:
        """The segment at the opposite end from the reference, for ordered segments."""
        return self.segments[-1] if self.reference != self.segments[-1] else self.segments[0]

    def compared(self, metric: SegmentMetric) -> tuple[str, str]:
        """Return the two segments whose gap is reported: the first minus the second.

        Ordered segments are compared with the reference from the opposite end; of unordered ones,
        the highest is compared with the lowest.

        Args:
            metric: The figure.
        """
        return (self.opposite, self.reference) if self.is_ordered else metric.ends

    def to_frame(self) -> pd.DataFrame:
        """Return one row per segment and figure, including the segment's share of customers."""
        return segment_frames.of_segments(
            dict(zip(self.segments, self.n, strict=True)),
            dict(zip(self.segments, self.shares, strict=True)),
            self.metrics,
            self.terms,
        )

    def gaps(self) -> pd.DataFrame:
        """Return one row per figure, segment and quantity: gap, ratio and adjusted gap.

        Each segment is compared with the reference. The gap is the observed one (association only);
        the adjusted gap compares customers with the same covariates (adjusted observational).
        `p_value` tests the pair by the method of the gap's interval, and `p_value_holm` is the same
        after Holm's correction for the number of pairs.
        """
        return segment_frames.of_gaps(self.metrics, self.reference, self.terms)

    def tests(self) -> pd.DataFrame:
        """Return one row per figure: whether the segments differ at all, and the verdict."""
        return segment_frames.of_tests(self.metrics)

    def pairs(self) -> pd.DataFrame:
        """Return one row per figure and pair of segments, with gap, p-value and Holm's p-value."""
        return segment_frames.of_pairs(self.metrics, self.terms)

    def figures(self) -> dict[str, Estimate]:
        """Return each segment's figures, and the gaps between the two segments compared."""
        figures = {}
        for name, metric in self.metrics.items():
            for segment in self.segments:
                figures[f"{name} of {segment}"] = priced(metric, metric.of(segment), self.terms)
            pair = self.compared(metric)
            over = f"{pair[0]} over {pair[1]}"
            figures[f"{name} gap, {over}"] = priced(metric, metric.gap(*pair), self.terms)
            adjusted = metric.adjusted_gap(*pair)
            if adjusted is not None:
                money = priced(metric, adjusted, self.terms, ADJUSTED)
                figures[f"{name} adjusted gap, {over}"] = money
        return figures

    def to_dict(self) -> dict[str, Any]:
        """Return segments, figures, gaps, tests and notes as values that JSON can hold."""
        held = {
            "by": self.by,
            "is_ordered": self.is_ordered,
            "reference": self.reference,
            "segments": {
                segment: {"n": n, "share": share}
                for segment, n, share in zip(self.segments, self.n, self.shares, strict=True)
            },
            "metrics": self.metrics,
            "terms": self.terms,
            "report": self.report,
            "level": self.level,
            "notes": self.notes,
        }
        return {name: plain(value) for name, value in held.items()}

    def conversion_value(
        self,
        from_: str,
        to: str,
        share: float,
        *,
        share_of: Of = "segment",
        population: int | None = None,
        metric: str = "revenue",
    ) -> ConversionValue:
        """Return the value of moving some customers from one segment to another.

        Customers who move are assumed to bring in as much as today's customers of the other
        segment. The move is valued by the observed gap (association only), and by the gap adjusted
        for the covariates (adjusted observational).

        Args:
            from_: The segment that the customers leave, such as "detractor".
            to: The segment that the customers join.
            share: The fraction of customers who move; 1% is 0.01.
            share_of: What `share` is a fraction of: "segment" (the customers of `from_`) or "base"
                (all customers).
            population: The number of customers in the base; by default those who answered.
            metric: "revenue" or "margin" (per year), or "ltv" (over its horizon).

        Returns:
            The value, whose interval covers the uncertainty of the gap and of the segment's size.

        Raises:
            DataError: The score determines the figure, or almost does, which points to a leak; or
                more customers would move than the segment has.
            ParameterError: There is no such segment or figure, or the share is outside 0 to 1.

        Examples:
            Of 100,000 customers, 20% are detractors who spend 1,000 a year; passives spend 1,500.

            >>> import pandas as pd
            >>> from vocvalue import survey
            >>> answers = pd.DataFrame(
            ...     {
            ...         "score": [3] * 200 + [8] * 500 + [10] * 300,
            ...         "spend": [900, 1100] * 100 + [1400, 1600] * 250 + [2900, 3100] * 150,
            ...     }
            ... )
            >>> table = survey.cross_analysis(answers, revenue="spend")
            >>> moved = table.conversion_value("detractor", "passive", 0.01, population=100_000)
            >>> moved.movers, round(moved.raw.value)
            (200.0, 100000)
            >>> whole_point = table.conversion_value(
            ...     "detractor", "passive", 0.01, share_of="base", population=100_000
            ... )
            >>> whole_point.movers, round(whole_point.raw.value)
            (1000.0, 500000)
        """
        base = Base(
            n=dict(zip(self.segments, self.n, strict=True)),
            shares=dict(zip(self.segments, self.shares, strict=True)),
            population=population,
        )
        return convert(
            self.metric(metric),
            base,
            from_,
            to,
            share=share,
            share_of=share_of,
            terms=self.terms,
            notes=self.notes,
        )
