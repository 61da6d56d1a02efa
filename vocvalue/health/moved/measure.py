"""The health of accounts on two days in, what moved it out."""

from dataclasses import dataclass

import numpy as np

from vocvalue.errors import DataError, ParameterError, listed
from vocvalue.health.account_log import Floats, Ints
from vocvalue.health.moved import notes
from vocvalue.health.moved.parts import HealthThen, parts_of
from vocvalue.health.moved.result import HealthChanges
from vocvalue.health.scored.result import HealthScore
from vocvalue.tables.currencies import same
from vocvalue.tables.repeats import codes


def changes(before: HealthScore, after: HealthScore) -> HealthChanges:
    """Return what moved the score of each account between two days, in parts that sum to it.

    Of measures that are known on both days each contributes its change of points times what it
    weighs in the score, on average of the two days. Where few people answered, what the answers of
    all other accounts changed is a part of its own, as are weights that changed and what is newly
    known or no longer.

    Args:
        before: The health on the earlier day, from `health.score`.
        after: The health on the later day.

    Returns:
        The parts by account, and of the book of accounts, weighted by their revenue.

    Raises:
        DataError: No account has a score on both days.
        ParameterError: The second day is not after the first, or scales, bands or currencies
            differ.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import health
        >>> accounts = pd.DataFrame({"account_id": ["A"], "revenue": [900_000]})
        >>> months = pd.date_range("2024-01-01", periods=18, freq="MS")
        >>> usage = pd.DataFrame({
        ...     "account_id": ["A"] * 18, "timestamp": months, "usage": [100] * 15 + [90, 80, 70]
        ... })
        >>> then, now = (
        ...     health.score(accounts, usage=usage, at=day) for day in ("2025-03-31", "2025-06-30")
        ... )
        >>> moved = health.changes(then, now)
        >>> moved.change.round(1).tolist()
        [-25.5]
        >>> {name: round(points, 1) for name, points in moved.of("A").items() if points}
        {'usage_trend': -12.2, 'usage_level': -13.3}
    """
    _refuse_unlike(before, after)
    common = _common(before, after)
    if not common.first.size:
        raise DataError(
            "no account has a score on both days, so no change can be measured. Check that both "
            "results are of the same accounts."
        )
    moved = parts_of(_then(before, common.first), _then(after, common.last), after.scales)
    return HealthChanges(
        account_id=after.account_id[common.last.tolist()],
        at_before=before.at,
        at_after=after.at,
        before=before.score[common.first],
        after=after.score[common.last],
        parts=moved,
        revenue=after.revenue[common.last],
        bands=after.bands,
        currency=same(before.currency, after.currency, ("the first result", "the second")),
        notes=(
            *notes.only_before(before.n_scored - common.first.size),
            *notes.only_after(after.n_scored - common.last.size),
            *notes.no_revenue(int(np.isnan(after.revenue[common.last]).sum())),
        ),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class CommonAccounts:
    """The accounts with a score in two results.

    Attributes:
        first: Their rows in the first, shape (m,).
        last: Their rows in the second, shape (m,).
    """

    first: Ints
    last: Ints


def _common(before: HealthScore, after: HealthScore) -> CommonAccounts:
    ours, theirs = codes(before.account_id, after.account_id)
    scored = [np.flatnonzero(~np.isnan(it.score)) for it in (before, after)]
    _, first, last = np.intersect1d(
        ours[scored[0]], theirs[scored[1]], assume_unique=True, return_indices=True
    )
    order = np.argsort(last)
    return CommonAccounts(first=scored[0][first][order], last=scored[1][last][order])


def _then(health: HealthScore, rows: Ints) -> HealthThen:
    nothing: Floats = np.full(rows.size, np.nan)
    heard = health.heard
    return HealthThen(
        points={name: it[rows] for name, it in health.points.items()},
        score=health.score[rows],
        weights=health.weights,
        own=nothing if heard is None else heard.own[rows],
        credibility=nothing if heard is None else heard.credibility[rows],
        mean=float("nan") if heard is None else heard.mean,
    )


def _refuse_unlike(before: HealthScore, after: HealthScore) -> None:
    if not before.at < after.at:
        raise ParameterError(
            f"before is of {before.at:%Y-%m-%d} and after of {after.at:%Y-%m-%d}: the first result "
            "must be the earlier one."
        )
    if before.bands != after.bands:
        raise ParameterError(
            "the bands of the two results differ. Score both days with the same bands."
        )
    unlike = [
        name
        for name in before.measures
        if name in after.measures and before.scales[name] != after.scales[name]
    ]
    if unlike:
        raise ParameterError(
            f"the scales of {listed(unlike)} differ between the two results. Score both days with "
            "the same scales."
        )
