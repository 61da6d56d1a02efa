"""Outcomes that know how they are read: names, clock, who stayed or who left."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

ARMS = pd.DataFrame({"customer_id": ["a", "b", "c", "d"], "arm": ["treated", "control"] * 2})
CHURN = pa.table(
    {
        "client": ["a", "b", "c", "d"],
        "gone": ["no", "yes", None, "no"],
        "money": [10.0, 0.0, 5.0, 1.0],
        "days": [90.0, 10.0, 40.0, 90.0],
    }
)


@pytest.mark.parametrize("engine", ENGINES)
def test_who_left_says_who_stayed(engine, tmp_path):
    outcomes = vv.Outcomes(
        *placed(engine, tmp_path, CHURN), customer_id="client", left="gone", spend="money"
    )
    read = vv.lift.experiment(ARMS, outcomes=outcomes, randomised=True)
    np.testing.assert_array_equal(read.retained, [1.0, 0.0, np.nan, 1.0])
    assert read.spend.tolist() == [10.0, 0.0, 5.0, 1.0]
    assert read.window.en == "as in column 'gone'"


def test_the_same_is_said_by_keywords():
    table = CHURN.to_pandas().rename(columns={"client": "customer_id"})
    read = vv.lift.experiment(ARMS, outcomes=table, left="gone", spend="money", randomised=True)
    np.testing.assert_array_equal(read.retained, [1.0, 0.0, np.nan, 1.0])
    known = vv.Outcomes(table, left="gone", duration="days")
    lasted = vv.lift.experiment(ARMS, outcomes=known, window="30 days", randomised=True)
    np.testing.assert_array_equal(lasted.retained, [1.0, 0.0, np.nan, 1.0])
    assert lasted.window.en == "still a customer 30 days after the assignment"


def test_what_is_said_twice_or_by_half_is_refused():
    table = CHURN.to_pandas()
    known = vv.Outcomes(table, customer_id="client", left="gone")
    with pytest.raises(ParameterError, match=r"left: says how to read a table, but .* already"):
        vv.lift.experiment(ARMS, outcomes=known, left="gone", randomised=True)
    with pytest.raises(ParameterError, match=r"left == None: pass both columns"):
        vv.Outcomes(table, duration="days")
    with pytest.raises(DataError, match="table outcomes has no column 'stays'"):
        vv.lift.experiment(
            ARMS,
            outcomes=vv.Outcomes(table, customer_id="client", retained="stays"),
            randomised=True,
        )
    with pytest.raises(ParameterError, match=r"orders == Outcomes\(...\), must be a table"):
        vv.lift.experiment(ARMS, orders=known, randomised=True)
    both = table.assign(retained=[1, 0, 1, 0], gone=["no", "yes", "no", "no"])
    with pytest.raises(DataError, match=r"'retained': 1 row are 0 \(left\) where column 'gone'"):
        vv.lift.experiment(
            ARMS, outcomes=vv.Outcomes(both, customer_id="client", left="gone"), randomised=True
        )


def timed(assigned, then, **names):
    people = ARMS.assign(timestamp=assigned)
    table = pd.DataFrame({"customer_id": list("abcd"), "retained": [1, 0, 1, 0], "at": then})
    return vv.lift.experiment(
        people, outcomes=vv.Outcomes(table, timestamp="at", **names), randomised=True
    ).retained.tolist()


def test_outcomes_and_assignments_are_read_by_one_clock():
    noon = pd.Timestamp("2024-01-05 12:00", tz="UTC")
    # 18:00 in Shanghai is 10:00 in UTC, before noon; 21:00 is 13:00, after it.
    shanghai = pd.Timestamp("2024-01-05 18:00", tz="Asia/Shanghai")
    with pytest.raises(DataError, match="4 rows of outcomes before the assignment"):
        timed(noon, shanghai)
    assert timed(noon, shanghai + dt.timedelta(hours=3)) == [1.0, 0.0, 1.0, 0.0]
    naive = pd.Timestamp("2024-01-05 18:00")
    with pytest.raises(ParameterError, match=r"column 'at' of the outcomes has none"):
        timed(noon, naive)
    with pytest.raises(DataError, match="4 rows of outcomes before the assignment"):
        timed(noon, naive, timezone="Asia/Shanghai")
    assert timed(noon, naive, timezone="UTC") == [1.0, 0.0, 1.0, 0.0]


def test_an_outcome_of_a_day_is_not_before_a_moment_of_that_day():
    noon = pd.Timestamp("2024-01-05 12:00")
    assert timed(noon, dt.date(2024, 1, 5)) == [1.0, 0.0, 1.0, 0.0]
    with pytest.raises(DataError, match="4 rows of outcomes before the assignment"):
        timed(noon, dt.date(2024, 1, 4))
    assert timed(noon, "06/01/2024", timestamp_format="%d/%m/%Y") == [1.0, 0.0, 1.0, 0.0]


def test_a_named_moment_must_be_there():
    table = pd.DataFrame({"customer_id": list("abcd"), "retained": [1, 0, 1, 0]})
    people = ARMS.assign(timestamp=pd.Timestamp("2024-01-05"))
    with pytest.raises(DataError, match="no column 'at'"):
        vv.lift.experiment(people, outcomes=vv.Outcomes(table, timestamp="at"), randomised=True)
    assert vv.lift.experiment(
        people, outcomes=vv.Outcomes(table), randomised=True
    ).assigned.shape == (4,)


def test_a_crossing_takes_who_left_from_a_table_of_its_own():
    n = 200
    answers = pd.DataFrame({"customer_id": range(n), "score": [2, 10] * (n // 2)})
    # Of the detractors a half left, of the promoters a tenth; ten of each are not known.
    left = np.where(np.arange(n) % 2 == 0, np.arange(n) % 4 == 0, np.arange(n) % 20 == 1)
    known = pd.DataFrame({"client": [str(i) for i in range(n)], "gone": left})[20:]
    outcomes = vv.Outcomes(known, customer_id="client", left="gone")
    table = vv.survey.cross_analysis(answers, churned=outcomes)
    assert [table.metric("churn").of(it).n for it in ("detractor", "promoter")] == [90, 90]
    assert [table.metric("churn").of(it).value for it in ("detractor", "promoter")] == [0.5, 0.1]
    assert [note.count for note in table.notes if "does not say whether they left" in note.en] == [
        20
    ]
    assert table.terms.churn.en == "as in column 'gone'"
    stayed = vv.Outcomes(known.assign(stayed=~left[20:]), customer_id="client", retained="stayed")
    again = vv.survey.cross_analysis(answers, churned=stayed)
    assert again.metric("churn").of("detractor").value == 0.5


def unread(assigned, **how):
    """Return the notes of moments that could not be read."""
    table = pd.DataFrame({"customer_id": list("abcd"), "retained": [1, 0, 1, 0]})
    people = vv.Assignments(ARMS.assign(timestamp=assigned), **how)
    notes = vv.lift.experiment(people, outcomes=table, randomised=True).notes
    return [note for note in notes if "no times that can be read" in note.en]


def test_a_column_of_moments_that_cannot_be_read_is_noted():
    odd = ["15/01/2024", "01/02/2024", "soon", "16/01/2024"]
    (told,) = unread(odd)
    assert told.en.startswith("Column 'timestamp' of the assignments")
    assert told.zh.startswith("分组表的列“timestamp”中没有可识别的时间")
    days = ["15/01/2024", "01/02/2024", "15/01/2024", "16/01/2024"]
    assert len(unread(days)) == 1
    assert unread(days, timestamp_format="%d/%m/%Y") == []
    assert unread(pd.Timestamp("2024-01-05")) == []


def test_a_column_named_for_the_moment_must_hold_some():
    people = vv.Assignments(ARMS.assign(on="soon"), timestamp="on")
    table = pd.DataFrame({"customer_id": list("abcd"), "retained": [1, 0, 1, 0]})
    with pytest.raises(DataError, match="'on'"):
        vv.lift.experiment(people, outcomes=table, randomised=True)
