"""Shops whose truth is known by replay: what each problem costs, which are flagged, and silence."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from benchmarks.issue_ranking import truth_of

WINDOW = "90 days"
MANY = vv.datasets.ProblemModel.many(8)
KILLER, LOUDEST = "topic 06", "topic 00"


def shops_with(**changed):
    problems = tuple(replace(problem, **changed) for problem in MANY.problems)
    return replace(MANY, problems=problems)


def shop_of(model, seed, n=4000):
    return vv.datasets.simulate_problems(n, model=model, seed=seed)


def ranked(shop, *, by_order=True, **asked):
    mentions = shop.mentions if by_order else shop.mentions.drop(columns="order_id")
    asked = {"covariates": shop.customers, "window": WINDOW, **asked}
    return vv.issues.rank(mentions, shop.orders, **asked)


@pytest.fixture(scope="module")
def planted():
    """Shops in which everybody tells, with their rankings."""
    model = shops_with(reported=1.0)
    shops = [shop_of(model, seed) for seed in range(900, 908)]
    return [(shop, ranked(shop)) for shop in shops]


def test_the_losses_are_those_of_the_replay(planted):
    gaps, errors = [], []
    for shop, ranking in planted:
        truth = truth_of(shop)
        losses = [ranking.loss(topic) for topic in truth.index]
        gaps.append([it.value - true for it, true in zip(losses, truth, strict=True)])
        errors.append([(it.upper - it.lower) / 3.92 for it in losses])
    gaps, errors = np.array(gaps), np.array(errors)
    # 64 of them, 5 % beyond 1.96 on average; more than 10 in one sample of 1,000.
    assert (np.abs(gaps) > 1.96 * errors).sum() <= 10
    mean_error = np.sqrt((errors**2).mean(axis=0) / len(gaps))
    assert (np.abs(gaps.mean(axis=0)) < 3.5 * mean_error).all()


def test_the_silent_killer_is_found_and_the_loudest_is_not_blamed(planted):
    flags = [dict(zip(it.topics, it.ranks.flag, strict=True)) for _, it in planted]
    assert sum(flag[KILLER] == "silent killer" for flag in flags) >= len(flags) - 1
    others = [flag[topic] for flag in flags for topic in flag if topic != KILLER]
    assert "silent killer" not in others
    assert sum(flag[LOUDEST] == "loud but harmless" for flag in flags) >= len(flags) / 2
    for _, ranking in planted:
        assert ranking.ranks.damage.tolist() == list(range(1, 9))
        place = ranking.topics.index(LOUDEST)
        assert ranking.ranks.volume[place] == 1
        assert ranking.ranks.damage[place] >= 5


def test_parts_sum_to_the_whole_and_tenths_to_the_parts(planted):
    for _, ranking in planted:
        table = ranking.to_frame()
        assert table["loss"].sum() == pytest.approx(ranking.loss().value, rel=1e-12)
        assert table["loss_a_month"].sum() == pytest.approx(ranking.loss_a_month().value, rel=1e-12)
        by_topic = ranking.by_value().groupby("topic")[["loss", "exposures"]].sum()
        own = table.set_index("topic")
        np.testing.assert_allclose(by_topic["loss"], own["loss"][by_topic.index], rtol=1e-8)
        assert by_topic["exposures"].equals(own["exposures"][by_topic.index])


def test_the_killer_hits_customers_of_high_value(planted):
    # The logit of meeting it rises by .8 per standard deviation of prior spend, of others by .25.
    shop, _ = planted[0]
    ranking = ranked(shop, values=shop.customers, value="prior_spend")
    top = dict(zip(ranking.topics, ranking.by_decile.top_share, strict=True))
    assert top.pop(KILLER) > 0.38
    assert np.mean(list(top.values())) < 0.34
    # The loss follows the exposures.
    table = ranking.by_value()
    its = table[(table["topic"] == KILLER) & (table["decile"] >= 9)]
    assert its["loss"].sum() > 0.3 * ranking.loss(KILLER).value


def test_nothing_is_flagged_where_nothing_is_lost():
    model = shops_with(log_rate=0.0, dropout=0.0)
    rankings = [ranked(shop_of(model, seed, n=2500)) for seed in range(920, 930)]
    assert sum(it.is_shown for it in rankings) <= 2
    for ranking in rankings:
        if ranking.is_shown:
            continue
        assert not ranking.killers
        assert not ranking.harmless
        assert np.isnan(ranking.ranks.among_worst).all()
        assert "do not show" in ranking.statement()
    each = np.array([it.loss().value / it.n_exposed for it in rankings])
    assert abs(each.mean()) < 3.5 * each.std(ddof=1) / np.sqrt(len(each))


@pytest.mark.parametrize("reported", [0.5, 0.25])
def test_with_the_share_that_reports_silence_is_made_up_for(reported):
    model = shops_with(reported=reported)
    found = []
    for seed in range(940, 946):
        shop = shop_of(model, seed)
        ranking = ranked(shop, reported=reported)
        silent = ranking.silence[0]
        found.append([ranking.loss().value, silent.each @ ranking.exposures, truth_of(shop).sum()])
    assert f"if {reported:.0%} of those who meet a problem report it" in ranking.statement()
    seen, corrected, truth = np.mean(found, axis=0)
    assert seen < 0.88 * truth
    assert corrected == pytest.approx(truth, rel=0.10)


def test_a_hidden_rate_of_buying_is_seen_in_the_window_before():
    rankings = [ranked(shop_of(shops_with(met_rate=0.6), seed)) for seed in range(960, 966)]
    spoken = [it for it in rankings if it.window_before.speaks]
    assert len(spoken) >= 4
    # They buy more, so that losses look too small, and the note says so.
    assert all(it.window_before.whole < 0 for it in spoken)
    assert any("too small" in note.en for note in spoken[0].notes)


def test_without_orders_named_a_problem_without_effect_costs_nothing():
    model = shops_with(log_rate=0.0, dropout=0.0, reported=1.0)
    found = [ranked(shop_of(model, seed, n=2500), by_order=False) for seed in range(980, 988)]
    assert {it.design for it in found} == {"mention"}
    each = np.array([it.loss().value / it.n_exposed for it in found])
    assert abs(each.mean()) < 3.5 * each.std(ddof=1) / np.sqrt(len(each))
    assert all(it.pending > 0 for it in found)


def test_money_is_spend_times_the_margin_and_months_are_months(planted):
    shop, plain = planted[0]
    priced = ranked(shop, margin=0.4, currency="CNY")
    assert priced.topics == plain.topics
    for topic in plain.topics:
        assert priced.loss(topic).value == pytest.approx(0.4 * plain.loss(topic).value)
        assert priced.loss(topic).basis == "margin"
    days = (pd.Timestamp(shop.observation_end) - shop.orders["timestamp"].min()).days - 90
    assert priced.months == pytest.approx(days / 30.44, rel=0.03)
    losses = priced.monthly_losses
    assert losses.topics == priced.topics
    month = priced.loss_a_month(priced.topics[0])
    assert losses.loss[0] == pytest.approx(month.value)
    assert month.upper - month.value == pytest.approx(1.959964 * losses.standard_errors[0])
    # A month has fewer exposures than the time observed, so that its loss is less sure by far.
    whole = priced.loss(priced.topics[0])
    assert (month.upper - month.lower) / month.value > (whole.upper - whole.lower) / whole.value
