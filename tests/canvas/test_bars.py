"""Parts of a whole, and figures at a point."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from vocvalue import canvas


@pytest.fixture
def ax():
    return Figure().subplots()


def test_parts_lie_one_behind_the_other(ax):
    canvas.stacked(ax, 1, [2, 0, 3], ["#000000", "#111111", "#222222"], height=0.5)
    drawn = [(bar.get_x(), bar.get_width(), to_hex(bar.get_facecolor())) for bar in ax.patches]
    assert drawn == [(0, 2, "#000000"), (2, 3, "#222222")]
    assert {(bar.get_y(), bar.get_height()) for bar in ax.patches} == {(0.75, 0.5)}


def test_a_figure_is_written_beside_its_point_in_ink(ax):
    canvas.write_at(ax, "$5", (3, 4), colour=canvas.MODEL)
    (text,) = ax.texts
    assert (text.xy, text.get_text(), text.get_parse_math()) == ((3, 4), "$5", False)
    assert text.get_color() == canvas.ink(canvas.MODEL)
