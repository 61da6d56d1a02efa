"""Covariates of customers: their names, where they are missing, and which separate the groups."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.showing import cell

Bool: TypeAlias = NDArray[np.bool_]
Columns: TypeAlias = Mapping[str, NDArray[Any]]


def column_names(covariates: object) -> tuple[str, ...] | None:
    """Return the column names that an argument lists, or None if it is no list of names.

    Args:
        covariates: A list of names, a table or a path.

    Examples:
        >>> column_names(["age", "plan", "age"]), column_names("customers.csv")
        (('age', 'plan'), None)
    """
    if isinstance(covariates, list | tuple) and all(isinstance(name, str) for name in covariates):
        return tuple(dict.fromkeys(covariates))
    return None


def missing(values: NDArray[Any]) -> Bool:
    """Return where a covariate is missing.

    Args:
        values: Numbers or text, shape (n,).

    Examples:
        >>> missing(np.array([1.0, np.inf])).tolist()
        [False, True]
        >>> missing(np.array(["gold", None], dtype=object)).tolist()
        [False, True]
    """
    if values.dtype.kind == "f":
        return np.asarray(~np.isfinite(values))
    return np.asarray(pd.isna(values))


def constant(covariates: Columns) -> tuple[str, ...]:
    """Return the covariates with the same value for every customer.

    Args:
        covariates: Columns without missing values, each of shape (n,), n above 0.

    Examples:
        >>> constant({"age": np.array([30.0, 40.0]), "country": np.array(["NL", "NL"])})
        ('country',)
    """
    return tuple(name for name, values in covariates.items() if (values == values[0]).all())


def separating(covariates: Columns, treated: Bool) -> tuple[str, ...]:
    """Return how single covariates separate some of the treated from all others.

    Args:
        covariates: Columns without missing values, each of shape (n,).
        treated: Whether each customer was treated, shape (n,); some were and some were not.

    Examples:
        >>> separating({"age": np.array([20.0, 30.0, 50.0])}, np.array([False, False, True]))
        ("all of them have 'age' above 30, and nobody else has",)
    """
    telling = (_telling(name, values, treated) for name, values in covariates.items())
    return tuple(words for words in telling if words)


def _telling(name: str, values: NDArray[Any], treated: Bool) -> str:
    own, others = values[treated], values[~treated]
    if values.dtype.kind != "f":
        alone = sorted(set(own.tolist()) - set(others.tolist()))
        return f"nobody else has {name!r} == {', '.join(map(cell, alone))}" if alone else ""
    if own.min() > others.max():
        return f"all of them have {name!r} above {cell(others.max())}, and nobody else has"
    if own.max() < others.min():
        return f"all of them have {name!r} below {cell(others.min())}, and nobody else has"
    return ""
