"""How likely each net of a programme is."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import canvas
from vocvalue.amounts.result import LiftMoney
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import likely
from vocvalue.results.result import Labels
from vocvalue.results.sums import BASIS, amount
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

Floats: TypeAlias = NDArray[np.float64]

EDGES = 241
TAIL = 0.0005


@drawn.register
def _(money: LiftMoney, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    edges = _edges(money)
    height = -np.diff(money.probability_above(edges)) / np.diff(edges)
    middle = (edges[1:] + edges[:-1]) / 2
    for part, colour in ((middle >= 0, ACTUAL), (middle <= 0, MODEL)):
        ax.fill_between(middle, height, where=part.tolist(), color=colour, alpha=0.7, linewidth=0)
    ax.axvline(0, color=MUTED, linewidth=1.2)
    ax.annotate(
        pair("break-even", "回本点").into(tongue),
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
    canvas.amounts(ax.xaxis, tongue, money.net.currency)
    ax.set_xlabel(_axis(money).into(tongue))
    canvas.title(ax, _title(money).into(tongue))
    return ax


def net_value(
    money: LiftMoney, *, ax: Axes | None = None, language: str = "en", labels: Labels | None = None
) -> Axes:
    """Draw how likely each net is, and where it breaks even.

    Args:
        money: What `RetentionLift.money` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: the density of the net, the part below 0 in another colour.

    Examples:
        >>> from vocvalue import lift
        >>> kept = lift.retention_test(treated=(350, 500), control=(250, 500))
        >>> net_value(kept.money(2_000, cost=60_000)).get_yticks().tolist()
        []
    """
    return canvas.picture(money, ax, language, labels)


def _title(money: LiftMoney) -> Text:
    return pair(
        "Net {net}; positive with a probability of {chance}",
        "净收益 {net}，为正的概率 {chance}",
        net=amount(round(money.net.value), money.net.currency),
        chance=likely(money.probability_positive),
    )


def _axis(money: LiftMoney) -> Text:
    return pair(
        "Net of the programme, {basis}", "项目净收益（{basis}）", basis=BASIS[money.net.basis]
    )


def _edges(money: LiftMoney) -> Floats:
    """Return amounts that hold nearly all of the probability, and the break-even."""
    reach = money.net.upper - money.net.lower
    wide = np.linspace(money.net.value - 3 * reach, money.net.value + 3 * reach, EDGES)
    above = money.probability_above(wide)
    inside = wide[(above > TAIL) & (above < 1 - TAIL)]
    low, high = (inside[0], inside[-1]) if inside.size > 1 else (wide[0], wide[-1])
    return np.linspace(min(low, 0.0), max(high, 0.0), EDGES)
