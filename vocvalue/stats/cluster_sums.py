"""Rows of one customer go together: what they add to an error is summed before it is squared."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


def cluster_sums(influence: Floats, cluster: Codes, *, size: int | None = None) -> Floats:
    """Return the sums of rows over clusters.

    Args:
        influence: What each row adds to each estimate's error, shape (n, k).
        cluster: The number of each row's cluster, from 0, shape (n,).
        size: The number of clusters; by default up to the largest number there is.

    Returns:
        A row for each cluster, shape (size, k).

    Examples:
        >>> cluster_sums(np.array([[1.0], [2.0], [5.0]]), np.array([0, 0, 1])).tolist()
        [[3.0], [5.0]]
    """
    size = int(cluster.max(initial=-1)) + 1 if size is None else size
    sums = [np.bincount(cluster, column, size) for column in influence.T]
    return np.column_stack(sums) if sums else np.empty((size, 0))


def clustered_covariance(influence: Floats, cluster: Codes) -> Floats:
    """Return the covariance of estimates from rows that are independent between clusters only.

    Args:
        influence: What each row adds to each estimate's error, shape (n, k).
        cluster: The number of each row's cluster, from 0, shape (n,).

    References:
        Liang and Zeger (1986), Longitudinal data analysis using generalized linear models,
        Biometrika 73.

    Examples:
        Two rows that always say the same are one:

        >>> rows = np.array([[0.5], [0.5], [-0.5], [-0.5]])
        >>> clustered_covariance(rows, np.array([0, 0, 1, 1])).tolist()
        [[2.0]]
    """
    sums = cluster_sums(influence, cluster)
    return np.asarray(sums.T @ sums)


def clustered_error(influence: Floats, cluster: Codes) -> float:
    """Return the standard error of one estimate.

    Args:
        influence: What each row adds to its error, shape (n,).
        cluster: The number of each row's cluster, from 0, shape (n,).

    Examples:
        >>> clustered_error(np.array([3.0, 0.0, 4.0]), np.array([0, 0, 1]))
        5.0
    """
    return float(np.sqrt(clustered_covariance(influence[:, None], cluster)[0, 0]))
