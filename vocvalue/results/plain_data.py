"""What a result holds as data that JSON can hold: dictionaries, lists, numbers and texts."""

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import numpy as np
import pandas as pd

from vocvalue.results.texts import Text
from vocvalue.results.tongues import TONGUES


@singledispatch
def plain(value: Any) -> Any:
    """Return a value as dictionaries, lists, numbers and strings only.

    What is not known is None, a moment is ISO text, and a text stands in every language.

    Examples:
        >>> plain({"share": np.float64(0.5), "ends": [float("nan"), 1.0]})
        {'share': 0.5, 'ends': [None, 1.0]}
        >>> plain((np.datetime64("2024-01-15"), pd.Timedelta("2 days")))
        ['2024-01-15', 'P2DT0H0M0S']
    """
    if value is pd.NA:
        return None
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}


@plain.register
def _(text: Text) -> dict[str, str]:
    return {code: text.into(tongue) for code, tongue in TONGUES.items()}


@plain.register
def _(mapping: Mapping) -> dict[str, Any]:  # type: ignore[type-arg]
    return {str(key): plain(item) for key, item in mapping.items()}


@plain.register(tuple)
@plain.register(list)
@plain.register(frozenset)
@plain.register(np.ndarray)
def _(items: Any) -> list[Any]:
    return [plain(item) for item in items]


@plain.register
def _(number: float) -> float | str | None:
    if math.isnan(number):
        return None
    return float(number) if math.isfinite(number) else str(number)


@plain.register
def _(number: np.generic) -> Any:
    return plain(number.item())


@plain.register
def _(moment: np.datetime64) -> str | None:
    return None if np.isnat(moment) else str(moment)


@plain.register
def _(moment: dt.date) -> str | None:
    return None if pd.isna(moment) else moment.isoformat()


@plain.register(dt.timedelta)
@plain.register(np.timedelta64)
def _(span: dt.timedelta | np.timedelta64) -> str | None:
    return None if pd.isna(span) else pd.Timedelta(span).isoformat()


@plain.register
def _(offset: pd.DateOffset) -> str:
    return str(offset)
