"""How long a customer who has not changed may stay silent.

In BG/NBD, MBG/NBD and Pareto/NBD a customer buys at random times, at a rate that is gamma
distributed over customers. At a purchase that is the x-th repeat, a time t after the first, the
rate of this customer has a gamma distribution with the shape r + x and the rate alpha + t, whether
or not the customer leaves at that moment. So a customer who goes on as before waits longer than s
for the next purchase with the probability

    P(wait > s) = ((alpha + t) / (alpha + t + s))^(r + x),    E[wait] = (alpha + t) / (r + x - 1),

a Lomax distribution. An alarm goes off when P(wait > s) is down to a share p of the waits. With
p = c E[wait], the alarms of a customer who goes on as before, less c times the time that has
passed, are a martingale at the purchases: c of them come per unit of time. Nothing is set for each
look, however often one looks.
"""

from typing import Protocol

import numpy as np

from vocvalue.clv.special import Array


class BuyingRates(Protocol):
    """A model whose buying rates are gamma distributed with the shape r and the rate alpha."""

    @property
    def r(self) -> float:
        """The shape."""

    @property
    def alpha(self) -> float:
        """The rate, in units of time."""


def waits_longer(rates: BuyingRates, frequency: Array, age: Array, silence: Array) -> Array:
    """Return the probability that a customer who goes on as before waits longer than a time.

    Args:
        rates: The model.
        frequency: Repeat purchases up to the last one, shape (n,).
        age: Time from the first purchase to the last, shape (n,).
        silence: The time since the last purchase, shape (n,).

    References:
        Fader, Hardie and Lee (2005), Marketing Science 24(2), the gamma mixture of section 3; its
        waiting time is Lomax (1954), Business failures, Journal of the American Statistical
        Association 49.

    Examples:
        >>> class Rates:
        ...     r, alpha = 1.0, 10.0
        >>> found = waits_longer(Rates(), np.array([2.0]), np.array([10.0]), np.array([20.0]))
        >>> round(float(found[0]), 9)
        0.125
    """
    since = rates.alpha + age
    return np.asarray(np.exp(-(rates.r + frequency) * np.log1p(silence / since)))


def share_of_waits(
    rates: BuyingRates, frequency: Array, age: Array, *, per_year: float, year: float
) -> Array:
    """Return the share of waits that may end in a false alarm, so that few do in a year.

    It is the false alarms per year times the mean wait, and never more than the false alarms of a
    whole year, so that a wait of several years is not called too long at its middle.

    Args:
        rates: The model.
        frequency: Repeat purchases up to the last one, shape (n,).
        age: Time from the first purchase to the last, shape (n,).
        per_year: False alarms per customer and year.
        year: The length of a year in the model's unit.

    Examples:
        >>> class Rates:
        ...     r, alpha = 1.0, 10.0
        >>> share_of_waits(
        ...     Rates(), np.array([2.0, 0.0]), np.array([10.0, 0.0]), per_year=0.05, year=52.0
        ... ).round(5).tolist()
        [0.00962, 0.05]
    """
    shape = rates.r + frequency
    wait = np.full(shape.shape, np.inf)
    np.divide(rates.alpha + age, shape - 1, out=wait, where=shape > 1)
    return np.asarray(per_year * np.minimum(wait / year, 1.0))


def longest_silence(rates: BuyingRates, frequency: Array, age: Array, share: Array) -> Array:
    """Return the silence that a customer who goes on as before exceeds in a share of the waits.

    Args:
        rates: The model.
        frequency: Repeat purchases up to the last one, shape (n,).
        age: Time from the first purchase to the last, shape (n,).
        share: The share of the waits, above 0, shape (n,).

    Examples:
        >>> class Rates:
        ...     r, alpha = 1.0, 10.0
        >>> longest_silence(
        ...     Rates(), np.array([2.0]), np.array([10.0]), np.array([0.125])
        ... ).round(9).tolist()
        [20.0]
    """
    with np.errstate(over="ignore"):
        return np.asarray((rates.alpha + age) * np.expm1(-np.log(share) / (rates.r + frequency)))
