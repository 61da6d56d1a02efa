"""What all pictures share: axes, colours, titles and how a figure is written on them.

Matplotlib is loaded when something is drawn, so that importing vocvalue stays quick.
"""

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import matplotlib.axes

    Axes: TypeAlias = matplotlib.axes.Axes
else:
    Axes = Any

ACTUAL, MODEL, MUTED = PALETTE = ("#0072B2", "#D55E00", "#6E6E6E")
"""Okabe and Ito's blue and vermilion, which every kind of colour vision tells apart, and a grey."""
HEAT = "viridis"

SIZE = (6.4, 4.0)
TITLE_WIDTH = 62
NAME_TO_TITLE = 0.75
THOUSANDS = "{x:,.0f}"
WHOLE_PERCENT = "{x:.0%}"


def axes(ax: Axes | None) -> Axes:
    """Return the axes given, or new ones that a notebook shows."""
    if ax is None:
        from matplotlib import pyplot as plt  # noqa: PLC0415 - loaded when drawn

        _, ax = plt.subplots(figsize=SIZE, layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9)
    return ax


def title(ax: Axes, finding: str, *, beside: int = 0) -> None:
    """Say what the picture shows, above it and in as many lines as it takes.

    Names `beside` the axes, so many letters wide, leave less room for it.
    """
    width = round(TITLE_WIDTH - NAME_TO_TITLE * beside)
    # Two dollar signs are money here, not a formula.
    ax.set_title(textwrap.fill(finding, width), loc="left", fontsize=12, parse_math=False)


def key(ax: Axes, entries: Mapping[str, str], *, side: Literal["left", "right"]) -> None:
    """Write what each colour is, in that colour, in an upper corner."""
    for line, (text, colour) in enumerate(entries.items()):
        ax.annotate(
            text,
            xy=(0.02 if side == "left" else 1.0, 1.0),
            xycoords="axes fraction",
            xytext=(0, -16 * line - 2),
            textcoords="offset points",
            ha=side,
            va="top",
            color=colour,
            fontsize=10,
        )


def dates(ax: Axes) -> None:
    """Write dates below as briefly as they can be told apart."""
    from matplotlib import dates as mdates  # noqa: PLC0415 - loaded when drawn

    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    brief = mdates.ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(brief)


def percent(share: float) -> str:
    """Write a share in whole percent, and what is not quite nothing as such.

    Examples:
        >>> percent(0.5), percent(0.001), percent(-0.001), percent(0.0)
        ('50%', '<1%', '<0%', '0%')
    """
    if share and abs(share) < 0.005:
        return "<1%" if share > 0 else "<0%"
    return f"{share:.0%}"


def brief(value: float) -> str:
    """Write a length of time with one decimal at most.

    Examples:
        >>> brief(77.857142), brief(1826.0)
        ('77.9', '1,826')
    """
    return f"{value:,.1f}".removesuffix(".0")
