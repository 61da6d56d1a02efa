"""The fixed dialect of text files: what stands in the file is what is read."""

import csv
import gzip
import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.tables import files
from vocvalue.tables.sources import collect, count, open_table


def write(folder, content, name="t.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(data):
    """Return the cells of a table in the order of the first column, None where missing."""
    columns = collect(open_table(data).frame).to_dict(as_series=False)
    rows = zip(*(map(missing_as_none, values) for values in columns.values()), strict=True)
    return sorted(rows, key=lambda row: row[0] or "")


def missing_as_none(value):
    return value if isinstance(value, str) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n#1,2\n3,4\n", [("#1", "2"), ("3", "4")]),
        ("a,b\r\n1,2\r\n", [("1", "2")]),
        ('a,b\r\n"1\r\nx",2\r\n', [("1\r\nx", "2")]),
        ('a,b\n"x""y",";"\n', [('x"y', ";")]),
        ("a,b\n'x\\,\\n\n", [("'x\\", "\\n")]),
        ("a,b\nNA,null\n", [("NA", "null")]),
        ("a,b\n007, x \n", [("007", " x ")]),
        ('a,b\n1,\n2,""\n', [("1", None), ("2", None)]),
        ("a,b\n1,2\n\n\n", [("1", "2")]),
        ("a,b\n1,2", [("1", "2")]),
        ("a,b\n1,2,\n", [("1", "2")]),
        ("a,b\n1,2\n\n3,4\n", [("1", "2"), ("3", "4")]),
        ("a\n1\n\n", [(None,), ("1",)]),
        ("\ufeffa,b\n1,2\n", [("1", "2")]),
        ('"a\nx",b\n1,2\n', [("1", "2")]),
        ("a,b\n", []),
    ],
)
def test_cells_are_read_as_they_stand(tmp_path, text, expected):
    assert cells(write(tmp_path, text)) == expected
    zipped = write(tmp_path, gzip.compress(text.encode()), "t.csv.gz")
    assert cells(zipped) == expected


def test_what_comes_late_is_read_by_the_same_rule(tmp_path):
    plain = "".join(f"{i:06d},x\n" for i in range(40_000))
    late = '"9a, b",""\n#9,\'\n"9""q","y\nz"\n'
    read = cells(write(tmp_path, f"a,b\n{plain}{late}"))
    assert len(read) == 40_003
    assert read[0] == ("#9", "'")
    assert read[-2:] == [('9"q', "y\nz"), ("9a, b", None)]


def test_a_tab_parts_the_cells_of_tsv(tmp_path):
    assert cells(write(tmp_path, "a\tb\n1,5\t2\n", "t.tsv")) == [("1,5", "2")]


def test_a_delimiter_is_said_and_not_guessed(tmp_path):
    path = write(tmp_path, "a;b\n1;2\n")
    with pytest.raises(DataError, match=r"single column 'a;b'.*delimiter=';'"):
        open_table(path)
    assert cells(vv.Orders(path, delimiter=";")) == [("1", "2")]
    with pytest.raises(ParameterError, match="must be one ASCII character"):
        open_table(vv.Orders(path, delimiter=";;"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n3\n", r"t\.csv', line 3: 1 cell, the header has 2"),
        ("a,b\n1,2\n3,4,5\n", r"t\.csv', line 3: 3 cells, the header has 2"),
        ('a,b\n1,2\n"x,3\n', r"t\.csv', line 3: a quoted cell does not end"),
        ('a,b\n1,2\n"x"y,3\n', r"t\.csv', line 3: a quoted cell does not end"),
        ("", "is empty: it does not even have a header"),
        ("\n\na,b\n", "line 1 is blank"),
        ("sep=;\na;b\n", "hint for Excel"),
        ("a,b,a\n1,2,3\n", "cannot be distinguished by name: 'a', 'a'"),
        ("Amount,amount\n1,2\n", "cannot be distinguished by name: 'Amount', 'amount'"),
        ('"a,b\n1,2\n', "line 1: the header cannot be read"),
        (b"a,b\n1,2\n\xc4\xe3,2\n", r"line 3: the text is not UTF-8.*encoding='gb18030'"),
        (b"a,b\n\xe9t\xe9,2\n", r"line 2: the text is not UTF-8.*encoding='cp1252'"),
        ("a,b\n1,2\n".encode("utf-16"), "encoding='utf-16'"),
    ],
)
def test_a_file_that_breaks_the_rule_is_refused(tmp_path, text, message):
    with pytest.raises(DataError, match=message):
        cells(write(tmp_path, text))


def test_a_broken_line_is_named_however_late(tmp_path):
    many = "".join(f"{i},x\n" for i in range(400_000))
    path = write(tmp_path, f"a,b\n{many}1\n")
    with pytest.raises(DataError, match=r"line 400,002: 1 cell, the header has 2"):
        cells(path)
    path = write(tmp_path, f"a,b\n{many}".encode() + b"\xc4\xe3,1\n")
    with pytest.raises(DataError, match=r"line 400,002: the text is not UTF-8"):
        cells(path)


def test_columns_without_a_name_are_numbered(tmp_path):
    source = open_table(write(tmp_path, ",a,\n0,1,2\n"))
    assert source.frame.collect_schema().names() == ["column0", "a", "column2"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("gb18030", "张三"), ("GBK", "张三"), ("utf-16", "张三"), ("big5", "張三"), ("cp1252", "été")],
)
def test_an_encoding_is_said(tmp_path, encoding, name):
    path = write(tmp_path, f"name,b\n{name},5\n".encode(encoding))
    assert cells(vv.Orders(path, encoding=encoding)) == [(name, "5")]


def test_an_encoding_of_a_zipped_file(tmp_path):
    path = write(tmp_path, gzip.compress("客户,金额\n张三,5\n".encode("gbk")), "t.csv.gz")
    assert cells(vv.Orders(path, encoding="gbk")) == [("张三", "5")]


def test_errors_of_another_encoding_name_the_caller_s_file(tmp_path):
    path = write(tmp_path, "客户,金额\n张三,5\n1\n".encode("gbk"))
    with pytest.raises(DataError, match=r"^'[^']*t\.csv', line 3: 1 cell"):
        cells(vv.Orders(path, encoding="gbk"))
    with pytest.raises(DataError, match="the text is not utf-16"):
        cells(vv.Orders(path, encoding="utf-16"))


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "", "a\0"])
def test_an_unknown_encoding_is_refused(tmp_path, encoding):
    with pytest.raises(ParameterError, match="must be an encoding that Python knows"):
        open_table(vv.Orders(write(tmp_path, "a\n1\n"), encoding=encoding))


def test_options_that_mean_nothing_are_refused(tmp_path):
    import pandas as pd

    frame = pd.DataFrame({"a": [1]})
    with pytest.raises(ParameterError, match="encoding says how to read a file, but orders is"):
        open_table(vv.Orders(frame, encoding="gbk"))
    frame.to_parquet(tmp_path / "t.parquet")
    with pytest.raises(ParameterError, match="delimiter says how to read text"):
        open_table(vv.Orders(tmp_path / "t.parquet", delimiter=";"))


def test_broken_files_are_said(tmp_path):
    zipped = gzip.compress(b"a,b\n" + os.urandom(50_000).hex().encode())
    with pytest.raises(DataError, match="cannot be read"):
        cells(write(tmp_path, zipped[:-12], "t.csv.gz"))
    with pytest.raises(DataError, match="cannot be read"):
        cells(write(tmp_path, "a,b\n1,2\n", "t.csv.gz"))
    for content in (b"", b"PAR1", b"PAR1" * 100):
        with pytest.raises(DataError, match=r"t\.parquet' cannot be read"):
            open_table(write(tmp_path, content, "t.parquet"))


LETTERS = list("#;\"'\\,\n\r\t 0aé客\u2028😀")
TEXTS = st.text(st.sampled_from(LETTERS), max_size=6) | st.sampled_from(["NA", "null", "nan"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=30), end=st.sampled_from(["\n", "\r\n"]))
def test_rows_of_a_file_are_the_rows_that_were_written(tmp_path, rows, end):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b"), *rows])
    path = write(tmp_path, text.getvalue())
    assert count(open_table(path).frame) == len(rows)
    expected = [tuple(cell or None for cell in row) for row in rows]
    assert sorted(cells(path), key=str) == sorted(expected, key=str)


def test_what_is_spilled_is_private_and_goes_away():
    connection = files.connect()
    setting = "SELECT current_setting('temp_directory')"
    folder = Path(connection.execute(setting).fetchone()[0])
    assert stat.S_IMODE(folder.parent.stat().st_mode) == stat.S_IRWXU
    connection.execute("SET memory_limit = '30MB'")
    rows = "FROM range(3000000) t(i)"
    connection.execute(f"CREATE TABLE t AS SELECT hash(i) AS h, 'x' || i AS s {rows}")
    assert list(folder.iterdir())
    connection.close()
    assert not folder.exists()
