"""Whom problems hit: tenths of customers by their value, or by what they had spent before."""

from dataclasses import dataclass, field, replace
from typing import Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
By: TypeAlias = Literal["value", "past spend"]

TENTHS = 10
UNKNOWN = TENTHS
"""The group of customers whose value is not known."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LossByDecile:
    """How the exposures and the loss of each topic fall on tenths of customers, the lowest first.

    Attributes:
        by: What the customers are ordered by.
        exposures: Shape (J, 11); in the last column those whose value is not known.
        loss: What they cost together, shape (J, 11): a row sums to the loss of the topic.
        error: The standard error of each, shape (J, 11).
    """

    by: By
    exposures: Ints = field(repr=False)
    loss: Floats = field(repr=False)
    error: Floats = field(repr=False)

    def take(self, places: Ints) -> Self:
        """Return the same of topics in another order.

        Args:
            places: Where each stands now.
        """
        return replace(
            self,
            exposures=self.exposures[places],
            loss=self.loss[places],
            error=self.error[places],
        )

    @property
    def top_share(self) -> Floats:
        """The share of each topic's exposures that fall on the top fifth, shape (J,)."""
        known = self.exposures[:, :TENTHS].sum(axis=1)
        top = self.exposures[:, TENTHS - 2 : TENTHS].sum(axis=1)
        share = np.divide(top, known, out=np.full(known.size, np.nan), where=known > 0)
        return np.asarray(share)


def tenths(values: Floats, among: Floats, weight: Floats) -> Ints:
    """Return the tenth that each value belongs to, from 0 for the lowest.

    Args:
        values: The values, shape (n,); NaN where not known, which gives 10.
        among: The values that are divided into tenths, shape (m,), without NaN.
        weight: How many each of these stands for, shape (m,).

    Examples:
        >>> tenths(np.array([0.0, 55.0, np.nan]), np.arange(1.0, 101), np.ones(100)).tolist()
        [0, 5, 10]
    """
    order = np.argsort(among, kind="stable")
    reached = np.cumsum(weight[order])
    wanted = np.arange(1, TENTHS) / TENTHS * reached[-1]
    # Sums of tenths are not exact: what is reached but for rounding is reached.
    edges = among[order][np.searchsorted(reached, wanted - 1e-9 * reached[-1])]
    found = np.searchsorted(edges, values, side="left")
    return np.asarray(np.where(np.isnan(values), UNKNOWN, found), dtype=np.int64)
