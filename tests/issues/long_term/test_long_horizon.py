"""Bad ratings and purchases in years: the car maker, censoring, and what is refused."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

START, END = pd.Timestamp("2012-01-01"), "2022-12-31"
YEAR = 365.25


def owners(n, seed, *, before=0.40, after=0.20, years=4.0):
    """Owners rate over nine years; those who spent more rate worse, and buy again more often."""
    rng = np.random.default_rng(seed)
    spent = rng.normal(size=n)
    is_bad = rng.random(n) < 1 / (1 + np.exp(0.6 - 0.5 * spent))
    share = np.where(is_bad, after, before) * np.exp(0.25 * spent - 0.03)
    rate = -np.log1p(-np.minimum(share, 0.95)) / years
    wait = rng.exponential(1 / rate) * YEAR
    first = START - pd.to_timedelta(rng.uniform(100, 1_000, n), "D")
    rated = START + pd.to_timedelta(rng.uniform(0, 9 * YEAR, n), "D")
    again = rated + pd.to_timedelta(np.minimum(wait, 30 * YEAR), "D")
    ids = np.arange(n)
    ratings = pd.DataFrame(
        {"customer_id": ids, "timestamp": rated, "score": np.where(is_bad, 2, 5)}
    )
    bought = pd.DataFrame({"customer_id": ids, "timestamp": again, "amount": 200_000.0})
    orders = pd.concat(
        [
            pd.DataFrame({"customer_id": ids, "timestamp": first, "amount": 200_000.0}),
            bought[again <= END],
        ]
    )
    people = pd.DataFrame({"customer_id": ids, "spent": spent})
    kept = np.where(is_bad, before, 0) * np.exp(0.25 * spent - 0.03)
    truth = share[is_bad].mean() - np.minimum(kept, 0.95)[is_bad].mean()
    return ratings, orders, people, truth


def asked(tables, **changed):
    ratings, orders, people, _ = tables
    terms = {"bad": 2, "horizon": "4 years", "price": 200_000, "margin": 0.10}
    return vv.issues.long_horizon(
        ratings,
        orders,
        covariates=people,
        observation_end=END,
        currency="CNY",
        **{**terms, **changed},
    )


def test_the_intervals_hold_the_truth_where_taking_censored_as_none_overstates_the_rest():
    held, offs, runs = 0, [], 40
    for seed in range(runs):
        tables = owners(1_200, seed)
        found = asked(tables)
        held += found.difference.lower <= tables[3] <= found.difference.upper
        offs.append(found.difference.value - tables[3])
    assert held / runs >= 0.85
    assert abs(np.mean(offs)) < 3 * np.std(offs) / np.sqrt(runs) + 0.005


def test_whoever_was_not_followed_is_not_taken_to_have_stayed_away():
    tables = owners(20_000, 100)
    found = asked(tables)
    follow_up = (pd.Timestamp(END) + pd.Timedelta("1D") - tables[0]["timestamp"]).dt.days / YEAR
    assert found.share_followed == pytest.approx((follow_up >= 4).mean(), abs=0.01)
    # the share of bad raters that buys again is known: 20 % and some for those who spent more
    assert abs(found.difference.value - tables[3]) < 0.02
    assert abs(found.censored_as_none) < abs(found.difference.value) - 0.005


def test_the_car_makers_money():
    found = asked(owners(20_000, 101))
    assert found.loss_each.value == pytest.approx(-20_000 * found.difference.value)
    assert found.loss_a_year.value == pytest.approx(found.bad_a_year * found.loss_each.value)
    assert found.loss_each.basis == "margin"
    assert found.shown
    assert 3_000 < found.loss_each.value < 6_000
    assert found.loss_each.statement("zh").startswith("毛利 ")
    assert "每条差评损失毛利" in found.statement("zh")
    assert "adjusted observational" in found.statement()


def test_without_a_price_that_of_the_orders_counts():
    assert asked(owners(3_000, 102), price=None).price == pytest.approx(200_000)


def test_a_horizon_beyond_the_data_is_refused():
    with pytest.raises(DataError, match=r"longer than any bad rating was followed: 1\d\.\d years"):
        asked(owners(2_000, 103), horizon="20 years")


def test_a_late_part_that_rests_on_few_is_said():
    found = asked(owners(1_000, 104), horizon="10 years")
    assert any("whole horizon, and the last part of it rests" in note.en for note in found.notes)


def test_a_scale_the_other_way_round_is_asked_about():
    with pytest.raises(DataError, match="Is the scale the other way round"):
        asked(owners(500, 105), bad=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bad": "low"}, "highest score that is bad"),
        ({"margin": 10}, r"Write 40% as 0\.40"),
        ({"price": -1}, "must be > 0"),
        ({"horizon": "4"}, "must say its unit"),
    ],
)
def test_terms_that_make_no_sense_are_refused(change, message):
    with pytest.raises(ParameterError, match=message):
        asked(owners(300, 106), **change)
