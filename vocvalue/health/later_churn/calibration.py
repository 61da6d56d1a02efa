"""Whether as many accounts left as weights learned before had said."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from vocvalue.errors import FitError
from vocvalue.health.account_log import Floats
from vocvalue.health.later_churn.judged import JudgedScores
from vocvalue.results import Estimate
from vocvalue.stats.normal import interval
from vocvalue.stats.penalised_logit import penalised_logit

METHOD = "logit on the log odds said before; accounts as clusters"
LEAST = 10
"""With fewer accounts that left no line is fitted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ChurnCalibration:
    """What weights learned before said, beside what came.

    Attributes:
        expected: The scores of accounts that were said to leave within the window.
        n_churned: Those that did.
        intercept: The log odds of leaving where even odds were said; 0 where odds are right.
        slope: By how much the log odds rise where they were said to rise by one; 1 where odds are
            right, less where they were too far apart.

    Examples:
        >>> from vocvalue import datasets, health
        >>> sample = datasets.simulate_accounts(300, seed=1)
        >>> tables = {name: getattr(sample, name) for name in ("usage", "churn")}
        >>> cutoffs = ["2024-06-30", "2024-12-31"]
        >>> test = health.backtest(sample.accounts, cutoffs=cutoffs, weights="learned", **tables)
        >>> 15 < test.calibration.expected < 24, test.calibration.n_churned
        (True, 24)
    """

    expected: float
    n_churned: int
    intercept: Estimate
    slope: Estimate


def calibrated(judged: JudgedScores, *, level: float) -> ChurnCalibration | None:
    """Return how far odds said before were right; None where none were.

    Args:
        judged: The scores.
        level: The confidence level.

    References:
        Cox (1958), Two further applications of a model for binary regression, Biometrika 45, for
        the line; Liang and Zeger (1986), Biometrika 73, for its variance.
    """
    odds = judged.log_odds
    if odds is None:
        return None
    ends = _line(judged, odds, level) if judged.n_churned >= LEAST else [(np.nan,) * 3] * 2
    n = int(np.unique(judged.account).size)
    intercept, slope = (Estimate.of(it, level=level, method=METHOD, n=n) for it in ends)
    return ChurnCalibration(
        expected=float(expit(odds).sum()),
        n_churned=int(judged.churned.sum()),
        intercept=intercept,
        slope=slope,
    )


def _line(judged: JudgedScores, odds: Floats, level: float) -> list[tuple[float, float, float]]:
    """Return intercept and slope, each with the ends of its interval."""
    table = np.column_stack([np.ones(odds.size), odds])
    try:
        found = penalised_logit(table[judged.churned], table[~judged.churned])
    except FitError:
        return [(np.nan,) * 3] * 2
    excess = (judged.churned - expit(table @ found.slopes))[:, None] * table
    _, of = np.unique(judged.account, return_inverse=True)
    sums = np.column_stack([np.bincount(of, column) for column in excess.T])
    n = len(sums)
    bread = np.linalg.inv(found.information)
    spread = bread @ (sums.T @ sums) @ bread * n / (n - 1)
    errors = np.sqrt(np.diag(spread))
    return [
        interval(float(it), float(error), level)
        for it, error in zip(found.slopes, errors, strict=True)
    ]
