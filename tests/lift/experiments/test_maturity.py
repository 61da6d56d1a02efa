"""Nobody is judged before the window is over, those who left no sooner than those who stayed."""

import numpy as np
import pandas as pd
import pytest
from noted import notes_of

from vocvalue import lift
from vocvalue.errors import DataError

N = 4_000


def ramp_up(seed):
    """Return an experiment of no effect of which the treated were assigned later."""
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 300, N)
    arm = np.where(rng.random(N) < np.where(start < 150, 0.2, 0.8), "treated", "control")
    leaves = rng.exponential(400, N)
    people = pd.DataFrame(
        {
            "customer_id": range(N),
            "arm": arm,
            "timestamp": pd.Timestamp("2024-01-01") + pd.to_timedelta(start, unit="D"),
        }
    )
    days = np.minimum(leaves, 330 - start)
    table = pd.DataFrame({"customer_id": range(N), "days": days, "gone": leaves <= 330 - start})
    return people, table, start, leaves


def read(people, table, **more):
    return lift.experiment(
        people, outcomes=table, duration="days", left="gone", **more, randomised=True
    )


def test_who_left_counts_no_sooner_than_who_stayed():
    people, table, start, leaves = ramp_up(1)
    trial = read(people, table, window="90 days", observation_end="2024-11-25")
    due = start + 90 <= 330  # the end of 25 November is day 330
    assert (np.isfinite(trial.retained) == due).all()
    assert (trial.retained[due] == (leaves[due] > 90)).all()
    assert trial.counts()[1].sum() == due.sum()
    assert any("They do not count yet" in note.en for note in trial.notes)


def test_without_an_end_it_is_the_last_moment_anybody_was_seen():
    people, table, start, _ = ramp_up(2)
    trial = read(people, table, window="90 days")
    due = start + 90 <= (start + table["days"]).max()
    assert (np.isfinite(trial.retained) == due).all()


def test_without_moments_nobody_is_judged_where_some_were_not_followed_through():
    gone = np.arange(400) % 4 < 2
    plan = pd.DataFrame({"customer_id": range(400), "arm": ["treated", "control"] * 200})
    table = pd.DataFrame({"customer_id": range(400), "days": np.where(gone, 10.0, 60.0)})
    table["gone"] = gone
    trial = read(plan, table, window="6 months")
    assert not trial.followed.any()
    assert "no customer counts" in notes_of(trial)
    with pytest.raises(DataError, match=r"`lift.survival` uses what is known so far"):
        lift.retention(trial)
    assert lift.survival(trial).treated.n == 200
    assert "no customer counts" not in notes_of(lift.survival(trial))
    # All others were followed for 60 days, so that those who left could have been.
    assert read(plan, table, window="60 days").followed.all()


def test_a_table_of_who_stayed_obeys_the_same_rule():
    people, _, start, leaves = ramp_up(3)
    # Who left is known at once, who stayed after 90 days; the table was made on day 330.
    due = start + 90 <= 330
    stayed = np.where(leaves <= np.minimum(90, 330 - start), 0.0, np.where(due, 1.0, np.nan))
    table = pd.DataFrame({"customer_id": range(N), "retained": stayed})
    known = {
        "alone": lift.experiment(people, outcomes=table, randomised=True),
        "window": lift.experiment(
            people, outcomes=table, window="90 days", observation_end="2024-11-25", randomised=True
        ),
    }
    assert (known["window"].followed == due).all()
    # Without a window: none assigned after the last customer known to have stayed.
    last = start[due & (leaves > 90)].max()
    assert (known["alone"].followed == (start <= last)).all()


def test_looks_are_never_later_than_the_data():
    people, table, _, _ = ramp_up(4)
    trial = read(people, table, window="90 days", observation_end="2024-11-25")
    looks = lift.always_valid(trial, every="1 month", treated_share=0.5, n_planned=N)
    assert looks.at.max() <= np.datetime64("2024-11-26")
    assert (np.diff(looks.at) > np.timedelta64(0, "us")).all()


def test_spend_waits_for_the_end_of_the_window_too():
    people, _, start, leaves = ramp_up(5)
    table = pd.DataFrame({"customer_id": range(N), "retained": leaves > 90, "money": 1.0 + leaves})
    trial = lift.experiment(
        people,
        outcomes=table,
        spend="money",
        window="90 days",
        observation_end="2024-11-25",
        randomised=True,
    )
    assert lift.spend(trial).treated.n + lift.spend(trial).control.n == (start + 90 <= 330).sum()
