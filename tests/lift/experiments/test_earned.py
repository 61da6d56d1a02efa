"""Grades that were not earned: what speaks against chance lowers them on every path."""

import numpy as np
import pandas as pd
import pytest
import scipy

from vocvalue import lift

N = 2_000
ARM = np.resize(["treated", "control"], N)
TREATED = ARM == "treated"
PEOPLE = pd.DataFrame({"customer_id": range(N), "arm": ARM})
RNG = np.random.default_rng(3)
AFTER = pd.DataFrame({"customer_id": range(N), "retained": (RNG.random(N) < 0.6).astype(int)})
SPEND = RNG.gamma(1.0, 50.0, N).round(2)
KEPT = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)


def test_money_that_was_realised_lowers_the_grade_of_the_net():
    loose, sure = (
        lift.spend_test(treated=SPEND[TREATED], control=SPEND[~TREATED], randomised=said).difference
        for said in (False, True)
    )
    money = KEPT.money(100, realised=loose, basis="revenue")
    assert (money.projected.evidence, money.gross.evidence) == ("randomised", "association only")
    assert money.realised.evidence == money.net.evidence == "association only"
    assert "association only" in money.statement()
    assert KEPT.money(100, realised=sure, basis="revenue").net.evidence == "randomised"
    weak = lift.retention_test(treated=(350, 500), control=(250, 500))
    assert weak.money(100, realised=sure, basis="revenue").realised.evidence == "association only"


def test_what_rests_on_buyers_alone_is_no_random_comparison():
    found = lift.spend_test(treated=SPEND[TREATED], control=SPEND[~TREATED], randomised=True)
    assert found.difference.evidence == found.total.evidence == "randomised"
    for part in (found.difference_per_buyer, found.from_more_buyers, found.from_spend_per_buyer):
        assert part.evidence == "association only"


def test_spend_that_one_arm_hides_is_doubted():
    hidden = np.where(TREATED & (SPEND < 10), np.nan, SPEND)
    found = lift.spend_test(treated=hidden[TREATED], control=hidden[~TREATED], randomised=True)
    assert found.difference.evidence == "association only"
    assert found.statement().startswith("The arms differ in how often outcomes are known")
    read = lift.experiment(
        PEOPLE, outcomes=AFTER.assign(spend=hidden), spend="spend", randomised=True
    )
    assert lift.retention(read).evidence == "randomised"
    assert lift.spend(read).difference.evidence == "association only"


def test_durations_that_one_arm_hides_are_doubted():
    days = np.where(AFTER["retained"] == 1, 200.0, 60.0)
    days[TREATED & (days < 100) & (np.arange(N) % 4 == 0)] = np.nan
    outcomes = AFTER.assign(days=days, left=1 - AFTER["retained"])
    read = lift.experiment(
        PEOPLE, outcomes=outcomes, duration="days", left="left", window="3 months", randomised=True
    )
    assert lift.survival(read).evidence == "association only"


def test_arms_that_spent_unequally_before_are_doubted():
    leaked = SPEND + 30 * TREATED
    options = {"outcomes": AFTER.assign(spend=SPEND), "spend": "spend", "randomised": True}
    for before, grade in ((SPEND, "randomised"), (leaked, "association only")):
        read = lift.experiment(PEOPLE.assign(past=before), spend_before="past", **options)
        assert lift.spend(read).difference.evidence == grade
        found = lift.spend_test(
            treated=SPEND[TREATED],
            control=SPEND[~TREATED],
            treated_before=before[TREATED],
            control_before=before[~TREATED],
            randomised=True,
        )
        assert found.difference.evidence == grade


def test_spend_before_is_compared_within_the_strata_of_a_draw():
    rng = np.random.default_rng(5)
    gold = rng.random(N) < 0.5
    treated = rng.random(N) < np.where(gold, 0.8, 0.2)
    people = pd.DataFrame(
        {
            "customer_id": range(N),
            "arm": np.where(treated, "treated", "control"),
            "tier": np.where(gold, "gold", "basic"),
            "past": rng.gamma(2.0, np.where(gold, 100.0, 20.0)),
        }
    )
    read = lift.experiment(
        people, outcomes=AFTER, keep=["tier"], spend_before="past", randomised=True
    )
    assert lift.retention(read).evidence == "association only"
    within = lift.retention(read, strata="tier")
    assert within.evidence == "randomised"
    assert any("only if customers were assigned within 'tier'" in note.en for note in within.notes)


def test_customers_of_a_draw_who_are_missing_in_one_arm_are_doubted():
    draw = lift.assign(PEOPLE[["customer_id"]], salt="spring")
    table = draw.to_frame()
    leaver = (AFTER["retained"] == 0).to_numpy() & (draw.arm == "treated")
    found = lift.experiment(table[~leaver], outcomes=AFTER, randomised=draw)
    assert not found.randomised
    assert found.doubts[0].kind == "draw"
    assert "how many customers drawn are missing from the table" in found.doubts[0].note.en
    half = lift.experiment(table.head(N // 2), outcomes=AFTER, randomised=draw)
    assert half.randomised
    assert any("1,000 customers who were drawn are missing" in note.en for note in half.notes)


def test_a_number_that_is_known_of_one_arm_more_often_is_doubted():
    age = np.where(TREATED & (np.arange(N) % 3 == 0), np.nan, RNG.normal(40, 9, N))
    read = lift.experiment(PEOPLE.assign(age=age), outcomes=AFTER, keep=["age"], randomised=True)
    assert lift.retention(read).evidence == "association only"


def test_covariates_that_the_contact_changed_leave_no_random_comparison():
    read = lift.experiment(PEOPLE, outcomes=AFTER, randomised=True)
    opened = np.where(TREATED, RNG.random(N) < 0.6, RNG.random(N) < 0.2).astype(float)
    for values, grade in (
        (RNG.normal(size=N), "randomised"),
        (opened, "adjusted observational"),
        (np.where(opened > 0, "yes", "no"), "adjusted observational"),
    ):
        table = PEOPLE[["customer_id"]].assign(opened=values)
        assert lift.adjusted_retention(read, covariates=table).evidence == grade


def test_looks_hold_the_designed_share_against_the_sizes():
    counts = {"treated": ([350], [700]), "control": ([150], [300])}
    off = lift.always_valid_test(**counts, treated_share=0.5, n_planned=1_000, randomised=True)
    assert off.evidence == "association only"
    assert off.statement().startswith("The sizes of the arms, 700 (treated) and 300 (control),")
    on = lift.always_valid_test(**counts, treated_share=0.7, n_planned=1_000, randomised=True)
    assert on.evidence == "randomised"
    moments = pd.date_range("2024-01-01", periods=N, freq="h")
    read = lift.experiment(PEOPLE.assign(timestamp=moments), outcomes=AFTER, randomised=True)
    assert lift.always_valid(read, treated_share=0.5).evidence == "randomised"
    assert lift.always_valid(read, treated_share=0.9).evidence == "association only"


@pytest.mark.parametrize("kind", ["number", "text", "time"])
def test_stores_that_were_chosen_are_not_random_by_their_errors(kind):
    store = np.repeat(np.arange(40), 50)
    rng = np.random.default_rng(11)
    drawn = rng.permutation(np.repeat([0, 1], 20))
    north = np.arange(40) >= 20
    for chosen, grade in ((drawn, "randomised"), (north.astype(int), "association only")):
        city = north[store] ^ (rng.random(N) < 0.05)
        people = PEOPLE.assign(
            arm=np.where(chosen[store] == 1, "treated", "control"), store=[f"s{k}" for k in store]
        )
        if kind == "number":
            people["city"] = north[store] + rng.normal(0, 0.3, N)
        if kind == "text":
            people["city"] = np.where(city, "north", "south")
        if kind == "time":
            days = 20 * north[store] + rng.integers(0, 9, N)
            people["timestamp"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(days, unit="D")
        keep = ["store", *({"city"} & set(people.columns))]
        read = lift.experiment(people, outcomes=AFTER, keep=keep, randomised=True)
        assert lift.retention(read, cluster="store").evidence == grade


@pytest.mark.parametrize("seed", [1, 2])
def test_sound_experiments_keep_their_grade(seed):
    rng = np.random.default_rng(seed)
    runs, lost = 150, 0
    for _ in range(runs):
        arm = rng.integers(0, 2, 300)
        past, spend = rng.gamma(0.5, 80.0, (2, 300))
        spend[rng.random(300) < 0.1] = np.nan
        treated = arm == 1
        found = lift.spend_test(
            treated=spend[treated],
            control=spend[~treated],
            treated_before=past[treated],
            control_before=past[~treated],
            randomised=True,
        )
        lost += found.difference.evidence != "randomised"
    assert lost <= scipy.stats.binom.ppf(0.999, runs, 0.003)
