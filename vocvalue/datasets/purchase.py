"""Purchases of simulated customers: who bought when, and which purchases went back."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.datasets.observation import SECONDS_PER_DAY, Observation, Seconds
from vocvalue.duration import DAYS, Unit
from vocvalue.errors import ParameterError
from vocvalue.stats.simulation import event_times, purchases_until_dropout

Floats = NDArray[np.float64]

SMALLEST_DROPOUT = 1e-15
MEAN_DAYS_TO_REFUND = 9.0
REFUNDED_IN_FULL = 0.5


@dataclass(frozen=True, kw_only=True)
class Purchases:
    """All purchases, customer after customer, each customer's in ascending order.

    Attributes:
        counts: Purchases of each customer, the first included, shape (n,).
        owner: The customer's position for each purchase, shape (counts.sum(),).
        moment: Seconds after the start of the observation, shape (counts.sum(),).
        alive: Whether each customer is still one when the observation ends, shape (n,).
    """

    counts: NDArray[np.int64]
    owner: NDArray[np.int64]
    moment: Seconds
    alive: NDArray[np.bool_]

    @classmethod
    def draw(
        cls,
        first: Seconds,
        rate: Floats,
        dropout: Floats,
        *,
        unit: Unit,
        observation: Observation,
        rng: np.random.Generator,
    ) -> Self:
        """Draw Poisson purchases after the first one, each followed by dropout at random."""
        seconds = DAYS[unit] * SECONDS_PER_DAY
        # A dropout probability that has run to zero would have no last purchase at all.
        last = rng.geometric(np.maximum(dropout, SMALLEST_DROPOUT))
        frequency, recency = purchases_until_dropout(
            rate, last, (observation.length - first) / seconds, rng
        )
        owner = np.repeat(np.arange(first.size), frequency + 1)
        moment = np.repeat(first, frequency + 1)
        is_repeat = np.ones(owner.size, dtype=bool)
        is_repeat[np.cumsum(frequency + 1) - frequency - 1] = False
        later = event_times(frequency, recency * seconds, rng)
        moment[is_repeat] += later.astype(np.int64)
        return cls(counts=frequency + 1, owner=owner, moment=moment, alive=frequency < last)


@dataclass(frozen=True, kw_only=True)
class Refunds:
    """Money given back for purchases made before.

    Attributes:
        purchase: The position of the refunded purchase, shape (k,).
        moment: Seconds after the start of the observation, shape (k,).
        amount: The money given back, negative, shape (k,).
    """

    purchase: NDArray[np.int64]
    moment: Seconds
    amount: Floats

    @classmethod
    def draw(
        cls,
        moment: Seconds,
        amount: Floats,
        *,
        share: float,
        observation: Observation,
        rng: np.random.Generator,
    ) -> Self:
        """Draw the refunds: half of them in full, the others of 20 to 80% of the amount.

        A refund comes nine days after its purchase on average; one that would come after the
        observation has ended is not in the log.
        """
        chosen = np.flatnonzero(rng.random(moment.size) < share)
        delay = rng.exponential(MEAN_DAYS_TO_REFUND * SECONDS_PER_DAY, chosen.size)
        in_full = rng.random(chosen.size) < REFUNDED_IN_FULL
        part = np.where(in_full, 1.0, rng.uniform(0.2, 0.8, chosen.size))
        when = moment[chosen] + 1 + delay.astype(np.int64)
        seen = when < observation.length
        returned = money(amount[chosen] * part)
        return cls(purchase=chosen[seen], moment=when[seen], amount=-returned[seen])


def money(amounts: Floats) -> Floats:
    """Return amounts in whole cents, at least one."""
    return np.maximum(amounts.round(2), 0.01)


def fraction(name: str, value: float) -> float:
    """Return a share from 0 to 1."""
    checked = checks.non_negative(name, value)
    if checked > 1:
        raise ParameterError(f"{name} == {value}, must be at most 1. Write 5% as 0.05.")
    return checked
