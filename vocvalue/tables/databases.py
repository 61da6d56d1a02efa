"""A table or a query of a database, through a connection that the caller has opened.

A DuckDB connection, an Ibis backend and a Spark session keep the table where it lives. Any other
connection, of SQLAlchemy, ADBC or a driver of Python's database interface, is asked once, and the
rows are brought into memory.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pandas as pd

from vocvalue.errors import DataError, ParameterError, VocValueError
from vocvalue.tables.column_names import refuse_repeated
from vocvalue.tables.engine_errors import reason

EXAMPLE = "Orders(connection, query='select ...') or Orders(connection, table='orders')"
LARGEST = 2**63
MYSQL = frozenset({"mariadb", "mysql", "mysqldb", "pymysql"})


def is_connection(source: object) -> bool:
    """Whether something is a connection to a database, and no table.

    Examples:
        >>> import sqlite3
        >>> from contextlib import closing
        >>> with closing(sqlite3.connect(":memory:")) as connection:
        ...     is_connection(connection), is_connection(pd.DataFrame())
        (True, False)
    """
    return keeps_tables(source) or is_sqlalchemy(source) or _is_driver(source)


def read(connection: Any, *, query: str | None, table: str | None) -> Any:
    """Return a table of a database as a frame: lazy where the database keeps it, else in memory.

    Args:
        connection: The connection.
        query: What is asked.
        table: The table's name, instead, with its schema before a point.

    Raises:
        DataError: The database does not answer, or has no such table, or no table comes back.
        ParameterError: Neither a query nor a table, or both, or a connection that cannot be used.
    """
    _check(connection, query, table)
    try:
        if keeps_tables(connection):
            return _kept(connection, query, table)
        if is_sqlalchemy(connection):
            return _from_sqlalchemy(connection, query, table)
        return _from_driver(connection, query or _all_of(quoted(str(table), _mark(connection))))
    except (VocValueError, MemoryError, Warning):
        raise
    except Exception as error:  # every database raises its own
        what = f"table {table!r}" if query is None else "the query"
        raise DataError(f"The database cannot read {what}: {reason(error)}") from error


def _check(connection: Any, query: str | None, table: str | None) -> None:
    for name, value in (("query", query), ("table", table)):
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise ParameterError(f"{name} == {value!r}, must be text.")
    if query is None and table is None:
        raise ParameterError(
            f"{type(connection).__name__} is a connection, not a table. State what to read: "
            f"{EXAMPLE}."
        )
    if query is not None and table is not None:
        raise ParameterError(f"query and table: pass one of them, {EXAMPLE}.")


def _kept(connection: Any, query: str | None, table: str | None) -> Any:
    if query is None:
        return connection.table(table)
    frame = connection.sql(query)
    if frame is None:
        raise _no_table()
    return frame


def keeps_tables(source: object) -> bool:
    """Whether a connection hands over tables that stay where they are."""
    known = {"BaseBackend", "SparkSession"}
    of_them = any(name in known and home in ("ibis", "pyspark") for home, name in _kinds(source))
    return of_them or is_duckdb(source)


def is_duckdb(source: object) -> bool:
    """Whether something is DuckDB's own connection."""
    return any(
        name == "DuckDBPyConnection" and home in ("_duckdb", "duckdb")
        for home, name in _kinds(source)
    )


def is_sqlalchemy(source: object) -> bool:
    """Whether something is an engine or a connection of SQLAlchemy."""
    return bool(_kinds(source) & {("sqlalchemy", "Engine"), ("sqlalchemy", "Connection")})


def _kinds(source: object) -> set[tuple[str, str]]:
    """Return the classes of something, each with the package that it is from."""
    return {(kind.__module__.partition(".")[0], kind.__name__) for kind in type(source).__mro__}


def _is_driver(source: object) -> bool:
    if isinstance(source, type):
        return False
    return all(callable(getattr(source, it, None)) for it in ("cursor", "commit", "close"))


def _from_sqlalchemy(source: Any, query: str | None, table: str | None) -> pd.DataFrame:
    import sqlalchemy  # noqa: PLC0415 (whoever hands over its connections has it)

    if not hasattr(source, "execute"):  # an engine, which makes connections
        with source.connect() as connection:
            return _from_sqlalchemy(connection, query, table)
    if query is None:
        quote = source.dialect.identifier_preparer.quote
        query = _all_of(".".join(map(quote, str(table).split("."))))
    was_open = source.in_transaction()
    try:
        # As it stands: neither a colon nor a per cent sign in it is a parameter.
        result = source.execute(sqlalchemy.text(query.replace(":", r"\:")))
        if not result.returns_rows:
            raise _no_table()
        return _frame(list(result.keys()), result.fetchall())
    finally:
        if not was_open:
            source.rollback()


def _from_driver(connection: Any, query: str) -> Any:
    was_idle = is_idle(connection)
    try:
        return _asked(connection, query)
    finally:
        # A transaction that nobody ends holds locks; one that failed answers nothing any more.
        if was_idle and not is_idle(connection):
            connection.rollback()


def is_idle(connection: Any) -> bool:
    """Whether a driver of PostgreSQL says that no transaction has begun; others do not say it."""
    status = getattr(getattr(connection, "info", None), "transaction_status", None)
    if status is not None:
        return bool(status == 0)
    return adbc_status(connection) == "idle"


def adbc_status(connection: Any) -> str | None:
    """Return what ADBC's driver of PostgreSQL says of its transaction; None of another driver."""
    try:
        return str(connection.adbc_connection.get_option("adbc.postgresql.transaction_status"))
    except Exception:  # noqa: BLE001 (of any driver, which knows no such option)
        return None


def _asked(connection: Any, query: str) -> Any:
    with closing(connection.cursor()) as cursor:
        cursor.execute(query)
        if cursor.description is None:
            raise _no_table()
        names = [column[0] for column in cursor.description]
        if callable(getattr(cursor, "fetch_arrow_table", None)):
            refuse_repeated(names, "the query")
            return _without_extensions(cursor.fetch_arrow_table())
        return _frame(names, cursor.fetchall())


def _without_extensions(table: Any) -> Any:
    """Return a pyarrow table with what a driver has no type for as the text that it sends.

    PostgreSQL's numeric has no limit of digits, and comes as text: it is a number all the same.

    Raises:
        DataError: Amounts of PostgreSQL's type money, of which the driver hands over the cents.
    """
    for place, field in enumerate(table.schema):
        if (field.metadata or {}).get(b"POSTGRESQL:type") == b"money":
            raise DataError(
                f"column {field.name!r} is of PostgreSQL's type money, which arrives without "
                f"its decimal point. Select it as a number, with {field.name}::numeric in a "
                "query."
            )
        if getattr(field.type, "extension_name", "") == "arrow.opaque":
            column = table.column(place).cast(field.type.storage_type)
            if field.type.type_name == "numeric":
                column = column.cast("float64")
            table = table.set_column(place, field.name, column)
    return table


def _no_table() -> DataError:
    return DataError("The query returns no table. Return rows, with select.")


def _all_of(quoted: str) -> str:
    return f"select * from {quoted}"  # noqa: S608 (its name is quoted)


def quoted(table: str, mark: str) -> str:
    """Return a name as SQL takes it, whatever stands in it; points part its schema from it.

    Args:
        table: The name.
        mark: What it is quoted by.

    Examples:
        >>> print(quoted("sales.orders", "`"))
        `sales`.`orders`
    """
    return ".".join(f"{mark}{part}{mark}" for part in table.replace(mark, 2 * mark).split("."))


def _mark(connection: object) -> str:
    """Return what a name is quoted by."""
    home = type(connection).__module__.partition(".")[0].lower()
    return "`" if home in MYSQL else '"'


def _frame(names: Sequence[str], rows: Sequence[Any]) -> pd.DataFrame:
    refuse_repeated(names, "the query")
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    made = {name: _column(list(values)) for name, values in zip(names, columns, strict=True)}
    return pd.DataFrame(made)


def _column(values: list[Any]) -> "pd.Series[Any]":
    """Return values of a driver in the type that they have, none of them rounded."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {dt.datetime}:
        return _moments(values)
    if kinds == {int} and all(value is None or abs(value) < LARGEST for value in values):
        return pd.Series(values, dtype="Int64")
    if kinds and kinds <= {int, float} and float in kinds:
        return pd.Series(values, dtype="float64")
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean")
    if kinds <= {str}:
        return pd.Series(values, dtype="str")
    return pd.Series(values, dtype="object")


def _moments(values: list[dt.datetime | None]) -> "pd.Series[Any]":
    aware = {value.tzinfo is not None for value in values if value is not None}
    made = pd.Series(values, dtype="datetime64[us]" if aware == {False} else "object")
    return pd.to_datetime(made, utc=True).dt.as_unit("us") if aware == {True} else made
