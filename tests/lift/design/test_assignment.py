"""Arms: the documented recipe, random enough, exact within strata, and what is refused."""

import json

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from engine_cases.assignments import ARMS, SALT
from engine_cases.assignments import recipe as number
from scipy import stats

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError


def test_the_recipe_gives_the_numbers_of_a_shell():
    # printf winback-2025:1 | sha256sum begins with 8c65c25f2c47f
    assert number("1", SALT) == int("8c65c25f2c47f", 16) / 16**13
    assert number("1", SALT) == lift.assign(["1"], salt=SALT).hashed[0]


def test_a_database_finds_the_same_arms():
    table = duckdb.sql(
        """SELECT id, ('0x' || substr(sha256('winback-2025:' || id), 1, 13))::BIGINT
            / 4503599627370496 AS hashed FROM range(1, 13) AS ids(id)"""
    ).fetchall()
    assert {number: "control" if hashed < 0.5 else "treated" for number, hashed in table} == ARMS


def test_the_arms_lie_in_alphabetical_order():
    shares = {"letter": 0.5, "call": 0.2, "control": 0.3}
    ids = [f"C{i}" for i in range(200)]
    split = lift.assign(ids, salt="spring", shares=shares)
    # call [0, .2), control [.2, .5), letter [.5, 1)
    expected = [
        "call" if u < 0.2 else "control" if u < 0.5 else "letter"
        for u in (number(text, "spring") for text in ids)
    ]
    assert split.arm.tolist() == expected
    assert list(split.counts) == ["letter", "call", "control"]
    reordered = dict(reversed(shares.items()))
    assert lift.assign(ids, salt="spring", shares=reordered).arm.tolist() == expected


def test_whole_numbers_and_their_texts_are_one_id():
    sources = [
        [7, 8, 12],
        ["7", "8", "12"],
        ["7.0", "8.0", "12.0"],
        [7.0, "8", 12],
        np.array([7, 8, 12], dtype=np.int16),
        pd.Series([7.0, 8.0, 12.0]),
        pd.Series([7, 8, 12], dtype="Int64"),
        pd.Series(["7", "8", "12"], dtype="category"),
        pl.Series([7, 8, 12]),
        pl.Series(["7", "8", "12"], dtype=pl.Categorical),
    ]
    expected = [number(text, "spring") for text in ("7", "8", "12")]
    for ids in sources:
        assert lift.assign(ids, salt="spring").hashed.tolist() == expected


def test_an_arm_does_not_change_when_the_list_grows():
    first = lift.assign(range_of(500), salt="spring")
    later = lift.assign(range_of(900), salt="spring")
    assert later.arm[:500].tolist() == first.arm.tolist()


def range_of(n):
    return [f"C{i:05d}" for i in range(n)]


@pytest.mark.parametrize("salt", ["a", "b", "c"])
def test_neighbouring_ids_are_spread_evenly(salt):
    hashed = lift.assign(np.arange(20_000), salt=salt).hashed
    assert stats.kstest(hashed, "uniform").pvalue > 0.001
    assert abs(np.corrcoef(hashed[1:], hashed[:-1])[0, 1]) < 4 / np.sqrt(20_000)


def test_another_salt_draws_anew():
    one, other = (lift.assign(np.arange(20_000), salt=salt).arm for salt in ("a", "b"))
    table = pd.crosstab(one, other)
    assert stats.chi2_contingency(table, correction=False).pvalue > 0.001


def test_the_split_is_binomial_without_strata():
    sizes = [lift.assign(np.arange(200), salt=f"s{i}").counts["treated"] for i in range(400)]
    # a binomial of 200 and a half has variance 50, known from 400 draws to within 50 sqrt(2 / 399)
    assert np.mean(sizes) == pytest.approx(100, abs=4 * np.sqrt(50 / 400))
    assert np.var(sizes) == pytest.approx(50, abs=4 * 50 * np.sqrt(2 / 399))


SHARES = {"treated": 0.45, "control": 0.25, "call": 0.3}


def test_every_stratum_is_split_to_within_one_customer():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "customer_id": range_of(2_000),
            "tier": rng.choice(["a", "b", "c"], 2_000, p=[0.7, 0.25, 0.05]),
            "region": rng.integers(0, 30, 2_000),
        }
    )
    split = lift.assign(table, salt="spring", shares=SHARES, strata=["tier", "region"])
    cells = split.by_stratum()
    sizes = cells[list(SHARES)].sum(axis=1)
    assert sizes.sum() == 2_000
    for arm, share in SHARES.items():
        assert (cells[arm] - share * sizes).abs().max() < 1
    found = split.to_frame()
    assert found.columns.tolist() == ["customer_id", "arm", "tier", "region"]


def test_what_is_left_over_favours_no_arm():
    # one stratum of 7: 3.15 treated, 1.75 control and 2.1 called on average
    table = pd.DataFrame({"customer_id": range_of(7), "tier": "a"})
    counts = [
        list(lift.assign(table, salt=f"s{i}", shares=SHARES, strata=["tier"]).counts.values())
        for i in range(300)
    ]
    # each is one of two neighbouring whole numbers: its variance is at most a quarter
    assert np.mean(counts, axis=0) == pytest.approx([3.15, 1.75, 2.1], abs=4 * 0.5 / 300**0.5)


def test_every_customer_of_a_stratum_is_as_likely_to_be_treated():
    table = pd.DataFrame({"customer_id": range_of(5), "tier": "a"})
    treated = [
        lift.assign(table, salt=f"s{i}", strata=["tier"]).arm == "treated" for i in range(300)
    ]
    assert np.mean(treated, axis=0) == pytest.approx([0.5] * 5, abs=4 * 0.5 / 300**0.5)


def test_the_order_of_rows_does_not_matter_within_strata():
    table = pd.DataFrame({"customer_id": range_of(301), "tier": ["a", "b", "c"] * 100 + ["a"]})
    split = lift.assign(table, salt="spring", strata=["tier"])
    shuffled = lift.assign(table.sample(frac=1, random_state=3), salt="spring", strata=["tier"])
    one, other = (dict(zip(found.texts, found.arm, strict=True)) for found in (split, shuffled))
    assert one == other


def test_thin_strata_are_noted():
    table = pd.DataFrame({"customer_id": range_of(4), "tier": ["a", "a", "b", "c"]})
    notes = lift.assign(table, salt="spring", strata=["tier"]).notes
    assert [note.count for note in notes] == [0, 2]
    assert notes[1].en.startswith("There are fewer customers than arms in 2 strata")


def test_statements_say_who_and_how():
    table = pd.DataFrame({"customer_id": range_of(10), "tier": ["a"] * 6 + ["b"] * 4})
    split = lift.assign(table, salt="spring", strata=["tier"])
    assert split.statement() == (
        "10 customers were assigned at random: 5 (treated) and 5 (control). Within each stratum of "
        "tier, the arms have their planned shares to within one customer. The hash of the customer "
        "id and 'spring' determines each customer's arm, so anyone can reproduce it."
    )
    assert split.statement("zh") == (
        "10 位客户已随机分组：实验组 5 位和对照组 5 位。在 tier 的每一层内，各组占比均与计划一致"
        "（误差不超过一位客户）。每位客户的组别由其编号与“spring”的哈希值决定，任何人都可复现。"
    )
    assert "实验组 5 位" not in split.statement("zh", labels={"treated": "回访组"})
    assert json.loads(json.dumps(split.to_dict()))["notes"][0]["zh"] == split.notes[0].zh
    assert split.to_dict()["counts"] == {"treated": 5, "control": 5}
    assert "planned" in split.summary()


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([], "no ids"),
        (["a", None, ""], r"2 rows without an id \(first ids: row 1, row 2\)"),
        ([7, "7"], r"1 row of ids that occurred before \(first ids: 7\)"),
        (pd.Series([1.0, np.nan]), "1 row without an id"),
        (pd.Series([1.5, 2.0]), r"not a whole number.*1\.5"),
        ([2.0**60, 1.0], "too large for a float to hold exactly"),
        ([True, False], "True, which is not an id"),
        (pd.Series(pd.to_datetime(["2024-01-01"])), "Datetime.*not ids"),
        (pd.DataFrame({"client": [1]}), "no column 'customer_id'"),
    ],
)
def test_bad_ids_are_refused(ids, message):
    with pytest.raises(DataError, match=message):
        lift.assign(ids, salt="spring")


def test_an_id_in_two_strata_is_refused():
    table = pd.DataFrame({"customer_id": ["a", "a", "b"], "tier": ["x", "y", "x"]})
    with pytest.raises(DataError, match="1 row of ids that occurred before, 1 of them in another"):
        lift.assign(table, salt="spring", strata=["tier"])


def test_a_missing_stratum_is_refused():
    table = pd.DataFrame({"customer_id": ["a", "b"], "tier": ["x", None]})
    with pytest.raises(DataError, match=r"'tier': 1 row missing \(first ids: b\)"):
        lift.assign(table, salt="spring", strata=["tier"])
    with pytest.raises(DataError, match="no column 'tier'"):
        lift.assign(["a"], salt="spring", strata=["tier"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"salt": ""}, "salt == ''"),
        ({"salt": 7}, "salt == 7"),
        ({"salt": "s", "shares": {"treated": 0.5, "control": 0.4}}, "add up to 0.9"),
        ({"salt": "s", "shares": {"treated": 1.0, "control": 0.0}}, "must be > 0"),
        ({"salt": "s", "shares": {"treated": 1.0}}, "at least two"),
        ({"salt": "s", "shares": {"treated": 0.5, " ": 0.5}}, "an arm ' '"),
        ({"salt": "s", "shares": {"treated": 0.5, None: 0.5}}, "an arm None"),
        ({"salt": "s", "shares": [0.5, 0.5]}, "must name the arms"),
        ({"salt": "s", "strata": "tier"}, r"list of columns: \['tier'\]"),
        ({"salt": "s", "strata": ["arm"]}, "cannot be called 'arm'"),
    ],
)
def test_bad_arguments_are_refused(arguments, message):
    with pytest.raises(ParameterError, match=message):
        lift.assign(["a", "b"], **arguments)


def test_ids_of_several_columns_are_refused_by_name():
    with pytest.raises(ParameterError, match=r"ids == an array of shape \(2, 2\), must be one id"):
        lift.assign(np.ones((2, 2)), salt="s")
