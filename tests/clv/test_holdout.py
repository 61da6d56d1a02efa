"""Calibration and holdout against the published counts and the peer."""

import warnings

import numpy as np
import pandas as pd
import pytest

from vocvalue.clv.activity import customer_purchases, purchase_calendar
from vocvalue.clv.holdout import calibration_holdout
from vocvalue.clv.rfm_reading import rfm
from vocvalue.datasets import load_cdnow
from vocvalue.errors import DataError, ParameterError


@pytest.fixture(scope="module")
def cdnow():
    return load_cdnow()


def orders(lines):
    table = pd.DataFrame(lines, columns=["customer_id", "timestamp", "amount"])
    return table.assign(timestamp=pd.to_datetime(table["timestamp"]))


STORY = orders(
    [
        ("a", "2024-01-01", 10.0),
        ("a", "2024-01-20", 20.0),
        ("a", "2024-01-25", -5.0),
        ("b", "2024-01-05", 50.0),
        ("c", "2024-01-22", 70.0),
        ("b", "2024-02-10", 99.0),
    ]
)
SPLIT = {"calibration_end": "2024-01-10", "observation_end": "2024-01-31"}


def test_cdnow_holdout(cdnow):
    # Fader, Hardie and Lee (2005): 2,357 customers; 1,882 purchases in the next 39 weeks
    split = calibration_holdout(cdnow, calibration_end="1997-09-30", unit="week")
    assert split.calibration.n_customers == 2357
    assert split.calibration.frequency.sum() == 2457
    assert split.holdout_frequency.sum() == 1882
    assert split.holdout_length == 39.0
    late = cdnow[cdnow["timestamp"] > "1997-09-30"]
    assert split.holdout_spend.sum() == pytest.approx(late["amount"].sum())


def test_cdnow_holdout_agrees_with_lifetimes(cdnow):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lifetimes is archived; its imports warn
        from lifetimes.utils import summary_data_from_transaction_data as summary

        # its own split fails with pandas 3, so the holdout is the difference of two summaries
        known = summary(cdnow, "customer_id", "timestamp", observation_period_end="1997-09-30")
        whole = summary(cdnow, "customer_id", "timestamp")
    split = calibration_holdout(cdnow, calibration_end="1997-09-30")
    theirs = (whole["frequency"] - known["frequency"]).astype(int)
    assert split.holdout_frequency.tolist() == theirs.tolist()


def test_refunds_lower_the_spend_and_are_no_purchase():
    split = calibration_holdout(STORY, **SPLIT)
    assert split.holdout_frequency.tolist() == [1, 0]
    assert split.holdout_spend.tolist() == [15.0, 0.0]
    assert split.holdout_length == 21.0
    dropped = calibration_holdout(STORY, **SPLIT, refunds="drop")
    assert dropped.holdout_spend.tolist() == [20.0, 0.0]


def test_late_lines_and_new_customers_are_counted():
    split = calibration_holdout(STORY, **SPLIT)
    late, new = split.notes
    assert (late.count, new.count) == (1, 1)
    assert late.en.startswith("1 order line dated after the observation ended on 31 January 2024")
    assert "1 customer with orders in the holdout bought nothing in the calibration" in new.en
    assert "1 位客户在校准期没有购买" in new.zh


def test_the_calibration_is_the_rfm_up_to_its_end():
    split = calibration_holdout(STORY, **SPLIT)
    alone = rfm(STORY, observation_end="2024-01-10")
    pd.testing.assert_frame_equal(split.calibration.to_frame(), alone.to_frame())
    assert split.calibration.notes == alone.notes


def test_statements():
    split = calibration_holdout(STORY, **SPLIT)
    assert split.statement() == (
        "1 of 2 customers bought again in the 21 days after the calibration, with 1 purchase in "
        "all."
    )
    assert split.statement("zh") == (
        "2 位客户中，1 位在校准期之后的 21 天内再次购买，共 1 次购买。"
    )
    assert split.to_dict()["holdout_spend"] == 15.0


def test_the_calibration_must_end_first():
    with pytest.raises(ParameterError, match="must be at least one day before"):
        calibration_holdout(STORY, calibration_end="2024-02-10")


def test_an_empty_holdout_is_said():
    with pytest.raises(DataError, match="no order lies between 2024-01-10 and 2024-01-15"):
        calibration_holdout(STORY, calibration_end="2024-01-10", observation_end="2024-01-15")


def test_calendar_adds_up_to_the_rfm(cdnow):
    calendar = purchase_calendar(cdnow, grain="week")
    result = rfm(cdnow, grain="week")
    assert calendar.first.sum() == 2357
    assert calendar.repeat.sum() == result.frequency.sum()
    # the sample's customers all bought first in the first quarter of 1997
    assert calendar.first[13:].sum() == 0
    assert np.all(np.diff(calendar.period) == np.timedelta64(7, "D"))
    assert calendar.to_frame()["cumulative_repeat"].iloc[-1] == result.frequency.sum()


def test_calendar_leaves_out_what_was_returned_at_once():
    table = orders([("a", "2024-01-01", 5.0), ("a", "2024-01-01", -5.0), ("a", "2024-01-03", 5.0)])
    calendar = purchase_calendar(table)
    assert (calendar.first.tolist(), calendar.repeat.tolist()) == ([1], [0])
    assert calendar.statement() == (
        "From 3 January 2024 to 3 January 2024, there were 1 new customer and 0 repeat purchases."
    )


def test_one_customer_s_purchases():
    path = customer_purchases(STORY, "a", observation_end="2024-01-31")
    assert path.period.astype("datetime64[D]").astype(str).tolist() == ["2024-01-01", "2024-01-20"]
    assert path.spend.tolist() == [10.0, 15.0]
    assert (path.time.tolist(), path.T) == ([0.0, 19.0], 30.0)
    assert path.statement() == "Customer a made 2 purchases in 30 days, worth 25 in all."


def test_an_unknown_customer_is_said():
    with pytest.raises(DataError, match="customer 'z' bought nothing up to 2024-02-10"):
        customer_purchases(STORY, "z")
