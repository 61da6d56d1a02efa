"""Lifts in retention with their intervals, one below the other."""

from collections.abc import Mapping

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.errors import ParameterError
from vocvalue.lift.two_arms.result import RetentionLift

ROW = 0.62


def forest(lifts: Mapping[str, RetentionLift], *, ax: Axes | None = None) -> Axes:
    """Draw differences in retention with their intervals, one below the other.

    Args:
        lifts: Lifts by name: of several arms, segments or methods.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a line for each interval, a point for each difference, larger for more customers.

    Raises:
        ParameterError: No lifts.

    Examples:
        >>> from vocvalue import lift
        >>> call = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> mail = lift.retention_test(treated=(270, 500), control=(250, 500), randomised=True)
        >>> len(forest({"call": call, "mail": mail}).get_yticks())
        2
    """
    if not lifts:
        raise ParameterError("lifts == {}, must hold at least one.")
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(lifts), ROW, least=canvas.SIZE[1])
    largest = max(lift.difference.n for lift in lifts.values())
    for row, lift in enumerate(lifts.values()):
        found = lift.difference
        ends = [100 * found.lower, 100 * found.upper]
        ax.plot(ends, [row, row], color=ACTUAL, linewidth=2)
        ax.plot(
            100 * found.value,
            row,
            marker="s",
            color=ACTUAL,
            markersize=5 + 6 * (found.n / largest) ** 0.5,
            markeredgecolor="white",
        )
        ax.annotate(
            f"{100 * found.value:+.1f}  ({ends[0]:+.1f} to {ends[1]:+.1f})",
            xy=(100 * found.value, row),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    ax.axvline(0, color=MUTED, linewidth=0.9)
    labels = [f"{canvas.in_lines(name)}\n({_n(lift)})" for name, lift in lifts.items()]
    canvas.name_rows(ax, labels)
    ax.set_ylim(len(lifts) - 0.4, -0.7)
    ax.margins(x=0.1)
    first = next(iter(lifts.values()))
    ax.set_xlabel(f"Retention, treated minus control, points ({100 * first.level:g} % interval)")
    canvas.title(ax, _finding(lifts), names=labels)
    return ax


def _n(lift: RetentionLift) -> str:
    return f"{lift.treated.n:,} and {lift.control.n:,}"


def _finding(lifts: Mapping[str, RetentionLift]) -> str:
    shown = [name for name, lift in lifts.items() if lift.shown]
    if len(lifts) == 1:
        lift = next(iter(lifts.values()))
        many = f"{abs(lift.retained.value):,.0f} of {lift.treated.n:,} treated"
        if lift.evidence == "association only":
            return f"A difference of {many}: an association only"
        kept = f"{many} {'lost' if lift.retained.value < 0 else 'kept'}"
        return kept if lift.shown else f"{kept}, no effect shown"
    loose = any(lift.evidence == "association only" for lift in lifts.values())
    what = ("differs from 0", "differ from 0") if loose else ("shows an effect", "show an effect")
    if not shown:
        return f"None of the {len(lifts)} {what[0]}"
    return f"{len(shown)} of {len(lifts)} {what[len(shown) > 1]}: {', '.join(shown)}"
