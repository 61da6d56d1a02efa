"""What a result holds stays as it was, whatever is done to what it was made from or hands out.

Arrays are held as copies that cannot be written into, mappings likewise, lists as tuples. Frames
and columns cannot be locked, so they are taken in and handed out as copies, which pandas and polars
make without moving what is in them.
"""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any, Generic, NoReturn, TypeVar

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

OURS = __name__.partition(".")[0]


class ReadOnlyDict(dict[K, V]):
    """A dictionary that cannot be changed; `dict(it)` is one that can.

    Examples:
        >>> counts = ReadOnlyDict({"treated": 2})
        >>> counts["treated"], counts == {"treated": 2}
        (2, True)
        >>> counts["treated"] = 7
        Traceback (most recent call last):
        TypeError: this dictionary belongs to a result and cannot be changed; dict(it) is a copy.
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            "this dictionary belongs to a result and cannot be changed; dict(it) is a copy."
        )

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return sealed, (dict(self),)  # an array that was pickled can be written into again


class HandedOut(Generic[T]):
    """A field that holds a frame or a column: a copy is taken in, and each reader gets one.

    Examples:
        >>> @dataclasses.dataclass(frozen=True)
        ... class Log:
        ...     orders: HandedOut[pd.DataFrame] = HandedOut()
        >>> log = Log(pd.DataFrame({"amount": [1.0, 2.0]}))
        >>> orders = log.orders
        >>> orders.loc[0, "amount"] = 7.0
        >>> log.orders["amount"].tolist()
        [1.0, 2.0]
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __set__(self, instance: object, value: T) -> None:
        instance.__dict__[self._name] = copied(value)

    def __get__(self, instance: object | None, owner: type) -> T:
        if instance is None:
            raise AttributeError(self._name)  # to a dataclass: there is no default
        held: T = instance.__dict__[self._name]
        return copied(held)


def copied(table: T) -> T:
    """Return a frame or column that can be written into without changing this one."""
    native: Any = nw.to_native(table, pass_through=True)
    copy = _copied(native)
    if copy is native:
        return table
    kept: T = copy if native is table else nw.from_native(copy, allow_series=True)
    return kept


def _copied(native: Any) -> Any:
    if isinstance(native, pd.DataFrame | pd.Series):
        return native.copy(deep=False)  # pandas copies once somebody writes
    if hasattr(native, "clone"):
        return native.clone()  # and so does polars
    return native.copy() if hasattr(native, "copy") else native  # pyarrow cannot be changed


def kept(quantity: Callable[[Any], T]) -> cached_property[T]:
    """Make a method a quantity that is computed once and cannot be changed.

    Args:
        quantity: The method, of a class whose fields do not change.
    """

    @wraps(quantity)
    def once(instance: Any) -> T:
        result: T = sealed(quantity(instance))
        return result

    return cached_property(once)


def seal(instance: object) -> None:
    """Put in place of what the fields of a dataclass hold what cannot be changed."""
    for field in dataclasses.fields(instance):  # type: ignore[arg-type]
        held = getattr(instance, field.name)
        kept = sealed(held)
        if kept is not held:
            object.__setattr__(instance, field.name, kept)


def sealed(value: Any) -> Any:
    """Return a value that cannot be changed, with all that it holds."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, Mapping):
        held = isinstance(value, ReadOnlyDict)
        return value if held else ReadOnlyDict({key: sealed(it) for key, it in value.items()})
    if isinstance(value, list) or type(value) is tuple:
        return tuple(sealed(it) for it in value)
    if isinstance(value, set):
        return frozenset(value)
    if dataclasses.is_dataclass(value) and type(value).__module__.startswith(OURS):
        seal(value)
    return value


def _array(array: NDArray[Any]) -> NDArray[Any]:
    if array.flags.owndata and not array.flags.writeable:
        return array
    kept = array.copy()
    kept.setflags(write=False)
    return kept
