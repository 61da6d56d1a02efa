"""Small tables given back in the library of the column they stand beside."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

_HALF = re.compile("[\ud800-\udfff]")


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


def alone(columns: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """Return a table of arrays of one length in pandas, where there is no key to stand beside."""
    return pd.DataFrame(
        {
            name: whole_characters(values) if _holds_texts(values) else values
            for name, values in columns.items()
        }
    )


def whole_characters(texts: Iterable[Any]) -> list[Any]:
    r"""Return texts that every library can hold: half of a pair of surrogates is written as �.

    Such halves come from texts that were cut within an emoji. The length stays.

    Args:
        texts: The texts; None for none.

    Examples:
        >>> whole_characters(["good \ud83d", None])
        ['good �', None]
    """
    return [text and _HALF.sub("\ufffd", text) for text in texts]


def _holds_texts(values: NDArray[Any]) -> bool:
    return values.dtype == np.object_ and all(it is None or isinstance(it, str) for it in values)


def _series(name: str, values: NDArray[Any], library: Any) -> nw.Series[Any]:
    if _holds_texts(values):
        # Untyped, texts that are all missing, or of which there are none, become something else.
        return nw.new_series(name, whole_characters(values), nw.String, backend=library)
    return nw.new_series(name, np.array(values), backend=library)
