"""Two shares with a given difference: the most likely ones, and the score of the data."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


def constrained_shares(
    treated: Floats, n_treated: Floats, control: Floats, n_control: Floats, delta: Floats
) -> tuple[Floats, Floats]:
    """Return the two most likely shares among those that differ by a given amount.

    Args:
        treated: How often it happened among the treated, shape (k,).
        n_treated: Out of how many; only how large it is against the control matters.
        control: How often among the control.
        n_control: Out of how many.
        delta: The treated share minus the control share, between -1 and 1.

    Returns:
        The share of the treated and that of the control.

    References:
        Miettinen and Nurminen (1985), Statistics in Medicine 4; Farrington and Manning (1990),
        Statistics in Medicine 9: the root of a cubic in closed form.

    Examples:
        >>> p1, p0 = constrained_shares(*np.array([[8.0], [10.0], [5.0], [10.0]]), np.array([0.0]))
        >>> round(float(p1[0]), 6), round(float(p0[0]), 6)
        (0.65, 0.65)
    """
    share1, share0, ratio = treated / n_treated, control / n_control, n_control / n_treated
    a = 1 + ratio
    b = -(a + share1 + ratio * share0 + delta * (ratio + 2)) / (3 * a)
    c = (delta**2 + delta * (2 * share1 + a) + share1 + ratio * share0) / (3 * a)
    d = -share1 * delta * (1 + delta) / a
    v = b**3 - 1.5 * b * c + d / 2
    size = np.sqrt(np.maximum(b**2 - c, 0.0))
    u = np.where(v < 0, -size, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(size > 0, v / u**3, 1.0)
    angle = (np.pi + np.arccos(np.clip(cosine, -1.0, 1.0))) / 3
    p1 = np.clip(2 * u * np.cos(angle) - b, np.maximum(delta, 0.0), np.minimum(1 + delta, 1.0))
    return np.asarray(p1), np.asarray(np.clip(p1 - delta, 0.0, 1.0))


def score(
    treated: Floats, n_treated: Floats, control: Floats, n_control: Floats, delta: Floats
) -> Floats:
    """Return how many standard errors the difference seen is above a given one.

    The standard error is that of the most likely shares with the given difference.

    Args:
        treated: How often it happened among the treated, shape (k,).
        n_treated: Out of how many, of the same shape.
        control: How often among the control.
        n_control: Out of how many.
        delta: The difference asked about, between -1 and 1.

    References:
        Mee (1984), Confidence bounds for the difference between two probabilities, Biometrics 40;
        Farrington and Manning (1990), Statistics in Medicine 9.

    Examples:
        >>> arms = np.array([[350.0], [500.0], [250.0], [500.0]])
        >>> score(*arms, np.array([0.0])).round(3).tolist()
        [6.455]
    """
    p1, p0 = constrained_shares(treated, n_treated, control, n_control, delta)
    variance = p1 * (1 - p1) / n_treated + p0 * (1 - p0) / n_control
    return in_standard_errors(treated / n_treated - control / n_control - delta, variance)


def in_standard_errors(gap: Floats, variance: Floats) -> Floats:
    """Return a gap over the root of its variance; no gap is none even where nothing varies.

    Args:
        gap: The gap, shape (k,).
        variance: Its variance, of the same shape.

    Examples:
        >>> in_standard_errors(np.array([0.0, 0.2, 0.2]), np.array([0.0, 0.01, 0.0])).tolist()
        [0.0, 2.0, inf]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(gap == 0, 0.0, gap / np.sqrt(variance)))
