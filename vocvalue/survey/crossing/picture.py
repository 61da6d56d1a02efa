"""What every segment brings, with its interval."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.results.former import figure
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.terms import LABELS, named


def segment_bars(table: SegmentTable, *, metric: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a figure of every segment with its interval, as seen and had they been alike.

    Args:
        table: What `survey.cross_analysis` returned.
        metric: "revenue", "margin", "ltv", "churn" or "retention"; the first there is without it.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a bar for each segment as it was seen, and a point for it as it would be were
        all customers alike in the covariates.

    Raises:
        ParameterError: The table has no such figure.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> table = vv.survey.cross_analysis(shop.responses, orders=shop.orders)
        >>> segment_bars(table, metric="churn").get_ylabel()
        'Churn'
    """
    chosen = table.main if metric is None else table.metric(metric)
    ax = canvas.axes(ax)
    places = list(range(len(table.segments)))
    for place, segment in enumerate(table.segments):
        estimate = chosen.of(segment)
        left = place - 0.12 * (chosen.adjusted is not None)
        ax.bar(left, estimate.value, width=0.5, color=ACTUAL, alpha=0.85)
        ax.plot([left, left], [estimate.lower, estimate.upper], color="black", linewidth=1.4)
    key = {"bars: as seen": ACTUAL}
    if chosen.adjusted is not None:
        alike = [it for it in map(chosen.adjusted_of, table.segments) if it is not None]
        ax.errorbar(
            [place + 0.24 for place in places],
            [it.value for it in alike],
            yerr=[[it.value - it.lower for it in alike], [it.upper - it.value for it in alike]],
            fmt="D",
            color=MODEL,
            markersize=6,
            markeredgecolor="white",
            linewidth=1.4,
        )
        key["points: had all been alike"] = MODEL
    sizes = [chosen.of(segment).n for segment in table.segments]
    names = [named(s, "en", plural=True) for s in table.segments]
    labels = [f"{name}\n({n:,})" for name, n in zip(names, sizes, strict=True)]
    ax.set_xticks(places, labels, fontfamily=canvas.families(), parse_math=False)
    _describe(ax, table, chosen.name)
    canvas.key(ax, key, side="left")
    canvas.title(ax, _finding(table, chosen.name))
    return ax


def _describe(ax: Axes, table: SegmentTable, metric: str) -> None:
    label = table.terms.of(metric, "en") if metric == "ltv" else LABELS[metric]  # type: ignore[index]
    label = (label[0].upper() + label[1:]).replace(" (", "\n(")
    if table.metric(metric).is_money:
        unit = f", {table.terms.currency}" if table.terms.currency else ""
        ax.set_ylabel(f"{label} per customer{unit}")
        ax.yaxis.set_major_formatter(canvas.THOUSANDS)
    else:
        ax.set_ylabel(label)
        ax.yaxis.set_major_formatter(canvas.WHOLE_PERCENT)
    bottom, top = ax.get_ylim()
    ax.set_ylim(min(bottom, 0.0), top * 1.22)
    ax.axhline(0, color=MUTED, linewidth=0.8)


def _finding(table: SegmentTable, name: str) -> str:
    metric = table.metric(name)
    pair = table.compared(metric)
    gap, adjusted = metric.gap(*pair), metric.adjusted_gap(*pair)
    if metric.verdict == "no link found":
        return f"No link found between the segments and {LABELS[metric.name]}"

    def said(value: float) -> str:
        return f"{figure(value)}" if metric.is_money else f"{100 * value:+.1f} points"

    alike = "" if adjusted is None else f" as seen, {said(adjusted.value)} if alike"
    first, second = (named(segment, "en", plural=True) for segment in pair)
    who = f"{first[:1].upper()}{first[1:]} over {second}"
    return f"{who}: {said(gap.value)}{alike}"
