"""Whether spend depends on how often customers buy, which the Gamma-Gamma model rules out."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.errors import DataError
from vocvalue.results import Estimate, Note
from vocvalue.results.dispatch import said
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.stats import normal

Verdict: TypeAlias = Literal["holds", "weak", "violated"]

FEWEST_TO_CORRELATE = 4
LAST_CLASS = 7
"""Customers with so many repeat purchases or more are one class."""
WEAK = 0.3
"""A correlation surely below this is at most small (Cohen 1988)."""


@dataclass(frozen=True, kw_only=True)
class SpendOfClass:
    """What customers with so many repeat purchases spend per purchase.

    Attributes:
        frequency: The number of repeat purchases; in the last class, the lowest one.
        customers: The number of customers in the class.
        lower: The mean spend below which a quarter of the customers lie.
        median: The mean spend below which half of the customers lie.
        upper: The mean spend below which three quarters of the customers lie.
    """

    frequency: int
    customers: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class Independence(Pictured):
    """The check of the Gamma-Gamma model's independence assumption.

    Attributes:
        correlation: Rank correlation of frequency and monetary value among repeat customers.
        verdict: "holds", "weak" or "violated".
        classes: What customers spend by their number of repeat purchases; seven or more are one
            class.
        currency: The currency code, if known.
    """

    correlation: Estimate
    verdict: Verdict
    classes: tuple[SpendOfClass, ...] = field(default=(), repr=False)
    currency: str | None = None

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
    frequency, spend = rfm.frequency[repeat], rfm.mean_spend[repeat]
    rho = _rank_correlation(frequency, spend)
    half = normal.critical_value(level) * np.sqrt(1.06 / (n - 3))
    middle = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    lower, upper = np.tanh([middle - half, middle + half])
    estimate = Estimate.of((rho, lower, upper), level=level, method="Spearman, Fisher z", n=n)
    return Independence(
        correlation=estimate,
        verdict=_verdict(estimate),
        classes=_classes(frequency, spend),
        currency=rfm.currency,
    )


def _classes(frequency: NDArray[np.int64], spend: Array) -> tuple[SpendOfClass, ...]:
    """Return the quartiles of mean spend by number of repeat purchases, of those that occur."""
    place = np.minimum(frequency, LAST_CLASS)
    classes = []
    for number in np.unique(place).tolist():
        theirs = spend[place == number]
        lower, median, upper = np.quantile(theirs, (0.25, 0.5, 0.75)).tolist()
        classes.append(
            SpendOfClass(
                frequency=number, customers=theirs.size, lower=lower, median=median, upper=upper
            )
        )
    return tuple(classes)


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
