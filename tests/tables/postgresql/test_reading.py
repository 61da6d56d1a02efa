"""Tables that a real PostgreSQL holds, read through each kind of connection to it."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError

psycopg = pytest.importorskip("psycopg")

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table.* is deprecated")

# Its columns are of the types that people have: none of them is a plain float or a text alone.
SCHEMA = """
create schema sales;
create table sales.orders (
    customer_id bigint, timestamp timestamp, amount numeric(12, 2), at timestamptz, day date,
    code varchar(20), currency char(3), key uuid
);
create table sales."Odd ""name"" 客户" as
    select 1 as customer_id, now() as timestamp, 3.5 as amount;
create table answers (customer_id bigint, timestamp timestamp, score smallint);
"""
LARGE = 2**53
ORDERS = pd.DataFrame(
    {
        "customer_id": pd.array([LARGE + 1, LARGE + 2, LARGE + 1, 7, 7, None], "Int64"),
        "timestamp": pd.to_datetime(
            ["2024-01-01 09:00", "2024-01-08 21:30", "2024-02-01", "2024-01-15 23:59:59.123456",
             "2024-03-31 12:00", "2024-01-20"], format="ISO8601"
        ),
        "amount": [10.25, 5.5, 7.0, 1234567.89, 0.01, 1.0],
    }
)  # fmt: skip
ANSWERS = pd.DataFrame(
    {
        "customer_id": [LARGE + 1, LARGE + 2, 7],
        "timestamp": pd.to_datetime(["2024-01-20", "2024-01-05", "2024-03-01"]),
        "score": [9, 3, None],
    }
)


@pytest.fixture(scope="module")
def database(address):
    """Return the address of a database that holds the tables."""
    with psycopg.connect(f"postgresql{address}") as connection:
        connection.execute(SCHEMA)
        for i, (customer, at, amount) in enumerate(ORDERS.itertuples(index=False)):
            known = None if pd.isna(customer) else customer
            connection.execute(
                "insert into sales.orders values "
                "(%s, %s, %s, %s::timestamp at time zone 'UTC', %s, %s, 'CNY', gen_random_uuid())",
                [known, at, amount, at, at.date(), f"007{i}"],
            )
        for customer, at, score in ANSWERS.itertuples(index=False):
            known = None if np.isnan(score) else int(score)
            connection.execute("insert into answers values (%s, %s, %s)", [customer, at, known])
    return address


ASKED = {
    "query": {"query": "select customer_id, timestamp, amount from sales.orders"},
    "table": {"table": "sales.orders"},
}


def summary(orders):
    rfm = vv.clv.rfm(orders)
    ids = [None if it is None else int(it) for it in rfm.customer_id.to_list()]
    columns = (rfm.frequency, rfm.recency, rfm.T, rfm.monetary_value)
    rows = sorted(zip(ids, *(it.tolist() for it in columns), strict=True))
    return rows, rfm.n_lines, rfm.n_lines_used


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_orders_give_what_their_frame_gives(connection, asked):
    assert summary(vv.Orders(connection, **asked)) == summary(ORDERS)


def test_answers_meet_orders(connection):
    orders = vv.Orders(connection, table="sales.orders")
    answers = vv.Responses(connection, table="answers")
    read = vv.link.attach(answers, orders, window="1 month", observation_end="2024-06-30")
    expected = vv.link.attach(ANSWERS, ORDERS, window="1 month", observation_end="2024-06-30")
    spent = dict(zip(read.customer_id.to_list(), read.spend_after.tolist(), strict=True))
    # 7 answered without a score, and one line has no customer.
    assert spent == {LARGE + 1: 7.0, LARGE + 2: 5.5}
    assert read.report.customers == expected.report.customers


def test_moments_with_a_zone_are_these_moments(connection):
    # The server's zone is Shanghai's, and its driver may hand the moments over in it.
    for zone, day in (("UTC", "2024-01-08"), ("Asia/Shanghai", "2024-01-09")):
        orders = vv.Orders(connection, table="sales.orders", timestamp="at", timezone=zone)
        read = vv.clv.historical(orders)
        last = dict(
            zip(read.customer_id.to_list(), read.last_order.astype("datetime64[D]"), strict=True)
        )
        assert str(last[LARGE + 2]) == day


def test_days_codes_and_currencies_of_columns(connection):
    orders = vv.Orders(
        connection,
        table="sales.orders",
        customer_id="code",
        timestamp="day",
        currency="currency",
    )
    read = vv.clv.historical(orders)
    assert sorted(read.customer_id.to_list()) == [f"007{i}" for i in range(6)]
    assert read.currency == "CNY"
    assert read.total == pytest.approx(ORDERS["amount"].sum())


def test_uuids_are_ids(connection):
    orders = vv.Orders(connection, table="sales.orders", customer_id="key")
    ids = vv.clv.historical(orders).customer_id.to_list()
    assert len(ids) == 6
    assert all(len(str(it)) == 36 for it in ids)


def test_moments_that_never_come_are_refused(connection):
    query = """
        select customer_id, amount, case when code = '0070' then 'infinity' else timestamp end
        as timestamp from sales.orders
    """
    with pytest.raises(DataError, match=r"year|too large"):
        vv.clv.historical(vv.Orders(connection, query=query))


def test_amounts_of_the_type_money_are_refused(connection):
    # As a driver hands them over: the text of the server's own country, or a number of cents.
    query = "select customer_id, timestamp, amount::numeric::money as amount from sales.orders"
    with pytest.raises(DataError, match=r"'amount'"):
        vv.clv.historical(vv.Orders(connection, query=query))


def test_what_nobody_reads_hinders_nothing(connection):
    query = """
        select *, '{"a": 1}'::jsonb as paid, array[1, 2] as items, interval '1 day' as waited,
        time '12:00' as hour, '1.2.3.4'::inet as sender, 'x'::bytea as raw, null as nothing,
        int4range(1, 2) as span, point(1, 2) as place
        from sales.orders
    """
    assert summary(vv.Orders(connection, query=query)) == summary(ORDERS)


def test_no_transaction_is_left_open(connection, database):
    vv.Orders(connection, **ASKED["table"])
    with psycopg.connect(f"postgresql{database}") as other:
        open_ones = "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
        assert other.execute(open_ones).fetchone() == (0,)


def test_a_transaction_that_was_begun_is_left_as_it_was(database):
    with psycopg.connect(f"postgresql{database}") as connection:
        connection.execute("create table draft as select * from sales.orders limit 3")
        assert vv.clv.historical(vv.Orders(connection, table="draft")).n_lines == 3
        assert vv.clv.historical(vv.Orders(connection, table="draft")).n_lines == 3
        connection.rollback()
        with pytest.raises(DataError, match="draft"):
            vv.Orders(connection, table="draft")


def test_numbers_without_a_limit_are_numbers(connection):
    query = "select customer_id, timestamp, amount::numeric as amount from sales.orders"
    read = vv.clv.historical(vv.Orders(connection, query=query))
    assert read.total == pytest.approx(ORDERS["amount"][:-1].sum())


def test_names_are_taken_as_they_are(connection):
    orders = vv.Orders(connection, table='sales.Odd "name" 客户')
    assert vv.clv.historical(orders).total == 3.5


def test_a_query_holds_what_it_holds(connection):
    query = """
        select customer_id, timestamp, amount::float8, ':x %s %' as "::x" from sales.orders
        where code like '007%' and currency = 'CNY' -- :y
    """
    assert vv.clv.historical(vv.Orders(connection, query=query)).n_lines == 6


@pytest.mark.parametrize("asked", [{"query": "select * from nothing"}, {"table": "nothing"}])
def test_after_an_error_the_connection_can_be_asked_again(connection, asked):
    with pytest.raises(DataError, match=r"^The database cannot read .*nothing") as caught:
        vv.Orders(connection, **asked)
    assert "\n" not in str(caught.value)
    assert summary(vv.Orders(connection, **ASKED["table"])) == summary(ORDERS)


def test_an_empty_table_is_said(connection):
    with pytest.raises(DataError, match="the order table is empty"):
        vv.clv.rfm(vv.Orders(connection, query="select * from sales.orders where false"))
