"""What may be an id, in every room: text or a whole number, and not whatever can be grouped."""

import datetime as dt
import decimal
import uuid

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import vocvalue as vv
from vocvalue.errors import DataError

DAYS = pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"])
NO_IDS = {
    "truth": [True, False, True],
    "truth among numbers": pd.Series([True, 1, 2], dtype=object),
    "moments": DAYS,
    "spans": pd.to_timedelta([1, 2, 3], unit="D"),
    "periods": DAYS.to_period("M"),
    "complex": [1j, 2j, 3j],
    "half numbers": [1.0, 1.5, 2.0],
    "narrow floats": np.array([1, 2, 3], dtype="float16"),
    "lists": [[1], [2], [3]],
    "dictionaries": [{"a": 1}, {"a": 2}, None],
    "bytes": [b"1", b"2", b"3"],
    "half decimals": [decimal.Decimal("0.5"), decimal.Decimal(1), None],
    "endless decimals": [decimal.Decimal("inf"), decimal.Decimal(1), None],
}


def orders(ids):
    return pd.DataFrame({"customer_id": ids, "timestamp": DAYS, "amount": [1.0, 2.0, 3.0]})


def answers(ids):
    return pd.DataFrame({"customer_id": ids, "timestamp": DAYS, "score": [3, 9, 10]})


@pytest.mark.parametrize("kind", NO_IDS)
def test_what_is_no_id_is_refused_in_every_room(kind):
    ids = NO_IDS[kind]
    arms = answers([1, 2, 3]).assign(arm=["treated", "control", "control"])
    rooms = {
        "rfm": lambda: vv.clv.rfm(orders(ids)),
        "attach": lambda: vv.link.attach(answers(ids), orders([1, 2, 3])),
        "trend": lambda: vv.survey.trend(answers(ids)),
        "experiment": lambda: vv.lift.experiment(
            arms, orders=orders(ids), window="1 week", randomised=True
        ),
        "assign": lambda: vv.lift.assign(answers(ids), salt="spring"),
    }
    for room, read in rooms.items():
        with pytest.raises(DataError, match="customer_id"):
            pytest.fail(f"{room} reads {read()}")


@pytest.mark.parametrize(
    "ids",
    [
        [uuid.UUID(int=1), uuid.UUID(int=1), uuid.UUID(int=2)],
        pd.Series([1, 1, 2.0], dtype=object),
        pd.Series([decimal.Decimal(1), decimal.Decimal(1), decimal.Decimal(2)], dtype=object),
        np.array([2**63, 2**63, 2**63 + 1], dtype=np.uint64),
        pd.Categorical(["a", "a", "b"], categories=["b", "a", "unused"]),
    ],
)
def test_ids_of_other_kinds_are_read(ids):
    assert vv.clv.rfm(orders(ids)).frequency.tolist() in ([1, 0], [0, 1])


def test_ids_of_an_engine_that_knows_uuids_are_read():
    log = duckdb.sql(
        "SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID AS customer_id, 1.0 AS amount, "
        "make_timestamp(2024, m, 1, 0, 0, 0) AS timestamp FROM (VALUES (1), (2)) AS t(m)"
    )
    assert vv.clv.rfm(log).frequency.tolist() == [1]


def test_nested_ids_are_refused_in_polars():
    log = pl.DataFrame({"customer_id": [[1], [2]], "timestamp": [dt.date(2024, 1, 1)] * 2})
    with pytest.raises(DataError, match=r"'customer_id' holds List.*not ids"):
        vv.clv.rfm(log.with_columns(amount=1.0))
