"""Numbers that pandas holds as objects of Python: of Decimal, or of several types."""

import numbers
from decimal import Decimal
from typing import Any

import narwhals as nw
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


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | numbers.Real) and not isinstance(value, bool)
