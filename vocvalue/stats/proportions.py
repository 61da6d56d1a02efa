"""Shares of a whole: intervals that hold for small samples and shares near 0 or 1."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats import normal
from vocvalue.stats.bisection import boundary

Floats: TypeAlias = NDArray[np.float64]
Ends: TypeAlias = Callable[[Any], tuple[Any, Any]]
"""The ends of an interval at widths given as normal quantiles, a number or an array."""

NEARLY_NOTHING = 1e-9


def wilson(successes: ArrayLike, n: ArrayLike, level: float) -> tuple[Floats, Floats]:
    """Return the score interval of a share.

    Args:
        successes: How often it happened, shape (k,) or a number; need not be whole.
        n: Out of how many, of the same shape.
        level: The confidence level.

    Returns:
        The lower and the upper ends; NaN where n is 0.

    References:
        Wilson (1927), Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22.

    Examples:
        >>> lower, upper = wilson(50, 800, 0.95)
        >>> round(float(lower), 4), round(float(upper), 4)
        (0.0477, 0.0815)
    """
    return wilson_at(successes, n, normal.critical_value(level))


def wilson_at(successes: ArrayLike, n: ArrayLike, z: ArrayLike) -> tuple[Floats, Floats]:
    """Return the score interval of a share, its width given as a normal quantile.

    Args:
        successes: How often it happened, shape (k,) or a number; need not be whole.
        n: Out of how many, of the same shape.
        z: The quantile, such as 1.96, of the same shape.

    Returns:
        The lower and the upper ends; NaN where n is 0.

    Examples:
        >>> lower, upper = wilson_at(5, 10, [0.0, 1.0])
        >>> lower.round(4).tolist(), upper.round(4).tolist()
        ([0.5, 0.3492], [0.5, 0.6508])
    """
    hits, size = np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    z2 = np.square(np.asarray(z, dtype=np.float64))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / size
        centre = (hits + z2 / 2) / (size + z2)
        half = np.sqrt(z2) / (size + z2) * np.sqrt(size * share * (1 - share) + z2 / 4)
    # At shares of 0 and 1 an end is the share itself, and rounding may miss it.
    lower = np.minimum(np.maximum(centre - half, 0.0), share)
    return lower, np.maximum(np.minimum(centre + half, 1.0), share)


def counts(name: str, successes: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Return successes and their number as arrays, or say why they cannot be a share.

    Args:
        name: What to call them in a message.
        successes: How often it happened, shape (k,) or a number; need not be whole.
        n: Out of how many, of the same shape.

    Raises:
        ParameterError: Numbers that are not finite, a number of none, or more successes than that.

    Examples:
        >>> counts("treated", 11, 10)
        Traceback (most recent call last):
        vocvalue.errors.ParameterError: treated: 1 count is below 0 or above its number (first: 11
        of 10). Give how often it happened, then out of how many.
    """
    hits, size = np.broadcast_arrays(
        checks.finite_array(name, successes), checks.finite_array(f"n_{name}", n)
    )
    empty = int(np.count_nonzero(size <= 0))
    if empty:
        raise ParameterError(f"n_{name} is not above 0 in {empty:,} places. Leave them out.")
    bad = (hits < 0) | (hits > size)
    if not bad.any():
        return hits, size
    k, first, out_of = int(bad.sum()), hits[bad].flat[0], size[bad].flat[0]
    which = "count is below 0 or above its" if k == 1 else "counts are below 0 or above their"
    raise ParameterError(
        f"{name}: {k:,} {which} number (first: {first:g} of {out_of:g}). "
        "Give how often it happened, then out of how many."
    )


def two_arms(
    treated: ArrayLike, n_treated: ArrayLike, control: ArrayLike, n_control: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return two arms' successes and numbers as arrays of one shape."""
    arms = (*counts("treated", treated, n_treated), *counts("control", control, n_control))
    x1, n1, x0, n0 = np.broadcast_arrays(*arms)
    return x1, n1, x0, n0


def difference_asked(delta0: float) -> float:
    """Return a difference of two shares that can be asked about."""
    if not -1 < checks.number("delta0", delta0) < 1:
        raise ParameterError(
            f"delta0 == {delta0}, must be between -1 and 1. Write 2 points as 0.02."
        )
    return delta0


def mover(
    first: tuple[float, float, float],
    second: tuple[float, float, float],
    *,
    correlation: float = 0.0,
) -> tuple[float, float]:
    """Return the interval of a difference, made from the intervals of its two terms.

    The method of variance estimates recovery: how far each single interval reaches is what is
    known of the variance near its end.

    Args:
        first: Value, lower and upper end of the first term.
        second: The same of the second, which is deducted.
        correlation: Between the two estimates; 0 for independent samples.

    Returns:
        The lower and the upper end of first minus second.

    References:
        Zou and Donner (2008), Construction of confidence limits about effect measures: a general
        approach, Statistics in Medicine 27. With Wilson's intervals it is method 10 of
        Newcombe (1998), Statistics in Medicine 17.

    Examples:
        Newcombe's first example, 56 of 70 against 48 of 80:

        >>> shares = []
        >>> for hits, n in ((56, 70), (48, 80)):
        ...     lower, upper = wilson(hits, n, 0.95)
        ...     shares.append((hits / n, float(lower), float(upper)))
        >>> [round(end, 4) for end in mover(*shares)]
        [0.0524, 0.3339]
    """
    (v1, low1, high1), (v0, low0, high0) = first, second
    down, up = (v1 - low1, high0 - v0), (high1 - v1, v0 - low0)
    difference = v1 - v0
    return (
        difference - _combined(*down, correlation),
        difference + _combined(*up, correlation),
    )


def mover_z(
    first: tuple[float, Ends], second: tuple[float, Ends], *, correlation: float = 0.0
) -> float:
    """Return the normal quantile at which the interval of `mover` just touches 0, with its sign.

    The p-value that follows is below 1 - level exactly if the interval at that level excludes 0.

    Args:
        first: Value of the first term, and its ends at a quantile.
        second: The same of the second, which is deducted.
        correlation: As in `mover`.

    Examples:
        Newcombe's first example, 56 of 70 against 48 of 80:

        >>> def share(hits, n):
        ...     return hits / n, lambda z: wilson_at(hits, n, z)
        >>> z = mover_z(share(56, 70), share(48, 80))
        >>> lower, upper = mover(*((v, *ends(z)) for v, ends in (share(56, 70), share(48, 80))))
        >>> round(z, 3), round(lower, 6) + 0.0
        (2.646, 0.0)
    """
    (v1, of_first), (v0, of_second) = first, second
    gap = v1 - v0
    if not abs(gap) > 0:
        return 0.0 if gap == 0 else float("nan")

    def clear(part: Floats) -> NDArray[np.bool_]:
        # The quantile runs from 0 to infinity while part / (1 - part) runs over all it can be.
        z = part / np.maximum(1 - part, NEARLY_NOTHING)
        (low1, high1), (low0, high0) = of_first(z), of_second(z)
        near, far = (v1 - low1, high0 - v0) if gap > 0 else (high1 - v1, v0 - low0)
        square = near**2 + far**2 - 2 * correlation * near * far
        return np.asarray(np.sqrt(np.maximum(square, 0.0)) < abs(gap))

    part = float(boundary(clear, 0.0, 1.0, parts=128))
    return float(np.copysign(part / max(1 - part, NEARLY_NOTHING), gap))


def _combined(a: float, b: float, correlation: float) -> float:
    return float(np.sqrt(max(a**2 + b**2 - 2 * correlation * a * b, 0.0)))
