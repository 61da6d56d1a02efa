"""Simulated problems: replayed to the byte, caused as their equations say, told of as they should.

Means are held to 4.5 standard errors of the draws, with fixed seeds.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import kstest, linregress

from vocvalue.datasets import Problem, ProblemModel, simulate_problems
from vocvalue.datasets.problems.hashed_draws import HashedDraws, Purpose
from vocvalue.errors import ParameterError

HARMLESS = Problem(name="harmless", met=-2.0, log_rate=0.0, dropout=0.0)
COSTLY = Problem(name="costly", met=-3.0)
TWO = ProblemModel(problems=(HARMLESS, COSTLY))


def assert_mean(draws, expected):
    draws = np.asarray(draws, dtype=float)
    assert abs(draws.mean() - expected) < 4.5 * draws.std() / np.sqrt(draws.size)


def of_one(**changed):
    return ProblemModel(problems=(Problem(name="one", **changed),))


@pytest.fixture(scope="module")
def shop():
    return simulate_problems(6_000, model=TWO, seed=11)


@pytest.fixture(scope="module")
def big():
    """The shop in which the history suffices, and what follows each exposure."""
    made = simulate_problems(60_000, seed=12)
    return made, made.effects()


def beside_the_log(shop, effects, days):
    """Count what the log holds after each exposure: orders, and the sum of their amounts."""
    both = effects.reset_index().merge(shop.orders, on="customer_id", suffixes=("", "_later"))
    after = both["timestamp_later"] - both["timestamp"]
    both = both[(after > pd.Timedelta(0)) & (after <= pd.Timedelta(days=days))]
    found = both.groupby("index")["amount"].agg(["size", "sum"])
    return found.reindex(effects.index).fillna(0.0)


class TestDraws:
    def test_they_are_uniform(self):
        """Tests of many series reject as often as tests of true uniforms do."""
        who = np.arange(3_000)
        p_values = [
            kstest(HashedDraws(seed=seed).uniforms(purpose, who, order), "uniform").pvalue
            for seed in range(5)
            for purpose in Purpose
            for order in range(5)
        ]
        assert kstest(p_values, "uniform").pvalue > 1e-3
        assert min(p_values) > 1e-3 / len(p_values)

    def test_different_purposes_orders_and_seeds_do_not_go_together(self):
        draws, who = HashedDraws(seed=3), np.arange(40_000)
        by_purpose = {it: draws.uniforms(it, who, 1) for it in Purpose}
        series = [*by_purpose.values(), draws.uniforms(Purpose.GAP, who, 2)]
        series += list(draws.uniforms(Purpose.MEETING, who, 1, n_problems=3).T)
        series.append(HashedDraws(seed=4).uniforms(Purpose.GAP, who, 1))
        between = np.corrcoef(series)[np.triu_indices(len(series), k=1)]
        assert np.abs(between).max() < 4.5 / np.sqrt(who.size)

    def test_neighbours_do_not_go_together(self):
        numbers = HashedDraws(seed=3).uniforms(Purpose.GAP, np.arange(40_001), 5)
        assert abs(np.corrcoef(numbers[1:], numbers[:-1])[0, 1]) < 4.5 / 200

    def test_the_mixing_function_is_splitmix64(self):
        # Vigna's C code (prng.di.unimi.it/splitmix64.c) begins so with the seed 1234567.
        from vocvalue.datasets.problems.hashed_draws import GOLDEN, _mixed

        state = np.array([1234567], dtype=np.uint64)
        first, second = _mixed(state), _mixed(state + GOLDEN)
        assert first.tolist() == [6457827717110365317]
        assert second.tolist() == [3203168211198807973]

    def test_gammas_have_the_mean_one_and_the_variance_of_their_shape(self):
        numbers = HashedDraws(seed=5).gammas(Purpose.RATE, np.arange(50_000), 2.0)
        assert_mean(numbers, 1.0)
        assert_mean((numbers - 1) ** 2, 0.5)


class TestReplay:
    def test_without_nothing_taken_away_the_log_comes_back(self, shop):
        pd.testing.assert_frame_equal(shop.without([]), shop.orders)

    def test_what_follows_an_exposure_is_what_the_log_says(self, shop):
        for days in (30, 90):
            effects = shop.effects(window=f"{days} days", among="met", only_first=False)
            end = shop.observation_end - pd.Timedelta(days=days)
            inside = effects[effects["timestamp"] <= end].reset_index(drop=True)
            found = beside_the_log(shop, inside, days)
            assert found["size"].tolist() == inside["orders_with"].tolist()
            assert found["sum"].to_numpy() == pytest.approx(inside["spend_with"].to_numpy())
            assert inside["repurchase_with"].eq(inside["orders_with"] > 0).all()

    def test_churn_is_the_log_without_an_order(self, shop):
        effects = shop.effects(churn_window="60 days", among="met", only_first=False)
        end = shop.observation_end - pd.Timedelta(days=60)
        inside = effects[effects["timestamp"] <= end].reset_index(drop=True)
        assert inside["churn_with"].eq(beside_the_log(shop, inside, 60)["size"] == 0).all()

    def test_removal_changes_nobody_who_never_met_the_problem(self, shop):
        without = shop.without("costly")
        met = set(shop.log.loc[shop.log["topic"] == "costly", "customer_id"])
        untouched = [frame[~frame["customer_id"].isin(met)] for frame in (shop.orders, without)]
        pd.testing.assert_frame_equal(*(frame.reset_index(drop=True) for frame in untouched))

    def test_nothing_changes_before_the_problem(self, shop):
        first = shop.log[shop.log["topic"] == "costly"].groupby("customer_id")["timestamp"].min()

        def before(orders):
            moment = orders["customer_id"].map(first)
            return orders[orders["timestamp"] <= moment].reset_index(drop=True)

        pd.testing.assert_frame_equal(before(shop.orders), before(shop.without("costly")))

    def test_of_customers_met_once_removal_is_their_one_effect(self, shop):
        """Up to the end of the log, which the window reaches for nobody else."""
        log = shop.log[shop.log["topic"] == "costly"]
        once = set(log["customer_id"][~log["customer_id"].duplicated(keep=False)])
        effects = shop.effects("costly", window="365 days", among="met", only_first=False)
        end = shop.observation_end - pd.Timedelta(days=365)
        effects = effects[effects["customer_id"].isin(once) & (effects["timestamp"] <= end)]
        effects = effects.reset_index(drop=True)
        removed = replace(shop, orders=shop.without("costly"))
        found = beside_the_log(removed, effects, 365)
        # An exposure that only the removed history would bring is removed as well.
        again = (found["size"] - effects["orders_without"]).abs() > 0
        assert len(effects) > 100
        assert again.mean() < 0.15
        assert (found["size"] >= effects["orders_without"])[again].all()

    def test_a_harmless_problem_has_no_effect_and_its_removal_none(self, shop):
        effects = shop.effects("harmless", among="met", only_first=False)
        for name in ("repurchase", "orders", "spend", "churn"):
            assert effects[f"{name}_with"].tolist() == effects[f"{name}_without"].tolist()
        pd.testing.assert_frame_equal(shop.without("harmless"), shop.orders)
        assert shop.losses().set_index("topic").loc["harmless", "loss"] == 0.0

    def test_removing_both_is_removing_each(self, shop):
        pd.testing.assert_frame_equal(
            shop.without(["harmless", "costly"]), shop.without(("costly",))
        )

    def test_two_that_cost_cost_more_together(self):
        both = ProblemModel(problems=(COSTLY, replace(COSTLY, name="other")))
        shop = simulate_problems(4_000, model=both, seed=14)
        spend = [
            shop.without(topics)["amount"].sum()
            for topics in ([], "costly", "other", ["costly", "other"])
        ]
        assert spend[0] < min(spend[1:3]) < max(spend[1:3]) < spend[3]

    def test_the_seed_settles_everything(self, shop):
        same, other = (simulate_problems(6_000, model=TWO, seed=seed) for seed in (11, 13))
        for table in ("orders", "customers", "log", "mentions", "truth"):
            pd.testing.assert_frame_equal(getattr(shop, table), getattr(same, table))
        assert not shop.orders.head(20).equals(other.orders.head(20))

    def test_more_customers_leave_the_first_as_they_were(self, shop):
        few = simulate_problems(5_000, model=TWO, seed=11)
        ids = set(few.customers["customer_id"])
        of_few = shop.orders[shop.orders["customer_id"].isin(ids)].reset_index(drop=True)
        pd.testing.assert_frame_equal(few.orders, of_few)

    def test_a_generator_gives_a_seed_that_replays(self):
        shop = simulate_problems(200, seed=np.random.default_rng(1))
        again = simulate_problems(200, seed=shop.parameters["seed"])
        pd.testing.assert_frame_equal(shop.orders, again.orders)
        assert shop.without([]).equals(shop.orders)


class TestEquations:
    def test_the_truth_of_the_shop_in_which_the_history_suffices(self, big):
        """An independent prototype of these equations had .745, .570; 193, 115; .15, .30."""
        means = big[1].mean(numeric_only=True)
        assert means["repurchase_without"] == pytest.approx(0.745, abs=0.015)
        assert means["repurchase_with"] == pytest.approx(0.570, abs=0.015)
        assert means["spend_without"] == pytest.approx(193, rel=0.04)
        assert means["spend_with"] == pytest.approx(115, rel=0.04)
        assert means["churn_without"] == pytest.approx(0.15, abs=0.02)
        assert means["churn_with"] == pytest.approx(0.30, abs=0.02)

    def test_one_order_ahead_by_its_formula(self):
        """P(next order within t) = (1 - dropout) E[1 - exp(-rate t)] with the problem and without.

        With log_rate the rate is exp(log_rate) as high, with dropout the chance so much higher.
        """
        model = of_one(met=-1.0, log_rate=-0.5, dropout=0.10)
        shop = simulate_problems(20_000, model=model, seed=15)
        effects = shop.effects(window="90 days", among="met").set_index("customer_id")
        rate = shop.truth.set_index("customer_id").loc[effects.index, "purchase_rate"]
        assert_mean(effects["repurchase_without"] - 0.92 * -np.expm1(-90 * rate), 0.0)
        slower = np.exp(-0.5) * rate
        assert_mean(effects["repurchase_with"] - 0.82 * -np.expm1(-90 * slower), 0.0)

    def test_without_problems_the_orders_are_those_of_the_rate_and_the_dropout(self):
        shop = simulate_problems(20_000, model=of_one(met=-40.0), seed=16)
        truth = shop.truth.set_index("customer_id")
        sizes = shop.orders["customer_id"].value_counts().reindex(truth.index)
        first = shop.customers.set_index("customer_id")["first_purchase"]
        days = (shop.observation_end - first) / pd.Timedelta(days=1)
        rate, leaving = truth["purchase_rate"], truth["dropout_probability"]
        # After k orders (1 - p)^k stay: the sum is 1 + (1 - p)(1 - exp(-rate p t)) / p.
        assert (leaving - 0.08).abs().max() < 1e-12
        expected = 1 + (1 - leaving) * -np.expm1(-rate * leaving * days) / leaving
        assert_mean(sizes - expected, 0.0)
        assert_mean(truth["alive"] - (1 - leaving) * np.exp(-rate * leaving * days), 0.0)
        mean = shop.orders.groupby("customer_id")["amount"].mean().reindex(truth.index)
        assert_mean(mean - truth["mean_spend"], 0.0)

    def test_problems_are_met_as_their_logit_says(self):
        quiet = replace(
            of_one(met=-2.0, met_prior_spend=0.6, met_amount=0.0, met_tenure=0.0), shock=0.0
        )
        shop = simulate_problems(10_000, model=quiet, seed=17)
        prior = np.log(shop.customers.set_index("customer_id")["prior_spend"] / 800) / 0.8
        w = prior.loc[shop.orders["customer_id"]].to_numpy()
        met = shop.orders["order_id"].isin(shop.log["order_id"]).to_numpy()
        for part in (w < -0.7, (w > -0.7) & (w < 0.7), w > 0.7):
            assert_mean(met[part] - expit(-2.0 + 0.6 * w[part]), 0.0)

    def test_problems_of_an_order_go_together_by_the_shock(self):
        model = ProblemModel(problems=(HARMLESS, replace(HARMLESS, name="other")))

        def odds_ratio(shock):
            shop = simulate_problems(8_000, model=replace(model, shock=shock), seed=18)
            met = pd.crosstab(shop.log["order_id"], shop.log["topic"])
            both = int((met.sum(axis=1) == 2).sum())
            one, other = (int((met[name] - (met.sum(axis=1) == 2)).sum()) for name in met)
            return both * (len(shop.orders) - both - one - other) / (one * other)

        # Prior spend, tenure and amounts leave a little in common.
        assert odds_ratio(0.0) < 1.35
        assert odds_ratio(1.5) > 3

    def test_met_more_where_the_hidden_rate_is_higher(self):
        shop = simulate_problems(10_000, model=ProblemModel.hidden_rate(), seed=19)
        rate = np.log(shop.truth.set_index("customer_id")["purchase_rate"])
        x = rate.loc[shop.orders["customer_id"]].to_numpy()
        met = shop.orders["order_id"].isin(shop.log["order_id"]).to_numpy()
        plain = simulate_problems(10_000, seed=19)
        y = rate.loc[plain.orders["customer_id"]].to_numpy()
        plain_met = plain.orders["order_id"].isin(plain.log["order_id"]).to_numpy()
        assert linregress(x, met).slope > 3 * abs(linregress(y, plain_met).slope)

    @pytest.mark.parametrize("reported", [0.0, 0.2, 1.0])
    def test_a_share_tells_of_it(self, reported):
        shop = simulate_problems(10_000, model=of_one(met=-2.0, reported=reported), seed=20)
        end = shop.observation_end - pd.Timedelta(days=120)
        early = shop.log[shop.log["timestamp"] <= end]
        told = early["order_id"].isin(shop.mentions["order_id"])
        assert_mean(told, reported) if 0 < reported < 1 else (told == bool(reported)).all()

    def test_the_unhappy_tell_more(self):
        model = of_one(met=-2.0, reported=0.4, reported_attitude=-1.6)
        shop = simulate_problems(10_000, model=model, seed=21)
        attitude = shop.truth.set_index("customer_id")["attitude"]
        early = shop.log[shop.log["timestamp"] <= "2024-09-01"]
        told = early["order_id"].isin(shop.mentions["order_id"]).to_numpy()
        a = attitude.loc[early["customer_id"]].to_numpy()
        for part in (a < -0.5, np.abs(a) < 0.5, a > 0.5):
            assert_mean(told[part] - expit(np.log(0.4 / 0.6) - 1.6 * a[part]), 0.0)

    def test_it_is_told_of_after_its_delay(self):
        shop = simulate_problems(8_000, model=of_one(met=-1.0, delay_days=9.0), seed=22)
        mentions = shop.mentions.merge(shop.log, on=["order_id", "topic"], suffixes=("", "_met"))
        assert len(mentions) == len(shop.mentions)
        waited = (mentions["timestamp"] - mentions["timestamp_met"]) / pd.Timedelta(days=1)
        assert_mean(waited[mentions["timestamp_met"] <= "2024-08-01"], 9.0)

    def test_whoever_complains_tells_everything_at_once(self):
        shop = simulate_problems(6_000, model=ProblemModel.many(8), seed=23)
        in_both = shop.log[shop.log["order_id"].duplicated(keep=False)]
        in_both = in_both[in_both["timestamp"] <= "2024-06-01"]
        told = in_both.merge(shop.mentions, on=["order_id", "topic"], how="left")
        n_moments = told.groupby("order_id")["timestamp_y"].agg(["nunique", "count", "size"])
        assert n_moments["nunique"].max() == 1
        assert n_moments["count"].isin([0]).sum() + (
            n_moments["count"] == n_moments["size"]
        ).sum() == len(n_moments)


class TestWorlds:
    def test_few_tell_of_what_many_meet(self):
        shop = simulate_problems(5_000, model=ProblemModel.few_tell(), seed=24)
        assert 0.22 < len(shop.log) / len(shop.orders) < 0.29
        assert 0.18 < len(shop.mentions) / len(shop.log) < 0.22

    def test_many_problems_hold_loud_ones_and_a_silent_killer(self):
        shop = simulate_problems(6_000, model=ProblemModel.many(), seed=25)
        counts, losses = shop.counts(), shop.losses()
        assert counts["mentions"].idxmax() == 0
        assert losses.loc[[0, 9], "loss"].tolist() == [0.0, 0.0]
        assert counts["mentions"].rank(ascending=False)[16] > 10
        assert losses["loss"].rank(ascending=False)[16] <= 3
        each = losses["loss"] / losses["exposures"]
        assert each.idxmax() == 16
        # It meets who has spent more: their prior spend is higher than that of all with problems.
        prior = shop.customers.set_index("customer_id")["prior_spend"]
        by_topic = prior.loc[shop.log["customer_id"]].groupby(shop.log["topic"].to_numpy()).mean()
        assert by_topic.idxmax() == "topic 16"

    def test_all_the_problems_of_an_order_cost_more_than_its_dearest(self):
        shop = simulate_problems(6_000, model=ProblemModel.many(), seed=26)
        by_order = shop.order_effects()
        single = shop.effects(only_first=False)
        lost = {
            name: (frame["spend_without"] - frame["spend_with"]).groupby(frame["order_id"]).sum()
            for name, frame in {"all": by_order, "each": single}.items()
        }
        assert by_order["order_id"].is_unique
        n_told = single.groupby("order_id").size()
        assert (
            by_order.set_index("order_id")["n_topics"]
            .sort_index()
            .equals(n_told.rename("n_topics"))
        )
        alone = by_order.loc[by_order["n_topics"] == 1, "order_id"]
        assert lost["all"].loc[alone].to_numpy() == pytest.approx(
            lost["each"].loc[alone].to_numpy()
        )
        assert lost["all"].sum() == pytest.approx(lost["each"].sum(), rel=0.15)

    def test_the_first_is_the_first_told_of(self, shop):
        first = shop.effects("costly")
        mentions = shop.mentions[shop.mentions["topic"] == "costly"]
        moments = mentions.groupby("customer_id")["timestamp"].min()
        assert first["customer_id"].is_unique
        assert (
            first.set_index("customer_id")["mentioned_at"].sort_index().tolist() == moments.tolist()
        )
        assert len(shop.effects("costly", only_first=False)) == len(mentions)
        assert len(shop.effects(among="met", only_first=False)) == len(shop.log)


class TestRefusals:
    def test_a_problem_that_is_not_there(self, shop):
        for call in (shop.effects, shop.without):
            with pytest.raises(
                ParameterError, match=r"'parcel', must be one of 'harmless', 'costly'"
            ):
                call("parcel")

    def test_neither_told_of_nor_met(self, shop):
        with pytest.raises(ParameterError, match="among == 'all', must be one of"):
            shop.effects(among="all")

    def test_a_window_without_a_unit(self, shop):
        with pytest.raises(ParameterError, match="window"):
            shop.effects(window=90)

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            ({"problems": ()}, "problems must be one or more"),
            ({"problems": (COSTLY, COSTLY)}, "each with a name of its own"),
            ({"dropout": 1.0}, "dropout == 1.0, must be between 0 and 1"),
            ({"mean_rate": 0.0}, "mean_rate"),
            ({"rate_region": {}}, "rate_region must name one region"),
            (
                {"problems": (Problem(name="a", met_region={"moon": 1.0}),)},
                "met_region of 'a' names moon, which is not among the regions",
            ),
        ],
    )
    def test_coefficients_that_make_no_sense(self, asked, message):
        with pytest.raises(ParameterError, match=message):
            ProblemModel(**asked)

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            ({"reported": 1.2}, "reported == 1.2, must be at most 1"),
            ({"delay_days": -1}, "delay_days"),
            ({"met": float("nan")}, "met"),
            ({"dropout": "much"}, "dropout"),
        ],
    )
    def test_problems_that_make_no_sense(self, asked, message):
        with pytest.raises(ParameterError, match=message):
            Problem(name="a", **asked)

    def test_five_problems_at_least_are_many(self):
        with pytest.raises(ParameterError, match="n_problems == 3, must be >= 5"):
            ProblemModel.many(3)


def test_it_says_what_it_is(shop):
    assert "6,000 customers" in shop.statement()
    assert "次问题" in shop.statement("zh")
    assert dict(shop.headlines())["costly"].startswith("met ")
    assert dict(shop.headlines("zh", labels={"costly": "破损"}))["破损"].startswith("遇到 ")
    assert shop.to_dict()["counts"]["costly"]["met"] == (shop.log["topic"] == "costly").sum()
    titles = [shop.plot().get_title(loc=place) for place in ("left", "center")]
    assert "harmless is told of most, but costly truly costs most" in " ".join(titles).replace(
        "\n", " "
    )


def test_a_problem_that_nobody_meets_is_said_and_drawn():
    shop = simulate_problems(50, model=of_one(met=-40.0), seed=1)
    assert dict(shop.headlines())["one"] == "never met"
    assert len(shop.effects()) == len(shop.order_effects()) == 0
    assert shop.losses()["exposures"].tolist() == [0]
    assert shop.plot().patches
