"""Ids as text: the same id however it is held, and nothing guessed."""

import decimal
import uuid

import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from vocvalue.errors import DataError
from vocvalue.tables.ids import read_ids, texts_of


def texts(values):
    return texts_of(nw.from_native(values, series_only=True))


def test_whole_numbers_have_no_point():
    assert texts(pd.Series([7.0, -12.0, 2.0**53 - 1])) == ["7", "-12", "9007199254740991"]
    assert texts(pl.Series([2**63], dtype=pl.UInt64)) == ["9223372036854775808"]
    assert texts(pl.Series([decimal.Decimal("7.00")])) == ["7"]
    assert texts(pd.Series([7, "7.0", 7.0, "07.0"], dtype=object)) == ["7", "7", "7", "07.0"]


def test_other_text_stays_as_it_is():
    odd = ["007", "7.5", " 7", "1e3", "7.", "客户", "-0.0", "Ａ"]
    assert texts(pl.Series(odd)) == ["007", "7.5", " 7", "1e3", "7.", "客户", "-0.0", "Ａ"]
    number = uuid.UUID(int=7)
    assert texts(pd.Series([number], dtype=object)) == [str(number)]


@pytest.mark.parametrize("value", [7.5, decimal.Decimal("7.5"), True, b"7", float("inf")])
def test_what_is_no_id_is_refused(value):
    with pytest.raises(DataError, match="Read the column as text or as whole numbers"):
        texts(pd.Series([value, "a"], dtype=object))


def test_labels_are_text_too():
    table = pd.DataFrame(
        {"customer_id": [1, 2], "number": [1.0, 2.0], "flag": [True, False], "word": ["A", "TRUE"]}
    )
    found = read_ids(table, customer_id="customer_id", labels=["number", "flag", "word"])
    assert {name: values.tolist() for name, values in found.labels.items()} == {
        "number": ["1", "2"],
        "flag": ["true", "false"],
        "word": ["A", "true"],
    }
