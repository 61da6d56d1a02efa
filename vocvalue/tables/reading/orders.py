"""Order logs that know how they are read, and the policies that they are read by."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.tables.reading.customers import Timed

Refunds: TypeAlias = Literal["net", "drop", "error"]
Zeros: TypeAlias = Literal["keep", "drop", "error"]
Duplicates: TypeAlias = Literal["keep", "drop", "error"]


@dataclass(frozen=True, eq=False)
class Orders(Timed):
    """An order log that knows how it is read, wherever it is passed.

    Attributes:
        amount: Column with the amounts, negative for a refund; a unit price if quantity is named.
            None if the orders have no amounts: purchases can then be counted, but not valued.
        quantity: Column by which the amount is multiplied.
        refunds: "net" deducts refunds from the purchase they follow, "drop" leaves them out,
            "error" refuses them.
        zeros: "keep" counts an order of amount 0 as a purchase, "drop" leaves it out, "error"
            refuses it.
        duplicates: The same choice for rows that repeat another in every column.
        observation_end: The last moment observed; by default the latest order.
        currency: The currency code, or the column that holds it.
        product: Column with the product of each line, by its id or its name; only the funnel of
            leads reads it.
        order_id: Column with the id of the order that a line belongs to; by default "order_id", if
            there is one. Only the costs of problems are read by it.

    Examples:
        The names are said once, and hold in every room.

        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> lines = pd.DataFrame({
        ...     "CustomerID": [1, 1, 2],
        ...     "InvoiceDate": pd.to_datetime(["2011-01-01", "2011-02-01", "2011-03-01"]),
        ...     "UnitPrice": [2.5, 4.0, 1.0],
        ...     "Quantity": [4, 1, 3],
        ... })
        >>> orders = vv.Orders(
        ...     lines,
        ...     customer_id="CustomerID",
        ...     timestamp="InvoiceDate",
        ...     amount="UnitPrice",
        ...     quantity="Quantity",
        ...     currency="GBP",
        ... )
        >>> vv.clv.rfm(orders).frequency
        array([1, 0])
        >>> vv.clv.historical(orders).total
        17.0
    """

    amount: str | None = "amount"
    quantity: str | None = None
    refunds: Refunds = "net"
    zeros: Zeros = "keep"
    duplicates: Duplicates = "keep"
    observation_end: object = None
    currency: str | None = None
    product: str | None = None
    order_id: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        checks.one_of("refunds", self.refunds, ("net", "drop", "error"))
        checks.one_of("zeros", self.zeros, ("keep", "drop", "error"))
        checks.one_of("duplicates", self.duplicates, ("keep", "drop", "error"))
        if self.amount is None and self.quantity is not None:
            raise ParameterError(
                f"quantity == {self.quantity!r} and amount == None: a quantity is multiplied "
                "by a unit price. Name the column of the price as amount, or leave quantity "
                "out."
            )

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that must hold numbers."""
        return tuple(name for name in (self.amount, self.quantity) if name is not None)
