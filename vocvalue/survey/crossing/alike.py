"""Segments adjusted for their customers' covariates, so that like is compared with like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.effects.customers import ComparableCustomers, comparable_customers
from vocvalue.effects.means import AdjustedMeans, Limits
from vocvalue.effects.notes import left_out_of
from vocvalue.errors import DataError, FitError
from vocvalue.results import Note
from vocvalue.results.texts import Text
from vocvalue.stats.adjustment import Standardisation, StandardisedMeans, standardisation
from vocvalue.stats.expansion import MOST_LEVELS
from vocvalue.survey.crossing import alike_notes
from vocvalue.survey.crossing.followed import Followed
from vocvalue.survey.crossing.segment_metric import MetricName

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Alike:
    """Segments made comparable, or why they cannot be.

    Attributes:
        rows: Whether each customer enters the comparison, shape (n,).
        segments: The segments' names.
        covariates: The covariates that the comparison adjusts for.
        standardisation: How likely each customer was to be in each segment; None where there is
            nothing to adjust for, or where adjusting is not possible.
        unadjusted: Why adjusting is not possible, or None.
        notes: Notes on the customers left out.
    """

    rows: Bool = field(repr=False)
    segments: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    standardisation: Standardisation | None = None
    unadjusted: Note | None = None
    notes: tuple[Note, ...] = ()

    def means(self, outcome: Floats) -> StandardisedMeans | None:
        """Return the mean of an outcome in each segment, adjusted for the covariates."""
        if self.standardisation is None:
            return None
        return self.standardisation.means(outcome[self.rows])

    def unvaried(self, name: MetricName, outcome: Floats, group: NDArray[np.int64]) -> Note | None:
        """Return why an outcome that does not vary within a segment is not adjusted, or None.

        Without any spread such a segment's figure would have no standard error.
        """
        if self.standardisation is None:
            return None
        for number, segment in enumerate(self.segments):
            values = outcome[self.rows & (group == number)]
            if np.ptp(values) == 0:
                return alike_notes.unvaried(name, segment)
        return None

    def adjusted(
        self,
        name: MetricName,
        means: Floats,
        covariance: NDArray[np.float64],
        limits: Limits,
    ) -> tuple[AdjustedMeans | None, Note | None]:
        """Return the segments' adjusted figures, or why there are none."""
        for segment, mean in zip(self.segments, means, strict=True):
            if not limits[0] <= mean <= limits[1]:
                return None, alike_notes.beyond(name, segment)
        n = int(self.rows.sum())
        return (
            AdjustedMeans(means=means, covariance=covariance, covariates=self.covariates, n=n),
            None,
        )


def make_alike(
    seen: Followed,
    has_outcomes: Bool,
    covariates: Mapping[str, NDArray[Any]],
    *,
    segments: Sequence[str],
) -> Alike:
    """Make the segments comparable in their covariates, where possible.

    Numbers enter as normal scores and the squares of these, so that neither unit nor skewness
    matters and curvature is followed; text enters as categories. Customers with a missing covariate
    are left out and counted. Segments that hardly overlap are not adjusted.

    Args:
        seen: Each customer's segment and weight.
        has_outcomes: Whether every outcome of a customer is known, shape (n,).
        covariates: Numbers or text, each of shape (n,).
        segments: The segments' names.
    """
    if not covariates:
        return Alike(rows=has_outcomes, segments=tuple(segments))
    customers = comparable_customers(seen.group, covariates, among=has_outcomes)
    alike = Alike(
        rows=customers.rows,
        segments=tuple(segments),
        covariates=tuple(covariates),
        notes=left_out_of(alike_notes.ADJUSTED_GAP, customers.n_incomplete),
    )
    if customers.n < 2:
        return replace(alike, unadjusted=alike_notes.impossible(alike_notes.NOBODY))
    groups = _standardised(customers, seen.weight, len(segments))
    if isinstance(groups, Text):
        return replace(alike, unadjusted=alike_notes.impossible(groups))
    balance = groups.balance
    if not balance.holds:
        return replace(alike, unadjusted=alike_notes.no_overlap(balance, segments))
    if not balance.overlaps:
        poor = alike_notes.poor_overlap(balance, segments)
        alike = replace(alike, notes=(*alike.notes, poor))
    return replace(alike, standardisation=groups)


def _standardised(
    customers: ComparableCustomers, weight: Floats | None, n_segments: int
) -> Standardisation | Text:
    """Return how likely each customer was to be in each segment, or why that is unknown."""
    for name, column in customers.covariates.items():
        if column.dtype.kind != "f" and pd.unique(column).size > MOST_LEVELS:
            return alike_notes.too_many_texts(name, MOST_LEVELS)
    try:
        return standardisation(
            customers.group,
            customers.columns,
            n_groups=n_segments,
            weights=None if weight is None else weight[customers.rows],
        )
    except DataError:
        return alike_notes.TOO_FEW
    except FitError:
        return alike_notes.TOLD_APART
