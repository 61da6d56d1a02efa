"""How likely each kind is, given covariates: the multinomial logit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FitError

Floats: TypeAlias = NDArray[np.float64]

STEPS, TOLERANCE, STEEPEST = 50, 1e-12, 20.0
BLOCK = 4_096


def probabilities(design: Floats, kind: NDArray[np.int64], weight: Floats) -> Floats:
    """Return the fitted probability of every kind for every row.

    Args:
        design: Covariates with a column of ones, of full rank and similar scale, shape (n, p).
        kind: The kind of each row, 0 to k - 1, each at least once, shape (n,).
        weight: The weight of each row, shape (n,).

    Returns:
        Probabilities, shape (n, k).

    Raises:
        FitError: The covariates separate the kinds without error, so that no kind could have
            been another.

    References:
        McFadden (1974), Conditional logit analysis of qualitative choice behavior. Fitted by
        Newton's method with halved steps.

    Examples:
        >>> design = np.column_stack([np.ones(4), [0.0, 0.0, 1.0, 1.0]])
        >>> probabilities(design, np.array([0, 1, 1, 1]), np.ones(4)).round(3).tolist()
        Traceback (most recent call last):
            ...
        vocvalue.errors.FitError: the covariates separate the groups almost perfectly: ...
        >>> probabilities(design[:, :1], np.array([0, 1, 1, 1]), np.ones(4))[0].round(3).tolist()
        [0.25, 0.75]
    """
    k, p = int(kind.max()) + 1, design.shape[1]
    state = _state(design, np.zeros((k - 1, p)), kind, weight)
    for _ in range(STEPS):
        step = np.linalg.lstsq(state.information, state.gradient, rcond=None)[0]
        rise = 0.0
        for halving in range(30):
            moved = state.beta + step.reshape(k - 1, p) / 2**halving
            trial = _state(design, moved, kind, weight)
            rise = trial.likelihood - state.likelihood
            if rise >= 0:
                state = trial
                break
        if state.steepest > STEEPEST:
            raise _separated()
        if rise <= TOLERANCE * (1 + abs(state.likelihood)):
            return _fitted(design, state.beta)
    raise _separated()


def information(design: Floats, fitted: Floats, weight: Floats) -> Floats:
    """Return the information matrix, one block for each pair of kinds but the first.

    Args:
        design: As in `probabilities`.
        fitted: What `probabilities` returned.
        weight: As in `probabilities`.
    """
    size = (fitted.shape[1] - 1) * design.shape[1]
    matrix = np.zeros((size, size))
    for part in blocks(len(design)):
        matrix += _information(design[part], fitted[part, 1:].T, weight[part])
    return matrix


def blocks(n: int) -> Iterator[slice]:
    """Yield slices of n rows that each fit into the cache, products of columns included.

    Args:
        n: The number of rows.
    """
    for start in range(0, n, BLOCK):
        yield slice(start, min(start + BLOCK, n))


@dataclass(frozen=True, eq=False)
class _State:
    """Where a search is: coefficients, and all that the next step needs, from one pass."""

    beta: Floats
    likelihood: float
    gradient: Floats
    information: Floats
    steepest: float


def _state(design: Floats, beta: Floats, kind: NDArray[np.int64], weight: Floats) -> _State:
    likelihood, steepest = 0.0, 0.0
    gradient, matrix = np.zeros(beta.shape), np.zeros((beta.size, beta.size))
    for part in blocks(len(design)):
        rows, own = design[part], weight[part]
        place = kind[part], np.arange(len(rows))
        index = _index(rows, beta)
        fitted, logs = _shares(index)
        likelihood += float(own @ (index[place] - logs))
        steepest = max(steepest, float(np.abs(index).max()))
        matrix += _information(rows, fitted[1:], own)
        residual = np.negative(fitted, out=fitted)
        residual[place] += 1.0
        gradient += (residual[1:] * own) @ rows
    return _State(beta, likelihood, gradient.ravel(), matrix, steepest)


def _fitted(design: Floats, beta: Floats) -> Floats:
    fitted = np.empty((len(design), len(beta) + 1))
    for part in blocks(len(design)):
        fitted[part] = _shares(_index(design[part], beta))[0].T
    return fitted


# A row for each kind: sums over kinds then run along whole rows.
def _index(rows: Floats, beta: Floats) -> Floats:
    """Return each kind's index, 0 for the first, shape (k, rows)."""
    index = np.zeros((len(beta) + 1, len(rows)))
    np.matmul(beta, rows.T, out=index[1:])
    return index


def _shares(index: Floats) -> tuple[Floats, Floats]:
    """Return the probability of each kind, and the log of what they were divided by."""
    top = index.max(axis=0)
    shares = index - top
    np.exp(shares, out=shares)
    total = shares.sum(axis=0)
    shares /= total
    return shares, top + np.log(total)


def _information(rows: Floats, fitted: Floats, weight: Floats) -> Floats:
    (m, n), p = fitted.shape, rows.shape[1]
    pairs = [(a, b) for a in range(m) for b in range(a + 1)]
    # Whole columns, which lie in one piece (see `covariates.standardised`), and one product.
    scaled = np.empty((len(pairs), p, n))
    for (a, b), part in zip(pairs, scaled, strict=True):
        np.multiply(weight * fitted[a] * ((a == b) - fitted[b]), rows.T, out=part)
    products = (scaled.reshape(-1, n) @ rows).reshape(len(pairs), p, p)
    matrix = np.empty((m, p, m, p))
    for (a, b), product in zip(pairs, products, strict=True):
        matrix[a, :, b, :] = product
        matrix[b, :, a, :] = product.T
    return matrix.reshape(m * p, m * p)


def _separated() -> FitError:
    return FitError(
        "the covariates separate the groups almost perfectly: some customers could hardly have "
        "been in another group, so no comparable customers exist for them. Use fewer or "
        "coarser covariates."
    )
