"""Experiments read from tables: arms, maturity, strata, intention to treat, and what is refused."""

import json

import numpy as np
import pandas as pd
import pytest
from noted import notes_of
from scipy.stats import norm

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError

# Window: 30 days. The orders end on 31 March 2024.
PEOPLE = pd.DataFrame(
    {
        "customer_id": list("abcdefgh"),
        "arm": ["treated", "treated", "treated", "treated"] + ["control"] * 4,
        "timestamp": pd.to_datetime(["2024-02-01"] * 3 + ["2024-03-20"] + ["2024-02-01"] * 4),
        "tier": ["gold", "gold", "basic", "basic"] * 2,
    }
)
ORDERS = pd.DataFrame(
    [
        # a ordered before and within; b on the 31st day, too late; c never; d not yet followed
        ("a", "2024-01-15", 10.0),
        ("a", "2024-02-10", 20.0),
        ("b", "2024-03-03", 40.0),
        ("d", "2024-03-25", 5.0),
        ("e", "2024-02-29", 7.0),
        ("f", "2024-01-20", 9.0),
        ("g", "2024-02-02", 1.0),
        ("h", "2024-03-31", 3.0),
    ],
    columns=["customer_id", "timestamp", "amount"],
).assign(timestamp=lambda t: pd.to_datetime(t["timestamp"]))


@pytest.fixture
def read():
    return lift.experiment(PEOPLE, orders=ORDERS, window="30 days", keep=["tier"], randomised=True)


def outcomes(**change):
    table = {"customer_id": list("abcdefgh"), "retained": [1, 1, 0, 1, 0, 0, 1, 0]}
    return pd.DataFrame(table | change)


def test_who_ordered_within_the_window_has_stayed(read):
    assert read.customer_id.to_list() == list("abcdefgh")
    assert read.arms == ("control", "treated")
    assert read.arm.tolist() == [1, 1, 1, 1, 0, 0, 0, 0]
    expected = [1, 0, 0, np.nan, 1, 0, 1, 0]
    np.testing.assert_array_equal(read.retained, expected)
    np.testing.assert_array_equal(read.spend, [20, 0, 0, np.nan, 7, 0, 1, 0])
    assert read.spend_before.tolist() == [10, 0, 0, 0, 0, 9, 0, 0]
    assert read.columns["tier"].tolist() == ["gold", "gold", "basic", "basic"] * 2
    assert read.window.en == "an order within 30 days of the assignment"


def test_customers_not_followed_to_the_end_count_neither_way(read):
    found = lift.retention(read)
    assert (found.treated.retained, found.treated.n) == (1, 3)
    assert (found.control.retained, found.control.n) == (2, 4)
    assert "The window of 1 customer is not over" in notes_of(found)


def test_customers_without_any_order_have_left(read):
    # c is in the experiment and nowhere in the orders: intention to treat
    assert read.retained[2] == 0
    assert "no order from 1 customer of the experiment" in notes_of(read)


def test_a_last_part_of_the_window_can_decide():
    late = lift.experiment(
        PEOPLE, orders=ORDERS, window="30 days", churn_window="10 days", randomised=True
    )
    # e ordered on day 28, a on day 9, g on day 1
    np.testing.assert_array_equal(late.retained, [0, 0, 0, np.nan, 1, 0, 0, 0])
    assert late.window.en == "an order in the last 10 days of the 30 days after the assignment"


def test_a_table_of_outcomes_says_who_stayed():
    read = lift.experiment(
        PEOPLE, outcomes=outcomes(spend=range(8)), spend="spend", randomised=True
    )
    found = lift.retention(read)
    assert (found.treated.retained, found.treated.n) == (3, 4)
    assert (found.control.retained, found.control.n) == (1, 4)
    assert read.spend.tolist() == list(range(8))


def test_unknown_outcomes_are_not_counted():
    holes = outcomes(retained=[1, None, 0, 1, 0, 0, 1, 0])
    read = lift.experiment(PEOPLE, outcomes=holes.iloc[:7], randomised=True)
    assert lift.retention(read).treated.n == 3
    assert lift.retention(read).control.n == 3
    assert "has no row for 1 customer of the experiment" in notes_of(read)


def test_the_same_as_from_counts():
    read = lift.experiment(PEOPLE, outcomes=outcomes(), randomised=True)
    counted = lift.retention_test(treated=(3, 4), control=(1, 4), randomised=True)
    assert lift.retention(read).difference == counted.difference
    assert lift.retention(read).p_value == counted.p_value


# Mehrotra and Railkar's strata, on the reference page: Mantel-Haenszel risk difference -.0307916,
# Sato's standard error .0138207, CMH chi squared 4.93577.
def mehrotra_railkar():
    rows = []
    cells = {"a": ((21, 464), (26, 453)), "b": ((11, 165), (25, 174)), "c": ((8, 69), (11, 70))}
    for stratum, pairs in cells.items():
        for arm, (kept, n) in zip(("treated", "control"), pairs, strict=True):
            rows += [(arm, stratum, 1)] * kept + [(arm, stratum, 0)] * (n - kept)
    table = pd.DataFrame(rows, columns=["arm", "stratum", "retained"])
    return table.assign(customer_id=range(len(table)))


def test_strata_are_mantel_and_haenszels():
    table = mehrotra_railkar()
    read = lift.experiment(
        table.drop(columns="retained"), outcomes=table, keep=["stratum"], randomised=True
    )
    found = lift.retention(read, strata="stratum")
    assert found.difference.value == pytest.approx(-0.0307916, abs=5e-8)
    assert found.standard_error == pytest.approx(0.0138207, abs=5e-8)
    # By the method of the interval: twice the normal tail beyond .0307916 / .0138207.
    assert found.p_value == pytest.approx(2 * norm.sf(0.0307916 / 0.0138207), rel=1e-4)
    assert found.retained.value == pytest.approx(-0.0307916 * 698, abs=1e-4)
    one_sided = lift.retention(read, strata="stratum", alternative="less")
    assert one_sided.p_value == pytest.approx(found.p_value / 2)
    # by hand: sum x1 n0 / n over sum x0 n1 / n
    above = 21 * 453 / 917 + 11 * 174 / 339 + 8 * 70 / 139
    below = 26 * 464 / 917 + 25 * 165 / 339 + 11 * 69 / 139
    assert found.risk_ratio.value == pytest.approx(above / below)


def test_strata_mend_arms_that_were_split_unevenly():
    rng = np.random.default_rng(5)
    hits, naive, runs = 0, 0, 200
    for _ in range(runs):
        gold = rng.random(800) < 0.5
        arm = np.where(rng.random(800) < np.where(gold, 0.7, 0.3), "treated", "control")
        rate = np.where(gold, 0.8, 0.4) + 0.1 * (arm == "treated")
        people = pd.DataFrame(
            {"customer_id": range(800), "arm": arm, "tier": np.where(gold, "gold", "basic")}
        )
        stayed = pd.DataFrame(
            {"customer_id": range(800), "retained": (rng.random(800) < rate).astype(int)}
        )
        read = lift.experiment(people, outcomes=stayed, keep=["tier"], randomised=True)
        within = lift.retention(read, strata="tier").difference
        overall = lift.retention(read).difference
        hits += within.lower <= 0.1 <= within.upper
        naive += overall.lower <= 0.1 <= overall.upper
    assert 0.90 <= hits / runs <= 0.985  # binomial bound at one in a thousand
    assert naive / runs < 0.2


def test_a_stratum_with_one_arm_is_counted_out():
    table = pd.concat(
        [
            mehrotra_railkar(),
            pd.DataFrame(
                {"arm": "treated", "stratum": "d", "retained": [1, 0], "customer_id": [-1, -2]}
            ),
        ]
    )
    read = lift.experiment(
        table.drop(columns="retained"), outcomes=table, keep=["stratum"], randomised=True
    )
    found = lift.retention(read, strata="stratum")
    assert found.difference.value == pytest.approx(-0.0307916, abs=5e-8)
    assert [note.count for note in found.notes if "one arm only (d)" in note.en] == [2]


def test_several_treated_arms_have_to_be_named():
    three = PEOPLE.assign(arm=["call", "mail", "call", "mail"] + ["control"] * 4)
    read = lift.experiment(three, outcomes=outcomes(), randomised=True)
    assert read.arms == ("control", "call", "mail")
    assert lift.retention(read, arm="mail").treated.n == 2
    with pytest.raises(ParameterError, match="name one of 'call', 'mail'"):
        lift.retention(read)
    with pytest.raises(ParameterError, match="arm == 'fax'"):
        lift.retention(read, arm="fax")


def test_not_randomised_is_said():
    read = lift.experiment(PEOPLE, outcomes=outcomes(), randomised=False)
    found = lift.retention(read)
    assert found.evidence == "association only"
    assert "Without random assignment" in notes_of(found)


def test_an_experiment_shows_itself(read):
    assert dict(read.headlines())["treated"] == "4 assigned, 3 followed, 1 stayed"
    assert read.statement("zh") == "实验共 8 位客户，其中 7 位已观察满期。"
    assert json.loads(json.dumps(read.to_dict()))["arms"]["control"]["retained"] == 2
    assert read.to_frame()["arm"].tolist() == ["treated"] * 4 + ["control"] * 4


@pytest.mark.parametrize(
    ("people", "arguments", "error", "message"),
    [
        (PEOPLE, {}, ParameterError, "either orders= or outcomes="),
        (PEOPLE, {"outcomes": outcomes(), "orders": ORDERS}, ParameterError, "not both"),
        (PEOPLE.assign(arm="control"), {"outcomes": outcomes()}, DataError, "nothing to compare"),
        (
            PEOPLE.replace("control", "group B"),
            {"outcomes": outcomes()},
            DataError,
            "holds 'group B', 'treated', and no 'control'",
        ),
        (
            pd.concat([PEOPLE, PEOPLE.head(1).assign(arm="control")]),
            {"outcomes": outcomes()},
            DataError,
            r"'arm': 1 row of customers in two arms \(first ids: a\)",
        ),
        (
            pd.concat([PEOPLE, PEOPLE.head(2)]),
            {"orders": ORDERS},
            DataError,
            "customer_id': 4 rows",
        ),
        (
            PEOPLE.assign(arm=["treated", None] + ["control"] * 6),
            {"outcomes": outcomes()},
            DataError,
            r"'arm': 1 row without an arm \(first ids: b\)",
        ),
        (PEOPLE, {"outcomes": outcomes(retained=[2] * 8)}, DataError, "8 rows neither 0 nor 1"),
        (
            PEOPLE,
            {"outcomes": outcomes(timestamp=pd.Timestamp("2024-02-15"))},
            DataError,
            r"1 row of outcomes before the assignment \(first ids: d\)",
        ),
        (PEOPLE, {"outcomes": outcomes(), "arm": "group"}, DataError, "no column 'group'"),
        (
            PEOPLE,
            {"outcomes": outcomes().assign(retained=np.nan)},
            DataError,
            "none of the 8 customers has been",
        ),
        (
            PEOPLE,
            {"orders": ORDERS, "window": "30 days", "churn_window": "60 days"},
            ParameterError,
            "must not be longer",
        ),
        (
            PEOPLE.assign(customer_id=list("stuvwxyz")),
            {"orders": ORDERS, "window": "30 days"},
            DataError,
            "none of the 8 customers has an order",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(people, arguments, error, message):
    with pytest.raises(error, match=message):
        lift.experiment(people, **arguments)


def test_columns_that_were_not_kept_are_named(read):
    with pytest.raises(DataError, match="read without column 'region'; it has 'tier'"):
        lift.retention(read, strata="region")
    with pytest.raises(ParameterError, match="cannot be combined with strata="):
        lift.retention(read, strata="tier", non_inferiority_margin=0.02)


def test_a_campaign_of_one_day_can_be_read_before_its_window_is_over():
    early = lift.experiment(PEOPLE, orders=ORDERS, window="1 year", randomised=True)
    assert not early.followed.any()
    assert early.notes[-1].count == 8
    assert lift.survival(early).treated.n == 4
    with pytest.raises(DataError, match=r"nobody in the arm .* `lift.survival` uses what is known"):
        lift.retention(early)


def test_an_arm_that_nobody_was_followed_in_is_named():
    later = PEOPLE.assign(
        timestamp=np.where(PEOPLE["arm"] == "treated", "2024-03-20", "2024-02-01")
    )
    read = lift.experiment(later, orders=ORDERS, window="30 days", randomised=True)
    with pytest.raises(DataError, match="nobody in the arm 'treated' has been followed"):
        lift.retention(read)


@pytest.mark.parametrize(
    "question",
    [
        lift.retention,
        lift.spend,
        lift.survival,
        lift.always_valid,
        lambda given: lift.by_segment(given, "tier"),
    ],
)
def test_what_is_no_experiment_is_refused_by_name(question):
    with pytest.raises(ParameterError, match=r"experiment == list, must be what lift\.experiment"):
        question([(350, 500), (250, 500)])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"arm": ["treated", "control"]}, "arm == .*, must be the name of one column"),
        ({"customer_id": ["customer_id"]}, "customer_id == .*, must be the name of one column"),
        ({"keep": "tier"}, r"keep == 'tier', must be a list of columns: \['tier'\]"),
        ({"shares": [0.5, 0.5]}, "must name the arms"),
    ],
)
def test_lists_where_a_name_belongs_are_refused(asked, message):
    with pytest.raises(ParameterError, match=message):
        lift.experiment(PEOPLE, orders=ORDERS, window="30 days", **asked)
