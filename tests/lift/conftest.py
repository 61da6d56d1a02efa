"""What the tests of the room share."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture
def ax():
    """Return axes of a figure that no window or notebook knows of."""
    axes = Figure(figsize=(6.4, 4.0), layout="constrained").subplots()
    yield axes
    axes.figure.draw_without_rendering()


@pytest.fixture
def is_inside(ax):
    """Return whether every text is within the figure, once it is laid out."""

    def is_inside():
        canvas = FigureCanvasAgg(ax.figure)
        canvas.draw()
        written = [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax._left_title]
        boxes = [t.get_window_extent(canvas.get_renderer()) for t in written if t.get_text()]
        width, height = ax.figure.bbox.width, ax.figure.bbox.height
        return all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= width and b.y1 <= height for b in boxes)

    return is_inside
