"""Labels: every value its own, whatever the engine, in the order that they have."""

import datetime as dt
import decimal
from collections import Counter

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vocvalue.errors import DataError
from vocvalue.tables.categories import key
from vocvalue.tables.label_order import arranged
from vocvalue.tables.labels import levels_of, read_labels, words_of
from vocvalue.tables.sources import collect, open_table

pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

BIG = 1234567890123456789
KINDS = {
    "whole": st.integers(-(2**62), 2**62),
    "small": st.integers(-3, 3),
    "truth": st.booleans(),
    "day": st.dates(dt.date(1971, 1, 1), dt.date(2200, 1, 1)),
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1),
    "number": st.floats(-1e9, 1e9, width=64),
}


def labels_in(table, column="x", *, levels=None):
    source = open_table(table)
    series = collect(source.frame)[column]
    return read_labels(series, levels=levels, is_text=source.is_text)


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb"])
@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_sizes_are_those_of_the_values(engine, kind, data):
    values = data.draw(st.lists(KINDS[kind], min_size=1, max_size=30))
    values = [0.0 if value == 0 and kind == "number" else value for value in values]
    table = placed(engine, None, pa.table({"x": values}))[0]
    found = labels_in(table)
    sizes = Counter(found.words.tolist())
    # "True" and "true" are one truth value, whichever file they come from.
    expected = Counter(
        value.lower() if value in {"True", "TRUE", "False", "FALSE"} else value for value in values
    )
    assert len(found.names) == len(expected)
    assert sorted(sizes.values()) == sorted(expected.values())
    assert len(set(found.names)) == len(found.names)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([20240101, 20240108], ["20240101", "20240108"]),
        ([BIG, BIG + 1], [str(BIG), str(BIG + 1)]),
        ([10, 9, 2], ["2", "9", "10"]),
        ([2.5, 10.0, 9.0], ["2.5", "9", "10"]),
        ([0.1, 0.1000000000000001], ["0.1", "0.1000000000000001"]),
        ([True, False], ["false", "true"]),
        ([dt.date(2024, 1, 8), dt.date(2024, 1, 1)], ["2024-01-01", "2024-01-08"]),
        (["01234", "1234"], ["01234", "1234"]),
        (["1E3", "1000"], ["1000", "1E3"]),
        (["None", "nan", "null"], ["None", "nan", "null"]),
        (["a" * 300 + "b", "a" * 300 + "c"], ["a" * 300 + "b", "a" * 300 + "c"]),
        ([decimal.Decimal("2.50"), decimal.Decimal("10.00")], ["2.5", "10"]),
        (["north", "South", "south "], ["South", "north", "south "]),
    ],
)
def test_labels_are_the_same_in_every_engine(engine, values, names, tmp_path):
    found = labels_in(placed(engine, tmp_path, pa.table({"x": values}))[0])
    assert list(found.names) == names
    assert sorted(Counter(found.codes.tolist()).values()) == [1] * len(values)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_missing_has_no_label(engine, tmp_path):
    table = pa.table({"x": ["a", None, "b", "a"], "n": [7, None, 12, 7]})
    placed_table = placed(engine, tmp_path, table)[0]
    for column, names in [("x", ("a", "b")), ("n", ("7", "12"))]:
        found = labels_in(placed_table, column)
        assert found.names == names
        assert Counter(found.words.tolist()) == {names[0]: 2, names[1]: 1, None: 1}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1, "1"], "holds 1 and '1', which look the same but are a number and text"),
        ([2.0, "2"], "holds 2 and '2', which look the same"),
        ([dt.date(2024, 1, 1), "2024-01-01"], "a date and text"),
        (
            [float(2**53), float(2**53 + 2)],
            "as a float, which is too large to be exact",
        ),
        ([[1], [2]], "a column of lists or tables cannot be used as labels"),
    ],
)
def test_values_that_cannot_be_told_apart_are_refused(values, message):
    with pytest.raises(DataError, match=message):
        labels_in(pd.DataFrame({"x": pd.Series(values, dtype=object)}))


def test_a_truth_value_is_not_a_number():
    found = labels_in(pd.DataFrame({"x": pd.Series([True, 1, 1.0, 0], dtype=object)}))
    assert Counter(found.words.tolist()) == {"true": 1, "1": 2, "0": 1}


def test_texts_are_words_and_numbers_their_own():
    series = nw.from_native(pl.Series("x", ["1.0", "1", None, ""]), series_only=True)
    assert words_of(series).tolist() == ["1.0", "1", None, None]
    assert words_of(series, is_text=True).tolist() == ["1", "1", None, None]


def test_the_key_of_moments():
    assert key(np.datetime64("2024-01-08")) == key(pd.Timestamp("2024-01-08")) == "2024-01-08"
    assert key(dt.datetime(2024, 1, 8, 9, 30)) == "2024-01-08 09:30:00"


def test_labels_that_differ_in_blanks_and_case_are_noted():
    found = labels_in(pd.DataFrame({"x": ["Email"] * 3 + ["email "] * 2 + ["call"]}))
    assert found.variants == ({"Email": 3, "email ": 2},)
    (note,) = found.near_alike
    assert note.en.startswith("Column 'x' holds 'Email' (3) and 'email ' (2), which differ only in")
    assert note.zh.startswith("列“x”中的“Email”（3）和“email ”（2）仅空格或大小写不同")
    assert note.count == 5
    assert labels_in(pd.DataFrame({"x": ["a", "b"]})).near_alike == ()


def enum_in_duckdb():
    import duckdb

    connection = duckdb.connect()
    connection.execute("CREATE TYPE m AS ENUM ('bad', 'ugly', 'alpha')")
    connection.execute("CREATE TABLE t AS SELECT unnest(['alpha', 'bad'])::m AS x")
    return connection.table("t")


OWN = ["bad", "ugly", "alpha"]
DICTIONARY = pa.DictionaryArray.from_arrays


@pytest.mark.parametrize(
    ("table", "is_ordered"),
    [
        (pd.DataFrame({"x": pd.Categorical(["alpha", "bad"], OWN, ordered=True)}), True),
        (pd.DataFrame({"x": pd.Categorical(["alpha", "bad"], OWN)}), False),
        (pl.DataFrame({"x": pl.Series(["alpha", "bad"], dtype=pl.Enum(OWN))}), True),
        (pl.LazyFrame({"x": pl.Series(["alpha", "bad"], dtype=pl.Enum(OWN))}), True),
        (pa.table({"x": DICTIONARY(pa.array([2, 0]), pa.array(OWN), ordered=True)}), True),
        (pa.table({"x": DICTIONARY(pa.array([2, 0]), pa.array(OWN))}), False),
    ],
)
def test_a_type_brings_its_own_order(table, is_ordered):
    levels = levels_of(open_table(table).frame, "x")
    found = labels_in(table, levels=levels)
    assert (found.names, found.is_ordered) == (("bad", "alpha"), is_ordered)
    assert found.words.tolist() == ["alpha", "bad"]


def test_an_enum_of_duckdb_brings_its_own_order():
    table = enum_in_duckdb()
    found = labels_in(table, levels=levels_of(open_table(table).frame, "x"))
    assert (found.names, found.is_ordered) == (("bad", "alpha"), True)


def test_a_plain_column_has_no_levels():
    assert levels_of(open_table(pd.DataFrame({"x": ["b", "a"]})).frame, "x") is None


def test_a_categorical_of_numbers_keeps_them():
    table = pd.DataFrame({"x": pd.Categorical([1, 2, 10, None], [10, 2, 1], ordered=True)})
    found = labels_in(table, levels=levels_of(open_table(table).frame, "x"))
    assert (found.names, found.codes.tolist()) == (("10", "2", "1"), [2, 1, 0, -1])


def test_a_categorical_by_the_alphabet_leaves_known_words_their_order():
    table = pd.DataFrame({"x": pd.Series(["推荐者", "贬损者", "中立者"]).astype("category")})
    found = labels_in(table, levels=levels_of(open_table(table).frame, "x"))
    assert (found.names, found.is_ordered) == (("贬损者", "中立者", "推荐者"), True)


@pytest.mark.parametrize(
    "ordered",
    [
        ["detractor", "passive", "promoter"],
        ["Detractors", "Passives", "Promoters"],
        ["贬损者", "被动者", "推荐者"],
        ["dissatisfied", "neutral", "satisfied"],
        ["very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"],
        ["Very_Dissatisfied", "Satisfied"],
        ["非常不满意", "不满意", "一般", "满意", "非常满意"],
        ["差评", "中评", "好评"],
        ["strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"],
        ["非常不同意", "不同意", "中立", "同意", "非常同意"],
        ["low", "medium", "high"],
        ["低", "中", "高"],
        ["no", "yes"],
        ["否", "是"],
        ["false", "true"],
        ["2", "10"],
        ["-1.5", "0", "3"],
        ["negative", "neutral", "positive"],
        ["非常困难", "困难", "一般", "容易", "非常容易"],
        ["never", "sometimes", "always"],
        ["很差", "差", "一般", "好", "很好"],
    ],
)
def test_known_words_and_numbers_are_ordered(ordered):
    for given_order in (ordered, ordered[::-1], sorted(ordered)):
        found = arranged(given_order)
        assert found.names == tuple(ordered)
        assert found.is_ordered


@pytest.mark.parametrize(
    "names",
    [
        ["north", "south"],
        ["detractor", "promoter", "unknown"],
        ["高", "低", "其他"],
        ["007", "12"],
        ["20240101", "20240108"],
        ["2024-01-01", "2024-01-08"],
        ["华东", "华北"],
    ],
)
def test_everything_else_has_no_order(names):
    found = arranged(names)
    assert not found.is_ordered
    assert found.names == tuple(sorted(names))
