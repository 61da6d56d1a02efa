"""The picture of what was joined: shares of what was counted by hand."""

from datetime import date

import pandas as pd
import pytest

from vocvalue import link


@pytest.fixture
def linked():
    # five answers of four customers, of whom a, b and c have orders, and d has none; e and f
    # ordered and did not answer; a and b bring 60 of 120
    responses = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d", "a"],
            "timestamp": [date(2024, 1, 10)] * 3 + [date(2024, 3, 20), date(2024, 2, 1)],
            "score": [9, 3, 8, 10, 9],
        }
    )
    orders = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c", "e", "f"],
            "timestamp": [date(2024, 1, 20)] * 4 + [date(2024, 3, 31)],
            "amount": [20.0, 20.0, 20.0, 30.0, 30.0],
        }
    )
    return link.attach(responses, orders, window="30 days")


def dark(ax):
    return [bar.get_width() for bar in ax.patches if bar.get_x() == 0]


def rows(ax):
    return [tick.get_text() for tick in ax.get_yticklabels()]


def test_a_report_has_the_share_of_each_side_that_was_joined(linked):
    ax = linked.report.plot()
    assert dark(ax) == pytest.approx([4 / 5, 3 / 4, 3 / 5, 1 / 2])
    assert rows(ax) == [
        "responses that count\n4 of 5",
        "answered, with orders\n3 of 4 customers",
        "ordered, with an answer\n3 of 5 customers",
        "revenue of those who answered\n60 of 120",
    ]
    assert [text.get_text() for text in ax.texts] == ["80.0%", "75.0%", "60.0%", "50.0%"]


def test_linked_customers_are_also_followed(linked):
    # d answered eleven days before the end
    ax = linked.plot(language="zh")
    assert dark(ax)[-1] == 0.75
    assert rows(ax)[-1] == "观察满期\n4 位客户中 3 位"


def test_revenue_that_refunds_leave_nothing_of_has_no_share(linked):
    orders = pd.DataFrame(
        {
            "customer_id": ["a", "a"],
            "timestamp": [date(2024, 1, 20)] * 2,
            "amount": [20.0, -20.0],
        }
    )
    responses = pd.DataFrame({"customer_id": ["a"], "timestamp": [date(2024, 1, 1)], "score": [9]})
    report = link.attach(responses, orders, window="10 days").report
    assert dark(report.plot()) == [1, 1, 1]
