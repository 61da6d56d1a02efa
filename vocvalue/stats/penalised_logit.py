"""A logit fitted in blocks of rows, its slopes held by a ridge where they are told to be."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.errors import FitError

Floats: TypeAlias = NDArray[np.float64]

BLOCK = 8_192
"""Rows that are read at once, so that they stay in the cache."""
STEPS, DECREMENT = 60, 1e-9
"""The most Newton steps, and how near the top the last one begins, in log-likelihood."""
STEEPEST = 20.0
"""Treated whose index is larger have no comparable controls."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PenalisedLogit:
    """A logit of two sides.

    Attributes:
        slopes: The coefficients, that of the constant first, shape (p,).
        information: The information with the penalty, shape (p, p).
    """

    slopes: Floats
    information: Floats = field(repr=False)


def penalised_logit(
    treated: Floats, controls: Floats, *, start: Floats | None = None, ridge: float = 0.0
) -> PenalisedLogit:
    """Fit the logit of being treated.

    Args:
        treated: Standardised covariates behind a column of ones, shape (n, p).
        controls: The same of the controls, shape (m, p).
        start: Coefficients of a similar fit, shape (p,), from which the search begins.
        ridge: Half of it times the sum of the squared slopes is taken from the log-likelihood. At
            1 the slopes are held as by one observation, which keeps them finite in small samples.

    Raises:
        FitError: The covariates tell treated from controls without error.

    References:
        le Cessie and van Houwelingen (1992), Ridge estimators in logistic regression, Applied
        Statistics 41.

    Examples:
        At 0 one in four is treated, at 1 one in two:

        >>> def rows(n):
        ...     return np.column_stack([np.ones(sum(n)), np.repeat([0.0, 1.0], n)])
        >>> penalised_logit(rows([10, 20]), rows([30, 20])).slopes.round(4).tolist()
        [-1.0986, 1.0986]
    """
    penalty = np.full(treated.shape[1], ridge)
    penalty[0] = 0.0  # the level is not held
    slopes = _first(treated, controls, start)
    height, gradient, information = _at(slopes, treated, controls, penalty)
    for _ in range(STEPS):
        step = np.asarray(np.linalg.lstsq(information, gradient, rcond=None)[0], np.float64)
        decrement = float(gradient @ step)
        slopes, climbed = _climbed(slopes, step, height, (treated, controls, penalty))
        if _steepest(slopes, treated) > STEEPEST:
            break
        height, gradient, information = climbed
        if decrement <= DECREMENT:
            return PenalisedLogit(slopes=slopes, information=information)
    raise FitError(
        "the covariates separate the treated from the controls almost perfectly: some of the "
        "treated have no comparable controls. Use fewer or coarser covariates."
    )


def blocks(n: int) -> Iterator[slice]:
    """Cut rows into blocks.

    Args:
        n: The number of rows.

    Examples:
        >>> list(blocks(10_000))
        [slice(0, 8192, None), slice(8192, 16384, None)]
    """
    return (slice(start, start + BLOCK) for start in range(0, n, BLOCK))


def _first(treated: Floats, controls: Floats, start: Floats | None) -> Floats:
    """Return where the search begins: with the constant that fits the two sizes."""
    if start is not None:
        shifted = start.copy()
        shifted[0] += np.log(len(treated)) - np.log(_expected(start, treated, controls))
        return np.asarray(shifted)
    slopes = np.zeros(treated.shape[1])
    slopes[0] = np.log(len(treated) / len(controls))
    return slopes


def _expected(slopes: Floats, treated: Floats, controls: Floats) -> float:
    """Return how many treated the logit expects among all rows."""
    return sum(float(expit(rows @ slopes).sum()) for rows in (treated, controls))


_Climb: TypeAlias = tuple[float, Floats, Floats]


def _climbed(
    slopes: Floats, step: Floats, height: float, data: tuple[Floats, Floats, Floats]
) -> tuple[Floats, _Climb]:
    """Return the coefficients a Newton step further, shortened until it does not lead down."""
    for halving in range(30):
        trial = slopes + step / 2**halving
        there = _at(trial, *data)
        if there[0] >= height - 1e-10 * (1 + abs(height)):
            return trial, there
    return slopes, _at(slopes, *data)


def _at(slopes: Floats, treated: Floats, controls: Floats, penalty: Floats) -> _Climb:
    """Return the penalised log-likelihood, its gradient and its information."""
    height = -float(penalty @ slopes**2) / 2
    gradient = -penalty * slopes
    information = np.diag(penalty)
    for rows, side in ((treated, 1.0), (controls, 0.0)):
        for part in blocks(len(rows)):
            here = rows[part]
            index = here @ slopes
            share = expit(index)
            height -= float(np.logaddexp(0.0, index if side == 0 else -index).sum())
            gradient += (side - share) @ here
            scaled = np.sqrt(share * (1 - share))[:, None] * here
            information += scaled.T @ scaled
    return height, gradient, information


def _steepest(slopes: Floats, treated: Floats) -> float:
    return max(float((treated[part] @ slopes).max()) for part in blocks(len(treated)))
