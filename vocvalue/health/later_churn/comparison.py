"""The score against NPS alone, on the same accounts."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from vocvalue.health.account_log import Floats
from vocvalue.health.later_churn.judged import JudgedScores
from vocvalue.results import Estimate
from vocvalue.stats.auc import auc, auc_difference

Verdict: TypeAlias = Literal["better", "worse", "not shown", "too few"]

LEAST = 5
"""With fewer accounts that left, or that stayed, nothing is said."""
METHOD = "DeLong, on the logit; accounts as clusters"
PAIRED = "DeLong, paired; accounts as clusters"


@dataclass(frozen=True, kw_only=True, eq=False)
class AucComparison:
    """How well the score and NPS alone tell the same accounts that left from those that stayed.

    Attributes:
        auc: The area under the ROC curve of the score: how often, of one account that left and one
            that stayed, the one that left had the lower score; 0.5 is chance.
        auc_nps: The same of NPS alone.
        difference: The area of the score less that of NPS alone.
        detectable: The difference that four of five such samples would have shown.
        n_rows: The accounts, once for each cut-off.
        n_churned: The accounts that left, each counted once.
        n_stayed: The accounts that stayed at some cut-off, each counted once.

    Examples:
        >>> from vocvalue import datasets, health
        >>> sample = datasets.load_account_sample()
        >>> tables = {name: getattr(sample, name) for name in ("responses", "usage", "churn")}
        >>> test = health.backtest(sample.accounts, cutoffs="2024-12-31", **tables)
        >>> test.same.n_churned, test.same.verdict
        (13, 'better')
    """

    auc: Estimate
    auc_nps: Estimate
    difference: Estimate
    detectable: float
    n_rows: int
    n_churned: int
    n_stayed: int

    @property
    def verdict(self) -> Verdict:
        """Whether the score is shown to foretell better than NPS alone, or worse."""
        if min(self.n_churned, self.n_stayed) < LEAST or np.isnan(self.difference.lower):
            return "too few"
        if not self.difference.excludes_zero:
            return "not shown"
        return "better" if self.difference.value > 0 else "worse"


def compared(judged: JudgedScores, *, level: float) -> AucComparison:
    """Return how the score and NPS alone compare.

    Who has no answer has no NPS, and stands at the mean of those that have.

    Args:
        judged: The scores.
        level: The confidence level.
    """
    filled = np.where(np.isnan(judged.nps), _mean(judged.nps), judged.nps)
    both = auc_difference(
        -judged.score, -filled, judged.churned, clusters=judged.account, level=level
    )
    stayed = np.unique(judged.account[~judged.churned]).size
    return AucComparison(
        auc=area(judged, judged.score, level=level),
        auc_nps=area(judged, filled, level=level),
        difference=Estimate.of(
            (both.value, both.lower, both.upper),
            level=level,
            method=PAIRED,
            n=judged.n_churned + stayed,
        ),
        detectable=both.detectable,
        n_rows=judged.account.size,
        n_churned=judged.n_churned,
        n_stayed=stayed,
    )


def area(judged: JudgedScores, scores: Floats, *, level: float) -> Estimate:
    """Return how often, of an account that left and one that stayed, the former scored lower.

    Args:
        judged: The accounts.
        scores: Their scores, shape (m,).
        level: The confidence level.
    """
    found = auc(-scores, judged.churned, clusters=judged.account, level=level)
    n = np.unique(judged.account).size
    ends = (found.value, found.lower, found.upper)
    return Estimate.of(ends, level=level, method=METHOD, n=n)


def _mean(nps: Floats) -> float:
    known = nps[~np.isnan(nps)]
    return float(known.mean()) if known.size else 0.0
