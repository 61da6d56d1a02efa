"""Small tables given back in the library of the column they stand beside."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray


def row_numbers(n: int, *, name: str) -> nw.Series[Any]:
    """Return a pandas-backed series of row numbers, for customers that come without ids."""
    return nw.new_series(name, np.arange(n), backend="pandas")


def copied(key: nw.Series[Any]) -> nw.Series[Any]:
    """Return a column that shares no memory with the caller's own."""
    return key[np.arange(len(key))]


def beside(key: nw.Series[Any], columns: Mapping[str, NDArray[Any]]) -> Any:
    """Return a native table of a key column and arrays of its length, in the key's library.

    The arrays and the key are copied: whoever writes into the table does not write into a result.
    """
    series = [
        nw.new_series(name, np.array(values), backend=key.implementation)
        for name, values in columns.items()
    ]
    return copied(key).to_frame().with_columns(*series).to_native()
