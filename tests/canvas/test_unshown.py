import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from vocvalue import canvas


@pytest.fixture
def _notebook(monkeypatch):
    monkeypatch.setattr(mpl, "is_interactive", lambda: True)


@pytest.mark.usefixtures("_notebook")
def test_a_notebook_shows_new_axes_but_not_those_for_a_file():
    with canvas.unshown():
        canvas.axes()
    assert plt.get_fignums() == []
    canvas.axes()
    assert len(plt.get_fignums()) == 1


def test_a_picture_for_a_file_has_an_end():
    with canvas.unshown(), pytest.raises(canvas.TooTallError, match="a picture of 2,000 rows"):
        canvas.fit_height(canvas.axes(), 2_000, 0.5)
    ax = canvas.axes()
    canvas.fit_height(ax, 2_000, 0.5)
    assert ax.figure.get_figheight() == pytest.approx(1.7 + 1_000)
