"""The customers at risk: who triggered an alert, which one, and when first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.lift.pool.rules import Rule
from vocvalue.results import Basis
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskPool(Pictured):
    """The customers at risk, each once, with every alert they triggered.

    Attributes:
        customer_id: The customers, under the caller's own column name, sorted.
        fired_at: When the customer's first alert fired, NaT where the time is not known, shape
            (n,).
        fired: Whether each rule matched the customer, by the name of the rule, each of shape (n,).
        value: What each customer is worth, NaN where it is not known, shape (n,), or None.
        rules: The rules, by name.
        customers_checked: How many customers each rule examined.
        start: The first moment of the period, or None.
        end: The last moment of the period, or None.
        basis: The basis of the value, where known.
        currency: The currency code, where known.
    """

    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    fired_at: NDArray[np.datetime64] = field(repr=False)
    fired: Mapping[str, Bool] = field(repr=False)
    value: Floats | None = field(repr=False)
    rules: Mapping[str, Rule]
    customers_checked: Mapping[str, int]
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    basis: Basis | None = None
    currency: str | None = None

    @property
    def n(self) -> int:
        """The number of customers at risk."""
        return len(self.fired_at)

    @property
    def counts(self) -> dict[str, int]:
        """How many customers each rule matched."""
        return {name: int(fired.sum()) for name, fired in self.fired.items()}

    @property
    def n_several(self) -> int:
        """The number of customers matched by several rules."""
        return int((np.column_stack(list(self.fired.values())).sum(axis=1) > 1).sum())

    def to_frame(self) -> Any:
        """Return one row per customer at risk, in the caller's dataframe library."""
        columns: dict[str, NDArray[Any]] = {"fired_at": self.fired_at, "rules": self._texts()}
        columns |= {name: fired.astype(np.int64) for name, fired in self.fired.items()}
        if self.value is not None:
            columns["value"] = self.value
        return frames.beside(self.customer_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts, the overlaps, the period and the notes, without the customers."""
        return {
            "customers": self.n,
            "counts": self.counts,
            "customers_checked": dict(self.customers_checked),
            "overlaps": self.overlaps().to_dict(),
            "start": None if self.start is None else self.start.isoformat(),
            "end": None if self.end is None else self.end.isoformat(),
            "notes": plain(self.notes),
        }

    def overlaps(self) -> pd.DataFrame:
        """Return how many customers each pair of rules matched, and each rule alone.

        Examples:
            >>> import pandas as pd
            >>> from vocvalue import lift
            >>> answers = pd.DataFrame(
            ...     {
            ...         "customer_id": ["a", "b", "c"],
            ...         "timestamp": ["2024-05-01", "2024-05-02", "2024-05-03"],
            ...         "score": [2, 9, 5],
            ...         "topic": ["delivery", "delivery", "app"],
            ...     }
            ... )
            >>> rules = [lift.LowScore(), lift.Complaint(column="topic", any_of=["delivery"])]
            >>> lift.risk_pool(rules, responses=answers).overlaps()
                       low_score  complaint  alone
            low_score          2          1      1
            complaint          1          2      1
        """
        table = np.column_stack(list(self.fired.values())).astype(np.int64)
        both = pd.DataFrame(table.T @ table, index=list(self.fired), columns=list(self.fired))
        alone = table[table.sum(axis=1) == 1].sum(axis=0)
        return both.assign(alone=alone)

    def _texts(self) -> NDArray[Any]:
        """Return the names of the rules that fired for each customer, separated by commas."""
        if not self.n:
            return np.array([], dtype=np.str_)
        table = np.column_stack(list(self.fired.values()))
        kinds, codes = np.unique(table, axis=0, return_inverse=True)
        words = [", ".join(compress(self.fired, kind)) for kind in kinds]
        return np.array(words, dtype=object)[codes]
