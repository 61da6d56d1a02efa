"""Columns of yes and no, in whatever way they are written."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.showing import cell

WORDS: Mapping[str, float] = {
    **dict.fromkeys(("1", "1.0", "yes", "y", "true", "t", "是", "是的"), 1.0),
    **dict.fromkeys(("0", "0.0", "no", "n", "false", "f", "否", "不是"), 0.0),
}
UNDERSTOOD = "1 and 0, true and false, yes and no, y and n, 是 and 否"


def as_truth(
    values: NDArray[Any], *, column: str, meaning: str, ids: nw.Series[Any] | None = None
) -> NDArray[np.float64]:
    """Return a column of yes and no as 1 and 0, NaN where it is blank.

    Args:
        values: Floats or text, None where missing, shape (n,).
        column: The column's name, for messages.
        meaning: What 1 and 0 say, for messages.
        ids: The customers, by whom bad rows are named, shape (n,); by default the row numbers.

    Raises:
        DataError: Something that is neither yes nor no.

    Examples:
        >>> words = np.array(["Yes", "no", None, "是"], dtype=object)
        >>> as_truth(words, column="left", meaning="1 says that the customer left.")
        array([ 1.,  0., nan,  1.])
    """
    if values.dtype == np.object_:
        codes, texts = pd.factorize(values)
        known = np.array([*map(_truth, texts.tolist()), np.nan], dtype=np.float64)
        read = known[codes]
        # Of these words none stands for a missing value, so that what is infinite is not known.
        odd = np.isinf(read)
    else:
        read = np.asarray(values, dtype=np.float64)
        odd = ~np.isnan(read) & (read != 0) & (read != 1)
    if odd.any():
        raise _error(values, np.flatnonzero(odd), column, meaning, ids)
    return read


def _truth(value: Any) -> float:
    text = str(value).strip().casefold()
    return np.nan if not text else WORDS.get(text, np.inf)


def _error(
    values: NDArray[Any],
    rows: NDArray[np.int64],
    column: str,
    meaning: str,
    ids: nw.Series[Any] | None,
) -> DataError:
    example = values[rows[0]]
    first = rows[:FIRST_IDS].tolist()
    return DataError.bad_rows(
        f"neither 0 nor 1, such as {cell(example)}",
        column=column,
        count=rows.size,
        first_ids=[f"row {row}" if ids is None else ids[row] for row in first],
        hint=f"{meaning} Accepted values are {UNDERSTOOD}.",
    )
