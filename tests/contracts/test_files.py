"""A frame, its CSV, gzip, Parquet, DuckDB table and Ibis table give the same result."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from table_forms import IDS, ODD, forms

import vocvalue as vv

pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

DAYS = st.integers(0, 200)
SETTINGS = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def dated(rows, column):
    frame = pd.DataFrame(rows, columns=["customer_id", "timestamp", column])
    days = pd.to_timedelta(frame["timestamp"], unit="D")
    return frame.assign(timestamp=pd.Timestamp("2024-01-01") + days)


def by_id(ids, *columns):
    """Return rows by customer as text: ids of a text file that are all numbers come as numbers."""
    return sorted(zip(map(str, ids), *map(np.ndarray.tolist, columns), strict=True))


def summary(orders):
    rfm = vv.clv.rfm(orders)
    rows = by_id(rfm.customer_id.to_list(), rfm.frequency, rfm.recency, rfm.T, rfm.monetary_value)
    return rows, rfm.n_lines, rfm.n_lines_used, [str(note) for note in rfm.notes]


@pytest.mark.further
@SETTINGS
@given(st.lists(st.tuples(IDS, DAYS, st.integers(1, 50)), min_size=2, max_size=25))
def test_orders(tmp_path, rows):
    orders = dated(rows, "amount")
    expected = summary(orders)
    assert expected[1] == len(rows)
    for name, form in forms(tmp_path, orders=orders).items():
        assert summary(form["orders"]) == expected, name


@SETTINGS
@given(st.lists(st.tuples(IDS, DAYS, st.integers(0, 10)), min_size=2, max_size=25))
def test_scores(tmp_path, rows):
    answers = dated(rows, "score")
    expected = vv.survey.trend(answers).to_frame()
    for form in forms(tmp_path, answers=answers).values():
        pd.testing.assert_frame_equal(vv.survey.trend(form["answers"]).to_frame(), expected)


def attached(answers, orders):
    linked = vv.link.attach(answers, orders, window="60 days", observation_end="2024-12-31")
    rows = by_id(linked.customer_id.to_list(), linked.spend_after)
    return rows, linked.report.customers


@pytest.mark.further
@SETTINGS
@given(
    st.lists(IDS, min_size=3, max_size=12, unique_by=lambda it: it.strip().lower().lstrip("0")),
    st.data(),
)
def test_answers_joined_to_orders(tmp_path, ids, data):
    days = data.draw(st.lists(DAYS, min_size=len(ids), max_size=len(ids)))
    answers = dated([(it, day, day % 11) for it, day in zip(ids, days, strict=True)], "score")
    orders = dated([(it, day + 9, day + 1) for it, day in zip(ids, days, strict=True)], "amount")
    expected = attached(answers, orders)
    for name, form in forms(tmp_path, answers=answers, orders=orders).items():
        assert attached(form["answers"], form["orders"]) == expected, name


def test_what_is_odd_after_many_plain_rows(tmp_path):
    plain = [(f"c{i % 5000}", i % 200, i % 7 + 1) for i in range(35_000)]
    odd = [(it, i, i + 1) for i, it in enumerate(ODD)]
    orders = dated(plain + odd, "amount")
    expected = summary(orders)
    assert len(expected[0]) == 5000 + len(ODD)
    for name, form in forms(tmp_path, orders=orders).items():
        assert summary(form["orders"]) == expected, name


def test_a_result_says_of_how_many_files_it_was_made(tmp_path):
    log = pd.DataFrame({"customer_id": [1, 1], "timestamp": ["2024-01-01"] * 2, "amount": [1.0, 2]})
    for name in ("a.csv", "b.csv"):
        log.to_csv(tmp_path / name, index=False)
    notes = vv.clv.rfm(tmp_path).notes
    assert notes[0].en == "2 files were read as one table, from a.csv to b.csv."
    answers = pd.DataFrame({"customer_id": [1], "timestamp": ["2024-01-01"], "score": [3]})
    linked = vv.link.attach(answers, tmp_path, window="1 week")
    assert notes[0] in linked.notes
    assert notes[0] in vv.clv.historical(tmp_path).notes
