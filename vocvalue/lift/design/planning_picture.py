"""The power of an experiment by its size."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.design.planning_result import Power
from vocvalue.lift.design.planning_words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import likely, percent, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

USUAL, CLEAR = 0.80, 0.72


@drawn.register
def _(plan: Power, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    table = plan.curve()
    equal = plan.n_treated == plan.n_control
    sizes = table["n_treated"] if equal else table["n_treated"] + table["n_control"]
    ax.plot(sizes, table["power"], color=ACTUAL, linewidth=1.8)
    _draw_usual(ax, tongue)
    _draw_planned(ax, plan, plan.n_treated if equal else plan.n, tongue)
    ax.set_ylim(0, 1.03)
    ax.set_xlim(0, float(sizes.max()))
    canvas.shares(ax.yaxis, tongue)
    canvas.numbers(ax.xaxis, tongue)
    ax.set_ylabel(pair("Chance of detecting the effect", "检出效果的概率").into(tongue))
    ax.set_xlabel(_size_label(plan).into(tongue))
    canvas.title(ax, finding(plan).into(tongue))
    return ax


def power_curve(
    plan: Power, *, ax: Axes | None = None, language: str = "en", labels: Labels | None = None
) -> Axes:
    """Draw the power of an experiment with fewer and with more customers.

    Args:
        plan: What `lift.power` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: the power against the size, with the experiment as planned.

    Examples:
        >>> from vocvalue import lift
        >>> power_curve(lift.power(baseline_churn=0.50, relative=0.30, power=0.80)).get_xlabel()
        'Customers in each arm'
    """
    return canvas.picture(plan, ax, language, labels)


def _draw_usual(ax: Axes, tongue: Tongue) -> None:
    ax.axhline(USUAL, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    ax.annotate(
        stated_rate(USUAL).into(tongue),
        xy=(1.0, USUAL),
        xycoords=("axes fraction", "data"),
        xytext=(0, -3),
        textcoords="offset points",
        ha="right",
        va="top",
        color=MUTED,
        fontsize=9,
    )


def _draw_planned(ax: Axes, plan: Power, size: int, tongue: Tongue) -> None:
    ax.plot([size, size], [0, plan.power], color=MODEL, linewidth=1)
    ax.plot(size, plan.power, "o", color=MODEL, markersize=7, markeredgecolor="white")
    planned = pair(
        "planned: {n}\npower {power}",
        "计划：{n} 位\n统计功效 {power}",
        n=size,
        power=likely(plan.power),
    )
    # Beside the stem, and clear of the dashed line.
    ax.annotate(
        planned.into(tongue),
        xy=(size, min(plan.power, CLEAR)),
        xytext=(8, -8),
        textcoords="offset points",
        va="top",
        color=MODEL,
        fontsize=10,
    )


def _size_label(plan: Power) -> Text:
    if plan.n_treated == plan.n_control:
        return pair("Customers in each arm", "每组客户数")
    return pair(
        "Customers in both arms, {share} of them treated",
        "两组客户总数（实验组占 {share}）",
        share=percent(plan.n_treated / plan.n, 0),
    )
