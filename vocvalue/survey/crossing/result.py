"""The segments crossed with money and churn: what `cross_analysis` returns."""

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
    """Segments of customers by what they said, with what they bring and whether they stay.

    Attributes:
        by: What the segments were made of: "nps", "csat", "ces" or a column.
        segments: Their names, in their order: the unhappiest first, numbers by number, or by the
            alphabet where there is no order.
        is_ordered: Whether the segments go from less to more. Otherwise no link is "reversed", and
            the highest figure is compared with the lowest.
        n: The customers in each, shape (k,).
        shares: Each segment's share of the customers who answered.
        metrics: The figures: revenue, margin, ltv, churn, retention, as far as they are known.
        reference: The segment that gaps are counted from: the one asked for, the first of ordered
            segments, or the largest of others.
        terms: What the figures mean.
        report: How well responses and orders fit together; None where columns were handed in.
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
            name: "revenue", "margin", "ltv", "churn" or "retention".

        Raises:
            ParameterError: The table has no such figure.
        """
        if name not in self.metrics:
            raise ParameterError(
                f"metric == {name!r}, must be one of {', '.join(map(repr, self.metrics))}: what "
                "cross_analysis was given the data for."
            )
        return self.metrics[name]  # type: ignore[index]

    @property
    def main(self) -> SegmentMetric:
        """The figure that the statement speaks of: the first there is."""
        return next(iter(self.metrics.values()))

    @property
    def happiest(self) -> str:
        """The segment at the other end from the reference; said of ordered segments only."""
        return self.segments[-1] if self.reference != self.segments[-1] else self.segments[0]

    def compared(self, metric: SegmentMetric) -> tuple[str, str]:
        """Return the two segments whose gap is spoken of, of which the second is deducted.

        The reference and the other end of ordered segments; the highest and the lowest of others.

        Args:
            metric: The figure.
        """
        return (self.happiest, self.reference) if self.is_ordered else metric.ends

    def to_frame(self) -> pd.DataFrame:
        """Return one row per segment and figure, its share of the customers among them."""
        return segment_frames.of_segments(
            dict(zip(self.segments, self.n, strict=True)),
            dict(zip(self.segments, self.shares, strict=True)),
            self.metrics,
            self.terms,
        )

    def gaps(self) -> pd.DataFrame:
        """Return one row per figure, segment and quantity: gap, ratio and adjusted gap.

        They are counted from the reference. A gap is as observed (association only), an adjusted
        gap had the customers been alike (adjusted observational). `p_value` is that of the pair and
        of the interval of the gap, `p_value_holm` the same corrected for the number of pairs.
        """
        return segment_frames.of_gaps(self.metrics, self.reference, self.terms)

    def tests(self) -> pd.DataFrame:
        """Return one row per figure: whether the segments differ at all, and the verdict."""
        return segment_frames.of_tests(self.metrics)

    def pairs(self) -> pd.DataFrame:
        """Return one row per figure and pair of segments: the gap, and p-values with Holm's."""
        return segment_frames.of_pairs(self.metrics, self.terms)

    def figures(self) -> dict[str, Estimate]:
        """Return each segment's figures, and the gaps between the two that are compared."""
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
        """Return segments, figures, gaps, tests and notes as what JSON holds."""
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
        of: Of = "segment",
        population: int | None = None,
        metric: str = "revenue",
    ) -> ConversionValue:
        """Return what it is worth that some customers move from one segment to another.

        They are assumed to bring afterwards what the customers of the other segment bring today: by
        the gap as observed (association only), and by the gap had all customers been alike in the
        covariates (adjusted observational).

        Args:
            from_: The segment they leave, such as "detractor".
            to: The segment they join.
            share: How many move, as a fraction; 1% is 0.01.
            of: What it is a share of: "segment", the customers of `from_`, or "base", all.
            population: The customers of the base; by default those who answered.
            metric: "revenue" or "margin", a year, or "ltv", over its horizon.

        Returns:
            The money, with the uncertainty of the gap and of the segment's size in it.

        Raises:
            DataError: The score determines the figure, or all but does, as no survey does; or
                more are to move than there are.
            ParameterError: No such segment or figure, or a share outside 0 to 1.

        Examples:
            The articles' example: of 100,000 customers 20% are detractors at 1,000 a year and
            passives are at 1,500.

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
            ...     "detractor", "passive", 0.01, of="base", population=100_000
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
            of=of,
            terms=self.terms,
            notes=self.notes,
        )
