"""A difference over the looks at an experiment, with the band that holds at all of them."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.early.result import Looks
from vocvalue.lift.early.words import moment
from vocvalue.results.former import counted

ROOM = 2.2


def always_valid_band(looks: Looks, *, ax: Axes | None = None) -> Axes:
    """Draw the difference at each look, with the band that holds at all of them.

    Args:
        looks: What `lift.always_valid` or `lift.always_valid_test` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: the difference in points over the number of customers, the band, and as thin lines
        the interval that is for one look only.

    Examples:
        >>> from vocvalue import lift
        >>> looks = lift.always_valid_test(
        ...     treated=([90, 180, 360], [100, 200, 400]),
        ...     control=([70, 140, 280], [100, 200, 400]),
        ...     treated_share=0.5, n_planned=800, randomised=True,
        ... )
        >>> always_valid_band(looks).get_xlabel()
        'Customers known at the look, both arms'
    """
    ax = canvas.axes(ax)
    n = looks.n
    ax.fill_between(n, 100 * looks.lower, 100 * looks.upper, color=ACTUAL, alpha=0.18, linewidth=0)
    for end in (looks.lower, looks.upper):
        ax.plot(n, 100 * end, color=ACTUAL, linewidth=0.8)
    for end in (looks.fixed_lower, looks.fixed_upper):
        ax.plot(n, 100 * end, color=MODEL, linewidth=0.8, linestyle=(0, (4, 2)))
    few = len(n) <= 40
    ax.plot(
        n,
        100 * looks.differences,
        color=ACTUAL,
        linewidth=2,
        marker="o" if few else None,
        markersize=3.5,
    )
    if len(n) == 1:
        ax.vlines(n, 100 * looks.lower, 100 * looks.upper, color=ACTUAL, linewidth=3, alpha=0.4)
        ax.vlines(n, 100 * looks.fixed_lower, 100 * looks.fixed_upper, color=MODEL, linewidth=0.8)
    ax.axhline(0, color=MUTED, linewidth=0.9)
    first = looks.first_shown
    if first is not None:
        ax.axvline(n[first], color=MUTED, linewidth=0.9, linestyle=":")
    _limit(ax, looks)
    ax.set_xlim(0, n[-1] * (1.02 if len(n) > 1 else 2))
    ax.xaxis.set_major_formatter(canvas.THOUSANDS)
    level = f"{100 * looks.level:g} %"
    canvas.key(
        ax,
        {f"{level}, valid at every look": ACTUAL, f"{level}, for one planned look only": MODEL},
        side="right",
    )
    ax.set_xlabel("Customers known at the look, both arms")
    ax.set_ylabel("Retention, treated minus control, points")
    canvas.title(ax, _finding(looks))
    return ax


def _limit(ax: Axes, looks: Looks) -> None:
    """Leave out of the picture how wide the first intervals are."""
    middle = len(looks.n) // 4
    low, high = 100 * looks.lower[middle], 100 * looks.upper[middle]
    last = 100 * looks.difference.value
    reach = max(high - last, last - low, 100 * (looks.upper[-1] - looks.lower[-1]))
    ax.set_ylim(max(last - ROOM * reach, -105), min(last + ROOM * reach, 105))


def _finding(looks: Looks) -> str:
    first = looks.first_shown
    if first is None:
        return f"No effect shown in {counted(len(looks.at), 'look')} so far"
    n = f"{int(looks.n[first]):,}"
    return f"Effect first shown at {n} customers ({moment(looks.at[first])})"
