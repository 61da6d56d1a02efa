"""A ridge logit of leaving on points, its penalty chosen by cross-validation over accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.errors import FitError
from vocvalue.stats.penalised_logit import penalised_logit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0)
"""Ridges tried: a slope is held as by so many observations."""
FOLDS = 5
UNIT = 25.0
"""Points are all of one scale: the ridge holds slopes per so many of them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Points:
    """Points of accounts at cut-offs, and whether they left.

    Attributes:
        columns: The points of each measure or part, NaN where not known, each of shape (m,).
        account: The account of each row, shape (m,).
        churned: Whether it left, shape (m,).
    """

    columns: Mapping[str, Floats] = field(repr=False)
    account: Ints = field(repr=False)
    churned: Flags = field(repr=False)

    def of(self, names: Sequence[str]) -> "Points":
        """Return the points of some columns."""
        return Points(
            columns={name: self.columns[name] for name in names},
            account=self.account,
            churned=self.churned,
        )

    def rows(self, chosen: Flags) -> "Points":
        """Return some rows."""
        return Points(
            columns={name: it[chosen] for name, it in self.columns.items()},
            account=self.account[chosen],
            churned=self.churned[chosen],
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class RidgeFit:
    """A logit of leaving.

    Attributes:
        slopes: By how much the log odds of leaving change per point of each column.
        constant: The log odds of leaving at 0 points of all columns.
        means: The mean of each column, which stands for what is not known.
        spreads: The standard deviation of each.
        ridge: The penalty.
    """

    slopes: Mapping[str, float]
    constant: float
    means: Mapping[str, float]
    spreads: Mapping[str, float]
    ridge: float

    def effect(self, name: str) -> float:
        """Return by how much the log odds change per standard deviation of a column; 0 without it.

        Args:
            name: The column.
        """
        return self.slopes.get(name, 0.0) * self.spreads.get(name, 0.0)

    def log_odds(self, points: Points) -> Floats:
        """Return the log odds of leaving, shape (m,)."""
        total = np.full(points.churned.size, self.constant)
        for name, slope in self.slopes.items():
            it = points.columns[name]
            total += slope * np.where(np.isnan(it), self.means[name], it)
        return total


def ridge_fit(points: Points, ridge: float) -> RidgeFit:
    """Fit a logit whose slopes per 25 points are held by a ridge.

    Args:
        points: The points, with both accounts that left and that did not.
        ridge: The penalty: half of it times the sum of the squared slopes.

    Raises:
        FitError: The points tell without error who left, however they are held.
    """
    names = list(points.columns)
    known = {name: it[~np.isnan(it)] for name, it in points.columns.items()}
    means = {name: float(it.mean()) if it.size else 0.0 for name, it in known.items()}
    spread = {name: float(it.std()) if it.size else 0.0 for name, it in known.items()}
    table = np.column_stack(
        [
            np.ones(points.churned.size),
            *(np.nan_to_num((points.columns[name] - means[name]) / UNIT) for name in names),
        ]
    )
    found = penalised_logit(table[points.churned], table[~points.churned], ridge=ridge)
    slopes = {
        name: float(slope) / UNIT for name, slope in zip(names, found.slopes[1:], strict=True)
    }
    constant = float(found.slopes[0]) - sum(slopes[name] * means[name] for name in names)
    return RidgeFit(slopes=slopes, constant=constant, means=means, spreads=spread, ridge=ridge)


def losses(points: Points, folds: Ints) -> Floats:
    """Return the mean log loss of each penalty on accounts that it was not fitted to.

    Args:
        points: The points.
        folds: The fold of each row; all rows of an account are in one.
    """
    return np.array([_loss(points, folds, ridge) for ridge in PENALTIES])


def folds_of(points: Points) -> Ints:
    """Return a fold of each row, all rows of an account in one.

    Accounts that left, and those that stayed, are put in order of their points and dealt to the
    folds in turn, so that folds are alike, whatever the order of the rows and the ids.

    Args:
        points: The points.
    """
    accounts, place = np.unique(points.account, return_inverse=True)
    n = np.bincount(place)
    left = np.bincount(place, points.churned) > 0
    keys = [np.bincount(place, np.nan_to_num(it, nan=-1.0)) / n for it in points.columns.values()]
    order = np.lexsort([*keys, n, left])
    fold = np.empty(accounts.size, dtype=np.int64)
    fold[order] = np.arange(accounts.size) % FOLDS
    return fold[place]


def _loss(points: Points, folds: Ints, ridge: float) -> float:
    total = 0.0
    for fold in range(FOLDS):
        inside, outside = points.rows(folds != fold), points.rows(folds == fold)
        if inside.churned.all() or not inside.churned.any():
            return float("inf")
        try:
            odds = ridge_fit(inside, ridge).log_odds(outside)
        except FitError:
            return float("inf")
        chance = np.clip(expit(np.where(outside.churned, odds, -odds)), 1e-12, 1.0)
        total -= float(np.log(chance).sum())
    return total / points.churned.size
