"""The equations that a model of repeat purchases must define."""

from abc import ABC, abstractmethod
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import duration
from vocvalue.clv import storage
from vocvalue.clv.fitted import Fit
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array, TimeNodes


class Equations(ABC):
    """The equations of a model, in its own unit of time, from which `TransactionModel` follows."""

    unit: duration.Unit

    def __post_init__(self) -> None:
        storage.check_parameters(self)
        duration.unit(self.unit)

    @classmethod
    @abstractmethod
    def fit(cls, rfm: Rfm) -> Fit[Self]:
        """Fit the model by maximum likelihood."""

    @abstractmethod
    def _log_likelihoods(self, frequency: Array, recency: Array, T: Array) -> Array:
        """The log-likelihood of each customer."""

    @abstractmethod
    def _probability_alive(self, frequency: Array, recency: Array, T: Array) -> Array:
        """The probability of still being a customer at T."""

    @abstractmethod
    def _purchases_if_alive(self, frequency: Array, T: Array, nodes: TimeNodes) -> Array:
        """Weighted sum over time of the purchase rate at T + s of those alive at T."""

    @abstractmethod
    def _lifetime_if_alive(self, frequency: Array, T: Array, nodes: TimeNodes) -> Array:
        """Weighted sum over time of the probability that those alive at T still are at T + s."""

    @abstractmethod
    def _pmf_if_alive(self, n: Array, t: float, frequency: Array, T: Array) -> Array:
        """The probability of n purchases in (T, T + t] of those alive at T."""

    @abstractmethod
    def _simulate_if_alive(
        self, t: float, frequency: Array, T: Array, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], Array]:
        """Draw, for those alive at T, the purchases in (T, T + t] and the time of the last one."""

    @abstractmethod
    def simulate(self, T: ArrayLike, *, seed: int | np.random.Generator) -> Rfm:
        """Draw the purchase histories of customers observed for T."""
