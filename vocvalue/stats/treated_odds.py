"""The odds of being treated, by a logit: what makes controls resemble the treated."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.stats.penalised_logit import penalised_logit

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class TreatedOdds:
    """How likely each row was to be treated, and what that was estimated from.

    Attributes:
        design: Standardised covariates with a column of ones, shape (n, p).
        treated: Who was treated, shape (n,).
        share: The probability of being treated, shape (n,).
        ridge: The penalty on the slopes that it was fitted with.
        slopes: The coefficients of the logit, shape (p,); empty if another model was asked.
        information: The information on these with the penalty, shape (p, p), or empty.
    """

    design: Floats = field(repr=False)
    treated: Bool = field(repr=False)
    share: Floats = field(repr=False)
    ridge: float = 0.0
    slopes: Floats = field(repr=False, default_factory=lambda: np.empty(0))
    information: Floats = field(repr=False, default_factory=lambda: np.empty((0, 0)))

    @cached_property
    def odds(self) -> Floats:
        """The controls' odds of being treated, shape (controls,)."""
        share = self.share[~self.treated]
        return np.asarray(share / (1 - share))

    @cached_property
    def weight(self) -> Floats:
        """The same, scaled to add up to one: so weighted, controls resemble the treated."""
        return np.asarray(self.odds / self.odds.sum())

    @cached_property
    def log_variance(self) -> Floats:
        """How uncertain the log of each control's odds is, as a variance, shape (controls,)."""
        controls = self.design[~self.treated]
        return np.asarray(np.sum(controls @ self._inverse_information * controls, axis=1))

    def influence(self, weighted: Floats) -> Floats:
        """Return what each row adds to a weighted mean of the controls by moving the odds.

        Args:
            weighted: The controls' weights times what is averaged less its mean, shape (controls,).
        """
        moved = self._inverse_information @ (weighted @ self.design[~self.treated])
        return np.asarray((self.treated - self.share) * (self.design @ moved))

    @cached_property
    def _inverse_information(self) -> Floats:
        return np.asarray(np.linalg.pinv(self.information, hermitian=True))


def fitted_odds(
    design: Floats, treated: Bool, *, ridge: float = 0.0, start: Floats | None = None
) -> TreatedOdds:
    """Return the odds of being treated.

    Unlike `multinomial_logit` it accepts controls who could never have been treated: they have no
    weight. Treated who could never have been controls are refused.

    Args:
        design: What `covariates.standardised` returned, shape (n, p).
        treated: Who was treated, shape (n,).
        ridge: Half of it times the sum of the squared slopes is taken from the log-likelihood. At
            1 the slopes are held as by one observation, which keeps them finite in small samples.
        start: Slopes from which the search begins, such as those of nearly the same rows.

    Raises:
        FitError: The covariates tell treated from controls without error.

    References:
        le Cessie and van Houwelingen (1992), Ridge estimators in logistic regression, Applied
        Statistics 41.

    Examples:
        Of those with x = 1 three in four are treated, so their odds are 3 to 1:

        >>> x, treated = np.repeat([0.0, 1.0], 4), np.array([0, 0, 0, 1, 0, 1, 1, 1]) == 1
        >>> design = np.column_stack([np.ones(8), x])
        >>> fitted_odds(design, treated).odds.round(3).tolist()
        [0.333, 0.333, 0.333, 3.0]
        >>> fitted_odds(design, treated, ridge=1.0).odds.max().round(2)
        np.float64(1.4)
    """
    logit = penalised_logit(design[treated], design[~treated], start=start, ridge=ridge)
    return TreatedOdds(
        design=design,
        treated=treated,
        share=np.asarray(expit(design @ logit.slopes)),
        ridge=ridge,
        slopes=logit.slopes,
        information=logit.information,
    )
