"""What the picture of drivers shows, against the result that it draws."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vocvalue import canvas, survey
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


def title_of(ax):
    return ax.get_title(loc="left").replace("\n", " ")


def names_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize("k", [1, 3, 12])
def test_a_bar_for_each_rating_and_outcome(ax, k):
    names = [f"rating {i}" for i in range(k)]
    found = survey.drivers(answers(names), ratings=names, value="revenue", n_resamples=100)
    found.plot(ax)
    score = found.of("score").ranked
    assert names_of(ax) == [driver.rating for driver in score]
    assert [bar.get_width() for bar in ax.patches[:k]] == [it.share.value for it in score]
    money = {driver.rating: driver.share.value for driver in found.of("value").drivers}
    assert [bar.get_width() for bar in ax.patches[k:]] == [money[it.rating] for it in score]
    ends = [line.get_segments() for line in ax.collections]
    assert [[x[0] for x in one] for one in ends[0]] == [
        [it.share.lower, it.share.upper] for it in score
    ]


def test_the_texts_say_what_is_explained_and_what_falls(ax):
    found = survey.drivers(answers(["a", "b"]), ratings=["a", "b"], value="revenue")
    plots.driver_chart(found, ax=ax)
    texts = [text.get_text() for text in ax.texts]
    explained = round(100 * found.of("value").r_squared.value)
    assert f"revenue: {explained}% of its variance explained" in texts
    assert sum("↓" in text for text in texts) == 2
    assert "the higher the rating, the lower the outcome" in ax.get_xlabel()
    assert title_of(ax) == (
        "a is most closely linked with the score, b is most closely linked with customer value"
    )


def test_the_title_says_where_there_is_no_link(ax):
    table = answers(["a", "b"]).assign(revenue=np.random.default_rng(9).normal(size=400))
    found = survey.drivers(table, ratings=["a", "b"], value="revenue", n_resamples=100)
    found.plot(ax)
    assert title_of(ax) == (
        "a is most closely linked with the score, no link with customer value found"
    )


def test_the_texts_are_chinese_with_the_reader_s_names(ax):
    found = survey.drivers(answers(["a", "b"]), ratings=["a", "b"], value="revenue")
    plots.driver_chart(found, ax=ax, language="zh", labels={"a": "客服", "revenue": "年收入"})
    assert title_of(ax) == "与得分关联最强的是客服，与年收入关联最强的是 b"
    assert set(names_of(ax)) == {"客服", "b"}
    assert "↓ 评分越高，结果越低" in ax.get_xlabel()
    share = round(100 * found.of("value").r_squared.value)
    assert f"年收入：可解释其差异的 {share}%" in [text.get_text() for text in ax.texts]


def test_one_rating_for_both_is_named_once(ax):
    table = answers(["a", "b"])
    table["revenue"] = 3 * table["a"] + table["b"]
    found = survey.drivers(table, ratings=["a", "b"], value="revenue", n_resamples=100)
    found.plot(ax)
    assert title_of(ax) == "a is most closely linked with the score and with customer value"


def test_a_group_is_named_and_its_own(ax):
    found = survey.drivers(answers(["a", "b"]), ratings=["a", "b"], by="region", n_resamples=100)
    plots.driver_chart(found, group="south", ax=ax)
    assert ax.get_title(loc="left").startswith("south: ")
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == [it.share.value for it in found.of(group="south").ranked]


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
    found.plot(ax)
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
