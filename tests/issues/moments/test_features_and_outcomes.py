"""Features and outcomes at moments, against loops over a small log."""

import numpy as np
import pytest
from orders_by_hand import CHURN, WINDOW, days, gathered, log, orders_of

from vocvalue.issues.moments.features import features, features_before, history
from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.issues.moments.outcomes import before, outcomes, was_customer


@pytest.fixture(params=["at orders", "after orders"])
def case(request):
    """Return histories, moments of them, and for each the orders of its customer by hand."""
    lines = log(5)
    orders = gathered(lines).orders
    order = np.arange(0, orders.day.size, 3)
    at = CustomerMoments.at_orders(orders, order)
    if request.param == "after orders":
        delays = np.array([0.5, 3.0, 11.25, 29.0])
        at = CustomerMoments.after_orders(orders, order, delays, np.random.default_rng(0))
    at = at.take(at.day + CHURN <= orders.end)
    by_hand = orders_of(lines).assign(day=lambda it: days(it["timestamp"]))
    ids = orders.ids.to_list()
    theirs = [
        by_hand[by_hand["customer_id"] == ids[customer]].sort_values("day")
        for customer in at.customer
    ]
    return orders, at, theirs


def index_of(rows, day):
    """Return the customer's latest order at or before a moment, and those before that."""
    up_to = rows[rows["day"] <= day + 1e-9]
    return up_to.iloc[-1], up_to.iloc[:-1]


def test_outcomes_are_those_of_the_window_after(case):
    orders, at, theirs = case
    found = outcomes(orders, at, window_days=WINDOW, churn_days=CHURN)
    for row, (rows, day) in enumerate(zip(theirs, at.day, strict=True)):
        after = rows[(rows["day"] > day + 1e-9) & (rows["day"] <= day + WINDOW)]
        assert found["orders"][row] == len(after)
        assert found["repurchase"][row] == (len(after) > 0)
        assert found["spend"][row] == pytest.approx(after["net"].sum(), abs=1e-6)
        later = rows[(rows["day"] > day + 1e-9) & (rows["day"] <= day + CHURN)]
        assert found["churn"][row] == (len(later) == 0)


def test_the_window_before_holds_all_but_the_order_of_the_moment(case):
    orders, at, theirs = case
    found = before(orders, at, window_days=WINDOW)
    was = was_customer(orders, at, window_days=WINDOW)
    for row, (rows, day) in enumerate(zip(theirs, at.day, strict=True)):
        _, earlier = index_of(rows, day)
        within = earlier[earlier["day"] > day - WINDOW]
        assert found["orders"][row] == len(within)
        assert found["spend"][row] == pytest.approx(within["paid"].sum(), abs=1e-6)
        assert was[row] == (rows["day"].iloc[0] <= day - WINDOW)


def test_features_are_of_the_history_up_to_the_moment(case):
    orders, at, theirs = case
    found = features(orders, at)
    scale = 100 / orders.typical
    means = []
    for row, (rows, day) in enumerate(zip(theirs, at.day, strict=True)):
        order, earlier = index_of(rows, day)
        k, tenure = len(earlier), order["day"] - rows["day"].iloc[0]
        assert found["log_orders"][row] == pytest.approx(np.log(1 + k))
        assert found["log_orders_2"][row] == pytest.approx(np.log(1 + k) ** 2)
        assert found["log_rate"][row] == pytest.approx(np.log((k + 0.5) / (tenure + 40)))
        assert found["is_first_order"][row] == (k == 0)
        gap = order["day"] - earlier["day"].iloc[-1] if k else 0.0
        assert found["log_gap"][row] == pytest.approx(np.log1p(gap))
        for recent in (90, 180):
            last = earlier[earlier["day"] > day - recent]
            assert found[f"log_orders_{recent}"][row] == pytest.approx(np.log1p(len(last)))
            spend = np.log1p(scale * last["paid"].sum())
            assert found[f"log_spend_{recent}"][row] == pytest.approx(spend, abs=1e-6)
        assert found["log_amount"][row] == pytest.approx(np.log1p(scale * order["paid"]))
        assert found["calendar"][row] == pytest.approx((day - orders.first) / 365.25)
        if k:
            means.append((row, np.log1p(scale * earlier["paid"]).mean()))
    assert [found["mean_log_amount"][row] for row, _ in means] == pytest.approx(
        [mean for _, mean in means]
    )
    recency = [
        day - index_of(rows, day)[0]["day"] for rows, day in zip(theirs, at.day, strict=True)
    ]
    if max(recency) > 0:
        assert found["log_days_since_order"] == pytest.approx(np.log1p(recency))
    else:
        assert "log_days_since_order" not in found


def test_placebo_features_know_nothing_of_the_window_before(case):
    """A log that ends when the window before began gives the same features of history."""
    orders, at, theirs = case
    found = features_before(orders, at, WINDOW)
    for row, (rows, day) in enumerate(zip(theirs, at.day, strict=True)):
        _, earlier = index_of(rows, day)
        known = earlier[earlier["day"] <= day - WINDOW]
        assert found["log_orders"][row] == pytest.approx(np.log1p(len(known)))
        gap = day - WINDOW - known["day"].iloc[-1] if len(known) else 0.0
        assert found["log_gap"][row] == pytest.approx(np.log1p(gap))
        last = known[known["day"] > day - WINDOW - 90]
        assert found["log_orders_90"][row] == pytest.approx(np.log1p(len(last)))


def test_history_is_in_plain_units(case):
    orders, at, theirs = case
    found = history(orders, at, 120.0)
    for row, (rows, day) in enumerate(zip(theirs, at.day, strict=True)):
        _, earlier = index_of(rows, day)
        within = earlier[earlier["day"] > day - 120]
        assert found["orders"][row] == len(earlier)
        known = min(120.0, max(day - rows["day"].iloc[0], 1.0))
        assert found["orders_a_month"][row] == pytest.approx(len(within) / known * 365.25 / 12)
        value = within["paid"].mean() if len(within) else np.nan
        assert found["average_order_value"][row] == pytest.approx(value, nan_ok=True)
        since = day - earlier["day"].iloc[-1] if len(earlier) else np.nan
        assert found["days_since_order"][row] == pytest.approx(since, nan_ok=True)


def test_what_happens_later_changes_no_feature(case):
    """The strictest reading of "known before": orders and refunds after the moment are unseen."""
    orders, at, _ = case
    lines = log(5)
    cut = lines["timestamp"].min() + (lines["timestamp"].max() - lines["timestamp"].min()) * 0.5
    past = gathered(lines[lines["timestamp"] <= cut]).orders
    early = at.take(at.day <= days(cut))
    ids, known = orders.ids.to_list(), past.ids.to_list()
    place = {it: code for code, it in enumerate(known)}
    customer = np.array([place[ids[it]] for it in early.customer])
    same = CustomerMoments(customer=customer, day=early.day, order=past.latest(customer, early.day))
    whole, cut_off = features(orders, early), features(past, same)
    for name, values in whole.items():
        if "amount" in name or "spend" in name:
            continue  # on the scale of the median of all orders
        assert cut_off[name] == pytest.approx(values), name
