"""Rows added to files and databases, each once."""

import csv
import json
import sqlite3
import threading
from contextlib import closing

import duckdb
import pandas as pd
import pytest
from tables.appended import CHANGED, EMOJI, HOSTILE, LAYOUT, MANY, NAMES, NEW, ROWS

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.appending import append
from vocvalue.tables.written_columns import as_text

sqlalchemy = pytest.importorskip("sqlalchemy")


def held_as_text(rows):
    return [tuple(map(as_text, row)) for row in rows]


# --- files


def of_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def of_lines(path):
    return [tuple(json.loads(line).values()) for line in path.read_text("utf-8").split("\n")[:-1]]


@pytest.mark.parametrize("ending", ["jsonl", "json", "ndjson", "JSONL"])
def test_lines_of_json_hold_what_was_written(tmp_path, ending):
    path = tmp_path / f"leads.{ending}"
    assert append(path, ROWS, LAYOUT, table="leads") == 3
    assert of_lines(path) == held_as_text(ROWS)
    assert append(str(path), [CHANGED, NEW], LAYOUT, table="leads") == 1
    assert of_lines(path) == held_as_text([*ROWS, NEW])


def test_a_csv_holds_what_was_written(tmp_path):
    path = tmp_path / "leads.csv"
    assert append(path, ROWS, LAYOUT, table="leads") == 3
    assert append(path, [CHANGED, NEW], LAYOUT, table="leads") == 1
    header, *rows = of_csv(path)
    assert header == LAYOUT.names
    expected = held_as_text([*ROWS, NEW])
    assert rows == [["" if it is None else str(it) for it in row] for row in expected]


@pytest.mark.parametrize("name", ["leads.csv", "leads.jsonl"])
def test_a_second_run_changes_nothing(tmp_path, name):
    path = tmp_path / name
    append(path, ROWS, LAYOUT, table="leads")
    before = path.read_bytes()
    assert append(path, ROWS, LAYOUT, table="leads") == 0
    assert path.read_bytes() == before
    assert [it.name for it in tmp_path.iterdir()] == [name]


def test_no_rows_make_a_table_without_rows(tmp_path):
    assert append(tmp_path / "leads.csv", [], LAYOUT, table="leads") == 0
    assert of_csv(tmp_path / "leads.csv") == [LAYOUT.names]


@pytest.mark.parametrize("name", ["leads.csv", "leads.jsonl"])
def test_an_empty_file_and_a_last_line_without_its_end_are_taken(tmp_path, name):
    path = tmp_path / name
    path.touch()
    append(path, ROWS[:1], LAYOUT, table="leads")
    path.write_bytes(path.read_bytes()[:-1])
    append(path, [NEW], LAYOUT, table="leads")
    assert len(of_csv(path) if name.endswith("csv") else of_lines(path)) == 2 + name.endswith("csv")


def test_a_file_that_a_spreadsheet_saved_with_its_mark_is_read(tmp_path):
    path = tmp_path / "leads.csv"
    append(path, ROWS, LAYOUT, table="leads")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert append(path, [CHANGED, NEW], LAYOUT, table="leads") == 1
    assert of_csv(path)[0] == LAYOUT.names


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "lead_id,words\n1,x\n", "has the columns lead_id, words, must have lead_id"),
        ("a.csv", "lead_id,words,condition,at,n,value\n1,x\n", "line 2 .* 2 cells, not 6"),
        ("a.csv", 'lead_id,words,condition,at,n,value\n1,"x\n', "cannot be read"),
        ("a.jsonl", '{"lead_id": 1}\n', "has the columns lead_id, must have"),
        ("a.jsonl", "\n{half", "line 2 of the file"),
        ("a.jsonl", "[1]\n", "line 1 .* no object"),
        ("a.csv", "l\xe9ad_id".encode("latin-1"), "cannot be written"),
    ],
)
def test_a_file_of_something_else_is_refused_and_left_as_it_is(tmp_path, name, content, said):
    path = tmp_path / name
    content = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        append(path, ROWS, LAYOUT, table="leads")
    assert path.read_bytes() == content
    assert [it.name for it in tmp_path.iterdir()] == [name]


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "leads.csv"
    append(path, ROWS, LAYOUT, table="leads")
    before = path.read_bytes()

    def broken(_):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(DataError, match="disk full"):
        append(path, [NEW], LAYOUT, table="leads")
    assert path.read_bytes() == before
    assert [it.name for it in tmp_path.iterdir()] == ["leads.csv"]


def test_of_two_that_write_a_file_at_once_one_is_refused(tmp_path):
    (tmp_path / ".leads.csv.new").touch()
    with pytest.raises(DataError, match=r"written by somebody else.*remove '.*\.leads\.csv\.new'"):
        append(tmp_path / "leads.csv", ROWS, LAYOUT, table="leads")
    assert (tmp_path / ".leads.csv.new").exists()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        append(tmp_path / "nowhere" / "leads.csv", ROWS, LAYOUT, table="leads")


@pytest.mark.parametrize("target", ["leads.xlsx", "leads", pd.DataFrame(), 7])
def test_what_is_neither_a_file_nor_a_connection_is_refused(target):
    with pytest.raises(ParameterError, match="target =="):
        append(target, ROWS, LAYOUT, table="leads")


# --- databases


def _sqlite(folder):
    return closing(sqlite3.connect(folder / "it.sqlite"))


def _sqlite_by_itself(folder):
    return closing(sqlite3.connect(folder / "it.sqlite", isolation_level=None))


def _duckdb(folder):
    return duckdb.connect(folder / "it.duckdb")


def _engine(folder):
    engine = sqlalchemy.create_engine(f"sqlite:///{folder / 'it.sqlite'}")
    return closing(type("Closing", (), {"close": engine.dispose, "it": engine})())


def _connection(folder):
    return sqlalchemy.create_engine(
        f"sqlite:///{folder / 'it.sqlite'}", poolclass=sqlalchemy.NullPool
    ).connect()


OPENED = {
    "sqlite3": _sqlite,
    "sqlite3 that commits by itself": _sqlite_by_itself,
    "DuckDB": _duckdb,
    "SQLAlchemy": _engine,
    "a connection of SQLAlchemy": _connection,
}


@pytest.fixture(params=OPENED)
def kind(request):
    return request.param


@pytest.fixture
def connection(kind, tmp_path):
    with OPENED[kind](tmp_path) as opened:
        yield getattr(opened, "it", opened)


def rows_of(kind, folder, table="leads"):
    """Return what a table holds, read by another connection: only what was committed is there."""
    quoted = '"' + table.replace('"', '""') + '"'
    query = f"select * from {quoted} order by lead_id"  # noqa: S608
    if kind == "DuckDB":  # one process has one instance
        with duckdb.connect(folder / "it.duckdb") as other:
            return other.execute(query).fetchall()
    with closing(sqlite3.connect(folder / "it.sqlite")) as other:
        return other.execute(query).fetchall()


def expected(kind, rows):
    rows = sorted(rows, key=lambda row: row[0])
    return rows if kind == "DuckDB" else held_as_text(rows)


@pytest.mark.parametrize("table", NAMES)
def test_a_table_holds_what_was_written_and_keeps_it(kind, connection, tmp_path, table):
    assert append(connection, ROWS, LAYOUT, table=table) == 3
    assert append(connection, [CHANGED, *ROWS, NEW], LAYOUT, table=table) == 1
    assert append(connection, [CHANGED, *ROWS, NEW], LAYOUT, table=table) == 0
    assert rows_of(kind, tmp_path, table) == expected(kind, [*ROWS, NEW])


def test_more_rows_than_a_statement_takes(kind, connection, tmp_path):
    assert append(connection, MANY[:201], LAYOUT, table="leads") == 201
    assert append(connection, MANY, LAYOUT, table="leads") == 300
    assert rows_of(kind, tmp_path) == expected(kind, MANY)


def test_what_breaks_off_leaves_no_row(kind, connection, tmp_path):
    append(connection, ROWS, LAYOUT, table="leads")
    # The last of 501 rows is no row: the statements before it had been done.
    with pytest.raises(DataError, match="cannot write to table 'leads'"):
        append(connection, [*MANY, ("zzz", object(), None, None, 1, 1.0)], LAYOUT, table="leads")
    assert rows_of(kind, tmp_path) == expected(kind, ROWS)
    assert append(connection, [NEW], LAYOUT, table="leads") == 1


def do(connection, statement):
    if hasattr(connection, "dialect") and not hasattr(connection, "execute"):
        with connection.begin() as opened:
            opened.execute(sqlalchemy.text(statement))
    elif hasattr(connection, "dialect"):
        connection.execute(sqlalchemy.text(statement))
        connection.commit()
    else:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("columns", ["lead_id text primary key", "lead_id text, other text"])
def test_a_table_of_other_columns_is_refused(connection, columns):
    do(connection, f"create table leads ({columns})")
    with pytest.raises(DataError, match=r"has the columns lead_id.*, must have lead_id, words"):
        append(connection, ROWS, LAYOUT, table="leads")


def test_a_table_without_its_key_is_refused(connection):
    names = ", ".join(f"{name} text" for name in LAYOUT.names).replace("at text", '"at" text')
    do(connection, f"create table leads ({names})")
    with pytest.raises(DataError, match="cannot write to table 'leads'"):
        append(connection, ROWS, LAYOUT, table="leads")


def test_a_schema_that_is_not_there_is_refused(connection):
    with pytest.raises(DataError, match=r"'nowhere\.leads'"):
        append(connection, ROWS, LAYOUT, table="nowhere.leads")


def test_duckdb_has_schemas(tmp_path):
    with _duckdb(tmp_path) as connection:
        connection.execute("create schema crm")
        assert append(connection, ROWS, LAYOUT, table="crm.leads") == 3
        assert connection.execute("select count(*) from crm.leads").fetchall() == [(3,)]


@pytest.mark.parametrize("table", ["", " ", "a.", ".a", "a\x00b", 7, None])
def test_names_that_are_none_are_refused(table):
    memory = closing(sqlite3.connect(":memory:"))
    with memory as connection, pytest.raises(ParameterError, match="table =="):
        append(connection, ROWS, LAYOUT, table=table)


@pytest.mark.parametrize("kind", ["sqlite3", "DuckDB", "a connection of SQLAlchemy"])
def test_in_a_transaction_of_the_caller_nothing_is_committed(kind, tmp_path):
    with OPENED[kind](tmp_path) as connection:
        do(connection, "create table mine (x text)")
        if kind == "DuckDB":
            connection.begin()
        insert = "insert into mine values ('y')"
        connection.execute(sqlalchemy.text(insert) if hasattr(connection, "dialect") else insert)
        assert append(connection, ROWS, LAYOUT, table="leads") == 3
        connection.rollback()
        do(connection, "create table if not exists leads (lead_id text)")
    assert rows_of(kind, tmp_path) == []


@pytest.mark.parametrize("kind", ["sqlite3", "DuckDB", "SQLAlchemy"])
def test_two_that_write_at_once_double_nothing(kind, tmp_path):
    counts, errors = [], []
    instance = duckdb.connect(tmp_path / "it.duckdb") if kind == "DuckDB" else None

    def run(rows):
        try:
            with OPENED[kind](tmp_path) if instance is None else instance.cursor() as opened:
                counts.append(append(getattr(opened, "it", opened), rows, LAYOUT, table="leads"))
        except Exception as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=run, args=(rows,)) for rows in (MANY, MANY[::-1]) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if instance is not None:
        instance.close()
    assert errors == []
    assert sum(counts) == len(MANY)
    assert rows_of(kind, tmp_path) == expected(kind, MANY)


def test_connections_that_cannot_be_written_to_are_refused():
    ibis = pytest.importorskip("ibis")
    with pytest.raises(ParameterError, match="ibis cannot be written to"):
        append(ibis.duckdb.connect(), ROWS, LAYOUT, table="leads")
    other = type("Other", (), dict.fromkeys(("cursor", "commit", "close"), print))()
    with pytest.raises(ParameterError, match="cannot be written to"):
        append(other, ROWS, LAYOUT, table="leads")


def test_texts_are_what_they_were(tmp_path):
    with _sqlite(tmp_path) as connection:
        append(connection, ROWS, LAYOUT, table="leads")
        words = [text for (text,) in connection.execute("select words from leads order by lead_id")]
    assert words == [EMOJI, HOSTILE, "NULL"]
