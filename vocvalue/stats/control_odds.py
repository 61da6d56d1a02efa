"""The odds by which the same controls stand in for several groups of treated."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.stats.effect_on_treated import ControlBalance
from vocvalue.stats.penalised_logit import penalised_logit

Floats: TypeAlias = NDArray[np.float64]


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

    Examples:
        Treated are three times as often at 1 as at 0, controls as often:

        >>> def rows(x):
        ...     return np.column_stack([np.ones(len(x)), x])
        >>> treated, controls = np.repeat([0.0, 1.0], [10, 30]), np.repeat([0.0, 1.0], 50)
        >>> odds = control_odds(rows(treated), rows(controls), ridge=0.0)
        >>> round(float(odds.weight[50:].sum()), 6), round(float(odds.balance.effective_n[0]), 6)
        (0.75, 80.0)
    """
    logit = penalised_logit(treated, controls, start=start, ridge=ridge)
    index = controls @ logit.slopes
    weight = np.exp(index - index.max())
    weight /= weight.sum()
    return ControlOdds(
        slopes=logit.slopes,
        inverse_information=np.asarray(np.linalg.pinv(logit.information, hermitian=True)),
        weight=weight,
        n_treated=len(treated),
        balance=ControlBalance.of(weight, controls, treated),
    )
