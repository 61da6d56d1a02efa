"""Histories, features and outcomes worked out line by line, as slowly as can be read."""

import numpy as np
import pandas as pd

import vocvalue as vv
from vocvalue.issues.gathered import gather

WINDOW, CHURN = 60.0, 100.0


def log(seed, *, n_customers=12, n=160):
    """Return lines with refunds, several lines at one moment, and amounts of 0."""
    rng = np.random.default_rng(seed)
    hours = rng.integers(0, 400 * 24, n)
    lines = pd.DataFrame(
        {
            "customer_id": rng.integers(100, 100 + n_customers, n),
            "timestamp": pd.Timestamp("2023-01-01") + pd.to_timedelta(hours, unit="h"),
            "amount": np.round(rng.gamma(2.0, 30.0, n), 2),
        }
    )
    lines.loc[rng.random(n) < 0.05, "amount"] = 0.0
    twice = lines.sample(20, random_state=seed).assign(amount=7.5)
    refunds = lines.sample(15, random_state=seed + 1)
    shift = pd.to_timedelta(rng.integers(0, 30 * 24, len(refunds)), unit="h")
    refunds = refunds.assign(amount=-5.25, timestamp=refunds["timestamp"] + shift)
    return pd.concat([lines, twice, refunds], ignore_index=True).sample(frac=1, random_state=2)


def orders_of(lines):
    """Return one row per customer and moment: paid, and net of the refunds that follow it."""
    bought = lines[lines["amount"] >= 0]
    orders = bought.groupby(["customer_id", "timestamp"], as_index=False)["amount"].sum()
    orders = orders.rename(columns={"amount": "paid"}).assign(net=lambda it: it["paid"])
    for refund in lines[lines["amount"] < 0].itertuples():
        earlier = orders[
            (orders["customer_id"] == refund.customer_id)
            & (orders["timestamp"] <= refund.timestamp)
        ]
        if len(earlier):
            orders.loc[earlier["timestamp"].idxmax(), "net"] += refund.amount
    return orders


def days(moment):
    return (moment - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)


def gathered(lines, mentions=None):
    """Return lines as the package reads them, with a mention so that there is one."""
    if mentions is None:
        first = lines[lines["amount"] >= 0].iloc[[0]]
        mentions = first[["customer_id", "timestamp"]].assign(topic="late")
    return gather(vv.Problems(mentions), vv.Orders(lines))
