"""The lift of each segment, estimated alone and shrunken towards the others."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.lift.segments.result import SegmentLift, SegmentLifts
from vocvalue.results import Estimate
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import confidence
from vocvalue.results.result import Labels
from vocvalue.results.texts import Part, Text, named, pair
from vocvalue.results.tongues import Tongue

LIGHT = 0.35
APART = 0.17
ROW = 0.55


def segments(
    lifts: SegmentLifts,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    r"""Draw the lift of each segment, alone (light) and shrunken (dark), the largest first.

    Args:
        lifts: What `lift.by_segment` or `lift.by_segment_counts` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of the segments, by their names in the data.

    Returns:
        The axes: two intervals for each segment, and their mean as a dashed line.

    Examples:
        >>> from vocvalue import lift
        >>> found = lift.by_segment_counts(
        ...     {
        ...         "gold": {"treated": (160, 200), "control": (100, 200)},
        ...         "silver": {"treated": (120, 200), "control": (100, 200)},
        ...         "basic": {"treated": (100, 200), "control": (102, 200)},
        ...     },
        ...     randomised=True,
        ... )
        >>> [label.get_text() for label in segments(found).get_yticklabels()]
        ['gold\n(200 and 200)', 'silver\n(200 and 200)', 'basic\n(200 and 200)']
    """
    return canvas.picture(lifts, ax, language, labels)


@drawn.register
def _(lifts: SegmentLifts, ax: Axes | None, tongue: Tongue) -> Axes:
    ordered = sorted(lifts.segments, key=lambda segment: -segment.shrunken.value)
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(ordered), ROW, least=canvas.SIZE[1])
    for row, segment in enumerate(ordered):
        if lifts.shrunk:
            _interval(ax, segment.raw.difference, row - APART, alpha=LIGHT)
        _interval(ax, segment.shrunken, row + (APART if lifts.shrunk else 0.0))
    ax.axvline(0, color=MUTED, linewidth=0.9)
    ax.axvline(100 * lifts.mean.value, color=MUTED, linewidth=0.9, linestyle="--")
    names = [_row_name(segment, tongue) for segment in ordered]
    canvas.name_rows(ax, names)
    ax.set_ylim(len(ordered) - 0.4, -0.6)
    ax.margins(x=0.08)
    canvas.numbers(ax.xaxis, tongue, sign=True)
    ax.set_xlabel(f"{_axis(lifts).into(tongue)}\n{_lines(lifts).into(tongue)}")
    canvas.title(ax, _finding(lifts).into(tongue), names=names)
    return ax


def _interval(ax: Axes, difference: Estimate, row: float, alpha: float = 1.0) -> None:
    ax.plot(
        [100 * difference.lower, 100 * difference.upper],
        [row, row],
        color=ACTUAL,
        linewidth=2,
        alpha=alpha,
        solid_capstyle="butt",
    )
    ax.plot(
        100 * difference.value,
        row,
        marker="s",
        color=ACTUAL,
        markersize=6,
        alpha=alpha,
        mec="none",
    )


def _row_name(segment: SegmentLift, tongue: Tongue) -> str:
    sizes = pair(
        "({treated} and {control})",
        "（{treated} 与 {control} 位）",
        treated=segment.raw.treated.n,
        control=segment.raw.control.n,
    )
    return f"{canvas.in_lines(named(segment.segment).into(tongue))}\n{sizes.into(tongue)}"


def _axis(lifts: SegmentLifts) -> Text:
    return pair(
        "Retention, treated minus control, percentage points ({level} interval)",
        "留存率：实验组减对照组，百分点（{level} 置信区间）",
        level=confidence(lifts.level),
    )


def _lines(lifts: SegmentLifts) -> Text:
    if lifts.shrunk:
        return pair(
            "light: each estimated alone; dark: shrunken towards the mean; dashed: mean",
            "浅色：单独估计；深色：向平均值收缩；虚线：平均值",
        )
    return pair("not shrunken; dashed: mean", "未作收缩；虚线：平均值")


def _finding(lifts: SegmentLifts) -> Text:
    n, shown = len(lifts.segments), sum(segment.shown for segment in lifts.segments)
    parts: dict[str, Part] = {"shown": _how_many(shown, n), "what": _what(lifts)}
    if lifts.is_heterogeneous:
        return pair(
            "{what} shown in {shown}; the segments differ by more than chance explains",
            "{shown}显示{what}，且分群之间差异显著",
            **parts,
        )
    return pair("{what} shown in {shown}", "{shown}显示{what}", **parts)


def _what(lifts: SegmentLifts) -> Text:
    if lifts.evidence == "association only":
        return pair("A difference (association only)", "差异（仅为相关）")
    return pair("An effect", "效果")


def _how_many(shown: int, n: int) -> Text:
    if not shown:
        return pair("none of {n} segments", "{n} 个分群均未", n=n)
    if shown == n:
        return pair("all {n} segments", "全部 {n} 个分群均", n=n)
    return pair("{shown} of {n} segments", "{n} 个分群中有 {shown} 个", shown=shown, n=n)
