"""The inputs of a cross analysis, brought together: segments, outcomes and covariates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.link import LinkReport
from vocvalue.results import Note
from vocvalue.survey.crossing.followed import Followed
from vocvalue.survey.crossing.terms import CrossTerms

Columns: TypeAlias = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Gathered:
    """Segments, outcomes and covariates of the customers who answered.

    Attributes:
        segments: The names of the segments that have customers, in order.
        is_ordered: Whether the segments have an order, from low to high.
        outcomes: The outcomes of each customer.
        covariates: The covariates of each customer, each of shape (n,).
        terms: What the figures mean.
        years: The length of the window in years.
        report: How well the responses match the orders, or None.
        notes: Notes on what was left out.
    """

    segments: tuple[str, ...]
    is_ordered: bool
    outcomes: Followed
    covariates: Columns = field(repr=False)
    terms: CrossTerms
    years: float
    report: LinkReport | None
    notes: tuple[Note, ...]

    @property
    def has_outcomes(self) -> NDArray[np.bool_]:
        """Whether every outcome of a customer is known, shape (n,)."""
        seen = self.outcomes
        followed = [v for v in (seen.revenue, seen.churned, seen.value) if v is not None]
        return np.asarray(np.logical_and.reduce([np.isfinite(values) for values in followed]))
