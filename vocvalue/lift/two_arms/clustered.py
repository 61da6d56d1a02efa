"""The lift in retention where stores, advisers or weeks were assigned, not single customers."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import ndtr

from vocvalue.errors import DataError
from vocvalue.lift.two_arms.context import LiftContext
from vocvalue.lift.two_arms.intervals import TwoArms
from vocvalue.lift.two_arms.measure import estimate
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Note
from vocvalue.results.intervals import bounded
from vocvalue.results.texts import named as column_named
from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

FEW = 10
FURTHEST = 8.0
"""The quantile beyond which the interval of single customers is that of all possible values."""


def clustered(
    retained: Floats,
    treated: Flags,
    cluster: Codes,
    arms: TwoArms,
    context: LiftContext,
    *,
    named: str,
) -> RetentionLift:
    """Return the lift between two arms to which whole clusters were assigned.

    The standard error counts clusters, because customers of one store share what happens to the
    store. It is never smaller than that of the same number of independent customers.

    Args:
        retained: 1 for customers who stayed, 0 for those who left, shape (n,).
        treated: Whether each customer was treated, shape (n,).
        cluster: The number of each customer's cluster, shape (n,).
        arms: The counts of both arms.
        context: What the lift states besides its estimates.
        named: The column with the clusters.

    Raises:
        DataError: Fewer than two clusters in an arm.

    References:
        Liang and Zeger (1986), Longitudinal data analysis using generalized linear models,
        Biometrika 73; Donner and Klar (2000), Design and analysis of cluster randomization trials
        in health research.
    """
    notes = _few(named, _fewest(treated, cluster, named))
    at, value = context.interval_level, arms.difference
    influence = _influence(retained, treated, cluster, arms)
    interval = _interval(influence, arms)
    lower, upper, words = bounded(
        value, interval(normal.critical_value(at)), lowest=-1.0, highest=1.0
    )
    method = f"by {named}: cluster-robust, Student's t{words}"
    return context.lift(
        (arms.treated, arms.control),
        difference=estimate(value, (lower, upper), arms, at, method),
        ratio=_ratio(influence, arms, at),
        p_value=float(normal.p_value(normal.touching(value, interval), context.alternative)),
        method=method,
        from_counts=False,
        notes=notes,
    )


def _fewest(treated: Flags, cluster: Codes, named: str) -> int:
    """Return the smaller number of clusters in an arm, which has to be at least 2."""
    fewest = min(len(np.unique(cluster[members])) for members in (treated, ~treated))
    if fewest < 2:
        raise DataError(
            f"cluster == {named!r}: an arm has {fewest} of them, but at least 2 are needed to "
            "estimate how much clusters differ by chance."
        )
    return fewest


def _interval(influence: Floats, arms: TwoArms) -> Callable[[float], tuple[float, float]]:
    """Return the interval of the difference by its normal quantile.

    It is that of the clusters, and at least as wide as that of single customers.
    """
    total, value = len(influence), arms.difference
    degrees = total - 2
    error = float(np.sqrt(total / degrees * np.sum(influence.sum(axis=1) ** 2)))

    def interval(z: float) -> tuple[float, float]:
        half = float(scipy.stats.t.isf(ndtr(-z), degrees)) * error
        alone = arms.interval(2 * float(ndtr(z)) - 1) if z < FURTHEST else (-1.0, 1.0)
        return min(value - half, alone[0]), max(value + half, alone[1])

    return interval


def _influence(retained: Floats, treated: Flags, cluster: Codes, arms: TwoArms) -> Floats:
    """Return what each cluster contributes to the error of each arm's rate, shape (k, 2)."""
    place = np.unique(cluster, return_inverse=True)[1]
    k = int(place.max()) + 1
    parts = [
        np.bincount(place[here], sign * (retained[here] - arm.rate) / arm.n, k)
        for here, arm, sign in ((treated, arms.treated, 1), (~treated, arms.control, -1))
    ]
    return np.stack(parts, axis=1)


def _ratio(influence: Floats, arms: TwoArms, level: float) -> Estimate:
    """Return the ratio of the rates, normal on the log scale; NaN where one of them is 0."""
    rates, k = (arms.treated.rate, arms.control.rate), len(influence)
    if not all(rate > 0 for rate in rates):
        nothing = float("nan")
        return estimate(nothing, (nothing, nothing), arms, level, "log ratio, cluster-robust")
    error = float(np.sqrt(k / (k - 2) * np.sum((influence / rates).sum(axis=1) ** 2)))
    reach = float(np.exp(scipy.stats.t.isf((1 - level) / 2, k - 2) * error))
    value = rates[0] / rates[1]
    ends = (value / reach, value * reach)
    return estimate(value, ends, arms, level, "log ratio, cluster-robust")


def _few(named: str, n_clusters: int) -> tuple[Note, ...]:
    """Note where an arm has so few clusters that their variation is hardly known."""
    if n_clusters >= FEW:
        return ()
    return (
        Note.of(
            "An arm has only {n} different values of '{column}', too few to estimate well how much "
            "they differ by chance, so the interval relies on Student's t.",
            "某一组的“{column}”只有 {n} 个取值，难以准确估计其间的随机差异，区间依赖 t 分布。",
            n=n_clusters,
            column=column_named(named),
            count=n_clusters,
        ),
    )
