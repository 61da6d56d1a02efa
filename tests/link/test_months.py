"""The share matched by month, in the report and, where it differs clearly, in a note."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import vocvalue as vv
from vocvalue.link.months import by_month, unequal_months

MONTHS = pd.date_range("2024-01-01", periods=8, freq="MS")
SIZE = 60


def tables(has_order):
    """Sixty customers answer each month; who has an order is said by customer and month."""
    n = SIZE * len(MONTHS)
    ids = np.arange(n)
    month = MONTHS[ids // SIZE]
    answers = pd.DataFrame(
        {"customer_id": ids, "timestamp": month + pd.Timedelta(days=9), "score": ids % 11}
    )
    orders = pd.DataFrame({"customer_id": ids, "timestamp": month, "amount": 10.0})
    return answers, orders[has_order(ids, ids // SIZE)]


def said(notes):
    return [note for note in notes if "share of customers with an order differs" in note.en]


def test_orders_that_stop_while_answers_go_on_are_noted():
    # New customers answer each month; the orders stop after June.
    linked = vv.link.attach(
        *tables(lambda ids, month: (month < 6) & (ids % 10 != 0)), window="1 week"
    )
    assert [(it.customers, it.matched) for it in linked.report.months] == [(60, 54)] * 6 + [
        (60, 0)
    ] * 2
    assert linked.report.months[0].month == "2024-01"
    [note] = said(linked.notes)
    assert "54 of 60 in January 2024, against 0 of 60 in July 2024" in note.en
    assert "2024年1月 60 位中有 54 位，而 2024年7月 60 位中有 0 位" in note.zh
    assert note.count == 6 * 6 + 2 * 60


def test_an_experiment_and_a_crossing_say_it_too():
    answers, orders = tables(lambda ids, month: month < 6)
    arms = answers.assign(arm=np.where(answers["customer_id"] % 2, "treated", "control"))
    trial = vv.lift.experiment(
        arms, orders=orders, window="1 week", observation_end="2024-12-31", randomised=True
    )
    assert len(said(trial.notes)) == 1
    late = pd.Timestamp("2024-12-31")
    longer = pd.concat([orders, orders[:1].assign(customer_id=-1, timestamp=late)])
    table = vv.survey.cross_analysis(answers, orders=longer, window="1 week", unmatched="drop")
    assert len(said(table.notes)) == 1


def test_the_sample_and_small_months_are_not_noted():
    shop = vv.datasets.load_sample()
    assert not said(vv.link.attach(shop.responses, shop.orders, survey="nps").notes)
    few = pd.date_range("2024-01-01", periods=20, freq="D").to_numpy("datetime64[us]")
    assert unequal_months(by_month(few, np.arange(20) < 10)) == ()


@pytest.mark.parametrize(("share", "n"), [(0.5, 1000), (0.9, 1000), (0.995, 200)])
def test_months_that_differ_by_chance_are_seldom_noted(share, n):
    rng = np.random.default_rng(5)
    days = np.repeat(MONTHS.to_numpy("datetime64[us]"), SIZE)
    alarms = sum(
        bool(unequal_months(by_month(days, rng.random(days.size) < share))) for _ in range(n)
    )
    # One in a thousand is meant; more than this would be seen once in 5,000 times.
    assert alarms <= scipy.stats.binom.ppf(0.9998, n, 0.001)
