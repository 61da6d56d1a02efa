"""The health of simulated accounts from month to month, and how likely each is to leave."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
GRID = np.linspace(-8.0, 8.0, 3201)
LOWEST, HIGHEST, HALVINGS = -60.0, 60.0, 80


@dataclass(frozen=True, kw_only=True)
class AccountCourse:
    """How health moves, and what it does.

    The health of a month is standard normal, H' = r H + sqrt(1 - r^2) e. An account whose health is
    H at the end of a month leaves in the next one with the probability 1 / (1 + exp(s H - c)).

    Attributes:
        persistence: The correlation r of the health of two months that follow each other.
        steepness: By how much the log odds of leaving fall when health rises by one, s.
        monthly_churn: The mean share that leaves in a month while health is standard normal.
    """

    persistence: float
    steepness: float
    monthly_churn: float

    @property
    def level(self) -> float:
        """The log odds of leaving of an account whose health is 0, c."""
        low, high = LOWEST, HIGHEST
        for _ in range(HALVINGS):
            level = (low + high) / 2
            share = float(WEIGHTS @ expit(level - self.steepness * NODES))
            low, high = (level, high) if share < self.monthly_churn else (low, level)
        return (low + high) / 2

    def hazard(self, health: Floats) -> Floats:
        """Return how likely an account is to leave in the next month."""
        return np.asarray(expit(self.level - self.steepness * health))

    def leaving_within(self, months: int, health: Floats) -> Floats:
        """Return how likely an account is to leave within some months.

        The chance to stay is S(0) = 1 and S(k, h) = (1 - hazard(h)) E[S(k - 1, H') | h], by
        quadrature.

        Args:
            months: The number of months.
            health: Its health at the beginning, of any shape.
        """
        stays = np.ones_like(GRID)
        noise = np.sqrt(1 - self.persistence**2) * NODES
        ahead = self.persistence * GRID[:, None] + noise
        for _ in range(months):
            stays = (1 - self.hazard(GRID)) * (np.interp(ahead, GRID, stays) @ WEIGHTS)
        return np.asarray(1 - np.interp(health, GRID, stays))

    def drawn(self, began: Ints, months: int, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """Draw the health of accounts, and the month in which each leaves.

        Args:
            began: The month from whose end on each account can leave, shape (n,).
            months: The number of months.
            rng: The generator.

        Returns:
            The health at the end of each month, shape (n, months), and the month of leaving from 1
            on, `months` where an account is still there, shape (n,).
        """
        n = began.size
        health = np.empty((n, months))
        now = rng.standard_normal(n)
        fresh = np.sqrt(1 - self.persistence**2)
        for month in range(months):
            health[:, month] = now
            now = self.persistence * now + fresh * rng.standard_normal(n)
        leaves = rng.random((n, months - 1)) < self.hazard(health[:, :-1])
        leaves &= np.arange(months - 1) >= began[:, None]
        left = np.where(leaves.any(axis=1), leaves.argmax(axis=1) + 1, months)
        return health, left.astype(np.int64)
