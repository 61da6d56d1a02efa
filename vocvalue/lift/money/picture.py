"""How likely each net of a programme is."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.money.result import LiftMoney
from vocvalue.lift.two_arms.words import likely
from vocvalue.results.former import figure

Floats: TypeAlias = NDArray[np.float64]

EDGES = 241
TAIL = 0.0005


def net_value(money: LiftMoney, *, ax: Axes | None = None) -> Axes:
    """Draw how likely each net is, and where it breaks even.

    Args:
        money: What `RetentionLift.money` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: the density of the net, the part below 0 in another colour.

    Examples:
        >>> from vocvalue import lift
        >>> kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> net_value(kept.money(2_000, cost=60_000)).get_yticks().tolist()
        []
    """
    ax = canvas.axes(ax)
    edges = _edges(money)
    height = -np.diff(money.probability_above(edges)) / np.diff(edges)
    middle = (edges[1:] + edges[:-1]) / 2
    for part, colour in ((middle >= 0, ACTUAL), (middle <= 0, MODEL)):
        ax.fill_between(middle, height, where=part.tolist(), color=colour, alpha=0.7, linewidth=0)
    ax.axvline(0, color=MUTED, linewidth=1.2)
    ax.annotate(
        "break-even",
        xy=(0, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        fontsize=9,
        color=MUTED,
    )
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_ylim(bottom=0)
    ax.locator_params(axis="x", nbins=6)
    ax.xaxis.set_major_formatter(canvas.THOUSANDS)
    unit = f"{money.net.currency} " if money.net.currency else ""
    ax.set_xlabel(f"Net of the programme, {unit}{money.net.basis}")
    worth, chance = figure(round(money.net.value)), likely(money.probability_positive)
    canvas.title(ax, f"Net {unit}{worth}; above 0 with a probability of {chance}")
    return ax


def _edges(money: LiftMoney) -> Floats:
    """Return amounts that hold nearly all of the probability, and the break-even."""
    reach = money.net.upper - money.net.lower
    wide = np.linspace(money.net.value - 3 * reach, money.net.value + 3 * reach, EDGES)
    above = money.probability_above(wide)
    inside = wide[(above > TAIL) & (above < 1 - TAIL)]
    low, high = (inside[0], inside[-1]) if inside.size > 1 else (wide[0], wide[-1])
    return np.linspace(min(low, 0.0), max(high, 0.0), EDGES)
