"""Events of customers, any number of each, with the orders after each of them."""

import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, moments, placed

from vocvalue import link
from vocvalue.link.events import events_followed
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.responses import Wanted

WANTED = Wanted(score=False, keep=("topic", "clerk"), called="the table of tickets")
# A window of 30 days. The orders end on 31 March 2024.
TICKETS = pa.table(
    {
        "customer_id": ["a", "b", "a", "a", "a", None, "b"],
        "timestamp": moments(
            [
                "2024-02-01 00:00:00",
                "2024-03-10 00:00:00",
                "2024-02-11 00:00:00",
                # twice at one moment: one event, of the first topic and its own clerk
                "2024-03-01 00:00:00",
                "2024-03-01 00:00:00",
                "2024-03-01 00:00:00",
                None,
            ]
        ),
        "topic": ["late", "late", "broken", "late", "broken", "late", "late"],
        "clerk": ["x", "x", "x", "x", "y", "x", "x"],
    }
)
ORDERS = pa.table(
    {
        "customer_id": ["a", "a", "a", "a", "a", "a", "b"],
        "timestamp": moments(
            [
                "2024-01-15 00:00:00",
                # two lines of one order, 4 days after the first ticket and before the second
                "2024-02-05 00:00:00",
                "2024-02-05 00:00:00",
                # after both; 5 of it came back outside the window of the first
                "2024-02-20 00:00:00",
                "2024-03-20 00:00:00",
                "2024-03-31 00:00:00",
                "2024-01-01 00:00:00",
            ]
        ),
        "amount": [1.0, 10.0, 20.0, 40.0, -5.0, 80.0, 2.0],
    }
)


def followed(tickets=TICKETS, orders=ORDERS):
    return events_followed(Timed(tickets), Orders(orders), WANTED, window="30 days")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_event_has_a_window_of_its_own(engine, tmp_path):
    events = followed(*placed(engine, tmp_path, TICKETS, ORDERS))
    assert events.customer_id.to_list() == ["a", "a", "a", "b"]
    assert events.happened.astype("M8[D]").astype(str).tolist() == [
        "2024-02-01",
        "2024-02-11",
        "2024-03-01",
        "2024-03-10",
    ]
    assert events.after.orders.tolist() == [2, 1, 1, 0]
    # 10 + 20 + 40 - 5; 40 - 5; 80: a refund belongs to the order that it follows
    assert events.after.revenue.tolist() == [65.0, 35.0, 80.0, 0.0]
    assert events.after.first.astype("M8[D]").astype(str).tolist() == [
        "2024-02-05",
        "2024-02-20",
        "2024-03-31",
        "NaT",
    ]
    assert events.after.is_complete.tolist() == [True, True, True, False]
    # 1; 1 + 10 + 20; 10 + 20 of the 5th of February and 40 of the 20th, not yet refunded
    assert events.spend_before.tolist() == [1.0, 31.0, 70.0, 0.0]


def test_rows_of_one_moment_are_one_event_of_one_whole_row():
    events = followed()
    assert events.rows.tolist() == [1, 1, 2, 1]
    assert events.kept["topic"].tolist() == ["late", "broken", "broken", "late"]
    assert events.kept["clerk"].tolist() == ["x", "x", "y", "x"]


def test_rows_that_are_no_event_are_counted():
    events = followed()
    assert (events.n_without_customer, events.n_without_time) == (1, 1)


def test_a_customer_without_orders_has_none_after_any_event():
    alone = ORDERS.filter(pa.compute.equal(ORDERS["customer_id"], "b"))
    events = followed(orders=alone)
    assert events.is_matched.tolist() == [False, False, False, True]
    assert events.after.orders.tolist() == [0, 0, 0, 0]
    assert events.after.revenue.tolist() == [0.0, 0.0, 0.0, 0.0]


def test_the_first_event_of_each_is_followed_as_an_answer_is():
    first = pd.DataFrame({"customer_id": ["a", "b"], "timestamp": ["2024-02-01", "2024-03-10"]})
    linked = link.attach(first, ORDERS.to_pandas(), score=None, window="30 days")
    events = events_followed(
        Timed(first), Orders(ORDERS.to_pandas()), Wanted(score=False), window="30 days"
    )
    assert events.after.revenue.tolist() == linked.spend_after.tolist()
    assert events.after.orders.tolist() == linked.orders_after.tolist()
