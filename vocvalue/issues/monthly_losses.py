"""What problems cost a month, as one question of this room hands it to another."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, Self, TypeAlias, runtime_checkable

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
        covariance: How certain that is for a given number of exposures, the same in every month,
            shape (k, k).
        counted: The covariance that a month has besides, as the number of its exposures is left to
            chance, anew in every month, shape (k, k); None takes the number as certain.
        results: The number of the result that each was measured in; None where that is one.
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
    counted: Floats | None = field(default=None, repr=False)
    results: tuple[int, ...] | None = None
    currency: str | None
    basis: Basis
    evidence: Evidence
    level: float
    n: int

    def __post_init__(self) -> None:
        k = len(self.topics)
        if self.loss.shape != (k,) or not self.covariance.shape == self.chance.shape == (k, k):
            raise ParameterError(
                f"loss has shape {self.loss.shape}, covariance {self.covariance.shape} and counted "
                f"{self.chance.shape}, must be ({k},), ({k}, {k}) and ({k}, {k}) for {k} topics."
            )
        seal(self)

    @property
    def chance(self) -> Floats:
        """The covariance of a month that is left to chance, 0 where none is stated."""
        return np.zeros_like(self.covariance) if self.counted is None else self.counted

    @property
    def standard_errors(self) -> Floats:
        """The standard error of each loss of one month, shape (k,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance + self.chance)))

    def among(self, places: Sequence[int]) -> Self:
        """Return the losses of some problems.

        Args:
            places: Their places.
        """
        square = np.ix_(places, places)
        return replace(
            self,
            topics=tuple(self.topics[place] for place in places),
            loss=self.loss[list(places)],
            covariance=self.covariance[square],
            counted=self.chance[square],
            results=self.results and tuple(self.results[place] for place in places),
        )

    def variance(self, months: Floats) -> Floats:
        """Return the variance of the losses of some months together.

        What is not known of a loss is the same in every month, and grows with their square. The
        number of exposures is drawn anew, and its variance grows with their number. Different
        results hold their problems against the same customers, how far is not known: their
        standard errors are added, as if all erred alike.

        Args:
            months: For how many months each problem counts, 0 or more, shape (..., k).

        Returns:
            Shape (...).

        Examples:
            >>> losses = MonthlyLosses(
            ...     topics=("late delivery",), loss=np.array([100.0]), covariance=np.array([[4.0]]),
            ...     counted=np.array([[9.0]]), currency=None, basis="revenue",
            ...     evidence="adjusted observational", level=0.95, n=50,
            ... )
            >>> losses.variance(np.array([[1.0], [12.0]])).tolist()
            [13.0, 684.0]
        """
        if self.results is None or len({*self.results}) < 2:
            return self._of_one_result(months)
        number = np.array(self.results)
        parts = [self._of_one_result(months * (number == one)) for one in np.unique(number)]
        return np.asarray(np.sum(np.sqrt(np.maximum(parts, 0.0)), axis=0) ** 2)

    def _of_one_result(self, months: Floats) -> Floats:
        root = np.sqrt(months)
        lasting = np.einsum("...j,jk,...k->...", months, self.covariance, months)
        return np.asarray(lasting + np.einsum("...j,jk,...k->...", root, self.chance, root))


@runtime_checkable
class Costed(Protocol):
    """Anything that knows what problems cost a month."""

    @property
    def monthly_losses(self) -> MonthlyLosses:
        """What each problem costs a month."""
