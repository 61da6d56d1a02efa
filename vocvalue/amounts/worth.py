"""What a customer is worth and what a programme costs, from numbers, estimates or predictions."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Basis, Estimate, Evidence, Money, Note
from vocvalue.results.numerals import counted
from vocvalue.results.values import Valued
from vocvalue.stats import normal
from vocvalue.stats.means import mean_interval
from vocvalue.tables import per_customer

Worth: TypeAlias = float | Estimate | Valued | NDArray[np.float64] | Any
Cost: TypeAlias = float | Estimate

BASES: tuple[Basis, ...] = ("revenue", "margin", "net profit")


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number with the ends of its interval, at one level.

    Attributes:
        value: The number.
        lower: The lower end.
        upper: The upper end.
        currency: The currency code, or None where it is not stated.
        basis: What the money is, revenue or margin, or None where it is not stated.
        evidence: The grade of evidence, or None where it is not stated.
        notes: Notes on the amount.
    """

    value: float
    lower: float
    upper: float
    currency: str | None = None
    basis: Basis | None = None
    evidence: Evidence | None = None
    notes: tuple[Note, ...] = ()

    def times(self, factor: float) -> "Amount":
        """Return the amount times a number."""
        ends = sorted((factor * self.lower, factor * self.upper))
        return Amount(
            value=factor * self.value,
            lower=ends[0],
            upper=ends[1],
            currency=self.currency,
            basis=self.basis,
            evidence=self.evidence,
            notes=self.notes,
        )


def amount(name: str, given: object, level: float) -> Amount:
    """Return a number, an estimate, values of customers or a prediction as an amount.

    Raises:
        DataError: Values that are missing or infinite, or none.
        ParameterError: Anything else, or a number that is not finite.
    """
    if isinstance(given, Estimate):
        return _of_estimate(name, given, level)
    if isinstance(given, Valued):
        values = given.customer_values
        column = per_customer.column(values.table, values.value)
        return _of_values(name, column, level, currency=values.currency, basis=values.basis)
    if np.ndim(given) == 1:  # type: ignore[arg-type]
        return _of_values(name, checks.finite_array(name, given), level)  # type: ignore[arg-type]
    number = checks.number(name, given)
    return Amount(value=number, lower=number, upper=number)


def same(name: str, first: object, second: object, what: str) -> None:
    """Refuse two amounts that state different currencies or bases.

    Raises:
        DataError: They differ.
    """
    if first is not None and second is not None and first != second:
        raise DataError(
            f"{name} is in {second}, the value per customer in {first}: the {what} must be one. "
            "Convert one of them first."
        )


def refuse_negative(name: str, cost: Amount) -> None:
    """Refuse a cost below 0.

    Raises:
        ParameterError: It is.
    """
    if cost.value < 0:
        raise ParameterError(
            f"{name} == {cost.value:g}, must be >= 0. What a programme brings besides is realised=."
        )


def _of_estimate(name: str, given: Estimate, level: float) -> Amount:
    """Return an estimate at another level, as far as its own ends are those of a normal."""
    value = checks.number(name, given.value)
    if not (np.isfinite(given.lower) and np.isfinite(given.upper)):
        raise DataError(
            f"{name} is {given.value:g} with an interval from {given.lower:g} to {given.upper:g}, "
            "so that nobody knows how certain it is. Pass the number alone to take it as certain, "
            "or an estimate whose interval is known."
        )
    factor = normal.critical_value(level) / normal.critical_value(given.level)
    ends = given.lower, given.upper
    lower, upper = (value + factor * (end - value) for end in ends)
    money = isinstance(given, Money)
    return Amount(
        value=value,
        lower=lower,
        upper=upper,
        currency=given.currency if money else None,  # type: ignore[attr-defined]
        basis=given.basis if money else None,  # type: ignore[attr-defined]
        evidence=given.evidence if money else None,  # type: ignore[attr-defined]
    )


def _of_values(
    name: str,
    values: NDArray[np.float64],
    level: float,
    *,
    currency: str | None = None,
    basis: Basis | None = None,
) -> Amount:
    if not values.size:
        raise DataError(f"{name} holds no values. At least one customer is needed.")
    mean = float(values.mean())
    if values.size < 2:
        raise DataError(
            f"{name} holds the value of one customer, {mean:g}: how far it is from the mean of "
            "others is not known. Pass it as a number to take it as certain."
        )
    lower, upper = mean_interval(mean, values.var(ddof=1), values.size, level)
    note = Note.of(
        "The value is the mean of {customers}. If these are not the customers at risk it is too "
        "high: customers who are about to leave are worth less than average.",
        "价值取 {customers}的平均值；若他们不是有流失风险的客户，则会偏高："
        "即将流失的客户价值低于平均水平。",
        customers=counted(values.size, "customer"),
    )
    return Amount(
        value=mean,
        lower=float(lower),
        upper=float(upper),
        currency=currency,
        basis=basis,
        notes=(note,),
    )
