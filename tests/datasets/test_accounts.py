"""Simulated accounts: they leave as often as their health says, and views show what they should."""

import numpy as np
import pandas as pd
import pytest

from vocvalue.datasets import simulate_accounts
from vocvalue.datasets.accounts.course import AccountCourse
from vocvalue.errors import ParameterError

COURSE = AccountCourse(persistence=0.9, steepness=1.5, monthly_churn=0.02)


@pytest.fixture(scope="module")
def many():
    return simulate_accounts(6_000, months=16, monthly_churn=0.03, seed=5)


@pytest.fixture(scope="module")
def told():
    """Views that show health itself, but for the rounding."""
    return simulate_accounts(
        1_500, months=8, usage_tells=1.0, answers_tell=1.0, billing_tells=1.0, response=1.0, seed=6
    )


def with_health(table, sample):
    return table.merge(sample.truth, on=["account_id", "timestamp"])


class TestCourse:
    def test_the_mean_chance_to_leave_is_the_one_asked_for(self):
        health = np.random.default_rng(1).standard_normal(400_000)
        assert COURSE.hazard(health).mean() == pytest.approx(0.02, abs=3e-4)

    def test_one_month_ahead_is_the_hazard(self):
        health = np.array([-2.0, 0.0, 1.5])
        assert COURSE.leaving_within(1, health) == pytest.approx(COURSE.hazard(health), abs=1e-9)

    def test_several_months_ahead_are_those_that_are_played(self):
        n, rng = 200_000, np.random.default_rng(2)
        health, stays = np.full(n, -1.0), np.ones(n)
        for _ in range(6):
            stays *= 1 - COURSE.hazard(health)
            health = 0.9 * health + np.sqrt(1 - 0.81) * rng.standard_normal(n)
        error = stays.std() / np.sqrt(n)
        found = COURSE.leaving_within(6, np.array([-1.0]))[0]
        assert abs(found - (1 - stays.mean())) < 4.5 * error

    def test_health_that_does_not_matter_leaves_by_chance(self):
        flat = AccountCourse(persistence=0.5, steepness=0.0, monthly_churn=0.1)
        assert flat.leaving_within(3, np.array([-3.0, 3.0])) == pytest.approx(1 - 0.9**3)


class TestTruth:
    def test_who_leaves_within_six_months_is_as_many_as_said(self, many):
        at = pd.Timestamp("2024-06-30")
        chance = many.true_churn()
        chance = chance[chance["timestamp"] == at]
        gone = many.churn[many.churn["timestamp"].between(at, at + pd.DateOffset(months=6))]
        left = chance["account_id"].isin(gone["account_id"])
        for part in (chance["chance"] < 0.1, chance["chance"] >= 0.1):
            p = chance["chance"][part]
            assert abs(left[part].mean() - p.mean()) < 4.5 * np.sqrt((p * (1 - p)).mean() / len(p))

    def test_health_persists(self, many):
        wide = many.truth.pivot_table("health", index="account_id", columns="timestamp")
        assert wide.corr().iloc[0, 1] == pytest.approx(0.93, abs=0.03)

    def test_after_leaving_nothing_is_seen_but_late_payments(self, many):
        gone = many.churn.set_index("account_id")["timestamp"]
        for table in ("usage", "responses", "billing"):
            rows = getattr(many, table)
            day = rows["due" if table == "billing" else "timestamp"]
            assert not (day >= rows["account_id"].map(gone)).any()

    def test_nothing_is_seen_before_an_account_is_there(self, many):
        since = many.accounts.set_index("account_id")["since"]
        for table in ("usage", "responses", "billing"):
            rows = getattr(many, table)
            day = rows["due" if table == "billing" else "timestamp"]
            assert (day >= rows["account_id"].map(since)).all()


class TestViews:
    def test_what_tells_all_follows_health(self, told):
        usage = with_health(told.usage, told)
        within = usage.groupby("account_id")[["usage", "health"]].corr(method="spearman")
        assert within["health"].xs("usage", level=1).median() > 0.99
        assert usage["features"].corr(usage["health"]) > 0.75
        seats = usage["users"] / usage["seats"]
        assert seats.corr(usage["health"]) > 0.75

    def test_decision_makers_tell_more_than_users(self, told):
        rows = told.responses.assign(timestamp=told.responses["timestamp"] + pd.offsets.MonthEnd(0))
        rows = with_health(rows, told)
        by = {role: part["score"].corr(part["health"]) for role, part in rows.groupby("role")}
        assert by["decision maker"] > 0.9 > by["influencer"] > by["user"] > 0.4

    def test_the_unhealthy_pay_late(self, told):
        bills = told.billing.rename(columns={"due": "timestamp"})
        bills = with_health(bills, told)
        late = (bills["paid"] > bills["timestamp"]) | bills["paid"].isna()
        expected = 1 / (1 + np.exp(1.0 + 2.0 * bills["health"]))
        error = np.sqrt((expected * (1 - expected)).mean() / len(bills))
        assert abs(late.mean() - expected.mean()) < 4.5 * error

    def test_what_tells_nothing_is_unrelated(self):
        deaf = simulate_accounts(
            1_500, months=6, usage_tells=0.0, answers_tell=0.0, billing_tells=0.0, seed=7
        )
        usage = with_health(deaf.usage, deaf)
        assert abs(usage["features"].corr(usage["health"])) < 4.5 / np.sqrt(1_500)

    def test_a_fifth_of_the_accounts_holds_most_of_the_revenue(self, many):
        revenue = np.sort(many.accounts["revenue"])[::-1]
        share = revenue[: len(revenue) // 5].sum() / revenue.sum()
        assert 0.6 < share < 0.9
        assert set(many.accounts["tier"]) == {"small", "mid", "key"}


def test_the_seed_settles_everything():
    one, same, other = (simulate_accounts(50, months=6, seed=seed) for seed in (1, 1, 2))
    for table in ("accounts", "responses", "usage", "billing", "churn", "truth"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(same, table))
    assert not one.usage.equals(other.usage)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"usage_tells": 1.2}, "usage_tells == 1.2"),
        ({"persistence": 1.0}, "persistence == 1"),
        ({"monthly_churn": 2}, "Write 2% as 0.02"),
        ({"months": 1}, "months == 1, must be >= 2"),
        ({"start": "2024-01-15"}, "first day of a month"),
        ({"steepness": -1.0}, "steepness == -1"),
    ],
)
def test_what_cannot_be_is_refused(asked, message):
    with pytest.raises(ParameterError, match=message):
        simulate_accounts(50, seed=1, **asked)


def test_the_span_of_churn_is_of_whole_months():
    sample = simulate_accounts(20, months=3, seed=1)
    with pytest.raises(ParameterError, match="whole months"):
        sample.true_churn("10 days")
