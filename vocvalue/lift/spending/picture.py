"""A difference in mean spend, and the two parts that make it."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.spending.result import SpendLift
from vocvalue.results.former import figure


def spend_parts(lift: SpendLift, *, ax: Axes | None = None) -> Axes:
    """Draw by how much the mean spend differs, and which part comes from more buyers.

    Args:
        lift: What `lift.spend_test` or `lift.spend` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a bar for each part and one for their sum, with intervals.

    Examples:
        >>> from vocvalue import lift
        >>> treated, control = [0, 0, 30, 50, 0, 10], [0, 0, 0, 20, 0, 10]
        >>> found = lift.spend_test(treated=treated, control=control, randomised=True)
        >>> len(spend_parts(found).patches)
        3
    """
    ax = canvas.axes(ax)
    whole = "difference\nper customer" if not lift.theta else "difference,\nunadjusted"
    bars = {
        "more buyers": (lift.by_share, 0.0, MODEL),
        "spend per buyer": (lift.by_amount, lift.by_share.value, MODEL),
        whole: (lift.unadjusted, 0.0, ACTUAL),
    }
    for row, (found, start, colour) in enumerate(bars.values()):
        end = start + found.value
        ax.barh(row, found.value, left=start, height=0.45, color=colour, alpha=0.75)
        ends = [start + found.lower, start + found.upper]
        ax.plot(ends, [row, row], color="black", linewidth=1.4)
        ax.annotate(
            f"{figure(found.value)}  ({figure(found.lower)} to {figure(found.upper)})",
            xy=(end, row),
            xytext=(0, 18),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    ax.axvline(0, color=MUTED, linewidth=0.9)
    canvas.name_rows(ax, list(bars))
    ax.set_ylim(len(bars) - 0.5, -0.75)
    ax.margins(x=0.15)
    unit = f"{lift.difference.currency} " if lift.difference.currency else ""
    ax.set_xlabel(
        f"{unit}{lift.difference.basis} per customer, treated minus control "
        f"({100 * lift.level:g} % interval)"
    )
    canvas.title(ax, _finding(lift, unit), names=list(bars))
    return ax


def _finding(lift: SpendLift, unit: str) -> str:
    shares = [f"{100 * arm.share:.1f}%" for arm in (lift.treated, lift.control)]
    each = [f"{unit}{figure(arm.per_buyer)}" for arm in (lift.treated, lift.control)]
    return (
        f"{shares[0]} bought against {shares[1]} of the control, "
        f"for {each[0]} against {each[1]} each"
    )
