"""Whether how much customers spend depends on how often they buy; the Gamma-Gamma assumes not."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.errors import DataError
from vocvalue.results import Estimate, Note, Result
from vocvalue.results.dispatch import said
from vocvalue.results.frame import stacked
from vocvalue.stats import normal

Verdict: TypeAlias = Literal["holds", "weak", "violated"]

FEWEST_TO_CORRELATE = 4
WEAK = 0.3
"""A correlation surely below this is at most small (Cohen 1988)."""


@dataclass(frozen=True, kw_only=True)
class Independence(Result):
    """The check of the Gamma-Gamma model's independence assumption.

    Attributes:
        correlation: Rank correlation of frequency and monetary value among repeat customers.
        verdict: "holds", "weak" or "violated".
    """

    correlation: Estimate
    verdict: Verdict

    @property
    def note(self) -> Note:
        """The result of the check, in a sentence."""
        return Note.of(
            "Independence check: {finding}",
            "独立性检验：{finding}",
            finding=said(self),
            count=self.correlation.n,
            bears_on="reading" if self.verdict == "holds" else "claim",
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row: the correlation with its interval, and the verdict."""
        return stacked(self.figures()).assign(verdict=self.verdict)

    def figures(self) -> dict[str, Estimate]:
        """Return the correlation."""
        return {"rank correlation": self.correlation}


def check_independence(rfm: Rfm, *, level: float = 0.95) -> Independence:
    """Measure whether spend per purchase depends on the number of purchases.

    Args:
        rfm: Customers with monetary value; those without repeat purchases are not used.
        level: The confidence level of the correlation.

    Returns:
        The rank correlation with its interval, and a verdict: it holds if the interval includes 0,
        is weak if the interval stays within +-0.3, and is violated otherwise.

    Raises:
        DataError: The RFM has no monetary value, or fewer than four customers bought again.

    References:
        Fieller, Hartley and Pearson (1957), Tests for rank correlation coefficients, Biometrika
        44: on Fisher's z scale Spearman's correlation has variance 1.06 / (n - 3).

    Examples:
        >>> spends = [5.0, 9.0, 4.0, 8.0, 6.0, 7.0]
        >>> rfm = Rfm.from_arrays([1, 2, 3, 4, 5, 6], [1.0] * 6, [9.0] * 6, spends, unit="week")
        >>> check_independence(rfm).verdict
        'holds'
    """
    repeat = np.flatnonzero(rfm.frequency > 0)
    n = len(repeat)
    if n < FEWEST_TO_CORRELATE:
        raise DataError(f"{n} customers bought again; a correlation needs at least four.")
    rho = _rank_correlation(rfm.frequency[repeat], rfm.mean_spend[repeat])
    half = normal.critical_value(level) * np.sqrt(1.06 / (n - 3))
    middle = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    lower, upper = np.tanh([middle - half, middle + half])
    estimate = Estimate.of((rho, lower, upper), level=level, method="Spearman, Fisher z", n=n)
    return Independence(correlation=estimate, verdict=_verdict(estimate))


def _rank_correlation(frequency: NDArray[np.int64], spend: Array) -> float:
    """Spearman's: mean ranks of ties, less their mean; only spend needs sorting for them."""
    customers, order = np.bincount(frequency), np.argsort(spend)
    by_frequency = customers.cumsum() - (customers + len(order)) / 2
    sorted_spend = spend[order]
    starts = np.flatnonzero(np.append(True, sorted_spend[1:] != sorted_spend[:-1]))
    ties = np.diff(starts, append=len(order))
    by_spend = starts + (ties - len(order)) / 2
    size = np.sqrt((customers * by_frequency**2).sum() * (ties * by_spend**2).sum())
    shared = np.add.reduceat(by_frequency[frequency[order]], starts)
    return float((shared * by_spend).sum() / size) if size > 0 else 0.0


def _verdict(correlation: Estimate) -> Verdict:
    if correlation.lower <= 0 <= correlation.upper:
        return "holds"
    return "weak" if max(abs(correlation.lower), abs(correlation.upper)) < WEAK else "violated"
