"""What the figures of a segment table mean."""

from dataclasses import dataclass

from vocvalue import duration
from vocvalue.results import Basis
from vocvalue.results.texts import Text


@dataclass(frozen=True, kw_only=True, eq=False)
class CrossTerms:
    """What the figures of a segment table mean.

    Attributes:
        window: The time in which orders were counted; None where columns were handed in.
        churn: What counts as having left, or None where churn is not known.
        horizon: The span of the lifetime value, or None.
        discount_rate: The annual effective rate that it is discounted at, or None where not known.
        margin: The share of revenue kept, or None.
        basis: What the money of the lifetime value is: "revenue", "margin" or "net profit".
        currency: The currency's code, or None.
    """

    window: Text | None = None
    churn: Text | None = None
    horizon: duration.Span | None = None
    discount_rate: float | None = None
    margin: float | None = None
    basis: Basis = "revenue"
    currency: str | None = None

    def basis_of(self, metric: str) -> Basis:
        """Return what the money of a figure is.

        Args:
            metric: "revenue", "margin" or "ltv".
        """
        if metric == "ltv":
            return self.basis
        return "margin" if metric == "margin" else "revenue"
