"""The arms of each segment in, their lifts raw and shrunken out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.errors import DataError
from vocvalue.lift.experiments.arms import CONTROL, TREATED, Counts, arm
from vocvalue.lift.segments.calls import CallTerms, calls
from vocvalue.lift.segments.result import SegmentLift, SegmentLifts
from vocvalue.lift.two_arms.context import LiftContext
from vocvalue.lift.two_arms.intervals import Method, TwoArms
from vocvalue.lift.two_arms.measure import compared
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, names, pair
from vocvalue.results.verdicts import is_shown
from vocvalue.stats import multiplicity, normal, shrinkage
from vocvalue.stats.shrinkage import Shrunken

Floats: TypeAlias = NDArray[np.float64]
Pairs: TypeAlias = Mapping[str, tuple[Counts, Counts]]

LEAST, MANY = 3, 5
SHRUNKEN = "posterior of a normal model, flat prior on the spread"
POOLED = "mean of the segments, weighted by precision"
DECLARED = Note.of(
    "Segments must be defined before the results are seen. A segment found by searching for large "
    "lifts is an idea for the next experiment, not a finding of this one.",
    "分群须在看到结果之前确定；事后挑出的分群只能作为下一次实验的假设，不能作为本次的结论。",
    bears_on="claim",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentContext:
    """What the lifts of all segments share; the fields are those of the results."""

    by: str
    method: Method
    evidence: Evidence
    level: float
    window: Text | None = None
    notes: tuple[Note, ...] = ()
    doubts: tuple[Note, ...] = ()


@progress.step(pair("comparing segments", "比较客群"))
def segment_lifts(pairs: Pairs, context: SegmentContext, terms: CallTerms | None) -> SegmentLifts:
    """Return the lifts of all segments, and whom to call where that is asked.

    Args:
        pairs: (retained, n) of the treated, then of the control, by segment.
        context: What the lifts of all segments share.
        terms: What a customer is worth and what a contact costs, or None.

    Raises:
        DataError: Fewer than two segments with both arms.
    """
    checks.level(context.level)
    both = _with_both_arms(pairs, context.by)
    one_armed = {name: pair for name, pair in pairs.items() if name not in both}
    raw = {name: _raw(pair, context) for name, pair in both.items()}
    values = np.array([lift.difference.value for lift in raw.values()])
    errors = np.array([standard_error(lift) for lift in raw.values()])
    shrunken = _shrunken(values, errors, context.level)
    segments = _segments(raw, errors, shrunken)
    called, notes = calls(segments, terms, context.evidence, context.level)
    return SegmentLifts(
        by=context.by,
        segments=segments,
        heterogeneity=shrinkage.heterogeneity(values, errors),
        mean=_mean(values, errors, raw, context.level),
        tau=float("nan") if shrunken is None else shrunken.tau,
        shrunk=shrunken is not None,
        calls=called,
        doubts=context.doubts,
        min_probability=0.9 if terms is None else terms.min_probability,
        level=context.level,
        notes=(
            *context.notes,
            *_one_armed(one_armed),
            *_too_few(len(both)),
            *_without_events(raw),
            DECLARED,
            *notes,
        ),
    )


def _with_both_arms(pairs: Pairs, by: str) -> Pairs:
    """Return the segments with customers in both arms, of which there have to be two."""
    both = {name: pair for name, pair in pairs.items() if pair[0][1] and pair[1][1]}
    if len(both) < 2:
        raise DataError(
            f"{by}: both arms have customers in only {counted(len(both), 'segment')} of "
            f"{len(pairs)}, must be at least 2. Compare all customers together with lift.retention."
        )
    return both


def _segments(
    raw: Mapping[str, RetentionLift], errors: Floats, shrunken: Shrunken | None
) -> tuple[SegmentLift, ...]:
    """Return the lift of each segment, corrected for their number and shrunken where possible."""
    corrected = multiplicity.holm(np.array([lift.p_value for lift in raw.values()]))
    return tuple(
        _segment(
            name,
            raw[name],
            _place(shrunken, place, raw[name], float(errors[place])),
            float(corrected[place]),
        )
        for place, name in enumerate(raw)
    )


def standard_error(lift: RetentionLift) -> float:
    """Return the standard error of a difference with one success and one failure added to each arm.

    Without these, the rate of a segment in which everybody stayed would have no error.

    References:
        Agresti and Caffo (2000), Simple and effective confidence intervals for proportions and
        differences of proportions, The American Statistician 54.
    """
    square = 0.0
    for counts in (lift.treated, lift.control):
        share = (counts.retained + 1) / (counts.n + 2)
        square += share * (1 - share) / (counts.n + 2)
    return float(np.sqrt(square))


def _raw(pair: tuple[Counts, Counts], context: SegmentContext) -> RetentionLift:
    arms = TwoArms(
        treated=arm(TREATED, pair[0]), control=arm(CONTROL, pair[1]), method=context.method
    )
    own = LiftContext(
        evidence=context.evidence,
        doubts=context.doubts,
        level=context.level,
        window=context.window,
    )
    return compared(arms, own)


def _shrunken(values: Floats, errors: Floats, level: float) -> Shrunken | None:
    return shrinkage.shrink(values, errors, level) if values.size >= LEAST else None


def _place(
    shrunken: Shrunken | None, place: int, raw: RetentionLift, error: float
) -> tuple[Estimate, float, float]:
    """Return the shrunken difference of a segment, its standard deviation and the part kept."""
    if shrunken is None:
        return raw.difference, error, 1.0
    estimate = Estimate.of(
        (shrunken.value[place], shrunken.lower[place], shrunken.upper[place]),
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
        shown=is_shown(p_value, raw.level),
    )


def _mean(
    values: Floats, errors: Floats, raw: Mapping[str, RetentionLift], level: float
) -> Estimate:
    """Return the mean lift of these segments, not of a population of segments."""
    weight = errors**-2
    interval = normal.interval(
        float(weight @ values / weight.sum()), float(weight.sum()) ** -0.5, level
    )
    return Estimate.of(
        interval,
        level=level,
        method=POOLED,
        n=sum(lift.difference.n for lift in raw.values()),
    )


def _one_armed(pairs: Pairs) -> tuple[Note, ...]:
    n = sum(treated[1] + control[1] for treated, control in pairs.values())
    return left_out(
        n,
        pair(
            "{customers} in segments with one arm only ({names})",
            "{customers}所在分群只有一个组（{names}）",
            customers=counted(n, "customer"),
            names=names(pairs),
        ),
    )


def _too_few(n_segments: int) -> tuple[Note, ...]:
    if n_segments >= MANY:
        return ()
    if n_segments >= LEAST:
        return (
            Note.of(
                "With only {n} segments the spread of the true differences (tau) is poorly "
                "estimated, so the lifts were shrunken only a little.",
                "只有 {n} 个分群，真实差异的离散程度（tau）难以准确估计，因此收缩幅度很小。",
                n=n_segments,
            ),
        )
    return (
        Note.of(
            "{n} segments are too few to estimate how much the lifts differ between segments, so "
            "the lifts were not shrunken. At least {least} segments are needed.",
            "只有 {n} 个分群，不足以估计分群之间的差异，因此未作收缩（至少需要 {least} 个）。",
            n=n_segments,
            least=LEAST,
        ),
    )


def _without_events(raw: Mapping[str, RetentionLift]) -> tuple[Note, ...]:
    uniform = {name: lift for name, lift in raw.items() if _is_uniform(lift)}
    n = sum(lift.difference.n for lift in uniform.values())
    return Note.counted(
        n,
        "All customers stayed or all left in some segments ({names}; {customers}), which say "
        "little about the lift.",
        "部分分群（{names}，{customers}）的客户全部留存或全部流失，几乎不能说明效果。",
        customers=counted(n, "customer"),
        names=names(uniform),
    )


def _is_uniform(lift: RetentionLift) -> bool:
    """Return whether all customers of both arms stayed, or all left."""
    stayed = lift.treated.retained + lift.control.retained
    return stayed in (0, lift.treated.n + lift.control.n)
