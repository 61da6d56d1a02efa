"""Small tables given back in the library of the column they stand beside."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray


def row_numbers(n: int, *, name: str) -> nw.Series[Any]:
    """Return a pandas-backed series of row numbers, for customers that come without ids."""
    return nw.new_series(name, np.arange(n), backend="pandas")


def beside(key: nw.Series[Any], columns: Mapping[str, NDArray[Any]]) -> Any:
    """Return a native table of a key column and arrays of its length, in the key's library."""
    series = [
        nw.new_series(name, values, backend=key.implementation) for name, values in columns.items()
    ]
    return key.to_frame().with_columns(*series).to_native()
