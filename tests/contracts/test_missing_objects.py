"""What pandas writes for a missing object is missing, whichever of its words it takes."""

import numpy as np
import pandas as pd
import pytest
from table_arguments import TABLES, covering
from table_figures import figures

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError, VocValueError

NOTHING = {"None": None, "NaN": float("nan"), "pd.NA": pd.NA}


def outcome(call, argument, column, nothing):
    frame = TABLES[call.tables[argument]]
    values = frame[column].astype(object).to_list()
    values[::7] = [nothing] * len(values[::7])
    odd = frame.assign(**{column: pd.Series(values, frame.index, dtype=object)})
    tables = {**call.clean, argument: odd}
    found = answer(lambda: call(tables))
    return found if isinstance(found, str) else figures(found).tolist()


def answer(ask):
    """Return what comes out, or that a table was refused, in words of ours."""
    try:
        return ask()
    except VocValueError as error:
        words = str(error)
    assert "able cannot be read" not in words
    return "refused"


@pytest.mark.parametrize("call", covering(2), ids=str)
def test_all_words_for_missing_are_one(call):
    for argument, kind in call.tables.items():
        for column in TABLES[kind].select_dtypes(["number", "str"]):
            found = [outcome(call, argument, column, it) for it in NOTHING.values()]
            assert str(found[2]) == str(found[0]), (argument, column)
            assert str(found[1]) == str(found[0]), (argument, column)


def test_the_table_itself_is_left_as_it_was():
    log = TABLES["orders"].astype({"amount": object})
    log.loc[3, "amount"] = pd.NA
    assert vv.clv.rfm(log).n_lines_used == len(log) - 1
    assert log.loc[3, "amount"] is pd.NA


@pytest.mark.parametrize("column", ["customer_id", "value_before"])
def test_a_table_of_values_without_any_customer_is_no_foreign_error(column):
    asked = {"rules": [vv.lift.FallingValue(relative=0.3)], "between": ("2023-09-01", "2023-12-31")}
    for table in (TABLES["values"].assign(**{column: None}), TABLES["values"].head(0)):
        answer(lambda table=table: vv.lift.risk_pool(values=table, **asked))


def test_covariates_of_nobody_are_no_foreign_error():
    nobody = TABLES["covariates"].head(0)
    asked = {"revenue": "spend", "covariates": nobody, "adjust_for": ["age"]}
    answer(lambda: vv.survey.cross_analysis(TABLES["responses"], **asked))


def test_digits_that_are_no_date_are_said_without_advice_on_pandas():
    log = pd.DataFrame({"customer_id": [1, 1], "timestamp": [0, 20240115], "amount": 5.0})
    with pytest.raises(DataError, match=r'doesn.t match format "%Y%m%d"\. Correct the rows'):
        vv.clv.rfm(log, timestamp_format="%Y%m%d")


@pytest.mark.parametrize(
    "window", ["99999999999 years", "1001 years", np.timedelta64(9 * 10**18, "s")]
)
def test_spans_that_no_table_has_are_refused(window):
    with pytest.raises(ParameterError, match=r"must not be longer than 1,000 years"):
        vv.link.attach(TABLES["responses"], TABLES["orders"], window=window)
