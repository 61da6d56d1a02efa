"""The chart of a figure by segment, with intervals."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue, tongue
from vocvalue.survey.crossing.names import METRICS, label, members
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_metric import SegmentMetric
from vocvalue.survey.crossing.words.figures import difference, discounting, money_counted


@drawn.register
def _(table: SegmentTable, ax: Axes | None, tongue: Tongue) -> Axes:
    return _draw(table, table.main, ax, tongue)


def segment_bars(
    table: SegmentTable,
    *,
    metric: str | None = None,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw one figure by segment, observed and adjusted, with intervals.

    Args:
        table: What `survey.cross_analysis` returned.
        metric: "revenue", "margin", "ltv", "churn" or "retention"; by default the first in the
            table.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of the segments, by their names in the data.

    Returns:
        The axes: a bar for each segment's observed figure, and a point for its figure adjusted for
        the covariates.

    Raises:
        ParameterError: The table has no such figure, or the language is not supported.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> table = vv.survey.cross_analysis(shop.responses, orders=shop.orders)
        >>> segment_bars(table, metric="churn").get_ylabel()
        'Churn'
        >>> segment_bars(table, metric="churn", language="zh").get_ylabel()
        '流失率'
    """
    chosen = table.main if metric is None else table.metric(metric)
    return _draw(table, chosen, ax, tongue(language, labels))


def _draw(table: SegmentTable, metric: SegmentMetric, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    _draw_bars(ax, metric)
    key = {pair("bars: observed", "柱：观察值").into(tongue): ACTUAL}
    if metric.adjusted is not None:
        _draw_points(ax, metric)
        key[pair("points: adjusted", "点：调整后").into(tongue)] = MODEL
    names = [_segment(metric, segment).into(tongue) for segment in metric.segments]
    ax.set_xticks(range(len(names)), names)
    _describe(ax, table, metric, tongue)
    canvas.key(ax, key, side="left")
    canvas.title(ax, _finding(table, metric).into(tongue))
    return ax


def _draw_bars(ax: Axes, metric: SegmentMetric) -> None:
    for place, estimate in enumerate(metric.estimates):
        left = place - 0.12 * (metric.adjusted is not None)
        ax.bar(left, estimate.value, width=0.5, color=ACTUAL, alpha=0.85)
        ax.plot([left, left], [estimate.lower, estimate.upper], color="black", linewidth=1.4)


def _draw_points(ax: Axes, metric: SegmentMetric) -> None:
    points = [point for point in map(metric.adjusted_of, metric.segments) if point is not None]
    ax.errorbar(
        [place + 0.24 for place in range(len(points))],
        [point.value for point in points],
        yerr=[
            [point.value - point.lower for point in points],
            [point.upper - point.value for point in points],
        ],
        fmt="D",
        color=MODEL,
        markersize=6,
        markeredgecolor="white",
        linewidth=1.4,
    )


def _segment(metric: SegmentMetric, segment: str) -> Text:
    return pair(
        "{segment}\n({n})", "{segment}\n（{n} 位）", segment=label(segment), n=metric.of(segment).n
    )


def _describe(ax: Axes, table: SegmentTable, metric: SegmentMetric, tongue: Tongue) -> None:
    ax.set_ylabel(_scale(table, metric).into(tongue))
    if metric.is_money:
        canvas.amounts(ax.yaxis, tongue, table.terms.currency)
    else:
        canvas.shares(ax.yaxis, tongue)
    bottom, top = ax.get_ylim()
    ax.set_ylim(min(bottom, 0.0), top * 1.22)
    ax.axhline(0, color=MUTED, linewidth=0.8)


def _scale(table: SegmentTable, metric: SegmentMetric) -> Text:
    if metric.name == "churn":
        return pair("Churn", "流失率")
    if metric.name == "retention":
        return pair("Retention", "留存率")
    money = money_counted(table.terms, metric.name)
    rate = discounting(table.terms) if metric.name == "ltv" else None
    if rate is None:
        return pair("Average {money}", "人均 {money}", money=money)
    return pair("Average {money}\n({rate})", "人均 {money}\n（{rate}）", money=money, rate=rate)


def _finding(table: SegmentTable, metric: SegmentMetric) -> Text:
    if metric.verdict == "no link found":
        return pair(
            "No link found between the segments and {metric}",
            "分群与{metric}之间未发现关联",
            metric=METRICS[metric.name],
        )
    compared = table.compared(metric)
    first, second = map(members, compared)
    observed = difference(table, metric, metric.gap(*compared).value)
    adjusted = metric.adjusted_gap(*compared)
    if adjusted is None:
        return pair(
            "Gap between {first} and {second}: {observed}",
            "{first}与{second}相差 {observed}",
            first=first,
            second=second,
            observed=observed,
        )
    return pair(
        "Gap between {first} and {second}: {observed} observed, {adjusted} adjusted",
        "{first}与{second}：观察值相差 {observed}，调整后相差 {adjusted}",
        first=first,
        second=second,
        observed=observed,
        adjusted=difference(table, metric, adjusted.value),
    )
