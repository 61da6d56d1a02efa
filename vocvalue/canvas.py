"""What all pictures share: axes, colours, titles and how a figure is written on them.

Matplotlib is loaded when something is drawn, so that importing vocvalue stays quick.
"""

import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
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
NAME_WIDTH, NAME_LINES = 26, 3
CJK = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Arial Unicode MS",
)
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


def title(ax: Axes, finding: str, *, names: Sequence[str] = ()) -> None:
    """Say what the picture shows, above it and in as many lines as it takes.

    The names written beside the axes leave less room for it.
    """
    lines = [line for name in names for line in name.split("\n")]
    room = TITLE_WIDTH - NAME_TO_TITLE * max(map(_width, lines), default=0)
    whole = finding.replace(" %", "\N{NO-BREAK SPACE}%")
    told = textwrap.fill(whole, _characters(finding, room)).replace("\N{NO-BREAK SPACE}", " ")
    # Two dollar signs are money here, not a formula.
    ax.set_title(told, loc="left", fontsize=12, parse_math=False, fontfamily=families())


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Write names at the rows 0, 1, ... of an axis that runs down."""
    ax.set_yticks(range(len(names)), list(names), fontfamily=families(), parse_math=False)
    ax.tick_params(axis="y", length=0)


def in_lines(name: str) -> str:
    r"""Return a name in at most three lines; a Chinese character is as wide as two letters.

    Examples:
        >>> in_lines("Friendliness of the staff at the counter")
        'Friendliness of the staff\nat the counter'
        >>> in_lines("客服人员的态度与处理问题的速度")
        '客服人员的态度与处理问题的\n速度'
    """
    width = _characters(name, NAME_WIDTH)
    lines = textwrap.wrap(name, width)
    if len(lines) > NAME_LINES:
        lines = [*lines[: NAME_LINES - 1], lines[NAME_LINES - 1][: width - 1] + "…"]
    return "\n".join(lines)


def families() -> list[str]:
    """Return the default font, and those installed that have Chinese characters."""
    from matplotlib import font_manager, rcParams  # noqa: PLC0415 - loaded when drawn

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [*rcParams["font.family"], *(name for name in CJK if name in installed)]


def room_above(ax: Axes, rows: int, points: float) -> float:
    """Return how many rows of an axis with so many are as high as some points of text."""
    height = ax.get_window_extent().height / ax.figure.dpi * 72
    return rows * points / max(height - points, points)


def fit_height(ax: Axes, rows: int, row_height: float, *, least: float = 0.0) -> None:
    """Make a figure of one plot as high as its rows need, in inches."""
    figure = ax.get_figure(root=True)
    if figure is not None:
        figure.set_size_inches(figure.get_figwidth(), max(1.7 + row_height * rows, least))


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
            parse_math=False,
            fontfamily=families(),
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


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def _characters(text: str, width: float) -> int:
    """Return how many characters of a text are as wide as so many letters."""
    return max(1, int(width * len(text) / max(_width(text), 1)))
