"""The segments crossed with money and churn: what `cross_analysis` returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vocvalue.errors import ParameterError
from vocvalue.link import LinkReport
from vocvalue.results import Estimate, Result
from vocvalue.results.former import Language
from vocvalue.survey.crossing import words as wording
from vocvalue.survey.crossing.conversion import ConversionValue, Of, convert
from vocvalue.survey.crossing.segment_metric import MetricName, SegmentMetric
from vocvalue.survey.crossing.terms import CrossTerms


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentTable(Result):
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
        """Return one row per segment: customers, share, and each figure with its interval."""
        rows = []
        for place, segment in enumerate(self.segments):
            row: dict[str, Any] = {"segment": segment, "n": self.n[place]}
            row |= _flat("share", self.shares[place])
            for name, metric in self.metrics.items():
                row |= _flat(name, metric.of(segment))
            rows.append(row)
        return pd.DataFrame(rows)

    def gaps(self) -> pd.DataFrame:
        """Return one row per figure and segment: gap and ratio against the reference.

        `gap` is as seen (association only), `adjusted_gap` had the customers been alike (adjusted
        observational), each with its interval; `p_value` is that of the pair and of the interval of
        `gap`, `p_value_holm` the same corrected for the number of pairs.
        """
        rows = []
        for name, metric in self.metrics.items():
            tests = zip(metric.p_values, metric.holm_p_values, strict=True)
            p_values = dict(zip(metric.pairs, tests, strict=True))
            for segment in self.segments:
                if segment == self.reference:
                    continue
                pair = (segment, self.reference)
                row: dict[str, Any] = {"metric": name, "segment": segment}
                row["reference"] = self.reference
                row |= _flat("gap", metric.gap(*pair))
                row |= _flat("ratio", metric.ratio(*pair))
                found = p_values[pair if pair in p_values else pair[::-1]]
                row["p_value"], row["p_value_holm"] = found
                row |= _flat("adjusted_gap", metric.adjusted_gap(*pair))
                rows.append(row)
        return pd.DataFrame(rows)

    def tests(self) -> pd.DataFrame:
        """Return one row per figure: whether the segments differ at all, and the verdict."""
        return pd.DataFrame(
            [
                {
                    "metric": name,
                    "verdict": metric.verdict,
                    "omnibus_p": metric.omnibus_p,
                    "adjusted_p": metric.adjusted_p,
                    "detectable_gap": metric.detectable,
                }
                for name, metric in self.metrics.items()
            ]
        )

    def pairs(self) -> pd.DataFrame:
        """Return one row per figure and pair of segments: the gap, and p-values with Holm's."""
        return pd.DataFrame(
            [
                {
                    "metric": name,
                    "segment": later,
                    "reference": earlier,
                    **_flat("gap", metric.gap(later, earlier)),
                    "p_value": p,
                    "p_value_holm": corrected,
                }
                for name, metric in self.metrics.items()
                for (earlier, later), p, corrected in zip(
                    metric.pairs, metric.p_values, metric.holm_p_values, strict=True
                )
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return segments, figures, gaps, tests and notes as plain dictionaries."""
        return {
            "by": self.by,
            "is_ordered": self.is_ordered,
            "reference": self.reference,
            "segments": {
                s: {"n": n, "share": share.to_dict()}
                for s, n, share in zip(self.segments, self.n, self.shares, strict=True)
            },
            "metrics": {name: metric.to_dict() for name, metric in self.metrics.items()},
            "terms": {name: str(v) for name, v in vars(self.terms).items() if v is not None},
            "report": None if self.report is None else self.report.to_dict(),
            "notes": [note.en for note in self.notes],
        }

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the segments' sizes, and for each figure its values, gaps and verdict."""
        return wording.headlines(self)

    def statement(self, language: Language = "en") -> str:
        """Return the sentences that a CFO reads, in English or Chinese."""
        return wording.statement(self, language)

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

        They are taken to bring afterwards what those bring who are in the other segment already:
        as they are (association only), and as they would be were all alike in the covariates
        (adjusted observational).

        Args:
            from_: The segment they leave, such as "detractor".
            to: The segment they join.
            share: How many move, as a fraction; 1 % is 0.01.
            of: What it is a share of: "segment", the customers of `from_`, or "base", all.
            population: The customers of the base; those who answered without it.
            metric: "revenue" or "margin", a year, or "ltv", over its horizon.

        Returns:
            The money, with the uncertainty of the gap and of the segment's size in it.

        Raises:
            DataError: The score determines the figure, or all but does, as no survey does; or
                more are to move than there are.
            ParameterError: No such segment or figure, or a share outside 0 to 1.

        Examples:
            The articles' example: of 100,000 customers 20 % are detractors at 1,000 a year and
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
        return convert(self, from_, to, share=share, of=of, population=population, metric=metric)

    def plot(self) -> Any:
        """Draw every segment's figure with its interval; see `survey.plots.segment_bars`."""
        from vocvalue.survey import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.segment_bars(self)


def _flat(name: str, estimate: Estimate | None) -> dict[str, float]:
    if estimate is None:
        return dict.fromkeys((name, f"{name}_lower", f"{name}_upper"), float("nan"))
    return {
        name: estimate.value,
        f"{name}_lower": estimate.lower,
        f"{name}_upper": estimate.upper,
    }
