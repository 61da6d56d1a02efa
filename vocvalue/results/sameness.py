"""Whether two results say the same, with their arrays, tables and unknown ends."""

import dataclasses
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.results.texts import Text


class Compared:
    """The base of a dataclass that equals another where all its fields do; NaN equals NaN."""

    def __eq__(self, other: object) -> bool:
        return same(self, other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(type(self))


def same(a: Any, b: Any) -> bool:
    """Return whether two values say the same.

    Examples:
        >>> same({"ends": np.array([1.0, np.nan])}, {"ends": np.array([1.0, np.nan])})
        True
        >>> same((1.0, float("nan")), (1.0, 2.0))
        False
    """
    return a is b or (type(a) is type(b) and _same(a, b))


@singledispatch
def _same(a: Any, b: Any) -> bool:
    if dataclasses.is_dataclass(a):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in dataclasses.fields(a))
    table: Any = nw.to_native(a, pass_through=True)
    other: Any = nw.to_native(b, pass_through=True)
    return bool(table.equals(other) if hasattr(table, "equals") else table == other)


@_same.register
def _(a: Text, b: Text) -> bool:
    # A note that was saved and read again has its parts filled in already.
    return a == b or (a.en == b.en and a.zh == b.zh)


@_same.register(float)
@_same.register(np.floating)
def _(a: float, b: float) -> bool:
    return bool(a == b or (np.isnan(a) and np.isnan(b)))


@_same.register
def _(a: Mapping, b: Any) -> bool:  # type: ignore[type-arg]
    return a.keys() == b.keys() and all(same(value, b[key]) for key, value in a.items())


@_same.register(tuple)
@_same.register(list)
def _(a: Any, b: Any) -> bool:
    return len(a) == len(b) and all(map(same, a, b))


@_same.register(np.ndarray)
def _(a: NDArray[Any], b: NDArray[Any]) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype.kind == "O":
        return all(map(same, a.ravel().tolist(), b.ravel().tolist()))
    return bool(np.array_equal(a, b, equal_nan=a.dtype.kind in "fcmM"))
