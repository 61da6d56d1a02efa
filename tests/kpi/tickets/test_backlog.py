"""Open tickets by week and age, against counting one by one."""

import numpy as np
import pandas as pd
import pytest
from kpi_tickets import answers, counts, loop, tickets

import vocvalue as vv


def test_the_backlog_of_each_week_is_that_counted_one_by_one():
    desk = vv.datasets.load_ticket_sample()
    shop, end = vv.datasets.load_sample(), desk.observation_end
    table = loop(shop.responses, desk.tickets.drop(columns="reopened"), observation_end=end)
    left = [note.count for note in table.notes if "Of tickets that overlap" in note.en]
    tickets = desk.tickets
    frame = table.backlog.to_frame()
    for _, row in frame.iterrows():
        until = row["week"] + pd.Timedelta(days=7)
        is_open = (tickets["opened"] < until) & ~(tickets["closed"] < until)
        assert abs(int(is_open.sum()) - row["open_at_end"]) <= sum(left)
    assert frame["opened"].sum() == len(tickets) - sum(left)
    assert table.backlog.n_open == frame["open_at_end"].iloc[-1]


def test_ages_are_hours_up_to_the_end():
    desk = tickets(3, takes=None)
    desk["opened"] = pd.to_datetime(["2024-06-29 23:00", "2024-06-28 23:00", "2024-06-20 23:00"])
    backlog = loop(answers(5), desk, observation_end=pd.Timestamp("2024-06-30 23:00")).backlog
    assert backlog.ages.tolist() == [24, 48, 240]
    assert (backlog.n_open, backlog.over_target, backlog.median_age) == (3, 2, 48)


def test_a_week_that_is_not_over_does_not_tell_whether_the_backlog_grows():
    desk = pd.concat(
        [tickets(4, at=f"2024-06-{day}", takes=None) for day in ("04", "11", "18", "25")]
    )
    desk["customer_id"] = range(16)
    # The week of 24 June ends on the 30th; observation on the 27th.
    backlog = loop(answers(5), desk, observation_end="2024-06-27").backlog
    assert backlog.is_whole.tolist() == [True, True, True, False]
    assert backlog.recent == (3, 12, 0)
    assert "the backlog grew" in backlog.statement()
    assert "积压增加" in backlog.statement("zh")


def test_a_desk_without_open_tickets_says_so():
    backlog = loop(answers(5), tickets(5)).backlog
    assert backlog.n_open == 0
    assert np.isnan(backlog.oldest_age)
    assert backlog.statement() == "On 30 June 2024 no ticket was open."
    assert backlog.statement("zh") == "2024年6月30日没有未关闭的工单。"


@pytest.mark.parametrize(("topic", "left"), [(None, 3), (["x", "y", "x", "y", "y", "x"], 1)])
def test_of_tickets_that_overlap_the_first_counts(topic, left):
    """Customer 1 has three tickets that overlap in a chain, customer 2 two, customer 3 one."""
    desk = pd.DataFrame(
        {
            "customer_id": [1, 1, 1, 2, 2, 3],
            "opened": pd.to_datetime([f"2024-03-{day:02d}" for day in (1, 3, 6, 1, 2, 1)]),
            "closed": pd.to_datetime(["2024-03-05", "2024-03-08", "2024-03-09", None, None, None]),
        }
    )
    desk = desk if topic is None else desk.assign(topic=topic)
    found = loop(answers(5), desk.sample(frac=1, random_state=1))
    # By topic: of customer 1 the third comes a day after the first was closed, of 2 both are "y".
    assert counts(found, "Of tickets that overlap") == [left]
    assert found.timeliness.closing.n == 6 - left
