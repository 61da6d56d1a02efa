"""Customers made alike in what is known of them, so that segments can be compared fairly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError, FitError
from vocvalue.results import Note
from vocvalue.results.former import counted
from vocvalue.stats.adjustment import Comparison, StandardisedMeans, compare
from vocvalue.stats.balance import Balance
from vocvalue.stats.expansion import expanded
from vocvalue.survey.crossing.outcomes import Outcomes
from vocvalue.survey.crossing.segment_metric import Adjusted, MetricName
from vocvalue.survey.crossing.terms import LABELS, LABELS_ZH, named

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Alike:
    """Segments made comparable, or why they cannot be.

    Attributes:
        rows: The customers compared, shape (n,).
        segments: The segments' names.
        covariates: What they were made alike in.
        comparison: How likely each was to be in each segment; None where nothing was to be done
            or could be.
        unadjusted: Why it could not be done, or None.
        notes: What was left out.
    """

    rows: Bool = field(repr=False)
    segments: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    comparison: Comparison | None = None
    unadjusted: Note | None = None
    notes: tuple[Note, ...] = ()

    def means(self, outcome: Floats) -> StandardisedMeans | None:
        """Return the segments' means of an outcome, had the customers been alike."""
        return None if self.comparison is None else self.comparison.means(outcome[self.rows])

    def unvaried(self, name: MetricName, outcome: Floats, group: NDArray[np.int64]) -> Note | None:
        """Return why an outcome that is the same of all in a segment is not adjusted, or None.

        Without any spread such a segment would have a figure without any error.
        """
        if self.comparison is None:
            return None
        for number, segment in enumerate(self.segments):
            values = outcome[self.rows & (group == number)]
            if np.ptp(values) == 0:
                return _unvaried(name, segment)
        return None

    def adjusted(
        self,
        name: MetricName,
        means: Floats,
        covariance: NDArray[np.float64],
        limits: tuple[float, float],
    ) -> tuple[Adjusted | None, Note | None]:
        """Return segments' figures with what they rest on, or why they cannot be given."""
        for segment, mean in zip(self.segments, means, strict=True):
            if not limits[0] <= mean <= limits[1]:
                return None, _beyond(name, segment)
        n = int(self.rows.sum())
        found = Adjusted(means=means, covariance=covariance, covariates=self.covariates, n=n)
        return found, None


def make_alike(
    seen: Outcomes,
    known: Bool,
    covariates: Mapping[str, NDArray[Any]],
    *,
    segments: Sequence[str],
) -> Alike:
    """Make the segments comparable in covariates, where that can be done.

    Numbers enter by their normal scores and the squares of these, so that neither unit nor
    skewness matters and a bend is followed; text as categories. Customers with a missing
    covariate are left out and counted. Segments that hardly overlap are not made alike.

    Args:
        seen: Each customer's segment and weight.
        known: Whether what followed is known of a customer, shape (n,).
        covariates: Numbers or text, each of shape (n,).
        segments: The segments' names.
    """
    if not covariates:
        return Alike(rows=known, segments=tuple(segments))
    weight = seen.weight
    given = known & ~np.logical_or.reduce([_missing(c) for c in covariates.values()])
    rows = given if weight is None else given & (weight > 0)
    notes = _incomplete(int(known.sum() - given.sum()))
    alike = Alike(rows=rows, segments=tuple(segments), covariates=tuple(covariates), notes=notes)
    if rows.sum() < 2:
        return replace(alike, unadjusted=_impossible("nobody is known by the covariates."))
    try:
        comparison = compare(
            seen.group[rows],
            expanded({name: column[rows] for name, column in covariates.items()}),
            n_groups=len(segments),
            weights=None if weight is None else weight[rows],
            called=[f"the segment {name!r}" for name in segments],
        )
    except (DataError, FitError) as error:
        return replace(alike, unadjusted=_impossible(error))
    balance = comparison.balance
    if not balance.holds:
        return replace(alike, unadjusted=_no_overlap(balance, segments))
    if not balance.overlaps:
        alike = replace(alike, notes=(*notes, _poor_overlap(balance, segments)))
    return replace(alike, comparison=comparison)


def _missing(column: NDArray[Any]) -> Bool:
    if column.dtype.kind == "f":
        return np.asarray(~np.isfinite(column))
    return np.asarray(pd.isna(column))


def _incomplete(n: int) -> tuple[Note, ...]:
    note = Note.of(
        f"{counted(n, 'customer')} with a missing covariate; not in the adjusted gap.",
        f"{n:,} 位客户缺少协变量，未计入调整后的差距。",
        count=n,
    )
    return (note,) if n else ()


def _impossible(error: object) -> Note:
    return Note.of(
        f"There is no adjusted gap: {error}",
        "无法计算调整后的差距：协变量过多，或各分群之间没有可比的客户。",
    )


def _unvaried(name: MetricName, segment: str) -> Note:
    english, chinese = named(segment, "en", plural=True), named(segment, "zh")
    return Note.of(
        f"There is no adjusted gap in {LABELS[name]}: all {english} are the same in it, which "
        "leaves nothing to adjust.",
        f"{LABELS_ZH[name]}没有调整后的差距：{chinese}的数值全部相同，无从调整。",
    )


def _beyond(name: MetricName, segment: str) -> Note:
    english, chinese = named(segment, "en", plural=True), named(segment, "zh")
    return Note.of(
        f"There is no adjusted gap in {LABELS[name]}: adjusting would give the {english} a "
        "figure that cannot be. Too few of them are comparable with the others.",
        f"{LABELS_ZH[name]}没有调整后的差距：调整后{chinese}的数值超出可能范围，可比的客户过少。",
    )


def _no_overlap(balance: Balance, segments: Sequence[str]) -> Note:
    english, chinese = _weights(balance, segments)
    return Note.of(
        "There is no adjusted gap: too few customers of different segments are comparable. "
        f"{english}",
        f"无法给出调整后的差距：各分群之间可比的客户过少。{chinese}",
    )


def _poor_overlap(balance: Balance, segments: Sequence[str]) -> Note:
    english, chinese = _weights(balance, segments)
    return Note.of(
        f"Poor overlap: the adjusted gap rests on few comparable customers. {english}",
        f"重叠不足：调整后的差距依据的可比客户较少。{chinese}",
    )


def _weights(balance: Balance, segments: Sequence[str]) -> tuple[str, str]:
    """Return how much one customer weighs, and on how few a segment's figure rests."""
    place, least = int(np.argmax(balance.largest_weight)), balance.effective_n.min()
    heaviest, thin = 100 * balance.largest_weight[place], f"{least:,.0f}"
    english, chinese = named(segments[place], "en", plural=True), named(segments[place], "zh")
    told = (
        f"One customer carries {heaviest:.1f} % of the weight of the {english}, and the figure of "
        f"a segment rests on as few as {thin} customers."
    )
    return told, f"单个客户占{chinese}权重的 {heaviest:.1f}%，分群的数字最少只依据 {thin} 位客户。"
