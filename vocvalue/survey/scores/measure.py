"""NPS, CSAT and CES of a set of scores, each with an interval."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import DataError
from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.stats import net_share, normal
from vocvalue.stats.proportions import wilson
from vocvalue.stats.raking import effective_size
from vocvalue.survey.scores.scale import Scale, as_numbers, scale_of, whole_scores
from vocvalue.tables.engine_errors import translated

Method: TypeAlias = Literal["adjusted-wald", "wald", "tango", "dirichlet", "bootstrap"]
Kind: TypeAlias = Literal["top-box", "mean"]
Floats: TypeAlias = NDArray[np.float64]

METHODS: tuple[Method, ...] = ("adjusted-wald", "wald", "tango", "dirichlet", "bootstrap")
IN_WORDS: Mapping[str, str] = {
    "adjusted-wald": "adjusted Wald",
    "wald": "Wald",
    "tango": "Tango score",
    "dirichlet": "Dirichlet posterior, prior 1/3 each",
    "bootstrap": "bootstrap percentiles",
}
ENDS_AT: Mapping[str, Callable[[Floats, ArrayLike], tuple[Floats, Floats]]] = {
    "adjusted-wald": net_share.adjusted_wald_at,
    "wald": net_share.wald_at,
    "tango": net_share.tango_at,
}
"""The methods that are formulas: the interval's ends from counts and a normal quantile."""
N_DRAWS = 20_000
POINTS = 100.0
ALIKE = 1e-9
"""A smaller scatter of responses is due to rounding."""


@translated
def nps(
    scores: Any,
    weights: Any = None,
    *,
    method: Method = "adjusted-wald",
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate the Net Promoter Score, in points from -100 to 100.

    The NPS is the share of promoters (9-10) minus the share of detractors (0-6). Both shares come
    from the same responses, so the variance includes their covariance: (p + d - (p - d)^2) / n.

    Args:
        scores: Whole scores from 0 to 10, shape (n,): a series of pandas, polars or pyarrow, an
            array or a list.
        weights: Non-negative weights of the responses, shape (n,); by default all are equal. With
            weights, the interval is based on Kish's effective sample size.
        method: The method of the interval: "adjusted-wald" (the default, whose coverage is closest
            to nominal in small and large samples), "tango" (score), "wald", "dirichlet" or
            "bootstrap".
        level: The confidence level.
        seed: The seed of "dirichlet" and "bootstrap".

    Returns:
        The score with its interval. An end beyond -100 or 100 is clipped, and `method` says so.

    Raises:
        DataError: Scores are text, missing, fractional or off the scale (the message names the
            rows); or weights are negative or of a different length.
        ParameterError: There is no such method, or the level is outside 0 to 1.

    References:
        Reichheld (2003), The one number you need to grow, Harvard Business Review 81(12). Rocks
        (2016), Interval estimation for the Net Promoter Score, The American Statistician 70.

    Examples:
        >>> scores = [10] * 250 + [7] * 675 + [3] * 75
        >>> print(nps(scores))
        17.50 (95% interval: 14.09 to 20.81)
        >>> print(nps(scores, method="tango"))
        17.50 (95% interval: 14.14 to 20.88)
    """
    counts, n = trinomial(scores, weights)
    return net_estimate(counts, n, method=method, level=level, seed=seed)


@translated
def csat(
    scores: Any,
    weights: Any = None,
    *,
    points: int = 5,
    kind: Kind = "top-box",
    level: float = 0.95,
) -> Estimate:
    """Estimate the CSAT: the percentage of satisfied customers, or the mean score.

    Args:
        scores: Whole scores from 1 to `points`, shape (n,).
        weights: Non-negative weights of the responses, shape (n,); by default all are equal.
        points: The number of points on the scale: 5, 7 or 10.
        kind: "top-box" for the percentage of responses in the top two boxes, with Wilson's
            interval; "mean" for the mean score, with Student's interval.
        level: The confidence level.

    Returns:
        The estimate with its interval, in percent or in points of the scale.

    Raises:
        DataError: Scores or weights are invalid, as in `nps`.
        ParameterError: There is no such kind, or no scale with that number of points.

    Examples:
        >>> print(csat([5, 4, 4, 3, 1, 5, 4, 5]))
        75 (95% interval: 40.93 to 92.85)
        >>> print(csat([5, 4, 4, 3, 1, 5, 4, 5], kind="mean"))
        3.88 (95% interval: 2.74 to 5)
    """
    return _boxed(scores, weights, scale_of("csat", points=points), kind, level)


@translated
def ces(
    scores: Any,
    weights: Any = None,
    *,
    points: int = 7,
    kind: Kind = "mean",
    level: float = 0.95,
) -> Estimate:
    """Estimate the Customer Effort Score: the mean, or the percentage who found it easy.

    A higher score means less effort: "the company made it easy for me to handle my issue".

    Args:
        scores: Whole scores from 1 to `points`, shape (n,).
        weights: Non-negative weights of the responses, shape (n,); by default all are equal.
        points: The number of points on the scale: 7 or 5.
        kind: "mean" for the mean score, with Student's interval; "top-box" for the percentage of
            responses that agree (5 to 7 of 7, 4 to 5 of 5), with Wilson's interval.
        level: The confidence level.

    Returns:
        The estimate with its interval, in points of the scale or in percent.

    Raises:
        DataError: Scores or weights are invalid, as in `nps`.
        ParameterError: There is no such kind, or no scale with that number of points.

    References:
        Dixon, Toman and DeLisi (2013), The Effortless Experience, chapter 6 (version 2.0 of the
        score).

    Examples:
        >>> print(ces([7, 6, 5, 5, 2, 6, 7, 4]))
        5.25 (95% interval: 3.85 to 6.65)
    """
    return _boxed(scores, weights, scale_of("ces", points=points), kind, level)


def trinomial(
    scores: Any, weights: Any, *, called: tuple[str, str] = ("scores", "weights")
) -> tuple[Floats, int]:
    """Return the counts of detractors, passives and promoters, and the number of responses.

    With weights, the counts are the weighted shares times Kish's effective sample size.
    """
    scale = scale_of("nps")
    values = whole_scores(scores, scale, called=called[0])
    weight, effective = weighing(weights, values.size, called=called[1])
    counts = scale.band_counts(scale.counts(values, weight))
    return counts / counts.sum() * effective, values.size


def weighing(weights: Any, n: int, *, called: str = "weights") -> tuple[Floats | None, float]:
    """Return checked weights and their effective sample size.

    Raises:
        DataError: Weights are negative, missing, all 0, or of a different length.
    """
    if weights is None:
        return None, float(n)
    weight = as_numbers(weights, called=called).astype(np.float64)
    if weight.size != n:
        raise DataError(f"{called!r} holds {weight.size:,} weights for {n:,} scores.")
    bad = ~np.isfinite(weight) | (weight < 0)
    if bad.any():
        raise DataError.bad_rows(
            "missing, infinite or below 0",
            column=called,
            count=int(bad.sum()),
            first_ids=[f"row {row}" for row in np.flatnonzero(bad)],
            hint="A weight says how many customers a response stands for.",
        )
    if not weight.any():
        raise DataError(
            f"{called!r} holds only zeros. At least one response must have a weight above 0."
        )
    return weight, effective_size(weight)


def net_estimate(counts: Floats, n: int, *, method: Method, level: float, seed: int) -> Estimate:
    """Return the NPS, in points, from the counts of detractors, passives and promoters."""
    checks.one_of("method", method, METHODS)
    checks.level(level)
    usable = usable_method(method, counts)
    lower, upper = net_interval(counts, usable, level, checks.seed(seed))
    notes = [IN_WORDS[usable]]
    if usable != method:
        notes.append(f"as {IN_WORDS[method]} has no width if all responses are in one band")
    effective = float(counts.sum())
    if not np.isclose(effective, n):
        notes.append(f"effective sample size {effective:,.0f}")
    if lower < -1 or upper > 1:
        notes.append("clipped at -100 and 100")
    value, possible = POINTS * float(net_share.net(counts)), (max(lower, -1.0), min(upper, 1.0))
    ends = [POINTS * end for end in possible]
    lower, upper, widened = bounded(value, ends, lowest=-POINTS, highest=POINTS)
    return Estimate(
        value=value,
        lower=lower,
        upper=upper,
        level=level,
        method=f"{', '.join(notes)}{widened}",
        n=n,
    )


def usable_method(method: Method, *samples: Floats) -> Method:
    """Return a method whose interval has a width, even if all responses are in one band."""
    is_bare = any(np.count_nonzero(counts) < 2 for counts in samples)
    return "adjusted-wald" if is_bare and method in {"wald", "bootstrap"} else method


def net_interval(
    counts: Floats, method: Method, level: float, rng: np.random.Generator
) -> tuple[float, float]:
    """Return the interval of a net share, as a fraction and not clipped."""
    if method in ENDS_AT:
        lower, upper = ENDS_AT[method](counts, normal.critical_value(level))
        return float(lower), float(upper)
    draw = net_share.dirichlet if method == "dirichlet" else net_share.bootstrap
    lower, upper = draw(counts, level, rng, N_DRAWS)
    return float(lower), float(upper)


def boxed_estimate(
    counts: Floats, n: int, scale: Scale, *, kind: Kind, level: float, effective: float | None
) -> Estimate:
    """Return a CSAT or CES from the count, or the weight, of each score."""
    checks.one_of("kind", kind, ("top-box", "mean"))
    checks.level(level)
    share = counts / counts.sum()
    estimate = _top_box if kind == "top-box" else _mean
    size = float(n) if effective is None else effective
    value, lower, upper, method = estimate(share, size, scale, level)
    if effective is not None:
        method += f", effective sample size {effective:,.0f}"
    return Estimate(value=value, lower=lower, upper=upper, level=level, method=method, n=n)


def _boxed(scores: Any, weights: Any, scale: Scale, kind: Kind, level: float) -> Estimate:
    values = whole_scores(scores, scale)
    weight, effective = weighing(weights, values.size)
    return boxed_estimate(
        scale.counts(values, weight),
        values.size,
        scale,
        kind=kind,
        level=level,
        effective=None if weight is None else effective,
    )


def _top_box(
    share: Floats, n: float, scale: Scale, level: float
) -> tuple[float, float, float, str]:
    top = float(scale.band_counts(share)[-1])
    lower, upper = wilson(top * n, n, level)
    first, last = list(scale.bands.values())[-1]
    words = f"percent of {first} to {last}, Wilson score"
    return 100 * min(top, 1.0), 100 * float(lower), 100 * float(upper), words


def _mean(share: Floats, n: float, scale: Scale, level: float) -> tuple[float, float, float, str]:
    points = np.arange(scale.low, scale.high + 1)
    mean = float(share @ points)
    error = float(np.sqrt(share @ (points - mean) ** 2 / (n - 1))) if n > 1 else 0.0
    if not error > ALIKE:
        return _mean_of_like(mean, n, scale, level)
    words = "mean, Student t"
    half = float(scipy.stats.t.ppf((1 + level) / 2, n - 1)) * error
    lower, upper = mean - half, mean + half
    if lower < scale.low or upper > scale.high:
        words += f", clipped at {scale.low} and {scale.high}"
    return mean, max(lower, float(scale.low)), min(upper, float(scale.high)), words


def _mean_of_like(
    mean: float, n: float, scale: Scale, level: float
) -> tuple[float, float, float, str]:
    """Return the mean of identical responses, or of one, with an interval for unseen ones.

    The fraction of responses that Wilson's interval for 0 allows may lie at either end of the
    scale.
    """
    others = float(wilson(0.0, n, level)[1])
    lower, upper = (mean + others * (end - mean) for end in (scale.low, scale.high))
    return mean, lower, upper, "mean of identical responses, Wilson's interval for others"
