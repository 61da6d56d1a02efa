"""What the figures of a segment table mean."""

from dataclasses import dataclass

from vocvalue import duration
from vocvalue.results import Basis
from vocvalue.results.texts import Text


@dataclass(frozen=True, kw_only=True, eq=False)
class CrossTerms:
    """What the figures of a segment table mean.

    Attributes:
        window: The time in which orders were counted; None where the figures came as columns.
        churn: The definition of churn, or None where churn is not known.
        horizon: The span of the lifetime value, or None.
        discount_rate: The annual effective discount rate of the lifetime value, or None if unknown.
        margin: The margin, as a share of revenue, or None.
        basis: What the lifetime value measures: "revenue", "margin" or "net profit".
        currency: The currency code, or None.
    """

    window: Text | None = None
    churn: Text | None = None
    horizon: duration.Span | None = None
    discount_rate: float | None = None
    margin: float | None = None
    basis: Basis = "revenue"
    currency: str | None = None

    def basis_of(self, metric: str) -> Basis:
        """Return what a figure of money measures: revenue, margin or net profit.

        Args:
            metric: "revenue", "margin" or "ltv".
        """
        if metric == "ltv":
            return self.basis
        return "margin" if metric == "margin" else "revenue"
