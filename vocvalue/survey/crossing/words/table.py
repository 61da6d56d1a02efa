"""A segment table in words: headlines and sentences for a CFO."""

import math
from collections.abc import Iterator

from vocvalue.results import Estimate
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, percent
from vocvalue.results.texts import Text, listed, pair, sentences, separated
from vocvalue.survey.crossing.names import METRICS, covariate, label, members, within
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_metric import ADJUSTED, RAW, SegmentMetric
from vocvalue.survey.crossing.words.figures import (
    gap,
    gap_row,
    money_meant,
    written,
)
from vocvalue.survey.crossing.words.verdicts import doubt, is_flat, verdict


@said.register
def _(table: SegmentTable) -> Text:
    spoken = [text for metric in _spoken_of(table) for text in _sentences(table, metric)]
    return sentences(*spoken, _left_out(table))


@rows.register
def _(table: SegmentTable) -> list[Row]:
    figures = [row for metric in _spoken_of(table) for row in _rows(table, metric)]
    return [
        Row(pair("segments", "分群"), _sizes(table)),
        *figures,
        Row(pair("gap", "差距口径"), _compared(table)),
        *_meanings(table),
    ]


def _spoken_of(table: SegmentTable) -> Iterator[SegmentMetric]:
    """Yield the figures except retention, which is one minus churn."""
    return (metric for metric in table.metrics.values() if metric.name != "retention")


def _sentences(table: SegmentTable, metric: SegmentMetric) -> list[Text | None]:
    """Return the sentences on a figure: observed values, adjusted gap, and caveats."""
    return [_observed(table, metric), _adjusted(table, metric), doubt(table, metric)]


def _observed(table: SegmentTable, metric: SegmentMetric) -> Text:
    """Return the sentence on the figures of two segments and the gap between them."""
    first, second = table.compared(metric)
    unknown = [s for s in (first, second) if math.isnan(metric.of(s).value)]
    if unknown:
        return pair(
            "{figure} is not known for {segments}, so there is no gap.",
            "{segments}的{figure}尚无数据，无法比较。",
            figure=_figure(table, metric),
            segments=listed(tuple(map(members, unknown))),
        )
    if is_flat(table, metric):
        return pair(
            "{figure} is the same in all segments ({value}).",
            "各分群的{figure}相同（{value}）。",
            figure=_figure(table, metric),
            value=written(table, metric, metric.of(first).value),
        )
    return _ends(table, metric) if table.is_ordered else _extremes(table, metric)


def _ends(table: SegmentTable, metric: SegmentMetric) -> Text:
    """Return the sentence on ordered segments: the figures of the first and the last."""
    first, second = table.compared(metric)
    value, other = (written(table, metric, metric.of(s).value) for s in (first, second))
    difference = gap(table, metric, metric.gap(first, second), RAW)
    if metric.is_money:
        return pair(
            "On average, {first} bring in {value} of {money} and {second} {other}: a gap of "
            "{difference}.",
            "{first}人均 {money}为 {value}，{second}为 {other}，相差 {difference}。",
            first=members(first),
            value=value,
            money=money_meant(table.terms, metric.name),
            second=members(second),
            other=other,
            difference=difference,
        )
    return pair(
        "{figure} is {value} {first} and {other} {second}: a gap of {difference}.",
        "{first}的{figure}为 {value}，{second}为 {other}，相差 {difference}。",
        figure=_figure(table, metric),
        value=value,
        first=within(first),
        other=other,
        second=within(second),
        difference=difference,
    )


def _extremes(table: SegmentTable, metric: SegmentMetric) -> Text:
    """Return the sentence on segments without an order: the highest and the lowest figure."""
    highest, lowest = table.compared(metric)
    return pair(
        "{figure} is highest {highest} ({value}) and lowest {lowest} ({other}): a gap of "
        "{difference}.",
        "{figure}最高的是{highest}（{value}），最低的是{lowest}（{other}），相差 {difference}。",
        figure=_figure(table, metric),
        highest=within(highest),
        value=written(table, metric, metric.of(highest).value),
        lowest=within(lowest),
        other=written(table, metric, metric.of(lowest).value),
        difference=gap(table, metric, metric.gap(highest, lowest), RAW),
    )


def _figure(table: SegmentTable, metric: SegmentMetric) -> Text:
    """Return a figure's name as written at the start of a sentence."""
    if metric.is_money:
        return pair("Average {money}", "人均 {money}", money=money_meant(table.terms, metric.name))
    if table.terms.churn is None:
        return pair("Churn", "流失率")
    return pair("Churn ({meaning})", "流失率（{meaning}）", meaning=table.terms.churn)


def _adjusted(table: SegmentTable, metric: SegmentMetric) -> Text | None:
    if metric.unadjusted is not None:
        return _unadjusted(table, metric)
    adjusted = None if is_flat(table, metric) else metric.adjusted_gap(*table.compared(metric))
    if adjusted is None or metric.adjusted is None:
        return None
    difference = gap(table, metric, adjusted, ADJUSTED)
    first = next(other for other in table.metrics.values() if other.adjusted is not None)
    if metric is not first:
        return pair(
            "Adjusted for the same factors, the gap is {difference}.",
            "剔除上述因素的影响后，相差 {difference}。",
            difference=difference,
        )
    return pair(
        "Adjusted for {covariates}, the gap is {difference}.",
        "剔除 {covariates} 等因素的影响后，相差 {difference}。",
        covariates=listed(tuple(map(covariate, metric.adjusted.covariates))),
        difference=difference,
    )


def _unadjusted(table: SegmentTable, metric: SegmentMetric) -> Text | None:
    """Return why there is no adjusted gap; each reason appears with its first figure only."""
    why = metric.unadjusted
    first = next(other for other in table.metrics.values() if other.unadjusted == why)
    return None if why is None or metric is not first else why.said


def _left_out(table: SegmentTable) -> Text | None:
    """Return how many of the customers who answered the main figure covers."""
    answered, known = sum(table.n), sum(estimate.n for estimate in table.main.estimates)
    if known == answered:
        return None
    return pair(
        "Of the {customers} who answered, {n} count towards {metric}.",
        "共 {customers}作答，其中 {n} 位计入{metric}。",
        customers=counted(answered, "customer"),
        n=known,
        metric=METRICS[table.main.name],
    )


def _sizes(table: SegmentTable) -> Text:
    sizes = zip(table.segments, table.n, table.shares, strict=True)
    return separated(
        *(
            beside(
                pair("{segment} {n}", "{segment} {n} 位", segment=label(segment), n=n),
                percent(share.value),
            )
            for segment, n, share in sizes
        )
    )


def _rows(table: SegmentTable, metric: SegmentMetric) -> list[Row]:
    name = METRICS[metric.name]
    values = separated(
        *(
            pair(
                "{segment} {value}",
                "{segment} {value}",
                segment=label(segment),
                value=written(table, metric, metric.of(segment).value),
            )
            for segment in table.segments
        )
    )
    compared = table.compared(metric)
    return [
        Row(name, values),
        gap_row(_gap_label(table, metric), table, metric, metric.gap(*compared), RAW),
        _adjusted_row(table, metric, metric.adjusted_gap(*compared)),
        Row(pair("{metric}: verdict", "{metric}：结论", metric=name), verdict(table, metric)),
    ]


def _gap_label(table: SegmentTable, metric: SegmentMetric) -> Text:
    name = METRICS[metric.name]
    if table.is_ordered:
        return pair("{metric}: gap", "{metric}：差距", metric=name)
    highest, lowest = map(label, table.compared(metric))
    return pair(
        "{metric}: gap between {highest} and {lowest}",
        "{metric}：{highest} 减 {lowest}",
        metric=name,
        highest=highest,
        lowest=lowest,
    )


def _adjusted_row(table: SegmentTable, metric: SegmentMetric, adjusted: Estimate | None) -> Row:
    name = pair("{metric}: adjusted gap", "{metric}：调整后的差距", metric=METRICS[metric.name])
    if adjusted is None:
        return Row(name, pair("none", "无"))
    return gap_row(name, table, metric, adjusted, ADJUSTED)


def _compared(table: SegmentTable) -> Text:
    if not table.is_ordered:
        return pair(
            "the highest minus the lowest, as the segments have no order",
            "最高的分群减最低的分群（各分群没有高低顺序）",
        )
    return pair(
        "{first} minus {second}",
        "{first}减{second}",
        first=members(table.opposite),
        second=members(table.reference),
    )


def _meanings(table: SegmentTable) -> list[Row]:
    meanings = []
    if table.terms.churn is not None and "churn" in table.metrics:
        meanings.append(Row(pair("churn means", "流失定义"), table.terms.churn))
    if "ltv" in table.metrics:
        value = money_meant(table.terms, "ltv")
        meanings.append(Row(pair("lifetime value means", "终身价值定义"), value))
    return meanings
