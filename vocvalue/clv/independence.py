"""Whether how much customers spend depends on how often they buy, which the Gamma-Gamma denies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.errors import DataError
from vocvalue.results import Estimate, Note, Result
from vocvalue.results.former import Language, interval
from vocvalue.stats import normal

Verdict: TypeAlias = Literal["holds", "weak", "violated"]

FEWEST_TO_CORRELATE = 4
WEAK = 0.3
"""A correlation surely below this is at most small (Cohen 1988)."""


MEANING: Mapping[Verdict, tuple[str, str]] = {
    "holds": (
        "no sign that spend depends on frequency; the spend model's assumption holds",
        "未见消费金额与购买频率相关, 消费模型的假设成立",
    ),
    "weak": (
        "spend depends weakly on frequency; compare the best customers with a holdout",
        "消费金额与购买频率弱相关; 请用留出期核对最佳客户",
    ),
    "violated": (
        (
            "spend depends on frequency, against the spend model's assumption: values of the most "
            "frequent customers are biased; check them against a holdout"
        ),
        "消费金额与购买频率相关, 违背消费模型假设: 高频客户的价值有偏, 请用留出期核对",
    ),
}


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
        """What the check found, in a sentence."""
        return Note.of(
            f"Independence check: {self.statement('en')}",
            f"独立性检验: {self.statement('zh')}",
            count=self.correlation.n,
        )

    def statement(self, language: Language = "en") -> str:
        """Return what was found and what it means, in English or Chinese."""
        it = self.correlation
        found = f"{it.value:+.2f} ({interval(it.level, it.lower, it.upper, '{:+.2f}'.format)})"
        en, zh = MEANING[self.verdict]
        if language == "zh":
            return f"频率与消费的秩相关 {found}: {zh}。"
        return f"rank correlation of frequency and spend {found}: {en}."

    def to_frame(self) -> pd.DataFrame:
        """Return one row: the correlation, its interval and the verdict."""
        return pd.DataFrame([{**self.correlation.to_dict(), "verdict": self.verdict}])

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the correlation and the verdict."""
        return [("rank correlation", str(self.correlation)), ("assumption", self.verdict)]


def check_independence(rfm: Rfm, *, level: float = 0.95) -> Independence:
    """Measure whether spend per purchase depends on the number of purchases.

    Args:
        rfm: Customers with monetary value; those without repeat purchase say nothing.
        level: The confidence level of the correlation.

    Returns:
        The rank correlation with its interval, and a verdict: it holds where the interval
        includes 0, is weak where the interval stays within +-0.3, and is violated otherwise.

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
    estimate = Estimate(
        value=rho, lower=lower, upper=upper, level=level, method="Spearman, Fisher z", n=n
    )
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
