"""What the pictures of drivers and of a change show, against the results they draw."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vocvalue import canvas, survey
from vocvalue.errors import ParameterError
from vocvalue.survey import plots

LONG = "Handling of complaints by the hotline, in the shops and by the people who deliver"


@pytest.fixture
def ax():
    """Return axes of a figure that no window or notebook knows of."""
    axes = Figure(figsize=(6.4, 4.0), layout="constrained").subplots()
    yield axes
    axes.figure.draw_without_rendering()  # no warning may come of drawing either


def answers(names, n=400):
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.integers(1, 6, (n, len(names))), columns=names)
    weight = np.arange(len(names), 0, -1)
    table["score"] = table[names] @ weight + rng.normal(0, 5, n)
    table["revenue"] = -table[names] @ weight[::-1] + rng.normal(0, 5, n)
    return table.assign(region=rng.choice(["north", "south"], n))


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


@pytest.mark.parametrize("k", [1, 3, 12])
def test_a_bar_for_each_rating_and_outcome(ax, k):
    names = [f"rating {i}" for i in range(k)]
    found = survey.drivers(answers(names), ratings=names, value="revenue", n_resamples=100)
    found.plot(ax=ax)
    score = found.of("score").ranked
    assert names_of(ax) == [driver.rating for driver in score]
    assert [bar.get_width() for bar in ax.patches[:k]] == [it.percent.value for it in score]
    money = {driver.rating: driver.percent.value for driver in found.of("value").drivers}
    assert [bar.get_width() for bar in ax.patches[k:]] == [money[it.rating] for it in score]
    ends = [line.get_segments() for line in ax.collections]
    assert [[x[0] for x in one] for one in ends[0]] == [
        [it.percent.lower, it.percent.upper] for it in score
    ]


def test_the_texts_say_what_is_explained_and_what_falls(ax):
    found = survey.drivers(answers(["a", "b"]), ratings=["a", "b"], value="revenue")
    plots.driver_chart(found, ax=ax)
    texts = [text.get_text() for text in ax.texts]
    explained = round(100 * found.of("value").r_squared.value)
    assert f"revenue: {explained}% of its variance explained" in texts
    assert sum("↓" in text for text in texts) == 2
    assert "lower where the rating is higher" in ax.get_xlabel()
    assert ax.get_title(loc="left") == "a goes most with the score, b goes most with the money"


def test_the_title_says_where_there_is_no_link(ax):
    table = answers(["a", "b"]).assign(revenue=np.random.default_rng(9).normal(size=400))
    found = survey.drivers(table, ratings=["a", "b"], value="revenue", n_resamples=100)
    found.plot(ax=ax)
    assert ax.get_title(loc="left") == "a goes most with the score, no link found with the money"


def test_a_group_is_named_and_its_own(ax):
    found = survey.drivers(answers(["a", "b"]), ratings=["a", "b"], by="region", n_resamples=100)
    found.plot(group="south", ax=ax)
    assert ax.get_title(loc="left").startswith("south: ")
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == [it.percent.value for it in found.of(group="south").ranked]


def test_a_chart_of_its_own_is_as_high_as_it_needs():
    heights = []
    for k in (3, 12):
        names = [f"rating {i}" for i in range(k)]
        found = survey.drivers(answers(names), ratings=names, value="revenue", n_resamples=100)
        figure = found.plot().figure
        figure.draw_without_rendering()
        heights.append(figure.get_figheight())
    assert heights == pytest.approx([1.7 + 3 * 0.52, 1.7 + 12 * 0.52])


def test_long_names_stay_within_the_figure(ax):
    found = survey.drivers(answers([LONG, "b"]), ratings=[LONG, "b"], n_resamples=100)
    found.plot(ax=ax)
    assert names_of(ax)[0].count("\n") == 2
    renderer = FigureCanvasAgg(ax.figure).get_renderer()
    ax.figure.draw(renderer)
    box = ax.figure.bbox
    for text in (*ax.get_yticklabels(), ax._left_title, ax.xaxis.label, *ax.texts):
        extent = text.get_window_extent(renderer)
        assert extent.x0 >= box.x0 - 1
        assert extent.x1 <= box.x1 + 1


def test_names_are_cut_after_three_lines():
    lines = canvas.in_lines("客服人员的态度" * 10).split("\n")
    assert [len(line) for line in lines] == [13, 13, 13]
    assert lines[-1].endswith("…")
    assert canvas.in_lines("price") == "price"


@pytest.mark.parametrize("of", ["groups", "topics"])
def test_the_steps_lead_from_before_to_after(ax, of):
    result = change()
    result.plot(of=of, ax=ax)
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
        result.plot(of="topics")
    with pytest.raises(ParameterError, match="of == 'shops'"):
        result.plot(of="shops")
