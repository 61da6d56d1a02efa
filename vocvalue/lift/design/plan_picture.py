"""How surely an experiment finds its effect, by its size."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.design.plan import Power

USUAL, CLEAR = 0.80, 0.72


def power_curve(plan: Power, *, ax: Axes | None = None) -> Axes:
    """Draw how likely an experiment finds its effect with fewer and with more customers.

    Args:
        plan: What `lift.power` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: the power over the size, and the experiment as planned.

    Examples:
        >>> from vocvalue import lift
        >>> power_curve(lift.power(baseline_churn=0.50, relative=0.30, power=0.80)).get_xlabel()
        'Customers in each arm'
    """
    ax = canvas.axes(ax)
    table = plan.curve()
    equal = plan.n_treated == plan.n_control
    sizes = table["n_treated"] if equal else table["n_treated"] + table["n_control"]
    here = plan.n_treated if equal else plan.n
    ax.plot(sizes, table["power"], color=ACTUAL, linewidth=1.8)
    ax.axhline(USUAL, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    ax.plot([here, here], [0, plan.power], color=MODEL, linewidth=1)
    ax.plot(here, plan.power, "o", color=MODEL, markersize=7, markeredgecolor="white")
    # Beside the stem, and clear of the dashed line.
    ax.annotate(
        f"planned: {here:,}\npower {canvas.percent(plan.power)}",
        xy=(here, min(plan.power, CLEAR)),
        xytext=(8, -8),
        textcoords="offset points",
        va="top",
        color=MODEL,
        fontsize=10,
    )
    ax.annotate(
        "80 %",
        xy=(1.0, USUAL),
        xycoords=("axes fraction", "data"),
        xytext=(0, -3),
        textcoords="offset points",
        ha="right",
        va="top",
        color=MUTED,
        fontsize=9,
    )
    ax.set_ylim(0, 1.03)
    ax.set_xlim(0, float(sizes.max()))
    ax.yaxis.set_major_formatter(canvas.WHOLE_PERCENT)
    ax.xaxis.set_major_formatter(canvas.THOUSANDS)
    ax.set_ylabel("How likely the effect is found")
    share = plan.n_treated / plan.n
    ax.set_xlabel(
        "Customers in each arm" if equal else f"Customers in both arms, {share:.0%} of them treated"
    )
    canvas.title(ax, plan.statement().removesuffix("."))
    return ax
