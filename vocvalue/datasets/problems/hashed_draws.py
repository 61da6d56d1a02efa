"""Random numbers that are a hash of what they are for, so that a history can be played again.

A generator hands out its numbers in turn: take one order away and all that follow are others. A
number hashed from the seed, the customer, the number of the order and the purpose stays the same
whatever else changes, and needs no memory.
"""

from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from vocvalue.datasets.purchase import Floats

Words = NDArray[np.uint64]
Whole = NDArray[np.int64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SMALLEST_STEP = 2.0**-53


class Purpose(IntEnum):
    """What a random number decides; a new one is added at the end, so that no shop changes."""

    FIRST_PURCHASE = auto()
    PRIOR_SPEND = auto()
    REGION = auto()
    CHANNEL = auto()
    ATTITUDE = auto()
    RATE = auto()
    MEAN_AMOUNT = auto()
    AMOUNT = auto()
    GAP = auto()
    LEAVING = auto()
    SHOCK = auto()
    MEETING = auto()
    TELLING = auto()
    DELAY = auto()


@dataclass(frozen=True, kw_only=True)
class HashedDraws:
    """Uniform, normal, exponential and gamma numbers by customer, order and purpose.

    Attributes:
        seed: The seed, a whole number.
    """

    seed: int

    def uniforms(
        self, purpose: Purpose, customer: Whole, order: Whole | int = 0, *, n_problems: int = 0
    ) -> Floats:
        """Return numbers strictly between 0 and 1.

        Args:
            purpose: What they decide.
            customer: Positions of customers, shape (n,).
            order: Number of the customer's order, from 0, shape (n,).
            n_problems: With J problems one number for each, shape (n, J); otherwise shape (n,).

        References:
            Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA,
            for the mixing function (SplitMix64).
        """
        key = np.array([self.seed % 2**64], dtype=np.uint64)
        for part in np.atleast_1d(int(purpose), customer, order):
            key = _mixed(key ^ _mixed(part.astype(np.uint64)))
        if n_problems:
            problems = _mixed(np.arange(n_problems, dtype=np.uint64))
            key = _mixed(key[:, np.newaxis] ^ problems)
        # The upper 53 bits, and half a step, so that neither 0 nor 1 occurs.
        numbers: Floats = ((key >> np.uint64(11)).astype(np.float64) + 0.5) * SMALLEST_STEP
        return numbers

    def normals(self, purpose: Purpose, customer: Whole, order: Whole | int = 0) -> Floats:
        """Return standard normal numbers, shape (n,)."""
        numbers: Floats = ndtri(self.uniforms(purpose, customer, order))
        return numbers

    def exponentials(self, purpose: Purpose, customer: Whole, order: Whole | int = 0) -> Floats:
        """Return exponential numbers with mean 1, shape (n,)."""
        waits: Floats = -np.log(self.uniforms(purpose, customer, order))
        return waits

    def gammas(self, purpose: Purpose, customer: Whole, shape: float) -> Floats:
        """Return gamma numbers with this shape and mean 1, shape (n,)."""
        numbers = gammaincinv(shape, self.uniforms(purpose, customer)) / shape
        return np.asarray(numbers, dtype=np.float64)


def _mixed(words: Words) -> Words:
    """Return words of which each bit depends on all bits of those given."""
    words = words + GOLDEN
    words = (words ^ (words >> np.uint64(30))) * FIRST
    words = (words ^ (words >> np.uint64(27))) * SECOND
    return words ^ (words >> np.uint64(31))
