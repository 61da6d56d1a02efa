"""Signals made by hand: what becomes of them does not depend on the rules that find them."""

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

from vocvalue.signals import Signals

DEFAULTS = {
    "language": "zh",
    "kind": "repurchase",
    "status": "positive",
    "words": "下次还买",
    "product": None,
    "condition": None,
    "rule": "zh.rep.fut",
    "modifiers": "",
    "gate": "passed",
    "channel": "review",
}


def objects(values):
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def made(rows, *, library="pandas", with_times=True, with_channel=True):
    """Return signals of rows: customer, moment and whatever is not as by default."""
    n = len(rows)
    columns = {
        name: objects([row.get(name, value) for row in rows]) for name, value in DEFAULTS.items()
    }
    if not with_channel:
        columns["channel"] = None
    customers = pd.Series([row["customer_id"] for row in rows], name="customer_id")
    column = nw.from_native(customers, series_only=True)
    if library != "pandas":
        column = nw.new_series("customer_id", column.to_list(), backend=library)
    at = np.array([row.get("timestamp", "NaT") for row in rows], dtype="datetime64[us]")
    return Signals(
        **columns,
        customer_id=column,
        row=np.arange(n),
        timestamp=at if with_times else None,
        start=np.zeros(n, dtype=np.int64),
        end=np.full(n, 4),
        sarcasm=np.zeros(n, dtype=np.bool_),
        text_id=objects([row.get("text_id", f"text {i}") for i, row in enumerate(rows)]),
        n_texts=100,
        n_with_lead=n,
    )


@pytest.fixture
def signals():
    """Return what makes signals of rows."""
    return made
