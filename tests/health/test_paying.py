"""What accounts pay, by hand: on time, overdue, growth and renewals, as it stood on the day."""

import numpy as np
import pandas as pd
import pytest
from accounts_by_hand import AT, accounts, billing, noted

import vocvalue as vv
from vocvalue.errors import DataError


def score(*rows, ids=("A",), at=AT, names=None, since=None, **asked):
    table = billing(*rows, **({} if names is None else {"names": names}))
    book = accounts(*ids) if since is None else accounts(*ids, since=pd.Timestamp(since))
    return vv.health.score(book, billing=table, at=at, **asked)


def test_the_share_paid_on_time_is_of_the_amount_due_within_the_year():
    result = score(
        ("A", "2025-01-31", "2025-01-31", 300.0),
        ("A", "2025-03-31", "2025-04-10", 100.0),  # late
        ("A", "2024-06-30", "2024-12-31", 900.0),  # due more than a year ago
        ("A", "2025-07-31", None, 900.0),  # due later
    )
    assert result.measures["paid_on_time"].tolist() == [0.75]
    assert result.points["paid_on_time"].tolist() == [50.0]
    assert result.measures["days_overdue"].tolist() == [0.0]


def test_what_was_paid_after_the_day_was_open_on_it():
    rows = [("A", "2025-05-31", "2025-07-15", 100.0), ("A", "2025-06-15", None, 50.0)]
    result = score(*rows)
    assert result.measures["paid_on_time"].tolist() == [0.0]
    assert result.measures["days_overdue"].tolist() == [30.0]
    assert result.points["days_overdue"] == pytest.approx([100 * 60 / 90])


def test_an_invoice_open_for_years_is_overdue():
    result = score(("A", "2023-06-30", None, 10.0))
    assert result.measures["days_overdue"].tolist() == [731.0]
    assert np.isnan(result.measures["paid_on_time"]).all()


def test_growth_is_against_the_year_before_where_that_is_whole():
    rows = [
        (account, day, day, amount)
        for account in "AB"
        for day, amount in (("2023-07-15", 100.0), ("2024-05-15", 100.0), ("2025-05-15", 150.0))
    ]
    rows[3] = ("B", "2024-01-15", "2024-01-15", 100.0)
    result = score(*rows, ids=("A", "B"))
    assert result.measures["billed_growth"] == pytest.approx([0.75, np.nan], nan_ok=True)
    told = score(*rows, ids=("A", "B"), since="2020-01-01")
    assert told.measures["billed_growth"] == pytest.approx([0.75, 0.75])


def test_growth_is_unknown_where_the_table_begins_within_the_year_before():
    rows = [("A", "2024-05-15", "2024-05-15", 1.0), ("A", "2025-05-15", "2025-05-15", 9.0)]
    result = score(*rows, since="2020-01-01")
    assert np.isnan(result.measures["billed_growth"]).all()


NAMES = ("account_id", "due", "paid", "amount", "kind")


def test_the_latest_renewal_due_within_the_year_tells():
    result = score(
        ("A", "2024-07-31", None, 9.0, "renewal"),
        ("A", "2025-05-31", "2025-06-30", 9.0, "Renewal "),
        ("B", "2024-07-31", "2024-07-31", 9.0, "续约"),
        ("B", "2025-05-31", "2025-07-01", 9.0, "续约"),
        ("C", "2025-05-31", "2025-05-31", 9.0, "usage"),
        ids=("A", "B", "C"),
        names=NAMES,
    )
    assert result.measures["renewed"] == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)


def test_credit_notes_are_deducted_and_neither_late_nor_on_time():
    result = score(
        ("A", "2023-07-15", "2023-07-15", 200.0),
        ("A", "2025-05-15", "2025-05-15", 150.0),
        ("A", "2025-05-20", None, -50.0),
    )
    assert result.measures["billed_growth"].tolist() == [0.5]
    assert result.measures["paid_on_time"].tolist() == [1.0]
    assert result.measures["days_overdue"].tolist() == [0.0]
    assert noted(result, "credit notes") == [1]


def test_an_invoice_paid_before_it_was_issued_is_counted():
    names = ("account_id", "due", "paid", "amount", "issued")
    result = score(("A", "2025-05-31", "2025-05-01", 9.0, "2025-05-15"), names=names)
    assert noted(result, "before the day of issue") == [1]
    assert result.measures["paid_on_time"].tolist() == [1.0]


def test_invoices_that_repeat_another_or_lack_something_are_counted():
    row = ("A", "2025-05-31", "2025-05-01", 9.0)
    result = score(row, row, ("A", None, "2025-05-01", 9.0), ("A", "2025-05-31", None, None))
    assert noted(result, "repeat another") == [1]
    assert noted(result, "no day due or no amount") == [2]


def test_a_ledger_in_which_nothing_is_paid_can_be_read():
    result = score(("A", "2025-05-31", None, 9.0))
    assert result.measures["paid_on_time"].tolist() == [0.0]


def test_an_infinite_amount_is_refused():
    with pytest.raises(DataError, match="infinite"):
        score(("A", "2025-05-31", None, np.inf))
