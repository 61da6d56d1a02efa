"""The difference of two shares, valid however often it is looked at.

Each look bets that the true difference is not the one asked about, at odds that are fair if it is.
What a bet of one has grown to is evidence: if the difference is the one asked about, it ever grows
to 20 at most one time in 20. The interval holds what has not been ruled out that way. No normal
curve is needed, so it holds from the first customer on.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.constrained import constrained_shares
from vocvalue.stats.proportions import difference_asked

Floats: TypeAlias = NDArray[np.float64]

# How large the differences are that are betted on, in standard errors at the planned end: about 3
# is what is found there, more before, less after. To either side, with equal parts of the stake.
BETS = (1.2, 2.0, 3.0, 4.5, 7.5)
# How much of the stake may be lost at once, and how near a share may come to a limit.
BOLDEST, INSIDE = 0.9, 1e-6
# What is assumed to have been seen before the first customer: half a success, half a failure.
PRIOR = 0.5
# Differences that are looked at on either side, and the ratio of their distances.
_DISTANCES = 1.05 ** np.arange(240)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Looks:
    """What came in between looks, and what was known before, shape (..., looks)."""

    new: tuple[Floats, Floats, Floats, Floats]
    share1: Floats
    share0: Floats


def e_values(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    *,
    treated_share: float,
    n_planned: int,
    delta0: float = 0.0,
) -> Floats:
    """Return the evidence against a difference, at each look.

    Where the difference is the one asked about, the chance that it ever reaches 1 / alpha is at
    most alpha: one may stop then, or go on, as one likes. Only the difference has to stay the same:
    the shares may drift with the season.

    Args:
        treated: How often it happened among the treated up to each look, shape (..., looks).
        n_treated: Out of how many, of the same shape.
        control: How often among the control up to each look, of the same shape.
        n_control: Out of how many.
        treated_share: How likely a customer was to be treated: each was assigned at random, alone.
        n_planned: How many customers the experiment is planned for, both arms together. The
            evidence is valid whatever comes; it grows fastest about there.
        delta0: The treated share minus the control share that is asked about.

    Returns:
        The evidence, shape (..., looks), 1 where there is none.

    Raises:
        DataError: Counts that fall from one look to the next, or of failures that do.
        ParameterError: Counts that are not finite or not of one shape, or a share or a difference
            out of range.

    References:
        Waudby-Smith and Ramdas (2024), Estimating means of bounded random variables by betting,
        Journal of the Royal Statistical Society B 86; Turner and Grünwald (2023), Exact
        anytime-valid confidence intervals for contingency tables and beyond, Statistics and
        Probability Letters 198; Ville (1939) for the bound.

    Examples:
        >>> found = e_values(
        ...     [90, 180, 360], [100, 200, 400], [70, 140, 280], [100, 200, 400],
        ...     treated_share=0.5, n_planned=800,
        ... )
        >>> bool(found[-1] > 20)
        True
    """
    looks = _looks(treated, n_treated, control, n_control)
    share = _share(treated_share)
    planned = checks.whole("n_planned", n_planned, least=1)
    with np.errstate(over="ignore"):
        return np.exp(_log_evidence(looks, np.asarray(difference_asked(delta0)), share, planned))


def p_values(evidence: ArrayLike) -> Floats:
    """Return the p-values that evidence is worth, valid at every look.

    Args:
        evidence: From `e_values`, shape (..., looks).

    Returns:
        One over the largest evidence so far, at most 1.

    References:
        Johari, Koomen, Pekelis and Walsh (2022), Always valid inference: continuous monitoring of
        A/B tests, Operations Research 70.

    Examples:
        >>> p_values([0.5, 4.0, 2.0, 20.0]).tolist()
        [1.0, 0.25, 0.25, 0.05]
    """
    largest = np.maximum.accumulate(np.asarray(evidence, dtype=np.float64), axis=-1)
    with np.errstate(divide="ignore"):
        return np.asarray(np.minimum(1.0, 1 / largest))


def confidence_sequence(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    level: float,
    *,
    treated_share: float,
    n_planned: int,
) -> tuple[Floats, Floats]:
    """Return an interval of the difference for each look, that all hold at once.

    With the probability of the level the true difference is in every one of them, so the highest
    lower and the lowest upper end so far may be used too. From a quarter to twice the planned
    number of customers they are about 1.55 times as wide as an interval for a single look.

    Args:
        treated: How often it happened among the treated up to each look, shape (looks,).
        n_treated: Out of how many, of the same shape.
        control: How often among the control up to each look.
        n_control: Out of how many.
        level: The confidence level, of all looks together.
        treated_share: How likely a customer was to be treated: each was assigned at random, alone.
        n_planned: How many customers the experiment is planned for, both arms together.

    Returns:
        The lower and the upper ends, shape (looks,), found to a twentieth of their distance from
        the last difference seen, and nearer by interpolation.

    Raises:
        DataError: As `e_values`.
        ParameterError: As `e_values`, or more than one row of looks.

    References:
        As `e_values`.

    Examples:
        >>> lower, upper = confidence_sequence(
        ...     [90, 180, 360], [100, 200, 400], [70, 140, 280], [100, 200, 400], 0.95,
        ...     treated_share=0.5, n_planned=800,
        ... )
        >>> lower.round(2).tolist(), upper.round(2).tolist()
        ([-0.01, 0.07, 0.11], [0.4, 0.33, 0.29])
    """
    looks = _looks(treated, n_treated, control, n_control)
    share = _share(treated_share)
    planned = checks.whole("n_planned", n_planned, least=1)
    if looks.share1.ndim != 1:
        raise ParameterError(f"counts have shape {looks.share1.shape}, must be one row of looks.")
    limit = -np.log(1 - checks.level(level))
    places = _places(treated, n_treated, control, n_control)
    excess = _log_evidence(looks, places[:, None], share, planned) - limit
    return _first_below(places, excess), _first_below(places[::-1], excess[::-1])


def _log_evidence(looks: _Looks, delta: Floats, share: float, planned: int) -> Floats:
    """Return the logarithm of what a stake has grown to, its parts averaged."""
    new1, missed1, new0, missed0 = looks.new
    r1, r0 = _null_shares(looks, delta, share)
    part1, part0 = r1 * (1 - r1) / share, r0 * (1 - r0) / (1 - share)
    spread = part1 + part0
    # A bet on a difference larger by h is fair whatever the control's share: it moves the two
    # shares by h in all, in proportion to their variances.
    up1, up0 = part1 / spread, part0 / spread
    largest = np.minimum((1 - r1) / up1, r0 / up0), np.minimum(r1 / up1, (1 - r0) / up0)
    total = np.full(np.broadcast_shapes(r1.shape, new1.shape), -np.inf)
    for size in BETS:
        step = size * np.sqrt(spread / planned)
        for sign, most in zip((1, -1), largest, strict=True):
            h = sign * np.minimum(step, BOLDEST * most)
            gains = (
                new1 * np.log1p(h * up1 / r1)
                + missed1 * np.log1p(-h * up1 / (1 - r1))
                + new0 * np.log1p(-h * up0 / r0)
                + missed0 * np.log1p(h * up0 / (1 - r0))
            )
            total = np.logaddexp(total, np.cumsum(gains, axis=-1))
    return np.asarray(total - np.log(2 * len(BETS)))


def _null_shares(looks: _Looks, delta: Floats, share: float) -> tuple[Floats, Floats]:
    """Return the shares with the given difference that are nearest to what was seen before."""
    seen1, seen0, apart = np.broadcast_arrays(looks.share1, looks.share0, delta)
    n1, n0 = np.full_like(seen1, share), np.full_like(seen0, 1 - share)
    r1, _ = constrained_shares(share * seen1, n1, (1 - share) * seen0, n0, apart)
    low, high = np.maximum(apart, 0.0), np.minimum(1 + apart, 1.0)
    edge = INSIDE * (high - low)
    r1 = np.clip(r1, low + edge, high - edge)
    return r1, r1 - apart


def _looks(
    treated: ArrayLike, n_treated: ArrayLike, control: ArrayLike, n_control: ArrayLike
) -> _Looks:
    x1, n1 = checks.finite_array("treated", treated), checks.finite_array("n_treated", n_treated)
    x0, n0 = checks.finite_array("control", control), checks.finite_array("n_control", n_control)
    if not x1.shape == n1.shape == x0.shape == n0.shape or not x1.size or not x1.ndim:
        raise ParameterError(
            f"counts have shapes {x1.shape}, {n1.shape}, {x0.shape} and {n0.shape}, must have one "
            "number per look."
        )
    before, new = [], []
    for name, counts in (
        ("treated", x1),
        ("treated without it", n1 - x1),
        ("control", x0),
        ("control without it", n0 - x0),
    ):
        earlier = np.concatenate([np.zeros_like(counts[..., :1]), counts[..., :-1]], axis=-1)
        fallen = int(np.count_nonzero(counts < earlier))
        if fallen:
            raise DataError(
                f"{name}: the count falls at {fallen:,} looks. "
                "Give the cumulative counts up to each look, in order of time."
            )
        before.append(earlier)
        new.append(counts - earlier)
    hit1, missed1, hit0, missed0 = before
    return _Looks(
        new=(new[0], new[1], new[2], new[3]),
        share1=(hit1 + PRIOR) / (hit1 + missed1 + 2 * PRIOR),
        share0=(hit0 + PRIOR) / (hit0 + missed0 + 2 * PRIOR),
    )


def _share(value: float) -> float:
    share = checks.number("treated_share", value)
    if not 0 < share < 1:
        raise ParameterError(
            f"treated_share == {value}, must be between 0 and 1. Write a holdout of 10% as 0.90."
        )
    return share


def _places(
    treated: ArrayLike, n_treated: ArrayLike, control: ArrayLike, n_control: ArrayLike
) -> Floats:
    """Return differences from -1 to 1, dense about the last one seen."""
    x1, n1, x0, n0 = (
        float(np.asarray(count)[-1]) + more
        for count, more in zip(
            (treated, n_treated, control, n_control), (0.5, 1.0) * 2, strict=True
        )
    )
    seen = x1 / n1 - x0 / n0
    error = np.sqrt(x1 * (n1 - x1) / n1**3 + x0 * (n0 - x0) / n0**3)
    away = 0.05 * error * _DISTANCES
    places = np.concatenate([seen - away[::-1], [seen], seen + away])
    inside = places[(places > -1) & (places < 1)]
    return np.concatenate([[-1 + INSIDE], inside, [1 - INSIDE]])


def _first_below(places: Floats, excess: Floats) -> Floats:
    """Return where the evidence first falls below its limit; the end where it is below there.

    Nothing may be left: then the place with the least evidence is returned.
    """
    below = excess < 0
    first = np.where(below.any(axis=0), below.argmax(axis=0), excess.argmin(axis=0))
    column, last = np.arange(excess.shape[1]), np.maximum(first - 1, 0)
    near, far = excess[first, column], excess[last, column]
    crossed = (first > 0) & (near < 0) & np.isfinite(far)
    part = np.where(crossed, far / np.where(crossed, far - near, 1.0), 1.0)
    found = places[last] + part * (places[first] - places[last])
    ends = np.sign(places[0])
    return np.asarray(np.where(below[0], ends, found))
