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
    series = [_series(name, values, key.implementation) for name, values in columns.items()]
    return copied(key).to_frame().with_columns(*series).to_native()


def _series(name: str, values: NDArray[Any], library: Any) -> nw.Series[Any]:
    if values.dtype == np.object_ and all(it is None or isinstance(it, str) for it in values):
        # Untyped, texts that are all missing, or of which there are none, become something else.
        return nw.new_series(name, values.tolist(), nw.String, backend=library)
    return nw.new_series(name, np.array(values), backend=library)
