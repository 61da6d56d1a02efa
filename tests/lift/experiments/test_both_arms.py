"""Customers in two arms: refused, dropped, or counted in the arm they were assigned to first."""

import numpy as np
import pandas as pd
import pytest
import scipy

import vocvalue as vv
from vocvalue import lift
from vocvalue.errors import DataError, ParameterError

DAY = pd.Timestamp("2024-02-01")
PEOPLE = pd.DataFrame(
    {
        "customer_id": range(200),
        "arm": ["treated", "control"] * 100,
        "timestamp": DAY + pd.to_timedelta(np.arange(200) // 2, unit="h"),
        "wave": ["first"] * 200,
    }
)
STAYED = pd.DataFrame({"customer_id": range(200), "retained": [1, 1, 0, 0] * 50})
# 1 and 3 are controls who were called later, 4 was treated and came into the control.
LATER = pd.DataFrame(
    {
        "customer_id": [1, 3, 4],
        "arm": ["treated", "treated", "control"],
        "timestamp": DAY + pd.Timedelta("20 days"),
        "wave": ["later"] * 3,
    }
)
BOTH = pd.concat([LATER, PEOPLE], ignore_index=True)


def read(people=BOTH, **options):
    return lift.experiment(people, **{"outcomes": STAYED, "keep": ["wave"], **options})


def arm_of(found):
    names = np.array(found.arms)[found.arm].tolist()
    return dict(zip(found.customer_id.to_list(), names, strict=True))


def test_they_are_refused_unless_it_is_said_otherwise():
    for options in ({}, {"both_arms": "refuse"}):
        with pytest.raises(DataError, match=r"3 rows of customers in two arms \(first ids: 1, 3"):
            read(**options)
    with pytest.raises(DataError, match='both_arms="first" finds it'):
        read()


def test_the_first_is_the_arm_of_the_earliest_row():
    found = read(both_arms="first", randomised=True)
    assert arm_of(found) == dict(zip(PEOPLE["customer_id"], PEOPLE["arm"], strict=True))
    assert set(found.columns["wave"]) == {"first"}
    assert found.assigned.max() < np.datetime64("2024-02-10")
    assert found.randomised
    assert found.dropped == 0
    note = found.notes[0]
    assert note.count == 3
    assert "by first assignment 2 (control) and 1 (treated)." in note.en
    assert "对照组 2 位和实验组 1 位" in note.zh


def test_dropped_customers_are_counted_with_the_arm_they_were_in_first():
    found = read(both_arms="drop")
    assert set(arm_of(found)) == set(range(200)) - {1, 3, 4}
    assert found.dropped == 3
    assert dict(found.first_arms) == {"control": 2, "treated": 1}
    note = next(note for note in found.notes if note.count == 3)
    start = "The comparison leaves out 3 customers found in two arms, by first assignment 2 (con"
    assert note.en.startswith(start)
    untimed = read(BOTH.drop(columns="timestamp"), both_arms="drop")
    assert any(
        "leaves out 3 customers found in two arms. Which" in note.en for note in untimed.notes
    )
    assert untimed.first_arms == {}


def test_rows_of_one_arm_that_repeat_a_customer():
    again = pd.concat([PEOPLE, PEOPLE.head(5).assign(timestamp=DAY + pd.Timedelta("9 days"))])
    found = read(again, both_arms="first")
    assert arm_of(found) == dict(zip(PEOPLE["customer_id"], PEOPLE["arm"], strict=True))
    for both_arms in ("refuse", "drop"):
        with pytest.raises(DataError, match="customer"):
            read(again, both_arms=both_arms)


def test_nothing_happens_where_nobody_is_in_two_arms():
    for both_arms in ("refuse", "drop", "first"):
        found = read(PEOPLE, both_arms=both_arms, randomised=True)
        assert found.to_dict() == read(PEOPLE, randomised=True).to_dict()
    untimed = PEOPLE.drop(columns="timestamp")
    assert read(untimed, both_arms="first").to_dict() == read(untimed).to_dict()


@pytest.mark.parametrize(
    ("people", "message"),
    [
        (BOTH.drop(columns="timestamp"), "needs the time of each assignment"),
        (BOTH.assign(timestamp=DAY), r"3 rows of customers with several values.*first ids: 1, 3"),
        (
            BOTH.assign(timestamp=BOTH["timestamp"].where(BOTH["wave"] == "first")),
            r"column 'timestamp': 3 rows missing for customers with several rows",
        ),
    ],
)
def test_a_first_that_is_not_known_is_refused(people, message):
    with pytest.raises(DataError, match=message):
        read(people, both_arms="first")


def test_a_choice_that_there_is_not_is_refused():
    with pytest.raises(ParameterError, match="both_arms == 'last', must be one of 'refuse'"):
        read(both_arms="last")


def test_missing_ids_are_nobody_and_missing_arms_none():
    nobody = pd.DataFrame({"customer_id": [None, None], "arm": ["treated", "control"]})
    some = pd.concat([PEOPLE.drop(columns=["timestamp", "wave"]), nobody], ignore_index=True)
    with pytest.raises(DataError) as error:
        read(some, keep=[])
    assert "two arms" not in str(error.value)
    unnamed = pd.concat([PEOPLE, PEOPLE.head(1).assign(arm=None)], ignore_index=True)
    with pytest.raises(DataError, match="customer"):
        read(unnamed, both_arms="drop")


def test_a_text_file_of_days_as_they_are_written(tmp_path):
    path = tmp_path / "arms.csv"
    written = BOTH.assign(timestamp=BOTH["timestamp"].dt.strftime("%d/%m/%Y %H:%M"), age=7.0)
    written.to_csv(path, index=False)
    table = vv.Assignments(str(path), timestamp_format="%d/%m/%Y %H:%M")
    found = lift.experiment(table, outcomes=STAYED, both_arms="first", keep=["age"])
    assert arm_of(found) == dict(zip(PEOPLE["customer_id"], PEOPLE["arm"], strict=True))
    assert found.columns["age"].dtype.kind == "f"
    left = lift.experiment(table, outcomes=STAYED, both_arms="drop", keep=["age"])
    assert len(left.arm) == 197


def test_orders_follow_the_first_assignment():
    orders = pd.DataFrame(
        {
            "customer_id": [*range(200), 1, 8],
            "timestamp": [DAY - pd.Timedelta("3 days")] * 200 + [DAY + pd.Timedelta("6 days")] * 2,
            "amount": 5.0,
        }
    )
    options = {"outcomes": None, "orders": orders, "window": "10 days", "keep": []}
    found = read(both_arms="first", observation_end="2024-04-01", **options)
    assert found.retained[found.customer_id.to_list().index(1)] == 1
    assert lift.spend(found).control.buyers == 1
    assert lift.survival(found).control.n == 100
    left = read(both_arms="drop", observation_end="2024-04-01", **options)
    assert lift.survival(left).control.n == 98


def test_several_arms_and_looks_take_the_same_customers():
    three = pd.concat(
        [BOTH.assign(arm=BOTH["arm"].where(BOTH["customer_id"] % 3 > 0, "mail"))],
        ignore_index=True,
    )
    found = read(three, both_arms="first", randomised=True)
    compared = lift.compare_arms(found)
    sizes = sum(of_arm.treated.n for of_arm in compared.lifts.values()) + (found.arm == 0).sum()
    assert sizes == 200
    looks = lift.always_valid(read(both_arms="first"), treated_share=0.5, n_planned=200)
    assert looks.n[-1] == 200
    assert lift.always_valid(read(both_arms="drop")).n[-1] == 197


def test_dropping_a_few_of_many_keeps_the_grade_and_more_do_not():
    n = 20_000
    people = pd.DataFrame({"customer_id": range(n), "arm": ["treated", "control"] * (n // 2)})
    after = people[["customer_id"]].assign(retained=[1, 1, 0, 0] * (n // 4))

    def graded(crossed):
        more = pd.DataFrame({"customer_id": 2 * np.arange(crossed), "arm": "control"})
        both = pd.concat([people, more], ignore_index=True)
        return lift.retention(
            lift.experiment(both, outcomes=after, both_arms="drop", randomised=True)
        )

    assert graded(10).evidence == "randomised"
    many = graded(60)
    assert many.evidence == "association only"
    assert many.statement().startswith(
        "The comparison leaves out 60 customers found in two arms, after"
    )
    assert many.statement("zh").startswith("分组之后，同属两组的 60 位客户被排除")


def test_dropped_customers_who_spend_much_are_doubted_in_spend_alone():
    n = 20_000
    people = pd.DataFrame({"customer_id": range(n), "arm": ["treated", "control"] * (n // 2)})
    spent = np.zeros(n)
    spent[:50] = 5_000.0
    after = people[["customer_id"]].assign(retained=[1, 1, 0, 0] * (n // 4), spend=spent)
    more = pd.DataFrame({"customer_id": 100 + 2 * np.arange(10), "arm": "control"})
    both = pd.concat([people, more], ignore_index=True)
    found = lift.experiment(both, outcomes=after, spend="spend", both_arms="drop", randomised=True)
    assert lift.retention(found).evidence == "randomised"
    spend = lift.spend(found)
    assert spend.difference.evidence == "association only"
    assert spend.notes[0] == spend.doubts[0]


def contaminated(rng, *, n, chance):
    """Return an experiment without effect in which controls about to leave are called as well."""
    treated, stays = rng.random(n) < 0.5, rng.random(n) < 0.6
    called = ~treated & ~stays & (rng.random(n) < chance)
    first = pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "arm": np.where(treated, "treated", "control"),
            "timestamp": DAY,
        }
    )
    later = first[called].assign(arm="treated", timestamp=DAY + pd.Timedelta("5 days"))
    after = pd.DataFrame({"customer_id": np.arange(n), "retained": stays.astype(int)})
    return pd.concat([first, later], ignore_index=True), after


@pytest.mark.parametrize(("both_arms", "chance"), [("drop", 0.005), ("drop", 0.3), ("first", 0.3)])
def test_contamination_by_the_outcome_is_seldom_shown_as_randomised(both_arms, chance):
    rng = np.random.default_rng(7)
    runs, wrong, shown = 100, 0, 0
    for _ in range(runs):
        people, after = contaminated(rng, n=1_000, chance=chance)
        found = lift.retention(
            lift.experiment(people, outcomes=after, both_arms=both_arms, randomised=True)
        )
        shown += found.shown
        wrong += found.shown and found.evidence == "randomised"
    assert wrong <= scipy.stats.binom.ppf(0.999, runs, 0.07)
    # Dropping them alone shows an effect that there is not.
    if (both_arms, chance) == ("drop", 0.3):
        assert shown > runs / 2
        assert wrong == 0
