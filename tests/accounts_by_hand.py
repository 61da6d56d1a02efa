"""Small tables of accounts that figures can be worked out of by hand."""

import pandas as pd

AT = "2025-06-30"
MONTHS = pd.date_range("2023-07-01", "2025-06-01", freq="MS")


def accounts(*ids, revenue=100.0, **columns):
    return pd.DataFrame({"account_id": list(ids), "revenue": revenue, **columns})


def answers(*rows):
    """Return answers of rows of account, person, day, score and, if they have one, role."""
    names = ["account_id", "customer_id", "timestamp", "score", "role"]
    frame = pd.DataFrame(list(rows), columns=names[: len(rows[0])])
    return frame.assign(timestamp=pd.to_datetime(frame["timestamp"]))


def usage(**by_account):
    """Return the usage of each account in its last months up to June 2025; None is no row."""
    rows = [
        (account, month, value)
        for account, values in by_account.items()
        for month, value in zip(MONTHS[-len(values) :], values, strict=True)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["account_id", "timestamp", "usage"])


def billing(*rows, names=("account_id", "due", "paid", "amount")):
    frame = pd.DataFrame(list(rows), columns=list(names))
    moments = [name for name in ("due", "paid", "issued") if name in frame]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in moments})


def noted(result, *words):
    """Return the counts of the notes that hold all of some words."""
    return [note.count for note in result.notes if all(word in note.en for word in words)]
