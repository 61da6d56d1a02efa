"""What pandas holds as objects of Python: numbers of Decimal or of several types, and others."""

import numbers
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from vocvalue.tables import pandas_times


def are_objects(frame: nw.LazyFrame[Any], column: str) -> bool:
    """Whether an object column of pandas holds numbers alone."""
    if not pd.api.types.is_object_dtype(pandas_times.unread(frame, column)):
        return False
    values = frame.to_native()[column].dropna()
    return len(values) > 0 and all(map(_is_number, values))


def as_floats(column: str) -> nw.Expr:
    """Return the expression of a column of such objects as floats."""
    return nw.col(column).cast(nw.Float64)


def of_one_kind(values: "pd.Series[Any]") -> "pd.Series[Any] | None":
    """Return objects that are all numbers, all truth values or all times as such, or None."""
    if not pd.api.types.is_object_dtype(values.dtype):
        return None
    given = values.dropna()
    if given.empty:
        return None
    if all(map(_is_number, given)):
        return values.where(values.notna(), np.nan).astype(np.float64)
    if pd.api.types.infer_dtype(given) == "boolean":
        return values.astype("boolean")
    if pd.api.types.infer_dtype(given) in pandas_times.OBJECTS:
        return pandas_times.of_values(values)
    return None


def without_na(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose objects are None where pandas put its own NA, which is no number."""
    changed = frame
    for name, dtype in frame.dtypes.items():
        if not pd.api.types.is_object_dtype(dtype):
            continue
        values = frame[name]
        missing = values.isna()
        if any(value is pd.NA for value in values[missing]):
            changed = frame.copy(deep=False) if changed is frame else changed
            changed[name] = values.astype(object).where(~missing, None)
    return changed


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | numbers.Real) and not isinstance(value, bool)
