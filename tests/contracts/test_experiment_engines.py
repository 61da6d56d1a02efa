"""An experiment is the same whichever engine or file holds its tables."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from engine_tables import placed

from vocvalue import lift
from vocvalue.errors import DataError

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

DAY = dt.datetime(2024, 2, 1)


def people(arms=("treated", "treated", "control", "control")):
    return pa.table(
        {
            "customer_id": ["a", "b", "c", "d"],
            "arm": list(arms),
            "timestamp": pa.array([DAY] * 4, pa.timestamp("us")),
            "age": [30.0, 40.0, None, 60.0],
        }
    )


def test_from_orders(engine, tmp_path):
    orders = pa.table(
        {
            "customer_id": ["a", "c", "d", "d"],
            "timestamp": pa.array(
                [DAY + dt.timedelta(days=n) for n in (5, 40, 10, 60)], pa.timestamp("us")
            ),
            "amount": [10.0, 20.0, 30.0, 40.0],
        }
    )
    tables = placed(engine, tmp_path, people(), orders)
    read = lift.experiment(tables[0], orders=tables[1], window="30 days", randomised=True)
    assert read.customer_id.to_list() == ["a", "b", "c", "d"]
    assert read.arm.tolist() == [1, 1, 0, 0]
    assert read.retained.tolist() == [1, 0, 0, 1]
    assert read.spend.tolist() == [10, 0, 0, 30]


def test_from_outcomes(engine, tmp_path):
    outcomes = pa.table({"customer_id": ["d", "c", "b", "a"], "retained": [1, 0, None, 1]})
    tables = placed(engine, tmp_path, people(), outcomes)
    read = lift.experiment(tables[0], outcomes=tables[1], keep=["age"], randomised=True)
    by_customer = dict(zip(read.customer_id.to_list(), read.retained, strict=True))
    assert {name: by_customer[name] for name in "acd"} == {"a": 1, "c": 0, "d": 1}
    assert np.isnan(by_customer["b"])
    ages = dict(zip(read.customer_id.to_list(), read.columns["age"], strict=True))
    assert (ages["a"], ages["d"]) == (30.0, 60.0)
    assert np.isnan(ages["c"])


def test_outcomes_before_the_assignment_are_found(engine, tmp_path):
    early = pa.table(
        {
            "customer_id": ["a", "b", "c", "d"],
            "retained": [1, 1, 0, 1],
            "timestamp": pa.array(
                [DAY + dt.timedelta(days=n) for n in (5, -1, 10, 3)], pa.timestamp("us")
            ),
        }
    )
    tables = placed(engine, tmp_path, people(), early)
    with pytest.raises(DataError, match=r"1 row of outcomes before the assignment .*ids: b"):
        lift.experiment(tables[0], outcomes=tables[1], randomised=True)


def test_arms_may_be_numbers(engine, tmp_path):
    numbered = people().set_column(1, "arm", pa.array([1, 1, 0, 0]))
    outcomes = pa.table({"customer_id": ["a", "b", "c", "d"], "retained": [1, 1, 0, 1]})
    tables = placed(engine, tmp_path, numbered, outcomes)
    read = lift.experiment(tables[0], outcomes=tables[1], control="0", randomised=True)
    assert read.arms == ("0", "1")
    assert lift.retention(read).treated.retained == 2


def test_ids_that_are_numbers_are_found(engine, tmp_path):
    numbered = people().set_column(0, "customer_id", pa.array([7, 8, 9, 10]))
    outcomes = pa.table({"customer_id": [10, 9, 8, 7], "retained": [1, 0, 0, 1]})
    tables = placed(engine, tmp_path, numbered, outcomes)
    read = lift.experiment(tables[0], outcomes=tables[1], randomised=True)
    by_customer = dict(zip(read.customer_id.to_list(), read.retained, strict=True))
    assert by_customer == {7: 1, 8: 0, 9: 0, 10: 1}


def test_a_customer_in_two_arms_is_found(engine, tmp_path):
    twice = pa.concat_tables([people(), people(("control", "treated", "control", "control"))])
    tables = placed(engine, tmp_path, twice, pa.table({"customer_id": ["a"], "retained": [1]}))
    with pytest.raises(DataError, match=r"1 row of customers in two arms \(first ids: a\)"):
        lift.experiment(tables[0], outcomes=tables[1], randomised=True)


TWICE = pa.table(
    {
        "customer_id": ["c", "a", "b", "a", "c", "d", "d"],
        "arm": ["treated", "control", "treated", "treated", "control", "control", "control"],
        "timestamp": pa.array(
            [DAY + dt.timedelta(days=n) for n in (5, 3, 0, 1, 2, 1, 4)], pa.timestamp("us")
        ),
        "age": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
    }
)


def test_of_two_arms_the_first_counts(engine, tmp_path):
    outcomes = pa.table({"customer_id": ["a", "b", "c", "d"], "retained": [1, 1, 0, 1]})
    tables = placed(engine, tmp_path, TWICE, outcomes)
    read = lift.experiment(tables[0], outcomes=tables[1], both_arms="first", keep=["age"])
    ids = read.customer_id.to_list()
    assert dict(zip(ids, read.arm.tolist(), strict=True)) == {"a": 1, "b": 1, "c": 0, "d": 0}
    ages = dict(zip(ids, read.columns["age"].tolist(), strict=True))
    assert ages == {"a": 4.0, "b": 3.0, "c": 5.0, "d": 6.0}
    assert "first 1 in 'control', 1 in 'treated'" in str(read.notes[1])


def test_customers_of_two_arms_are_dropped(engine, tmp_path):
    outcomes = pa.table({"customer_id": ["a", "b", "c", "d"], "retained": [1, 1, 0, 1]})
    tables = placed(engine, tmp_path, TWICE.slice(0, 6), outcomes)
    read = lift.experiment(tables[0], outcomes=tables[1], both_arms="drop", keep=["age"])
    assert sorted(read.customer_id.to_list()) == ["b", "d"]
    assert read.dropped == 2
    assert "first 1 in 'control', 1 in 'treated'" in str(read.notes[1])


def test_the_first_of_two_arms_with_orders(engine, tmp_path):
    orders = pa.table(
        {
            "customer_id": ["a", "b", "c", "d"],
            "timestamp": pa.array([DAY + dt.timedelta(days=n) for n in (2, 40, 4, 70)]),
            "amount": [10.0, 20.0, 30.0, 40.0],
        }
    )
    tables = placed(engine, tmp_path, TWICE, orders)
    read = lift.experiment(tables[0], orders=tables[1], window="30 days", both_arms="first")
    assert read.customer_id.to_list() == ["a", "b", "c", "d"]
    assert read.arm.tolist() == [1, 1, 0, 0]
    assert read.retained.tolist() == [1, 0, 1, 0]
