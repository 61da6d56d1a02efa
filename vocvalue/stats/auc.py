"""How well scores tell those to whom something happens from the others: the area under the curve.

The area under the ROC curve is the chance that of one with the event and one without, the one with
the event has the higher score, ties counting one half. Its variance follows from where each score
lies among those of the other side (its placement): the variance of the placements of each side over
their number. Where rows come in clusters, such as several moments of one account, the placements of
a cluster are summed first, and the two sides of a cluster vary together.

- `auc`: one area with its interval.
- `auc_difference`: two scores of the same rows.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit, ndtri, stdtrit

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats.bisection import boundary

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

POWER = 0.80


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area under the ROC curve.

    Attributes:
        value: The area, from 0 to 1; NaN where one side is empty.
        lower: The lower end of its interval.
        upper: The upper end.
        standard_error: Its standard error, NaN where it is not known.
        n_events: The rows with the event.
        n_others: The rows without.
    """

    value: float
    lower: float
    upper: float
    standard_error: float
    n_events: int
    n_others: int


@dataclass(frozen=True, kw_only=True)
class AreaDifference:
    """The difference of two areas of the same rows.

    Attributes:
        value: The area of the first score less that of the second.
        lower: The lower end of its interval.
        upper: The upper end.
        standard_error: Its standard error, NaN where it is not known.
        detectable: The difference that such an interval excludes 0 for in four of five samples.
    """

    value: float
    lower: float
    upper: float
    standard_error: float
    detectable: float


def auc(
    scores: ArrayLike, happened: ArrayLike, *, clusters: ArrayLike | None = None, level: float
) -> Area:
    """Return the area under the ROC curve of scores, with its interval.

    The interval is symmetric on the scale of the logit, with a quantile of Student's t whose
    degrees of freedom are those of the smaller side. Where all placements of a side are equal, as
    they are where the sides do not overlap, the variance is 0 and says nothing; the interval is
    then Newcombe's, which asks which areas would give such a one.

    Args:
        scores: The scores, higher where the event is expected, shape (n,).
        happened: Whether the event happened, shape (n,).
        clusters: The cluster of each row, as whole numbers from 0, shape (n,); by default each row
            is on its own.
        level: The confidence level.

    Raises:
        ParameterError: Scores that are not finite, or arrays of different lengths.

    References:
        DeLong, DeLong and Clarke-Pearson (1988), Comparing the areas under two or more correlated
        receiver operating characteristic curves, Biometrics 44, section 2; Obuchowski
        (1997), Nonparametric analysis of clustered ROC curve data, Biometrics 53, for clusters;
        Newcombe (2006), Confidence intervals for an effect size measure based on the Mann-Whitney
        statistic, part 2, Statistics in Medicine 25, method 5.

    Examples:
        Of the four pairs of one of (3, 1) with one of (2, 0), three are in order:

        >>> auc([3.0, 1.0, 2.0, 0.0], [True, True, False, False], level=0.95).value
        0.75
    """
    checks.level(level)
    it = _read((scores,), happened, clusters)
    value, error = float(it.areas[0]), float(np.sqrt(it.covariance[0, 0]))
    lower, upper = _ends(value, error, it, level)
    return Area(
        value=value,
        lower=lower,
        upper=upper,
        standard_error=error,
        n_events=it.sizes[0],
        n_others=it.sizes[1],
    )


def auc_difference(
    first: ArrayLike,
    second: ArrayLike,
    happened: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    level: float,
) -> AreaDifference:
    """Return by how much the area of one score exceeds that of another of the same rows.

    Args:
        first: The first scores, higher where the event is expected, shape (n,).
        second: The second scores of the same rows, shape (n,).
        happened: Whether the event happened, shape (n,).
        clusters: The cluster of each row, as whole numbers from 0, shape (n,).
        level: The confidence level.

    Raises:
        ParameterError: Scores that are not finite, or arrays of different lengths.

    References:
        As `auc`; the variance of the difference is that of the contrast (1, -1) in section 2 of
        DeLong et al.

    Examples:
        >>> happened = [True, True, False, False]
        >>> auc_difference([3.0, 2.0, 1.0, 0.0], [3.0, 1.0, 2.0, 0.0], happened, level=0.95).value
        0.25
    """
    checks.level(level)
    it = _read((first, second), happened, clusters)
    contrast = np.array([1.0, -1.0])
    value = float(contrast @ it.areas)
    error = float(np.sqrt(np.maximum(contrast @ it.covariance @ contrast, 0.0)))
    known = error if error > 0 else float("nan")
    half = it.quantile(level) * known
    return AreaDifference(
        value=value,
        lower=max(value - half, -1.0) if np.isfinite(half) else float("nan"),
        upper=min(value + half, 1.0) if np.isfinite(half) else float("nan"),
        standard_error=known,
        detectable=(it.quantile(level) + float(ndtri(POWER))) * known,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Areas:
    """Areas of k scores of the same rows.

    Attributes:
        areas: The areas, shape (k,).
        covariance: Their covariance, shape (k, k), NaN where a side has one cluster only.
        n_clusters: The clusters with events, and those with others.
        sizes: The rows with the event, and without.
    """

    areas: Floats
    covariance: Floats
    n_clusters: tuple[int, int]
    sizes: tuple[int, int]

    def quantile(self, level: float) -> float:
        """Return how many standard errors an interval reaches to either side."""
        df = min(self.n_clusters) - 1
        return float(stdtrit(df, (1 + level) / 2)) if df > 0 else float("nan")


def _read(scores: tuple[ArrayLike, ...], happened: ArrayLike, clusters: ArrayLike | None) -> _Areas:
    event = np.asarray(happened, dtype=np.bool_)
    rows = [checks.finite_array("scores", it) for it in scores]
    of = np.arange(event.size) if clusters is None else np.asarray(clusters, dtype=np.int64)
    if {it.shape for it in (*rows, of)} != {event.shape} or event.ndim != 1:
        raise ParameterError(
            f"scores, happened and clusters have the shapes {[it.shape for it in rows]}, "
            f"{event.shape} and {of.shape}: they must be alike, one value per row."
        )
    sizes = int(event.sum()), int((~event).sum())
    if not min(sizes):
        nothing = np.full((len(rows), len(rows)), np.nan)
        return _Areas(areas=nothing[0], covariance=nothing, n_clusters=(0, 0), sizes=sizes)
    placed = np.array([placements(it, event) for it in rows])
    areas = placed[:, event].mean(axis=1)
    return _Areas(
        areas=areas,
        covariance=_covariance(placed - areas[:, None], event, of),
        n_clusters=(len(np.unique(of[event])), len(np.unique(of[~event]))),
        sizes=sizes,
    )


def placements(scores: Floats, event: Bools) -> Floats:
    """Return where each score lies among those of the other side, shape (n,).

    Of a row with the event it is the share of the others that are lower, of a row without the
    share of those with the event that are higher, ties counting one half.

    Args:
        scores: The scores, shape (n,).
        event: Whether the event happened, shape (n,), with both kinds.

    Examples:
        >>> placements(np.array([3.0, 1.0, 1.0]), np.array([True, True, False])).tolist()
        [1.0, 0.5, 0.75]
    """
    placed = np.empty(scores.size)
    for side, sign in ((event, 1.0), (~event, -1.0)):
        mine, theirs = sign * scores[side], np.sort(sign * scores[~side])
        below = np.searchsorted(theirs, mine, side="left")
        upto = np.searchsorted(theirs, mine, side="right")
        placed[side] = (below + upto) / (2 * theirs.size)
    return placed


def _covariance(excess: Floats, event: Bools, clusters: Codes) -> Floats:
    """Return the covariance of areas from the placements less the area, shape (k, n)."""
    parts, counts = [], []
    for side in (event, ~event):
        sums = np.array([np.bincount(clusters, row * side, clusters.max() + 1) for row in excess])
        parts.append(sums / side.sum())
        counts.append(len(np.unique(clusters[side])))
    n = len(np.unique(clusters))
    if min(counts) < 2:
        return np.full((len(excess), len(excess)), np.nan)
    (ours, theirs), (of_ours, of_theirs) = parts, counts
    both = ours @ theirs.T * (n / (n - 1))
    within = (
        of_ours / (of_ours - 1) * ours @ ours.T + of_theirs / (of_theirs - 1) * theirs @ theirs.T
    )
    return np.asarray(within + both + both.T)


def _ends(value: float, error: float, it: _Areas, level: float) -> tuple[float, float]:
    if not min(it.n_clusters):
        return float("nan"), float("nan")
    if not error > 0 or value in {0.0, 1.0}:
        return _newcombe(value, it, level)
    half = it.quantile(level) * error / (value * (1 - value))
    return float(expit(logit(value) - half)), float(expit(logit(value) + half))


def _newcombe(value: float, it: _Areas, level: float) -> tuple[float, float]:
    """Return which areas would give one as far away as this in the tails of the level."""
    z = float(ndtri((1 + level) / 2))
    ours, theirs = it.n_clusters
    weight = (ours + theirs) / 2 - 1

    def near(area: Floats) -> Bools:
        spread = 1 + weight * ((1 - area) / (2 - area) + area / (1 + area))
        variance = area * (1 - area) * spread / (ours * theirs)
        return np.asarray((value - area) ** 2 <= z**2 * variance + 1e-15)

    lower, upper = (float(boundary(near, value, end)) for end in (0.0, 1.0))
    return lower, upper
