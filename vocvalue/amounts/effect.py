"""What has a price: a difference between customers contacted and left alone, with its evidence."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate, Evidence, Note


class Effect(Protocol):
    """A difference in the share of customers who stay, as far as its money asks of it.

    Whatever has these can be priced with `priced`: a lift of two arms, or a problem that is mended.
    """

    @property
    def difference(self) -> Estimate:
        """The difference of the two shares, as a fraction."""

    @property
    def shown(self) -> bool:
        """Whether the sample shows a difference, by the test of its interval."""

    @property
    def evidence(self) -> Evidence:
        """What the difference rests on."""

    @property
    def n_affected(self) -> int:
        """How many customers the difference was measured on."""

    @property
    def n_contacted(self) -> int:
        """How many customers a programme of this size contacts."""

    @property
    def standard_error(self) -> float:
        """The standard error of the difference."""

    @property
    def doubts(self) -> tuple[Note, ...]:
        """What the data say against the claim, first in every sentence."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader must know of the difference."""

    def probability_above(self, delta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how likely the true difference is above given ones."""
