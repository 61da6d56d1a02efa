"""How likely each kind is, given covariates: the multinomial logit."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from vocvalue.errors import FitError

Floats: TypeAlias = NDArray[np.float64]

STEPS, TOLERANCE, STEEPEST = 50, 1e-12, 20.0


def probabilities(design: Floats, kind: NDArray[np.int64], weight: Floats) -> Floats:
    """Return the fitted probability of every kind for every row.

    Args:
        design: Covariates with a column of ones, of full rank and similar scale, shape (n, p).
        kind: The kind of each row, 0 to k - 1, each at least once, shape (n,).
        weight: The weight of each row, shape (n,).

    Returns:
        Probabilities, shape (n, k).

    Raises:
        FitError: The covariates tell the kinds apart without error, so that no kind could have
            been another.

    References:
        McFadden (1974), Conditional logit analysis of qualitative choice behavior. Fitted by
        Newton's method with halved steps.

    Examples:
        >>> design = np.column_stack([np.ones(4), [0.0, 0.0, 1.0, 1.0]])
        >>> probabilities(design, np.array([0, 1, 1, 1]), np.ones(4)).round(3).tolist()
        Traceback (most recent call last):
            ...
        vocvalue.errors.FitError: the covariates tell the groups apart all but without error: ...
        >>> probabilities(design[:, :1], np.array([0, 1, 1, 1]), np.ones(4))[0].round(3).tolist()
        [0.25, 0.75]
    """
    k, p = int(kind.max()) + 1, design.shape[1]
    chosen = np.eye(k)[kind]
    beta = np.zeros((p, k - 1))
    fitted, likelihood = _fitted(design, beta, kind, weight)
    for _ in range(STEPS):
        residual = weight[:, None] * (chosen - fitted)[:, 1:]
        gradient = (design.T @ residual).T.ravel()
        matrix = information(design, fitted[:, 1:], weight)
        step = np.linalg.lstsq(matrix, gradient, rcond=None)[0].reshape(k - 1, p).T
        rise = 0.0
        for halving in range(30):
            trial = beta + step / 2**halving
            moved, value = _fitted(design, trial, kind, weight)
            rise = value - likelihood
            if rise >= 0:
                beta, fitted, likelihood = trial, moved, value
                break
        if np.abs(design @ beta).max() > STEEPEST:
            raise _separated()
        if rise <= TOLERANCE * (1 + abs(likelihood)):
            return fitted
    raise _separated()


def influence(design: Floats, kind: NDArray[np.int64], fitted: Floats, weight: Floats) -> Floats:
    """Return what each row moves the coefficients by, shape (n, (k - 1) p).

    Args:
        design: As in `probabilities`.
        kind: As in `probabilities`.
        fitted: What `probabilities` returned.
        weight: As in `probabilities`.
    """
    chosen = np.eye(fitted.shape[1])[kind]
    residual = weight[:, None] * (chosen - fitted)[:, 1:]
    scores = (residual[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    matrix = information(design, fitted[:, 1:], weight)
    return np.asarray(scores @ np.linalg.pinv(matrix, hermitian=True))


def _fitted(
    design: Floats, beta: Floats, kind: NDArray[np.int64], weight: Floats
) -> tuple[Floats, float]:
    index = np.column_stack([np.zeros(len(design)), design @ beta])
    logs = index - logsumexp(index, axis=1, keepdims=True)
    return np.exp(logs), float(weight @ logs[np.arange(kind.size), kind])


def information(design: Floats, fitted: Floats, weight: Floats) -> Floats:
    """Return the information matrix, one block for each pair of kinds but the first."""
    m, p = fitted.shape[1], design.shape[1]
    blocks = np.empty((m, p, m, p))
    for a in range(m):
        for b in range(a + 1):
            spread = weight * fitted[:, a] * ((a == b) - fitted[:, b])
            block = design.T @ (spread[:, None] * design)
            blocks[a, :, b, :] = block
            blocks[b, :, a, :] = block.T
    return blocks.reshape(m * p, m * p)


def _separated() -> FitError:
    return FitError(
        "the covariates tell the groups apart all but without error: some customers could hardly "
        "have been in another group, so that nobody like them can stand in for them. Use fewer or "
        "coarser covariates."
    )
