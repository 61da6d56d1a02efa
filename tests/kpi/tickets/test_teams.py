"""Teams and topics compared: by hand, with no false alarms, and a slow team found."""

import numpy as np
import pandas as pd
import pytest
from kpi_tickets import answers, loop, tickets
from statsmodels.duration.survfunc import survdiff
from statsmodels.stats.multitest import multipletests

import vocvalue as vv
from vocvalue.kpi.tickets.teams import ticket_groups
from vocvalue.tables.labels import labels_of


def groups(hours, done, names, **asked):
    return ticket_groups(
        labels_of(names, name="team"),
        np.asarray(hours, float),
        np.asarray(done, bool),
        **{"target": 24.0, "horizon": 336.0, "level": 0.95, **asked},
    )


def test_means_and_their_differences_are_those_worked_out_by_hand():
    hours = [10, 20, 30, 40, 50, 60]
    fast, slow = groups(hours, [1] * 6, ["a", "a", "a", "b", "b", "b"])
    assert [it.times.mean.value for it in (fast, slow)] == pytest.approx([20, 50])
    assert [it.slower_by.value for it in (fast, slow)] == pytest.approx([-30, 30])
    assert (fast.times.within_target.value, slow.times.within_target.value) == pytest.approx(
        (2 / 3, 0)
    )


def test_the_largest_comes_first_and_tickets_without_a_team_are_a_group():
    found = groups(range(1, 7), [1] * 6, ["b", None, "a", "a", None, "a"])
    assert [(it.name, it.times.n) for it in found] == [("a", 3), ("(missing)", 2), ("b", 1)]


def test_one_team_alone_has_nothing_to_be_compared_with():
    (only,) = groups([5, 6], [1, 1], ["a", "a"])
    assert np.isnan(only.slower_by.value)
    assert np.isnan(only.p_value)
    assert not only.differs


def test_of_alike_teams_one_in_twenty_desks_tells_one_apart_at_most():
    rng, alarms = np.random.default_rng(7), 0
    for _ in range(400):
        team = rng.choice(["a", "b", "c", "d"], 120, p=[0.5, 0.3, 0.12, 0.08])
        event, follow = rng.lognormal(3.5, 1.2, 120), rng.uniform(0, 700, 120)
        found = groups(np.minimum(event, follow), event <= follow, team)
        alarms += any(it.differs for it in found)
    # 5% of 400 is 20; more than 33 come by chance once in four hundred times.
    assert alarms <= 33


def test_a_slow_team_is_found_and_named_in_both_languages():
    desk, shop = vv.datasets.load_ticket_sample(), vv.datasets.load_sample()
    found = loop(shop.responses, desk.tickets, observation_end=desk.observation_end).timeliness
    # By the model its median is 96 hours, and those of the others are 30 and 36.
    assert [it.name for it in found.teams if it.differs and it.slower_by.value > 0] == [
        "after-sales"
    ]
    assert not [it for it in found.topics if it.differs]
    assert "Team after-sales takes" in found.statement()
    assert "团队“售后”比其他团队多用" in found.statement("zh", labels={"after-sales": "售后"})


def test_p_values_are_those_of_the_log_rank_test_for_the_number_of_groups():
    rng = np.random.default_rng(9)
    event, follow = rng.exponential(50, 90), rng.uniform(0, 300, 90)
    team = rng.choice(["a", "b", "c"], 90)
    hours, done = np.minimum(event, follow), event <= follow
    found = groups(hours, done, team)
    single = np.array([survdiff(hours, done.astype(int), team == it.name)[1] for it in found])
    expected = multipletests(single, method="holm")[1]
    assert [it.p_value for it in found] == pytest.approx(expected, rel=1e-9)


def test_labels_are_told_in_the_table_of_all():
    desk = tickets(6).assign(team=["a"] * 4 + ["b"] * 2, topic=["x", "y"] * 3)
    table = loop(answers(6), desk).to_frame()
    assert table[["by", "name", "tickets"]].to_numpy().tolist() == [
        ["all", "all", 6],
        ["team", "a", 4],
        ["team", "b", 2],
        ["topic", "x", 3],
        ["topic", "y", 3],
    ]
    assert isinstance(table, pd.DataFrame)
