"""Covariates expanded into columns for a regression: numbers by their ranks, text by category."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray
from scipy.special import ndtri

from vocvalue.errors import DataError

Floats: TypeAlias = NDArray[np.float64]

MOST_LEVELS = 50


def expanded(covariates: Mapping[str, NDArray[Any]]) -> Floats:
    """Return the columns that covariates enter a regression by.

    Numbers enter by their normal scores and the squares of these, so that neither unit nor
    skewness matters and a bend is followed; text as categories, all but the first.

    Args:
        covariates: Floats or text by name, each of shape (n,) and without missing values.

    Returns:
        The columns, shape (n, p).

    Raises:
        DataError: A text covariate with too many different values.

    Examples:
        >>> columns = expanded(
        ...     {"age": np.array([20.0, 70.0, 30.0]), "tier": np.array(["a", "b", "a"])}
        ... )
        >>> columns.round(2).tolist()
        [[-0.97, 0.94, 0.0], [0.97, 0.94, 1.0], [0.0, 0.0, 0.0]]
    """
    parts = [part for name, values in covariates.items() for part in _columns(name, values)]
    n = len(next(iter(covariates.values())))
    return np.array(parts).T if parts else np.empty((n, 0))


def _columns(name: str, values: NDArray[Any]) -> list[Floats]:
    if values.dtype.kind == "f":
        scores = ndtri((scipy.stats.rankdata(values) - 0.5) / values.size)
        return [scores, scores**2]
    codes, levels = pd.factorize(values, sort=True)
    if levels.size > MOST_LEVELS:
        raise DataError(
            f"covariate {name!r} has {levels.size:,} different texts, too many to adjust for. "
            f"Leave it out, or group it into at most {MOST_LEVELS}."
        )
    return [(codes == level).astype(np.float64) for level in range(1, levels.size)]
