"""The odds by which controls stand in for treated: a logit of many controls, fitted in blocks.

The same controls often serve several groups of treated. Each fit reads them in blocks that stay in
the cache, and begins where another one ended.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.errors import FitError
from vocvalue.stats.effect_on_treated import STEEPEST, ControlBalance

Floats: TypeAlias = NDArray[np.float64]

BLOCK = 8_192
"""Rows that are read at once."""
STEPS, DECREMENT = 60, 1e-8
"""The most Newton steps, and how near the top the last one begins, in log-likelihood."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ControlOdds:
    """Controls weighted to resemble some treated: each by its odds of being one of them.

    Attributes:
        slopes: The logit's coefficients, that of the constant first, shape (p,).
        inverse_information: The inverse of its penalised information, shape (p, p).
        weight: The weight of each control, adding up to one, shape (m,).
        n_treated: How many the controls stand in for.
        balance: How well they do.
    """

    slopes: Floats
    inverse_information: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    n_treated: int
    balance: ControlBalance

    def surprise(self, rows: Floats, *, treated: bool) -> Floats:
        """Return by how much each row's side surprises the logit, shape (n,).

        Args:
            rows: Rows of the design, shape (n, p).
            treated: Whether these are the treated.
        """
        return np.asarray(float(treated) - expit(rows @ self.slopes))


def control_odds(
    treated: Floats, controls: Floats, *, start: Floats | None = None, ridge: float = 1.0
) -> ControlOdds:
    """Fit the logit of being treated, and weight the controls by their odds.

    A ridge on the slopes, worth one observation unless said otherwise, keeps the weights of few
    treated finite: without it a covariate that splits a handful of treated from the rest gives a
    control all the weight. With thousands of treated it changes nothing.

    Args:
        treated: Standardised covariates behind a column of ones, shape (n, p).
        controls: The same of the controls, shape (m, p).
        start: Coefficients of a similar fit, shape (p,), from which the search begins.
        ridge: How many observations of variance one the penalty on each slope is worth.

    Raises:
        FitError: The covariates tell treated from controls without error.

    References:
        le Cessie and van Houwelingen (1992), Ridge estimators in logistic regression, Applied
        Statistics 41.

    Examples:
        Treated are three times as often at 1 as at 0, controls as often:

        >>> def rows(x):
        ...     return np.column_stack([np.ones(len(x)), x])
        >>> treated, controls = np.repeat([0.0, 1.0], [10, 30]), np.repeat([0.0, 1.0], 50)
        >>> odds = control_odds(rows(treated), rows(controls), ridge=0.0)
        >>> round(float(odds.weight[50:].sum()), 6), round(float(odds.balance.effective_n[0]), 6)
        (0.75, 80.0)
    """
    penalty = np.full(treated.shape[1], ridge)
    penalty[0] = 0.0
    slopes = _first(treated, controls, start)
    height, gradient, information = _at(slopes, treated, controls, penalty)
    for _ in range(STEPS):
        step = np.linalg.lstsq(information, gradient, rcond=None)[0]
        decrement = float(gradient @ step)
        slopes, climbed = _climbed(slopes, step, height, (treated, controls, penalty))
        if _steepest(slopes, treated) > STEEPEST:
            break
        if decrement <= DECREMENT:
            return _weighted(slopes, information, treated, controls)
        height, gradient, information = climbed
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


def _weighted(
    slopes: Floats, information: Floats, treated: Floats, controls: Floats
) -> ControlOdds:
    index = controls @ slopes
    weight = np.exp(index - index.max())
    weight /= weight.sum()
    return ControlOdds(
        slopes=slopes,
        inverse_information=np.asarray(np.linalg.pinv(information, hermitian=True)),
        weight=weight,
        n_treated=len(treated),
        balance=_balance(weight, treated, controls),
    )


def _balance(weight: Floats, treated: Floats, controls: Floats) -> ControlBalance:
    wanted = treated.mean(axis=0)
    return ControlBalance(
        n=np.array([weight.size]),
        n_treated=len(treated),
        effective_n=np.array([1 / (weight @ weight)]),
        largest_weight=np.array([weight.max()]),
        imbalance=np.array([np.abs(weight @ controls - wanted).max()]),
        imbalance_before=np.array([np.abs(controls.mean(axis=0) - wanted).max()]),
    )
