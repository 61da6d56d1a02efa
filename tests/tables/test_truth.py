"""Yes and no, in whatever way people write them."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import lift, survey
from vocvalue.errors import DataError
from vocvalue.tables.truth import as_truth

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

WRITTEN = [
    (True, False),
    (1, 0),
    (1.0, 0.0),
    ("1", "0"),
    ("1.0", "0.0"),
    ("yes", "no"),
    ("Yes", "No"),
    ("Y", "N"),
    ("TRUE", "FALSE"),
    ("true", "False"),
    ("是", "否"),
    (" yes ", "no"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("written", WRITTEN, ids=map(str, WRITTEN))
def test_churn_is_read_however_it_is_written(engine, written, tmp_path):
    yes, no = written
    table = pa.table({"score": [3, 10, 3, 10, 10] * 8, "left": [yes, no, yes, no, yes] * 8})
    (theirs,) = placed(engine, tmp_path, table)
    churn = survey.cross_analysis(theirs, by="nps", churned="left").metric("churn")
    # By hand: all 16 detractors left, and 8 of 24 promoters.
    assert churn.of("detractor").value == pytest.approx(1.0)
    assert churn.of("promoter").value == pytest.approx(1 / 3)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("written", WRITTEN, ids=map(str, WRITTEN))
def test_outcomes_are_read_however_they_are_written(engine, written, tmp_path):
    yes, no = written
    people = pa.table({"customer_id": list(range(40)), "arm": ["treated", "control"] * 20})
    stayed = [None if i == 7 else (yes if i % 4 < 2 else no) for i in range(40)]
    outcomes = pa.table({"customer_id": list(range(40)), "retained": stayed})
    theirs, after = placed(engine, tmp_path, people, outcomes)
    trial = lift.experiment(theirs, outcomes=after, randomised=True)
    assert trial.to_dict()["arms"]["treated"] == {"assigned": 20, "followed": 20, "retained": 10}
    assert trial.to_dict()["arms"]["control"] == {"assigned": 20, "followed": 19, "retained": 10}


def test_who_left_may_be_said_in_words():
    people = pd.DataFrame({"customer_id": range(40), "arm": ["treated", "control"] * 20})
    days = pd.DataFrame({"customer_id": range(40), "days": 200.0, "left": ["否"] * 40})
    trial = lift.experiment(people, outcomes=days, duration="days", left="left", randomised=True)
    assert not trial.left.any()


@pytest.mark.parametrize("odd", ["maybe", "2", "churned", "-1"])
def test_other_words_are_refused_with_their_rows(odd):
    table = pd.DataFrame({"score": [3, 10] * 20, "left": ["yes", "no"] * 19 + [odd, "no"]})
    with pytest.raises(
        DataError, match=rf"'left': 1 row neither 0 nor 1, such as '{odd}' .*是 and 否"
    ):
        survey.cross_analysis(table, by="nps", churned="left")
    people = pd.DataFrame({"customer_id": range(40), "arm": ["treated", "control"] * 20})
    outcomes = table.rename(columns={"left": "retained"}).assign(customer_id=range(40))
    with pytest.raises(DataError, match=r"'retained': 1 row neither 0 nor 1.*first ids: 38"):
        lift.experiment(people, outcomes=outcomes, randomised=True)


@pytest.mark.parametrize("value", [2.0, -1.0, 0.5, np.inf])
def test_numbers_that_are_neither_are_refused(value):
    with pytest.raises(DataError, match=f"such as {value:g}"):
        as_truth(np.array([1.0, 0.0, value]), column="left", meaning="")


def test_blanks_are_missing():
    texts = np.array(["", " ", None, "yes"], dtype=object)
    assert as_truth(texts, column="left", meaning="").tolist()[3] == 1.0
    assert np.isnan(as_truth(texts, column="left", meaning="")[:3]).all()


PEOPLE = pd.DataFrame({"customer_id": range(4), "arm": ["treated", "control"] * 2})
AFTER = pd.DataFrame({"customer_id": range(4), "retained": [1, 0, 1, 0]})


def test_text_among_the_outcomes_ends_in_an_error_of_ours():
    with pytest.raises(DataError, match=r"'spend': 4 rows of text, not numbers, such as 'a lot'"):
        lift.experiment(
            PEOPLE, outcomes=AFTER.assign(spend="a lot"), spend="spend", randomised=True
        )
    with pytest.raises(DataError, match="'days': 4 rows of text"):
        lift.experiment(
            PEOPLE,
            outcomes=AFTER.assign(days="ten", left=0),
            duration="days",
            left="left",
            randomised=True,
        )
    timed = PEOPLE.assign(timestamp="2024-01-05")
    with pytest.raises(DataError, match="of outcomes before the assignment"):
        lift.experiment(timed, outcomes=AFTER.assign(timestamp="2024-01-04"), randomised=True)
    with pytest.raises(DataError, match=r"column 'timestamp'.*soon"):
        lift.experiment(timed, outcomes=AFTER.assign(timestamp="soon"), randomised=True)
    assert lift.experiment(
        timed, outcomes=AFTER.assign(timestamp="2024-02-04"), randomised=True
    ).followed.all()
