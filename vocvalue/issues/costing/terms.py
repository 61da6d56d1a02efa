"""On what terms a problem is priced: margin, currency, how many report, and how sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Basis
from vocvalue.stats.cross_fitting import Learner

Reported: TypeAlias = float | Sequence[float] | None
"""The share of those who meet a problem that reports it: one, or the lowest and the highest."""


@dataclass(frozen=True, kw_only=True)
class CostTerms:
    """The terms on which a problem is priced, checked.

    Attributes:
        margin: The margin as a share of revenue; None for revenue.
        currency: The currency code, or None.
        reported: The shares that report, the lowest first; none where mentions count as they are.
        level: The confidence level.
        outcome_model: The caller's model of the outcome, or None.
        exposure_model: The caller's model of who meets the problem, or None.
        seed: The seed of the folds that these are fitted in.
    """

    margin: float | None
    currency: str | None
    reported: tuple[float, ...]
    level: float
    outcome_model: Learner | None = None
    exposure_model: Learner | None = None
    seed: int = 0

    @property
    def basis(self) -> Basis:
        """What the money is."""
        return "revenue" if self.margin is None else "margin"

    @property
    def kept(self) -> float:
        """How much of a unit of spend counts."""
        return 1.0 if self.margin is None else self.margin

    @property
    def is_plugged(self) -> bool:
        """Whether the caller brings a model."""
        return self.outcome_model is not None or self.exposure_model is not None


def shares_reported(reported: Reported) -> tuple[float, ...]:
    """Return the shares that report, the lowest first.

    Args:
        reported: One share, the lowest and the highest, or None.

    Raises:
        ParameterError: A share that is not above 0 and at most 1, or the wrong way round.

    Examples:
        >>> shares_reported((0.2, 0.5)), shares_reported(1.0), shares_reported(None)
        ((0.2, 0.5), (1.0,), ())
    """
    if reported is None:
        return ()
    shares = (reported,) if isinstance(reported, int | float) else tuple(reported)
    if len(shares) not in {1, 2}:
        raise ParameterError(
            f"reported == {reported!r}, must be one share or the lowest and the highest: "
            "reported=(0.2, 0.5) if one in five to one in two reports."
        )
    checked = tuple(checks.number("reported", share) for share in shares)
    for share in checked:
        if not 0 < share <= 1:
            raise ParameterError(
                f"reported == {reported!r}, must be above 0 and at most 1: the share of those who "
                "meet the problem that reports it. Write one in five as 0.20."
            )
    if checked[0] > checked[-1]:
        raise ParameterError(f"reported == {reported!r}, must have the lower share first.")
    return tuple(dict.fromkeys(checked))


def one_currency(currency: str | None, of_orders: str | None) -> str | None:
    """Return the currency of the money.

    Args:
        currency: The one asked for.
        of_orders: That of the orders, if known.

    Raises:
        DataError: They differ.
    """
    if currency is not None and of_orders is not None and currency != of_orders:
        raise DataError(
            f"currency == {currency!r}, but the orders are in {of_orders}. Convert the amounts "
            "first, or leave currency out."
        )
    return currency or of_orders
