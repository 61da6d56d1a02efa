"""Leads written where people work with them: a file or a table of a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results.result import Result
from vocvalue.tables import frames, ids
from vocvalue.tables.appending import append
from vocvalue.tables.written_columns import TableLayout, WrittenColumn

COLUMNS = (
    WrittenColumn("lead_id"),
    WrittenColumn("customer_id"),
    WrittenColumn("timestamp", "moment"),
    WrittenColumn("kind"),
    WrittenColumn("status"),
    WrittenColumn("product"),
    WrittenColumn("product_id"),
    WrittenColumn("product_name"),
    WrittenColumn("product_score", "number"),
    WrittenColumn("how"),
    WrittenColumn("words"),
    WrittenColumn("condition"),
    WrittenColumn("n_signals", "whole"),
    WrittenColumn("route"),
    WrittenColumn("priority", "whole"),
    WrittenColumn("value", "number"),
)
LAYOUT = TableLayout(columns=COLUMNS, key="lead_id")
"""The same for all leads, whatever is known of them, so that every run fits into one table."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Written(Result):
    """What was written.

    Attributes:
        n_new: How many leads were written.
        n_known: How many were there already, and stayed as they were.
    """

    n_new: int
    n_known: int

    def to_frame(self) -> pd.DataFrame:
        """Return one row: how many leads are new, and how many were there."""
        return pd.DataFrame({"n_new": [self.n_new], "n_known": [self.n_known]})


def write(
    customers: nw.Series[Any],
    columns: Mapping[str, NDArray[Any] | None],
    target: str | PathLike[str] | Any,
    *,
    table: str,
) -> Written:
    """Write leads that are not there yet.

    Args:
        customers: The customer of each.
        columns: The other columns; None where nothing is known.
        target: A path or a connection.
        table: The table of a database.
    """
    n = len(customers)
    held = {**columns, "customer_id": ids.texts_of(customers) if n else []}
    lists = [_plain(held[column.name], n) for column in COLUMNS]
    rows = list(zip(*lists, strict=True))
    n_new = append(target, rows, LAYOUT, table=table)
    return Written(n_new=n_new, n_known=n - n_new)


def _plain(values: Any, n: int) -> list[Any]:
    """Return values as Python's own, None where one is missing."""
    if values is None:
        return [None] * n
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return [None if np.isnat(at) else at.item() for at in values.astype("datetime64[us]")]
    plain = values.tolist() if isinstance(values, np.ndarray) else values
    return [_written(it) for it in plain]


def _written(value: Any) -> Any:
    """Return a value as a file in UTF-8 can hold it."""
    if isinstance(value, float) and np.isnan(value):
        return None
    return frames.whole_characters([value])[0] if isinstance(value, str) else value
