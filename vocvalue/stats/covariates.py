"""Covariates made ready for a regression: standardised, and none a combination of the others."""

from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError

Floats: TypeAlias = NDArray[np.float64]


def standardised(covariates: Floats, order: NDArray[np.int64]) -> Floats:
    """Return standardised covariates with a column of ones, without those that add nothing.

    Args:
        covariates: Finite numbers, shape (n, p); constant and repeated columns are left out.
        order: The rows in the order wanted, shape (n,).

    Returns:
        The design, shape (n, q), with each column contiguous in memory.

    Raises:
        DataError: There is no row.
        ParameterError: Covariates that are not finite or of another length.

    Examples:
        >>> standardised(np.array([[1.0, 7.0], [3.0, 7.0]]), np.array([1, 0])).tolist()
        [[1.0, 1.0], [1.0, -1.0]]
    """
    return standardised_with_places(covariates, order)[0]


def standardised_with_places(
    covariates: Floats, order: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.int64]]:
    """Return what `standardised` does, and which covariate each of its columns is.

    Args:
        covariates: As in `standardised`.
        order: As in `standardised`.

    Returns:
        The design, shape (n, q), and the places of its columns among the covariates, -1 for that of
        ones, shape (q,).

    Raises:
        DataError: As in `standardised`.
        ParameterError: As in `standardised`.

    Examples:
        >>> standardised_with_places(np.array([[7.0, 1.0], [7.0, 3.0]]), np.arange(2))[1].tolist()
        [-1, 1]
    """
    n = order.size
    if covariates.ndim != 2 or covariates.shape[0] != n:
        raise ParameterError(f"covariates have shape {covariates.shape}, must have {n:,} rows.")
    if not n:
        raise DataError("there is no one whose covariates are all known.")
    if not np.isfinite(covariates.sum()):
        _refuse_infinite(covariates)
    # Column by column, so that nothing of the size of the table is made on the way.
    scaled = np.empty((covariates.shape[1] + 1, n))
    places = [-1]
    for j in range(covariates.shape[1]):
        column = covariates[:, j]
        centred = column - column.mean()
        spread = centred.std()
        if spread > 1e-12 * (1 + np.abs(column).max()):
            np.divide(centred, spread, out=scaled[len(places)])
            places.append(j)
    scaled[0] = 1.0
    kept = len(places) - 1
    chosen = [0, *(1 + _independent(scaled[1 : kept + 1]))] if kept else [0]
    for place, row in enumerate(chosen):
        scaled[place] = scaled[row][order]
    return scaled[: len(chosen)].T, np.array(places)[chosen]


def _independent(rows: Floats) -> NDArray[np.int64]:
    """Return which of the rows are no combination of others."""
    triangle, pivots = scipy.linalg.qr(rows @ rows.T / rows.shape[1], mode="r", pivoting=True)
    kept = np.abs(np.diag(triangle)) > 1e-10 * np.abs(triangle[0, 0])
    return np.asarray(np.sort(pivots[kept]), dtype=np.int64)


def _refuse_infinite(covariates: Floats) -> None:
    bad = int(np.count_nonzero(~np.isfinite(covariates).all(axis=1)))
    if bad:
        raise ParameterError(f"covariates are missing or infinite in {bad:,} rows.")
