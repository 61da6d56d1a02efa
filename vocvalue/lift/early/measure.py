"""Counts of two arms at each look in, intervals that are valid at all looks out."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks, progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.early.result import Looks
from vocvalue.lift.experiments import integrity
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.experiments.randomness import Said, of_counts
from vocvalue.results import Evidence, Note
from vocvalue.results.numerals import number
from vocvalue.results.texts import Text, pair
from vocvalue.showing import cause, explained
from vocvalue.stats import differences, sequential

Floats: TypeAlias = NDArray[np.float64]
Cumulative: TypeAlias = tuple[ArrayLike, ArrayLike]


def always_valid_test(
    *,
    treated: Cumulative,
    control: Cumulative,
    at: Sequence[Any] | NDArray[Any] | None = None,
    treated_share: float | None = None,
    n_planned: int | None = None,
    randomised: Said = None,
    level: float = 0.95,
) -> Looks:
    """Compare retention at each look with intervals that stay valid however often you look.

    An ordinary 95% interval is valid for one look, planned beforehand. If you look every day and
    stop at the first interval that excludes 0, you find an effect where there is none far more
    often than once in 20 times. These intervals are valid at all looks at once, whatever makes you
    stop.

    Args:
        treated: The treated retained and the treated whose outcome is known, up to each look: a
            pair of arrays of shape (looks,).
        control: The controls retained and the controls whose outcome is known, up to each look: a
            pair of arrays of shape (looks,).
        at: The times of the looks, ascending, shape (looks,); by default they are numbered.
        treated_share: The designed share of customers who are treated: 0.9 for a holdout of 10%. By
            default the share at the last look.
        n_planned: How many customers the experiment is planned for, both arms together, for which
            the intervals are narrowest. By default the number at the last look.
        randomised: Whether customers were assigned at random, one by one; unless it is True, the
            result says "association only".
        level: The confidence level over all looks together.

    Returns:
        The intervals, the evidence and when a difference was first shown, with the ordinary
        interval beside them for comparison.

    Raises:
        DataError: Counts fall from one look to the next, more customers are retained than assigned,
            or an arm has no customers at the last look.
        ParameterError: Counts do not fit together, or an argument is outside its range.

    References:
        Waudby-Smith and Ramdas (2024), Estimating means of bounded random variables by betting,
        Journal of the Royal Statistical Society B 86; Johari, Koomen, Pekelis and Walsh (2022),
        Always valid inference, Operations Research 70; see `vocvalue.stats.sequential`.

    Examples:
        >>> looks = always_valid_test(
        ...     treated=([90, 180, 360], [100, 200, 400]),
        ...     control=([70, 140, 280], [100, 200, 400]),
        ...     treated_share=0.5, n_planned=800,
        ... )
        >>> looks.lower.round(2).tolist(), looks.upper.round(2).tolist()
        ([-0.01, 0.07, 0.11], [0.4, 0.33, 0.29])
        >>> looks.first_shown
        1
    """
    evidence, unsaid = of_counts(randomised)
    pairs = _pair("treated", treated), _pair("control", control)
    sizes = [float(n[-1]) for _, n in pairs]
    planned = int(max(sum(sizes), 1)) if n_planned is None else n_planned
    share = sizes[0] / max(sum(sizes), 1) if treated_share is None else treated_share
    claimed = evidence == "randomised" and treated_share is not None and 0 < treated_share < 1
    doubts = _off_plan(sizes, share) if claimed and min(sizes) > 0 else ()
    return looked(
        pairs,
        np.arange(1, pairs[0][0].size + 1) if at is None else _moments(at, pairs[0][0].size),
        treated_share=share,
        n_planned=planned,
        evidence="association only" if doubts else evidence,
        doubts=doubts,
        level=level,
        notes=(*doubts, *unsaid, *inferred(treated_share, n_planned, share, planned)),
    )


def _off_plan(sizes: list[float], share: float) -> tuple[Note, ...]:
    """Return the doubts raised by the sizes at the last look, given the designed share."""
    n = dict(zip((TREATED, CONTROL), map(round, sizes), strict=True))
    doubts = integrity.by_sizes(n, {TREATED: share, CONTROL: 1 - share})
    return tuple(doubt.note for doubt in doubts)


@progress.step(pair("looking at every day", "逐日查看结果"))
def looked(
    pairs: tuple[tuple[Floats, Floats], tuple[Floats, Floats]],
    at: NDArray[Any],
    *,
    treated_share: float,
    n_planned: int,
    evidence: Evidence,
    level: float,
    window: Text | None = None,
    notes: tuple[Note, ...] = (),
    doubts: tuple[Note, ...] = (),
) -> Looks:
    """Return the comparison at each look from the cumulative counts of both arms.

    Raises:
        DataError: As for `always_valid_test`.
        ParameterError: As for `always_valid_test`.
    """
    (x1, n1), (x0, n0) = pairs
    if not n1[-1] > 0 or not n0[-1] > 0:
        empty = "treated" if not n1[-1] > 0 else "control"
        raise DataError(
            f"nobody is in the arm {empty!r} at the last look. Both arms need customers."
        )
    design: dict[str, Any] = {"treated_share": treated_share, "n_planned": n_planned}
    lower, upper = sequential.confidence_sequence(x1, n1, x0, n0, checks.level(level), **design)
    evidence_each = sequential.e_values(x1, n1, x0, n0, **design)
    fixed = np.full((2, n1.size), np.nan)
    both = (n1 > 0) & (n0 > 0)
    fixed[:, both] = differences.interval(x1[both], n1[both], x0[both], n0[both], level)
    highest, lowest = np.maximum.accumulate(lower), np.minimum.accumulate(upper)
    return Looks(
        at=at,
        treated=x1,
        n_treated=n1,
        control=x0,
        n_control=n0,
        lower=highest,
        upper=lowest,
        lower_each=lower,
        upper_each=upper,
        fixed_lower=fixed[0],
        fixed_upper=fixed[1],
        e_values=evidence_each,
        p_values=sequential.p_values(evidence_each),
        treated_share=treated_share,
        n_planned=n_planned,
        evidence=evidence,
        doubts=doubts,
        window=window,
        level=level,
        notes=(*notes, *_drifted(bool((highest > lowest).any()))),
    )


def _pair(name: str, counts: Cumulative) -> tuple[Floats, Floats]:
    if not isinstance(counts, tuple | list) or len(counts) != 2:
        raise ParameterError(f"{name} must be a pair of arrays: (retained, n) up to each look.")
    kept, n = (checks.finite_array(name, part) for part in counts)
    if kept.ndim != 1 or kept.shape != n.shape or not kept.size:
        raise ParameterError(
            f"{name} has shapes {kept.shape} and {n.shape}, must have one number per look in both."
        )
    more = int((kept > n).sum())
    if more:
        raise DataError(
            f"{name}: more retained than assigned at {more:,} looks. The pair must be (retained, "
            "n)."
        )
    return kept, n


def _moments(at: Sequence[Any] | NDArray[Any], looks: int) -> NDArray[Any]:
    try:
        moments = np.asarray(at, dtype="datetime64[us]")
    except (TypeError, ValueError) as error:
        raise ParameterError(
            f"at must hold moments, such as '2024-03-01': {explained(error)}."
        ) from cause(error)
    if moments.shape != (looks,) or np.isnat(moments).any():
        raise ParameterError(f"at has shape {moments.shape}, must have one moment for each look.")
    if (np.diff(moments) < np.timedelta64(0, "us")).any():
        raise ParameterError("at must ascend: pass the looks in the order of time.")
    return moments


def inferred(
    treated_share: float | None, n_planned: int | None, share: float, planned: int
) -> tuple[Note, ...]:
    """Note which parts of the design were taken from the data because they were not passed."""
    share_note = Note.of(
        "treated_share ({share}) was taken from the data. Pass the designed share: the intervals "
        "are guaranteed only for a design fixed before the first look.",
        "treated_share（{share}）取自数据。区间只对首次查看之前确定的设计有保证，请直接指定。",
        bears_on="claim",
        share=number(share),
    )
    size_note = Note.of(
        "n_planned ({n}) was taken from the data. Pass the planned number: the intervals are "
        "guaranteed only for a design fixed before the first look.",
        "n_planned（{n}）取自数据。区间只对首次查看之前确定的设计有保证，请直接指定。",
        bears_on="claim",
        n=planned,
    )
    notes = (share_note, treated_share), (size_note, n_planned)
    return tuple(note for note, designed in notes if designed is None)


def _drifted(crossed: bool) -> tuple[Note, ...]:  # noqa: FBT001 - a finding, not a switch
    note = Note.of(
        "No single difference is consistent with all looks, so it seems to have changed over time. "
        "Use the intervals of single looks, lower_each and upper_each, with care.",
        "没有任何一个固定的差异能同时符合所有查看结果，差异可能随时间变化。"
        "使用各次查看自身的区间（lower_each 与 upper_each）时请谨慎。",
        bears_on="claim",
    )
    return (note,) if crossed else ()
