"""Whether a problem became rarer: on series whose truth is known, and on what misleads."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

FIX = np.datetime64("2023-07-01")
DAYS = np.arange("2021-01-01", "2024-07-01", dtype="datetime64[D]")


def log(days, n, **columns):
    """Return a table with so many rows a day, each of a customer of its own."""
    table = pd.DataFrame({"timestamp": np.repeat(days, n)}).assign(**columns)
    return table.assign(customer_id=np.arange(len(table)))


def mentions(*topics, days=DAYS):
    """Return mentions of topics, each given by its name and its number a day."""
    return pd.concat([log(days, n, topic=name) for name, n in topics], ignore_index=True)


def asked(told, orders, **terms):
    return vv.issues.trend(
        told, **{"topic": "late", "fixed_at": FIX, "per": orders, "amount": None, **terms}
    )


def drawn(seed, after, *, before=4.0, orders=(40.0, 40.0), days=DAYS):
    """Return mentions and orders at random, with a mean a day before and after the fix."""
    random = np.random.default_rng(seed)
    is_after = days >= FIX
    told = random.poisson(np.where(is_after, after, before))
    placed = random.poisson(np.where(is_after, orders[1], orders[0]))
    return mentions(("late", told), days=days), log(days, placed)


@pytest.mark.parametrize("every", ["week", "month", "quarter"])
def test_a_fall_is_found_with_its_size(every):
    trend = asked(*drawn(1, after=2.4), every=every)
    assert trend.verdict == "fell and stayed down"
    assert trend.change.lower < -0.4 < trend.change.upper
    assert trend.p_value < 0.001


def test_avoided_mentions_are_those_of_the_truth():
    trend = asked(*drawn(2, after=2.4))
    months = trend.is_after.sum()
    assert months == 12
    # 366 days from July 2023 to June 2024, 1.6 fewer on each.
    assert trend.avoided.lower < 366 * 1.6 < trend.avoided.upper


def test_the_counts_are_those_of_the_tables():
    n, placed = np.full(DAYS.size, 3), np.full(DAYS.size, 50)
    trend = asked(mentions(("late", n), ("other", n)), log(DAYS, placed))
    january = trend.to_frame().iloc[0]
    assert (january["mentions"], january["orders"]) == (93, 1550)
    assert january["per_1000"] == pytest.approx(60.0)
    assert trend.change.value == pytest.approx(0.0, abs=1e-9)
    assert trend.verdict == "no fall shown"


def test_fewer_complaints_because_of_fewer_orders_are_no_fall():
    trend = asked(*drawn(3, after=2.0, orders=(40.0, 20.0)))
    assert trend.verdict == "no fall shown"
    told = trend.statement()
    assert "fewer orders bring fewer complaints" in told
    assert "订单少了，抱怨自然会少" in trend.statement("zh")


def test_a_fall_that_comes_back_did_not_stay_down():
    random = np.random.default_rng(4)
    back = np.datetime64("2024-01-01") <= DAYS
    rate = np.where(DAYS < FIX, 6.0, np.where(back, 6.0, 1.0))
    trend = asked(
        mentions(("late", random.poisson(rate))), log(DAYS, random.poisson(60, DAYS.size))
    )
    assert trend.verdict == "fell"
    assert "not shown that they stayed down" in trend.statement()


def test_a_rise_is_called_one():
    trend = asked(*drawn(5, after=6.0))
    assert trend.verdict == "rose"
    assert "higher than they would have been" in trend.statement()


def test_a_peak_that_falls_by_itself_is_no_fall():
    random = np.random.default_rng(6)
    peak = (np.datetime64("2023-04-01") <= DAYS) & (DAYS < FIX)
    told = mentions(("late", random.poisson(np.where(peak, 9.0, 4.0))))
    trend = asked(told, log(DAYS, random.poisson(40, DAYS.size)))
    assert trend.peak.is_peak
    assert trend.peak.without.lower < 0 < trend.peak.without.upper
    assert trend.verdict == "no fall shown"
    assert "came at a peak" in str(trend)


def test_a_fall_below_the_level_before_the_peak_is_one():
    random = np.random.default_rng(7)
    peak = (np.datetime64("2023-04-01") <= DAYS) & (DAYS < FIX)
    rate = np.where(peak, 9.0, np.where(DAYS < FIX, 4.0, 1.5))
    trend = asked(
        mentions(("late", random.poisson(rate))), log(DAYS, random.poisson(40, DAYS.size))
    )
    assert trend.peak.is_peak
    assert trend.verdict == "fell and stayed down"


def test_a_comparison_takes_away_what_fell_everywhere():
    random = np.random.default_rng(8)
    rate = np.where(DAYS < FIX, 5.0, 2.5)
    told = mentions(("late", random.poisson(rate)), ("other", random.poisson(1.5 * rate)))
    orders = log(DAYS, random.poisson(40, DAYS.size))
    assert asked(told, orders).verdict == "fell and stayed down"
    beside = asked(told, orders, comparison="other")
    assert beside.verdict == "no fall shown"
    assert beside.change.lower < 0 < beside.change.upper


def test_a_season_is_no_fall():
    random = np.random.default_rng(9)
    days = np.arange("2020-01-01", "2023-11-01", dtype="datetime64[D]")
    angle = 2 * np.pi * (days - np.datetime64("2020-01-01")).astype(int) / 365.25
    rate = 5 * np.exp(0.6 * np.cos(angle))
    told = mentions(("late", random.poisson(rate)), days=days)
    trend = asked(told, log(days, random.poisson(40, days.size)), fixed_at="2023-05-01")
    assert trend.has_season
    assert trend.verdict == "no fall shown"


def test_the_month_of_the_fix_is_left_out_and_said():
    trend = asked(*drawn(10, after=2.4), fixed_at="2023-07-12")
    assert trend.period[trend.phase == "fix"].astype(str).tolist() == ["2023-07-01"]
    assert np.isnan(trend.fitted[trend.phase == "fix"]).all()
    assert "The period of the fix (July 2023)" in str(trend).replace("\n    ", " ")


def test_months_that_one_table_does_not_cover_are_left_out():
    told, orders = drawn(11, after=4.0)
    short = told[told["timestamp"] < "2024-03-15"]
    trend = asked(short, orders)
    assert str(trend.period[-1]) == "2024-02-01"
    assert trend.verdict == "no fall shown"


def test_a_log_that_is_known_to_go_on_counts_its_quiet_months():
    told, orders = drawn(12, after=4.0)
    gone = told[told["timestamp"] < "2023-07-01"]
    with pytest.raises(DataError, match="pass observation_end="):
        asked(gone, orders)
    trend = asked(gone, orders, observation_end="2024-06-30")
    assert trend.mentions[trend.is_after].sum() == 0
    assert trend.verdict == "fell and stayed down"
    assert trend.change.upper < -0.9


def test_june_fix_with_three_months_after_each_lower():
    days = np.arange("2024-01-01", "2024-10-01", dtype="datetime64[D]")
    random = np.random.default_rng(13)
    rate = np.where(days < np.datetime64("2024-06-15"), 12.0, 5.0)
    told = mentions(("late", random.poisson(rate)), days=days)
    trend = asked(told, log(days, random.poisson(90, days.size)), fixed_at="2024-06-15")
    assert trend.is_after.sum() == 3
    assert trend.each_lower
    assert trend.verdict.startswith("fell")
    assert trend.slope_change is None
    assert "Of 3 months after the fix the rate was lower than without it in 3" in trend.statement()


def test_repeats_and_rows_that_are_no_complaint_do_not_count():
    told, orders = drawn(14, after=4.0)
    praised = pd.concat([told, told.iloc[:50].assign(polarity="praise")]).fillna("complaint")
    trend = asked(pd.concat([praised, praised.iloc[60:90]]), orders)
    assert trend.mentions.sum() == asked(told, orders).mentions.sum()
    counts = {note.count for note in trend.notes}
    assert {50, 30} <= counts


@pytest.mark.parametrize(
    ("terms", "error", "said"),
    [
        ({"topic": "lost"}, DataError, "nobody mentioned the topic 'lost'.*'late'"),
        ({"comparison": "lost"}, DataError, "nobody mentioned the topic 'lost'"),
        ({"comparison": "late"}, ParameterError, "the topic itself"),
        ({"fixed_at": "2030-01-01"}, DataError, "fixed_at == 2030-01-01 lies outside the time"),
        ({"fixed_at": "2020-01-01"}, DataError, "fixed_at == 2020-01-01 lies outside the time"),
        ({"fixed_at": "soon"}, ParameterError, "fixed_at"),
        ({"every": "day"}, ParameterError, "every == 'day'"),
        ({"level": 95}, ParameterError, "level == 95"),
    ],
)
def test_what_cannot_be_told_is_refused(terms, error, said):
    with pytest.raises(error, match=said):
        asked(*drawn(15, after=4.0), **terms)


def test_a_month_without_orders_is_left_out():
    told, orders = drawn(16, after=2.4)
    closed = orders["timestamp"].dt.strftime("%Y-%m") == "2022-05"
    trend = asked(told, orders[~closed])
    assert np.isnan(trend.rate[16])
    assert np.isnan(trend.fitted[16])
    assert trend.verdict == "fell and stayed down"


def test_few_runs_of_no_change_are_called_a_fall():
    random, calls = np.random.default_rng(17), 0
    days = np.arange("2023-01-01", "2024-07-01", dtype="datetime64[D]")
    for _ in range(40):
        told = mentions(("late", random.poisson(4.0, days.size)), days=days)
        trend = asked(told, log(days, np.full(days.size, 40)), fixed_at="2023-12-01")
        calls += trend.verdict.startswith("fell")
    assert calls <= 4
