"""What an engine raises is said in our words, short and with its cause behind it."""

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from table_arguments import public_functions, table_arguments

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.engine_errors import LONGEST, in_our_words, translated
from vocvalue.tables.sources import collect, open_table


def test_a_query_that_fails_is_ours():
    lazy = pl.LazyFrame({"a": ["x"]}).with_columns(pl.col("a").cast(pl.Int64))
    with pytest.raises(DataError, match=r"^The table cannot be read: ") as caught:
        collect(open_table(lazy).frame)
    assert caught.value.__cause__ is not None


def test_a_lazy_frame_of_no_file_is_ours():
    with pytest.raises(DataError, match=r"none\.csv"):
        open_table(pl.scan_csv("none.csv"))


def test_a_cast_that_fails_late_is_ours_and_shows_no_cell(tmp_path):
    (tmp_path / "t.csv").write_text("a\n1\nsecret\n")
    frame = open_table(tmp_path / "t.csv").frame
    # Before 2.0 DuckDB names neither file nor line.
    where = r"t\.csv', line 3" if numbers(duckdb.__version__) >= (2, 0) else "cannot be read"
    with pytest.raises(
        DataError, match=f"{where}: column 'a' holds values that cannot be read"
    ) as caught:
        collect(frame.with_columns(nw.col("a").cast(nw.Int64)))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        ("'secret'", "BIGINT", "INT64"),
        (
            "'it''s secret' || chr(10) || 'to INT8 when casting from source column b'",
            "INT",
            "INT32",
        ),
        ("'secret'", "DECIMAL(5, 2)", "DECIMAL(5,2)"),
        ("'2024-99-01'", "TIMESTAMP", "its type"),
        ("3e30", "BIGINT", "INT64"),
    ],
)
def test_a_cast_that_fails_in_a_query_names_the_column_and_shows_no_cell(cell, kind, said):
    connection = duckdb.connect()
    connection.execute(f'CREATE TABLE t AS SELECT {cell} AS "a b"')
    with pytest.raises(DataError) as caught, in_our_words():
        connection.sql(f'SELECT "a b"::{kind} FROM t').fetchall()  # noqa: S608
    expected = f"The table cannot be read: column 'a b' holds values that cannot be read as {said}."
    assert str(caught.value) == expected


def test_a_line_too_long_is_ours(tmp_path):
    (tmp_path / "t.csv").write_text("a\n" + "x" * 3_000_000 + "\n")
    with pytest.raises(DataError, match=r"t\.csv', line 2: the line is too long"):
        collect(open_table(tmp_path / "t.csv").frame)


def test_damage_inside_parquet_is_ours(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": range(100_000)}), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:1000] + b"\0" * 5000 + whole[6000:])
    with pytest.raises(DataError, match=r"t\.parquet"):
        collect(open_table(path).frame)


def test_a_long_error_is_cut_to_its_first_line():
    with pytest.raises(DataError) as caught, in_our_words():
        raise RuntimeError("x" * 1000 + "\nsecond")
    assert len(str(caught.value)) < LONGEST + 50
    assert "second" not in str(caught.value)


def test_an_error_without_words_has_its_name():
    with pytest.raises(DataError, match="OSError"), in_our_words():
        raise OSError


@pytest.mark.parametrize("error", [ParameterError("ours"), MemoryError(), KeyboardInterrupt()])
def test_what_is_ours_or_the_machine_s_passes(error):
    with pytest.raises(type(error)), in_our_words():
        raise error


@pytest.mark.parametrize(
    "error", [pa.ArrowInvalid("no kernel"), UnicodeEncodeError("a", "b", 0, 1, "c")]
)
def test_an_error_of_another_library_is_ours_at_the_door(error):
    def raises(table):
        return pd.Series([1]).map(lambda _: _raise(error))

    with pytest.raises(DataError, match="A table cannot be read: ") as caught:
        translated(raises)(None)
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", [ParameterError("ours"), MemoryError(), UserWarning("theirs")])
def test_other_errors_pass_the_door(error):
    with pytest.raises(type(error)):
        translated(_raise)(error)


def test_a_mistake_of_ours_passes_the_door():
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        vv.clv.rfm(pd.DataFrame(), customer="a")


def test_every_public_function_that_takes_a_table_has_the_door():
    functions = dict(public_functions())
    # Pricing and marks of a table that another function has read.
    without = {
        called for called, _ in table_arguments() if not hasattr(functions[called], "__wrapped__")
    }
    assert without == set()


def numbers(version):
    return tuple(int(part) for part in version.split(".")[:2])


def _raise(error):
    raise error
