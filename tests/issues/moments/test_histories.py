"""Order histories against the same lines grouped by hand, on several engines."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from orders_by_hand import days, gathered, log, orders_of

import vocvalue as vv
from vocvalue.issues.gathered import gather

ENGINES = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    "duckdb": lambda frame: duckdb.from_df(frame.reset_index(drop=True)),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ids", [int, "text"])
def test_lines_become_orders_net_of_the_refunds_that_follow(engine, ids):
    lines = log(1)
    if ids == "text":
        lines = lines.assign(customer_id=lines["customer_id"].map("C{}".format))
    expected = orders_of(lines).sort_values(["customer_id", "timestamp"])
    first = lines[lines["amount"] >= 0].iloc[[0]]
    mentions = first[["customer_id", "timestamp"]].assign(topic="late")
    make = ENGINES[engine]
    found = gather(vv.Problems(make(mentions)), vv.Orders(make(lines))).orders
    assert [found.ids.to_list()[it] for it in found.customer] == expected["customer_id"].tolist()
    assert found.day == pytest.approx(days(expected["timestamp"]).to_numpy(), abs=1e-12)
    assert found.paid == pytest.approx(expected["paid"].to_numpy())
    assert found.amount == pytest.approx(expected["net"].to_numpy())


def test_a_refund_before_any_order_is_counted_and_deducted_from_nothing():
    lines = log(3)
    early = lines.iloc[[0]].assign(
        customer_id=lines["customer_id"].max(), amount=-99.0, timestamp=lines["timestamp"].min()
    )
    early["timestamp"] -= np.timedelta64(40, "D")
    plain = gathered(lines).orders
    found = gathered(pd.concat([lines, early])).orders
    assert found.amount.tolist() == plain.amount.tolist()
    assert [note.en for note in found.notes if "before any order" in note.en] == [
        "1 refund before any order of the customer was left out."
    ]


def test_the_end_is_that_of_the_day_of_the_last_line():
    lines = log(2)
    assert gathered(lines).orders.end == np.floor(days(lines["timestamp"].max())) + 1
