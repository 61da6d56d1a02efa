"""Learned weights against scikit-learn, hand-made tables, and accounts whose truth is known."""

import numpy as np
import pytest

from vocvalue import health
from vocvalue.datasets import simulate_accounts
from vocvalue.errors import DataError, ParameterError
from vocvalue.health.learned.fit import FOLDS, Points, folds_of, losses, ridge_fit

CUTOFFS = ["2024-06-30", "2024-12-31"]


def learned(sample, **asked):
    tables = {name: getattr(sample, name) for name in ("responses", "usage", "billing", "churn")}
    return health.learn_weights(sample.accounts, **{"cutoffs": CUTOFFS, **tables, **asked})


def drawn(seed=1, n=600):
    rng = np.random.default_rng(seed)
    columns = {name: 50 + 20 * rng.normal(size=n) for name in ("says", "does", "pays")}
    odds = -2.0 - 0.05 * (columns["does"] - 50) - 0.02 * (columns["pays"] - 50)
    churned = rng.random(n) < 1 / (1 + np.exp(-odds))
    return Points(columns=columns, account=np.arange(n) // 2, churned=churned)


@pytest.fixture(scope="module")
def told():
    return simulate_accounts(900, usage_tells=0.9, answers_tell=0.0, billing_tells=0.3, seed=31)


class TestFit:
    @pytest.mark.parametrize("ridge", [1.0, 30.0])
    def test_it_is_that_of_scikit_learn(self, ridge):
        linear_model = pytest.importorskip("sklearn.linear_model")
        points = drawn()
        table = np.column_stack(list(points.columns.values()))
        standard = (table - table.mean(axis=0)) / 25
        peer = linear_model.LogisticRegression(C=1 / ridge, tol=1e-10, max_iter=1000)
        peer.fit(standard, points.churned)
        found = ridge_fit(points, ridge)
        assert [25 * it for it in found.slopes.values()] == pytest.approx(
            peer.coef_[0].tolist(), rel=1e-4
        )
        assert found.log_odds(points) == pytest.approx(peer.decision_function(standard), rel=1e-3)

    def test_it_finds_the_slopes_that_made_the_data(self):
        found = ridge_fit(drawn(2, n=20_000), 1.0)
        assert found.slopes["does"] == pytest.approx(-0.05, abs=0.005)
        assert found.slopes["pays"] == pytest.approx(-0.02, abs=0.005)
        assert found.slopes["says"] == pytest.approx(0.0, abs=0.005)

    def test_what_is_not_known_stands_at_the_mean(self):
        points = drawn()
        gaps = Points(
            columns={**points.columns, "says": np.where(np.arange(600) % 3, np.nan, 50.0)},
            account=points.account,
            churned=points.churned,
        )
        without = points.of(["does", "pays"])
        assert ridge_fit(gaps, 1.0).log_odds(gaps) == pytest.approx(
            ridge_fit(without, 1.0).log_odds(without), abs=1e-6
        )

    def test_an_account_is_in_one_fold_and_losses_are_in_all(self):
        points = drawn()
        folds = folds_of(points)
        assert (folds[::2] == folds[1::2]).all()
        lost = np.bincount(folds[points.churned], minlength=FOLDS)
        assert lost.min() > 0
        assert np.isfinite(losses(points, folds)).all()


class TestOrder:
    def test_folds_do_not_depend_on_the_order_of_rows_and_accounts(self):
        points = drawn()
        rng = np.random.default_rng(3)
        order, renamed = rng.permutation(600), rng.permutation(300)
        other = Points(
            columns={name: it[order] for name, it in points.columns.items()},
            account=renamed[points.account][order],
            churned=points.churned[order],
        )
        assert np.array_equal(folds_of(points)[order], folds_of(other))

    def test_weights_do_not_depend_on_the_order_of_rows(self, told):
        one = learned(told)
        other = health.learn_weights(
            told.accounts[::-1],
            responses=told.responses.sample(frac=1, random_state=1),
            usage=told.usage.sample(frac=1, random_state=2),
            billing=told.billing[::-1],
            churn=told.churn[::-1],
            cutoffs=CUTOFFS,
        )
        assert dict(one.weights) == pytest.approx(dict(other.weights), rel=1e-6)
        assert one.fit.ridge == other.fit.ridge


class TestLearned:
    def test_what_tells_weighs_most(self, told):
        parts = learned(told, learned_of="parts")
        assert parts.weights["does"] > 0.6
        assert sum(parts.weights.values()) == pytest.approx(1.0)
        of = learned(told)
        usage = ("usage_trend", "usage_level", "features", "seats_used")
        effects = {name: of.fit.effect(name) for name in of.weights}
        assert min(effects, key=effects.get) in usage

    def test_what_goes_the_wrong_way_weighs_nothing_and_is_said(self, told):
        bills = told.billing
        # Only accounts that leave pay in time.
        gone = bills["account_id"].isin(told.churn["account_id"])
        late = bills.assign(paid=bills["due"].where(gone, bills["due"] + np.timedelta64(20, "D")))
        found = learned(told, billing=late.assign(kind="subscription"), learned_of="parts")
        assert "pays" in found.wrong_way
        assert found.weights["pays"] == 0
        assert found.whole.effect("pays") > 0
        assert any("did not go with staying" in note.en for note in found.notes)
        assert any("与常理相悖" in note.zh for note in found.notes)

    def test_the_score_takes_them(self, told):
        found = learned(told, learned_of="parts")
        score = health.score(
            told.accounts,
            usage=told.usage,
            responses=told.responses,
            billing=told.billing,
            at="2025-06-30",
            weights=found,
        )
        assert dict(score.weights.parts) == pytest.approx(dict(found.weights))

    def test_it_says_until_when_leaving_counted(self, told):
        found = learned(told)
        assert f"{found.until:%Y-%m-%d}" == "2025-06-30"
        assert "6 months" in found.statement()
        assert "6 个月内流失" in found.statement("zh")
        assert found.to_dict()["cutoffs"][0].startswith("2024-06-30")

    def test_few_losses_are_said(self):
        few = simulate_accounts(200, monthly_churn=0.01, seed=33)
        found = learned(few)
        assert any("fewer than 10 for each" in note.en for note in found.notes)


def test_too_few_losses_are_refused():
    none = simulate_accounts(60, monthly_churn=0.001, seed=34)
    churn = none.accounts[["account_id"]].head(2).assign(timestamp="2024-08-01")
    with pytest.raises(DataError, match="2 accounts left within the windows"):
        learned(none, churn=churn)


def test_what_is_weighed_must_make_sense(told):
    with pytest.raises(ParameterError, match="learned_of == 'bands'"):
        learned(told, learned_of="bands")
