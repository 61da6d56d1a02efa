"""What a result hands out, and what it was made from, cannot change it."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv

BEFORE = [2, 0, 5, 1]


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d"],
            "frequency": BEFORE,
            "recency": [3.0, 0.0, 9.0, 4.0],
            "T": [10.0, 10.0, 10.0, 10.0],
            "monetary_value": [1.0, 0.0, 2.0, 3.0],
        }
    )


@pytest.mark.parametrize("column", ["frequency", "recency", "T", "monetary_value"])
def test_writing_into_the_frame_of_an_rfm_changes_nothing(column, table):
    rfm = vv.clv.Rfm.from_frame(table, unit="week")
    frame = rfm.to_frame()
    frame.loc[:, column] = 7
    frame.loc[:, "customer_id"] = "z"
    assert rfm.to_frame().to_dict("list") == table.to_dict("list")


def test_a_capped_frame_does_not_change_the_next_fit():
    rfm = vv.clv.rfm(vv.datasets.simulate_orders(400, seed=1).orders)
    before = vv.clv.BGNBD.fit(rfm).parameters
    frame = rfm.to_frame()
    frame.loc[frame.frequency > 2, "frequency"] = 2
    assert vv.clv.BGNBD.fit(rfm).parameters == before


def test_an_array_changed_later_does_not_change_the_rfm():
    recency, T, spend = np.array([3.0, 0.0]), np.array([9.0, 9.0]), np.array([5.0, 0.0])
    rfm = vv.clv.Rfm.from_arrays([2, 0], recency, T, spend, unit="week")
    recency[:], T[:], spend[:] = 1.0, 2.0, 4.0
    assert rfm.recency.tolist() == [3.0, 0.0]
    assert rfm.T.tolist() == [9.0, 9.0]
    assert rfm.mean_spend.tolist() == [5.0, 0.0]


def test_a_table_changed_later_does_not_change_the_rfm(table):
    rfm = vv.clv.Rfm.from_frame(table, unit="week")
    was = table.to_dict("list")
    table.loc[:, ["recency", "T"]] = 1.0
    table.loc[:, "customer_id"] = "z"
    assert rfm.to_frame().to_dict("list") == was
