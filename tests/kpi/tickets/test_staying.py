"""Whether faster closing goes with staying: by hand, with a confounder, and a planted effect."""

import numpy as np
import pandas as pd
import pytest
from kpi_tickets import answers, counts, loop, tickets

import vocvalue as vv
from vocvalue.errors import ParameterError

MONTH = np.timedelta64(30, "D")
END = np.datetime64("2024-12-31T12:00", "us")


def desk_and_orders(n, *, effect, seed, confounded=True):
    """Return tickets and orders of customers whose hard problems close late, and who leave.

    A ticket is about something easy or hard; of the easy ones 80% are closed within a day, of the
    hard ones 20%. After an easy problem 70% order again, after a hard one 30%, and `effect` more
    of those whose ticket was closed in time.
    """
    rng = np.random.default_rng(seed)
    hard = rng.random(n) < 0.5
    in_time = rng.random(n) < (np.where(hard, 0.2, 0.8) if confounded else 0.5)
    opened = np.datetime64("2024-01-08", "us") + (rng.random(n) * 90 * 86400e6).astype("m8[us]")
    hours = np.where(in_time, rng.uniform(1, 23, n), rng.uniform(30, 900, n))
    stays = rng.random(n) < np.where(hard, 0.3, 0.7) + effect * in_time
    desk = pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "opened": opened,
            "closed": opened + (hours * 3.6e9).astype("m8[us]"),
            "topic": np.where(hard, "hard", "easy"),
        }
    )
    later = opened[stays] + (rng.uniform(2, 100, stays.sum()) * 86400e6).astype("m8[us]")
    log = pd.DataFrame(
        {
            "customer_id": np.concatenate([np.arange(n), np.flatnonzero(stays), [-1]]),
            "timestamp": np.concatenate([opened - MONTH, later, [END]]),
            "amount": rng.gamma(2, 50, n + int(stays.sum()) + 1).round(2),
        }
    )
    return desk, log


def staying(desk, log, **asked):
    asked = {"observation_end": "2024-12-31", **asked}
    return loop(answers(5), desk, orders=log, **asked).staying


def test_what_goes_with_an_easy_problem_is_not_what_closing_does():
    found = staying(*desk_and_orders(3000, effect=0.0, seed=1))
    # Of those closed in time four in five are easy, of the others one in five: 0.62 - 0.38.
    assert found.unadjusted == pytest.approx(0.24, abs=0.05)
    assert found.difference.lower <= 0 <= found.difference.upper
    assert not found.shown
    assert "topic" in found.adjusted_for
    assert found.evidence == "adjusted observational"


def test_a_planted_effect_is_found():
    found = staying(*desk_and_orders(3000, effect=0.15, seed=2))
    assert found.difference.lower <= 0.15 <= found.difference.upper
    assert found.shown
    assert found.closed_in_time.value - found.still_open.value == pytest.approx(
        found.difference.value
    )


def test_groups_are_told_apart_at_the_target_and_orders_count_from_then_on():
    """Whoever orders within the first day, or closes later, gains nothing by it."""
    desk, _ = desk_and_orders(400, effect=0.0, seed=3, confounded=False)
    in_time = desk["closed"] - desk["opened"] <= pd.Timedelta("24 hours")
    at_once = desk["opened"] + pd.Timedelta("2 hours")  # before the target: no sign of staying
    later = desk["opened"] + pd.Timedelta("30 days")
    stays = np.arange(400) % 2 == 0
    log = pd.DataFrame(
        {
            "customer_id": np.concatenate([np.arange(400), np.flatnonzero(stays), [-1]]),
            "timestamp": [*at_once, *later[stays], pd.Timestamp(END)],
            "amount": 10.0,
        }
    )
    found = staying(desk, log)
    assert (found.n_closed, found.n_open) == (in_time.sum(), 400 - in_time.sum())
    assert found.unadjusted == pytest.approx(stays[in_time].mean() - stays[~in_time].mean())


def test_immortal_time_makes_no_effect():
    """A ticket is worked on as long as its customer is there: who closes late has stayed.

    Told apart by whether they were ever closed, customers who stay look kept by it; told apart at
    the target they do not.
    """
    rng, n = np.random.default_rng(5), 2000
    opened = np.full(n, np.datetime64("2024-01-08T09:00", "us"))
    leaves = rng.exponential(60, n)  # days
    closes = rng.exponential(4, n)
    closed = np.where(
        closes < leaves, opened + (closes * 86400e6).astype("m8[us]"), np.datetime64("NaT", "us")
    )
    desk = pd.DataFrame({"customer_id": np.arange(n), "opened": opened, "closed": closed})
    last = opened + (leaves * 86400e6).astype("m8[us]")
    every = pd.DataFrame({"customer_id": np.repeat(np.arange(n), 12)})
    at = np.tile(opened[0] + np.arange(2, 14) * np.timedelta64(10, "D"), n)
    log = every.assign(timestamp=at, amount=20.0)[at < np.repeat(last, 12)]
    before = pd.DataFrame(
        {"customer_id": np.arange(n), "timestamp": opened - MONTH, "amount": 20.0}
    )
    end = pd.DataFrame({"customer_id": [-1], "timestamp": [END], "amount": [1.0]})
    log = pd.concat([before, log, end], ignore_index=True)
    stayed = leaves > 20
    ever = ~np.isnat(closed)
    assert stayed[ever].mean() - stayed[~ever].mean() > 0.5
    found = staying(desk, log, churn_window="90 days")
    assert abs(found.difference.value) < 0.12


def test_customers_who_were_not_followed_are_left_out_and_counted():
    desk, log = desk_and_orders(600, effect=0.0, seed=4)
    found = loop(
        answers(5), desk, orders=log, observation_end="2024-12-31", churn_window="300 days"
    )
    n = found.staying.n_closed + found.staying.n_open
    # The orders end on 31 December: 300 days after a day are over for openings up to 5 March.
    assert n == (desk["opened"] < pd.Timestamp("2025-01-01") - pd.Timedelta("301 days")).sum()
    assert counts(found, "not observed for 300 days") == [600 - n]
    late = loop(answers(5), desk, orders=log, churn_window="2 years")
    assert late.staying is None
    assert counts(late, "not observed for 2 years") == [600]


def test_only_the_first_ticket_of_a_customer_counts():
    desk, log = desk_and_orders(300, effect=0.0, seed=6)
    again = desk.assign(opened=desk["closed"] + MONTH, closed=desk["closed"] + 2 * MONTH)
    found = staying(pd.concat([desk, again]), log)
    assert found.n_closed + found.n_open == 300


def test_customers_who_cannot_be_compared_are_told_and_the_rest_is_measured():
    desk, log = desk_and_orders(300, effect=0.0, seed=6)
    desk["closed"] = desk["opened"] + pd.Timedelta("2 days")
    found = loop(answers(5), desk, orders=log, observation_end="2024-12-31")
    assert found.staying is None
    assert found.timeliness.closing.mean.value == pytest.approx(48)
    (said,) = [note for note in found.notes if "is not told" in note.en]
    assert "0 customers whose ticket was closed within the target and 300 customers" in said.en
    assert "人数过少或差异过大" in said.zh
    with pytest.raises(ParameterError, match="orders"):
        loop(answers(5), desk, orders=vv.Responses(log))


def test_it_is_said_in_both_languages():
    found = loop(
        answers(5),
        (tables := desk_and_orders(500, effect=0.2, seed=7))[0],
        orders=tables[1],
        observation_end="2024-12-31",
    )
    assert "of similar customers whose ticket was still open" in found.statement()
    assert "adjusted observational" in found.statement()
    assert "工单仍未关闭的相似客户" in found.statement("zh")
    assert "容易处理的往往先关闭" in found.statement("zh")
    assert "retention" in found.figures()
    assert loop(answers(5), tickets(3)).staying is None


def test_working_hours_move_the_landmark():
    # Opened on Friday at 17:00: a working hour later it is 18:00, two are over on Monday at 10:00.
    desk, log = desk_and_orders(400, effect=0.0, seed=8, confounded=False)
    opened = np.datetime64("2024-01-12T17:00", "us")
    closed = np.where(
        np.arange(400) % 2, opened + np.timedelta64(62, "h"), opened + np.timedelta64(70, "h")
    )
    desk = desk.assign(opened=opened, closed=closed)  # Monday at 7:00, and at 15:00
    found = staying(desk, log, hours=vv.kpi.WorkingHours(), target="2 hours")
    assert (found.n_closed, found.n_open) == (200, 200)
    by_clock = loop(answers(5), desk, observation_end="2024-12-31", target="2 hours").timeliness
    assert by_clock.closing.within_target.value == 0
