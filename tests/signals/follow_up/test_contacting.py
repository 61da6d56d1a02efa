"""Contacts held against leads, worked out by hand."""

import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError

ORDERS = [(1, "2024-02-01", 5.0), (9, "2024-06-30", 1.0)]


def counts(found, words):
    return [note.count for note in found.notes if words in note.en]


def contacts(*rows, **columns):
    table = pd.DataFrame(rows, columns=["customer_id", "timestamp"])
    return table.assign(timestamp=pd.to_datetime(table["timestamp"], format="ISO8601"), **columns)


def test_a_contact_within_the_window_counts_for_the_leads_of_its_customer(lead, log):
    """Customer 1 has two leads, of which the contact of 20 January falls in the first only."""
    leads = lead([1, 1, 2], ["2024-01-10", "2024-02-10", "2024-01-10"])
    found = vv.signals.funnel(leads, log(*ORDERS), contacts=contacts((1, "2024-01-20")))
    assert found.contacted.tolist() == [True, False, False]
    assert found.counts()["contacted"] == 1


def test_contacts_that_fit_no_lead_are_counted_by_what_is_wrong(lead, log):
    calls = contacts(
        (1, "2024-01-09"),  # before the lead
        (1, "2024-05-09"),  # after its window
        (7, "2024-01-20"),  # of nobody with a lead
    )
    found = vv.signals.funnel(lead([1], ["2024-01-10"]), log(*ORDERS), contacts=calls)
    assert found.contacted.tolist() == [False]
    assert counts(found, "before the lead") == [1]
    assert counts(found, "no window of a lead") == [1]
    assert counts(found, "no lead and do not count") == [1]


def test_a_contact_about_a_lead_counts_for_it_alone(lead, log):
    leads = lead([1, 1], ["2024-01-10", "2024-01-12"], kind=["repurchase", "upsell"])
    calls = contacts((1, "2024-01-20"), lead_id=["lead 1"])
    found = vv.signals.funnel(leads, log(*ORDERS), contacts=calls)
    assert found.contacted.tolist() == [False, True]


def test_contacts_about_unknown_leads_are_counted_and_those_about_none_go_by_customer(lead, log):
    calls = contacts((1, "2024-01-20"), (1, "2024-01-21"), about=["no such lead", None])
    found = vv.signals.funnel(
        lead([1, 2], ["2024-01-10"] * 2), log(*ORDERS), contacts=vv.Contacts(calls, lead_id="about")
    )
    assert found.contacted.tolist() == [True, False]
    assert counts(found, "not among these") == [1]


def test_contacts_of_days_count_on_the_day_of_the_lead(lead, log):
    calls = contacts((1, "2024-01-10"), (2, "2024-01-12"))
    leads = lead([1, 2], ["2024-01-10 15:00", "2024-01-12 16:00"])
    found = vv.signals.funnel(leads, log(*ORDERS), contacts=calls)
    assert found.contacted.tolist() == [True, True]


def test_orders_before_any_contact_are_counted(lead, log):
    found = vv.signals.funnel(
        lead([1], ["2024-01-10"]), log(*ORDERS), contacts=contacts((1, "2024-02-05"))
    )
    assert counts(found, "before any contact") == [1]


def test_a_column_of_the_lead_that_is_not_there_is_refused(lead, log):
    calls = vv.Contacts(contacts((1, "2024-02-05")), lead_id="ref")
    with pytest.raises(DataError, match="'ref'"):
        vv.signals.funnel(lead([1], ["2024-01-10"]), log(*ORDERS), contacts=calls)


def test_ids_written_otherwise_are_refused(lead, log):
    calls = pd.DataFrame({"customer_id": ["A1"], "timestamp": ["2024-01-20"]})
    bought = log(("a1", "2024-02-01", 5.0), ("z", "2024-06-30", 1.0))
    with pytest.raises(DataError, match="leads"):
        vv.signals.funnel(lead(["a1"], ["2024-01-10"]), bought, contacts=calls)
