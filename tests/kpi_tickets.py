"""Small tables of answers and tickets that the tests of a closed loop share."""

import pandas as pd

import vocvalue as vv

LATER = "2024-06-30"


def answers(n, *, score=3, at="2024-01-08 10:00", first=0):
    """Return answers of so many customers, all of one score and moment."""
    return pd.DataFrame(
        {
            "customer_id": range(first, first + n),
            "timestamp": pd.Timestamp(at),
            "score": score,
        }
    )


def tickets(n, *, wait="1 day", takes="2 days", at="2024-01-08 10:00", **more):
    """Return a ticket of each of the first customers, opened and closed after so long."""
    opened = pd.Timestamp(at) + pd.Timedelta(wait)
    closed = pd.NaT if takes is None else opened + pd.Timedelta(takes)
    return pd.DataFrame(
        {"customer_id": range(n), "opened": opened, "closed": pd.Series([closed] * n), **more}
    ).astype({"closed": "datetime64[us]"})


def loop(responses, desk, **asked):
    return vv.kpi.closed_loop(responses, desk, **{"observation_end": LATER, **asked})


def counts(result, words):
    """Return the counts of the notes that say something."""
    return [note.count for note in result.notes if words in note.en]
