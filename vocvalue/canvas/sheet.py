"""The axes that a picture is drawn on, and how large their figure is.

Matplotlib is loaded when something is drawn, so that importing vocvalue stays quick.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import matplotlib.axes
    from matplotlib.figure import Figure

    Axes: TypeAlias = matplotlib.axes.Axes
else:
    Axes = Any

SIZE = (6.4, 4.0)
TICKS = 9
TALLEST = 40.0
"""How high a picture for a page may be, in inches: about four pages on paper."""
INLINE = ("inline", "module://matplotlib_inline.backend_inline")

_for_a_file = ContextVar("_for_a_file", default=False)


def axes(ax: Axes | None = None) -> Axes:
    """Return the axes given, or new ones, ready to be drawn on.

    New ones belong to pyplot only where it shows a picture at once: a notebook shows the figure
    and closes it at the end of the cell. Elsewhere nobody would close it, so pyplot never knows of
    it: `ax.figure.savefig(path)` writes it to a file, and to see it in a window it is drawn on
    axes that pyplot made.

    Args:
        ax: Matplotlib axes; by default new axes.
    """
    if ax is None:
        shown = _is_interactive() and not _for_a_file.get()
        ax = (_shown_at_once() if shown else _unshown()).subplots()
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=TICKS)
    return ax


class TooTallError(ValueError):
    """A picture for a page would have more rows than anybody reads there.

    Attributes:
        rows: How many.
    """

    def __init__(self, rows: int) -> None:
        super().__init__(f"a picture of {rows:,} rows")
        self.rows = rows


@contextmanager
def unshown() -> Iterator[None]:
    """Keep new axes from notebooks and windows: what is drawn within is for a file alone.

    Raises:
        TooTallError: A picture of very many rows was begun.
    """
    before = _for_a_file.set(True)
    try:
        yield
    finally:
        _for_a_file.reset(before)


def fit_height(ax: Axes, rows: int, row_height: float, *, least: float = 0.0) -> None:
    """Make a figure of one plot as high as its rows need, in inches."""
    height = max(1.7 + row_height * rows, least)
    if height > TALLEST and _for_a_file.get():
        raise TooTallError(rows)
    figure = ax.get_figure(root=True)
    if figure is not None:
        figure.set_size_inches(figure.get_figwidth(), height)


def room_above(ax: Axes, rows: int, points: float) -> float:
    """Return how many rows of an axis with so many are as high as some points of text."""
    height = ax.get_window_extent().height / ax.figure.dpi * 72
    return rows * points / max(height - points, points)


def _is_interactive() -> bool:
    import matplotlib as mpl  # noqa: PLC0415 - loaded when drawn

    return mpl.is_interactive() or mpl.get_backend(auto_select=False) in INLINE


def _shown_at_once() -> "Figure":
    import matplotlib as mpl  # noqa: PLC0415 - loaded when drawn
    from matplotlib import pyplot as plt  # noqa: PLC0415 - loaded when drawn

    limit = mpl.rcParams["figure.max_open_warning"]
    # A loop in a cell opens many, which are closed at its end.
    mpl.rcParams["figure.max_open_warning"] = 0
    try:
        return plt.figure(figsize=SIZE, layout="constrained")
    finally:
        mpl.rcParams["figure.max_open_warning"] = limit


def _unshown() -> "Figure":
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - loaded when drawn
    from matplotlib.figure import Figure  # noqa: PLC0415 - loaded when drawn

    figure = Figure(figsize=SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    return figure
