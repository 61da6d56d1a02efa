"""From accounts at cut-offs to the weights that told best who left."""

from collections.abc import Sequence

import numpy as np

from vocvalue import duration
from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.health.account_log import Floats
from vocvalue.health.cutoffs import View
from vocvalue.health.learned import notes
from vocvalue.health.learned.fit import (
    PENALTIES,
    Points,
    RidgeFit,
    folds_of,
    losses,
    ridge_fit,
)
from vocvalue.health.learned.result import LearnedOf, LearnedWeights
from vocvalue.health.scale import MEASURES
from vocvalue.health.scored.weighing import ScoreWeights, weights_of

LEAST = 5
"""Fewer accounts that left teach nothing."""


def weights_learned(
    views: Sequence[View], *, learned_of: LearnedOf, within: duration.Span
) -> LearnedWeights:
    """Return the weights that told best who left after some cut-offs.

    A column whose points go with leaving is left out, and the logit is fitted again, until all go
    with staying: the weights of a score cannot be below 0.

    Args:
        views: The accounts at each cut-off.
        learned_of: Whether measures or parts are weighed.
        within: How long after a cut-off leaving counts.

    Raises:
        DataError: Too few left, they can be told without error, or no points go with staying.
    """
    if not views:
        raise DataError("no window was over by then.")
    every = points_of(views, learned_of)
    known = {name: float((~np.isnan(it)).mean()) for name, it in every.columns.items()}
    points = every.of([name for name, it in every.columns.items() if differs(it)])
    n_churned = np.unique(points.account[points.churned]).size
    _refuse_few(n_churned, np.unique(points.account[~points.churned]).size)
    held_out = losses(points, folds_of(points))
    ridge = PENALTIES[int(np.argmin(held_out))]
    whole = _fitted(points, ridge)
    fit = _right_way(points, whole)
    total = sum(fit.slopes.values())
    weights = {name: fit.slopes.get(name, 0.0) / total for name in every.columns}
    found = LearnedWeights(
        weights={name: abs(weight) for name, weight in weights.items()},
        whole=whole,
        fit=fit,
        known_share=known,
        losses=dict(zip(PENALTIES, held_out.tolist(), strict=True)),
        learned_of=learned_of,
        windows=tuple(view.window for view in views),
        within=within,
        n_accounts=np.unique(points.account).size,
        n_rows=points.churned.size,
        n_churned=n_churned,
    )
    return notes.noted(found, n_constant=len(every.columns) - len(points.columns))


def points_of(views: Sequence[View], learned_of: LearnedOf) -> Points:
    """Return the points of accounts at cut-offs, one row for each account and cut-off.

    Args:
        views: The accounts at each cut-off.
        learned_of: Whether of measures or of parts.
    """
    columns: dict[str, list[Floats]] = {}
    for view in views:
        of = view.points if learned_of == "measures" else parts_of(view)
        for name, values in of.items():
            columns.setdefault(name, []).append(values[view.rows])
    return Points(
        columns={name: np.concatenate(it) for name, it in columns.items()},
        account=np.concatenate([view.rows for view in views]),
        churned=np.concatenate([view.churned[view.rows] for view in views]),
    )


def parts_of(view: View) -> dict[str, Floats]:
    """Return the points of each part: the mean of its known measures.

    Args:
        view: The accounts at a cut-off.
    """
    alike: ScoreWeights = weights_of(None, tuple(view.points))
    found = {}
    for part in alike.parts:
        of = np.array([it for name, it in view.points.items() if MEASURES[name].part == part])
        n = (~np.isnan(of)).sum(axis=0)
        found[part] = np.where(n > 0, np.nansum(of, axis=0) / np.maximum(n, 1), np.nan)
    return found


def differs(values: Floats) -> bool:
    """Return whether some known values differ.

    Args:
        values: The values, NaN where not known, shape (m,).
    """
    known = values[~np.isnan(values)]
    return bool(known.size and known.min() < known.max())


def _fitted(points: Points, ridge: float) -> RidgeFit:
    for held in (ridge, *(it for it in PENALTIES if it > ridge)):
        try:
            return ridge_fit(points, held)
        except FitError:
            continue
    raise DataError(
        "the points tell without error which accounts left. That is a leak, not a finding: take "
        "the rows as they stood at the cut-offs."
    )


def _right_way(points: Points, fit: RidgeFit) -> RidgeFit:
    """Leave out whatever goes with leaving, the strongest first, until all go with staying."""
    while any(slope >= 0 for slope in fit.slopes.values()):
        by_spread = {name: slope * fit.spreads[name] for name, slope in fit.slopes.items()}
        worst = max(by_spread, key=by_spread.__getitem__)
        kept = [name for name in fit.slopes if name != worst]
        if not kept:
            raise DataError(
                "no weights can be learned: of every measure, more points go with leaving. Check "
                "that the table churn holds those that left, and that scales point the right way."
            )
        fit = _fitted(points.of(kept), fit.ridge)
    return fit


def _refuse_few(n_churned: int, n_stayed: int) -> None:
    if min(n_churned, n_stayed) < LEAST:
        raise DataError(
            f"{n_churned:,} accounts left within the windows and {n_stayed:,} stayed: weights need "
            f"at least {LEAST} of each. Take more cut-offs, a longer window, or leave weights out."
        )


def refuse_unknown(learned_of: object) -> LearnedOf:
    """Return what is weighed, if it can be.

    Args:
        learned_of: "measures" or "parts".

    Raises:
        ParameterError: It is neither.
    """
    if learned_of == "measures":
        return "measures"
    if learned_of == "parts":
        return "parts"
    raise ParameterError(f"learned_of == {learned_of!r}, must be 'measures' or 'parts'.")
