"""Tables that cannot be right: a clear error, or a counted note."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from kpi_tickets import answers, counts, loop, tickets

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

MOMENT = pd.Timestamp("2024-01-05 09:00")


def test_tickets_closed_before_they_were_opened_are_refused_by_name():
    desk = tickets(9).assign(ticket_id=[f"T{it}" for it in range(9)])
    desk.loc[[2, 4], "closed"] = MOMENT
    with pytest.raises(DataError, match=r"'closed': 2 rows before .* \(first ids: T2, T4\)"):
        loop(answers(9), desk)
    with pytest.raises(DataError, match=r"first ids: 2, 4"):
        loop(answers(9), desk.drop(columns="ticket_id"))


def test_tickets_reopened_before_they_were_opened_are_refused():
    desk = tickets(9).assign(reopened=MOMENT)
    with pytest.raises(DataError, match="'reopened': 9 rows before the ticket was opened"):
        loop(answers(9), desk)


def test_closings_that_are_days_alone_are_counted_from_day_to_day():
    desk = tickets(4)
    desk["closed"] = desk["opened"].dt.normalize() + pd.to_timedelta([0, 1, 2, 5], unit="D")
    found = loop(answers(9), desk)
    assert found.timeliness.closing.mean.value == 24 * (0 + 1 + 2 + 5) / 4
    assert [note for note in found.notes if "without a time of day" in note.en]


def test_contacts_before_the_opening_are_told_and_count_at_once():
    desk = tickets(4).assign(contacted=MOMENT)
    found = loop(answers(9), desk)
    assert counts(found, "contacted at once") == [4]
    assert found.timeliness.contact.mean.value == 0


def test_a_ticket_that_comes_twice_is_refused_by_its_id_or_noted_without():
    desk = tickets(4).assign(ticket_id=["a", "b", "c", "d"])
    twice = pd.concat([desk, desk.tail(1)])
    with pytest.raises(DataError, match=r"'ticket_id': 1 row of the table tickets repeat a ticket"):
        loop(answers(9), twice)
    found = loop(answers(9), twice.drop(columns="ticket_id"))
    assert counts(found, "Of tickets that overlap, the first counts") == [1]
    assert found.timeliness.closing.n == 4


def test_tickets_without_an_opening_are_counted():
    desk = tickets(9)
    desk.loc[[1, 5], "opened"] = pd.NaT
    found = loop(answers(9), desk)
    assert counts(found, "with no opened") == [2]
    assert (found.timeliness.closing.n, found.coverage.reached) == (7, 7)
    with pytest.raises(DataError, match="9 have no moment in 'opened'"):
        loop(answers(9), desk.assign(opened=pd.NaT).astype({"opened": "datetime64[us]"}))


def test_tickets_of_strangers_and_of_nobody_count_for_the_times_only():
    desk = tickets(6)
    desk["customer_id"] = pd.array([0, 1, 77, 78, None, None], dtype="Int64")
    found = loop(answers(9), desk)
    assert counts(found, "not among the responses") == [2]
    assert counts(found, "with no customer") == [2]
    assert (found.coverage.reached, found.timeliness.closing.n) == (2, 6)


def test_tickets_of_nobody_do_not_overlap_one_another():
    desk = tickets(3).assign(customer_id=pd.array([None] * 3, dtype="Int64"))
    assert loop(answers(9), desk).timeliness.closing.n == 3


def test_what_lies_after_the_end_of_observation_is_not_known_yet():
    desk = pd.concat([tickets(3), tickets(2, at="2024-08-01")], ignore_index=True)
    desk.loc[2, "closed"] = pd.Timestamp("2024-07-09")
    found = loop(answers(9), desk)
    assert counts(found, "opened after the end of observation") == [2]
    assert counts(found, "not known yet") == [1]
    assert found.backlog.n_open == 1
    with pytest.raises(DataError, match="no detractor answered up to the end of observation"):
        loop(answers(9), tickets(3, at="2023-05-01"), observation_end="2023-06-01")


def test_answers_after_the_end_of_observation_are_left_out():
    both = pd.concat([answers(9), answers(4, at="2024-08-01", first=50)])
    found = loop(both, tickets(3))
    assert counts(found, "of detractors after the end of observation") == [4]
    assert found.coverage.detractors == 9


def test_answers_that_lack_something_are_counted():
    table = answers(9).astype({"score": "float64", "customer_id": "Int64"})
    table.loc[0, "score"], table.loc[1, "timestamp"] = np.nan, pd.NaT
    table.loc[2, "customer_id"] = None
    found = loop(table, tickets(9))
    for words in ("with no score", "with no time", "no ticket can be matched to"):
        assert counts(found, words) == [1]
    assert found.coverage.detractors == 6


def test_an_answer_that_comes_twice_counts_once():
    found = loop(pd.concat([answers(9)] * 2), tickets(3))
    assert counts(found, "count once") == [9]
    assert found.coverage.detractors == 9


@pytest.mark.parametrize("blank", ["closed", "contacted", "reopened"])
@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_a_column_of_moments_that_is_empty_is_one(blank, library):
    desk = tickets(5).assign(contacted=pd.Timestamp("2024-01-09 11:00"), reopened=pd.NaT)
    columns = {name: desk[name].to_list() for name in desk} | {blank: [None] * 5}
    columns = {k: [None if pd.isna(it) else it for it in v] for k, v in columns.items()}
    found = loop(answers(9), library(columns))
    assert found.timeliness.n_open == (5 if blank == "closed" else 0)


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(DataError, match="the table tickets has no column 'closed'"):
        loop(answers(9), tickets(3).drop(columns="closed"))
    with pytest.raises(DataError, match="has no column 'squad'"):
        loop(answers(9), vv.Tickets(tickets(3), team="squad"))
    with pytest.raises(DataError, match="the table tickets has no rows"):
        loop(answers(9), tickets(0))


def test_ids_that_are_written_otherwise_are_refused():
    written = answers(200).assign(customer_id=[f"C{it:03d}" for it in range(200)])
    desk = tickets(150).assign(customer_id=[f"c{it:03d}" for it in range(150)])
    with pytest.raises(DataError, match="would match if case were ignored"):
        loop(written, desk)


def test_zones_are_one_or_are_asked_for():
    aware = answers(9).assign(timestamp=answers(9)["timestamp"].dt.tz_localize("Asia/Shanghai"))
    with pytest.raises(ParameterError, match="State the zone of"):
        loop(aware, tickets(9))
    found = loop(aware, tickets(9), timezone="Asia/Shanghai")
    assert found.coverage.reached == 9
    desk = tickets(9, takes="1 day")
    for name in ("opened", "closed"):
        desk[name] = desk[name].dt.tz_localize("Asia/Shanghai").dt.tz_convert("UTC")
    in_utc = loop(aware, desk)
    assert in_utc.coverage.within_target.value == 1.0
    assert in_utc.timeliness.closing.mean.value == 24
    half = desk.assign(closed=desk["closed"].dt.tz_localize(None))
    with pytest.raises(ParameterError, match="zone"):
        loop(aware, half)


def test_what_a_table_says_itself_is_idle_beside_it():
    desk = vv.Tickets(tickets(3), customer_id="customer_id")
    responses = vv.Responses(answers(9))
    with pytest.raises(ParameterError, match="customer_id: says how to read a table"):
        loop(responses, desk, customer_id="client")
    with pytest.raises(ParameterError, match="timestamp: says how to read a table"):
        loop(responses, tickets(3), timestamp="at")
    with pytest.raises(ParameterError, match=r"must be a table, a path or vocvalue\.Tickets"):
        loop(answers(9), vv.Orders(tickets(3)))
