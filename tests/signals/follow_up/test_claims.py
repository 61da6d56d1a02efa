"""No order counts for two leads, and as many leads convert as can: held against all ways."""

import itertools

import numpy as np
import pytest

from vocvalue.signals.follow_up.claims import NOTHING, ProductPurchases, Windows, claimed, matched

START = np.datetime64("2024-01-01", "us")
DAY = np.timedelta64(86_400_000_000, "us")


def days(numbers):
    return START + np.asarray(numbers) * DAY


def windows(opens, product, length=10, customer=None):
    count = len(opens)
    return Windows(
        customer=np.zeros(count, dtype=np.int64) if customer is None else np.array(customer),
        opens=days(opens),
        closes=days(opens) + length * DAY,
        product=np.array(product),
    )


def purchases(at, product, customer=None):
    count = len(at)
    return ProductPurchases(
        customer=np.zeros(count, dtype=np.int64) if customer is None else np.array(customer),
        at=days(at),
        product=np.array(product),
        money=np.ones(count),
    )


def may(leads, bought, lead, purchase):
    is_within = leads.opens[lead] < bought.at[purchase] <= leads.closes[lead]
    return is_within and leads.product[lead] in (NOTHING, bought.product[purchase])


def most(leads, bought):
    """Return the most leads that can convert, and the most of those about a product, by trying."""
    count, choices = len(leads.opens), [NOTHING, *range(len(bought.at))]
    best = (0, 0)
    for tried in itertools.product(choices, repeat=count):
        taken = [it for it in tried if it != NOTHING]
        if len(taken) != len(set(taken)):
            continue
        if all(it == NOTHING or may(leads, bought, n, it) for n, it in enumerate(tried)):
            named = sum(it != NOTHING and leads.product[n] != NOTHING for n, it in enumerate(tried))
            best = max(best, (len(taken), named))
    return best


@pytest.mark.parametrize("seed", range(150))
def test_as_many_leads_convert_as_in_the_best_of_all_ways(seed):
    random = np.random.default_rng(seed)
    n, m = random.integers(1, 6), random.integers(1, 5)
    leads = windows(random.integers(0, 15, n), random.integers(-1, 2, n))
    bought = purchases(random.integers(0, 25, m), random.integers(-1, 2, m))
    found = claimed(leads, bought)
    won = found[found != NOTHING]
    assert len(set(won.tolist())) == len(won)
    assert all(may(leads, bought, lead, it) for lead, it in enumerate(found) if it != NOTHING)
    named = int(((found != NOTHING) & (leads.product != NOTHING)).sum())
    assert (len(won), named) == most(leads, bought)


def test_customers_do_not_share_orders():
    leads = windows([0, 0], [-1, -1], customer=[0, 1])
    assert claimed(leads, purchases([1, 2], [-1, -1], customer=[1, 1])).tolist() == [-1, 0]


def test_the_earlier_lead_has_the_first_right():
    leads = windows([3, 0], [-1, -1])
    assert claimed(leads, purchases([5], [-1])).tolist() == [-1, 0]


def test_the_lead_about_the_product_goes_before_an_earlier_one_about_any():
    leads = windows([0, 3], [-1, 0])
    assert claimed(leads, purchases([5], [0])).tolist() == [-1, 0]


def test_a_lead_about_a_product_waits_for_its_next_order_where_that_converts_another():
    """Taking orders in the order of time would convert one lead only."""
    leads = windows([0, 8], [-1, 0])
    assert claimed(leads, purchases([9, 15], [0, 0])).tolist() == [0, 1]


def test_an_order_of_the_moment_of_the_lead_is_before_it_and_the_last_moment_counts():
    leads = windows([0], [-1])
    bought = purchases([0, 10, 11], [-1, -1, -1])
    assert claimed(leads, bought).tolist() == [1]
    assert claimed(leads, purchases([0, 11], [-1, -1])).tolist() == [-1]


def test_long_chains_are_followed_without_recursion():
    candidates = {lead: [lead, lead + 1] for lead in range(5_000)}
    candidates[5_000] = [0]
    assert len(matched(candidates)) == 5_001


def test_leads_in_vain_are_given_up_once():
    """A hopeless lead marks what it reached, so that a thousand more cost next to nothing."""
    candidates = {lead: [0, 1, 2] for lead in range(20_000)}
    assert sorted(matched(candidates)) == [0, 1, 2]
