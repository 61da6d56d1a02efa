"""The lift of each segment, alone and drawn towards the others."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.lift.segments.result import SegmentLift, SegmentLifts
from vocvalue.results import Estimate

LIGHT = 0.35
APART = 0.17
ROW = 0.55


def segments(lifts: SegmentLifts, *, ax: Axes | None = None) -> Axes:
    r"""Draw the lift of each segment, alone (light) and shrunken (dark), the largest first.

    Args:
        lifts: What `lift.by_segment` returned.
        ax: Matplotlib axes to draw on; new ones without it.

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
    ordered = sorted(lifts.segments, key=lambda one: -one.shrunken.value)
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(ordered), ROW, least=canvas.SIZE[1])
    for row, one in enumerate(ordered):
        if lifts.shrunk:
            _interval(ax, one.raw.difference, row - APART, alpha=LIGHT)
        _interval(ax, one.shrunken, row + (APART if lifts.shrunk else 0.0))
    ax.axvline(0, color=MUTED, linewidth=0.9)
    ax.axvline(100 * lifts.mean.value, color=MUTED, linewidth=0.9, linestyle="--")
    labels = [_label(one) for one in ordered]
    canvas.name_rows(ax, labels)
    ax.set_ylim(len(ordered) - 0.4, -0.6)
    ax.margins(x=0.08)
    kinds = "light: alone; dark: shrunken" if lifts.shrunk else "not shrunken"
    ax.set_xlabel(
        f"Retention, treated minus control, points ({100 * lifts.level:g} % interval)\n"
        f"{kinds}; dashed: their mean"
    )
    canvas.title(ax, _finding(lifts), names=labels)
    return ax


def _interval(ax: Axes, found: Estimate, row: float, alpha: float = 1.0) -> None:
    ax.plot(
        [100 * found.lower, 100 * found.upper],
        [row, row],
        color=ACTUAL,
        linewidth=2,
        alpha=alpha,
        solid_capstyle="butt",
    )
    ax.plot(100 * found.value, row, marker="s", color=ACTUAL, markersize=6, alpha=alpha, mec="none")


def _label(one: SegmentLift) -> str:
    name = canvas.in_lines(one.segment)
    return f"{name}\n({one.raw.treated.n:,} and {one.raw.control.n:,})"


def _finding(lifts: SegmentLifts) -> str:
    shown, k = [one.segment for one in lifts.segments if one.shown], len(lifts.segments)
    loose = lifts.segments[0].raw.evidence == "association only"
    what = "difference, an association only" if loose else "effect"
    differ = "; they differ" if lifts.heterogeneity.p_value < 1 - lifts.level else ""
    article = "a" if loose else "an"
    if len(shown) == k:
        return f"All {k} segments show {article} {what}{differ}"
    verb = "show" if len(shown) > 1 else "shows"
    return f"{len(shown) or 'None'} of {k} segments {verb} {article} {what}{differ}"
