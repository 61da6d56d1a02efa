"""Distinct rows of a few columns, without sorting: cost then follows these, not the customers."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Positions = NDArray[np.intp]
Column = NDArray[np.float64] | NDArray[np.int64]

TABLE_PER_ROW = 16
"""Up to so many possible keys per row, a table over all of them beats hashing."""


def distinct_rows(*columns: Column) -> tuple[Positions, Positions]:
    """Find the distinct rows of columns of numbers.

    Args:
        columns: One or more arrays of shape (n,).

    Returns:
        The position of one example of each distinct row, and for each of the n rows the number
        of its distinct row.

    Examples:
        >>> examples, row = distinct_rows(np.array([1.0, 2.0, 1.0]), np.array([5, 5, 5]))
        >>> examples.tolist(), row.tolist()
        ([0, 1], [0, 1, 0])
    """
    key, bound = _codes(columns[0])
    for column in columns[1:]:
        codes, n_codes = _codes(column)
        if bound * n_codes > TABLE_PER_ROW * len(key):
            key, bound = _numbered(key, bound)
        key, bound = key * n_codes + codes, bound * n_codes
    row, count = _numbered(key, bound)
    examples = np.empty(count, dtype=np.intp)
    examples[row[::-1]] = np.arange(len(row) - 1, -1, -1)
    return examples, row


def _codes(values: Column) -> tuple[Positions, int]:
    """Give each value of a column a code below a bound; small whole numbers are their own."""
    if values.dtype.kind == "i" and len(values) and 0 <= values.min() <= values.max() < len(values):
        return values.astype(np.intp, copy=False), int(values.max()) + 1
    codes, distinct = pd.factorize(values)
    return codes, len(distinct)


def _numbered(key: Positions, bound: int) -> tuple[Positions, int]:
    """Number the keys that occur from 0 on, with none left out."""
    if bound > TABLE_PER_ROW * len(key):
        row, distinct = pd.factorize(key)
        return row, len(distinct)
    occurs = np.zeros(bound, dtype=np.bool_)
    occurs[key] = True
    occurring = np.flatnonzero(occurs)
    number = np.empty(bound, dtype=np.intp)
    number[occurring] = np.arange(len(occurring))
    return number[key], len(occurring)
