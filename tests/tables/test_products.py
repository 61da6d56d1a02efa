"""Catalogues read: in whatever library or file, with what columns they have."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.products import read_products
from vocvalue.tables.reading.described import described

SHOP = pa.table(
    {
        "product_id": [12, 7, 9],
        "name": ["滤芯", None, " Cloud "],
        "aliases": ["滤网| filter；cartridge、", None, "SaaS"],
        "upgrade": ["9", None, None],
        "plan": ["no", None, "yes"],
    }
)


def read(data, **asked):
    products = vv.Products(data, **asked) if asked else described(vv.Products, data, "products")
    return read_products(products)


@pytest.mark.parametrize("engine", [name for name in ENGINES if "shuffled" not in name])
def test_every_engine_gives_the_same_catalogue(engine, tmp_path):
    [table] = placed(engine, tmp_path, SHOP)
    catalogue = read(table)
    assert list(catalogue.ids) == ["12", "9"]
    assert list(catalogue.names) == ["滤芯", "Cloud"]
    assert list(catalogue.aliases) == [("滤网", "filter", "cartridge"), ("SaaS",)]
    assert list(catalogue.upgrades) == ["9", None]
    assert catalogue.is_plan.tolist() == [False, True]
    assert list(catalogue.rows) == [0, 2]
    assert [note.count for note in catalogue.notes] == [1]


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, pa.table])
def test_aliases_may_be_lists(library):
    table = library({"name": ["a", "b"], "aliases": [["x", "y"], []]})
    assert list(read(table).aliases) == [("x", "y"), ()]


def test_only_the_name_is_needed_and_stands_for_the_id():
    catalogue = read(pd.DataFrame({"title": ["滤芯"], "extra": [1]}), name="title")
    assert (list(catalogue.ids), list(catalogue.upgrades)) == (["滤芯"], [None])
    assert not catalogue.is_plan.any()


@pytest.mark.parametrize("flags", [[True, False], [1, 0], [1.0, 0.0], ["是", "否"], ["Y", ""]])
def test_plans_are_yes_and_no_however_they_are_written(flags):
    table = pd.DataFrame({"name": ["a", "b"], "plan": flags})
    assert read(table).is_plan.tolist() == [True, False]


@pytest.mark.parametrize(
    ("table", "asked", "said"),
    [
        ({"title": ["a"]}, {}, "no column 'name'"),
        ({"name": ["a"]}, {"aliases": "also"}, "no column 'also'"),
        ({"name": [None, " "]}, {}, "no product with a name"),
        ({"name": ["a", "b"], "product_id": [1, 1]}, {}, "'product_id': 1 row"),
        ({"name": ["a", "b"], "product_id": [1, None]}, {}, "'product_id': 1 row"),
        ({"name": ["a"], "plan": ["maybe"]}, {}, "neither 0 nor 1"),
        ({"name": ["a"], "aliases": [{"x": 1}]}, {}, "not text"),
    ],
)
def test_what_is_no_catalogue_is_refused(table, asked, said):
    with pytest.raises(DataError, match=said):
        read(pd.DataFrame(table), **asked)


def test_a_catalogue_is_no_table_of_customers():
    products = vv.Products(pd.DataFrame({"name": ["a"]}))
    with pytest.raises(ParameterError, match="Products"):
        vv.clv.rfm(products)
    with pytest.raises(ParameterError, match="Orders"):
        read(vv.Orders(pd.DataFrame({"name": ["a"]})))
