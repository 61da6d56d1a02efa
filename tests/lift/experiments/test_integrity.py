"""What a table says against the claim that chance decided the arms stands first, or lowers it."""

import numpy as np
import pandas as pd
import pytest
from noted import notes_of
from scipy import stats
from statsmodels.api import OLS, add_constant

from vocvalue import lift
from vocvalue.errors import DataError

N = 2_000


def outcomes(stays):
    return pd.DataFrame({"customer_id": range(len(stays)), "retained": stays.astype(int)})


def people(treated, **columns):
    arm = np.where(treated, "treated", "control")
    return pd.DataFrame({"customer_id": range(len(arm)), "arm": arm, **columns})


def ramp_up(seed, n=N):
    """Return people and outcomes without an effect: the later, the more treated and lost."""
    rng = np.random.default_rng(seed)
    week = np.repeat([0, 1], n // 2)
    treated = rng.random(n) < np.where(week == 0, 0.2, 0.5)
    stays = rng.random(n) < np.where(week == 0, 0.75, 0.5)
    moment = pd.Timestamp("2024-01-01") + pd.to_timedelta(7 * week, unit="D")
    return people(treated, timestamp=moment, week=week), outcomes(stays)


def stores(seed, n=N, k=40):
    """Return people of stores that were assigned as a whole, without an effect."""
    rng = np.random.default_rng(seed)
    store = np.arange(n) % k
    treated = np.isin(store, rng.permutation(k)[: k // 2])
    level = 0.6 + 0.1 * rng.standard_normal(k)
    return people(treated, store=store), outcomes(rng.random(n) < level[store])


def said(found):
    return found.statement(), found.statement("zh")


def test_a_ramp_up_lowers_the_grade_and_is_said_first():
    arms, after = ramp_up(1)
    for keep, start in ((["week"], "The share treated"), ([], "The share treated changed over")):
        read = lift.experiment(arms, outcomes=after, keep=keep, randomised=True)
        found = lift.retention(read)
        assert not read.randomised
        assert found.evidence == "association only"
        assert found.statement().startswith(start)
        assert found.statement("zh").startswith("实验组占比")
        money = found.money(100)
        assert money.statement().startswith(start)
        assert money.net.evidence == "association only"
    early = (arms["arm"] == "treated")[: N // 2].mean()
    assert f"from {100 * early:.1f}% in the earlier half" in read.doubts[0].note.en


def test_without_moments_a_kept_column_tells_the_same():
    arms, after = ramp_up(2)
    read = lift.experiment(
        arms.drop(columns="timestamp"), outcomes=after, keep=["week"], randomised=True
    )
    assert [doubt.kind for doubt in read.doubts] == ["column"]


def test_within_weeks_of_a_steady_share_it_is_random_again():
    arms, after = ramp_up(3)
    read = lift.experiment(arms, outcomes=after, keep=["week"], randomised=True)
    within = lift.retention(read, strata="week")
    assert within.evidence == "randomised"
    assert within.doubts == ()
    told = [note.en for note in within.notes if "share treated" in note.en]
    assert len(told) == 1
    assert "only if customers were assigned within 'week'" in told[0]
    assert lift.by_segment(read, "week").segments[0].raw.evidence == "randomised"
    # A column that has nothing to do with the time does not mend it.
    arms["tier"] = np.arange(N) % 3
    read = lift.experiment(arms, outcomes=after, keep=["tier"], randomised=True)
    assert lift.retention(read, strata="tier").evidence == "association only"


def test_stores_are_counted_and_not_their_customers():
    arms, after = stores(4)
    read = lift.experiment(arms, outcomes=after, keep=["store"], randomised=True)
    assert [(doubt.kind, doubt.column) for doubt in read.doubts] == [("cluster", "store")]
    alone = lift.retention(read)
    assert alone.statement().startswith("40 of the 40 values of 'store' occur in one arm only")
    assert alone.evidence == "association only"
    by_store = lift.retention(read, cluster="store")
    assert by_store.evidence == "randomised"
    assert by_store.difference.value == alone.difference.value
    wider = (by_store.difference.upper - by_store.difference.lower) / (
        alone.difference.upper - alone.difference.lower
    )
    # Kish's design effect of 50 customers of a store, and how far 40 stores let its root stray.
    effect = np.sqrt(1 + (N / 40 - 1) * 0.1**2 / 0.24)
    assert wider == pytest.approx(effect, rel=3 / np.sqrt(2 * 38))


def test_the_error_by_cluster_is_that_of_their_means_where_all_are_of_one_size():
    arms, after = stores(5)
    table = arms.merge(after, on="customer_id")
    means = table.groupby(["arm", "store"])["retained"].mean()
    read = lift.experiment(arms, outcomes=after, keep=["store"], randomised=True)
    found = lift.retention(read, cluster="store")
    # Of two equal numbers of stores of one size it is Student's t of the stores' means.
    test = stats.ttest_ind(means["treated"], means["control"])
    assert found.p_value == pytest.approx(test.pvalue, rel=1e-6)
    ends = test.confidence_interval(0.95)
    assert found.difference.lower == pytest.approx(ends.low, rel=1e-6)
    assert found.difference.upper == pytest.approx(ends.high, rel=1e-6)


def test_the_error_by_cluster_of_unequal_sizes_is_that_of_statsmodels():
    arms, after = stores(5)
    here = np.random.default_rng(1).random(N) < 0.2 + 0.8 * (arms["store"] % 4) / 3
    table = arms[here].merge(after, on="customer_id")
    read = lift.experiment(arms[here], outcomes=after[here], keep=["store"], randomised=True)
    found = lift.retention(read, cluster="store").difference
    fit = OLS(table["retained"], add_constant((table["arm"] == "treated").astype(float))).fit(
        cov_type="cluster", cov_kwds={"groups": table["store"], "use_correction": False}
    )
    # The sandwich as it is; with k stores it is taken times k / (k - 2), and Student's t of k - 2.
    half = stats.t.ppf(0.975, 38) * fit.bse["arm"] * np.sqrt(40 / 38)
    assert found.value == pytest.approx(fit.params["arm"])
    assert [found.lower, found.upper] == pytest.approx([found.value - half, found.value + half])


def test_stores_drawn_without_effect_are_shown_as_often_as_the_level_says():
    shown = 0
    for seed in range(30):
        arms, after = stores(100 + seed, n=800)
        read = lift.experiment(arms, outcomes=after, keep=["store"], randomised=True)
        assert lift.retention(read).evidence == "association only"
        shown += lift.retention(read, cluster="store").shown
    assert shown <= 6  # binomial bound at one in a thousand: 6 of 30 at 5 %


def test_leavers_of_one_arm_who_do_not_answer_are_found():
    rng = np.random.default_rng(6)
    treated, stays = rng.random(N) < 0.5, rng.random(N) < 0.6
    answered = rng.random(N) < np.where(~stays & treated, 0.5, 1.0)
    for after in (
        outcomes(stays)[answered],
        outcomes(stays).assign(retained=np.where(answered, stays, np.nan)),
    ):
        read = lift.experiment(people(treated), outcomes=after, randomised=True)
        found = lift.retention(read)
        assert found.evidence == "association only"
        assert "The arms differ in how" in found.statement().partition(".")[0]
        assert not any("is not over" in note.en for note in read.notes)


def test_unequal_follow_up_is_found():
    rng = np.random.default_rng(7)
    treated = rng.random(N) < 0.5
    leaves = rng.exponential(400, N)
    end = rng.uniform(0, np.where(treated, 200, 300), N)
    after = pd.DataFrame(
        {"customer_id": range(N), "days": np.minimum(leaves, end), "gone": leaves <= end}
    )
    read = lift.experiment(
        people(treated), outcomes=after, duration="days", left="gone", randomised=True
    )
    assert [doubt.kind for doubt in read.doubts] == ["follow-up"]
    start = "The arms were not followed for the same time"
    assert lift.survival(read).statement().startswith(start)


def test_sizes_are_held_against_the_plan():
    treated = np.arange(N) < 1_150
    after = outcomes(np.arange(N) % 2 == 0)
    halves = {"treated": 0.5, "control": 0.5}
    read = lift.experiment(people(treated), outcomes=after, randomised=True, shares=halves)
    assert [doubt.kind for doubt in read.doubts] == ["ratio"]
    assert lift.retention(read).statement().startswith("The sizes of the arms, 850 (control) and")
    assert lift.experiment(people(treated), outcomes=after, randomised=True).doubts == ()


def test_what_the_contact_led_to_is_no_doubt_where_the_control_has_none():
    treated = np.arange(N) % 2 == 0
    agent = pd.Series(np.where(treated, np.where(np.arange(N) % 4 == 0, "Ann", "Bob"), None))
    read = lift.experiment(
        people(treated, agent=agent),
        outcomes=outcomes(np.arange(N) % 3 > 0),
        keep=["agent"],
        randomised=True,
    )
    assert read.doubts == ()


@pytest.mark.parametrize("label", ["treated ", "Treated"])
def test_an_arm_of_two_names_is_refused(label):
    arms = people(np.arange(N) % 2 == 0)
    arms.loc[:10, "arm"] = arms.loc[:10, "arm"].replace("treated", label)
    with pytest.raises(DataError, match=r"only in spaces or letter case.* two arms"):
        lift.experiment(arms, outcomes=outcomes(np.arange(N) % 3 > 0), randomised=True)


def test_sound_experiments_are_hardly_ever_doubted():
    doubted = 0
    for seed in range(20):
        rng = np.random.default_rng(900 + seed)
        arms = people(
            rng.random(400) < 0.5,
            timestamp=pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.uniform(0, 90, 400), "D"),
            tier=rng.choice(["a", "b", "c"], 400),
            age=rng.normal(size=400),
            household=np.arange(400) // 2,
        )
        read = lift.experiment(
            arms,
            outcomes=outcomes(rng.random(400) < 0.6),
            keep=["tier", "age", "household"],
            randomised=True,
        )
        doubted += not read.randomised
    assert doubted <= 1


def test_every_result_leads_with_the_doubt():
    arms, after = ramp_up(8)
    after = after.assign(money=after["retained"] * 5.0)
    after["days"], after["gone"] = (
        np.where(after["retained"] == 1, 200.0, 20.0),
        1 - after["retained"],
    )
    arms["tier"] = np.arange(N) % 3
    read = lift.experiment(
        arms,
        outcomes=after,
        keep=["tier"],
        spend="money",
        duration="days",
        left="gone",
        window="30 days",
        randomised=True,
    )
    results = [
        lift.retention(read),
        lift.retention(read).money(10),
        lift.spend(read),
        lift.survival(read),
        lift.adjusted_retention(read),
        lift.by_segment(read, "tier"),
        lift.always_valid(read),
    ]
    for found in results:
        for words, start in zip(said(found), ("The share treated", "实验组占比"), strict=True):
            assert words.startswith(start), words
        assert "randomised)" not in found.statement()


def test_nothing_is_random_that_nobody_said_is():
    treated = np.arange(N) % 2 == 0
    read = lift.experiment(people(treated), outcomes=outcomes(np.arange(N) % 3 > 0))
    found = lift.retention(read)
    assert (read.randomised, found.evidence) == (False, "association only")
    assert "It was not stated whether customers were assigned at random" in notes_of(found)


def test_a_draw_says_so_itself_and_each_arm_is_looked_up():
    split = lift.assign(list(range(N)), salt="winback")
    after = outcomes(np.arange(N) % 3 > 0)
    read = lift.experiment(split, outcomes=after)
    assert (read.randomised, lift.retention(read).evidence) == (True, "randomised")
    table = split.to_frame()
    assert lift.experiment(table, outcomes=after, randomised=split).randomised
    table.loc[:2, "arm"] = np.where(table["arm"][:3] == "treated", "control", "treated")
    moved = lift.experiment(table, outcomes=after, randomised=split)
    assert [(it.kind, it.note.count) for it in moved.doubts] == [("draw", 3)]
    assert lift.retention(moved).statement().startswith("3 of 2,000 customers are in a different")
