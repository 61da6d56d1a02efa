"""What is written on a picture: its title, names of rows, what colours mean; and in which font."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from vocvalue.canvas import fonts
from vocvalue.canvas.colours import ink
from vocvalue.canvas.lines import balanced
from vocvalue.canvas.sheet import SIZE, Axes
from vocvalue.results.display import columns

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.text import Text

TITLE_WIDTH = 62
NAME_TO_TITLE = 0.75
USUAL_WIDTH = 0.775 * SIZE[0]
"""How wide axes of their own are, in inches, before their labels take room from them."""


def title(ax: Axes, finding: str, *, names: Sequence[str] = ()) -> None:
    """Say what the picture shows, above it and in as many lines as it takes.

    It is called last, as it also sees to it that every text on the axes is drawn in a font that
    has its characters.

    Args:
        ax: The axes.
        finding: What the picture shows, without a full stop.
        names: The names written beside the axes, which leave less room for the title.

    Warns:
        FontWarning: No installed font has some of the characters.
    """
    lines = [line for name in names for line in name.split("\n")]
    room = TITLE_WIDTH - NAME_TO_TITLE * max(map(columns, lines), default=0)
    wide = ax.get_window_extent().width / ax.figure.dpi / USUAL_WIDTH
    ax.set_title("\n".join(balanced(finding, room * wide)), loc="left", fontsize=12)
    letter(ax)


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Write names at the rows 0, 1, ... of an axis that runs down."""
    ax.set_yticks(range(len(names)), list(names), parse_math=False)
    ax.tick_params(axis="y", length=0)


def key(ax: Axes, entries: Mapping[str, str], *, side: Literal["left", "right"]) -> None:
    """Write what each colour is, in that colour, in an upper corner.

    Args:
        ax: The axes.
        entries: The colour, by what it is.
        side: The corner.
    """
    for line, (text, colour) in enumerate(entries.items()):
        ax.annotate(
            text,
            xy=(0.02 if side == "left" else 1.0, 1.0),
            xycoords="axes fraction",
            xytext=(0, -16 * line - 2),
            textcoords="offset points",
            ha=side,
            va="top",
            color=ink(colour),
            fontsize=10,
            parse_math=False,
        )


def letter(ax: Axes) -> None:
    """Draw every text on axes, and on those that belong to them, in fonts with its characters.

    A dollar sign is money, not a formula.
    """
    written = list(_texts(ax))
    for text in written:
        text.set_parse_math(False)
        text.set_fontfamily(fonts.families(text.get_text(), text.get_fontfamily()))
    marks = [mark for axis in _scales(ax) for mark in _mark(axis)]
    fonts.warn_of_boxes([*(text.get_text() for text in written), *marks])


def _mark(axis: "Axis") -> list[str]:
    """Give the marks of an axis a font that has their characters, also those drawn later."""
    marks = axis.get_ticklabels()
    texts = [mark.get_text() for mark in marks]
    if marks:
        usual = marks[0].get_fontfamily()
        axis.set_tick_params(labelfontfamily=fonts.families("".join(texts), usual))
    return texts


def _texts(ax: Axes) -> Iterator["Text"]:
    """Find what is written on axes besides the marks of their scales."""
    from matplotlib.text import Text  # noqa: PLC0415 - loaded when drawn

    marks = {id(mark) for axis in _scales(ax) for mark in axis.get_ticklabels(which="both")}
    for place in _all_axes(ax):
        for text in place.findobj(Text):
            if id(text) not in marks and text.get_text():
                yield text


def _scales(ax: Axes) -> Iterator["Axis"]:
    for place in _all_axes(ax):
        yield from (place.xaxis, place.yaxis)


def _all_axes(ax: Axes) -> list[Any]:
    """Return axes with those inside them, and the scales of their colours."""
    painted = (*ax.images, *ax.collections)
    bars = [mappable.colorbar.ax for mappable in painted if mappable.colorbar is not None]
    return [ax, *ax.child_axes, *bars]
