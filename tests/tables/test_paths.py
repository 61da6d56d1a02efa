"""Which files are meant: a path is that path, patterns stand in text, nothing is fetched."""

import pandas as pd
import pytest

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.paths import files_of
from vocvalue.tables.sources import collect, open_table


def write(path, text="a\n1\n"):
    path.write_text(text)
    return path


def cells(data):
    return sorted(collect(open_table(data).frame)["a"].to_list())


@pytest.mark.parametrize(
    "name", ["o[1].csv", "o*.csv", "o?.csv", "o{a,b}.csv", "o[!1].csv", " .csv"]
)
@pytest.mark.parametrize("as_path", [str, lambda path: path])
def test_a_path_that_exists_is_that_path(tmp_path, name, as_path):
    write(tmp_path / "o1.csv", "a\nother\n")
    assert cells(as_path(write(tmp_path / name, "a\nthis\n"))) == ["this"]


@pytest.mark.parametrize("name", ["o[1].parquet", "o*.parquet"])
def test_a_parquet_path_is_that_path(tmp_path, name):
    pd.DataFrame({"a": ["other"]}).to_parquet(tmp_path / "o1.parquet")
    pd.DataFrame({"a": ["this"]}).to_parquet(tmp_path / name)
    assert cells(tmp_path / name) == ["this"]


def test_a_folder_of_a_year_adds_no_column(tmp_path):
    folder = tmp_path / "year=2024"
    folder.mkdir()
    pd.DataFrame({"a": [1]}).to_parquet(folder / "x.parquet")
    write(folder / "y.csv")
    assert open_table(folder / "x.parquet").frame.collect_schema().names() == ["a"]
    assert open_table(folder / "y.csv").frame.collect_schema().names() == ["a"]


def test_a_pattern_stands_in_text_only(tmp_path):
    write(tmp_path / "a1.csv", "a\n1\n")
    write(tmp_path / "a2.csv", "a\n2\n")
    assert cells(str(tmp_path / "a*.csv")) == ["1", "2"]
    with pytest.raises(DataError, match=r"a\*\.csv' cannot be read: there is no such file"):
        open_table(tmp_path / "a*.csv")


@pytest.mark.parametrize(
    "address",
    ["https://h/a.csv", "HTTP://h/a.csv", "s3://b/a.parquet", "gs://b/a.csv", "hf://d/a.csv",
     "az://b/a.csv", "ftp://h/a.csv", "md:sales", " https://h/a.csv", "postgres://h/a.csv"],
)  # fmt: skip
def test_an_address_is_refused(address):
    with pytest.raises(ParameterError, match="nothing is downloaded from another machine"):
        open_table(address)


def test_the_address_of_a_file_here_is_its_path(tmp_path):
    path = write(tmp_path / "my file.csv")
    assert cells(path.as_uri()) == ["1"]
    with pytest.raises(ParameterError, match="is on another machine"):
        open_table("file://server/orders.csv")


@pytest.mark.parametrize(
    ("text", "what"), [("", "must be the path"), ("  ", "must be the path"), ("a\0.csv", "NUL")]
)
def test_text_that_is_no_path_is_refused(text, what):
    with pytest.raises(ParameterError, match=what):
        open_table(text)


def test_a_home_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    write(tmp_path / "x.csv")
    assert cells("~/x.csv") == ["1"]


def test_a_name_too_long_is_said():
    with pytest.raises(DataError, match="cannot be read"):
        open_table("x" * 300 + ".csv")


def test_a_folder_is_read_without_what_is_hidden(tmp_path):
    write(tmp_path / "a.csv", "a\n1\n")
    write(tmp_path / "b.csv", "a\n2\n")
    write(tmp_path / "_SUCCESS", "")
    write(tmp_path / ".a.csv.crc", "")
    source = open_table(tmp_path)
    assert cells(tmp_path) == ["1", "2"]
    assert source.files == (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert str(source.notes[0]) == "2 files were read as one table, from a.csv to b.csv."
    assert open_table(tmp_path / "a.csv").notes == ()


def test_a_folder_that_holds_something_else_is_refused(tmp_path):
    with pytest.raises(DataError, match="the folder holds no file"):
        files_of(tmp_path, "orders")
    write(tmp_path / "a.csv")
    write(tmp_path / "b.tsv")
    with pytest.raises(DataError, match=r"'a\.csv' and 'b\.tsv' are files of two kinds"):
        files_of(tmp_path, "orders")
    (tmp_path / "b.tsv").rename(tmp_path / "b.txt")
    with pytest.raises(ParameterError, match="must end in one of"):
        files_of(tmp_path, "orders")
    (tmp_path / "deeper").mkdir()
    with pytest.raises(DataError, match=r"folders of its own \('deeper'\)"):
        files_of(tmp_path, "orders")


def test_a_list_of_paths_is_one_table(tmp_path):
    paths = [write(tmp_path / "a.csv"), str(write(tmp_path / "b.csv", "a\n2\n"))]
    assert cells(paths) == ["1", "2"]
    with pytest.raises(ParameterError, match="1 of 3 files are listed twice"):
        open_table([*paths, tmp_path / "a.csv"])
    with pytest.raises(ParameterError, match="must contain a file"):
        open_table([])


def test_files_of_other_columns_are_not_put_together(tmp_path):
    write(tmp_path / "a.csv", "a,b\n1,2\n")
    write(tmp_path / "b.csv", "b,a\n1,2\n")
    with pytest.raises(DataError, match=r"b\.csv' has the columns 'b', 'a', but .*a\.csv' has"):
        open_table(tmp_path)
    pd.DataFrame({"a": ["007"]}).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"a": [7]}).to_parquet(tmp_path / "b.parquet")
    with pytest.raises(DataError, match=r"'a' \(int64\).*'a' \(byte_array\)"):
        open_table(str(tmp_path / "*.parquet"))
