"""Whether customers answer more than once, and whose each answer is."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import survey
from vocvalue.errors import DataError
from vocvalue.tables import repeats
from vocvalue.tables.sources import open_table

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["a", "b", "c"], False),
        (["a", "b", "a"], True),
        (["a", None, None], False),
        (["a", "", ""], False),
        ([1, 2, 2], True),
        ([1, None, None], False),
    ],
)
def test_repeats_are_seen_in_the_engine(engine, tmp_path, ids, expected):
    (table,) = placed(engine, tmp_path, pa.table({"who": ids, "score": [1, 2, 3]}))
    assert repeats.any_repeat(open_table(table).frame, "who") is expected


def test_ids_are_one_text_in_all_tables():
    first, second = (
        open_table(pd.DataFrame({"who": ids})).frame.collect()["who"]
        for ids in ([1.0, 7.0, np.nan], ["7", None, "007"])
    )
    one, other = repeats.codes(first, second)
    assert one.tolist() == [1, 2, -1]
    assert other.tolist() == [2, -1, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_trend_of_customers(engine, tmp_path):
    ids = [f"c{i % 40:02d}" for i in range(200)]
    answers = pa.table(
        {
            "who": [None, "", *ids[2:]],
            "timestamp": [f"2024-0{1 + i % 2}-15" for i in range(200)],
            "score": [(3, 8, 10)[(i % 40) % 3] for i in range(200)],
        }
    )
    (table,) = placed(engine, tmp_path, answers)
    found = survey.trend(table, customer_id="who")
    # Twenty customers a month say the same five times; one answer of each month is nobody's.
    assert [note.count for note in found.notes][-2:] == [158, 2]
    assert found.effective == pytest.approx([100**2 / (19 * 5**2 + 4**2 + 1)] * 2, rel=0.02)
    assert [one.n for one in found.estimates] == [100, 100]


def test_a_customer_column_that_was_named_must_exist():
    answers = pd.DataFrame({"timestamp": ["2024-01-15"] * 3, "score": [1, 9, 10]})
    with pytest.raises(DataError, match="the table responses has no column 'who'"):
        survey.trend(answers, customer_id="who")
    assert survey.trend(answers).overall.n == 3


def test_fifty_customers_are_fifty_however_often_they_answer():
    rng = np.random.default_rng(0)
    base = pd.DataFrame(
        {"customer_id": range(50), "score": rng.integers(0, 11, 50), "timestamp": "2024-01-01"}
    )
    once, often = (survey.trend(table) for table in (base, pd.concat([base] * 20)))
    assert (often.overall.lower, often.overall.upper) == pytest.approx(
        (once.overall.lower, once.overall.upper)
    )
    assert often.overall.n == 1000
    assert "effective sample size 50" in often.overall.method
    assert [note.count for note in often.notes] == [950]
    assert "以客户为单位" in often.notes[0].zh
    for kind in ("mean", "top-box"):
        one, other = (
            survey.trend(table.assign(score=table.score.clip(1, 5)), scale="csat", kind=kind)
            for table in (base, pd.concat([base] * 20))
        )
        assert other.overall.lower == pytest.approx(one.overall.lower)
        assert other.estimates[0].upper == pytest.approx(one.estimates[0].upper)


def test_periods_of_a_few_customers_are_thin():
    once = pd.DataFrame(
        {"customer_id": range(40), "timestamp": "2024-01-15", "score": [10, 3] * 20}
    )
    again = once.head(10).assign(timestamp="2024-02-15")
    found = survey.trend(pd.concat([once, *[again] * 10]))
    assert found.estimates[1].n == 100
    assert found.n_thin == 1
