"""The tables of a cross analysis: its figures, gaps, tests and pairs."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import pandas as pd

from vocvalue.results import Estimate, Evidence, Money
from vocvalue.results.frame import COLUMNS, stacked
from vocvalue.survey.crossing.segment_metric import ADJUSTED, RAW, MetricName, SegmentMetric
from vocvalue.survey.crossing.terms import CrossTerms

Metrics: TypeAlias = Mapping[MetricName, SegmentMetric]


def priced(
    metric: SegmentMetric, estimate: Estimate, terms: CrossTerms, evidence: Evidence = RAW
) -> Estimate:
    """Return a value or a gap, as money where the figure is money.

    Args:
        metric: The figure.
        estimate: A value of the figure, or a gap.
        terms: What the figures mean.
        evidence: The grade of evidence.
    """
    if not metric.is_money:
        return estimate
    basis = terms.basis_of(metric.name)
    return Money.priced(estimate, currency=terms.currency, basis=basis, evidence=evidence)


def of_segments(
    n: Mapping[str, int], shares: Mapping[str, Estimate], metrics: Metrics, terms: CrossTerms
) -> pd.DataFrame:
    """Return one row per segment and figure, including the segment's share of customers.

    Args:
        n: The number of customers in each segment.
        shares: Each segment's share of the customers.
        metrics: The figures.
        terms: What they mean.
    """
    frames = []
    for segment, share in shares.items():
        figures = {"share": share}
        for name, metric in metrics.items():
            figures[name] = priced(metric, metric.of(segment), terms)
        frame = stacked(figures)
        frame.insert(0, "segment", segment)
        frame.insert(1, "customers", n[segment])
        frames.append(frame)
    return pd.DataFrame([row for frame in frames for row in frame.to_dict("records")])


def of_gaps(metrics: Metrics, reference: str, terms: CrossTerms) -> pd.DataFrame:
    """Return one row per figure, segment and quantity: gap, ratio and adjusted gap.

    Args:
        metrics: The figures.
        reference: The segment that the others are compared with.
        terms: What they mean.
    """
    keys = ["metric", "segment", "reference", "quantity"]
    rows = [
        row
        for metric in metrics.values()
        for segment in metric.segments
        if segment != reference
        for row in _gap_rows(metric, segment, reference, terms)
    ]
    return pd.DataFrame(rows, columns=[*keys, *COLUMNS, "p_value", "p_value_holm"])


def of_pairs(metrics: Metrics, terms: CrossTerms) -> pd.DataFrame:
    """Return one row per figure and pair of segments: the gap, its p-value and Holm's p-value.

    Args:
        metrics: The figures.
        terms: What they mean.
    """
    keys = ["metric", "segment", "reference"]
    rows = [
        {
            **dict(zip(keys, (name, later, earlier), strict=True)),
            **_columns(priced(metric, metric.gap(later, earlier), terms), RAW),
            "p_value": p,
            "p_value_holm": corrected,
        }
        for name, metric in metrics.items()
        for (earlier, later), p, corrected in zip(
            metric.pairs, metric.p_values, metric.holm_p_values, strict=True
        )
    ]
    return pd.DataFrame(rows, columns=[*keys, *COLUMNS, "p_value", "p_value_holm"])


def of_tests(metrics: Metrics) -> pd.DataFrame:
    """Return one row per figure: whether the segments differ at all, and the verdict.

    Args:
        metrics: The figures.
    """
    return pd.DataFrame(
        [
            {
                "metric": name,
                "verdict": metric.verdict,
                "omnibus_p": metric.omnibus_p,
                "adjusted_p": metric.adjusted_p,
                "detectable_gap": metric.detectable,
            }
            for name, metric in metrics.items()
        ]
    )


def _gap_rows(
    metric: SegmentMetric, segment: str, reference: str, terms: CrossTerms
) -> Iterator[dict[str, Any]]:
    keys = {"metric": metric.name, "segment": segment, "reference": reference}
    tests = zip(metric.p_values, metric.holm_p_values, strict=True)
    p_values = dict(zip(metric.pairs, tests, strict=True))
    pair = (segment, reference)
    p, corrected = p_values[pair if pair in p_values else pair[::-1]]
    gap = priced(metric, metric.gap(*pair), terms)
    tested = {"p_value": p, "p_value_holm": corrected}
    yield {**keys, "quantity": "gap", **_columns(gap, RAW), **tested}
    yield {**keys, "quantity": "ratio", **_columns(metric.ratio(*pair), RAW)}
    adjusted = metric.adjusted_gap(*pair)
    if adjusted is not None:
        money = priced(metric, adjusted, terms, ADJUSTED)
        yield {**keys, "quantity": "adjusted gap", **_columns(money, ADJUSTED)}


def _columns(estimate: Estimate, evidence: Evidence) -> dict[str, Any]:
    """Return an estimate as the columns of a table, with its evidence, also for shares."""
    return {name: getattr(estimate, name, None) for name in COLUMNS} | {"evidence": evidence}
