"""What accounts do, by hand: trend, level, features and seats, and months without a row."""

import numpy as np
import pandas as pd
import pytest
from accounts_by_hand import AT, MONTHS, accounts, noted, usage

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError


def score(table, *ids, at=AT, **asked):
    frame = table if isinstance(table, pd.DataFrame) else usage(**table)
    return vv.health.score(accounts(*(ids or ("A",))), usage=frame, at=at, **asked)


def test_the_last_quarter_is_compared_with_the_one_before_and_with_the_best_year():
    result = score({"A": [200] * 12 + [100] * 9 + [80, 80, 80]})
    assert result.measures["usage_trend"].tolist() == [0.8]
    assert result.measures["usage_level"].tolist() == [80 / 200]
    trend = 100 * np.log(0.8 / 0.5) / np.log(1.25 / 0.5)
    level = 100 * (0.4 - 0.25) / 0.75
    assert result.score == pytest.approx([(trend + level) / 2])


def test_a_life_shorter_than_a_year_is_its_own_best_year():
    result = score({"A": [90, 90, 90, 90, 60, 60, 60], "B": [50] * 5}, "A", "B")
    assert result.measures["usage_level"] == pytest.approx([60 / (540 / 7), np.nan], nan_ok=True)
    # of B two months of the quarter before are known
    assert result.measures["usage_trend"] == pytest.approx([180 / 3 / 90, 1.0])


def test_a_month_without_a_row_is_one_without_usage_or_unknown():
    values = [100] * 18 + [100, 100, 100, None, 50, 100]
    zero, unknown = score({"A": values}), score({"A": values}, gaps="unknown")
    assert zero.measures["usage_trend"].tolist() == [0.5]
    assert unknown.measures["usage_trend"].tolist() == [0.75]
    assert noted(zero, "months without usage") == [1]
    assert noted(unknown, "left out as not known") == [1]


def test_months_before_the_first_row_are_no_gap():
    result = score({"A": [None] * 12 + [100] * 12})
    assert not noted(result, "without a row of usage")
    assert result.measures["usage_level"].tolist() == [1.0]


def test_only_whole_months_count():
    table = {"A": [100] * 23 + [1000]}
    assert score(table, at="2025-06-29").measures["usage_trend"].tolist() == [1.0]
    assert score(table).measures["usage_trend"].tolist() == [4.0]
    early = score({"A": [100] * 24}, at="2025-09-15")
    [note] = [it.en for it in early.notes if "last whole month" in it.en]
    assert "June 2025" in note


def daily(*, until):
    """Usage of 10 on each working day, 30 rows of it for another account that begins late."""
    days = pd.bdate_range("2024-01-01", until)
    late = pd.DataFrame({"account_id": "B", "timestamp": days[-30:], "usage": 10.0})
    return pd.concat([pd.DataFrame({"account_id": "A", "timestamp": days, "usage": 10.0}), late])


def test_a_last_month_that_the_table_does_not_reach_the_end_of_is_left_out_and_counted():
    cut, whole = score(daily(until="2025-06-12")), score(daily(until="2025-05-31"))
    assert cut.measures["usage_trend"].tolist() == whole.measures["usage_trend"].tolist()
    assert noted(cut, "Usage ends on 12 June 2025") == [9 + 9]
    # June ends with a Monday, and August with a weekend, on which there never is any usage.
    assert noted(score(daily(until="2025-06-29")), "Usage ends on 27 June 2025")
    assert not noted(score(daily(until="2025-08-31"), at="2025-08-31"), "Usage ends")


def test_one_row_a_month_is_the_whole_month_whatever_its_day():
    table = usage(A=[100] * 24)
    table["timestamp"] += pd.to_timedelta([27] * 23 + [2], unit="D")
    assert not noted(score(table), "Usage ends")


def test_days_are_added_up_to_months():
    days = pd.date_range("2024-07-01", AT)
    table = pd.DataFrame({"account_id": "A", "timestamp": days, "usage": 1.0})
    result = score(table)
    assert result.measures["usage_trend"].tolist() == [(30 + 31 + 30) / (31 + 28 + 31)]


def test_an_account_without_usage_is_unknown_and_not_0():
    result = score({"A": [100] * 24}, "A", "B")
    assert result.parts["does"] == pytest.approx([result.score[0], np.nan], nan_ok=True)
    assert result.to_frame()["unknown"].tolist()[1] == "does"
    assert noted(result, "Nothing is known", "does") == [1]
    assert noted(result, "left out of the scores") == [1]


def test_nothing_used_before_is_no_trend_and_nothing_used_now_is_the_lowest():
    result = score({"A": [0, 0, 0, 5, 5, 5], "B": [100] * 21 + [0, 0, 0]}, "A", "B")
    assert result.measures["usage_trend"] == pytest.approx([np.nan, 0.0], nan_ok=True)
    assert result.score[1] == 0


def test_features_and_seats_are_of_the_last_quarter():
    table = usage(A=[100] * 24).assign(features=[1.0] * 21 + [4, 5, 6], users=6.0, seats=12.0)
    table.loc[23, "seats"] = 0.0
    result = score(table)
    assert result.measures["features"].tolist() == [5.0]
    assert result.measures["seats_used"].tolist() == [18 / 24]
    assert result.points["features"] == pytest.approx([100 * 4 / 7])


def test_a_column_of_users_alone_measures_nothing():
    result = score(usage(A=[100] * 24).assign(users=6.0))
    assert set(result.measures) == {"usage_trend", "usage_level"}


@pytest.mark.parametrize("column", ["usage", "users", "seats", "features"])
def test_negative_usage_is_refused(column):
    table = usage(A=[100.0] * 24).assign(users=1.0, seats=1.0, features=1.0)
    table.loc[3, column] = -1.0
    with pytest.raises(DataError, match=rf"{column}.*1 row below 0 \(first ids: A\)"):
        score(table)


def test_rows_of_one_moment_are_added_up_and_counted():
    table = usage(A=[100] * 24)
    assert noted(score(pd.concat([table, table])), "repeat another") == [24]


def test_rows_that_lack_something_are_counted():
    table = usage(A=[100] * 24)
    more = pd.DataFrame(
        {"account_id": ["A", None, "A"], "timestamp": [MONTHS[0], MONTHS[0], None]}
    ).assign(usage=[None, 1.0, 1.0])
    assert noted(score(pd.concat([table, more])), "no usage") == [3]
    with pytest.raises(DataError, match="none of the 1 rows"):
        score(more.iloc[:1].assign(usage=[np.nan]))


def test_an_unknown_policy_for_gaps_is_refused():
    with pytest.raises(ParameterError, match="gaps"):
        score({"A": [100] * 24}, gaps="drop")
