"""Customers grouped to distinct purchase histories: cost follows these, not the customers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.clv.distinct import distinct_rows
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.errors import ParameterError

ROWS_IN_CACHE = 8_192
"""Blocks of so many rows stay in the cache, and are too small to be shared among threads."""


@dataclass(frozen=True)
class Histories:
    """Distinct rows of frequency, recency and T, with the number of customers on each."""

    frequency: Array
    recency: Array
    T: Array
    count: Array

    @classmethod
    def of(cls, rfm: Rfm) -> Self:
        """Group the customers of an RFM."""
        return cls.of_columns(rfm.frequency, rfm.recency, rfm.T)

    @classmethod
    def of_columns(cls, frequency: NDArray[np.int64], recency: Array, T: Array) -> Self:
        """Group customers given by their columns."""
        once, more = np.flatnonzero(frequency == 0), np.flatnonzero(frequency > 0)
        parts = [_grouped(frequency[rows], recency[rows], T[rows]) for rows in (once, more)]
        return cls(*(np.concatenate(pair) for pair in zip(*parts, strict=True)))

    @classmethod
    def ungrouped(cls, rfm: Rfm) -> Self:
        """Take every customer as a row of its own."""
        count = np.ones(rfm.n_customers)
        return cls(rfm.frequency.astype(np.float64), rfm.recency, rfm.T, count)

    @property
    def n_customers(self) -> int:
        """The number of customers behind the rows."""
        return int(self.count.sum())

    @cached_property
    def exceeding(self) -> Array:
        """For j = 0, 1, ...: how many customers made more than j repeat purchases."""
        customers = np.bincount(self.frequency.astype(np.intp), weights=self.count)
        return np.asarray(customers[::-1].cumsum()[::-1][1:])

    @cached_property
    def by_T(self) -> tuple[Array, Array, Array]:  # noqa: N802
        """Each distinct T, with the customers and the repeat purchases on it."""
        examples, row = distinct_rows(self.T)
        customers = np.bincount(row, weights=self.count).astype(np.float64)
        purchases = np.bincount(row, weights=self.count * self.frequency).astype(np.float64)
        return self.T[examples], customers, purchases

    def where(self, rows: NDArray[np.bool_]) -> "Histories":
        """Return some of the rows."""
        return Histories(*(column[rows] for column in self._columns()))

    def blocks(self, size: int = ROWS_IN_CACHE) -> Iterator["Histories"]:
        """Give the rows in blocks small enough to stay in the processor's cache."""
        for start in range(0, len(self.count), size):
            yield Histories(*(column[start : start + size] for column in self._columns()))

    def _columns(self) -> tuple[Array, Array, Array, Array]:
        return self.frequency, self.recency, self.T, self.count


def sampled(rfm: Rfm, size: int) -> Histories | None:
    """Group a random sample of the customers; None where that would be more than a third of all."""
    if rfm.n_customers < 3 * size or not rfm.frequency.any():
        return None
    rows = np.random.default_rng(0).choice(rfm.n_customers, size, replace=False, shuffle=False)
    frequency = rfm.frequency[rows]
    if not frequency.any():
        return None
    return Histories.of_columns(frequency, rfm.recency[rows], rfm.T[rows])


def _grouped(
    frequency: NDArray[np.int64], recency: Array, T: Array
) -> tuple[Array, Array, Array, Array]:
    examples, row = distinct_rows(frequency, recency, T)
    count = np.bincount(row, minlength=len(examples)).astype(np.float64)
    return frequency[examples].astype(np.float64), recency[examples], T[examples], count


def checked(
    frequency: ArrayLike, recency: ArrayLike, T: ArrayLike
) -> tuple[Array, Array, Array, tuple[int, ...]]:
    """Return histories as flat arrays with their common shape; refuse what no customer can have.

    Raises:
        ParameterError: A number that is not finite, a frequency that is negative or not whole, or
            a recency beyond T or without a repeat purchase.
    """
    x, t_x, ages = np.broadcast_arrays(
        checks.finite_array("frequency", frequency),
        checks.finite_array("recency", recency),
        checks.finite_array("T", T),
    )
    if (x < 0).any() or (x != np.floor(x)).any():
        raise ParameterError("frequency must hold whole numbers of at least 0.")
    if (t_x < 0).any() or (t_x > ages).any():
        raise ParameterError("recency must lie between 0 and T.")
    if ((x == 0) & (t_x > 0)).any():
        raise ParameterError("recency must be 0 where frequency is 0.")
    return x.ravel(), t_x.ravel(), ages.ravel(), x.shape
