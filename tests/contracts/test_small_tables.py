"""Every small table through every lift: finite and in range, with words, or our own refusal."""

import dataclasses
import itertools
import re

import numpy as np
import pandas as pd
import pytest

from vocvalue import lift
from vocvalue.errors import DataError, VocValueError
from vocvalue.results import Estimate, Result

SIZES = (1, 2, 3, 8)
TABLES = [
    ((x1, n1), (x0, n0))
    for n1, n0 in itertools.product(SIZES, SIZES)
    for x1, x0 in itertools.product(range(n1 + 1), range(n0 + 1))
]
TINY = [pair for pair in TABLES if pair[0][1] in (1, 3) and pair[1][1] in (1, 3)]
BARE = re.compile(r"\b(nan|inf)\b|-0\.0 |\+-|\bNone\b(?! is| of)")
COMPLETE = {
    "relative",
    "risk_ratio",
    "median",
    "difference_per_buyer",
    "from_more_buyers",
    "from_spend_per_buyer",
    "roi",
}


def figures(result):
    """Return the estimates of a result by name, those that a result may lack left out."""
    found = {
        field.name: getattr(result, field.name)
        for field in dataclasses.fields(result)
        if isinstance(getattr(result, field.name), Estimate)
    }
    return {name: one for name, one in found.items() if name not in COMPLETE}


def check(result, *, within=np.inf):
    """Check all figures of a result, its table, its dictionary and its words."""
    for name, one in figures(result).items():
        assert np.isfinite([one.value, one.lower, one.upper]).all(), (name, one)
        assert one.lower <= one.value <= one.upper, (name, one)
        if name == "difference":
            assert -within <= one.lower < one.upper <= within, (name, one)
    assert len(result.to_frame())
    result.to_dict()
    for words in (result.statement(), result.statement("zh"), result.summary()):
        assert not BARE.search(words), words


def test_every_small_table():
    for treated, control in TABLES:
        found = lift.retention_test(treated=treated, control=control)
        check(found, within=1.0)
        assert 0 <= found.p_value <= 1
        assert found.shown == (found.difference.lower > 0 or found.difference.upper < 0)


@pytest.mark.parametrize(
    "method", ["miettinen-nurminen", "mee", "agresti-caffo", "wald", "bayes", "exact"]
)
def test_every_tiny_table_by_every_method(method):
    for treated, control in TINY[:: 6 if method == "exact" else 1]:
        check(lift.retention_test(treated=treated, control=control, method=method), within=1.0)


def test_the_money_of_every_tiny_table():
    for treated, control in [*TINY, ((20, 20), (10, 20)), ((20, 20), (0, 20)), ((0, 8), (0, 8))]:
        found = lift.retention_test(treated=treated, control=control)
        money = found.money(100, cost=10, horizon="12 months")
        check(money)
        assert 0 <= money.probability_positive <= 1
        assert money.net.lower < money.net.upper
        assert money.net.upper <= 100 * treated[1] - 10 + 1e-9


def test_every_tiny_table_in_strata():
    for treated, control in TINY:
        rows = [
            (arm, stratum, int(place < kept))
            for arm, (kept, n) in (("treated", treated), ("control", control))
            for stratum in "ab"
            for place in range(n)
        ]
        table = pd.DataFrame(rows, columns=["arm", "tier", "retained"])
        table["customer_id"] = range(len(table))
        read = lift.experiment(
            table.drop(columns="retained"), outcomes=table, keep=["tier"], randomised=True
        )
        found = lift.retention(read, strata="tier")
        check(found, within=1.0)
        check(found.money(100, cost=10))


def test_every_tiny_table_beside_another_arm():
    for treated, control in TINY:
        check(lift.compare_arms({"control": control, "call": treated, "mail": (1, 2)}))
        arms = {"treated": treated, "control": control}
        segments = {"a": arms, "b": arms, "c": {"treated": (1, 2), "control": (1, 2)}}
        check(lift.by_segment_counts(segments, value_per_customer=100, cost_per_contact=5))


def test_every_tiny_table_looked_at_twice():
    for (x1, n1), (x0, n0) in TINY:
        looks = lift.always_valid_test(
            treated=([0, x1], [0, n1]), control=([0, x0], [0, n0]), treated_share=0.5, n_planned=8
        )
        check(looks, within=1.0)


def test_survival_of_every_tiny_arm():
    control = np.r_[np.linspace(1, 12, 30), np.full(10, 12.0)]
    gone = np.r_[np.ones(30), np.zeros(10)]
    for n, events in [(m, k) for m in (1, 2, 5, 10) for k in range(m + 1)]:
        length = np.r_[np.linspace(2, 9, events), np.full(n - events, 12.0), control]
        left = np.r_[np.ones(events), np.zeros(n - events), gone]
        treated = np.r_[np.ones(n), np.zeros(40)]
        found = lift.survival_test(length, left, treated, unit="month", horizon="12 months")
        check(found)
        for arm in (found.treated, found.control):
            assert 0 <= arm.months.lower < arm.months.upper <= 12
            assert 0 <= arm.share.lower < arm.share.upper <= 1
        assert found.difference_in_months.lower < found.difference_in_months.upper
        assert found.shown == (
            found.difference_in_months.lower > 0 or found.difference_in_months.upper < 0
        )
        assert np.isfinite(found.money(40).lower)


def test_spend_of_every_tiny_arm():
    for treated in ([0, 0], [0, 5], [5, 5], [0, 0, 0, 9], [3, -3]):
        for control in ([0, 0], [0, 2], [4, 4]):
            if len(set(treated)) == len(set(control)) == 1:
                with pytest.raises(DataError, match="spent the same"):
                    lift.spend_test(treated=treated, control=control)
                continue
            check(lift.spend_test(treated=treated, control=control))


def test_small_arms_made_alike_are_told_or_withheld():
    rng = np.random.default_rng(3)
    for n in (4, 8, 16, 60):
        people = pd.DataFrame(
            {
                "customer_id": range(n),
                "arm": ["treated", "control"] * (n // 2),
                "age": rng.normal(size=n),
            }
        )
        for kept in (np.zeros(n), np.ones(n), np.arange(n) % 3 == 0):
            after = pd.DataFrame({"customer_id": range(n), "retained": kept.astype(int)})
            read = lift.experiment(people, outcomes=after, keep=["age"], randomised=False)
            try:
                found = lift.adjusted_retention(read)
            except VocValueError:
                continue
            check(found, within=1.0)


def test_a_result_is_what_is_checked():
    assert figures(lift.retention_test(treated=(1, 2), control=(1, 2))).keys() == {
        "difference",
        "retained",
    }
    assert issubclass(lift.RetentionLift, Result)
