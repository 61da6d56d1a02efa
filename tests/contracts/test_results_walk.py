"""What every result can do: say itself, show itself, be data, and be told from another."""

import copy
import inspect
import json
import pickle
import re
import warnings
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from result_examples import MADE, Examples

import vocvalue as vv
from vocvalue.errors import ParameterError, VocValueWarning
from vocvalue.report.findings.of_result import finding_of
from vocvalue.results import Estimate, Money, Result
from vocvalue.results.dispatch import rows, said
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text

LANGUAGES = ("en", "zh")
ENDS = {"en": ".", "zh": "。"}
NO_NUMBER = re.compile(r"(?<![a-zA-Z])(nan|inf|None|NaT)(?![a-zA-Z])")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    of = Examples("pandas", tmp_path_factory.mktemp("results"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VocValueWarning)
        return {name: make(of) for name, make in MADE.items()}


@pytest.fixture(params=MADE)
def result(request, results):
    return results[request.param]


def test_words_are_registered_for_the_class_itself(result):
    for door in (said, rows):
        assert door.dispatch(type(result)) is not door.dispatch(object)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_is_whole_sentences(result, language):
    statement = result.statement(language)
    assert statement.endswith(ENDS[language])
    assert NO_NUMBER.findall(statement) == []
    assert "{" not in statement
    assert "  " not in statement


def test_a_statement_in_chinese_is_chinese(result):
    statement = result.statement("zh")
    assert re.search(r"[\u4e00-\u9fff]", statement)
    assert re.findall(r"[\u4e00-\u9fff] ?[,:;()]|[,:;()] ?[\u4e00-\u9fff]", statement) == []


def test_a_language_that_is_not_there_is_refused_at_every_door(result):
    doors = [result.statement, result.headlines, result.summary]
    doors += (
        [lambda language: result.plot(language=language)] if isinstance(result, Pictured) else []
    )
    for door in doors:
        with pytest.raises(ParameterError, match="language == 'fr'"):
            door("fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_headlines_are_labelled_figures_and_no_label_comes_twice(result, language):
    headlines = result.headlines(language)
    labels = [label for label, _ in headlines]
    assert labels
    assert len(set(labels)) == len(labels)
    assert all(label and figure for label, figure in headlines)
    assert [figure for _, figure in headlines if NO_NUMBER.search(figure)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_holds_all_headlines_and_all_notes(result, language):
    summary = "".join(result.summary(language).split())
    for label, figure in result.headlines(language):
        assert "".join((label + figure).split()) in summary
    for note in result.notes:
        assert "".join(note.text(language).split()) in summary


def test_notes_come_in_both_languages_with_what_they_bear_on(result):
    for note in result.notes:
        told = note.to_dict()
        assert told["en"]
        assert told["zh"]
        assert told["en"] != told["zh"]
        assert told["bears_on"] in ("claim", "figure", "reading")
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"'[^']*'|\"[^\"]*\"", "", told["en"]))


def test_figures_are_estimates_by_name_and_stack_into_one_table(result):
    figures = result.figures()
    assert all(isinstance(figure, Estimate) for figure in figures.values())
    table = stacked(figures)
    assert list(table["quantity"]) == list(figures)
    for quantity, figure in figures.items():
        row = table.set_index("quantity").loc[quantity]
        assert (
            row["evidence"] == figure.evidence
            if isinstance(figure, Money)
            else row["evidence"] is None or pd.isna(row["evidence"])
        )


def test_tables_of_several_results_stack(results):
    tables = [result.figures() for result in results.values()]
    together = pd.concat([stacked(figures) for figures in tables if figures])
    assert len(together) == sum(map(len, tables)) > 30


def test_a_result_is_json_through_and_through(result):
    again = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert isinstance(again, dict)
    assert [note["zh"] for note in again.get("notes", [])] == [note.zh for note in result.notes]


def test_a_result_equals_its_copies_and_nothing_else(result, results):
    for again in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):  # noqa: S301 (of its own bytes)
        assert again == result
        assert hash(again) == hash(result)
        assert again.statement("zh") == result.statement("zh")
    assert [name for name, other in results.items() if other == result] == [type(result).__name__]


class Reader(HTMLParser):
    """What stands in the HTML: tags with their styles, and text."""

    def __init__(self):
        super().__init__()
        self.open, self.cells, self.text = [], [], []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        if tag == "td":
            self.cells.append(dict(attributes).get("style", ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_html_is_a_table_with_every_headline_and_note(result):
    reader = Reader()
    reader.feed(result._repr_html_())
    assert reader.open == []
    text = "".join("".join(reader.text).split())
    for label, _ in result.headlines():
        assert "".join(label.split()) in text
    for note in result.notes:
        assert "".join(note.en.split()) in text
    assert reader.cells


def test_numbers_stand_to_the_right_in_html(results):
    assert "text-align:right" in results["RetentionLift"]._repr_html_()


def test_a_result_has_one_door_each(result):
    own = {name for name, _ in inspect.getmembers(type(result), inspect.isfunction)}
    assert {"statement", "headlines", "summary", "to_frame", "to_dict", "figures"} <= own
    for door in ("statement", "headlines", "summary"):
        assert getattr(type(result), door) is getattr(Result, door)


def test_a_result_can_stand_in_a_report(result):
    finding = finding_of(result)
    assert bool(finding.lines) is (finding.without_money is None)
    texts = [finding.title, finding.statement, finding.action, finding.without_money]
    texts += [text for line in finding.lines for text in (line.label, line.why_out)]
    for text in filter(None, texts):
        assert NO_NUMBER.findall(text.en + text.zh) == []
        assert "{" not in text.en + text.zh
    if finding.lines:
        page = vv.report.cfo([result]).document("zh")
        assert page.sections[0].blocks


def test_texts_are_told_apart_by_what_they_say():
    a, b = (Estimate.of((1.0, 0.0, np.nan), level=0.95, method="m", n=3) for _ in range(2))
    assert a == b
    assert a != Estimate.of((1.0, 0.0, 2.0), level=0.95, method="m", n=3)
    assert isinstance(said(a), Text)
