"""What customers spend per purchase, as a valuation needs it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note


class Spend(ABC):
    """Spend per purchase: what to expect of each customer, how precisely, and draws of it."""

    @property
    @abstractmethod
    def notes(self) -> tuple[Note, ...]:
        """What a reader must know about it."""

    @property
    @abstractmethod
    def mean_spend(self) -> float:
        """The mean spend per purchase over customers, which a new customer is expected to spend."""

    @property
    def model_name(self) -> str:
        """The name of the model, or of the way to do without one."""
        return type(self).__name__

    @property
    @abstractmethod
    def parameters(self) -> dict[str, float]:
        """Its figures by name."""

    @abstractmethod
    def expected(self, rfm: Rfm) -> Array:
        """Return the expected spend per purchase in money, shape (n,).

        Args:
            rfm: The customers.
        """

    @abstractmethod
    def variance_of_total(self, rfm: Rfm, purchases: Array) -> float:
        """Return the variance that what was estimated brings into a total.

        Args:
            rfm: The customers.
            purchases: The discounted purchases of each customer in the total, shape (n,).
        """

    @abstractmethod
    def draw(
        self, rfm: Rfm, who: NDArray[np.int64], count: NDArray[np.int64], rng: np.random.Generator
    ) -> Array:
        """Draw the amounts of purchases to come.

        Args:
            rfm: The customers.
            who: The positions of some of them, shape (m,).
            count: The number of purchases of each of those, shape (m,).
            rng: The generator.

        Returns:
            The amounts, customer after customer, shape (count.sum(),).
        """


@dataclass(frozen=True, kw_only=True, eq=False)
class GivenSpend(Spend):
    """Spend per purchase as passed by the caller.

    Args:
        amount: One amount for all customers, or one per customer, shape (n,).
        reason: Why it is known, if it was not passed.

    Raises:
        ParameterError: An amount is negative or not finite.

    Examples:
        >>> rfm = Rfm.from_arrays([2, 0], [4.0, 0.0], [9.0, 9.0], unit="month")
        >>> GivenSpend(amount=30.0).expected(rfm)
        array([30., 30.])
    """

    amount: float | Array = field(repr=False)
    reason: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        amounts = np.asarray(self.amount, dtype=np.float64)
        if not np.isfinite(amounts).all() or (amounts < 0).any():
            raise ParameterError(
                "spend holds amounts that are negative or not finite. Every customer needs an "
                "amount of at least 0."
            )

    @property
    def notes(self) -> tuple[Note, ...]:
        """The note that the amounts are treated as known."""
        return self.reason or (
            Note.of(
                "Spend per purchase was handed in and is treated as known: the interval leaves out "
                "how far amounts vary.",
                "单次消费由外部给定，视为已知：区间未包含金额本身的波动。",
            ),
        )

    @property
    def mean_spend(self) -> float:
        """The mean of the amounts."""
        return float(np.mean(self.amount))

    @property
    def parameters(self) -> dict[str, float]:
        """The mean of the amounts."""
        return {"mean_spend": self.mean_spend}

    def expected(self, rfm: Rfm) -> Array:
        """Return the amounts, one per customer.

        Args:
            rfm: The customers.

        Raises:
            DataError: The number of amounts differs from the number of customers.
        """
        amounts = np.asarray(self.amount, dtype=np.float64)
        if amounts.ndim and amounts.shape != (rfm.n_customers,):
            raise DataError(
                f"spend has the shape {amounts.shape}, but there are {rfm.n_customers:,} "
                "customers: pass one amount for all, or one per customer in the order of the "
                "histories."
            )
        return np.broadcast_to(amounts, (rfm.n_customers,)).copy()

    def variance_of_total(self, rfm: Rfm, purchases: Array) -> float:  # noqa: ARG002
        """Return 0: nothing was estimated.

        Args:
            rfm: The customers.
            purchases: The discounted purchases of each customer in the total, shape (n,).
        """
        return 0.0

    def draw(
        self,
        rfm: Rfm,
        who: NDArray[np.int64],
        count: NDArray[np.int64],
        rng: np.random.Generator,  # noqa: ARG002
    ) -> Array:
        """Return the amounts, each as often as its customer buys.

        Args:
            rfm: The customers.
            who: The positions of some of them, shape (m,).
            count: The number of purchases of each of those, shape (m,).
            rng: The generator.
        """
        return np.repeat(self.expected(rfm)[who], count)
