"""What is logged: which tables were read and what was left out, never an id or a cell."""

import logging
import subprocess
import sys

import pandas as pd
import polars as pl
import pytest
from contracts.test_hidden_values import SECRET, said, spoilt
from table_arguments import CALLS

import vocvalue as vv

QUICK = [call for call in CALLS if "fit" not in str(call)]
ORDERS = pd.DataFrame(
    {
        "customer_id": ["Ann", "Ann", "Ben", None],
        "timestamp": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-01-15", "2024-03-01"]),
        "amount": [10.0, 12.0, 8.0, 5.0],
    }
)


@pytest.fixture
def log(caplog):
    with caplog.at_level(logging.INFO, logger="vocvalue"):
        yield caplog


def test_a_table_in_memory_is_logged_with_its_rows_and_what_was_left_out(log):
    vv.clv.rfm(ORDERS)
    assert [(it.name, it.getMessage()) for it in log.records] == [
        ("vocvalue.tables.opened", "orders: a table of pandas, 4 rows, 3 columns"),
        (
            "vocvalue.results.notes",
            "1 order line with no customer_id ([hidden] in total) was left out.",
        ),
    ]


@pytest.mark.parametrize(
    ("frame", "said_of_it"),
    [
        (pl.from_pandas(ORDERS), "a table of polars, 4 rows, 3 columns"),
        (pl.from_pandas(ORDERS).lazy(), "a table of polars, rows not counted, 3 columns"),
    ],
    ids=["eager", "lazy"],
)
def test_rows_are_counted_where_they_are_held(frame, said_of_it, log):
    vv.clv.rfm(frame)
    assert log.messages[0] == f"orders: {said_of_it}"


def test_files_are_logged_with_their_kind_and_not_their_folder(log, tmp_path):
    ORDERS.to_parquet(tmp_path / "all.parquet")
    for day, part in (("01", ORDERS[:2]), ("02", ORDERS[2:])):
        part.to_csv(tmp_path / f"{day}.csv", index=False)
    vv.clv.rfm(tmp_path / "all.parquet")
    vv.clv.rfm(str(tmp_path / "*.csv"))
    assert "orders: 1 file of Parquet (all.parquet, 0.0 MB), 4 rows, 3 columns" in log.messages
    assert (
        "orders: 2 files of text (01.csv to 02.csv, 0.0 MB), rows not counted, 3 columns"
        in log.messages
    )
    assert str(tmp_path) not in log.text


@pytest.mark.parametrize("call", QUICK[::3], ids=str)
def test_nothing_secret_is_logged_where_messages_may_show_it(call, log):
    for argument in call.tables:
        for odd in list(spoilt(call.clean[argument]))[:2]:
            said(call, {**call.clean, argument: odd})
    assert SECRET not in log.text


def test_nothing_is_written_where_nobody_asked():
    program = (
        "import logging, pandas as pd, vocvalue as vv; "
        "[it] = logging.getLogger('vocvalue').handlers; assert type(it).__name__ == 'NullHandler'; "
        "vv.clv.rfm(pd.DataFrame({'customer_id': ['a', None], 'timestamp': ['2024-01-01'] * 2,"
        " 'amount': [1.0, 2.0]}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout + run.stderr == ""
