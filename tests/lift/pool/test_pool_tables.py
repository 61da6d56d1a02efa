"""The tables of one pool: customers written alike, one clock, and days beside moments."""

import pandas as pd
import polars as pl
import pytest

from vocvalue import Orders, Responses, lift
from vocvalue.errors import DataError, ParameterError

T = pd.Timestamp
RULES = [lift.LowScore(), lift.Silence(longer_than="30 days")]
N = 120


def as_csv(frame, path):
    frame.to_csv(path, index=False)
    return path


HELD = {
    "pandas": lambda frame, path: frame,
    "polars": lambda frame, path: pl.from_pandas(frame),
    "csv": as_csv,
}


@pytest.fixture(params=list(HELD))
def held(request, tmp_path):
    return lambda frame, name: HELD[request.param](frame, tmp_path / f"{name}.csv")


def answers(ids, moment="2024-05-03 10:00:00"):
    return pd.DataFrame({"customer_id": ids, "timestamp": moment, "score": 2})


def orders(ids, moment="2024-01-05 09:00:00"):
    return pd.DataFrame({"customer_id": ids, "timestamp": moment, "amount": 1.0})


WRITTEN = {
    "blanks": ("c{:03d}", " c{:03d}"),
    "case": ("c{:03d}", "C{:03d}"),
    "leading zeros": ("x{0:d}-{0:d}", "0x{0:d}-{0:d}"),
    "a trailing .0": ("c{:03d}", "c{:03d}.0"),
}


@pytest.mark.parametrize(
    ("rule", "held"), [*zip(WRITTEN, [*HELD, "polars"], strict=True)], indirect=["held"]
)
def test_one_customer_written_in_two_ways_is_refused(rule, held):
    mine, theirs = WRITTEN[rule]
    tables = {
        "responses": held(answers([mine.format(i) for i in range(N)]), "responses"),
        "orders": held(orders([theirs.format(i) for i in range(N)]), "orders"),
    }
    with pytest.raises(DataError, match=f"120 of the 120 would match if {rule} were ignored"):
        lift.risk_pool(RULES, **tables, as_of="2024-06-01")


@pytest.mark.parametrize("held", ["polars"], indirect=True)
def test_the_smaller_table_is_looked_up_in_the_larger(held):
    ids = [f"c{i}" for i in range(N)]
    tickets = orders(["C5", "c6"]).drop(columns="amount")
    tables = {"complaints": held(tickets, "complaints"), "responses": held(answers(ids), "answers")}
    with pytest.raises(DataError, match="table responses does not have 1 of the 2 customers"):
        lift.risk_pool([lift.LowScore(), lift.Complaint()], **tables)


@pytest.mark.parametrize("held", ["polars"], indirect=True)
def test_fewer_than_one_in_a_hundred_are_noted(held):
    ids = [f"c{i}" for i in range(N)]
    tables = {
        "responses": held(answers(ids), "responses"),
        "orders": held(orders(["C0", *ids[1:]]), "orders"),
    }
    pool = lift.risk_pool(RULES, **tables, as_of="2024-06-01")
    assert "1 of the 1 would match if case were ignored" in pool.notes[0].en
    assert pool.notes[0].count == 1


def test_customers_of_two_types_who_share_no_id_are_refused():
    with pytest.raises(DataError, match="responses are String, and those of orders are Int64"):
        lift.risk_pool(RULES, responses=answers(["a", "b"]), orders=orders([1, 2, 3]))
    # 7 and "7" are one customer, and two sets of customers of one type may be apart.
    pool = lift.risk_pool(RULES, responses=answers(["7"]), orders=orders([7]), as_of="2024-06-01")
    assert pool.to_frame()["rules"].tolist() == ["low_score, silence"]
    assert len(lift.risk_pool(RULES, responses=answers([1]), orders=orders([2, 3])).fired_at) == 1


def test_times_with_a_zone_beside_times_without_need_one(held):
    tables = {
        "responses": held(answers([1], T("2024-05-31 20:00", tz="UTC")), "responses"),
        "orders": held(orders([1]), "orders"),
    }
    with pytest.raises(ParameterError, match=r"is in the time zone UTC.* of the orders has none"):
        lift.risk_pool(RULES, **tables, as_of="2024-05-31")
    # 20:00 UTC is 04:00 of the next day in Shanghai: the answer came after the period.
    for zone, n in (("Etc/UTC", 2), ("Asia/Shanghai", 1)):
        pool = lift.risk_pool(RULES, **tables, as_of="2024-05-31", timezone=zone)
        assert sum(map(int, (fired.sum() for fired in pool.fired.values()))) == n


def test_two_zones_are_made_one(held):
    moment = T("2024-05-31 20:00", tz="UTC")
    first = Responses(held(answers([1], moment), "responses"))
    log = orders([1], T("2024-05-01 23:00", tz="Asia/Shanghai"))  # 15:00 UTC
    pool = lift.risk_pool(RULES, responses=first, orders=Orders(held(log, "orders")))
    # Silent for more than 30 days at the latest order never; the answer's clock is the first's.
    assert pool.fired_at[0] == T("2024-05-31 20:00")
    assert pool.end == T("2024-05-01 15:00")


def test_days_beside_moments_count_as_their_end(held):
    days = answers(["a", "b"]).assign(timestamp=["2024-05-03", "2024-05-04"])
    tickets = pd.DataFrame({"customer_id": ["a", "b"], "timestamp": T("2024-05-04 09:00:00")})
    tables = {"responses": held(days, "responses"), "complaints": held(tickets, "complaints")}
    pool = lift.risk_pool([lift.LowScore(), lift.Complaint()], **tables)
    # b: the complaint of the same day came first.
    assert pool.fired_at.astype(str).tolist() == [
        "2024-05-03T23:59:59.999999",
        "2024-05-04T09:00:00.000000",
    ]
    assert "responses has dates without a time of day" in pool.notes[0].en
    # A day is over at its end, and the period of half a day does not hold it.
    until = {"between": ("2024-05-03 08:00:00", "2024-05-04 12:00:00")}
    pool = lift.risk_pool([lift.LowScore()], responses=tables["responses"], **until)
    assert pool.customer_id.to_list() == ["a"]
    # Among days alone a day is as it was.
    alone = lift.risk_pool([lift.LowScore()], responses=tables["responses"])
    assert alone.fired_at.astype(str).tolist() == [
        "2024-05-03T00:00:00.000000",
        "2024-05-04T00:00:00.000000",
    ]
    assert not alone.notes


def test_surveys_of_a_categorical_column_and_of_another_name_are_told_apart():
    both = answers(["a", "b"]).assign(survey=pd.Categorical(["nps", "csat"]))
    pool = lift.risk_pool([lift.LowScore()], responses=pl.from_pandas(both))
    assert pool.customer_id.to_list() == ["a"]
    many = answers(list(range(60))).assign(kind=["nps", "csat"] * 30)
    with pytest.raises(ParameterError, match=r"'kind' holds .*looks like several surveys"):
        lift.risk_pool([lift.LowScore()], responses=many)


def test_orders_of_two_currencies_are_refused():
    mixed = orders(["a", "b"]).assign(currency=["EUR", "USD"])
    with pytest.raises(DataError, match="several currencies"):
        lift.risk_pool([lift.Silence(longer_than="30 days")], orders=mixed)
