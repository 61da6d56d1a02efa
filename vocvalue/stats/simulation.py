"""Random purchases: how many, when and for how much, arrays in and arrays out.

Every function draws for all customers at once. Time has whatever unit `T` and the rates have.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError

__all__ = [
    "event_times",
    "gamma_gamma_amounts",
    "purchases_until_death",
    "purchases_until_dropout",
    "spend_amounts",
]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def purchases_until_dropout(
    rate: ArrayLike, last_purchase: ArrayLike, T: ArrayLike, rng: np.random.Generator
) -> tuple[Counts, Floats]:
    """Draw frequency and recency of customers who may leave right after a repeat purchase.

    Purchases come as a Poisson process. Without dropout a customer would make K ~ Poisson(rate T)
    of them at the order statistics of K uniform times, so that purchase x = min(K, last) falls at
    T Beta(x, K - x + 1): no single purchase has to be drawn.

    Args:
        rate: Purchases per unit of time while a customer, shape (n,) or a scalar.
        last_purchase: The number of the repeat purchase after which the customer leaves, whole
            numbers of shape (n,) or a scalar; 0 never buys again.
        T: Length of the observation, shape (n,) or a scalar.
        rng: The source of randomness.

    Returns:
        Frequency (repeat purchases in (0, T]) and recency (time of the last one; 0 where there is
        none), each of shape (n,).

    Raises:
        ParameterError: A rate, a purchase number or T is negative, missing or infinite, or a
            purchase number is not whole.

    References:
        Fader, Hardie and Lee (2005), "Counting your customers" the easy way: an alternative to
        the Pareto/NBD model, Marketing Science 24(2), assumptions i to v. With
        `rng.geometric(p)` as the last purchase this is the BG/NBD, with `rng.geometric(p) - 1`
        the MBG/NBD.

    Examples:
        Who leaves after the second repeat purchase makes at most two.

        >>> rng = np.random.default_rng(1)
        >>> frequency, recency = purchases_until_dropout(50.0, [0, 2, 2], 10.0, rng)
        >>> frequency.tolist()
        [0, 2, 2]
        >>> recency.tolist()[0], bool((recency[1:] < 10).all())
        (0.0, True)
    """
    last = _whole("last_purchase", last_purchase)
    rates, last, length = np.broadcast_arrays(_finite("rate", rate), last, _finite("T", T))
    without_dropout = rng.poisson(rates * length)
    frequency = np.minimum(without_dropout, last)
    bought = frequency > 0
    x = frequency[bought]
    recency = np.zeros(frequency.shape)
    recency[bought] = length[bought] * rng.beta(x, without_dropout[bought] - x + 1)
    return frequency, recency


def purchases_until_death(
    rate: ArrayLike, lifetime: ArrayLike, T: ArrayLike, rng: np.random.Generator
) -> tuple[Counts, Floats]:
    """Draw frequency and recency of customers who leave at a moment of their own.

    Args:
        rate: Purchases per unit of time while a customer, shape (n,) or a scalar.
        lifetime: Time from the first purchase until the customer leaves, shape (n,) or a scalar;
            infinity never leaves.
        T: Length of the observation, shape (n,) or a scalar.
        rng: The source of randomness.

    Returns:
        Frequency (repeat purchases in (0, T]) and recency (time of the last one; 0 where there is
        none), each of shape (n,).

    Raises:
        ParameterError: A rate, a lifetime or T is negative or missing, or a rate or T infinite.

    References:
        Schmittlein, Morrison and Colombo (1987), Counting your customers: who are they and what
        will they do next?, Management Science 33(1). With exponential lifetimes whose rates are
        gamma distributed this is the Pareto/NBD.

    Examples:
        >>> rng = np.random.default_rng(1)
        >>> frequency, recency = purchases_until_death(50.0, [0.0, 2.0], 10.0, rng)
        >>> int(frequency[0]), bool(1 < recency[1] <= 2)
        (0, True)
    """
    rates, lifetimes, length = np.broadcast_arrays(
        _finite("rate", rate), _non_negative("lifetime", lifetime), _finite("T", T)
    )
    active = np.minimum(lifetimes, length)
    frequency = rng.poisson(rates * active)
    bought = frequency > 0
    recency = np.zeros(frequency.shape)
    recency[bought] = active[bought] * rng.beta(frequency[bought], 1)
    return frequency, recency


def event_times(frequency: ArrayLike, recency: ArrayLike, rng: np.random.Generator) -> Floats:
    """Draw the times of all repeat purchases, customer after customer, each in ascending order.

    Given the time of the last purchase, the others are uniform on (0, recency). The spacings of
    sorted uniforms are exponentials over their sum, so nothing has to be sorted.

    Args:
        frequency: Repeat purchases, whole numbers of shape (n,).
        recency: Time of the last repeat purchase, shape (n,).
        rng: The source of randomness.

    Returns:
        The times, shape (frequency.sum(),); the last of each customer is its recency.

    Raises:
        ParameterError: A frequency or a recency is negative, missing or infinite, a frequency is
            not whole, or the shapes differ.

    References:
        Devroye (1986), Non-Uniform Random Variate Generation, chapter V, theorem 2.2.

    Examples:
        >>> times = event_times([2, 0, 1], [8.0, 0.0, 3.0], np.random.default_rng(1))
        >>> times[1:].tolist(), bool(0 < times[0] < 8)
        ([8.0, 3.0], True)
    """
    counts = np.atleast_1d(_whole("frequency", frequency))
    last = np.atleast_1d(_finite("recency", recency))
    if counts.shape != last.shape:
        raise ParameterError(
            f"frequency has shape {counts.shape} and recency {last.shape}, must be equal."
        )
    clock = np.concatenate([[0.0], rng.standard_exponential(counts.sum())]).cumsum()
    ends = counts.cumsum()
    start = clock[ends - counts]
    span = np.maximum(clock[ends] - start, np.finfo(np.float64).tiny)
    times: Floats = clock[1:] - np.repeat(start, counts)
    times *= np.repeat(last / span, counts)
    # Set rather than computed: a long clock may round, and the last time is given.
    times[ends[counts > 0] - 1] = last[counts > 0]
    return times


def gamma_gamma_amounts(
    p: float, q: float, v: float, counts: ArrayLike, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw the amount of every purchase when spend follows the Gamma-Gamma model.

    Args:
        p: Shape of a customer's purchases: each is Gamma(p, rate nu).
        q: Shape of nu over customers: nu is Gamma(q, rate v).
        v: Rate of nu over customers, in money.
        counts: Purchases of each customer, whole numbers of shape (n,).
        rng: The source of randomness.

    Returns:
        The amounts, customer after customer, shape (counts.sum(),); and each customer's true mean
        spend p / nu, shape (n,).

    Raises:
        ParameterError: p, q or v is not above zero, or a count is negative or not whole.

    References:
        Fader, Hardie and Lee (2005), RFM and CLV: using iso-value curves for customer base
        analysis, Journal of Marketing Research 42(4); Fader and Hardie (2013), The Gamma-Gamma
        model of monetary value, section 2.

    Examples:
        >>> amounts, mean_spend = gamma_gamma_amounts(
        ...     6.25, 3.74, 15.44, [2, 0, 1], np.random.default_rng(1)
        ... )
        >>> amounts.shape, mean_spend.shape
        ((3,), (3,))
    """
    number = np.atleast_1d(_whole("counts", counts))
    scale = checks.positive("p", p) * checks.positive("v", v)
    mean_spend = scale / rng.standard_gamma(checks.positive("q", q), number.shape)
    return spend_amounts(mean_spend, number, p, rng), mean_spend


def spend_amounts(
    mean_spend: ArrayLike, counts: ArrayLike, p: float, rng: np.random.Generator
) -> Floats:
    """Draw the amount of every purchase around each customer's own mean.

    Args:
        mean_spend: True mean spend of each customer, in money, shape (n,).
        counts: Purchases of each customer, whole numbers of shape (n,).
        p: Shape of the gamma distribution; the coefficient of variation is 1 / sqrt(p).
        rng: The source of randomness.

    Returns:
        The amounts, customer after customer, shape (counts.sum(),).

    Raises:
        ParameterError: p is not above zero, a mean is negative, missing or infinite, or a count is
            negative or not whole.

    Examples:
        With a huge p every purchase costs what the customer spends on average.

        >>> spend_amounts([10.0, 20.0], [2, 1], 1e12, np.random.default_rng(1)).round(2).tolist()
        [10.0, 10.0, 20.0]
    """
    number = np.atleast_1d(_whole("counts", counts))
    means = np.broadcast_to(_finite("mean_spend", mean_spend), number.shape)
    shape = checks.positive("p", p)
    amounts = rng.standard_gamma(shape, int(number.sum()))
    amounts *= np.repeat(means / shape, number)
    return amounts


def _whole(name: str, values: ArrayLike) -> Counts:
    array = np.asarray(values)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise ParameterError(f"{name} holds {array.dtype} values, must be whole numbers.")
    _refuse(name, array, array < 0, "at least 0")
    return array.astype(np.int64, copy=False)


def _non_negative(name: str, values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    _refuse(name, array, ~(array >= 0), "at least 0")
    return array


def _finite(name: str, values: ArrayLike) -> Floats:
    array = _non_negative(name, values)
    _refuse(name, array, np.isinf(array), "finite")
    return array


def _refuse(name: str, array: NDArray[Any], bad: NDArray[np.bool_], must_be: str) -> None:
    places = np.flatnonzero(bad)
    if places.size:
        raise ParameterError(
            f"{name} must be {must_be}; {places.size:,} values are not, "
            f"the first is {array.flat[places[0]]} at position {places[0]}."
        )
