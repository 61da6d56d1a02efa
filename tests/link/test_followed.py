"""Who is active at the end of a window, how long each waited, and who was observed throughout."""

import datetime as dt

import numpy as np
import pytest

from vocvalue.errors import ParameterError
from vocvalue.link.followed import OrdersWithin


def days(*texts):
    return np.array(texts, dtype="datetime64[us]")


# A window of 60 days; the last day observed is 31 March 2024.
WITHIN = OrdersWithin(
    # b waits to the end of the window, c to the end of what was observed, d opens after it
    opened=days("2024-01-01", "2024-01-01", "2024-03-11", "2024-04-05"),
    first=days("2024-01-21 12:00", "NaT", "NaT", "NaT"),
    last=days("2024-01-31", "NaT", "NaT", "NaT"),
    orders=np.array([3, 0, 0, 0]),
    revenue=np.array([30.0, 0.0, 0.0, 0.0]),
    window_days=60.0,
    observation_end=dt.datetime(2024, 3, 31, 9, 30),
)


def test_the_wait_ends_with_the_order_the_window_or_the_observation():
    assert WITHIN.days_to_order.tolist() == [20.5, 60.0, 21.0, 0.0]
    assert WITHIN.ordered.tolist() == [True, False, False, False]


def test_a_window_is_complete_where_its_last_day_was_observed():
    assert WITHIN.is_complete.tolist() == [True, True, False, False]
    # of 91 days from 1 January the last is 31 March
    assert WITHIN.days_followed.tolist() == [91.0, 91.0, 21.0, 0.0]


@pytest.mark.parametrize(
    ("churn_window", "is_active"),
    [
        (None, True),
        ("60 days", True),
        # the last order came 30 days after the start: the last 30 days begin then, and leave it out
        ("30 days", False),
        ("31 days", True),
    ],
)
def test_who_is_active_ordered_within_the_last_part_of_the_window(churn_window, is_active):
    assert WITHIN.is_active(churn_window).tolist() == [is_active, False, False, False]


def test_the_part_is_no_longer_than_the_window():
    with pytest.raises(ParameterError, match="must not be longer than the window of 60 days"):
        WITHIN.is_active("3 months")
