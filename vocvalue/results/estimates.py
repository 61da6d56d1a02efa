"""A number with its interval, and money with its basis and grade of evidence."""

from dataclasses import dataclass
from html import escape
from typing import Any, Literal, Self, SupportsFloat, TypeAlias, get_args

import numpy as np

from vocvalue.errors import ParameterError
from vocvalue.results.dispatch import said
from vocvalue.results.plain_data import plain
from vocvalue.results.sameness import Compared
from vocvalue.results.tongues import tongue

Evidence: TypeAlias = Literal["randomised", "adjusted observational", "association only"]
Basis: TypeAlias = Literal["revenue", "margin", "net profit"]
Interval: TypeAlias = tuple[float, float, float]
"""An estimate and the two ends of its interval."""

Ends: TypeAlias = tuple[SupportsFloat, SupportsFloat, SupportsFloat]

ROUNDING = 1e-9
GRADES: tuple[Evidence, ...] = get_args(Evidence)


def weakest(*grades: Evidence | None) -> Evidence:
    """Return the weakest of some grades of evidence; what has none does not count.

    Examples:
        >>> weakest("randomised", None, "adjusted observational")
        'adjusted observational'
    """
    return max((grade for grade in grades if grade is not None), key=GRADES.index)


@dataclass(frozen=True, kw_only=True, eq=False)
class Estimate(Compared):
    """A number with its interval.

    Attributes:
        value: The point estimate.
        lower: The lower end of the interval.
        upper: The upper end of the interval.
        level: The confidence level of the interval, such as 0.95.
        method: How the interval was made, and what it leaves out.
        n: The number of units the estimate rests on.

    Examples:
        >>> print(Estimate(value=0.2, lower=0.14, upper=0.26, level=0.95, method="Wald", n=1000))
        0.2 (95% interval: 0.14 to 0.26)
    """

    value: float
    lower: float
    upper: float
    level: float
    method: str
    n: int

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise ParameterError(f"level == {self.level}, must be between 0 and 1.")
        if self.n < 0:
            raise ParameterError(f"n == {self.n}, must not be below 0.")
        # An end that is not known is NaN, which no comparison holds against the value.
        slack = ROUNDING * max(1.0, abs(self.value)) if np.isfinite(self.value) else 0.0
        if self.lower > self.value + slack or self.upper < self.value - slack:
            raise ParameterError(
                f"value == {self.value}, must lie within its interval, {self.lower} to "
                f"{self.upper}."
            )

    @classmethod
    def of(cls, interval: Ends, *, level: float, method: str, n: int) -> "Estimate":
        """Return the estimate of a value and its two ends, in this order.

        Args:
            interval: The value, the lower and the upper end.
            level: The confidence level.
            method: How the interval was made.
            n: The number of units it rests on.
        """
        value, lower, upper = (float(end) for end in interval)
        return Estimate(value=value, lower=lower, upper=upper, level=level, method=method, n=n)

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval leaves 0 out; not so where an end that would do it is not known.

        Examples:
            >>> gap = Estimate(value=2.0, lower=0.5, upper=3.5, level=0.95, method="t", n=50)
            >>> gap.excludes_zero
            True
        """
        return self.lower > 0 or self.upper < 0

    def __str__(self) -> str:
        return self.statement()

    def statement(self, language: str = "en") -> str:
        """Return the number with its interval for a reader, in English or Chinese."""
        return said(self).into(tongue(language))

    def _repr_html_(self) -> str:
        return f"<span>{escape(self.statement())}</span>"

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a plain dictionary."""
        return {name: plain(held) for name, held in vars(self).items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class Money(Estimate):
    """An amount of money with its interval, what it counts and how far it can be trusted.

    Attributes:
        currency: The currency code, or None where the data did not say.
        basis: What the money is: revenue, margin or net profit.
        evidence: Whether the figure rests on a random experiment, on adjusted observation, or on
            association only.

    Examples:
        >>> lift = Estimate(value=50.0, lower=20.0, upper=80.0, level=0.95, method="", n=9)
        >>> net = Money.priced(lift, currency="EUR", basis="margin", evidence="randomised")
        >>> print(net)
        €50 of margin (95% interval: 20 to 80; evidence: randomised)
        >>> net.statement("zh")
        '毛利 50 欧元（95% 置信区间 20 欧元至 80 欧元；证据等级：随机实验）'
    """

    currency: str | None
    basis: Basis
    evidence: Evidence

    @classmethod
    def priced(
        cls, estimate: Estimate, *, currency: str | None, basis: Basis, evidence: Evidence
    ) -> Self:
        """Return an estimate as an amount of money.

        Args:
            estimate: The amount with its interval.
            currency: The currency code, or None where it is not known.
            basis: Revenue, margin or net profit.
            evidence: What it rests on.
        """
        fields = {name: getattr(estimate, name) for name in Estimate.__dataclass_fields__}
        return cls(**fields, currency=currency, basis=basis, evidence=evidence)
