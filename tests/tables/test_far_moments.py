"""Moments far from all others are named, and do not decide the observation end."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import clv, lift, link, survey
from vocvalue.errors import DataError
from vocvalue.tables.far_moments import after_today, beyond

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


def log(*odd, n=200):
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.arange(n) * 3, unit="D")
    moments = [*days, *map(pd.Timestamp, odd)]
    return pd.DataFrame(
        {
            "customer_id": [f"c{i % 20}" for i in range(n)] + [f"odd{i}" for i in range(len(odd))],
            "timestamp": pd.Series(moments).astype("datetime64[us]"),
            "amount": 10.0,
        }
    )


def written(day):
    return f"{pd.Timestamp(day).day} {pd.Timestamp(day):%B %Y}"


# 200 orders, every third day: the last 597 days after the first.
END = dt.datetime(2024, 8, 20)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("odd", ["2204-03-01", "2077-01-01", "2240-12-31"])
def test_an_order_far_behind_does_not_decide_the_end(engine, odd, tmp_path):
    (table,) = placed(engine, tmp_path, pa.Table.from_pandas(log(odd), preserve_index=False))
    histories = clv.rfm(table)
    assert histories.observation_end == END
    assert len(histories.frequency) == 20
    first = histories.notes[0]
    assert f"the last on {written(odd)}. The customer is odd0." in first.en
    assert "observation_end=" in first.zh
    assert first.count == 1
    assert histories.n_lines - histories.n_lines_used == 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("odd", ["1970-01-01", "1900-01-01", "1999-12-31"])
def test_an_order_far_before_is_named(engine, odd, tmp_path):
    (table,) = placed(engine, tmp_path, pa.Table.from_pandas(log(odd), preserve_index=False))
    first = clv.rfm(table).notes[0]
    assert f"before all others, the first on {written(odd)}. The customer is odd0." in first.en


@pytest.mark.parametrize("engine", ENGINES)
def test_a_year_that_stands_for_never_is_refused(engine, tmp_path):
    table = pa.Table.from_pandas(log("9999-12-31"), preserve_index=False)
    (theirs,) = placed(engine, tmp_path, table)
    with pytest.raises(
        DataError, match=r"'timestamp': 1 row with a year before 1000 or from 9000 .*ids: odd0"
    ):
        clv.rfm(theirs)


def test_all_rooms_say_it():
    answers = pd.DataFrame(
        {"customer_id": ["c1"], "timestamp": [pd.Timestamp("2023-06-01")], "score": [3]}
    )
    linked = link.attach(answers, log("2204-03-01"), window="1 month")
    assert linked.observation_end == END
    assert any("after all others" in note.en for note in linked.notes)
    assert any("after all others" in note.en for note in clv.historical(log("2204-03-01")).notes)
    with pytest.raises(DataError, match="is not a valid time"):
        link.attach(answers, log("9999-12-31"), window="1 month")


def test_a_log_that_is_sparse_or_long_has_no_far_moment():
    yearly = log("2012-05-01", "2014-05-01", "2016-05-01", "2018-05-01", "2020-05-01", "2022-05-01")
    assert not any("all others" in note.en for note in clv.rfm(yearly).notes)
    # Two shops, one of them closed for ten years: more than one line in a hundred.
    both = pd.concat([log(), log().assign(timestamp=log()["timestamp"] - pd.Timedelta("5000D"))])
    assert not any("all others" in note.en for note in clv.rfm(both).notes)


def test_an_end_that_is_named_stays():
    end = clv.rfm(log("2204-03-01"), observation_end="2024-08-31").observation_end
    assert end.date() == dt.date(2024, 8, 31)


def test_an_end_far_beyond_the_last_order_is_noted():
    notes = clv.rfm(log(), observation_end="2026-08-20").notes
    assert "on 20 August 2026, 730 days after the last order on 20 August 2024." in notes[0].en
    assert "观察期末为2026年8月20日，比最后一笔订单（2024年8月20日）晚 730 天。" in notes[0].zh
    # A quarter of 597 days, by hand: 149.
    assert beyond(END + dt.timedelta(days=149), END - dt.timedelta(days=597), END) == ()
    assert len(beyond(END + dt.timedelta(days=150), END - dt.timedelta(days=597), END)) == 1
    assert beyond(None, END, END) == ()


def test_lines_after_today_are_noted():
    import narwhals as nw

    lines = nw.from_native(log()).lazy()
    today = dt.datetime(2024, 8, 10)
    (note,) = after_today(lines, time="timestamp", last=END, now=lambda: today)
    # 14, 17 and 20 August.
    assert note.count == 3
    assert note.en.startswith("The table has 3 order lines dated after today, the last on 20 Aug")
    assert after_today(lines, time="timestamp", last=END, now=lambda: END) == ()


@pytest.mark.parametrize(("year", "side"), [(1970, "before"), (2204, "after")])
def test_an_answer_far_from_all_others_is_noted(year, side):
    n = 200
    days = pd.Series(pd.date_range("2024-01-01", periods=n).astype("datetime64[us]"))
    days[7] = pd.Timestamp(year=year, month=1, day=1)
    asked = pd.DataFrame({"customer_id": range(n), "timestamp": days, "score": 3})
    bought = asked.assign(amount=1.0)[asked.index != 7]
    found = [
        link.attach(asked, bought, window="1 month").notes,
        lift.risk_pool([lift.LowScore()], responses=asked).notes,
    ]
    for notes in found:
        told = [note for note in notes if f"years {side} all others" in note.en]
        assert [note.count for note in told] == [1]
        assert "The customer is 7." in told[0].en


@pytest.mark.parametrize(("year", "side"), [(1970, "before"), (2204, "after")])
@pytest.mark.parametrize("is_anonymous", [False, True])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_trend_notes_an_answer_far_from_all_others(engine, is_anonymous, year, side, tmp_path):
    n = 200
    days = pd.Series(pd.date_range("2024-01-01", periods=n).astype("datetime64[us]"))
    days[7] = pd.Timestamp(year=year, month=1, day=1)
    asked = pd.DataFrame({"customer_id": range(n), "timestamp": days, "score": 3})
    asked = asked.drop(columns="customer_id") if is_anonymous else asked
    (table,) = placed(engine, tmp_path, pa.Table.from_pandas(asked, preserve_index=False))
    (told,) = (note for note in survey.trend(table).notes if "all others" in note.en)
    assert told.count == 1
    assert f"years {side} all others" in told.en
    assert ("The customer is 7." in told.en) != is_anonymous
    assert ("涉及客户 7。" in told.zh) != is_anonymous


def test_a_trend_that_spans_a_thousand_years_is_refused():
    days = [pd.Timestamp("2024-01-01")] * 9 + [pd.Timestamp("1020-01-01").as_unit("us")]
    asked = pd.DataFrame({"timestamp": pd.Series(days, dtype="datetime64[us]"), "score": 3})
    with pytest.raises(DataError, match="'timestamp': 1 row by which the times span 1,004 years"):
        survey.trend(asked)
