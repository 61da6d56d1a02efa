"""The exposed beside their controls, ready for any outcome: rows, weights and customers."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.effects.covariates import separating
from vocvalue.errors import DataError, FitError
from vocvalue.issues.costing.contrast import Contrast
from vocvalue.issues.exposed.result import Exposure
from vocvalue.stats.adjustment import StandardisedMeans
from vocvalue.stats.effect_on_treated import LikeTheTreated, like_the_treated

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

LEAVE_OUT = (
    "Leave a covariate out if it does not matter for what customers spend; if it does, compare "
    "only customers who could have met the problem."
)
RIDGE = 1.0
"""Slopes of the odds are held as by one observation, so that weights stay finite."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """Some rows of an exposure, the controls among them made like the exposed.

    Attributes:
        rows: Which rows of the exposure these are, shape (n,).
        alike: They, with the controls' weights.
        customer: The number of each one's customer, shape (m,).
        n_customers: The number of customers in the whole exposure.
    """

    rows: Flags = field(repr=False)
    alike: LikeTheTreated = field(repr=False)
    customer: Codes = field(repr=False)
    n_customers: int

    def of(self, values: Floats) -> Floats:
        """Return the values of these rows.

        Args:
            values: A value of each row of the exposure, shape (n,).
        """
        return np.asarray(values[self.rows], dtype=np.float64)

    def contrast(self, means: StandardisedMeans) -> Contrast:
        """Return means of these rows as a contrast.

        Args:
            means: The mean without the problem, then that with it.
        """
        return Contrast.of(means, self.customer, size=self.n_customers)


def compared(
    exposure: Exposure, columns: Floats, customer: Codes, *, rows: Flags | None = None
) -> Comparison:
    """Return rows of an exposure with the controls among them made like the exposed.

    Args:
        exposure: What `issues.exposure` returned.
        columns: What they are made alike in, shape (n, p).
        customer: The number of each row's customer, from 0 and without gaps, shape (n,).
        rows: Which rows; by default all.

    Raises:
        DataError: Too few rows, or columns that tell exposed from controls.
    """
    there = np.ones(exposure.n, dtype=np.bool_) if rows is None else rows
    try:
        alike = like_the_treated(exposure.exposed[there], columns[there], ridge=RIDGE)
    except FitError as error:
        raise separated(exposure) from error
    return Comparison(
        rows=there, alike=alike, customer=customer[there], n_customers=int(customer.max()) + 1
    )


def among(everybody: Comparison, exposure: Exposure, rows: Flags) -> Comparison:
    """Return some of the rows, the controls among them made like the exposed among them.

    Args:
        everybody: All rows.
        exposure: What `issues.exposure` returned.
        rows: Which rows, shape (n,).

    Raises:
        DataError: Too few rows, or columns that tell exposed from controls.
    """
    if rows.all():
        return everybody
    try:
        alike = everybody.alike.among(rows)
    except FitError as error:
        raise separated(exposure) from error
    return replace(everybody, rows=rows, alike=alike, customer=everybody.customer[rows])


def separated(exposure: Exposure) -> DataError:
    """Return the error for exposed with nobody to be compared with, naming what tells them apart.

    Args:
        exposure: What `issues.exposure` returned.
    """
    telling = "; ".join(separating(exposure.adjusted_for, exposure.exposed))
    why = telling or "together, the covariates tell them from the controls almost perfectly"
    return DataError(
        f"those who met {exposure.topic!r} have nobody to be compared with: {why}. {LEAVE_OUT}"
    )
