"""Every result that has a picture is drawn alike: in both languages, on any axes, and legibly."""

import importlib
import inspect
import pkgutil
import re
import warnings

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text
from result_examples import MADE, Examples

import vocvalue
from vocvalue.errors import FontWarning
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Pictured, Result

LANGUAGES = ("en", "zh")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
WORD = re.compile(r"[A-Za-z]{2,}")
KNOWN_AS = {"NPS", "CSAT", "CES", "CLV", *vocvalue.clv.__all__}
"""What is called so in Chinese, too: scores and models."""
NAMED_BY_US = {"treated", "control", "promoter", "passive", "detractor"}
"""Groups that the data name in English and a reader of Chinese by their Chinese names."""
ARMS = {"call", "mail"}
"""Arms of counts that were handed in, which no table of the examples names."""
SLACK = 2.0
"""Pixels by which the box of a text is larger than its ink."""


def classes():
    """Return every class of results, found by importing each module."""
    for module in pkgutil.walk_packages(vocvalue.__path__, "vocvalue."):
        importlib.import_module(module.name)
    waiting, found = [Result], {}
    while waiting:
        for cls in waiting.pop().__subclasses__():
            if cls not in found and cls.__module__.startswith("vocvalue."):
                found[cls] = None
                waiting.append(cls)
    return list(found)


CLASSES = classes()
PICTURED = [
    cls.__name__ for cls in CLASSES if issubclass(cls, Pictured) and not inspect.isabstract(cls)
]


WITHOUT = {
    "SurveyExport": "a table as it was read: what it holds is drawn by what takes it",
    "Explanation": "one text, which is read",
    "Written": "two numbers",
}
"""Results at which nobody would look, with the reason."""


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    return Examples("pandas", tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def result(examples):
    made = {}

    def of(name):
        if name not in made:
            made[name] = MADE[name](examples)
        return made[name]

    return of


@pytest.fixture(scope="module")
def drawing(result):
    """Return a picture on new axes and what is written on it."""
    made = {}

    def of(name, language):
        if (name, language) not in made:
            before = plt.get_fignums()
            made[name, language] = on_a_figure(result(name), language)
            assert plt.get_fignums() == before
        return made[name, language]

    return of


@pytest.fixture(scope="module")
def words_of_the_data(examples, result):
    """Return the words of all columns and labels that the pictures may show as they are."""
    for name in PICTURED:
        result(name)
    frames = [each for each in examples.inputs if isinstance(each, pd.DataFrame)]
    texts = [str(column) for frame in frames for column in frame]
    for frame in frames:
        for column in frame.select_dtypes(["object", "string"]):
            texts += [str(value) for value in frame[column].unique()]
    return {word for text in texts for word in WORD.findall(text)} - NAMED_BY_US


def texts_of(figure):
    """Return what can be read on a figure, with the box that it takes."""
    figure.canvas.draw()
    axes = [ax for each in figure.axes for ax in (each, *each.child_axes)]
    beyond = {id(mark) for ax in axes for axis in (ax.xaxis, ax.yaxis) for mark in unseen(axis)}
    return {
        text: text.get_window_extent()
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text() and id(text) not in beyond
    }


def unseen(axis):
    """Return the marks of an axis beyond its limits, which matplotlib keeps and does not draw."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    beyond = [
        tick for tick in axis.get_major_ticks() if not low - slack <= tick.get_loc() <= high + slack
    ]
    return [mark for tick in beyond for mark in (tick.label1, tick.label2)]


def on_a_figure(result, language):
    """Draw a result and write the figure; nothing but our own word on fonts may be warned of."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        drawn_on = result.plot(language=language)
        texts = texts_of(drawn_on.figure)
    kinds = {warning.category for warning in given}
    assert kinds <= {FontWarning}, [str(warning.message) for warning in given]
    assert len(given) <= 1
    return drawn_on, texts


def test_every_result_has_a_picture_but_those_with_a_reason():
    concrete = {cls.__name__ for cls in CLASSES if not inspect.isabstract(cls)}
    assert concrete - set(PICTURED) == set(WITHOUT)


def test_every_picture_has_an_example():
    assert PICTURED
    assert [name for name in PICTURED if name not in MADE] == []


def test_every_result_that_can_be_plotted_has_a_function_that_draws_it():
    undrawn = drawn.dispatch(object)
    left = [
        cls.__name__
        for cls in CLASSES
        if hasattr(cls, "plot") and not inspect.isabstract(cls) and drawn.dispatch(cls) is undrawn
    ]
    assert left == []


@pytest.mark.parametrize("name", PICTURED)
def test_a_picture_is_drawn_on_the_axes_given(result, name):
    figure, (ax, other) = plt.subplots(1, 2, figsize=(13, 5), layout="constrained")
    try:
        before = plt.get_fignums()
        assert result(name).plot(ax) is ax
        assert len(ax.get_children()) > len(other.get_children())
        assert not other.has_data()
        assert plt.get_fignums() == before
        assert figure.get_size_inches().tolist() == [13, 5]
    finally:
        plt.close(figure)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURED)
class TestPicture:
    def test_new_axes_are_not_left_open(self, drawing, name, language):
        ax, _ = drawing(name, language)
        assert ax.has_data() or ax.texts
        assert ax.figure not in map(plt.figure, plt.get_fignums())

    def test_it_says_what_it_shows_in_the_language(
        self, drawing, name, language, words_of_the_data
    ):
        ax, texts = drawing(name, language)
        assert ax.get_title(loc="left")
        assert ax.get_xlabel() or ax.get_ylabel()
        written = [text.get_text() for text in texts]
        assert [text for text in written if not text.strip()] == []
        if language == "en":
            assert [text for text in written if CHINESE.search(text)] == []
            return
        words = {word for text in written for word in WORD.findall(text)}
        assert sorted(words - KNOWN_AS - ARMS - words_of_the_data) == []

    def test_nothing_is_written_beyond_its_figure(self, drawing, name, language):
        ax, texts = drawing(name, language)
        box = ax.figure.bbox
        for text, extent in texts.items():
            assert extent.x0 >= box.x0 - SLACK, text
            assert extent.x1 <= box.x1 + SLACK, text
            assert extent.y0 >= box.y0 - SLACK, text
            assert extent.y1 <= box.y1 + SLACK, text

    def test_it_can_be_read(self, drawing, name, language):
        _, texts = drawing(name, language)
        assert [text for text in texts if text.get_fontsize() < 8] == []
