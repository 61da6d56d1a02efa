"""Leads made by hand, without texts."""

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

from vocvalue.signals.lead_list.result import Leads


def made(customers, at, *, kind="repurchase", product=None, name=None, n_signals=None):
    """Return leads of customers, opened at moments; of one product, or one each."""
    n = len(customers)

    def column(value):
        values = value if isinstance(value, list) else [value] * n
        return np.array([*values, None], dtype=object)[:-1]

    return Leads(
        lead_id=column([f"lead {place}" for place in range(n)]),
        customer_id=nw.from_native(pd.Series(customers, name="customer_id"), series_only=True),
        timestamp=np.asarray(at, dtype="datetime64[us]"),
        kind=column(kind),
        status=column("positive"),
        product=column(name),
        product_id=column(product),
        product_name=column(name),
        product_score=np.ones(n),
        how=column("exact"),
        words=column("回购"),
        condition=column(None),
        n_signals=np.ones(n, dtype=np.int64) if n_signals is None else np.array(n_signals),
        route=column("sales"),
        priority=np.arange(1, n + 1),
        n_texts=n,
        n_customers=len(set(customers)),
    )


def orders(*rows):
    """Return an order log of rows: customer, time, amount and, where there is one, product."""
    names = ["customer_id", "timestamp", "amount", "product"][: len(rows[0])]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(timestamp=pd.to_datetime(table["timestamp"], format="ISO8601"))


@pytest.fixture
def lead():
    return made


@pytest.fixture
def log():
    return orders
