"""Mentions per 1,000 orders: periods, intervals, and what is not comparable."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

TOPICS = {"parcel": {"phrases": ["torn"], "polarity": "complaint"}, "idle": ["nothing here"]}


def texts(*days):
    return pd.DataFrame({"timestamp": pd.to_datetime(list(days)), "text": "torn"})


def orders(*days, each=100):
    when = np.repeat(pd.to_datetime(list(days)).to_numpy(), each)
    return pd.DataFrame({"customer_id": np.arange(len(when)), "timestamp": when, "amount": 1.0})


def rates(comments, log, **asked):
    return vv.signals.mentions(comments, TOPICS).rates(log, **asked)


def test_a_rate_has_the_exact_interval_of_its_count():
    result = rates(texts("2024-01-01", "2024-01-31"), orders("2024-01-01", "2024-01-31"))
    estimate = result.overall["parcel"]
    # Garwood: 2 events have 0.2422 to 7.2247, and there are 200 orders
    assert estimate.value == pytest.approx(10.0)
    assert estimate.lower == pytest.approx(0.2422 * 5, abs=1e-3)
    assert estimate.upper == pytest.approx(7.2247 * 5, abs=1e-3)
    assert result.overall["idle"].lower == 0.0
    assert result.notes == ()


def test_a_period_without_texts_counts_and_one_without_orders_has_no_rate():
    result = rates(
        texts("2024-01-01", "2024-04-30"), orders("2024-01-01", "2024-02-01", "2024-04-30")
    )
    assert result.orders.tolist() == [100, 100, 0, 100]
    values = [it.value for it in result.of("parcel")]
    np.testing.assert_allclose(values, [10.0, 0.0, np.nan, 10.0])


@pytest.mark.parametrize(
    ("comments", "log", "named"),
    [
        (("2024-01-10", "2024-02-29"), ("2024-01-01", "2024-02-29"), ["January 2024"]),
        (("2024-01-01", "2024-02-29"), ("2024-01-01", "2024-02-20"), ["February 2024"]),
        (("2024-01-10", "2024-01-20"), ("2024-01-01", "2024-01-31"), ["January 2024"]),
    ],
)
def test_periods_that_are_not_covered_to_their_ends_are_noted(comments, log, named):
    notes = rates(texts(*comments), orders(*log)).notes
    assert [name in note.en for name, note in zip(named, notes, strict=True)] == [True]
    assert all(note.bears_on == "claim" for note in notes)


def test_texts_outside_the_time_of_the_orders_are_counted_as_left_out():
    result = rates(
        texts("2023-05-01", "2024-01-01", "2024-01-31"), orders("2024-01-01", "2024-01-31")
    )
    assert result.texts.tolist() == [[2], [0]]
    assert [note.count for note in result.notes] == [1]


def test_weeks_begin_on_monday():
    result = rates(
        texts("2024-01-07", "2024-01-08"), orders("2024-01-07", "2024-01-08"), every="week"
    )
    assert result.period.astype(str).tolist() == ["2024-01-01", "2024-01-08"]


def test_orders_without_amounts_are_counted_where_that_is_said():
    log = orders("2024-01-01", "2024-01-31").drop(columns="amount")
    assert rates(texts("2024-01-01", "2024-01-31"), log, amount=None).orders.tolist() == [200]
    with pytest.raises(DataError, match="amount"):
        rates(texts("2024-01-01"), log)


def test_what_makes_no_rate_is_refused():
    log = orders("2024-01-01")
    with pytest.raises(DataError, match="no times"):
        vv.signals.mentions(["torn"], TOPICS).rates(log)
    with pytest.raises(DataError, match="same time"):
        rates(texts("2020-01-01"), log)
    with pytest.raises(ParameterError, match="every"):
        rates(texts("2024-01-01"), log, every="day")
    with pytest.raises(DataError, match="no topic"):
        rates(texts("2024-01-01"), log).of("other")
