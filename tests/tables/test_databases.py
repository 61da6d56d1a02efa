"""Tables of databases, through the connections that people have."""

import datetime as dt
import sqlite3
from decimal import Decimal
from types import SimpleNamespace

import duckdb
import ibis
import pandas as pd
import pyarrow as pa
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.tables import databases

# Ibis asks pandas for an option that pandas 3 no longer wants to be asked for,
# and DuckDB for a call that it has since renamed.
pytestmark = [
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated"),
    pytest.mark.filterwarnings("ignore:fetch_arrow_table.* is deprecated:DeprecationWarning"),
]

ROWS = [
    (1, "2024-01-01 09:00:00", 10.0),
    (1, "2024-01-08 21:30:00", 5.5),
    (2, "2024-01-15 00:00:00", 7.0),
    (None, "2024-01-15 00:00:00", 1.0),
]
CREATE = "create table orders (customer_id integer, timestamp {}, amount {})"


OPENED = []


@pytest.fixture(autouse=True)
def closed():
    """From 3.13 on Python warns of a connection of sqlite3 that nobody closed."""
    yield
    while OPENED:
        OPENED.pop().close()


def sqlite():
    connection = sqlite3.connect(":memory:")
    OPENED.append(connection)
    connection.execute(CREATE.format("text", "real"))
    connection.executemany("insert into orders values (?, ?, ?)", ROWS)
    connection.commit()
    return connection


def in_duckdb():
    connection = duckdb.connect()
    connection.execute(CREATE.format("timestamp", "decimal(10, 2)"))
    connection.executemany("insert into orders values (?, ?, ?)", ROWS)
    return connection


def engine():
    sqlalchemy = pytest.importorskip("sqlalchemy")
    pool = sqlalchemy.pool.StaticPool
    return sqlalchemy.create_engine("sqlite://", creator=sqlite, poolclass=pool)


def backend():
    made = ibis.duckdb.connect()
    made.raw_sql(CREATE.format("timestamp", "double"))
    made.con.executemany("insert into orders values (?, ?, ?)", ROWS)
    return made


class ArrowCursor:
    """What a cursor of ADBC is beside one of Python's database interface."""

    def __init__(self):
        self.asked = in_duckdb().cursor()
        self.description = None

    def execute(self, query):
        relation = in_duckdb().sql(query)
        self.table = relation.to_arrow_table()
        self.description = [(name,) for name in self.table.column_names]

    def fetch_arrow_table(self):
        return self.table

    def close(self):
        pass


def of_arrow():
    return SimpleNamespace(cursor=ArrowCursor, commit=print, close=print)


CONNECTIONS = {
    "sqlite3": sqlite,
    "DuckDB": in_duckdb,
    "SQLAlchemy": engine,
    "a connection of SQLAlchemy": lambda: engine().connect(),
    "Ibis": backend,
    "Arrow": of_arrow,
}
QUERY = {"query": "select customer_id, timestamp, amount from orders where amount > 0"}


@pytest.fixture(params=CONNECTIONS)
def connection(request):
    return CONNECTIONS[request.param]()


@pytest.mark.parametrize("asked", [QUERY, {"table": "orders"}], ids=["query", "table"])
def test_a_database_gives_what_its_frame_gives(connection, asked):
    is_old = not hasattr(duckdb.DuckDBPyConnection, "fetch_arrow_table")
    if is_old and isinstance(connection, ibis.BaseBackend) and "query" in asked:
        pytest.skip("this Ibis asks DuckDB for a call that this DuckDB no longer has")
    frame = pd.DataFrame(ROWS, columns=["customer_id", "timestamp", "amount"])
    expected = vv.clv.historical(vv.Orders(frame.astype({"customer_id": "Int64"})))
    read = vv.clv.historical(vv.Orders(connection, **asked, currency="CNY"))
    values = dict(zip(read.customer_id.to_list(), read.value.tolist(), strict=True))
    assert values == {1: 15.5, 2: 7.0}
    assert (read.n_lines, read.n_lines_used) == (expected.n_lines, expected.n_lines_used) == (4, 3)
    assert read.last_order.tolist() == expected.last_order.tolist()


def test_a_connection_alone_is_no_table(connection):
    with pytest.raises(ParameterError, match=r"is a connection, not a table.*Orders\(connection"):
        vv.clv.historical(connection)
    with pytest.raises(ParameterError, match="query and table: pass one of them"):
        vv.Orders(connection, query="select 1", table="orders")
    with pytest.raises(ParameterError, match="query == '', must be text"):
        vv.Orders(connection, query="")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"query": "select * from nothing"}, "cannot read the query"),
        ({"query": "selekt"}, "cannot read the query"),
        ({"table": "nothing"}, "cannot read table 'nothing'"),
        ({"table": 'a"; drop table orders; --'}, "cannot read table"),
    ],
)
def test_errors_of_databases_are_ours(connection, asked, said):
    with pytest.raises(DataError, match=f"^The database {said}") as caught:
        vv.Orders(connection, **asked)
    assert len(str(caught.value)) < 450
    assert "\n" not in str(caught.value)
    assert vv.clv.historical(vv.Orders(connection, table="orders")).total == 22.5


@pytest.mark.parametrize("name", ["sqlite3", "DuckDB"])
def test_a_connection_that_is_closed_is_said(name):
    connection = CONNECTIONS[name]()
    connection.close()
    with pytest.raises(DataError, match=r"cannot read table 'orders': .*[Cc]los"):
        vv.Orders(connection, table="orders")


def test_a_table_whose_connection_closes_later_is_said():
    connection = in_duckdb()
    orders = vv.Orders(connection, table="orders")
    connection.close()
    with pytest.raises(DataError, match=r"[Cc]los"):
        vv.clv.historical(orders)


def test_what_returns_no_rows_is_no_table():
    for connection in (sqlite(), engine()):
        with pytest.raises(DataError, match="The query returns no table"):
            vv.Orders(connection, query="create table other (a integer)")


def test_a_query_is_asked_once():
    asked = []
    connection = sqlite()
    connection.set_trace_callback(asked.append)
    orders = vv.Orders(connection, table="orders")
    answers = vv.Responses(
        connection, query="select customer_id, timestamp, 9 as score from orders"
    )
    vv.link.attach(
        answers, orders, window="1 week", duplicates="keep", observation_end="2024-06-30"
    )
    vv.clv.historical(orders)
    assert len(asked) == 2


def test_a_connection_is_left_as_it_was_found():
    made = engine()
    with made.connect() as connection:
        vv.Orders(connection, **QUERY)
        assert not connection.in_transaction()
        with connection.begin():
            vv.Orders(connection, **QUERY)
            assert connection.in_transaction()


def test_names_are_taken_as_they_are():
    connection = sqlite()
    connection.execute('create table "odd ""name" as select * from orders')
    assert vv.clv.historical(vv.Orders(connection, table='odd "name')).total == 22.5
    query = """
        select customer_id, timestamp, amount, ':x %s' as "::x" from main.orders
        where timestamp like '2024%:00:00'
    """
    for one in (connection, engine()):
        # The order at 21:30 is not asked for.
        assert vv.clv.historical(vv.Orders(one, query=query)).total == 17.0
    assert vv.clv.historical(vv.Orders(connection, table="main.orders")).total == 22.5
    with pytest.raises(DataError, match="2 columns cannot be distinguished"):
        vv.Orders(connection, query="select *, amount from orders")


def test_no_value_is_rounded_or_guessed():
    large = 2**53 + 1
    wide, east = Decimal("12345678901234567890.5"), dt.timezone(dt.timedelta(hours=8))
    rows = [
        (
            large,
            1,
            True,
            "a",
            dt.date(2024, 1, 1),
            dt.datetime(2024, 1, 1, tzinfo=east),
            wide,
            None,
        ),
        (None, 2.5, None, None, None, None, None, None),
    ]
    names = ["id", "number", "flag", "word", "day", "moment", "money", "nothing"]
    cursor = SimpleNamespace(
        execute=print, close=print, description=[(it,) for it in names], fetchall=lambda: rows
    )
    fake = SimpleNamespace(cursor=lambda: cursor, commit=print, close=print)
    frame = databases.read(fake, query="select", table=None)
    assert frame.dtypes.astype(str).to_dict() == {
        "id": "Int64",
        "number": "float64",
        "flag": "boolean",
        "word": "str",
        "day": "object",
        "moment": "datetime64[us, UTC]",
        "money": "object",
        "nothing": "str",
    }
    assert frame["id"][0] == large
    assert frame["moment"][0] == pd.Timestamp("2023-12-31 16:00", tz="UTC")
    assert frame["money"][0] == wide


def test_an_empty_answer_is_an_empty_table():
    orders = vv.Orders(sqlite(), query="select * from orders where 1 = 0")
    with pytest.raises(DataError, match="the order table is empty"):
        vv.clv.historical(orders)


@pytest.mark.parametrize("table", [pd.DataFrame({"a": [1]}), pa.table({"a": [1]}), "orders.csv"])
def test_a_query_is_for_connections(table):
    with pytest.raises(ParameterError, match=r"query says what to read through a connection"):
        vv.Orders(table, query="select 1")


def test_a_number_without_a_limit_is_read_from_arrow():
    if not hasattr(pa, "opaque"):
        pytest.skip("this pyarrow has no type for what a driver does not know")
    kind = pa.opaque(pa.string(), "numeric", "PostgreSQL")
    other = pa.opaque(pa.string(), "uuid", "PostgreSQL")
    money = pa.ExtensionArray.from_storage(kind, pa.array(["10.50", None]))
    ids = pa.ExtensionArray.from_storage(other, pa.array(["a", "b"]))
    table = pa.table({"amount": money, "customer_id": ids})
    cursor = SimpleNamespace(
        execute=print,
        close=print,
        description=[("amount",), ("customer_id",)],
        fetch_arrow_table=lambda: table,
    )
    fake = SimpleNamespace(cursor=lambda: cursor, commit=print, close=print)
    read = databases.read(fake, query="select", table=None)
    assert read.to_pydict() == {"amount": [10.5, None], "customer_id": ["a", "b"]}


def test_names_are_quoted_as_the_database_quotes():
    assert databases.quoted('a.b "c"', '"') == '"a"."b ""c"""'
    assert databases.quoted("a`b", "`") == "`a``b`"
    assert databases._mark(sqlite()) == '"'
