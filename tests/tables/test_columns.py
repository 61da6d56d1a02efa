"""Distinct rows of named columns, counted."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest

from vocvalue.errors import DataError
from vocvalue.tables.columns import distinct_rows


def test_rows_are_counted_and_sorted():
    table = pd.DataFrame({"x": [2, 1, 2, 2], "on": [True, False, True, False], "g": list("abab")})
    found = distinct_rows(table, numbers=["x", "on"], labels=["g"])
    assert found.rows.tolist() == [1, 1, 2]
    assert found.numbers["x"].tolist() == [1, 2, 2]
    assert found.numbers["on"].tolist() == [0, 0, 1]
    assert found.labels["g"].tolist() == ["b", "b", "a"]


def test_what_is_missing_is_kept_as_such():
    table = pl.DataFrame({"x": [1.0, None, float("nan")], "g": ["", None, "a"]})
    found = distinct_rows(table, numbers=["x"], labels=["g"])
    assert found.rows.sum() == 3
    assert np.isnan(found.numbers["x"]).sum() == 2
    assert sorted(found.labels["g"].tolist(), key=str) == [None, None, "a"]


def test_labels_of_any_type_become_text():
    day = dt.date(2024, 5, 1)
    table = pd.DataFrame({"x": [1, 1], "n": [3.0, np.nan], "day": [day, day]})
    found = distinct_rows(table, numbers=["x"], labels=["n", "day"])
    assert sorted(found.labels["n"].tolist(), key=str) == ["3", None]
    assert found.labels["day"].tolist() == ["2024-05-01"] * 2


def test_a_column_can_be_a_number_and_a_label():
    found = distinct_rows(pd.DataFrame({"x": [2, 2]}), numbers=["x"], labels=["x"])
    assert (found.numbers["x"].tolist(), found.labels["x"].tolist()) == ([2.0], ["2"])


def test_cells_of_a_text_file_may_be_empty(tmp_path):
    (tmp_path / "t.csv").write_text("x,g\n1,a\n,a\n 2.5 ,\n")
    found = distinct_rows(tmp_path / "t.csv", numbers=["x"], labels=["g"])
    assert np.nansum(found.numbers["x"]) == 3.5
    assert found.rows.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"y": [1]}), "the answers has no column 'x'; it has 'y'"),
        (pd.DataFrame({"x": ["1"]}), "column 'x': 1 row of text, not numbers"),
        (pd.DataFrame({"x": [np.inf, 1.0]}), "column 'x': 1 row is infinite"),
        (pd.DataFrame({"x": np.zeros(0)}), "the answers has no rows"),
    ],
)
def test_tables_that_cannot_be_used_are_refused(table, message):
    with pytest.raises(DataError, match=message):
        distinct_rows(table, numbers=["x"], name="the answers")
