"""How well weighting makes groups alike, and how few rows it then rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

# One row that carries a twentieth of a group's mean, or a group worth a tenth of its size.
HEAVIEST, THINNEST = 0.05, 0.10
# Beyond these the intervals of a mean do not hold, or say nothing.
ALONE, FEWEST = 0.15, 20.0


@dataclass(frozen=True, kw_only=True, eq=False)
class WeightBalance:
    """How well weighting makes the groups alike.

    Attributes:
        n: The rows of each group, shape (k,).
        effective_n: How many equally weighted rows each mean rests on, shape (k,).
        largest_weight: The largest share that one row has in its group's mean, shape (k,).
        imbalance: The largest difference that weighting leaves between a group and the population
            in any covariate, in standard deviations, shape (k,).
        imbalance_before: The same without weighting, shape (k,).
    """

    n: Codes
    effective_n: Floats
    largest_weight: Floats
    imbalance: Floats
    imbalance_before: Floats

    @property
    def overlaps(self) -> bool:
        """Whether every group has members like everybody in the population."""
        heavy = np.any(self.largest_weight > HEAVIEST)
        thin = np.any(self.effective_n < THINNEST * self.n)
        return not bool(heavy or thin)

    @property
    def holds(self) -> bool:
        """Whether the groups' means can be estimated: enough rows, and none that dominates."""
        alone = np.any(self.largest_weight > ALONE)
        return not bool(alone or np.any(self.effective_n < FEWEST))


def balance_of(groups: Sequence[tuple[Floats, Floats, Floats]], everybody: Floats) -> WeightBalance:
    """Return how alike weighting makes groups.

    Args:
        groups: Each group's standardised covariates, shape (m, p), weights in the population, and
            weights that make it like the population, shape (m,).
        everybody: The covariates' means in the population, shape (p,).

    Examples:
        >>> rows, plain = np.array([[0.0], [1.0]]), np.ones(2)
        >>> found = balance_of([(rows, plain, np.array([1.0, 3.0]))], np.array([0.75]))
        >>> found.effective_n.tolist(), found.imbalance.tolist(), found.imbalance_before.tolist()
        ([1.6], [0.0], [0.25])
    """
    sums = [inverse.sum() for _, _, inverse in groups]
    parts = list(zip(groups, sums, strict=True))
    return WeightBalance(
        n=np.array([own.size for _, own, _ in groups]),
        effective_n=np.array([total**2 / (inverse @ inverse) for (*_, inverse), total in parts]),
        largest_weight=np.array([inverse.max() / total for (*_, inverse), total in parts]),
        imbalance=np.array(
            [_apart(inverse @ rows / total, everybody) for (rows, _, inverse), total in parts]
        ),
        imbalance_before=np.array(
            [_apart(own @ rows / own.sum(), everybody) for rows, own, _ in groups]
        ),
    )


def _apart(mean: Floats, everybody: Floats) -> float:
    return float(np.abs(mean - everybody).max())
