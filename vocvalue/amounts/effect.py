"""What has a price: a difference between customers contacted and left alone, with its evidence."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate, Evidence, Note


class Effect(Protocol):
    """A difference in the share of customers who stay, with what its price needs.

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
        """The grade of evidence of the difference."""

    @property
    def n_affected(self) -> int:
        """The number of customers on whom the difference was measured."""

    @property
    def n_contacted(self) -> int:
        """The number of customers that a programme of this size contacts."""

    @property
    def standard_error(self) -> float:
        """The standard error of the difference."""

    @property
    def doubts(self) -> tuple[Note, ...]:
        """What the data say against the claim; it opens every sentence."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """Notes on the difference."""

    def probability_above(self, delta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability that the true difference is above given values."""
