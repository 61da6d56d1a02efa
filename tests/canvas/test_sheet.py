"""Axes of a picture's own: shown by a notebook, and by nobody left open."""

import nbformat
import pytest
from matplotlib import pyplot as plt
from nbclient import NotebookClient

from vocvalue import canvas


def test_axes_that_are_given_are_drawn_on():
    _, ax = plt.subplots()
    assert canvas.axes(ax) is ax
    plt.close(ax.figure)


def test_many_pictures_leave_nothing_open(tmp_path):
    before = plt.get_fignums()
    for _ in range(100):
        ax = canvas.axes()
    ax.plot([0, 1], [0, 1])
    assert plt.get_fignums() == before
    ax.figure.savefig(tmp_path / "picture.pdf")
    assert (tmp_path / "picture.pdf").stat().st_size > 1000


def test_where_pyplot_shows_at_once_the_figure_is_its_own():
    with plt.ion():
        ax = canvas.axes()
    assert plt.fignum_exists(ax.figure.number)
    plt.close(ax.figure)


def test_a_figure_is_as_high_as_its_rows():
    ax = canvas.axes()
    canvas.fit_height(ax, 10, 0.5)
    assert ax.figure.get_size_inches().tolist() == [6.4, 6.7]


CELLS = {
    "plan.plot()": 1,
    "plan.plot();": 1,
    "ax = plan.plot()\nax.set_ylim(0, 1);": 1,
    "for _ in range(25):\n    ax = canvas.axes()\n    ax.plot([0, 1], [0, 1])": 25,
    "from matplotlib import pyplot as plt\nf, ax = plt.subplots()\nof_plan(plan, ax=ax)": 1,
    "assert plt.get_fignums() == []\nassert plt.rcParams['figure.max_open_warning'] == 20": 0,
}
BEGIN = """
import warnings
from vocvalue import canvas, lift
warnings.simplefilter("error")
of_plan = lift.plots.power_curve
plan = lift.power(baseline_churn=0.50, relative=0.30, power=0.80)
"""


@pytest.fixture(scope="module")
def notebook():
    """Run the cells in a kernel of their own, which has not drawn anything before."""
    cells = [nbformat.v4.new_code_cell(source) for source in (BEGIN, *CELLS)]
    written = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(written, kernel_name="python3", timeout=300).execute()
    return {cell.source: cell.outputs for cell in written.cells}


@pytest.mark.parametrize("source", CELLS)
def test_a_notebook_shows_each_picture_once(notebook, source):
    outputs = notebook[source]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == CELLS[source]
    assert not [output for output in outputs if output.output_type in {"error", "stream"}]
