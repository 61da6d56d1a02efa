"""Leads: which customers to call, about what, and who calls them."""

from dataclasses import dataclass, field
from os import PathLike
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Basis
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.signals.finding.kinds import KINDS
from vocvalue.signals.finding.result import Words
from vocvalue.signals.lead_list import writing
from vocvalue.signals.lead_list.routes import ROUTES
from vocvalue.signals.lead_list.writing import Written
from vocvalue.tables import frames

COLUMNS = (
    *("timestamp", "kind", "status", "product", "product_id", "product_name", "product_score"),
    *("how", "words", "condition", "n_signals", "route", "priority", "value"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Leads(Pictured):
    """Customers who want to buy, one row per lead, the most urgent first.

    Attributes:
        lead_id: What a lead is known by, shape (n,): the same in every run and every engine.
        customer_id: The customers, under the caller's own column name.
        timestamp: When the lead was opened, NaT where it is not known, shape (n,), or None.
        kind: "repurchase", "upsell" or "cross_sell", shape (n,).
        status: "positive" or "conditional", shape (n,).
        product: The product as the customer names it, or None, shape (n,).
        product_id: The id of the product of the catalogue, or None, shape (n,).
        product_name: Its name, or None, shape (n,).
        product_score: How alike the two names are, 1 for the same, NaN where none is linked,
            shape (n,).
        how: By what the product was linked: "exact", "alias", "fuzzy", "only plan", or None, shape
            (n,).
        words: The words that opened the lead, shape (n,).
        condition: The condition under which the customer will buy, or None, shape (n,).
        n_signals: How many signals the lead brings together, shape (n,).
        route: "sales" or "marketing automation", shape (n,).
        priority: Its rank, from 1, shape (n,).
        value: What the customer is worth, NaN where it is not known, shape (n,), or None.
        n_texts: How many texts were read.
        n_customers: How many customers have a lead.
        total_value: What these are worth together, as far as it is known, or None.
        n_valued: Of how many of them it is known.
        basis: What the value counts, where known.
        currency: The currency's code, where known.
        horizon: The span over which the value is counted, where known.
        timezone: The time zone of the times, where it is known.
    """

    lead_id: Words = field(repr=False)
    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    timestamp: NDArray[np.datetime64] | None = field(repr=False, default=None)
    kind: Words = field(repr=False)
    status: Words = field(repr=False)
    product: Words = field(repr=False)
    product_id: Words = field(repr=False)
    product_name: Words = field(repr=False)
    product_score: NDArray[np.float64] = field(repr=False)
    how: Words = field(repr=False)
    words: Words = field(repr=False)
    condition: Words = field(repr=False)
    n_signals: NDArray[np.int64] = field(repr=False)
    route: Words = field(repr=False)
    priority: NDArray[np.int64] = field(repr=False)
    value: NDArray[np.float64] | None = field(repr=False, default=None)
    n_texts: int
    n_customers: int
    total_value: float | None = None
    n_valued: int = 0
    basis: Basis | None = None
    currency: str | None = None
    horizon: Any = None
    timezone: str | None = None

    @property
    def n(self) -> int:
        """The number of leads."""
        return len(self.lead_id)

    def counts(self) -> pd.DataFrame:
        """Return how many leads there are of each kind, by who takes them up.

        Examples:
            >>> import pandas as pd
            >>> import vocvalue as vv
            >>> texts = pd.DataFrame({"customer_id": [1, 2], "text": ["下次还会买", "会回购的"]})
            >>> vv.signals.leads(vv.signals.find(texts)).counts().loc["repurchase"].to_dict()
            {'sales': 0, 'marketing automation': 2}
        """
        table = pd.crosstab(self.kind, self.route) if self.n else pd.DataFrame()
        table = table.reindex(index=list(KINDS), columns=list(ROUTES), fill_value=0)
        return table.fillna(0).astype(np.int64).rename_axis(index=None, columns=None)

    def to_frame(self) -> Any:
        """Return one row per lead, in the caller's dataframe library."""
        columns = {name: getattr(self, name) for name in ("lead_id", *COLUMNS)}
        there = {name: values for name, values in columns.items() if values is not None}
        return frames.beside(self.customer_id, there)

    def write(self, target: str | PathLike[str] | Any, *, table: str = "leads") -> Written:
        """Write leads to a file or a database: those that are not there yet.

        What was written before stays as it is, so that whoever works on it loses nothing, and a
        second run doubles nothing. All new leads are written, or none. Customers are written as
        text, in the column customer_id.

        Args:
            target: A path of a .csv, .jsonl or .json file (of one lead a line, in UTF-8), made
                where there is none; or a connection: DuckDB, sqlite3, psycopg, ADBC to PostgreSQL,
                or SQLAlchemy to one of these. In a transaction that is open already, the caller
                commits.
            table: The table of a database, such as "crm.leads"; made where there is none.

        Returns:
            How many leads are new, and how many were there.

        Raises:
            DataError: The file or the table has other columns, or cannot be written.
            ParameterError: A file of another kind, or a connection that cannot be written to.

        Examples:
            >>> import sqlite3
            >>> from contextlib import closing
            >>> import pandas as pd
            >>> import vocvalue as vv
            >>> texts = pd.DataFrame({"customer_id": [1, 2], "text": ["下次还会买", "会回购的"]})
            >>> leads = vv.signals.leads(vv.signals.find(texts))
            >>> with closing(sqlite3.connect(":memory:")) as connection:
            ...     print(leads.write(connection).statement())
            ...     print(leads.write(connection).statement())
            2 leads were written.
            No lead was written: all 2 leads were there already.
        """
        columns = {name: getattr(self, name) for name in ("lead_id", *COLUMNS)}
        return writing.write(self.customer_id, columns, target, table=table)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts, the value and the notes, without the customers."""
        return {
            "texts": self.n_texts,
            "leads": self.n,
            "customers": self.n_customers,
            "counts": self.counts().to_dict(orient="index"),
            "total_value": self.total_value,
            "valued": self.n_valued,
            "basis": self.basis,
            "currency": self.currency,
            "notes": plain(self.notes),
        }
