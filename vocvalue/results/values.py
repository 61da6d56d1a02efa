"""What customers are worth, as one room hands it to another."""

from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from vocvalue.results.estimates import Basis


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerValues:
    """What each customer is worth, as one room hands it to another.

    Attributes:
        table: One row per customer, of any dataframe library.
        customer_id: The column with the customer ids in the table.
        value: The table's column of the value, in money.
        horizon: The span over which it was counted.
        basis: What the money is: revenue, margin or net profit.
        discount_rate: The effective annual rate that it is discounted at, where known.
        currency: The currency code, where known.

    Examples:
        >>> import pandas as pd
        >>> table = pd.DataFrame({"customer_id": ["a", "b"], "clv": [120.0, 40.0]})
        >>> values = CustomerValues(
        ...     table=table, customer_id="customer_id", value="clv", horizon="12 months",
        ...     basis="margin",
        ... )
        >>> values.table[values.value].sum()
        np.float64(160.0)
    """

    table: Any = field(repr=False)
    customer_id: str
    value: str
    horizon: Any
    basis: Basis
    discount_rate: float | None = None
    currency: str | None = None


@runtime_checkable
class Valued(Protocol):
    """Anything that knows what each customer is worth."""

    @property
    def customer_values(self) -> CustomerValues:
        """What each customer is worth."""
