"""Customers made alike in what is known of them, so that segments can be compared fairly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError, FitError
from vocvalue.results import Note, counted
from vocvalue.stats.adjustment import Comparison, StandardisedMeans, compare
from vocvalue.stats.balance import Balance
from vocvalue.stats.expansion import expanded
from vocvalue.survey.cross_terms import named
from vocvalue.survey.outcomes import Outcomes
from vocvalue.survey.segment_metric import Adjusted

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Alike:
    """Segments made comparable, or why they cannot be.

    Attributes:
        rows: The customers compared, shape (n,).
        covariates: What they were made alike in.
        comparison: How likely each was to be in each segment; None where nothing was to be done
            or could be.
        notes: What was left out, and what needs care.
    """

    rows: Bool = field(repr=False)
    covariates: tuple[str, ...] = ()
    comparison: Comparison | None = None
    notes: tuple[Note, ...] = ()

    def means(self, outcome: Floats) -> StandardisedMeans | None:
        """Return the segments' means of an outcome, had the customers been alike."""
        return None if self.comparison is None else self.comparison.means(outcome[self.rows])

    def adjusted(self, means: Floats, covariance: NDArray[np.float64]) -> Adjusted:
        """Return segments' figures with what they rest on."""
        return Adjusted(
            means=means,
            covariance=covariance,
            covariates=self.covariates,
            n=int(self.rows.sum()),
            overlaps=self.comparison is not None and self.comparison.balance.overlaps,
        )


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
    covariate are left out and counted.

    Args:
        seen: Each customer's segment and weight.
        known: Whether what followed is known of a customer, shape (n,).
        covariates: Numbers or text, each of shape (n,).
        segments: The segments' names.
    """
    if not covariates:
        return Alike(rows=known)
    weight = seen.weight
    given = known & ~np.logical_or.reduce([_missing(c) for c in covariates.values()])
    rows = given if weight is None else given & (weight > 0)
    names = tuple(covariates)
    notes = _incomplete(int(known.sum() - given.sum()))
    try:
        comparison = compare(
            seen.group[rows],
            expanded({name: column[rows] for name, column in covariates.items()}),
            n_groups=len(segments),
            weights=None if weight is None else weight[rows],
        )
    except (DataError, FitError) as error:
        return Alike(rows=rows, covariates=names, notes=(*notes, _impossible(error)))
    overlap = _poor_overlap(comparison.balance, segments)
    return Alike(rows=rows, covariates=names, comparison=comparison, notes=(*notes, *overlap))


def _missing(column: NDArray[Any]) -> Bool:
    if column.dtype.kind == "f":
        return np.asarray(~np.isfinite(column))
    return np.asarray(pd.isna(column))


def _incomplete(n: int) -> tuple[Note, ...]:
    note = Note(
        en=f"{counted(n, 'customer')} with a missing covariate; not in the adjusted gap.",
        zh=f"{n:,} 位客户缺少协变量, 未计入调整后的差距。",
        count=n,
    )
    return (note,) if n else ()


def _impossible(error: Exception) -> Note:
    return Note(
        en=f"There is no adjusted gap: {error}",
        zh="无法计算调整后的差距: 协变量过多或各分群之间没有可比的客户。",
    )


def _poor_overlap(balance: Balance, segments: Sequence[str]) -> tuple[Note, ...]:
    if balance.overlaps:
        return ()
    place = int(np.argmax(balance.largest_weight))
    heaviest = f"{100 * balance.largest_weight[place]:.1f} %"
    thin = f"{balance.effective_n.min():,.0f}"
    english, chinese = named(segments[place], "en", plural=True), named(segments[place], "zh")
    return (
        Note(
            en=f"Poor overlap: one customer carries {heaviest} of the weight of the {english}, and "
            f"a segment's adjusted figure rests on as few as {thin} customers. Do not rely on the "
            "adjusted gap.",
            zh=f"重叠不足: 单个客户占{chinese}权重的 {heaviest}, 调整后的数字最少只依据 {thin} "
            "位客户, 不宜采信。",
        ),
    )
