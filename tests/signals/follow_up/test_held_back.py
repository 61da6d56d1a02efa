"""Customers held back at random: worked out by hand, and held against a known truth."""

import numpy as np
import pandas as pd
import pytest
import scipy

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

END = (10**9, "2024-06-30", 1.0)


def said(found, words):
    return [note for note in found.notes if words in note.en]


def arms(n, held=None):
    names = np.where(np.arange(n) % 2 == 0, "treated", "control") if held is None else held
    return pd.DataFrame({"customer_id": range(n), "arm": names})


def test_the_difference_is_counted_by_hand(lead, log):
    """30 of 100 contacted buy, 10 of 100 held back: 20 points, 20 orders, 2,000 of revenue.

    Newcombe's interval of 30/100 - 10/100 by his method 10, from the Wilson intervals
    (0.2189, 0.3958) and (0.0552, 0.1744).
    """
    who = [*range(0, 60, 2), *range(1, 21, 2)]
    leads = lead(list(range(200)), ["2024-01-10"] * 200)
    table = log(*((it, "2024-02-01", 100.0) for it in who), END)
    found = vv.signals.funnel(leads, table, held_back=arms(200), randomised=True)
    more = found.incremental
    assert (more.with_lead.value, more.without.value) == (0.30, 0.10)
    assert more.difference.value == pytest.approx(0.20)
    low = 0.20 - np.hypot(0.30 - 0.2189, 0.1744 - 0.10)
    high = 0.20 + np.hypot(0.3958 - 0.30, 0.10 - 0.0552)
    assert more.difference.lower == pytest.approx(low, abs=2e-4)
    assert more.difference.upper == pytest.approx(high, abs=2e-4)
    assert more.conversions.value == pytest.approx(20.0)
    assert more.revenue.value == pytest.approx(2_000.0)
    spent = np.zeros((2, 100))
    spent[0, :30], spent[1, :10] = 100.0, 100.0
    theirs = scipy.stats.ttest_ind(*spent, equal_var=False).confidence_interval(0.95)
    assert more.revenue_difference.lower == pytest.approx(theirs.low)
    assert more.revenue_difference.upper == pytest.approx(theirs.high)
    assert (more.evidence, more.revenue.evidence) == ("randomised", "randomised")


def test_that_nothing_is_shown_is_said(lead, log):
    leads = lead(list(range(200)), ["2024-01-10"] * 200)
    table = log(*((it, "2024-02-01", 100.0) for it in range(40)), END)
    found = vv.signals.funnel(leads, table, held_back=arms(200), randomised=True)
    assert "does not show a difference" in found.statement()
    assert "样本未显示购买比例有差异" in found.statement("zh")


def test_the_unit_is_the_customer(lead, log):
    """Customer 0 has two leads, and both convert: that is one customer of two."""
    leads = lead([0, 0, 1, 2, 3], ["2024-01-10", "2024-01-11", *["2024-01-10"] * 3])
    table = log((0, "2024-02-01", 5.0), (0, "2024-02-02", 6.0), END)
    more = vv.signals.funnel(leads, table, held_back=arms(4), randomised=True).incremental
    assert (more.with_lead.value, more.n_customers, more.n_others) == (0.5, 2, 2)
    assert more.revenue.value == pytest.approx(11.0)


def test_what_assign_returned_counts_as_random(lead, log):
    people = pd.DataFrame({"customer_id": range(400)})
    split = vv.lift.assign(people, salt="leads-2024")
    leads = lead(list(range(400)), ["2024-01-10"] * 400)
    table = log(*((it, "2024-02-01", 5.0) for it in range(0, 400, 7)), END)
    found = vv.signals.funnel(leads, table, held_back=split)
    assert found.incremental.evidence == "randomised"
    assert found.incremental.n_others == split.counts["control"]


@pytest.mark.parametrize("randomised", [None, False])
def test_bare_arms_count_as_random_only_if_that_is_said(lead, log, randomised):
    leads = lead(list(range(40)), ["2024-01-10"] * 40)
    found = vv.signals.funnel(
        leads, log((3, "2024-02-01", 5.0), END), held_back=arms(40), randomised=randomised
    )
    assert found.incremental.evidence == "association only"
    assert said(found, "not known to be random")


def test_arms_of_other_sizes_than_planned_are_doubted(lead, log):
    """Of 400 that were drawn half and half, 120 of the treated have no lead: 80 to 200."""
    split = vv.lift.assign(pd.DataFrame({"customer_id": range(400)}), salt="leads-2024")
    is_treated = split.arm == "treated"
    kept = np.flatnonzero(~is_treated | (np.cumsum(is_treated) <= 80)).tolist()
    leads = lead(kept, ["2024-01-10"] * len(kept))
    table = log(*((it, "2024-02-01", 5.0) for it in kept[::3]), END)
    found = vv.signals.funnel(leads, table, held_back=split)
    assert found.incremental.evidence == "association only"
    assert said(found, "not as many as were planned")
    assert found.incremental.doubts[0].en in found.statement()


def test_arms_that_bought_otherwise_before_are_doubted(lead, log):
    before = [(it, "2023-12-01", 100.0 if it % 2 else 10.0 + it % 7) for it in range(200)]
    leads = lead(list(range(200)), ["2024-01-10"] * 200)
    found = vv.signals.funnel(
        leads, log(*before, (2, "2024-02-01", 5.0), END), held_back=arms(200), randomised=True
    )
    assert found.incremental.evidence == "association only"
    assert said(found, "differ in what they spent before")


@pytest.mark.parametrize(("n", "evidence"), [(1, "randomised"), (5, "association only")])
def test_contacts_with_those_held_back_are_counted(lead, log, n, evidence):
    """1 of 150 is less than one in a hundred; 5 are more, and cost the grade."""
    leads = lead(list(range(300)), ["2024-01-10"] * 300)
    called = [*range(0, 300, 2), *range(1, 2 * n, 2)]
    contacts = pd.DataFrame({"customer_id": called, "timestamp": "2024-01-12"})
    found = vv.signals.funnel(
        leads,
        log(*((it, "2024-02-01", 5.0) for it in range(0, 300, 9)), END),
        contacts=contacts,
        held_back=arms(300),
        randomised=True,
    )
    assert found.incremental.evidence == evidence
    assert [note.count for note in said(found, "contacted all the same")] == [n]


def test_customers_in_no_arm_are_counted(lead, log):
    leads = lead(list(range(12)), ["2024-01-10"] * 12)
    found = vv.signals.funnel(
        leads, log((0, "2024-02-01", 5.0), END), held_back=arms(10), randomised=True
    )
    assert [note.count for note in said(found, "in neither arm")] == [2]
    assert (found.incremental.n_customers, found.incremental.n_others) == (5, 5)


def test_an_arm_without_leads_is_refused(lead, log):
    with pytest.raises(DataError, match="held back has a lead"):
        vv.signals.funnel(
            lead([0, 2], ["2024-01-10"] * 2), log((0, "2024-02-01", 5.0), END), held_back=arms(4)
        )


@pytest.mark.parametrize("control", ["calm", "treated "])
def test_an_arm_that_is_not_there_is_refused(lead, log, control):
    with pytest.raises(ParameterError, match="has the arms 'control', 'treated'"):
        vv.signals.funnel(lead([0], ["2024-01-10"]), log(END), held_back=arms(4), control=control)


def test_three_arms_are_refused(lead, log):
    with pytest.raises(ParameterError, match="Two arms are needed"):
        vv.signals.funnel(
            lead([0], ["2024-01-10"]), log(END), held_back=arms(3, ["a", "b", "control"])
        )


RUNS, PEOPLE, BASE, ADDED = 200, 500, 0.10, 0.06


def test_the_interval_holds_the_truth_as_often_as_it_says(lead, log):
    """Contact adds 6 points to 10 %; of 200 intervals of 95 %, 178 to 198 hold it.

    Fewer or more come by chance in one of a thousand series. An order is 100 and, for one
    customer in ten, 400, so that contact adds 0.06 * 130 = 7.8 of revenue per customer.
    """
    leads = lead(list(range(PEOPLE)), ["2024-01-10"] * PEOPLE)
    random = np.random.default_rng(11)
    held = {"difference": 0, "revenue": 0}
    for _ in range(RUNS):
        is_held = random.permutation(PEOPLE) < PEOPLE // 2
        buys = random.random(PEOPLE) < BASE + ADDED * ~is_held
        amount = np.where(random.random(PEOPLE) < 0.1, 400.0, 100.0)
        who = np.flatnonzero(buys)
        table = pd.DataFrame(
            {
                "customer_id": [*who, 10**9],
                "timestamp": pd.to_datetime(["2024-02-01"] * len(who) + ["2024-06-30"]),
                "amount": [*amount[who], 1.0],
            }
        )
        names = np.where(is_held, "control", "treated")
        more = vv.signals.funnel(
            leads, table, held_back=arms(PEOPLE, names), randomised=True
        ).incremental
        held["difference"] += more.difference.lower <= ADDED <= more.difference.upper
        money = more.revenue_difference
        held["revenue"] += money.lower <= ADDED * 130 <= money.upper
    fewest, most = scipy.stats.binom.ppf([0.0005, 0.9995], RUNS, 0.95)
    assert fewest <= held["difference"] <= most
    assert fewest <= held["revenue"] <= most
