"""What the picture of a change shows, against the result that it draws."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from vocvalue import survey
from vocvalue.errors import ParameterError
from vocvalue.survey import plots


@pytest.fixture
def ax():
    """Return axes of a figure that no window or notebook knows of."""
    axes = Figure(figsize=(6.4, 4.0), layout="constrained").subplots()
    yield axes
    axes.figure.draw_without_rendering()  # no warning may come of drawing either


def change(groups=3):
    rng = np.random.default_rng(2)
    names = [f"region {i}" for i in range(groups)]
    tables = [
        pd.DataFrame(
            {
                "region": rng.choice(names, 600),
                "score": rng.integers(low, 11, 600),
                "topic": rng.choice(["price", "staff"], 600),
            }
        )
        for low in (2, 4)
    ]
    return survey.decompose_change(*tables, by="region", topic="topic")


def names_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize("of", ["groups", "topics"])
def test_the_steps_lead_from_before_to_after(ax, of):
    result = change()
    plots.waterfall(result, parts=of, ax=ax)
    expected = (
        {part.group: part.score_effect.value for part in result.groups}
        | {"mix of groups": result.mix_effect.value}
        if of == "groups"
        else {part.topic: part.change.value for part in result.topics}
    )
    names = names_of(ax)
    assert (names[0], names[-1]) == ("before", "after")
    assert dict(zip(names[1:-1], [bar.get_width() for bar in ax.patches], strict=True)) == (
        pytest.approx(expected)
    )
    # A falling bar has its left end on the level that it starts from, and a width below 0.
    starts = [bar.get_x() for bar in ax.patches]
    level = result.before.value
    for start, bar in zip(starts, ax.patches, strict=True):
        assert start == pytest.approx(level)
        level += bar.get_width()
    assert level == pytest.approx(result.after.value)
    points = next(line for line in ax.lines if line.get_marker() == "D")
    assert points.get_xdata().tolist() == [result.before.value, result.after.value]


def test_many_groups_are_taken_together(ax):
    result = change(groups=15)
    plots.waterfall(result, ax=ax)
    names = names_of(ax)
    assert len(names) == 1 + 9 + 1 + 1 + 1
    assert names[-3:] == ["6 others", "mix of groups", "after"]
    total = sum(bar.get_width() for bar in ax.patches)
    assert total == pytest.approx(result.change.value)


def test_a_waterfall_of_its_own_draws():
    figure = change().plot().figure
    figure.draw_without_rendering()
    assert figure.get_figheight() == pytest.approx(1.7 + 6 * 0.34)


def test_topics_that_were_not_asked_for_are_refused():
    table = pd.DataFrame({"region": ["a", "b"], "score": [9, 3]})
    result = survey.decompose_change(table, table, by="region")
    with pytest.raises(ParameterError, match='topic="topic"'):
        plots.waterfall(result, parts="topics")
    with pytest.raises(ParameterError, match="parts == 'shops'"):
        plots.waterfall(result, parts="shops")
