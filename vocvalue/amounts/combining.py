"""Sums, products and ratios of estimates, each known by its interval.

The reach of a combination to one side is put together from how far each part reaches to the side
that moves it there: variance estimates recovery (MOVER).
"""

import math
from collections.abc import Sequence

import numpy as np

from vocvalue.amounts.worth import Amount
from vocvalue.results.estimates import Interval


def reach(amount: Amount) -> Interval:
    """Return value, lower and upper end of an amount."""
    return amount.value, amount.lower, amount.upper


def less(part: Interval) -> Interval:
    """Return the negative of an estimate, to deduct it."""
    return -part[0], -part[2], -part[1]


def scaled(factor: float, part: Interval) -> Interval:
    """Return an estimate times a number, which may be below 0.

    Examples:
        >>> scaled(-2.0, (1.0, 0.5, 3.0))
        (-2.0, -6.0, -1.0)
    """
    low, high = sorted((factor * part[1], factor * part[2]))
    return factor * part[0], low, high


def total(parts: Sequence[Interval]) -> Interval:
    """Return the sum of independent estimates.

    References:
        Zou and Donner (2008), Construction of confidence limits about effect measures: a general
        approach, Statistics in Medicine 27.

    Examples:
        >>> [round(x, 3) for x in total([(10.0, 7.0, 13.0), (5.0, 1.0, 9.0)])]
        [15.0, 10.0, 20.0]
    """
    values, lower, upper = (np.array(column) for column in zip(*parts, strict=True))
    value = float(values.sum())
    down = float(np.sqrt(np.sum((values - lower) ** 2)))
    up = float(np.sqrt(np.sum((upper - values) ** 2)))
    return value, value - down, value + up


def together(parts: Sequence[Interval]) -> Interval:
    """Return the sum of estimates that may depend on each other in any way.

    It reaches to either side as far as all parts do at once: the standard error of a sum is at most
    the sum of the standard errors.

    Examples:
        >>> together([(10.0, 7.0, 13.0), (5.0, 1.0, 9.0)])
        (15.0, 8.0, 22.0)
    """
    value, lower, upper = (float(sum(column)) for column in zip(*parts, strict=True))
    return value, lower, upper


def product(first: Interval, second: Interval) -> Interval:
    """Return the product of two independent estimates.

    A factor that is known leaves the interval of the other, that many times.

    Examples:
        >>> product((0.2, 0.14, 0.26), (2000.0, 2000.0, 2000.0))
        (400.0, 280.0, 520.0)
    """
    value = first[0] * second[0]
    moves = [
        sorted(other[0] * (end - part[0]) for end in part[1:])
        for part, other in ((first, second), (second, first))
    ]
    down = math.hypot(*(min(low, 0.0) for low, _ in moves))
    up = math.hypot(*(max(high, 0.0) for _, high in moves))
    return value, value - down, value + up


def ratio(above: Interval, below: Interval) -> Interval:
    """Return the ratio of two independent estimates; NaN ends where the lower one may be 0.

    References:
        Donner and Zou (2012), Closed-form confidence intervals for functions of the normal mean
        and standard deviation, Statistical Methods in Medical Research 21.

    Examples:
        >>> ratio((140.0, 80.0, 200.0), (60.0, 60.0, 60.0)) == (140 / 60, 80 / 60, 200 / 60)
        True
    """
    (x, low, high), (y, least, most) = above, below
    if not least > 0:
        return (x / y if y else float("nan")), float("nan"), float("nan")
    if least == most:
        return x / y, low / y, high / y
    centre = x * y
    lower = centre**2 - low * most * (2 * x - low) * (2 * y - most)
    upper = centre**2 - high * least * (2 * x - high) * (2 * y - least)
    return (
        x / y,
        float((centre - np.sqrt(max(lower, 0.0))) / (most * (2 * y - most))),
        float((centre + np.sqrt(max(upper, 0.0))) / (least * (2 * y - least))),
    )
