"""Which survey a table's answers belong to, on every engine, and what gives several away."""

import re

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.sources import collect, open_table
from vocvalue.tables.which_survey import the_survey

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

POOLED = ["nps"] * 5 + ["csat"] * 3 + ["ces"] * 2


def answers(**columns):
    return {"customer_id": list("abcdefghij"), "score": list(range(10)), **columns}


def opened(columns):
    return open_table(pd.DataFrame(columns))


@pytest.fixture(params=ENGINES)
def made(request, tmp_path):
    return lambda columns: open_table(placed(request.param, tmp_path, pa.table(columns))[0])


def test_several_surveys_are_refused_until_one_is_named(made):
    source = made(answers(survey=POOLED))
    with pytest.raises(ParameterError, match=r"'ces' \(2\), 'csat' \(3\), 'nps' \(5\); scores of"):
        the_survey(source)
    found = the_survey(source, survey="csat")
    assert (found.column, found.survey, found.n_other, found.n_without) == ("survey", "csat", 7, 0)
    assert sorted(map(int, collect(found.rows(source.frame))["score"].to_list())) == [5, 6, 7]


def test_content_gives_away_a_column_of_another_name(made):
    source = made(answers(kind=POOLED))
    with pytest.raises(ParameterError, match=r"column 'kind' holds 'ces' \(2\), .* looks like sev"):
        the_survey(source)
    assert the_survey(source, survey_column="kind", survey="nps").n_other == 5


def test_every_row_counts_where_the_caller_says_so(made):
    for columns in (answers(kind=POOLED), answers(survey=POOLED), answers()):
        source = made(columns)
        found = the_survey(source, survey="*")
        assert found.survey is None
        assert len(collect(found.rows(source.frame))) == 10


def test_rows_of_no_survey_are_counted(made):
    source = made(answers(survey=["nps"] * 6 + [None, "", None, ""]))
    with pytest.raises(ParameterError, match=r"'nps' \(6\), and 4 rows without a survey"):
        the_survey(source)
    found = the_survey(source, survey="nps")
    assert (found.n_other, found.n_without) == (0, 4)
    assert len(collect(found.rows(source.frame))) == 6


@pytest.mark.parametrize(
    "values",
    [
        ["NPS"] * 6 + ["CSAT"] * 4,
        ["净推荐值"] * 6 + ["满意度"] * 4,
        ["费力度"] * 6 + ["客户满意度"] * 4,
        ["relational_nps"] * 6 + ["transactional_nps"] * 4,
        ["Relationship"] * 6 + ["Transactional"] * 4,
        ["How likely are you to recommend us?"] * 6 + ["How satisfied were you?"] * 4,
        ["Customer Effort Score"] * 6 + ["Net Promoter Score"] * 4,
        ["nps"] * 5 + ["csat"] * 3 + ["other"] * 2,
        ["nps"] * 6 + [None] * 4,
        ["5-star"] * 6 + ["nps"] * 4,
    ],
)
def test_words_for_surveys_in_both_languages(values):
    source = opened(answers(asked=values))
    with pytest.raises(ParameterError, match=r"column 'asked' holds .* looks like several surveys"):
        the_survey(source)


@pytest.mark.parametrize(
    "column", ["Survey", "SURVEY", "survey_type", "surveyName", "问卷", "调查类型", "Questionnaire"]
)
@pytest.mark.parametrize("values", [["after a call"] * 6 + ["by mail"] * 4, [1] * 6 + [2] * 4])
def test_a_name_tells_as_much_as_content(column, values):
    with pytest.raises(ParameterError, match=f"survey_column='{column}', survey="):
        the_survey(opened(answers(**{column: values})))


@pytest.mark.parametrize(
    "columns",
    [
        {"wave": ["nps 2024"] * 6 + ["nps 2025"] * 4},
        {"channel": ["sms"] * 5 + ["email"] * 5},
        {"segment": ["promoter"] * 5 + ["detractor"] * 5},
        {"label": ["满意"] * 5 + ["不满意"] * 5},
        {"topic": ["price"] * 4 + ["satisfaction"] * 2 + ["effort"] * 2 + ["app"] * 2},
        {"comment": [f"{word} no. {i}" for i in range(5) for word in ("high effort", "csat")]},
        {"survey_type": ["nps"] * 10},
        {"kind": [None] * 10},
        {"day": [1] * 5 + [2] * 5},
    ],
)
def test_what_does_not_tell_surveys_apart_is_left_alone(columns):
    assert the_survey(opened(answers(**columns))).survey is None


def test_columns_that_are_something_else_are_not_looked_at():
    source = opened(answers(topic=POOLED))
    assert the_survey(source, aside=("topic", None)).column is None


def test_a_table_sorted_by_survey_hides_nothing():
    n = 20_000
    for first in ("nps", None):
        kind = np.array([first] * n + ["csat"] * n, dtype=object)
        for table in (pd.DataFrame({"kind": kind}), pl.DataFrame({"kind": kind.tolist()})):
            with pytest.raises(ParameterError, match=r"'csat' \(20,000\)"):
                the_survey(open_table(table))


def test_categories_and_numbers_name_surveys_too():
    for kind in (pd.Categorical(POOLED), pd.array(POOLED, dtype="string")):
        with pytest.raises(ParameterError, match="column 'kind' holds"):
            the_survey(opened(answers(kind=kind)))
    numbered = opened(answers(survey=[20240101.0] * 6 + [20240108.0] * 3 + [np.nan]))
    found = the_survey(numbered, survey="20240101")
    assert (found.n_other, found.n_without) == (3, 1)


def test_one_survey_needs_no_name():
    found = the_survey(opened(answers(survey=["csat"] * 10)))
    assert (found.survey, found.meant, found.kinds) == ("csat", None, {"csat"})


def test_columns_that_were_named_must_exist():
    for asked in ({"survey_column": "surveyy"}, {"survey_column": "surveyy", "survey": "nps"}):
        with pytest.raises(DataError, match="the table responses has no column 'surveyy'"):
            the_survey(opened(answers()), **asked)
    with pytest.raises(DataError, match="the table responses has no column 'survey'"):
        the_survey(opened(answers()), survey="nps")
    with pytest.raises(ParameterError, match=r"survey == 'NPS', but column 'survey' has 'ces' \(2"):
        the_survey(opened(answers(survey=POOLED)), survey="NPS")


def test_long_lists_are_cut():
    source = opened({"survey": [f"{i:02d} {'x' * 100}" for i in range(30)]})
    with pytest.raises(ParameterError, match="and 20 more") as caught:
        the_survey(source)
    assert len(str(caught.value)) < 1000


CALLS = {
    "drivers": (
        lambda it: vv.survey.drivers(it, ratings=["price"], survey_column="x"),
        "the response table",
    ),
    "trend": (
        lambda it: vv.survey.trend(it, survey_column="x", survey="nps"),
        "the table responses",
    ),
    "change": (lambda it: vv.survey.decompose_change(it, it, by="price", survey_column="x"), "the"),
    "crossing": (
        lambda it: vv.survey.cross_analysis(vv.Responses(it, survey_column="x"), revenue="price"),
        "the table responses",
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_column_that_is_not_there_is_said_in_plain_words(name):
    answers = pd.DataFrame({"timestamp": ["2024-01-15"], "score": [3], "price": [2]})
    call, table = CALLS[name]
    with pytest.raises(DataError, match=rf"^{table}.* has no column 'x'") as caught:
        call(answers)
    assert not re.search(r"\b(\w+ \w+) \1\b|\b(\w+) \2\b", str(caught.value))
