"""Two tables on two clocks: the same instants give the same figures, or the zone is asked for."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import lift, link
from vocvalue.errors import ParameterError

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

T = pd.Timestamp


def answer(moment):
    return pd.DataFrame({"customer_id": [1], "timestamp": [moment], "score": [3]})


def orders(*rows):
    return pd.DataFrame(rows, columns=["customer_id", "timestamp", "amount"])


def test_a_naive_table_beside_an_aware_one_needs_its_zone():
    theirs = answer(T("2024-01-05 02:00", tz="UTC"))
    log = orders((1, T("2024-01-05 09:00"), 100.0), (9, T("2024-06-01"), 1.0))
    with pytest.raises(ParameterError, match=r"is in the time zone UTC.* of the orders has none"):
        link.attach(theirs, log, window="1 month")
    # 02:00 UTC is 10:00 in Shanghai: the order of 09:00 came before.
    linked = link.attach(theirs, log, window="1 month", timezone="Asia/Shanghai")
    assert (linked.spend_before.tolist(), linked.spend_after.tolist()) == ([100.0], [0.0])
    # And in London it is 02:00, so that the order came after.
    london = link.attach(theirs, log, window="1 month", timezone="Europe/London")
    assert london.spend_after.tolist() == [100.0]
    with pytest.raises(ParameterError, match="of the first table has none"):
        link.attach(answer(T("2024-01-05")), log.assign(timestamp=T("2024-01-08", tz="UTC")))


ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Etc/GMT+8"]


@pytest.mark.parametrize("theirs", ZONES)
@pytest.mark.parametrize("ours", ZONES)
@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_the_same_instants_in_any_two_zones_give_the_same(theirs, ours, library):
    make = {
        "pandas": lambda frame: frame,
        "polars": pl.from_pandas,
        "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    }[library]
    moment = T("2024-01-05 16:30", tz="UTC")
    log = orders(
        (1, moment - pd.Timedelta("1h"), 10.0),
        (1, moment + pd.Timedelta("1h"), 20.0),
        (9, moment + pd.Timedelta("99D"), 1.0),
    )
    log["timestamp"] = pd.DatetimeIndex(log["timestamp"]).tz_convert(ours)
    asked = answer(moment)
    asked["timestamp"] = asked["timestamp"].dt.tz_convert(theirs)
    linked = link.attach(make(asked), make(log), window="1 month")
    assert (linked.spend_before.tolist(), linked.spend_after.tolist()) == ([10.0], [20.0])


def test_an_experiment_is_counted_by_one_clock():
    moment = T("2024-01-05 16:30", tz="UTC")
    plan = pd.DataFrame(
        {"customer_id": range(4), "arm": ["treated", "control"] * 2, "timestamp": moment}
    )
    bought = T("2024-01-05 18:00", tz="Asia/Shanghai")
    log = pd.DataFrame({"customer_id": range(4), "amount": 9.0, "timestamp": bought})
    trial = lift.experiment(
        plan, orders=log, window="30 days", observation_end="2024-06-30", randomised=True
    )
    # 18:00 in Shanghai is 10:00 UTC, before the assignment.
    assert trial.retained.tolist() == [0.0] * 4


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["text", "date"])
def test_an_order_of_the_day_of_a_dated_answer_counts_as_before(engine, kind, tmp_path):
    day = "2024-01-05" if kind == "text" else T("2024-01-05").date()
    tables = [
        pa.table({"customer_id": [1], "timestamp": [day], "score": [3]}),
        pa.table(
            {
                "customer_id": [1, 1, 9],
                "timestamp": ["2024-01-05 09:00:00", "2024-01-06 00:00:00", "2024-06-01 12:00:00"],
                "amount": [100.0, 7.0, 1.0],
            }
        ),
    ]
    linked = link.attach(*placed(engine, tmp_path, *tables), window="1 month")
    assert (linked.spend_before.tolist(), linked.spend_after.tolist()) == ([100.0], [7.0])
    assert any("dates without a time of day" in note.en for note in linked.notes)
    assert linked.answered[0] == T("2024-01-05")


def test_one_midnight_for_all_is_a_moment_and_several_are_dates():
    log = orders((1, T("2024-01-05 09:00"), 100.0), (9, T("2024-06-01 12:00"), 1.0))
    linked = link.attach(answer(T("2024-01-05")), log, window="1 month")
    assert linked.spend_after.tolist() == [100.0]
    both = pd.concat([answer(T("2024-01-05")), answer(T("2024-01-06")).assign(customer_id=2)])
    linked = link.attach(both, log, window="1 month")
    assert linked.spend_after.tolist() == [0.0, 0.0]


def test_dates_beside_dates_are_as_they_were():
    log = orders((1, T("2024-01-05"), 100.0), (1, T("2024-02-04"), 7.0), (9, T("2024-06-01"), 1.0))
    linked = link.attach(answer(T("2024-01-05")), log, window="30 days")
    assert (linked.spend_before.tolist(), linked.spend_after.tolist()) == ([100.0], [7.0])
    assert not any("time of day" in note.en for note in linked.notes)


def test_two_zones_asked_for_are_refused():
    from vocvalue import Orders, Responses

    moment = T("2024-01-05 16:30", tz="UTC")
    theirs = Responses(answer(moment), timezone="UTC")
    with pytest.raises(ParameterError, match="must use one time zone"):
        link.attach(theirs, Orders(orders((1, moment, 1.0)), timezone="Asia/Tokyo"))
