"""Bars that lie one behind the other, and figures written at a point."""

from collections.abc import Sequence
from typing import Literal

from vocvalue.canvas.colours import ink
from vocvalue.canvas.sheet import Axes

HEIGHT = 0.6


def stacked(
    ax: Axes,
    row: float,
    lengths: Sequence[float],
    colours: Sequence[str],
    *,
    height: float = HEIGHT,
) -> None:
    """Draw the parts of a whole one behind the other, parts of no length left out.

    Args:
        ax: The axes.
        row: The middle of the bar.
        lengths: How long each part is.
        colours: The colour of each part, as "#RRGGBB".
        height: How high the bar is, in rows.
    """
    start = 0.0
    for length, colour in zip(lengths, colours, strict=True):
        if length:
            ax.barh(
                row,
                length,
                left=start,
                height=height,
                color=colour,
                edgecolor="white",
                linewidth=0.6,
            )
        start += length


def write_at(
    ax: Axes,
    text: str,
    at: tuple[float, float],
    *,
    shift: tuple[float, float] = (5, 0),
    ha: Literal["left", "center", "right"] = "left",
    colour: str = "black",
) -> None:
    """Write a figure beside a point, dark enough to be read.

    Args:
        ax: The axes.
        text: What is written.
        at: The point, in the data's numbers.
        shift: How far beside it, in points.
        ha: The side of the text that lies at the point.
        colour: The colour that the text belongs to.
    """
    ax.annotate(
        text,
        xy=at,
        xytext=shift,
        textcoords="offset points",
        ha=ha,
        va="center",
        fontsize=9,
        color=ink(colour),
        # Read also where a line runs behind it.
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.5},
        parse_math=False,
    )
