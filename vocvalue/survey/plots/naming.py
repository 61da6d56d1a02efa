"""How a name that somebody else chose is written beside a bar: in lines, in a font that has it."""

import textwrap
import unicodedata

from vocvalue import canvas
from vocvalue.canvas import Axes

WIDTH, LINES = 26, 3
NAME_TO_TITLE = 0.75
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


def in_lines(name: str) -> str:
    r"""Return a name in at most three lines; a Chinese character is as wide as two letters.

    Examples:
        >>> in_lines("Friendliness of the staff at the counter")
        'Friendliness of the staff\nat the counter'
        >>> in_lines("客服人员的态度与处理问题的速度")
        '客服人员的态度与处理问题的\n速度'
    """
    width = _characters(name, WIDTH)
    lines = textwrap.wrap(name, width)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: width - 1] + "…"]
    return "\n".join(lines)


def headline(ax: Axes, finding: str, names: list[str]) -> None:
    """Say what the picture shows, in lines as long as the names at its side leave room for."""
    widest = max(_width(line) for name in names for line in in_lines(name).split("\n"))
    width = canvas.TITLE_WIDTH - NAME_TO_TITLE * widest
    lines = textwrap.fill(finding, _characters(finding, width))
    ax.set_title(lines, loc="left", fontsize=12, fontfamily=families())


def name_rows(ax: Axes, names: list[str]) -> None:
    """Write names at the rows 0, 1, ... of an axis that runs down."""
    ax.set_yticks(range(len(names)), [in_lines(name) for name in names], fontfamily=families())
    ax.tick_params(axis="y", length=0)


def families() -> list[str]:
    """Return the default font, and those installed that have Chinese characters."""
    from matplotlib import font_manager, rcParams  # noqa: PLC0415 - loaded when drawn

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [*rcParams["font.family"], *(name for name in CJK if name in installed)]


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def _characters(text: str, width: float) -> int:
    """Return how many characters of a text are as wide as so many letters."""
    return max(1, int(width * len(text) / max(_width(text), 1)))


def room_above(ax: Axes, rows: int, points: float) -> float:
    """Return how many rows of an axis with so many are as high as some points of text."""
    height = ax.get_window_extent().height / ax.figure.dpi * 72
    return rows * points / max(height - points, points)


def fit_height(ax: Axes, rows: int, row_height: float) -> None:
    """Make a figure of one plot as high as its rows need, in inches."""
    figure = ax.get_figure(root=True)
    if figure is not None:
        figure.set_size_inches(figure.get_figwidth(), 1.7 + row_height * rows)
