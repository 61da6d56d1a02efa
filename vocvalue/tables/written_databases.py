"""Rows added to a table of a database, through a connection that the caller has opened.

A statement holds `HERE` where a value stands: each kind of connection has its own mark for it.
"""

import datetime as dt
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Literal, TypeAlias

from vocvalue.errors import DataError, ParameterError, VocValueError
from vocvalue.tables.databases import (
    adbc_status,
    is_duckdb,
    is_idle,
    is_sqlalchemy,
    keeps_tables,
    quoted,
)
from vocvalue.tables.engine_errors import reason
from vocvalue.tables.written_columns import Kind, Rows, TableLayout, Value, as_text

Dialect: TypeAlias = Literal["postgresql", "sqlite", "duckdb"]

HERE = "\x00"
MARK = '"'
"""What a name is quoted by, in each of the languages."""
AT_ONCE = 200
"""How many rows a statement adds: SQLite takes 32,766 values, PostgreSQL 65,535."""
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""For how many seconds somebody else is let finish who writes to the table at the same time."""
TYPES: Mapping[Dialect, Mapping[Kind, str]] = {
    "postgresql": {
        "text": "text",
        "number": "double precision",
        "whole": "bigint",
        "moment": "timestamp",
    },
    "sqlite": {"text": "text", "number": "real", "whole": "integer", "moment": "text"},
    "duckdb": {"text": "varchar", "number": "double", "whole": "bigint", "moment": "timestamp"},
}
DRIVERS: Mapping[str, Dialect] = {
    "sqlite3": "sqlite",
    "psycopg": "postgresql",
    "psycopg2": "postgresql",
}
WRITTEN = "DuckDB, sqlite3, psycopg, ADBC to PostgreSQL, or SQLAlchemy to one of these"


def append(connection: Any, rows: Rows, layout: TableLayout, *, table: str) -> int:
    """Add the rows whose key is not there yet to a table, which is made where there is none.

    Two that write at once double nothing: the key is the table's primary key. In a transaction that
    is open already, the caller commits.

    Args:
        connection: The connection.
        rows: The rows.
        layout: The columns.
        table: The table's name, with its schema before a point.

    Returns:
        How many rows were added.

    Raises:
        DataError: The table has other columns, or the database refuses what is asked of it.
        ParameterError: A name that is none, or a connection that cannot be written to.
    """
    check_name(table)
    with _open(connection) as database:
        # All who write at once come in one order, so that none waits for another in a circle.
        ordered = sorted(rows, key=lambda row: str(row[layout.place]))
        for wait in (*WAITS, None):
            try:
                with database.whole():
                    return _add(database, ordered, layout, table)
            except (VocValueError, MemoryError):
                raise
            except Exception as error:  # every database raises its own
                if wait is None or not database.is_ours:
                    raise DataError(
                        f"The database cannot write to table {table!r}: {reason(error)}"
                    ) from error
                time.sleep(wait)
    raise AssertionError  # pragma: no cover (the last attempt has raised)


def check_name(table: object) -> None:
    """Refuse a name of a table that is none.

    Raises:
        ParameterError: No text, or a part of it that is empty.
    """
    parts = table.split(".") if isinstance(table, str) else []
    if not parts or HERE in str(table) or not all(part.strip() for part in parts):
        raise ParameterError(f"table == {table!r}, must be a name such as 'leads' or 'crm.leads'.")


class Database(ABC):
    """A connection to a database, and how it is spoken to.

    Attributes:
        dialect: Its language.
        is_ours: Whether nobody else has opened the transaction.
    """

    dialect: Dialect
    is_ours: bool = True

    @abstractmethod
    def ask(self, statement: str, values: Sequence[Value] = ()) -> list[Any]:
        """Return the rows that answer a statement, of which each mark is filled with a value."""

    @abstractmethod
    def names(self, query: str) -> list[str]:
        """Return the names of the columns that a query gives."""

    @abstractmethod
    def do(self, statement: str) -> None:
        """Do what a statement says that gives no rows."""

    @abstractmethod
    def whole(self) -> Any:
        """Return a context in which everything is done, or nothing."""


def _add(database: Database, rows: Rows, layout: TableLayout, table: str) -> int:
    name = quoted(table, MARK)
    if not _is_there(database, name):
        database.do(_creation(name, layout, database.dialect))
    there = database.names(f"select * from {name} limit 0")  # noqa: S608 (it is quoted)
    if sorted(there) != sorted(layout.names):
        raise DataError(
            f"table {table!r} has the columns {', '.join(there)}, must have "
            f"{', '.join(layout.names)}. Write to another table: table=..."
        )
    n_new = 0
    for first in range(0, len(rows), AT_ONCE):
        part = rows[first : first + AT_ONCE]
        values = [_held(value, database.dialect) for row in part for value in row]
        n_new += len(database.ask(_insertion(name, layout, len(part)), values))
    return n_new


def _is_there(database: Database, name: str) -> bool:
    """Whether a table is known to be there: in PostgreSQL not everybody may make one."""
    if database.dialect != "postgresql":
        return False
    return bool(database.ask(f"select 1 where to_regclass({HERE}) is not null", [name]))


def _creation(name: str, layout: TableLayout, dialect: Dialect) -> str:
    types = TYPES[dialect]
    columns = [
        " ".join(
            (
                quoted(column.name, MARK),
                types[column.kind],
                *(["primary key"] if column.name == layout.key else []),
            )
        )
        for column in layout.columns
    ]
    return f"create table if not exists {name} ({', '.join(columns)})"


def _insertion(name: str, layout: TableLayout, n_rows: int) -> str:
    columns = ", ".join(quoted(column, MARK) for column in layout.names)
    row = f"({', '.join([HERE] * len(layout.columns))})"
    key = quoted(layout.key, MARK)
    return (
        f"insert into {name} ({columns}) values {', '.join([row] * n_rows)} "  # noqa: S608 (quoted)
        f"on conflict ({key}) do nothing returning {key}"
    )


def _held(value: Value, dialect: Dialect) -> Value:
    return as_text(value) if dialect == "sqlite" and isinstance(value, dt.datetime) else value


@contextmanager
def _open(connection: Any) -> Iterator[Database]:
    """Return a connection as a database that is spoken to."""
    if is_sqlalchemy(connection):
        if hasattr(connection, "execute"):
            yield _SqlAlchemy(connection)
            return
        with connection.connect() as opened:  # an engine, which makes connections
            yield _SqlAlchemy(opened)
    elif is_duckdb(connection):
        yield _DuckDB(connection)
    elif keeps_tables(connection) or (dialect := _dialect(connection)) is None:
        home = type(connection).__module__.partition(".")[0]
        raise ParameterError(f"a connection of {home} cannot be written to. Pass one of {WRITTEN}.")
    else:
        yield _Driver(connection, dialect)


def _dialect(connection: Any) -> Dialect | None:
    homes = {kind.__module__.partition(".")[0] for kind in type(connection).__mro__}
    # Not asked for its vendor, which would begin a transaction.
    if adbc_status(connection) is not None:
        return "postgresql"
    return next((dialect for home, dialect in DRIVERS.items() if home in homes), None)


class _DuckDB(Database):
    """DuckDB's own connection."""

    dialect: Dialect = "duckdb"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def ask(self, statement: str, values: Sequence[Value] = ()) -> list[Any]:
        rows: list[Any] = self.connection.execute(statement.replace(HERE, "?"), values).fetchall()
        return rows

    def names(self, query: str) -> list[str]:
        return [column[0] for column in self.connection.execute(query).description]

    def do(self, statement: str) -> None:
        self.connection.execute(statement)

    @contextmanager
    def whole(self) -> Iterator[None]:
        # Outside of a transaction, each query is one of its own.
        query = "select txid_current()"
        self.is_ours = self.ask(query) != self.ask(query)
        if not self.is_ours:
            yield
            return
        self.connection.begin()
        try:
            yield
            self.connection.commit()
        except BaseException:
            self.connection.rollback()
            raise


class _Driver(Database):
    """A driver of Python's database interface."""

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection, self.dialect = connection, dialect
        self.is_adbc = adbc_status(connection) is not None

    def ask(self, statement: str, values: Sequence[Value] = ()) -> list[Any]:
        with closing(self.connection.cursor()) as cursor:
            cursor.execute(self._marked(statement), values)
            rows: list[Any] = cursor.fetchall()
            return rows

    def names(self, query: str) -> list[str]:
        with closing(self.connection.cursor()) as cursor:
            cursor.execute(query)
            return [column[0] for column in cursor.description]

    def do(self, statement: str) -> None:
        with closing(self.connection.cursor()) as cursor:
            cursor.execute(statement)

    @contextmanager
    def whole(self) -> Iterator[None]:
        self.is_ours = self._is_idle()
        if not self.is_ours:
            with self._part():
                yield
            return
        by_words = self.dialect == "sqlite" or self._commits_by_itself()
        if by_words:
            self.do("begin immediate" if self.dialect == "sqlite" else "begin")
        try:
            yield
            self.do("commit") if by_words else self.connection.commit()
        except BaseException:
            self.do("rollback") if by_words else self.connection.rollback()
            raise

    @contextmanager
    def _part(self) -> Iterator[None]:
        """Return a context whose failure leaves the caller's transaction as it was."""
        if self.is_adbc:  # which takes no statement after one that failed
            yield
            return
        self.do("savepoint vocvalue")
        try:
            yield
        except BaseException:
            self.do("rollback to savepoint vocvalue")
            raise
        finally:
            self.do("release savepoint vocvalue")

    def _is_idle(self) -> bool:
        if self.dialect == "sqlite":
            return not self.connection.in_transaction
        return is_idle(self.connection)

    def _commits_by_itself(self) -> bool:
        if self.is_adbc:
            option = self.connection.adbc_connection.get_option("adbc.connection.autocommit")
            return bool(option == "true")
        return bool(self.connection.autocommit)

    def _marked(self, statement: str) -> str:
        parts = statement.split(HERE)
        if self.dialect == "sqlite":
            return "?".join(parts)
        if self.is_adbc:
            numbered = (f"${number}{part}" for number, part in enumerate(parts[1:], start=1))
            return "".join((parts[0], *numbered))
        return "%s".join(part.replace("%", "%%") for part in parts)


class _SqlAlchemy(Database):
    """A connection of SQLAlchemy."""

    def __init__(self, connection: Any) -> None:
        name = connection.dialect.name
        if name not in TYPES:
            raise ParameterError(
                f"a connection to {name} cannot be written to. Pass one of {WRITTEN}."
            )
        self.connection, self.dialect = connection, name

    def ask(self, statement: str, values: Sequence[Value] = ()) -> list[Any]:
        rows: list[Any] = self._done(statement, values).fetchall()
        return rows

    def names(self, query: str) -> list[str]:
        return list(self._done(query).keys())

    def do(self, statement: str) -> None:
        self._done(statement)

    @contextmanager
    def whole(self) -> Iterator[None]:
        self.is_ours = not self.connection.in_transaction()
        begin = self.connection.begin if self.is_ours else self.connection.begin_nested
        with begin():
            yield

    def _done(self, statement: str, values: Sequence[Value] = ()) -> Any:
        import sqlalchemy  # noqa: PLC0415 (whoever hands over its connections has it)

        first, *rest = statement.replace(":", r"\:").split(HERE)
        named = (f":v{number}{part}" for number, part in enumerate(rest))
        filled = {f"v{number}": value for number, value in enumerate(values)}
        return self.connection.execute(sqlalchemy.text("".join((first, *named))), filled)
