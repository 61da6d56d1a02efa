"""Simulated comments: they follow from the shop, and their truth is what their equations say.

Means are held to 4.5 standard errors of the draws, with fixed seeds.
"""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import norm

import vocvalue as vv
from vocvalue.datasets import CommentModel, simulate_comments, simulate_shop
from vocvalue.datasets.comments.phrases import LANGUAGES, Phrases
from vocvalue.errors import ParameterError

STATUSES = {"positive", "conditional", "negative", "past", "switch"}
PROBLEMS = {"packaging", "delivery", "support", "price", "broken"}
HAN = r"[\u4e00-\u9fff]"


def assert_mean(draws, expected):
    draws = np.asarray(draws, dtype=float)
    assert abs(draws.mean() - expected) < 4.5 * draws.std() / np.sqrt(draws.size)


@pytest.fixture(scope="module")
def plain():
    return simulate_shop(8_000, seed=21)


@pytest.fixture(scope="module")
def shop(plain):
    return simulate_comments(plain, language="both", seed=22)


def by_customers(shop):
    """The texts of customers beside their truth."""
    whole = shop.comments.join(shop.comment_truth.drop(columns=["row", "customer_id"]))
    return whole[whole["role"] == "customer"]


class TestTables:
    def test_the_shop_stays_as_it_is(self, plain, shop):
        for table in ("customers", "orders", "responses", "truth"):
            pd.testing.assert_frame_equal(getattr(plain, table), getattr(shop, table))

    def test_texts_are_in_order_of_time_and_within_the_log(self, shop):
        comments = shop.comments
        assert comments["timestamp"].is_monotonic_increasing
        assert comments["timestamp"].min() > shop.orders["timestamp"].min()
        written = comments[comments["role"] == "customer"]
        assert written["timestamp"].max() <= shop.observation_end
        assert set(comments["customer_id"]) <= set(shop.customers["customer_id"])
        assert (comments["text"].str.strip() != "").all()
        assert not comments["text"].str.contains(r"[{}]").any()

    def test_truth_has_a_row_per_text(self, shop):
        truth = shop.comment_truth
        assert truth["row"].tolist() == list(range(len(shop.comments)))
        assert truth["customer_id"].tolist() == shop.comments["customer_id"].tolist()
        assert set(truth["status"].dropna()) == STATUSES
        assert set(truth["problem"].dropna()) == PROBLEMS
        assert set(truth["kind"].dropna()) == {"repurchase", "upsell", "cross_sell"}
        assert (truth["kind"].isna() == truth["status"].isna()).all()

    def test_only_reviews_and_nps_comments_have_scores(self, shop):
        has_score = shop.comments["score"].notna()
        assert (has_score == shop.comments["channel"].isin(["review", "nps_comment"])).all()
        assert set(shop.comments["score"].dropna()) == set(range(11))

    def test_an_nps_comment_has_the_score_of_its_answer(self, shop):
        nps = shop.responses[shop.responses["survey"] == "nps"]
        comments = shop.comments[shop.comments["channel"] == "nps_comment"]
        both = comments.merge(nps, on=["customer_id", "timestamp"])
        assert len(both) == len(comments)
        assert (both["score_x"] == both["score_y"]).all()

    def test_only_sellers_in_chats_answer_and_they_announce_nothing(self, shop):
        answers = shop.comments["role"] == "seller"
        assert set(shop.comments.loc[answers, "channel"]) == {"chat"}
        assert shop.comment_truth.loc[answers, ["kind", "problem"]].isna().all(axis=None)

    def test_a_product_that_is_named_stands_in_the_text(self, shop):
        products = shop.products.set_index("product_id")
        called = {
            name: [row["name"], *row["aliases"].split("|")] for name, row in products.iterrows()
        }
        truth = shop.comment_truth
        sure = truth[truth["product_id"].notna()]
        texts = shop.comments["text"]
        inside = [
            any(word in texts[row] for word in called[product])
            for row, product in zip(sure.index, sure["product_id"], strict=True)
        ]
        # The rest are those that a typing error hit.
        assert np.mean(inside) > 0.97

    def test_every_purchase_has_one_product_of_the_catalogue(self, shop):
        bought = shop.orders[shop.orders["amount"] > 0]
        assert set(shop.order_products["order_id"]) == set(bought["order_id"])
        assert shop.order_products["order_id"].is_unique
        assert set(shop.order_products["product_id"]) <= set(shop.products["product_id"])
        assert shop.all_orders()["product_id"].notna().all()

    def test_the_catalogue_is_one_that_leads_take(self, shop):
        leads = vv.signals.leads(vv.signals.find(shop.comments.head(2_000)), products=shop.products)
        linked = {product for product in leads.product_id if product is not None}
        assert linked
        assert linked <= set(shop.products["product_id"])

    @pytest.mark.parametrize(("language", "share"), [("en", 0.0), ("zh", 1.0)])
    def test_one_language_is_one(self, plain, language, share):
        texts = simulate_comments(plain, language=language, seed=1).comments["text"]
        assert texts.str.contains(HAN).mean() == share

    def test_both_languages_are_half_each_and_a_customer_has_one(self, shop):
        is_chinese = shop.comments["text"].str.contains(HAN)
        assert is_chinese.groupby(shop.comments["customer_id"]).nunique().max() == 1
        assert 0.45 < is_chinese.mean() < 0.55

    def test_the_same_seed_gives_the_same_texts(self, plain, shop):
        again = simulate_comments(plain, language="both", seed=22)
        pd.testing.assert_frame_equal(again.comments, shop.comments)
        other = simulate_comments(plain, language="both", seed=23)
        assert not other.comments.head(50).equals(shop.comments.head(50))


class TestEquations:
    def test_who_is_about_to_buy_orders_within_the_horizon(self, shop):
        written = by_customers(shop).reset_index()
        bought = shop.orders[shop.orders["amount"] > 0]
        both = written.merge(bought, on="customer_id", suffixes=("", "_order"))
        after = both["timestamp_order"] - both["timestamp"]
        soon = (after > pd.Timedelta(0)) & (after <= pd.Timedelta(days=30))
        buyers = set(both.loc[soon, "index"])
        assert written["buys"].tolist() == [row in buyers for row in written["index"]]

    @pytest.mark.parametrize(
        ("buys", "has_problem", "expected"),
        [(True, False, 0.40), (False, False, 0.12), (True, True, 0.20), (False, True, 0.06)],
    )
    def test_some_say_so_and_some_only_say_so(self, shop, buys, has_problem, expected):
        written = by_customers(shop)
        here = (written["buys"] == buys) & (written["problem"].notna() == has_problem)
        says = written.loc[here, "status"].isin(["positive", "conditional"])
        assert_mean(says, expected)

    def test_problems_follow_the_attitude_and_leaving(self, shop, plain):
        """Of reviews: the logit is -1.4 - 0.8 attitude, and 0.8 more where the customer left."""
        written = by_customers(shop)
        reviews = written[written["channel"] == "review"]
        truth = plain.truth.set_index("customer_id")
        bought = shop.orders[shop.orders["amount"] > 0]
        last = bought.groupby("customer_id")["timestamp"].max().loc[reviews["customer_id"]]
        people = truth.loc[reviews["customer_id"]]
        left = ~people["alive"].to_numpy() & (reviews["timestamp"].to_numpy() > last.to_numpy())
        expected = expit(-1.4 - 0.8 * people["attitude"].to_numpy() + 0.8 * left)
        met = reviews["problem"].notna().to_numpy()
        for group in (left, ~left):
            assert_mean(met[group] - expected[group], 0.0)

    def test_a_problem_lowers_the_score(self, shop, plain):
        """The score is the attitude - 0.8 after a problem, with noise 0.5, against the cuts."""
        written = by_customers(shop)
        reviews = written[written["channel"] == "review"]
        attitude = plain.truth.set_index("customer_id")["attitude"].loc[reviews["customer_id"]]
        mood = attitude.to_numpy() - 0.8 * reviews["problem"].notna().to_numpy()
        chance = norm.sf((0.25 - mood) / 0.5)
        assert_mean((reviews["score"] >= 9).to_numpy() - chance, 0.0)

    def test_sellers_answer_two_of_five_chats(self, shop):
        chats = shop.comments[shop.comments["channel"] == "chat"]
        n_asked = (chats["role"] == "customer").sum()
        n_answered = (chats["role"] == "seller").sum()
        assert abs(n_answered / n_asked - 0.40) < 4.5 * np.sqrt(0.24 / n_asked)


class TestShares:
    def test_shares_by_hand(self, shop):
        statuses = ["positive", "positive", "conditional", None, None, "negative"]
        truth = pd.DataFrame({"status": statuses, "buys": [True, False, True, True, True, False]})
        comments = pd.DataFrame({"role": [*["customer"] * 4, "seller", "customer"]})
        small = replace(shop, comment_truth=truth, comments=comments)
        # The seller's answer counts for nobody.
        assert small.share_buying().to_dict() == {
            "conditional": 1.0,
            "negative": 0.0,
            "nothing": 1.0,
            "positive": 0.5,
        }
        assert small.n_announcing == 3
        assert small.share_kept == pytest.approx(2 / 3)


class TestContacts:
    def test_half_of_those_who_write_are_drawn(self, shop):
        arms = shop.arms
        assert set(arms["customer_id"]) == set(shop.comments["customer_id"])
        assert abs((arms["arm"] == "treated").sum() - len(arms) / 2) <= 1

    def test_only_the_arm_that_may_be_contacted_is_and_after_it_spoke(self, shop):
        arm = shop.arms.set_index("customer_id")["arm"]
        contacts = shop.contacts
        assert contacts["customer_id"].is_unique
        assert (arm.loc[contacts["customer_id"]] == "treated").all()
        said = shop.contact_truth.set_index("customer_id")["said_at"]
        after = contacts["timestamp"] - said.loc[contacts["customer_id"]].to_numpy()
        assert after.between(pd.Timedelta(hours=1), pd.Timedelta(days=3, hours=1)).all()

    def test_extra_orders_fall_in_the_window_of_the_contact(self, shop):
        both = shop.contact_orders.merge(shop.contacts, on="customer_id", suffixes=("", "_contact"))
        assert len(both) == len(shop.contact_orders)
        after = both["timestamp"] - both["timestamp_contact"]
        assert after.between(pd.Timedelta(0), pd.Timedelta(days=30)).all()
        assert both["timestamp"].max() <= shop.observation_end

    def test_a_quarter_of_both_arms_would_order_once_more(self, shop):
        truth = shop.contact_truth
        for arm in ("treated", "control"):
            assert_mean(truth.loc[truth["arm"] == arm, "extra_order"], 0.25)

    def test_amounts_are_those_of_the_customer(self, shop):
        placed = shop.contact_truth[shop.contact_truth["extra_order"]]
        assert_mean(placed["amount"] / placed["mean_spend"], 1.0)

    def test_the_increment_by_hand(self, shop):
        day = pd.Timestamp("2024-03-01")
        truth = pd.DataFrame(
            {
                "customer_id": ["a", "b", "c", "d"],
                "arm": ["treated", "treated", "treated", "control"],
                "said_at": day,
                "extra_order": [True, True, False, True],
                "amount": [30.0, 50.0, np.nan, 70.0],
                "mean_spend": [20.0, 60.0, 40.0, 80.0],
                "next_order_at": [pd.NaT, day + pd.Timedelta(days=40), pd.NaT, pd.NaT],
            }
        )
        increment = replace(shop, contact_truth=truth).increment(window="60 days")
        # .25 of three orders; of two who would not have ordered; of 20 + 60 + 40
        assert increment["expected"].tolist() == pytest.approx([0.75, 0.5, 30.0])
        assert increment["realised"].tolist() == pytest.approx([2, 1, 80.0])
        shorter = replace(shop, contact_truth=truth).increment(window="30 days")
        assert shorter.loc["customers"].tolist() == pytest.approx([0.75, 2])

    def test_a_contact_without_effect_brings_nothing(self, plain):
        idle = simulate_comments(plain, model=CommentModel(extra_order=0.0), seed=3)
        assert len(idle.contact_orders) == 0
        assert (idle.increment() == 0).all(axis=None)
        assert len(idle.all_orders()) == len(plain.orders)


class TestSmallShops:
    @pytest.mark.parametrize("n_customers", [2, 5, 20])
    def test_all_is_said_of_a_few_texts(self, n_customers):
        small = simulate_comments(simulate_shop(n_customers, seed=n_customers + 1), seed=1)
        assert len(small.comments) == len(small.comment_truth) > 0
        assert small.summary("zh")
        assert len(small.all_orders()) == len(small.orders) + len(small.contact_orders)


class TestPhrases:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_there_are_sixty_frames_for_all_kinds_statuses_and_problems(self, language):
        phrases = Phrases.load(language)
        frames = [it for kind in phrases.says.values() for some in kind.values() for it in some]
        frames += [it for some in phrases.problem.values() for it in some]
        assert len(set(frames)) == len(frames) >= 60
        assert set(phrases.says) == {"repurchase", "upsell", "cross_sell"}
        assert all(set(kind) == STATUSES for kind in phrases.says.values())
        assert set(phrases.problem) == PROBLEMS

    def test_frames_hold_no_slot_that_nobody_fills(self):
        for language in LANGUAGES:
            text = repr(Phrases.load(language))
            assert set(re.findall(r"\{(\w*)\}", text)) == {"product", "n"}

    def test_texts_that_speak_of_buying_hardly_ever_repeat(self, shop):
        written = by_customers(shop)
        assert written.loc[written["status"].notna(), "text"].duplicated().mean() < 0.10


class TestRefusals:
    def test_another_language(self, plain):
        with pytest.raises(ParameterError, match="must be one of 'zh', 'en', 'both'"):
            simulate_comments(plain, language="fr", seed=1)

    def test_a_shop_in_which_nobody_writes(self):
        silent = CommentModel(
            after_purchase={"review": 0.0}, longest_wait={"review": 1.0}, nps_comment_share=0.0
        )
        with pytest.raises(ParameterError, match="none of the 50 customers of the shop writes"):
            simulate_comments(simulate_shop(50, seed=1), model=silent, seed=1)

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            ({"extra_order": 1.2}, "extra_order == 1.2, must be at most 1"),
            ({"horizon_days": 0}, "horizon_days"),
            ({"after_purchase": {"review": 0.8, "chat": 0.4}}, "add up to at most 1"),
            ({"after_purchase": {"review": 0.1}}, "same channels"),
            ({"kinds": {"review": (1.0, 0.0, 0.0)}}, "shares for each of"),
        ],
    )
    def test_coefficients_that_make_no_sense(self, asked, message):
        with pytest.raises(ParameterError, match=message):
            CommentModel(**asked)
