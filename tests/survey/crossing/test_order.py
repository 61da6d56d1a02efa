"""The order of segments: of a type, said by the caller, or none."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from vocvalue import link, survey
from vocvalue.errors import DataError, ParameterError

OWN = ["meh", "good", "best"]


def tables_with_an_order():
    values = np.array(OWN)[np.repeat([2, 0, 1], 50)].tolist()
    spend = np.repeat([30.0, 10.0, 20.0], 50) + np.tile(np.arange(50.0) % 7, 3)
    ordered = pa.DictionaryArray.from_arrays(
        pa.array(np.repeat([2, 0, 1], 50)), pa.array(OWN), ordered=True
    )
    yield pd.DataFrame({"g": pd.Categorical(values, OWN, ordered=True), "spend": spend})
    yield pl.DataFrame({"g": pl.Series(values, dtype=pl.Enum(OWN)), "spend": spend})
    yield pa.table({"g": ordered, "spend": spend})


@pytest.mark.parametrize("table", list(tables_with_an_order()), ids=["pandas", "polars", "pyarrow"])
def test_the_order_of_a_type_is_that_of_the_segments(table):
    found = survey.cross_analysis(table, by="g", revenue="spend")
    assert (found.segments, found.is_ordered, found.reference) == (tuple(OWN), True, "meh")
    assert found.metric("revenue").gap("best", "meh").value == pytest.approx(20)
    assert "reversed" not in found.statement()


@pytest.mark.parametrize("table", list(tables_with_an_order()), ids=["pandas", "polars", "pyarrow"])
def test_the_order_of_a_type_goes_through_a_join(table):
    ids = pa.array(range(150))
    moment = pa.array([dt.datetime(2023, 1, 10)] * 150, pa.timestamp("us"))
    if isinstance(table, pa.Table):
        answers = table.append_column("customer_id", ids).append_column("timestamp", moment)
    elif isinstance(table, pd.DataFrame):
        answers = table.assign(customer_id=range(150), timestamp=pd.Timestamp("2023-01-10"))
    else:
        answers = table.with_columns(
            customer_id=pl.Series(range(150)), timestamp=pl.lit(moment[0].as_py())
        )
    orders = pd.DataFrame({"customer_id": [*range(150), 0], "amount": 1.0})
    orders["timestamp"] = pd.Timestamp("2023-02-01")
    orders.loc[150, "timestamp"] = pd.Timestamp("2024-06-01")
    if isinstance(table, pa.Table):
        orders = pa.Table.from_pandas(orders)
    elif isinstance(table, pl.DataFrame):
        orders = pl.from_pandas(orders)
    linked = link.attach(answers, orders, score=None, keep=["g"])
    found = survey.cross_analysis(linked, by="g", adjust_for=[])
    assert (found.segments, found.is_ordered) == (tuple(OWN), True)


class TestOrder:
    TABLE = pd.DataFrame(
        {
            "region": ["north"] * 40 + ["south"] * 60 + ["east"] * 50,
            "spend": np.r_[np.arange(40) + 300.0, np.arange(60) + 200.0, np.arange(50) + 100.0],
            "mixed": pd.Series([1, "1", 2] * 50, dtype=object),
        }
    )

    def test_the_largest_of_segments_without_an_order_is_the_reference(self):
        found = survey.cross_analysis(self.TABLE, by="region", revenue="spend")
        assert (found.segments, found.reference) == (("east", "north", "south"), "south")
        assert any("segment south" in note.en and "no order" in note.en for note in found.notes)
        assert found.metric("revenue").ends == ("north", "east")
        assert found.metric("revenue").verdict == "link found"
        assert set(found.gaps()["reference"]) == {"south"}

    def test_an_order_that_is_said_makes_it_one(self):
        found = survey.cross_analysis(
            self.TABLE, by="region", revenue="spend", order=["north", "south", "east"]
        )
        assert (found.is_ordered, found.reference) == (True, "north")
        assert found.metric("revenue").verdict == "reversed link"
        assert "The link is reversed: customers in segment east bring in less" in found.statement()

    def test_order_and_reference_may_be_said_as_values(self):
        table = self.TABLE.assign(tier=[3] * 40 + [2] * 60 + [1] * 50)
        found = survey.cross_analysis(
            table, by="tier", revenue="spend", order=[3, 2, 1], reference=2
        )
        assert (found.segments, found.reference) == (("3", "2", "1"), "2")
        assert found.conversion_value(1, 3, 0.01).movers == pytest.approx(0.5)

    def test_an_order_names_each_segment_once(self):
        with pytest.raises(ParameterError, match="names a segment twice"):
            survey.cross_analysis(
                self.TABLE, by="region", revenue="spend", order=["north", "south", "east", "east"]
            )

    def test_one_and_text_one_are_not_put_together(self):
        with pytest.raises(DataError, match="column 'mixed' holds 1 and '1', which look the same"):
            survey.cross_analysis(self.TABLE, by="mixed", revenue="spend")

    def test_labels_that_differ_in_case_only_are_noted(self):
        table = self.TABLE.replace({"region": {"east": "North"}})
        found = survey.cross_analysis(table, by="region", revenue="spend")
        assert found.n == (50, 40, 60)
        assert any("'North' (50) and 'north' (40)" in note.en for note in found.notes)
