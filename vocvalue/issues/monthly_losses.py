"""What problems cost a month, as one question of this room hands it to another."""

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.results import Basis, Evidence
from vocvalue.results.sameness import Compared
from vocvalue.sealed import seal

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class MonthlyLosses(Compared):
    """What each of some problems costs a month, and how certain that is.

    Attributes:
        topics: The problems.
        loss: The money that each costs a month, positive for a loss, shape (k,).
        covariance: How certain that is, shape (k, k).
        currency: The currency code, or None where it is not known.
        basis: What the money is: revenue, margin or net profit.
        evidence: What the figures rest on.
        level: The confidence level asked for.
        n: The number of exposures that they rest on.

    Raises:
        ParameterError: Arrays whose length is not that of the topics.

    Examples:
        >>> losses = MonthlyLosses(
        ...     topics=("late delivery",), loss=np.array([36_000.0]),
        ...     covariance=np.array([[4e6]]), currency="CNY", basis="revenue",
        ...     evidence="adjusted observational", level=0.95, n=2_000,
        ... )
        >>> losses.standard_errors.tolist()
        [2000.0]
    """

    topics: tuple[str, ...]
    loss: Floats
    covariance: Floats = field(repr=False)
    currency: str | None
    basis: Basis
    evidence: Evidence
    level: float
    n: int

    def __post_init__(self) -> None:
        k = len(self.topics)
        if self.loss.shape != (k,) or self.covariance.shape != (k, k):
            raise ParameterError(
                f"loss has shape {self.loss.shape} and covariance {self.covariance.shape}, must be "
                f"({k},) and ({k}, {k}) for {k} topics."
            )
        seal(self)

    @property
    def standard_errors(self) -> Floats:
        """The standard error of each loss, shape (k,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


@runtime_checkable
class Costed(Protocol):
    """Anything that knows what problems cost a month."""

    @property
    def monthly_losses(self) -> MonthlyLosses:
        """What each problem costs a month."""
