"""Scores as text, in every room that reads them."""

import decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

DAY = pd.Timestamp("2024-01-05")
# Forty answers: ten tens, ten nines, ten sevens, ten zeros; NPS = (20 - 10) / 40.
NUMBERS = [10, 9, 7, 0] * 10
LABELLED = {10: "10 - Extremely likely", 9: "9", 7: "7", 0: "0 - Not at all likely"}
STARS = {10: "非常满意", 9: "满意", 7: "一般", 0: "非常不满意"}
STATED = {"非常满意": 10, "满意": 9, "一般": 7, "非常不满意": 0}


def table(scores):
    n = len(NUMBERS)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(n)],
            "timestamp": [DAY + pd.Timedelta(days=i % 50) for i in range(n)],
            "score": scores,
            "shop": ["new", "old", "old", "new"] * 10,
            "speed": [5, 4, 3, 1, 4, 5, 2, 2] * 5,
            "rev": [9.0, 8.0, 4.0, 1.0, 7.0, 7.5, 3.0, 2.0] * 5,
        }
    )


ORDERS = pd.DataFrame(
    {
        "customer_id": [f"c{i}" for i in range(40)],
        "timestamp": DAY - pd.Timedelta("5D"),
        "amount": 1.0,
    }
)


def linked(answers):
    return vv.link.attach(answers, ORDERS, window="1 week").score.tolist()


def crossing(answers):
    return vv.survey.cross_analysis(answers, revenue="rev").n


def trend(answers):
    return vv.survey.trend(answers).overall.value


def drivers(answers):
    found = vv.survey.drivers(answers, ratings=["speed"], n_resamples=100)
    return found.to_frame().round(9).to_dict("records")


def change(answers):
    return vv.survey.decompose_change(answers, answers, by="shop").before.value


def pool(answers):
    found = vv.lift.risk_pool(
        [vv.lift.LowScore()], responses=answers, between=("2024-01-01", "2024-12-31")
    )
    return len(found.to_frame())


ROOMS = [linked, crossing, trend, drivers, change, pool]
WRITTEN = {
    "numbers as text": [str(it) for it in NUMBERS],
    "numbers with a point": [f"{it}.0" for it in NUMBERS],
    "with their labels": [LABELLED[it] for it in NUMBERS],
    "objects of two kinds": [LABELLED[it] if it in {10, 0} else it for it in NUMBERS],
    "Decimal": [decimal.Decimal(it) for it in NUMBERS],
    "categories": pd.Categorical([LABELLED[it] for it in NUMBERS]),
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("room", ROOMS)
def test_scores_that_begin_with_a_number_are_read_everywhere(room, written):
    assert room(table(WRITTEN[written])) == room(table(NUMBERS))


@pytest.mark.parametrize("room", ROOMS)
def test_words_are_read_as_stated(room):
    words = table([STARS[it] for it in NUMBERS])
    assert room(vv.Responses(words, score_labels=STATED)) == room(table(NUMBERS))
    with pytest.raises(
        DataError, match=r"'score': 40 rows are not a number.*'非常满意' \(10\).*score_labels="
    ):
        room(words)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_reads_them_alike(engine, tmp_path):
    words = table([STARS[it] for it in NUMBERS]).assign(
        score=lambda t: t["score"].where(t.index > 0)
    )
    tables = placed(
        engine,
        tmp_path,
        *(pa.Table.from_pandas(it, preserve_index=False) for it in (words, ORDERS)),
    )
    answers = vv.Responses(tables[0], score_labels={**STATED, "一般": None})
    found = vv.link.attach(answers, tables[1], window="1 week")
    assert np.bincount(found.score.astype(int)).tolist() == [10, 0, 0, 0, 0, 0, 0, 0, 0, 10, 9]
    # Ten answers that stand for none, and a missing one.
    assert found.report.without_score == 11


def test_what_is_off_the_scale_is_refused_as_numbers_are():
    odd = table([f"{it}" for it in [11, *NUMBERS[1:]]])
    with pytest.raises(DataError, match="not a whole number from 0 to 10, such as 11"):
        vv.survey.trend(odd)
    with pytest.raises(DataError, match="off the scale 0 to 10"):
        vv.survey.cross_analysis(odd, revenue="rev")


def test_a_mapping_without_texts_is_idle():
    with pytest.raises(DataError, match="score_labels says what the texts of column 'score' stand"):
        vv.survey.trend(vv.Responses(table(NUMBERS), score_labels=STATED))
    with pytest.raises(ParameterError, match="score_labels == 'happiness', must map texts"):
        vv.Responses(table(NUMBERS), score_labels="happiness")


def test_a_column_of_comments_is_no_score():
    comments = table([f"c{i % 40} fine" for i in range(40)])
    comments = pd.concat([comments.assign(score=f"{k} x" + comments["score"]) for k in range(20)])
    with pytest.raises(DataError, match=r"holds 800 different texts.*these are not scores"):
        vv.survey.trend(comments)


def test_a_table_that_knows_its_names_is_read_by_them():
    renamed = table(NUMBERS).rename(columns={"score": "q1", "customer_id": "id"})
    known = vv.Responses(renamed, score="q1", customer_id="id")
    for room in (trend, drivers, change, pool, crossing):
        assert room(known) == room(table(NUMBERS))
    with pytest.raises(ParameterError, match=r"score: says how to read a table, but .* already"):
        vv.survey.trend(known, score="q2")
    with pytest.raises(ParameterError, match="before has score='q1', but after has 'score'"):
        vv.survey.decompose_change(known, table(NUMBERS), by="shop")
