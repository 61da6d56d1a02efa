"""The outcomes of each customer who answered: revenue, churn and value, with the segment."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Note

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Followed:
    """Each customer's segment and outcomes; NaN where an outcome is not known.

    Attributes:
        cell: The index of each customer's score, shape (n,).
        segment_of: The index of the segment that each score belongs to, shape (number of scores,).
        weight: Each customer's weight, shape (n,), or None.
        revenue: Annual revenue, in money, shape (n,), or None.
        churned: 1 for those who left, 0 for those who stayed, shape (n,), or None.
        value: Lifetime value, in money, shape (n,), or None.
        days_to_order: Days from the answer to the first order after it, or to the end of follow-up,
            shape (n,), or None.
        ordered: Whether the customer ordered after the answer, shape (n,), or None.
        notes: Notes on the customers left out.
    """

    cell: Codes = field(repr=False)
    segment_of: Codes
    weight: Floats | None = field(default=None, repr=False)
    revenue: Floats | None = field(default=None, repr=False)
    churned: Floats | None = field(default=None, repr=False)
    value: Floats | None = field(default=None, repr=False)
    days_to_order: Floats | None = field(default=None, repr=False)
    ordered: Bool | None = field(default=None, repr=False)
    notes: tuple[Note, ...] = ()

    @cached_property
    def group(self) -> Codes:
        """The index of each customer's segment, shape (n,)."""
        return np.asarray(self.segment_of[self.cell])

    @cached_property
    def _answers(self) -> NDArray[Any]:
        """How often each score was given, shape (number of scores,)."""
        return np.bincount(self.cell, minlength=self.segment_of.size)

    def of(self, rows: Bool) -> "Followed":
        """Return the outcomes of some of the customers.

        Args:
            rows: Whether each customer is kept, shape (n,).
        """
        names = ("weight", "revenue", "churned", "value", "days_to_order", "ordered")
        every = {name: getattr(self, name) for name in names}
        kept: dict[str, Any] = {
            name: None if column is None else column[rows] for name, column in every.items()
        }
        return replace(self, cell=self.cell[rows], **kept)

    def members(self, n_segments: int, weight: Floats | None = None) -> Floats:
        """Return the number of customers in each segment, or their total weight, shape (k,).

        Args:
            n_segments: The number of segments k.
            weight: The weight of each customer, shape (n,).
        """
        of_each = self._answers
        if weight is not None:
            of_each = np.bincount(self.cell, weight, self.segment_of.size)
        return np.asarray(np.bincount(self.segment_of, of_each, n_segments), dtype=np.float64)
