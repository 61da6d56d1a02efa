"""RFM: the peer's numbers on CDNOW, hand-worked policies, and what bad input is told."""

import datetime as dt
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from vocvalue.clv.rfm_reading import rfm
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.datasets import load_cdnow
from vocvalue.errors import DataError, ParameterError

CDNOW_END = "1997-09-30"


@pytest.fixture(scope="module")
def cdnow():
    return load_cdnow()


def orders(lines, **columns):
    table = pd.DataFrame(lines, columns=["customer_id", "timestamp", "amount"])
    return table.assign(timestamp=pd.to_datetime(table["timestamp"])).assign(**columns)


def test_cdnow_calibration(cdnow):
    # Fader, Hardie and Lee (2005), Marketing Science 24(2): 2,357 customers, 39 weeks
    result = rfm(cdnow, unit="week", observation_end=CDNOW_END)
    assert result.n_customers == 2357
    assert np.count_nonzero(result.frequency == 0) == 1411
    assert result.frequency.sum() == 2457
    assert result.T.max() == pytest.approx(272 / 7)
    assert result.n_lines == 6919
    assert result.n_lines - result.n_lines_used == 1959


@pytest.mark.parametrize(
    ("grain", "unit", "freq", "multiplier"),
    [("day", "week", "D", 7), ("day", "day", "D", 1), ("hour", "day", "h", 24)],
)
def test_cdnow_agrees_with_lifetimes(cdnow, grain, unit, freq, multiplier):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lifetimes is archived; its imports warn
        from lifetimes.utils import summary_data_from_transaction_data

        theirs = summary_data_from_transaction_data(
            cdnow,
            "customer_id",
            "timestamp",
            monetary_value_col="amount",
            observation_period_end=CDNOW_END,
            freq=freq,
            freq_multiplier=multiplier,
        )
    ours = rfm(cdnow, grain=grain, unit=unit, observation_end=dt.datetime(1997, 9, 30))
    assert ours.customer_id.to_list() == theirs.index.tolist()
    table = ours.to_frame().set_index("customer_id")
    pd.testing.assert_frame_equal(table.astype(float), theirs, check_names=False, rtol=1e-12)


def test_a_date_means_its_whole_day_and_a_moment_means_itself():
    table = orders([("a", "2024-01-01 00:00", 1.0), ("a", "2024-01-02 15:00", 1.0)])
    assert rfm(table, grain="hour", observation_end="2024-01-02").T[0] == 47
    assert rfm(table, grain="hour", observation_end=dt.date(2024, 1, 2)).T[0] == 47
    early = rfm(table, grain="hour", observation_end="2024-01-02T14:00")
    assert (early.T[0], early.frequency[0], early.notes[0].count) == (38, 0, 1)


def test_money_is_merged_within_a_day_and_the_first_day_is_left_out():
    table = orders(
        [
            ("a", "2024-01-01", 100.0),
            ("a", "2024-01-02", 10.0),
            ("a", "2024-01-02", 5.0),
            ("a", "2024-01-05", 30.0),
        ]
    )
    result = rfm(table)
    assert result.frequency.tolist() == [2]
    assert result.monetary_value.tolist() == [22.5]


def test_repeat_spend_returned_in_full_counts_as_nothing():
    table = orders([("a", "2024-01-01", 9.0), ("a", "2024-01-02", 5.0), ("a", "2024-01-03", -8.0)])
    result = rfm(table)
    assert result.frequency.tolist() == [1]
    assert result.monetary_value.tolist() == [0.0]
    assert "worth nothing on balance" in result.notes[-1].en


def test_a_refund_is_spread_over_the_purchase_it_follows_only():
    table = orders(
        [
            ("a", "2024-01-01", 50.0),
            ("a", "2024-01-03", -50.0),
            ("a", "2024-01-09", 20.0),
            ("a", "2024-01-12", 40.0),
            ("a", "2024-01-20", -10.0),
        ]
    )
    # the first purchase bears -50; repeat spend is 20 + 40 - 10
    assert rfm(table).monetary_value.tolist() == [25.0]


def test_free_orders_alone_are_purchases_unless_dropped():
    table = orders([("a", "2024-01-01", 0.0), ("a", "2024-01-04", 0.0)])
    result = rfm(table)
    assert (result.frequency.tolist(), result.monetary_value.tolist()) == ([1], [0.0])
    with pytest.raises(DataError, match="2 of amount 0"):
        rfm(table, zeros="drop")


def test_one_customer_and_only_one_time_buyers_are_fine():
    result = rfm(orders([("a", "2024-01-01", 5.0)]))
    assert (result.frequency[0], result.recency[0], result.T[0]) == (0, 0.0, 0.0)
    assert result.monetary_value.tolist() == [0.0]


@pytest.mark.parametrize(
    ("unit", "recency"),
    [("hour", 240.0), ("day", 10.0), ("week", 10 / 7), ("month", 10 / (365.25 / 12))],
)
def test_the_unit_only_rescales(unit, recency):
    table = orders([("a", "2024-01-01", 5.0), ("a", "2024-01-11", 5.0)])
    assert rfm(table, unit=unit).recency[0] == pytest.approx(recency, rel=1e-12)


def test_calendar_months_across_years():
    table = orders([("a", "2023-11-30", 5.0), ("a", "2024-01-01", 5.0), ("b", "2024-03-31", 1.0)])
    result = rfm(table, grain="month")
    assert result.recency.tolist() == [2.0, 0.0]
    assert result.T.tolist() == [4.0, 0.0]


def test_weeks_across_years():
    # 31 December 2023 is a Sunday; 1 January 2024 begins the next week
    table = orders([("a", "2023-12-31", 5.0), ("a", "2024-01-01", 5.0), ("a", "2024-12-30", 5.0)])
    result = rfm(table, grain="week")
    assert (result.frequency[0], result.recency[0]) == (2, 53.0)


def test_statements_name_the_figures():
    result = rfm(orders([("a", "2024-01-01", 5.0), ("a", "2024-01-11", 5.0)]), currency="CNY")
    assert result.statement() == (
        "1 customer, observed for 10 days on average: 1 of them (100.0%) bought again, with "
        "1 repeat purchase in all."
    )
    assert result.statement("zh") == (
        "1 位客户，平均观察 10 天：其中 1 位（100.0%）有复购，合计 1 次复购。"
    )
    assert result.to_dict()["currency"] == "CNY"
    assert "order lines used  2 of 2" in result.summary()


BAD_TABLES = [
    (pd.DataFrame({"customer_id": ["a"], "amount": [1.0]}), r"no column 'timestamp'; it has"),
    (orders([]), "the order table is empty"),
    (orders([("a", "2024-01-01", np.inf), ("b", "2024-01-01", 1.0)]), r"1 row not finite.*: a"),
    (orders([("a", None, 1.0), (None, "2024-01-01", 1.0)]), "none of the 2 lines is a purchase"),
    (orders([("a", "2024-01-01", -1.0)]), r"none of the 1 lines .* 1 refunds"),
    (
        orders([("a", "2024-01-01", "1.5"), ("b", "2024-01-01", "x")]),
        r"'amount': 2 rows of text",
    ),
    (
        orders([("a", "2024-01-01", "x"), ("b", "2024-01-01", 1.0)]).astype({"amount": object}),
        r"'amount': 1 row of text among other values \(first ids: a\)",
    ),
    (
        orders([("a", "2024-01-01", 1.0), (True, "2024-01-01", 1.0)]),
        r"'customer_id' holds bool, such as True, which is not an id",
    ),
    (
        pd.DataFrame({"customer_id": ["a"], "timestamp": [20240101], "amount": [1.0]}),
        "'timestamp' holds Int64, not one kind of time",
    ),
    (
        orders([("a", "2024-01-01", 1.0), ("a", "2024-01-01", -1.0)]),
        "no customer has a net purchase",
    ),
]


@pytest.mark.parametrize(("table", "message"), BAD_TABLES)
def test_bad_tables_are_refused_in_words(table, message):
    with pytest.raises(DataError, match=message):
        rfm(table)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"grain": "year"}, "grain == 'year', must be one of 'hour', 'day', 'week', 'month'"),
        ({"grain": "month", "unit": "day"}, "must be 'month' when grain == 'month'"),
        ({"unit": "D"}, "unit == 'D', must be one of"),
        ({"refunds": "keep"}, "refunds == 'keep', must be one of"),
        ({"observation_end": "30/09/1997"}, "must be an ISO date"),
        ({"observation_end": 19970930}, "must be a date or a datetime"),
        ({"observation_end": "2024-01-01T00:00:00+08:00"}, "carries a zone: pass timezone= too"),
        ({"timezone": "Mars/Olympus"}, "must be a zone's name"),
        ({"timezone": "Asia/Shanghai"}, "carries no zone to convert"),
    ],
)
def test_bad_arguments_are_refused_in_words(arguments, message):
    with pytest.raises(ParameterError, match=message):
        rfm(orders([("a", "2024-01-01", 5.0)]), **arguments)


@pytest.mark.parametrize("bad", [{"a": [1]}, 3, pd.Series([1, 2])])
def test_what_is_no_table_is_refused(bad):
    with pytest.raises(ParameterError, match="must be a table"):
        rfm(bad)


def test_all_orders_after_the_end():
    with pytest.raises(DataError, match=r"up to the observation end 2020-01-01.*1 after the end"):
        rfm(orders([("a", "2024-01-01", 5.0)]), observation_end="2020-01-01")


def test_times_with_a_zone_stay_in_it_unless_told():
    at = pd.to_datetime(["2024-01-01 23:30", "2024-01-02 00:30"]).tz_localize("Asia/Shanghai")
    table = pd.DataFrame({"customer_id": 1, "timestamp": at, "amount": 5.0})
    stays = rfm(table)
    assert (stays.frequency.tolist(), stays.timezone) == ([1], "Asia/Shanghai")
    assert rfm(table, timezone="UTC").frequency.tolist() == [0]


def test_from_frame_takes_a_summary_of_lifetimes():
    table = pd.DataFrame(
        {"frequency": [2.0, 0.0], "recency": [30.43, 0.0], "T": [38.86, 38.86]},
        index=pd.Index([7, 9], name="customer_id"),
    )
    result = Rfm.from_frame(table.reset_index(), unit="week")
    assert result.customer_id.to_list() == [7, 9]
    assert result.frequency.dtype == np.int64
    assert result.monetary_value is None
    assert list(result.to_frame().columns) == ["customer_id", "frequency", "recency", "T"]
    assert Rfm.from_frame(table, unit="week", customer_id=None).customer_id.to_list() == [0, 1]


def test_from_frame_names_missing_columns():
    with pytest.raises(DataError, match="no column 'recency', 'T'; it has 'customer_id'"):
        Rfm.from_frame(pd.DataFrame({"customer_id": [1], "frequency": [1]}), unit="day")


GOOD = {"frequency": [1, 0, 2], "recency": [3.0, 0.0, 4.0], "T": [5.0, 5.0, 5.0]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"recency": [6.0, 0.0, 4.0]}, r"'recency': 1 row larger than T \(first ids: 0\)"),
        ({"recency": [3.0, 1.0, 4.0]}, r"1 row above 0 where frequency is 0 \(first ids: 1\)"),
        ({"frequency": [1.5, 0, 2.5]}, r"2 rows not whole numbers \(first ids: 0, 2\)"),
        ({"frequency": [-1, 0, 2]}, r"'frequency': 1 row below 0"),
        ({"T": [5.0, np.nan, np.inf]}, r"'T': 2 rows missing or infinite \(first ids: 1, 2\)"),
        ({"monetary_value": [1.0, 0.0, -2.0]}, r"'monetary_value': 1 row below 0"),
        ({"T": [5.0]}, "T has 1 values for 3 customers"),
        ({"frequency": []}, "the summary is empty"),
        ({"frequency": ["x", 0, 1]}, "'frequency' must hold numbers"),
    ],
)
def test_impossible_histories_are_refused(change, message):
    with pytest.raises(DataError, match=message):
        Rfm.from_arrays(**(GOOD | change), unit="week")


def test_a_customer_has_one_row():
    table = pd.DataFrame({"customer_id": ["a", "a", "b"], **GOOD})
    with pytest.raises(DataError, match=r"2 rows of a repeated customer \(first ids: a\)"):
        Rfm.from_frame(table, unit="week")


def test_zero_recency_of_a_repeater_is_kept_and_counted():
    result = Rfm.from_arrays([1, 2], [0.0, 3.0], [5.0, 5.0], unit="week")
    assert [note.count for note in result.notes] == [1]
    assert result.recency.tolist() == [0.0, 3.0]


@pytest.mark.parametrize("day", ["2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31"])
def test_days_that_do_not_exist_are_refused(day):
    table = pd.DataFrame({"customer_id": ["a", "b"], "timestamp": day, "amount": 1.0})
    with pytest.raises(DataError, match="2 rows with no ISO date or time"):
        rfm(table)


@pytest.mark.parametrize("day", ["2024-02-29", "2000-02-29", "2023-02-28", "2024-12-31"])
def test_days_that_exist_are_read(day):
    table = pd.DataFrame({"customer_id": ["a"], "timestamp": [day], "amount": 1.0})
    assert rfm(table).observation_end == dt.datetime.fromisoformat(day)


def test_a_format_that_does_not_fit_is_named():
    table = pd.DataFrame({"customer_id": ["a"], "timestamp": ["13/13/2024"], "amount": 1.0})
    with pytest.raises(DataError, match="cannot be read with timestamp_format == '%d/%m/%Y'"):
        rfm(table, timestamp_format="%d/%m/%Y")


def test_empty_tables_without_types():
    empty = {"customer_id": [], "timestamp": [], "amount": []}
    for table in (pd.DataFrame(empty), pl.DataFrame(empty), pa.table(empty)):
        with pytest.raises(DataError, match="the order table is empty"):
            rfm(table)


def test_decimal_money_counts_as_money():
    table = pl.DataFrame(
        {
            "customer_id": ["a", "a"],
            "timestamp": [dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 2)],
            "amount": [Decimal("1.10"), Decimal("2.20")],
        }
    )
    assert rfm(table).monetary_value.tolist() == [2.2]


def attributed_by_hand(lines):
    """Walk one customer's days in order, deducting what comes back from the purchase before."""
    days = {}
    for day, cents in lines:
        days.setdefault(day, []).append(cents)
    purchases = []  # [day, cents]
    for day in sorted(days):
        net = sum(days[day])
        if net > 0:
            purchases.append([day, net])
        elif purchases:
            purchases[-1][1] += net
    return purchases


def test_refunds_agree_with_a_walk_through_each_customer_s_days():
    rng = np.random.default_rng(20240229)
    n = 4000
    customers, days = rng.integers(0, 400, n), rng.integers(0, 60, n)
    cents = rng.integers(1, 2000, n) * np.where(rng.random(n) < 0.3, -1, 1)
    start = pd.Timestamp("2024-01-01")
    table = pd.DataFrame(
        {
            "customer_id": customers,
            "timestamp": start + pd.to_timedelta(days, unit="D"),
            "amount": cents / 100,
        }
    )
    expected = {}
    for one in range(400):
        mine = customers == one
        purchases = attributed_by_hand(zip(days[mine], cents[mine], strict=True))
        if purchases:
            x = len(purchases) - 1
            spend = sum(money for _, money in purchases[1:]) / 100
            mean = max(spend / x, 0.0) if x else 0.0
            expected[one] = (x, float(purchases[-1][0] - purchases[0][0]), mean)
    result = rfm(pl.from_pandas(table))
    found = zip(result.frequency, result.recency, result.monetary_value, strict=True)
    assert result.customer_id.to_list() == list(expected)
    np.testing.assert_allclose(list(found), list(expected.values()), rtol=1e-9, atol=1e-9)
