"""Checks of single parameters: each returns the value, or says what was asked and what came.

Messages read like "margin == 1.4, must be between 0 and 1. Write 40% as 0.40."
"""

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue.errors import ParameterError
from vocvalue.showing import cause, explained


def number(name: str, value: object) -> float:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise ParameterError(f"{name} == {value!r}, must be a number.")
    try:
        checked = float(value)
    except OverflowError as error:
        raise ParameterError(f"{name} is a whole number too large to compute with.") from error
    if not math.isfinite(checked):
        raise ParameterError(f"{name} == {value}, must be finite.")
    return checked


def positive(name: str, value: object) -> float:
    """Return a number above zero."""
    checked = number(name, value)
    if checked <= 0:
        raise ParameterError(f"{name} == {value}, must be > 0.")
    return checked


def non_negative(name: str, value: object) -> float:
    """Return a number of at least zero."""
    checked = number(name, value)
    if checked < 0:
        raise ParameterError(f"{name} == {value}, must be >= 0.")
    return checked


def whole(name: str, value: object, *, least: int = 0) -> int:
    """Return a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise ParameterError(f"{name} == {value!r}, must be a whole number.")
    if value < least:
        raise ParameterError(f"{name} == {value}, must be >= {least}.")
    return int(value)


def margin(value: object, *, name: str = "margin") -> float:
    """Return a margin as a fraction of revenue, above 0 and at most 1."""
    checked = number(name, value)
    if not 0 < checked <= 1:
        raise ParameterError(
            f"{name} == {value}, must be above 0 and at most 1. Write 40% as 0.40."
        )
    return checked


def discount_rate(value: object, *, name: str = "discount_rate") -> float:
    """Return an effective annual rate as a fraction: 10 % is 0.10."""
    checked = number(name, value)
    if not 0 <= checked < 1:
        raise ParameterError(
            f"{name} == {value}, must be at least 0 and below 1: "
            "an effective annual rate as a fraction. Write 10% as 0.10."
        )
    return checked


def level(value: object, *, name: str = "level") -> float:
    """Return a confidence level strictly between 0 and 1."""
    checked = number(name, value)
    if not 0 < checked < 1:
        raise ParameterError(f"{name} == {value}, must be between 0 and 1. Write 95% as 0.95.")
    return checked


def significance(value: object, *, name: str = "significance") -> float:
    """Return the p-value below which a test speaks, strictly between 0 and 1."""
    checked = number(name, value)
    if not 0 < checked < 1:
        raise ParameterError(f"{name} == {value}, must be between 0 and 1. Write 0.1% as 0.001.")
    return checked


def one_of(name: str, value: Any, allowed: Collection[str]) -> str:
    """Return a word that is among those allowed."""
    if value not in allowed:
        raise ParameterError(
            f"{name} == {value!r}, must be one of {', '.join(map(repr, allowed))}."
        )
    return str(value)


def currency(value: object, *, name: str = "currency") -> str | None:
    """Return the code of a currency, None where it is not known.

    Examples:
        >>> currency("CNY")
        'CNY'
    """
    if value is None or isinstance(value, str):
        return value
    raise ParameterError(f'{name} == {value!r}, must be the code of a currency, such as "CNY".')


def switch(name: str, value: object) -> bool:
    """Return whether something is so: a text such as "no" says neither.

    Examples:
        >>> switch("skip_failed", False)
        False
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise ParameterError(f"{name} == {value!r}, must be True or False.")


def column(name: str, value: object) -> str:
    """Return the name of a column.

    Examples:
        >>> column("customer_id", "id")
        'id'
    """
    if not isinstance(value, str):
        raise ParameterError(f"{name} == {value!r}, must be the name of one column, as text.")
    return value


def columns(name: str, value: object) -> tuple[str, ...]:
    """Return names of columns, each once.

    Examples:
        >>> columns("keep", ["tier", "region", "tier"])
        ('tier', 'region')
    """
    if isinstance(value, str):
        raise ParameterError(f"{name} == {value!r}, must be a list of columns: [{value!r}].")
    if not isinstance(value, Iterable) or isinstance(value, Mapping):
        raise ParameterError(f"{name} == {value!r}, must be a list of columns.")
    return tuple(dict.fromkeys(column(f"{name}[{place}]", it) for place, it in enumerate(value)))


def finite_array(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return an array of finite floats."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{name} must hold numbers: {explained(error)}.") from cause(error)
    bad = int(np.count_nonzero(~np.isfinite(array)))
    if bad:
        raise ParameterError(f"{name} holds {bad:,} values that are not finite numbers.")
    return array


def seed(value: object, *, name: str = "seed") -> np.random.Generator:
    """Return a generator made from a whole-number seed, or the generator handed in."""
    if isinstance(value, np.random.Generator):
        return value
    return np.random.default_rng(whole(name, value))
