"""The change of an NPS between two surveys."""

from functools import partial
from typing import Any

import numpy as np
from scipy.special import ndtri

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.stats import net_share, normal
from vocvalue.stats.proportions import mover, mover_z
from vocvalue.survey.scores.change_result import NpsChange
from vocvalue.survey.scores.measure import (
    ENDS_AT,
    IN_WORDS,
    METHODS,
    N_DRAWS,
    POINTS,
    Floats,
    Method,
    net_estimate,
    trinomial,
    usable_method,
)
from vocvalue.survey.scores.scale import scale_of, whole_scores
from vocvalue.tables.engine_errors import translated

SIDES = np.array([-1.0, 0.0, 1.0])


@translated
def nps_change(
    before: Any,
    after: Any,
    *,
    paired: bool = False,
    weights_before: Any = None,
    weights_after: Any = None,
    method: Method = "adjusted-wald",
    level: float = 0.95,
    seed: int = 0,
) -> NpsChange:
    """Estimate the change of an NPS between two surveys, in points: after minus before.

    Args:
        before: The scores of the first survey, whole numbers from 0 to 10, shape (n,): a series, an
            array or a list.
        after: The scores of the second survey, shape (m,); if `paired`, from the same customers in
            the same order.
        paired: Whether the same customers answered both times. Their two answers are correlated,
            which makes the change more certain than with two separate samples.
        weights_before: Non-negative weights of the first survey's responses, shape (n,).
        weights_after: Non-negative weights of the second survey's responses, shape (m,).
        method: The method of the interval, as in `nps`. For the formulas, the intervals of the two
            scores are combined (MOVER); "dirichlet" and "bootstrap" draw differences.
        level: The confidence level.
        seed: The seed of "dirichlet" and "bootstrap".

    Returns:
        The change with its interval and p-value, and both scores. If all responses fall into one
        band, "wald" and "bootstrap" would give an interval without width; "adjusted-wald" is then
        used instead, and `method` says so.

    Raises:
        DataError: Scores or weights are invalid, as in `nps`; or there are not as many paired
            scores before as after.
        ParameterError: There is no such method, or weights are combined with `paired`.

    References:
        Zou and Donner (2008), Construction of confidence limits about effect measures: a general
        approach, Statistics in Medicine 27.

    Examples:
        >>> before = [10] * 540 + [8] * 360 + [2] * 300
        >>> after = [10] * 675 + [8] * 351 + [2] * 324
        >>> print(nps_change(before, after, method="wald").change)
        6 (95% interval: -0.3452 to 12.35)
    """
    checks.one_of("method", method, METHODS)
    first, n = trinomial(before, weights_before, called=("before", "weights_before"))
    second, m = trinomial(after, weights_after, called=("after", "weights_after"))
    joint = None
    if paired:
        if weights_before is not None or weights_after is not None:
            raise ParameterError(
                "weights cannot be combined with paired == True. Leave out the weights."
            )
        joint = _joint(before, after)
    usable = usable_method(method, first, second)
    if joint is not None and not (joint - np.diag(joint.diagonal())).any():
        usable = usable_method(method, np.array([joint.sum()]))
    change, z = _change(first, second, joint, method=usable, level=level, seed=seed)
    return NpsChange(
        change=_estimate(
            change,
            level=level,
            words=f"{IN_WORDS[usable]}, {'paired' if paired else 'separate samples'}",
            n=n if paired else n + m,
        ),
        before=net_estimate(first, n, method=method, level=level, seed=seed),
        after=net_estimate(second, m, method=method, level=level, seed=seed),
        z=z,
        p_value=float(normal.p_value(z)),
        paired=paired,
    )


def _estimate(change: tuple[float, float, float], *, level: float, words: str, n: int) -> Estimate:
    value, *ends = (POINTS * share for share in change)
    lower, upper, clipped = bounded(value, ends, lowest=-2 * POINTS, highest=2 * POINTS)
    return Estimate.of((value, lower, upper), level=level, method=f"{words}{clipped}", n=n)


def _change(
    first: Floats,
    second: Floats,
    joint: Floats | None,
    *,
    method: Method,
    level: float,
    seed: int,
) -> tuple[tuple[float, float, float], float]:
    """Return the change with its interval, as a fraction, and its z."""
    correlation = 0.0 if joint is None else _correlation(joint, method)
    old, new = float(net_share.net(first)), float(net_share.net(second))
    if method not in ENDS_AT:
        drawn = _drawn(first, second, joint, method, checks.seed(seed))
        lower, upper = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        return (new - old, float(lower), float(upper)), _drawn_z(drawn, new - old)
    ends_at = ENDS_AT[method]
    terms = [(value, partial(ends_at, counts)) for value, counts in ((new, second), (old, first))]
    at = normal.critical_value(level)
    (low1, high1), (low0, high0) = (map(float, ends(at)) for _, ends in terms)
    lower, upper = mover((new, low1, high1), (old, low0, high0), correlation=correlation)
    return (new - old, lower, upper), mover_z(terms[0], terms[1], correlation=correlation)


def _drawn_z(drawn: Floats, change: float) -> float:
    """Return the normal quantile at which percentiles of the draws just reach 0."""
    beyond = np.mean(drawn <= 0) if change > 0 else np.mean(drawn >= 0)
    least = 1 / (drawn.size + 1)
    return float(np.sign(change) * max(-float(ndtri(max(float(beyond), least))), 0.0))


def _drawn(
    first: Floats,
    second: Floats,
    joint: Floats | None,
    method: Method,
    rng: np.random.Generator,
) -> Floats:
    if joint is not None:
        weights = (SIDES[None, :] - SIDES[:, None]).ravel()
        return np.asarray(_shares(joint.ravel(), method, rng) @ weights)
    return np.asarray(_shares(second, method, rng) @ SIDES - _shares(first, method, rng) @ SIDES)


def _shares(counts: Floats, method: Method, rng: np.random.Generator) -> Floats:
    if method == "dirichlet":
        return rng.dirichlet(counts + 1 / counts.size, N_DRAWS)
    n = round(counts.sum())
    return np.asarray(rng.multinomial(n, counts / counts.sum(), N_DRAWS) / n)


def _joint(before: Any, after: Any) -> Floats:
    """Return the number of customers by band before and after, shape (3, 3)."""
    scale = scale_of("nps")
    old, new = (scale.positions(whole_scores(scores, scale)) for scores in (before, after))
    if old.size != new.size:
        raise DataError(
            f"paired scores must come in pairs, but there are {old.size:,} before and {new.size:,} "
            "after. Join them by customer first, or leave out paired=True."
        )
    return np.bincount(3 * old + new, minlength=9).reshape(3, 3).astype(np.float64)


def _correlation(joint: Floats, method: Method) -> float:
    """Return the correlation of the two scores; the responses added by intervals are independent.

    Otherwise, if no customer changed bands, the change would have no standard error.
    """
    if method != "wald":
        joint = joint + np.outer(net_share.ADDED, net_share.ADDED) / net_share.ADDED.sum()
    share = joint / joint.sum()
    old, new = share.sum(axis=1), share.sum(axis=0)
    covariance = SIDES @ share @ SIDES - (SIDES @ old) * (SIDES @ new)
    variance = [bands @ SIDES**2 - (bands @ SIDES) ** 2 for bands in (old, new)]
    spread = float(np.sqrt(variance[0] * variance[1]))
    return float(np.clip(covariance / spread, -1.0, 1.0)) if spread > 0 else 0.0
