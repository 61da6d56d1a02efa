"""The lift in retention within strata, by Mantel-Haenszel."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.lift.experiments.arms import Arm
from vocvalue.lift.two_arms.context import LiftContext
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Note
from vocvalue.results.intervals import bounded
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.numerals import p_value as written
from vocvalue.results.texts import names as enumerated
from vocvalue.results.texts import pair
from vocvalue.results.verdicts import is_shown
from vocvalue.stats import normal
from vocvalue.stats.normal import Alternative
from vocvalue.stats.stratified import Strata

Interval: TypeAlias = tuple[float, float, float]

METHOD = "Mantel-Haenszel over strata, Sato's variance"
WITHOUT_ERROR = "Mantel-Haenszel over strata, Newcombe's hybrid score"
RATIO = "Mantel-Haenszel ratio, Greenland-Robins"


def stratified(
    treated: NDArray[np.int64],
    control: NDArray[np.int64],
    arms: tuple[Arm, Arm],
    context: LiftContext,
    *,
    names: tuple[str, ...],
) -> RetentionLift:
    """Return the lift between two arms within strata.

    Args:
        treated: How many treated customers stayed and how many there are, by stratum, shape (2, k).
        control: How many controls stayed and how many there are, by stratum, shape (2, k).
        arms: The treated and the control arm over all strata.
        context: What the lift states besides its estimates.
        names: The names of the strata, shape (k,).
    """
    strata = Strata(
        treated=treated[0], n_treated=treated[1], control=control[0], n_control=control[1]
    )
    at, n = context.interval_level, arms[0].n + arms[1].n
    interval, method = _difference(strata, at)
    return context.lift(
        arms,
        difference=Estimate.of(interval, level=at, method=method, n=n),
        ratio=Estimate.of(_ratio(strata, at), level=at, method=RATIO, n=n),
        p_value=_p_value(strata, context.alternative),
        method=method,
        from_counts=False,
        notes=(*_apart(strata, names, context.level), *_one_sided(treated, control, names)),
    )


def _difference(strata: Strata, level: float) -> tuple[Interval, str]:
    """Return the difference over strata with its interval, and the method in words."""
    value, error = strata.difference()
    ends = normal.interval(value, error, level)[1:] if error > 0 else strata.newcombe(level)
    lower, upper, words = bounded(value, ends, lowest=-1.0, highest=1.0)
    return (value, lower, upper), f"{METHOD if error > 0 else WITHOUT_ERROR}{words}"


def _ratio(strata: Strata, level: float) -> Interval:
    """Return the ratio over strata with its interval; NaN where no control stayed."""
    ratio = strata.risk_ratio(level)
    return ratio if np.isfinite(ratio[0]) else (float("nan"),) * 3


def _p_value(strata: Strata, alternative: Alternative) -> float:
    """Return the p-value that inverts the interval of the difference."""
    value, error = strata.difference()
    z = value / error if error > 0 else normal.touching(value, strata.newcombe_at)
    return float(normal.p_value(z, alternative))


def _apart(strata: Strata, names: tuple[str, ...], level: float) -> tuple[Note, ...]:
    """Note that the effect differs between the strata."""
    _, _, p_value = strata.homogeneity()
    if not is_shown(p_value, level):
        return ()
    return (
        Note.of(
            "The effect differs between the {n} strata by more than chance explains ({p}), which a "
            "single figure for all of them hides.",
            "{n} 个分层之间的效果差异超出随机波动（{p}），仅看一个总体数字会掩盖这一点。",
            n=len(names),
            p=written(p_value),
        ),
    )


def _one_sided(
    treated: NDArray[np.int64], control: NDArray[np.int64], names: tuple[str, ...]
) -> tuple[Note, ...]:
    """Note the strata with one arm only, in which there is nothing to compare."""
    alone = (treated[1] == 0) | (control[1] == 0)
    n = int((treated[1] + control[1])[alone].sum())
    return left_out(
        n,
        pair(
            "{customers} in strata with one arm only ({strata})",
            "{customers}所在分层只有一个组（{strata}）",
            customers=counted(n, "customer"),
            strata=enumerated([name for name, out in zip(names, alone, strict=True) if out]),
        ),
    )
