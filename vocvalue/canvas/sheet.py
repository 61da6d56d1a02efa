"""The axes that a picture is drawn on, and how large their figure is.

Matplotlib is loaded when something is drawn, so that importing vocvalue stays quick.
"""

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import matplotlib.axes
    from matplotlib.figure import Figure

    Axes: TypeAlias = matplotlib.axes.Axes
else:
    Axes = Any

SIZE = (6.4, 4.0)
TICKS = 9
INLINE = ("inline", "module://matplotlib_inline.backend_inline")


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
        ax = (_shown_at_once() if _is_interactive() else _unshown()).subplots()
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=TICKS)
    return ax


def unshown_axes() -> Axes:
    """Return new axes that no notebook and no window shows: they are drawn for a file."""
    return _unshown().subplots()


def fit_height(ax: Axes, rows: int, row_height: float, *, least: float = 0.0) -> None:
    """Make a figure of one plot as high as its rows need, in inches."""
    figure = ax.get_figure(root=True)
    if figure is not None:
        figure.set_size_inches(figure.get_figwidth(), max(1.7 + row_height * rows, least))


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
