"""Pools and arms are the same literal tables on every engine and file, and across engines."""

import datetime as dt
import hashlib

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest
from engine_tables import as_spark, moments, placed, rows

from vocvalue import lift
from vocvalue.errors import DataError

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

SALT = "winback-2025"


def at(text):
    return None if text is None else dt.datetime.fromisoformat(text)


# --- arms


def recipe(text, salt=SALT):
    """Return the number of an id as the documentation describes it, and nothing of ours."""
    return int(hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()[:13], 16) / 16**13


IDS = list(range(1, 13))
# control lies in [0, 1/2), treated in [1/2, 1): alphabetical order
ARMS = {number: "control" if recipe(str(number)) < 0.5 else "treated" for number in IDS}
TIERS = ["gold", "gold", "basic", "basic", "basic", "basic", "basic", "gold", "gold", "gold"]
TIERS += ["basic", "basic"]


def arms_of(result, key=int):
    return {key(row[0]): row[1] for row in rows(result.to_frame())}


def test_the_recipe_gives_these_numbers():
    # printf winback-2025:1 | sha256sum begins with 8c65c25f2c47f
    assert recipe("1") == int("8c65c25f2c47f", 16) / 16**13
    assert recipe("1") == lift.assign(["1"], salt=SALT).hashed[0]


@pytest.mark.parametrize("kind", [pa.int64(), pa.int32(), pa.float64(), pa.string()])
def test_an_id_has_the_same_arm_on_every_engine(engine, kind, tmp_path):
    texts = pa.array(map(str, IDS))
    ids = texts if kind == pa.string() else pa.array(IDS).cast(kind)
    (table,) = placed(engine, tmp_path, pa.table({"customer_id": ids}))
    assert arms_of(lift.assign(table, salt=SALT), lambda value: int(float(value))) == ARMS


def test_strata_are_cut_alike_on_every_engine(engine, tmp_path):
    table = pa.table(
        {
            "client": pa.array(IDS),
            "tier": pa.array(TIERS),
            "vip": pa.array([tier == "gold" for tier in TIERS]),
        }
    )
    (placed_table,) = placed(engine, tmp_path, table)
    found = lift.assign(placed_table, salt=SALT, strata=["tier", "vip"], customer_id="client")
    expected = {}
    for tier, vip in (("gold", "true"), ("basic", "false")):
        members = sorted(
            (number for number, own in zip(IDS, TIERS, strict=True) if own == tier),
            key=lambda number: recipe(str(number)),
        )
        cut = int(len(members) * 0.5 + recipe(f"stratum:{tier}|{vip}"))
        expected |= dict.fromkeys(members[:cut], "control")
        expected |= dict.fromkeys(members[cut:], "treated")
    assert arms_of(found) == expected
    assert list(nw.from_native(found.to_frame()).columns) == ["client", "arm", "tier", "vip"]


def test_a_database_finds_the_same_arms():
    table = duckdb.sql(
        """SELECT id, ('0x' || substr(sha256('winback-2025:' || id), 1, 13))::BIGINT
            / 4503599627370496 AS hashed FROM range(1, 13) AS ids(id)"""
    ).fetchall()
    assert {number: "control" if hashed < 0.5 else "treated" for number, hashed in table} == ARMS


def test_an_id_with_a_leading_zero_is_another(engine, tmp_path):
    (table,) = placed(engine, tmp_path, pa.table({"customer_id": ["007", "7"]}))
    found = lift.assign(table, salt=SALT)
    assert dict(zip(found.texts, found.hashed.tolist(), strict=True)) == {
        "007": recipe("007"),
        "7": recipe("7"),
    }


def test_covariates_are_found_on_every_engine(engine, tmp_path):
    covariates = pa.table(
        {
            "customer_id": pa.array(IDS),
            "spend": pa.array([float(number) for number in IDS]),
            "tier": pa.array(TIERS),
        }
    )
    (table,) = placed(engine, tmp_path, covariates)
    split = lift.assign([str(number) for number in IDS], salt=SALT)
    found = split.balance(table).to_frame().set_index(["covariate", "category"])
    treated = [number for number in IDS if ARMS[number] == "treated"]
    assert found["mean_treated"].iloc[0] == pytest.approx(sum(treated) / len(treated))
    gold = sum(TIERS[number - 1] == "gold" for number in treated) / len(treated)
    assert found.loc[("tier", "gold"), "mean_treated"] == pytest.approx(gold)


# --- the pool


RESPONSES = [
    # a: two low scores, the first counts; b: 7 is not low; c: before the period
    ("a", "2024-05-03 10:00:00", 6, "nps", "app"),
    ("a", "2024-05-09 10:00:00", 0, "nps", "delivery"),
    ("b", "2024-05-03 10:00:00", 7, "nps", "delivery"),
    ("c", "2024-04-30 23:59:59", 1, "nps", "app"),
    # d: on the first and on the last moment; another survey, where 4 is a good score
    ("d", "2024-05-01 00:00:00", 3, "nps", "app"),
    ("e", "2024-05-31 23:59:59", 2, "nps", "app"),
    ("f", "2024-05-10 00:00:00", 4, "csat", "app"),
    ("g", "2024-06-01 00:00:00", 2, "nps", "app"),
    # what cannot be used
    (None, "2024-05-03 10:00:00", 2, "nps", "app"),
    ("h", None, 2, "nps", "app"),
    ("h", "2024-05-03 10:00:00", None, "nps", "app"),
]
ORDERS = [
    # silent for more than 30 days at the end of May: last order before 1 May, 23:59:59.999999
    ("a", "2024-04-20 00:00:00", 10.0),
    ("a", "2024-05-05 00:00:00", -10.0),
    ("b", "2024-05-02 00:00:00", 10.0),
    # silent since before the period: 31 March + 30 days is 30 April
    ("c", "2024-03-31 00:00:00", 10.0),
    ("i", "2024-04-01 00:00:00", 10.0),
    ("d", "2024-05-20 00:00:00", 10.0),
    # orders after the end do not wake anybody
    ("i", "2024-06-02 00:00:00", 10.0),
]
VALUES = [
    # a falls by 30 % exactly, b by 29 %, j by 90 %, k was worth nothing, m has no value now
    ("a", 100.0, 70.0),
    ("b", 100.0, 71.0),
    ("j", 500.0, 50.0),
    ("k", 0.0, 0.0),
    ("m", 100.0, None),
]


def tables():
    ids, when, score, survey, topic = zip(*RESPONSES, strict=True)
    responses = pa.table(
        {
            "customer_id": pa.array(ids),
            "timestamp": moments(when),
            "score": pa.array(score, pa.int64()),
            "survey": pa.array(survey),
            "topic": pa.array(topic),
        }
    )
    ids, when, amount = zip(*ORDERS, strict=True)
    orders = pa.table(
        {
            "customer_id": pa.array(ids),
            "timestamp": moments(when),
            "amount": pa.array(amount, pa.float64()),
        }
    )
    ids, before, now = zip(*VALUES, strict=True)
    values = pa.table(
        {
            "customer_id": pa.array(ids),
            "value_before": pa.array(before, pa.float64()),
            "value": pa.array(now, pa.float64()),
        }
    )
    return responses, orders, values


RULES = [
    lift.LowScore(),
    lift.Complaint(column="topic", values=["delivery"]),
    lift.Silence(longer_than="30 days"),
    lift.FallingValue(relative=0.30),
]
COLUMNS = ["low_score", "complaint", "silence", "falling_value"]
END = "2024-05-31 23:59:59"
POOL = [
    # a: the low score of 3 May comes before the silence of 20 May (20 April + 30 days)
    ("a", "2024-05-03 10:00:00", "low_score, complaint, silence, falling_value", 1, 1, 1, 1, 70.0),
    ("b", "2024-05-03 10:00:00", "complaint", 0, 1, 0, 0, 71.0),
    ("d", "2024-05-01 00:00:00", "low_score", 1, 0, 0, 0, None),
    ("e", "2024-05-31 23:59:59", "low_score", 1, 0, 0, 0, None),
    # i: 1 April + 30 days
    ("i", "2024-05-01 00:00:00", "silence", 0, 0, 1, 0, None),
    ("j", END, "falling_value", 0, 0, 0, 1, 50.0),
]


def check(pool):
    found = [
        (row[0], str(row[1])[:19].replace("T", " "), row[2], *row[3:7], row[7])
        for row in rows(pool.to_frame())
    ]
    plain = [(*row[:7], row[7] if row[7] == row[7] else None) for row in found]
    assert plain == POOL
    names = list(nw.from_native(pool.to_frame()).columns)
    assert names == ["customer_id", "fired_at", "rules", *COLUMNS, "value"]
    assert pool.counts == {"low_score": 3, "complaint": 2, "silence": 2, "falling_value": 2}
    # a, b, d and e answered the nps survey in May; f another; a, b, c, d and i had ordered
    assert pool.seen == {"low_score": 4, "complaint": 6, "silence": 5, "falling_value": 4}
    counts = {note.en.split(" ", 1)[1]: note.count for note in pool.notes}
    assert counts["response came before the period; left out of 'low_score'."] == 1
    assert counts["response came after the period; left out of 'low_score'."] == 1
    assert counts["response had no score; left out of 'low_score'."] == 1
    early = "customer had been silent for as long before the period began; left out of 'silence'."
    assert counts[early] == 1


ASKED = {"between": ("2024-05-01", "2024-05-31")}


def test_every_engine_gives_the_same_pool(engine, tmp_path):
    responses, orders, values = placed(engine, tmp_path, *tables())
    check(lift.risk_pool(RULES, responses=responses, orders=orders, value=values, **ASKED))


def test_the_pool_comes_back_in_the_callers_library(tmp_path):
    for engine, library in (("polars lazy", "polars"), ("pyarrow", "pyarrow"), ("csv", "pandas")):
        responses, _, _ = placed(engine, tmp_path, *tables())
        pool = lift.risk_pool([lift.LowScore()], responses=responses)
        split = lift.assign(pool, salt=SALT)
        for frame in (pool.to_frame(), split.to_frame()):
            assert nw.from_native(frame).implementation.value == library


def test_the_tables_may_live_in_different_engines(tmp_path):
    responses, orders, values = tables()
    mixed = (
        placed("polars", tmp_path, responses)[0],
        placed("duckdb", tmp_path, orders)[0],
        placed("pandas", tmp_path, values)[0],
    )
    check(lift.risk_pool(RULES, responses=mixed[0], orders=mixed[1], value=mixed[2], **ASKED))


@pytest.mark.parametrize("flag", [pa.bool_(), pa.int64(), pa.float64()])
def test_a_complaint_may_be_a_flag(engine, flag, tmp_path):
    table = pa.table(
        {
            "customer_id": [1, 2, 3],
            "timestamp": moments(["2024-05-01", "2024-05-02", "2024-05-03"]),
            "complained": pa.array([1, 0, 1]).cast(flag),
        }
    )
    (complaints,) = placed(engine, tmp_path, table)
    rule = lift.Complaint(column="complained", values=[True])
    pool = lift.risk_pool([rule], complaints=complaints)
    assert [row[0] for row in rows(pool.to_frame())] == [1, 3]


def test_scores_below_the_scale_are_refused(engine, tmp_path):
    table = pa.table(
        {
            "customer_id": ["a", "b"],
            "timestamp": moments(["2024-05-01", "2024-05-02"]),
            "score": [9, -1],
        }
    )
    (responses,) = placed(engine, tmp_path, table)
    with pytest.raises(DataError, match=r"'score': 1 row below 0, such as -1, .*ids: b"):
        lift.risk_pool([lift.LowScore()], responses=responses)


# pyspark warns of pandas 3 and leaves sockets to the garbage collector.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spark(spark):
    responses, orders, values = tables()
    theirs = as_spark(
        spark,
        responses,
        "customer_id string, timestamp timestamp, score long, survey string, topic string",
    )
    log = as_spark(spark, orders, "customer_id string, timestamp timestamp, amount double")
    worth = as_spark(spark, values, "customer_id string, value_before double, value double")
    check(lift.risk_pool(RULES, responses=theirs, orders=log, value=worth, **ASKED))
    ids = spark.createDataFrame([(number,) for number in IDS], "customer_id long")
    assert arms_of(lift.assign(ids, salt=SALT)) == ARMS
    digits = f"substr(sha2(concat('{SALT}:', customer_id), 256), 1, 13)"
    hashed = ids.selectExpr("customer_id", f"conv({digits}, 16, 10) / pow(16, 13) AS hashed")
    found = {row[0]: "control" if row[1] < 0.5 else "treated" for row in hashed.collect()}
    assert found == ARMS
