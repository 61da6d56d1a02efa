"""Rows added to a real PostgreSQL, through each kind of connection to it."""

import threading

import pytest
from tables.appended import CHANGED, LAYOUT, MANY, NAMES, NEW, ROWS
from tables.postgresql.conftest import CONNECTIONS

from vocvalue.errors import DataError
from vocvalue.tables.appending import append

psycopg = pytest.importorskip("psycopg")
sql = psycopg.sql

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table.* is deprecated")


@pytest.fixture
def database(address):
    """Return the address of a database in which no table is left of another test."""
    with psycopg.connect(f"postgresql{address}") as connection:
        connection.execute("drop schema public cascade; create schema public")
        connection.execute("drop schema if exists crm cascade; create schema crm")
    return address


def rows_of(database, *table):
    """Return what a table holds, read by another connection: only what was committed is there."""
    query = sql.SQL('select * from {} order by lead_id collate "C"').format(sql.Identifier(*table))
    with psycopg.connect(f"postgresql{database}") as other:
        return other.execute(query).fetchall()


def in_order(rows):
    return sorted(rows, key=lambda row: row[0])


@pytest.mark.parametrize("table", NAMES)
def test_a_table_holds_what_was_written_and_keeps_it(connection, database, table):
    assert append(connection, ROWS, LAYOUT, table=table) == 3
    assert append(connection, [CHANGED, *ROWS, NEW], LAYOUT, table=table) == 1
    assert append(connection, [CHANGED, *ROWS, NEW], LAYOUT, table=table) == 0
    assert rows_of(database, table) == in_order([*ROWS, NEW])


def test_a_table_of_a_schema(connection, database):
    assert append(connection, MANY, LAYOUT, table="crm.leads") == len(MANY)
    assert append(connection, MANY, LAYOUT, table="crm.leads") == 0
    assert rows_of(database, "crm", "leads") == MANY


def test_what_breaks_off_leaves_no_row(connection, database):
    append(connection, ROWS, LAYOUT, table="leads")
    # PostgreSQL takes no zero character: the statements before the last had been done.
    with pytest.raises(DataError, match="cannot write to table 'leads'"):
        append(connection, [*MANY, ("zzz", "\x00", None, None, 1, 1.0)], LAYOUT, table="leads")
    assert rows_of(database, "leads") == in_order(ROWS)
    assert append(connection, [NEW], LAYOUT, table="leads") == 1


def test_a_table_of_other_columns_is_refused(connection, database):
    with psycopg.connect(f"postgresql{database}") as other:
        other.execute("create table leads (lead_id text primary key, more text)")
    with pytest.raises(DataError, match=r"has the columns lead_id, more, must have"):
        append(connection, ROWS, LAYOUT, table="leads")
    assert rows_of(database, "leads") == []


def test_a_table_without_its_key_is_refused(connection, database):
    with psycopg.connect(f"postgresql{database}") as other:
        other.execute("create table leads (lead_id text, words text, condition text, at timestamp,"
                      "n bigint, value double precision)")  # fmt: skip
    with pytest.raises(DataError, match="no unique or exclusion constraint"):
        append(connection, ROWS, LAYOUT, table="leads")


def test_who_may_write_need_not_be_allowed_to_make_tables(database):
    with psycopg.connect(f"postgresql{database}") as owner:
        append(owner, ROWS, LAYOUT, table="leads")
        owner.execute("drop role if exists clerk; create role clerk login")
        owner.execute("revoke create on schema public from public")
        owner.execute("grant usage on schema public to clerk")
        owner.execute("grant select, insert on leads to clerk")
    with psycopg.connect(f"postgresql{database}", user="clerk") as clerk:
        assert append(clerk, [NEW], LAYOUT, table="leads") == 1
        with pytest.raises(DataError, match="permission denied"):
            append(clerk, [NEW], LAYOUT, table="others")
    with psycopg.connect(f"postgresql{database}") as owner:
        owner.execute("drop owned by clerk; drop role clerk")


def test_a_connection_that_commits_by_itself_writes_all_or_nothing(database):
    with psycopg.connect(f"postgresql{database}", autocommit=True) as connection:
        append(connection, ROWS, LAYOUT, table="leads")
        with pytest.raises(DataError):
            append(connection, [*MANY, ("zzz", "\x00", None, None, 1, 1.0)], LAYOUT, table="leads")
        assert rows_of(database, "leads") == in_order(ROWS)
        assert append(connection, [NEW], LAYOUT, table="leads") == 1
    assert rows_of(database, "leads") == in_order([*ROWS, NEW])


def test_in_a_transaction_of_the_caller_nothing_is_committed(database):
    with psycopg.connect(f"postgresql{database}") as connection:
        append(connection, ROWS, LAYOUT, table="leads")
        connection.execute("create table mine (x text)")
        assert append(connection, [NEW], LAYOUT, table="leads") == 1
        with pytest.raises(DataError):
            append(connection, [("z", "\x00", None, None, 1, 1.0)], LAYOUT, table="leads")
        # What was refused has not broken the caller's own.
        connection.execute("insert into mine values ('y')")
        connection.rollback()
    assert rows_of(database, "leads") == in_order(ROWS)


def test_two_that_write_at_once_double_nothing(database):
    counts, errors = [], []

    def run(kind, rows):
        try:
            with CONNECTIONS[kind](database) as opened:
                counts.append(append(opened, rows, LAYOUT, table="leads"))
        except Exception as error:  # noqa: BLE001
            errors.append(error)

    asked = [(kind, rows) for kind in CONNECTIONS for rows in (MANY, MANY[::-1])]
    threads = [threading.Thread(target=run, args=it) for it in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(counts) == len(MANY)
    assert rows_of(database, "leads") == MANY
