"""Every engine, and every kind of file, gives the same literal weights and trends."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import survey
from vocvalue.errors import DataError, ParameterError

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


# Weights come in the order of the rows, which shuffling changes.
IN_ORDER = [name for name in ENGINES if name != "pandas with a shuffled index"]


@pytest.fixture(params=IN_ORDER)
def made(request, tmp_path):
    return lambda columns: placed(request.param, tmp_path, pa.table(columns))[0]


# Two columns, one of them of numbers. The answers: 2 + 1 north, 1 + 2 south.
ANSWERS = {
    "customer_id": ["a", "b", "c", "d", "e", "f"],
    "region": ["north", "south", "north", "north", "south", "south"],
    "age": [1, 2, 2, 1, 1, 2],
}
# North 60 of 100, age 1 50 of 100.
BASE = {
    "region": ["north"] * 60 + ["south"] * 40,
    "age": [1] * 20 + [2] * 40 + [1] * 30 + [2] * 10,
}
# Of the four cells n1 (2 answers), n2 (1), s1 (1), s2 (2) raking keeps the odds ratio 2 x 2 / 1:
# with x customers in n1, x (x - 10) = 4 (60 - x) (50 - x), so that 3 x^2 - 430 x + 12,000 = 0.
X = (430 - np.sqrt(430**2 - 4 * 3 * 12_000)) / 6
WEIGHTS = [X / 2, (X - 10) / 2, 60 - X, X / 2, 50 - X, (X - 10) / 2]


def test_weights_from_the_table_of_customers(made):
    found = survey.rake(made(ANSWERS), base=made(BASE), columns=["region", "age"])
    assert found.weights == pytest.approx(WEIGHTS, rel=1e-8)
    assert found.n_customers == 100


def test_weights_from_margins(made):
    shares = {"region": {"north": 0.6, "south": 0.4}, "age": {1: 0.5, 2: 0.5}}
    found = survey.rake(made(ANSWERS), margins=shares)
    assert found.weights == pytest.approx(np.array(WEIGHTS) * 6 / 100, rel=1e-8)
    assert found.n_customers is None


def test_cells_of_the_weights_join_where_rows_have_no_order(made):
    found = survey.rake(made(ANSWERS), base=made(BASE), columns=["region", "age"])
    cells = zip(*(found.cells[name].tolist() for name in ("region", "age", "answers")), strict=True)
    assert [(region, str(age), n) for region, age, n in cells] == [
        ("north", "1", 2),
        ("north", "2", 1),
        ("south", "1", 1),
        ("south", "2", 2),
    ]
    expected = [WEIGHTS[row] for row in (0, 2, 4, 1)]
    assert found.cells["weight"] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("missing", [None, ""])
def test_missing_categories_are_refused_with_their_customers(made, missing):
    answers = {**ANSWERS, "region": ["north", missing, "north", "south", missing, "south"]}
    with pytest.raises(DataError, match=r"'region': 2 rows missing in responses \(first ids: b, e"):
        survey.rake(made(answers), margins={"region": {"north": 1, "south": 9}})
    with pytest.raises(DataError, match="'region' of base: 2 rows missing"):
        survey.rake(made(ANSWERS), base=made(answers), columns=["region"])


AT = [dt.datetime(*day) for day in [(2023, 12, 31), (2024, 1, 1), (2024, 1, 31, 23), (2024, 3, 4)]]
TREND = {
    "customer_id": ["a", "b", "c", "d", "e", "f", "g", "h"],
    "timestamp": [*AT, AT[1], None, AT[3], AT[3]],
    "survey": ["nps"] * 7 + ["csat"],
    "score": [10, 9, 3, 8, 7, 9, None, 5],
}


def rows(result):
    values = [(one.n, one.value) for one in result.estimates]
    return list(zip(result.period.astype(str).tolist(), values, strict=True))


def test_trend_by_month(made):
    found = survey.trend(made(TREND), survey="nps")
    nothing = (0, pytest.approx(float("nan"), nan_ok=True))
    assert rows(found) == [
        ("2023-12-01", (1, 100.0)),
        # 9, 3 and 7
        ("2024-01-01", (3, pytest.approx(0.0))),
        ("2024-02-01", nothing),
        ("2024-03-01", (1, 0.0)),
    ]
    # without time, without score, thin, empty
    assert [note.count for note in found.notes] == [1, 1, 3, 1]


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("quarter", [("2023-10-01", 1), ("2024-01-01", 4)]),
        ("year", [("2023-01-01", 1), ("2024-01-01", 4)]),
        # Monday 25 December, 1 and 29 January, 4 March
        ("week", [("2023-12-25", 1), ("2024-01-01", 2), ("2024-01-29", 1), ("2024-03-04", 1)]),
    ],
)
def test_trend_by_other_periods(made, every, expected):
    found = survey.trend(made(TREND), survey="nps", every=every)
    assert [(start, n) for start, (n, _) in rows(found) if n] == expected


def test_trend_refuses_several_surveys(made):
    with pytest.raises(ParameterError, match=r"'csat' \(1\), 'nps' \(7\).*Name one"):
        survey.trend(made(TREND))
    with pytest.raises(ParameterError, match="survey == 'ces', but column 'survey' has 'csat'"):
        survey.trend(made(TREND), survey="ces")


def test_trend_refuses_scores_off_the_scale_with_their_customers(made):
    odd = {**TREND, "score": [10, 11, 3, 8, 7, 99, None, 5]}
    # Row f has 99 and no time.
    with pytest.raises(DataError, match=r"1 row not a whole number .* 0 to 10.*ids: b\)"):
        survey.trend(made(odd), survey="nps")
    half = {**TREND, "score": [10.0, 9.5, 3.0, 8.0, 7.0, 9.0, None, 5.0]}
    with pytest.raises(DataError, match=r"such as 9.5 \(first ids: b\)"):
        survey.trend(made(half), survey="nps")


def test_trend_of_anonymous_answers(made):
    plain = {name: TREND[name][:5] for name in ("timestamp", "score")}
    assert survey.trend(made(plain)).overall.n == 5
    with pytest.raises(DataError, match=r"1 row .*ids: 2024-01-01"):
        survey.trend(made({**plain, "score": [10, 11, 3, 8, 7]}))
