"""Exact tests and intervals of two shares: no normal curve, for small samples.

Unconditional: every pair of counts that the two arms could have had is weighed, at the common share
that speaks most for the null. Counts are whole numbers, of one pair of arms at a time.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats.bisection import boundary
from vocvalue.stats.constrained import in_standard_errors, score
from vocvalue.stats.least_favourable import TIE, largest, probabilities, score_tail
from vocvalue.stats.normal import ALTERNATIVES, Alternative
from vocvalue.stats.proportions import difference_asked

Floats: TypeAlias = NDArray[np.float64]

# Beyond, they take many seconds, and the score interval is as good.
LARGEST, LARGEST_IN_SCIPY = 1_000, 500
# Differences that are looked at on each side: many where samples are small and p-values jump.
FEWEST, MOST, TOGETHER, HALVED = 40, 400, 80_000, 30


def barnard(
    treated: int,
    n_treated: int,
    control: int,
    n_control: int,
    *,
    alternative: Alternative = "two-sided",
) -> float:
    """Return the p-value of Barnard's test that both shares are the same.

    Tables are ordered by the pooled z. Two-sided, those count that are as far out on either side.

    Args:
        treated: How often it happened among the treated.
        n_treated: Out of how many.
        control: How often among the control.
        n_control: Out of how many.
        alternative: Whether the treated share may be on both sides, or is `greater` or `less`.

    Raises:
        ParameterError: Counts that are not whole or above their number, an arm above 500, or an
            unknown alternative.

    References:
        Barnard (1945), A new test for 2x2 tables, Nature 156.

    Examples:
        >>> round(barnard(7, 15, 12, 15, alternative="less"), 5)
        0.03411
    """
    x1, n1, x0, n0 = _whole(treated, n_treated, control, n_control, LARGEST_IN_SCIPY)
    checks.one_of("alternative", alternative, ALTERNATIVES)
    if (x1 + x0) in {0, n1 + n0}:
        return 1.0
    sign = -1 if alternative == "less" else 1
    z = sign * _pooled_z(n1, n0)
    z = np.abs(z) if alternative == "two-sided" else z
    extreme = (z >= z[x1, x0] - TIE).astype(np.float64)

    def chances(share: Floats) -> Floats:
        return np.asarray(
            (probabilities(n1, share) @ extreme * probabilities(n0, share)).sum(axis=1)
        )

    return largest(chances, 0.0, 1.0, n1 + n0)


def boschloo(
    treated: int,
    n_treated: int,
    control: int,
    n_control: int,
    *,
    alternative: Alternative = "two-sided",
) -> float:
    """Return the p-value of Boschloo's test that both shares are the same.

    Tables are ordered by Fisher's p-value, so that it is never above Fisher's. Two-sided, it is
    twice the smaller of the one-sided ones.

    Args:
        treated: How often it happened among the treated.
        n_treated: Out of how many.
        control: How often among the control.
        n_control: Out of how many.
        alternative: Whether the treated share may be on both sides, or is `greater` or `less`.

    Raises:
        ParameterError: As `barnard`.

    References:
        Boschloo (1970), Raised conditional level of significance for the 2x2-table when testing
        the equality of two probabilities, Statistica Neerlandica 24.

    Examples:
        >>> round(boschloo(74, 117, 31, 63, alternative="greater"), 4)
        0.0356
    """
    x1, n1, x0, n0 = _whole(treated, n_treated, control, n_control, LARGEST_IN_SCIPY)
    checks.one_of("alternative", alternative, ALTERNATIVES)
    if (x1 + x0) in {0, n1 + n0}:
        return 1.0
    found = scipy.stats.boschloo_exact([[x1, x0], [n1 - x1, n0 - x0]], alternative=alternative)
    return min(float(found.pvalue), 1.0)


def p_value(
    treated: int,
    n_treated: int,
    control: int,
    n_control: int,
    *,
    delta0: float = 0.0,
    alternative: Alternative = "two-sided",
) -> float:
    """Return the exact p-value of the null that the difference is the one asked about.

    Tables are ordered by the score statistic at that difference. Two-sided, it is twice the smaller
    of the one-sided ones, as `interval` has half of what is outside on each side. The
    share of the control is looked for within its exact interval of one in a million, which is added
    to the p-value: shares far from the data would only make large samples seem to know less. Short
    of that, one-sided and at no difference, it is Barnard's.

    Args:
        treated: How often it happened among the treated.
        n_treated: Out of how many.
        control: How often among the control.
        n_control: Out of how many.
        delta0: The treated share minus the control share under the null.
        alternative: Whether the true difference may be on both sides, or is `greater` or `less`.

    Raises:
        ParameterError: Counts that are not whole or above their number, an arm above 1,000, an
            unknown alternative, or a difference not strictly between -1 and 1.

    References:
        Chan (1998), Exact tests of equivalence and efficacy with a non-zero lower bound for
        comparative studies, Statistics in Medicine 17; Berger and Boos (1994), P values maximized
        over a confidence set for the nuisance parameter, Journal of the American Statistical
        Association 89.

    Examples:
        >>> round(p_value(7, 15, 12, 15, alternative="less"), 5)
        0.03411
        >>> round(p_value(46, 50, 47, 50, delta0=-0.1, alternative="greater"), 3)
        0.087
    """
    x1, n1, x0, n0 = _whole(treated, n_treated, control, n_control)
    checks.one_of("alternative", alternative, ALTERNATIVES)
    difference_asked(delta0)
    if alternative == "greater":
        return score_tail(x1, n1, x0, n0, delta0)
    less = score_tail(x0, n0, x1, n1, -delta0)
    if alternative == "less":
        return less
    return min(1.0, 2 * min(score_tail(x1, n1, x0, n0, delta0), less))


def interval(
    treated: int, n_treated: int, control: int, n_control: int, level: float
) -> tuple[float, float]:
    """Return the exact interval of the treated share minus the control share.

    The differences that neither of the one-sided exact tests rejects at half of 1 - level; where
    those have gaps, the gaps are filled. It holds the true difference at least as often as the
    level says, whatever the shares. It ends at the outermost difference accepted of up to 400
    that are looked at, and from there to its neighbour by bisection.

    Args:
        treated: How often it happened among the treated.
        n_treated: Out of how many, at most 1,000.
        control: How often among the control.
        n_control: Out of how many, at most 1,000.
        level: The confidence level.

    Returns:
        The lower and the upper end.

    Raises:
        ParameterError: As `p_value`.

    References:
        Chan and Zhang (1999), Test-based exact confidence intervals for the difference of two
        binomial proportions, Biometrics 55.

    Examples:
        >>> [round(end, 4) for end in interval(9, 10, 3, 10, 0.95)]
        [0.1608, 0.8795]
    """
    x1, n1, x0, n0 = _whole(treated, n_treated, control, n_control)
    alpha = (1 - checks.level(level)) / 2
    return _lower(x1, n1, x0, n0, alpha), -_lower(x0, n0, x1, n1, alpha)


def _whole(
    treated: int, n_treated: int, control: int, n_control: int, limit: int = LARGEST
) -> tuple[int, int, int, int]:
    arms = []
    for name, hits, n in (("treated", treated, n_treated), ("control", control, n_control)):
        size = checks.whole(f"n_{name}", n, least=1)
        if checks.whole(name, hits) > size:
            raise ParameterError(f"{name} == {hits}, must be at most n_{name} == {size}.")
        if size > limit:
            raise ParameterError(
                f"n_{name} == {size:,}, must be at most {limit:,} for an exact result. "
                "Use vocvalue.stats.differences, whose intervals hold for samples of this size."
            )
        arms += [int(hits), size]
    x1, n1, x0, n0 = arms
    return x1, n1, x0, n0


def _lower(x1: int, n1: int, x0: int, n0: int, alpha: float) -> float:
    """Return the lowest difference that the test for a greater one does not reject."""

    def accepted(delta: float) -> bool:
        return score_tail(x1, n1, x0, n0, delta) > alpha

    rejected = -1.0
    for delta in _places(x1, n1, x0, n0, float(scipy.stats.norm.isf(alpha))):
        if delta > rejected and accepted(delta):
            return _between(accepted, delta, rejected)
        rejected = delta
    return x1 / n1 - x0 / n0


def _places(x1: int, n1: int, x0: int, n0: int, z: float) -> list[float]:
    """Return differences to look at, from far below the one seen up to it.

    They are spaced as the score statistic has them: the test rejects near where the normal curve
    says so, and may do so again a little further out.
    """
    seen = x1 / n1 - x0 / n0
    many = min(max(TOGETHER // (n1 + n0), FEWEST), MOST)
    reach = np.linspace(z + 1, max(z - 1, 0.1), many)
    a, b, c, d = (np.full(many, float(count)) for count in (x1, n1, x0, n0))
    ends = boundary(lambda delta: score(a, b, c, d, delta) <= reach, np.full(many, seen), -1.0)
    return [*ends.tolist(), seen]


def _between(accepted: Callable[[float], bool], inside: float, outside: float) -> float:
    for _ in range(HALVED):
        middle = (inside + outside) / 2
        if accepted(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _pooled_z(n1: int, n0: int) -> Floats:
    """Return the pooled z of every table, shape (n1 + 1, n0 + 1)."""
    x1, x0 = np.arange(n1 + 1.0)[:, None], np.arange(n0 + 1.0)
    pooled = (x1 + x0) / (n1 + n0)
    return in_standard_errors(x1 / n1 - x0 / n0, pooled * (1 - pooled) * (1 / n1 + 1 / n0))
