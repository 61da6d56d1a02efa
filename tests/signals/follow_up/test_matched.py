"""Customers with a lead beside others who had bought alike: held against a known truth."""

import numpy as np
import pandas as pd
import scipy

import vocvalue as vv

ADDED = 0.15
DAY = np.timedelta64(1, "D")
START = np.datetime64("2023-01-01")


def said(found, words):
    return [note for note in found.notes if words in note.en]


def test_the_known_difference_is_found_where_history_alone_settles_who_has_a_lead(lead):
    """Everybody's chance to buy within 60 days of a date is the same on every date."""
    held, naive = 0, 0
    runs = 40
    for seed in range(runs):
        who, at, orders = steady(1_500, seed)
        found = vv.signals.funnel(lead(who.tolist(), at), orders)
        more = found.incremental
        assert more.evidence == "adjusted observational"
        held += more.difference.lower <= ADDED <= more.difference.upper
        naive += more.difference.value < unadjusted(who, at, orders) - 0.01
    fewest = scipy.stats.binom.ppf(0.0005, runs, 0.95)
    assert held >= fewest
    assert naive >= 0.9 * runs


def steady(n, seed):
    """As `simulated`, with orders that come at a steady rate whatever the date."""
    random = np.random.default_rng(seed)
    slots = 10
    rate = random.choice([0.15, 0.35], n)
    # A purchase or none in each of ten spans of 60 days; leads come in the seventh.
    bought = random.random((n, slots)) < rate[:, None]
    bought[:, 0] = True
    counted = bought[:, :6].sum(axis=1)
    has_lead = random.random(n) < np.where(counted >= 3, 0.5, 0.2)
    bought[:, 6] |= has_lead & (random.random(n) < ADDED / (1 - rate))
    start = START + np.arange(slots) * 60 * DAY
    who, slot = np.nonzero(bought)
    orders = pd.DataFrame(
        {
            "customer_id": who,
            "timestamp": (start[slot] + random.integers(1, 60, len(who)) * DAY).astype(
                "datetime64[us]"
            ),
            "amount": 50.0,
        }
    )
    at = np.full(has_lead.sum(), start[6], dtype="datetime64[us]")
    return np.flatnonzero(has_lead), at, orders


def unadjusted(who, at, orders):
    within = orders["timestamp"].between(at[0], at[0] + 60 * DAY)
    bought = orders[within]["customer_id"].unique()
    everybody = orders["customer_id"].unique()
    others = np.setdiff1d(everybody, who)
    return np.isin(who, bought).mean() - np.isin(others, bought).mean()


def test_it_is_said_that_this_is_not_the_effect_of_contact(lead):
    who, at, orders = steady(1_500, 3)
    found = vv.signals.funnel(lead(who.tolist(), at), vv.Orders(orders, currency="EUR"))
    assert found.incremental.against == "similar customers"
    assert said(found, "not the effect of contacting them")
    assert "That is not the effect of contacting them" in found.statement()
    assert "这并非联系客户的效果" in found.statement("zh")
    assert said(found, "to explain") or said(found, "To explain")
    assert said(found, "Weighting reduces")
    assert found.figures()["incremental revenue"].currency == "EUR"
    assert found.incremental.revenue.evidence == "adjusted observational"


def test_index_dates_are_the_same_in_every_run(lead):
    who, at, orders = steady(400, 5)
    dates = at + np.arange(len(at)) % 20 * DAY
    first, second = (
        vv.signals.funnel(lead(who.tolist(), dates), table).incremental
        for table in (orders, orders.sample(frac=1.0, random_state=1))
    )
    assert first.difference.value == second.difference.value


def test_customers_without_an_order_before_are_counted_and_left_out(lead):
    who, at, orders = steady(400, 6)
    new = pd.DataFrame(
        {"customer_id": [9_001, 9_002], "timestamp": pd.Timestamp("2024-05-01"), "amount": 1.0}
    )
    leads = lead([*who.tolist(), 9_001], [*at, at[0]])
    found = vv.signals.funnel(leads, pd.concat([orders, new]))
    assert [note.count for note in said(found, "no order before")] == [2]
    assert "1 with a lead, 1 without" in said(found, "no order before")[0].en
    assert found.incremental.n_customers == len(who)


def test_customers_whose_lead_has_no_time_are_no_customers_without_one(lead):
    who, at, orders = steady(400, 8)
    others = np.setdiff1d(np.arange(400), who)[:50]
    leads = lead([*who.tolist(), *others.tolist()], [*at, *["NaT"] * 50])
    whole = vv.signals.funnel(lead(who.tolist(), at), orders).incremental
    fewer = vv.signals.funnel(leads, orders).incremental
    assert (whole.n_customers, whole.n_others) == (len(who), 400 - len(who))
    assert (fewer.n_customers, fewer.n_others) == (len(who), 350 - len(who))


def test_too_few_customers_give_a_note_and_no_number(lead):
    who, at, orders = steady(400, 7)
    found = vv.signals.funnel(lead(who[:20].tolist(), at[:20]), orders)
    assert found.incremental is None
    assert said(found, "30 of each are needed")


def test_customers_with_nobody_alike_give_a_note_and_no_number(lead):
    """All with a lead had bought twenty times, nobody else more than once."""
    rows = [(it, START + day * DAY) for it in range(60) for day in range(0, 100, 5)]
    rows += [(it, START + (it % 100) * DAY) for it in range(100, 400)]
    rows += [(it, START + 250 * DAY) for it in range(0, 400, 3)]
    orders = pd.DataFrame(rows, columns=["customer_id", "timestamp"]).assign(amount=5.0)
    orders.loc[len(orders)] = [10**9, START + 400 * DAY, 1.0]
    found = vv.signals.funnel(lead(list(range(60)), [START + 200 * DAY] * 60), orders)
    assert found.incremental is None
    assert said(found, "cannot be compared to others")
