"""The jobs on survey responses done by vocvalue."""

from typing import Any

import polars as pl

from benchmarks.findings import Job
from vocvalue import survey


def nps(file: str) -> Job:
    """The NPS with its interval."""
    scores = pl.read_parquet(file)["score"]
    return lambda: survey.nps(scores), lambda found: {"figures": [found.value]}


def cross(file: str) -> Job:
    """Segments, means, shares, intervals, gaps and tests; scores, ids and values checked."""
    table = pl.read_parquet(file)
    return lambda: survey.cross_analysis(table, revenue="spend", churned="left"), _figures


def linked(file: str) -> Job:
    """From responses and orders in memory to the crossed table."""
    answers, orders = (pl.read_parquet(f"{file}/{name}.parquet") for name in NAMES)
    return lambda: _linked(answers, orders, adjust_for=[]), _figures


def adjusted(file: str) -> Job:
    """The same, the gap adjusted for tenure and the spend of the year before."""
    answers, orders = (pl.read_parquet(f"{file}/{name}.parquet") for name in NAMES)
    return lambda: _linked(answers, orders), _figures


def linked_files(file: str) -> Job:
    """From two Parquet files to the crossed table."""
    answers, orders = (f"{file}/{name}.parquet" for name in NAMES)
    return lambda: _linked(answers, orders, adjust_for=[]), _figures


def adjusted_files(file: str) -> Job:
    """The same, the gap adjusted."""
    answers, orders = (f"{file}/{name}.parquet" for name in NAMES)
    return lambda: _linked(answers, orders), _figures


NAMES = ("responses", "orders")


def _linked(answers: object, orders: object, **options: Any) -> survey.SegmentTable:
    return survey.cross_analysis(answers, orders=orders, unmatched="zero", **options)


def _figures(table: survey.SegmentTable) -> dict[str, list[float]]:
    """Return number, mean revenue, its variance and the churn of each segment."""
    revenue, churn = table.metric("revenue"), table.metric("churn")
    variance = revenue.squared_errors * revenue.effective_n
    columns = (
        [e.n for e in revenue.estimates],
        [e.value for e in revenue.estimates],
        variance.tolist(),
        [e.value for e in churn.estimates],
    )
    return {"figures": [float(x) for column in columns for x in column]}
