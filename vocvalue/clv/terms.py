"""The terms that turn purchases into money: horizon, discount rate, margin and costs."""

from dataclasses import dataclass

from vocvalue import checks, duration
from vocvalue.results import Basis
from vocvalue.results.dispatch import said
from vocvalue.results.tongues import tongue


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of a valuation, repeated in its result.

    Args:
        horizon: The span of the value, such as "12 months", or "lifetime" for all of the future.
        discount_rate: Effective annual rate; 10% is 0.10.
        margin: The margin, as a share of revenue: what is left after the cost of goods sold; None
            values revenue.
        cost_to_serve: Amount per customer and year, spent for as long as the customer stays.
        acquisition_cost: Amount per customer, spent once at the start.

    Raises:
        ParameterError: A horizon without a unit, a rate or margin outside its range, or a negative
            cost.

    Examples:
        >>> Terms(horizon="12 months", discount_rate=0.10, margin=0.40).basis
        'margin'
    """

    horizon: duration.Span
    discount_rate: float
    margin: float | None = None
    cost_to_serve: float = 0.0
    acquisition_cost: float = 0.0

    def __post_init__(self) -> None:
        duration.horizon_length(self.horizon, "day")
        checks.discount_rate(self.discount_rate)
        if self.margin is not None:
            checks.margin(self.margin)
        checks.non_negative("cost_to_serve", self.cost_to_serve)
        checks.non_negative("acquisition_cost", self.acquisition_cost)
        if self.horizon == duration.LIFETIME:
            checks.positive("discount_rate over a lifetime", self.discount_rate)

    @property
    def basis(self) -> Basis:
        """What the money is: net profit with any cost, margin with a margin, else revenue."""
        if self.cost_to_serve or self.acquisition_cost:
            return "net profit"
        return "revenue" if self.margin is None else "margin"

    @property
    def share_kept(self) -> float:
        """The share kept of a unit of revenue."""
        return 1.0 if self.margin is None else self.margin

    def describe(self, language: str = "en") -> str:
        """Return the terms in words.

        Args:
            language: "en" or "zh".

        Raises:
            ParameterError: The language is not supported.
        """
        return said(self).into(tongue(language))
