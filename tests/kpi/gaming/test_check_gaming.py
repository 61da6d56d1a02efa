"""Checks against gaming: what was planted is found, what is honest is left alone."""

import json

import numpy as np
import pandas as pd
import pytest

from benchmarks.gaming_rates import GAMED, HONEST, World, drawn
from vocvalue import kpi
from vocvalue.errors import DataError, ParameterError
from vocvalue.kpi.gaming.measure import measure
from vocvalue.kpi.gaming.result import CHECKS
from vocvalue.kpi.gaming.spans import TwoPeriods

WORLD = World(150, 0.1, 12, 0.2)
DAYS = np.arange("2024-01-01", "2024-07-01", dtype="datetime64[D]")
SPRING = np.datetime64("2024-04-01")


def checked(gaming, seed=3, world=WORLD):
    tables = drawn(world, gaming, np.random.default_rng(seed))
    return measure(tables, closing="14 days", reopened_within="30 days", level=0.95)


def answers(n=8, *, seed=0, days=DAYS, **columns):
    """Return answers by day, each of a customer of its own, with scores at random."""
    table = pd.DataFrame({"timestamp": np.repeat(days, n)}).assign(**columns)
    table["customer_id"] = np.arange(len(table))
    if "score" not in table:
        table["score"] = np.random.default_rng(seed).integers(0, 11, len(table))
    return table


@pytest.mark.parametrize("name", CHECKS)
def test_what_was_planted_is_found_and_nothing_else(name):
    found = [checked(GAMED[name], seed) for seed in (2, 3, 4)]
    alarms = [check.check for it in found for check in it.alarms]
    assert alarms.count(name) >= 2
    # Other segments answer by themselves where a segment is asked to, and detractors left away move
    # the score; beyond that nothing else is raised.
    assert set(alarms) <= {name, "mix", "fewer answers"}


def test_honest_programmes_seldom_raise_an_alarm():
    alarms = sum(bool(checked(HONEST, seed).alarms) for seed in range(40))
    # 7 of 40 or more has a chance of less than 1 % at 5 %.
    assert alarms < 7


def test_every_check_that_was_planted_has_its_sentence():
    for name in CHECKS:
        found = next(
            it for seed in range(9) if (it := checked(GAMED[name], seed)).of(name) in it.alarms
        )
        assert "raises an alarm" in found.statement() or "raise an alarm" in found.statement()
        assert "发出警报" in found.statement("zh")
        assert any("no proof" in note.en for note in found.notes)


def test_the_striking_agent_is_the_one_that_begs():
    found = checked(GAMED["agents"])
    assert [it.agent for it in found.striking] == ["A0"]
    assert found.by_agent()["agent"][0] == "A0"
    first = found.agents[0]
    assert first.share.value > first.limit > first.expected
    assert "A0" in found.statement()
    # So many were false alarms where few agents are truly very good (docs/methods/kpi_gaming.md).
    assert [note.count for note in found.notes if "truly far better" in note.en] == [1]


def test_two_agents_who_beg_do_not_hide_each_other():
    random = np.random.default_rng(2)
    table = answers(20)
    table["agent"] = random.choice([f"A{n}" for n in range(12)], len(table))
    begs = (table["timestamp"] >= SPRING) & table["agent"].isin(["A3", "A4"])
    table["score"] = np.where(random.random(len(table)) < np.where(begs, 0.9, 0.4), 9, 6)
    found = kpi.check_gaming(table, agent="agent")
    assert {it.agent for it in found.striking} == {"A3", "A4"}
    assert all(it.before.value < 0.55 for it in found.striking)


def test_the_score_at_the_earlier_mix_by_hand():
    # Of 100 earlier answers 60 are basic and 40 gold; of 200 later ones 40 basic (10 promoters,
    # 20 detractors: -25) and 160 gold (120 and 16: 65). At the earlier mix .6 x -25 + .4 x 65.
    earlier = DAYS[(DAYS < SPRING)][np.arange(100) % 90]
    later = DAYS[DAYS >= SPRING][np.arange(200) % 90]
    tier = ["basic"] * 60 + ["gold"] * 40 + ["basic"] * 40 + ["gold"] * 160
    scores = [9] * 30 + [3] * 70
    scores += [9] * 10 + [7] * 10 + [3] * 20 + [10] * 120 + [8] * 24 + [2] * 16
    table = pd.DataFrame({"timestamp": np.append(earlier, later), "score": scores, "tier": tier})
    table["customer_id"] = range(300)
    figures = kpi.check_gaming(table, segment="tier").of("mix").figures
    assert figures["score before"].value == pytest.approx(30 - 70)
    assert figures["score"].value == pytest.approx(100 * (130 - 36) / 200)
    assert figures["score at the earlier mix"].value == pytest.approx(11.0)


def test_fewer_answers_because_of_fewer_orders_are_no_gaming():
    random = np.random.default_rng(5)
    late = DAYS >= SPRING
    placed = random.poisson(np.where(late, 30, 60))
    told = random.binomial(placed, 0.2)
    table = answers(told, days=DAYS)
    better = random.random(len(table)) < np.where(table["timestamp"] >= SPRING, 0.6, 0.4)
    table["score"] = np.where(better, 10, 4)
    orders = pd.DataFrame({"timestamp": np.repeat(DAYS, placed), "amount": 1.0})
    orders["customer_id"] = np.arange(len(orders))
    alone = kpi.check_gaming(table)
    assert [it.check for it in alone.alarms] == ["fewer answers"]
    assert not kpi.check_gaming(table, orders=orders).alarms
    asked = orders[["customer_id", "timestamp"]]
    assert not kpi.check_gaming(table, invitations=asked).alarms


def test_a_score_that_rises_slowly_is_no_spike():
    random = np.random.default_rng(6)
    table = answers(40)
    elapsed = (table["timestamp"] - pd.Timestamp("2024-01-01")).dt.days
    table["score"] = np.where(random.random(len(table)) < 0.2 + 0.6 * elapsed / 182, 10, 5)
    found = kpi.check_gaming(table).of("period end")
    assert found.p_value > 0.05


def test_a_customer_counts_once_a_quarter():
    once = answers(4)
    twice = pd.concat([once, once.assign(timestamp=once["timestamp"] + pd.Timedelta("1h"))])
    found = kpi.check_gaming(twice)
    assert found.of("fewer answers") == kpi.check_gaming(once).of("fewer answers")
    assert any(note.count == len(once) for note in found.notes)


def test_tickets_opened_again():
    opened = np.repeat(DAYS, 6).astype("datetime64[us]")
    random = np.random.default_rng(3)
    again = random.random(opened.size) < np.where(opened < SPRING, 0.05, 0.25)
    hour = np.timedelta64(1, "h")
    desk = pd.DataFrame({"customer_id": np.arange(opened.size), "opened": opened})
    desk["closed"] = opened + 20 * hour
    desk["reopened"] = np.where(again, opened + 30 * hour, np.datetime64("NaT", "us"))
    found = kpi.check_gaming(answers(), tickets=desk, observation_end="2024-06-30")
    assert [it.check for it in found.alarms] == ["reopened"]
    figures = found.of("reopened").figures
    # June's tickets are not followed for 30 days.
    assert figures["opened again"].n == int((desk["opened"] >= "2024-04-01").sum()) - 6 * 30
    held = desk[desk["opened"] < "2024-04-01"]
    assert figures["opened again before"].value == pytest.approx(held["reopened"].notna().mean())
    assert kpi.check_gaming(answers(), tickets=desk.drop(columns="reopened")).of("reopened") is None


def test_what_could_not_be_checked_says_what_it_needs():
    found = kpi.check_gaming(answers())
    assert found.missing == ("mix", "mix of those asked", "reopened", "agents")
    assert "needs a column of the segment (segment=)" in found.statement()
    assert "需要分群列" in found.statement("zh")
    assert found.to_frame()["alarm"].tolist() == [False] * 6


def test_periods_are_the_last_that_is_over_and_the_one_before():
    day = np.arange("2023-11-05", "2024-08-10", dtype="datetime64[D]")
    spans = TwoPeriods.of(day, every="quarter", end=day[-1])
    assert [str(it) for it in (*spans.before, *spans.after)] == [
        "2024-01-01",
        "2024-03-31",
        "2024-04-01",
        "2024-06-30",
    ]
    # Two days before its end a quarter counts as over.
    nearly = TwoPeriods.of(day, every="quarter", end=np.datetime64("2024-06-28"))
    assert str(nearly.middle) == "2024-04-01"


def test_weeks_are_whole_and_cut_by_no_quarter():
    spans = TwoPeriods.of(DAYS, every="quarter", end=DAYS[-1])
    week, is_after = spans.whole_weeks()
    # 1 January and 1 April 2024 are Mondays, 30 June is a Sunday.
    assert week.size == 26
    assert is_after.sum() == 13


@pytest.mark.parametrize("scale", ["csat", "ces"])
def test_other_scales_are_shares_of_the_satisfied(scale):
    table = answers(6)
    table["score"] = np.random.default_rng(1).integers(1, 6 if scale == "csat" else 8, len(table))
    found = kpi.check_gaming(table, scale=scale)
    assert 0 <= found.of("fewer answers").figures["score"].value <= 1
    assert found.top == ((4, 5) if scale == "csat" else (5, 7))


def test_checks_are_json():
    held = json.loads(json.dumps(checked(GAMED["mix"]).to_dict(), allow_nan=False))
    assert held["alarms"] == ["mix"]


def test_the_funnel_names_the_striking_agent():
    ax = kpi.plots.agent_funnel(checked(GAMED["agents"]))
    assert "A0" in [text.get_text() for text in ax.texts]
    with pytest.raises(ParameterError, match="no agents were checked"):
        kpi.plots.agent_funnel(kpi.check_gaming(answers()))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"every": "week"}, "every == 'week', must be one of 'month', 'quarter', 'year'"),
        (
            {"closing": "40 days"},
            "closing == '40 days', must be a whole number of days, at most 30",
        ),
        ({"closing": "36 hours"}, "closing == '36 hours'"),
        ({"segment": "tier", "agent": "tier"}, "must be two columns"),
        ({"agent": 3}, "agent == 3, must be the name of one column"),
        ({"reopened_within": "soon"}, "reopened_within == 'soon'"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        kpi.check_gaming(answers(tier="gold"), **asked)


@pytest.mark.parametrize(
    ("table", "asked", "said"),
    [
        (answers(days=DAYS[:80]), {}, "which is not two quarters of which the second is over"),
        (answers(score=12), {}, "off the scale 0 to 10"),
        (answers(), {"segment": "tier"}, "has no column 'tier'"),
        (answers(), {"observation_end": "2023-01-01"}, "no response was given up to the end"),
    ],
)
def test_tables_that_cannot_be_checked_are_refused(table, asked, said):
    with pytest.raises(DataError, match=said):
        kpi.check_gaming(table, **asked)
