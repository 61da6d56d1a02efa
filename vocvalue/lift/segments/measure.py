"""The arms of each segment in, their lifts raw and shrunken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError
from vocvalue.lift.experiments.arms import CONTROL, TREATED, Counts, arm
from vocvalue.lift.segments.calls import Asked, calls
from vocvalue.lift.segments.result import SegmentLift, SegmentLifts
from vocvalue.lift.two_arms.intervals import Method, TwoArms
from vocvalue.lift.two_arms.measure import compared
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.former import counted
from vocvalue.results.texts import Text
from vocvalue.stats import multiplicity, normal, shrinkage
from vocvalue.stats.shrinkage import Shrunken

Floats: TypeAlias = NDArray[np.float64]
Pairs: TypeAlias = Mapping[str, tuple[Counts, Counts]]

LEAST, MANY = 3, 5
SHRUNKEN = "posterior of a normal model, flat prior on the spread"
POOLED = "mean of the segments, weighted with their precision"
DECLARED = Note.of(
    "Segments have to be declared before the results are seen. A segment found by looking for "
    "large lifts is an idea for the next experiment, not a finding of this one.",
    "分群须在看到结果之前确定; 事后挑出的分群只是下一次实验的线索, 不是本次的结论。",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Context:
    """What the lifts of all segments have in common; the fields are those of the results."""

    column: str
    method: Method
    evidence: Evidence
    level: float
    window: Text | None = None
    notes: tuple[Note, ...] = ()
    doubts: tuple[Note, ...] = ()


def segment_lifts(pairs: Pairs, context: Context, asked: Asked | None) -> SegmentLifts:
    """Return the lifts of all segments, and whom to call where that is asked.

    Args:
        pairs: Retained and number of the treated, then of the control, by segment.
        context: What they have in common.
        asked: What a customer is worth and a contact costs, or None.

    Raises:
        DataError: Fewer than two segments with both arms.
    """
    checks.level(context.level)
    both = {name: pair for name, pair in pairs.items() if pair[0][1] and pair[1][1]}
    alone = {name: pair for name, pair in pairs.items() if name not in both}
    if len(both) < 2:
        raise DataError(
            f"{context.column}: {counted(len(both), 'segment')} of {len(pairs)} with customers in "
            "both arms, must be at least 2. Compare all customers with lift.retention instead."
        )
    raw = {name: _raw(pair, context) for name, pair in both.items()}
    values = np.array([lift.difference.value for lift in raw.values()])
    errors = np.array([standard_error(lift) for lift in raw.values()])
    corrected = multiplicity.holm(np.array([lift.p_value for lift in raw.values()]))
    shrunken = _shrunken(values, errors, context.level)
    segments = tuple(
        _segment(
            name,
            raw[name],
            _place(shrunken, place, raw[name], float(errors[place])),
            float(corrected[place]),
        )
        for place, name in enumerate(raw)
    )
    called, notes = calls(segments, asked, context.evidence, context.level)
    return SegmentLifts(
        column=context.column,
        segments=segments,
        heterogeneity=shrinkage.heterogeneity(values, errors),
        mean=_mean(values, errors, raw, context.level),
        tau=float("nan") if shrunken is None else shrunken.tau,
        shrunk=shrunken is not None,
        calls=called,
        doubts=context.doubts,
        sure=0.9 if asked is None else asked.sure,
        level=context.level,
        notes=(
            *context.notes,
            *_alone(alone),
            *_too_few(len(both)),
            *_without_events(raw),
            DECLARED,
            *notes,
        ),
    )


def standard_error(lift: RetentionLift) -> float:
    """Return the standard error of a difference after a success and a failure for each arm.

    Without those a segment in which everybody stayed would be known without error.

    References:
        Agresti and Caffo (2000), Simple and effective confidence intervals for proportions and
        differences of proportions, The American Statistician 54.
    """
    square = 0.0
    for one in (lift.treated, lift.control):
        share = (one.retained + 1) / (one.n + 2)
        square += share * (1 - share) / (one.n + 2)
    return float(np.sqrt(square))


def _raw(pair: tuple[Counts, Counts], context: Context) -> RetentionLift:
    arms = TwoArms(
        treated=arm(TREATED, pair[0]), control=arm(CONTROL, pair[1]), method=context.method
    )
    return compared(
        arms,
        evidence=context.evidence,
        doubts=context.doubts,
        level=context.level,
        window=context.window,
    )


def _shrunken(values: Floats, errors: Floats, level: float) -> Shrunken | None:
    return shrinkage.shrink(values, errors, level) if values.size >= LEAST else None


def _place(
    shrunken: Shrunken | None, place: int, raw: RetentionLift, error: float
) -> tuple[Estimate, float, float]:
    """Return the shrunken difference of a segment, its standard deviation and what it kept."""
    if shrunken is None:
        return raw.difference, error, 1.0
    estimate = Estimate(
        value=float(shrunken.value[place]),
        lower=float(shrunken.lower[place]),
        upper=float(shrunken.upper[place]),
        level=raw.level,
        method=SHRUNKEN,
        n=raw.difference.n,
    )
    return estimate, float(shrunken.standard_deviation[place]), float(shrunken.kept[place])


def _segment(
    name: str, raw: RetentionLift, shrunken: tuple[Estimate, float, float], p_value: float
) -> SegmentLift:
    estimate, deviation, kept = shrunken
    return SegmentLift(
        segment=name,
        raw=raw,
        shrunken=estimate,
        standard_deviation=deviation,
        kept=kept,
        p_value=p_value,
        shown=p_value < 1 - raw.level,
    )


def _mean(
    values: Floats, errors: Floats, raw: Mapping[str, RetentionLift], level: float
) -> Estimate:
    """Return the mean lift of the segments there are, not of others that might be."""
    weight = errors**-2
    value, lower, upper = normal.interval(
        float(weight @ values / weight.sum()), float(weight.sum()) ** -0.5, level
    )
    return Estimate(
        value=value,
        lower=lower,
        upper=upper,
        level=level,
        method=POOLED,
        n=sum(lift.difference.n for lift in raw.values()),
    )


def _alone(pairs: Pairs) -> tuple[Note, ...]:
    n = sum(treated[1] + control[1] for treated, control in pairs.values())
    if not pairs:
        return ()
    listed = ", ".join(pairs)
    return (
        Note.of(
            f"{counted(n, 'customer')} in segments with one arm only ({listed}); left out.",
            f"{n:,} 位客户所在分群只有一个组 ({listed}), 未计入。",
            count=n,
        ),
    )


def _too_few(k: int) -> tuple[Note, ...]:
    if k >= MANY:
        return ()
    if k >= LEAST:
        return (
            Note.of(
                f"{k} segments say little of how far lifts are spread: tau is hardly known, and "
                "little was shrunken.",
                f"只有 {k} 个分群, 真实效果的离散程度几乎无法估计, 收缩幅度很小。",
            ),
        )
    return (
        Note.of(
            f"{k} segments are too few to say how much lifts differ between segments: nothing "
            f"was shrunken. It takes {LEAST}.",
            f"只有 {k} 个分群, 不足以判断分群之间的差异, 未作收缩 (至少需要 {LEAST} 个)。",
        ),
    )


def _without_events(raw: Mapping[str, RetentionLift]) -> tuple[Note, ...]:
    def none(lift: RetentionLift) -> bool:
        stayed = lift.treated.retained + lift.control.retained
        return stayed in (0, lift.treated.n + lift.control.n)

    names: Sequence[str] = [name for name, lift in raw.items() if none(lift)]
    if not names:
        return ()
    n = sum(raw[name].difference.n for name in names)
    return (
        Note.of(
            f"{counted(n, 'customer')} in segments where all stayed or all left "
            f"({', '.join(names)}): those say little of the lift.",
            f"{n:,} 位客户所在分群全部留存或全部流失 ({', '.join(names)}), 几乎不能说明效果。",
            count=n,
        ),
    )
