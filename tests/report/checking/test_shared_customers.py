"""Money of the same customers counts once; whether they are the same is told by their ids."""

import narwhals as nw
import pandas as pd
import pytest
from report.amounts import lift

from vocvalue.report import cfo
from vocvalue.report.findings.with_customers import WithCustomers


def of(result, ids):
    series = nw.from_native(pd.Series(ids, name="customer_id"), series_only=True)
    return WithCustomers(result=result, customers=series)


def counted(report):
    return [it.counted for finding in report.findings for it in finding.lines if it.is_flow]


def said(report):
    return [str(check.said) for check in report.checks if check.about in ("customers", "not added")]


@pytest.mark.parametrize(
    ("first", "second", "told", "both"),
    [
        ([1, 2, 3], [3, 3, 4], "it shares 1 customer of 2 with", False),
        (
            [1, 2, 3],
            [4, 5],
            "(2 customers) share no customer: both",
            True,
        ),
        ([1, 2, 3], ["3", "4.0"], "it shares 1 customer of 2 with", False),
        ([1, 2, 3], ["a", "b"], "the customers of both are not known", False),
        (["001", "002"], ["1", "7"], "the customers of both are not known", False),
        ([1, 2, 3], None, "the customers of both are not known", False),
    ],
)
def test_customers_are_shared_as_their_ids_say(first, second, told, both):
    smaller = lift(value=1_000, cost=0.0)
    report = cfo([of(lift(cost=0.0), first), of(smaller, second) if second else smaller])
    assert counted(report) == [True, both]
    assert any(told in text for text in said(report))
    assert report.pnl.net.value == pytest.approx(300_000 if both else 200_000)


def test_a_third_is_added_that_shares_nothing_with_those_that_are():
    results = [of(lift(value=value, cost=0.0), ids) for value, ids in THREE]
    assert counted(cfo(results)) == [False, True, True]


THREE = [(1_000, [1, 9]), (2_000, [1, 2]), (500, [9, 10])]


def test_ids_decide_where_others_were_said_to_be_reached():
    shared = [of(lift(), [1, 2]), of(lift(value=1), [2])]
    assert counted(cfo(shared, different_customers=True)) == [True, True, False, False]
    unknown = [of(lift(), [1, 2]), lift(value=1)]
    assert all(counted(cfo(unknown, different_customers=True)))


def test_the_larger_is_the_larger_of_a_period():
    """20,000 in a month is more than 200,000 in a year."""
    report = cfo([lift(cost=0.0), lift(value=200, horizon="1 month", cost=0.0)])
    assert counted(report) == [False, True]


def test_a_loss_is_not_left_out_for_a_smaller_gain():
    report = cfo([lift(value=200, cost=0.0), lift(treated=250, control=350, cost=0.0)])
    assert counted(report) == [False, True]
    assert report.pnl.net.value == pytest.approx(-200_000)
