"""What parts and measures weigh at each cut-off: nothing that was learned after it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vocvalue import duration
from vocvalue.errors import DataError, ParameterError
from vocvalue.health.account_log import Floats
from vocvalue.health.cutoffs import View
from vocvalue.health.later_churn.result import WeighedBy
from vocvalue.health.learned.measure import points_of, weights_learned
from vocvalue.health.learned.result import LearnedWeights
from vocvalue.health.scale import HealthScale
from vocvalue.health.scored.weighing import Weights

LEARNED = "learned"


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighing:
    """What weighs at each cut-off that is judged.

    Attributes:
        weights: The weights at each cut-off.
        scales: The scale of each measure.
        weighed_by: Where weights come from.
        taught: The cut-offs that teach only, as nothing was known to learn from by then.
    """

    weights: tuple[Weights, ...] = field(repr=False)
    scales: Mapping[str, HealthScale] = field(repr=False)
    weighed_by: WeighedBy
    taught: tuple[dt.datetime, ...] = ()

    def log_odds(self, number: int, view: View) -> Floats | None:
        """Return the log odds of leaving of the rows of a view; None where they were not learned.

        Args:
            number: The number of the cut-off.
            view: The accounts then.
        """
        weights = self.weights[number]
        if not isinstance(weights, LearnedWeights):
            return None
        return weights.fit.log_odds(points_of([view], weights.learned_of))


def weighing_of(
    weights: object,
    views: Sequence[View],
    *,
    scales: Mapping[str, HealthScale],
    within: duration.Span,
) -> tuple[tuple[View, ...], Weighing]:
    """Return the views that are judged, and what weighs at each.

    Args:
        weights: None, weights, what `learn_weights` returned, or "learned".
        views: The accounts at each cut-off.
        scales: The scale of each measure.
        within: How long after a cut-off leaving counts.

    Raises:
        ParameterError: Weights that were learned after a cut-off, or that are none.
        DataError: No cut-off has enough before it to learn from.
    """
    if isinstance(weights, str):
        if weights != LEARNED:
            raise ParameterError(
                f'weights == {weights!r}, must be None, weights by part or measure, "learned", or '
                "what health.learn_weights returned."
            )
        return _learned_before(views, scales, within)
    if isinstance(weights, LearnedWeights):
        _refuse_hindsight(weights, views)
    same: tuple[Weights, ...] = (weights,) * len(views)  # type: ignore[assignment]
    return tuple(views), Weighing(weights=same, scales=scales, weighed_by=_by(weights))


def _by(weights: object) -> WeighedBy:
    if weights is None:
        return "equal"
    return "learned" if isinstance(weights, LearnedWeights) else "given"


def _learned_before(
    views: Sequence[View], scales: Mapping[str, HealthScale], within: duration.Span
) -> tuple[tuple[View, ...], Weighing]:
    judged: list[View] = []
    weights: list[LearnedWeights] = []
    taught: list[dt.datetime] = []
    reason = None
    for view in views:
        over = [it for it in views if it.window.until <= view.window.at]
        try:
            weights.append(weights_learned(over, learned_of="measures", within=within))
        except DataError as error:
            taught.append(view.window.at)
            reason = error
        else:
            judged.append(view)
    if not judged:
        raise DataError(
            'weights == "learned" needs a cut-off by which the windows of earlier ones were over, '
            f"with accounts that left in them. At the last cut-off: {reason} Name earlier cut-offs "
            "too, or leave weights out."
        )
    return tuple(judged), Weighing(
        weights=tuple(weights), scales=scales, weighed_by="learned", taught=tuple(taught)
    )


def _refuse_hindsight(weights: LearnedWeights, views: Sequence[View]) -> None:
    first = min(view.window.at for view in views)
    if weights.until > first:
        raise ParameterError(
            f"weights were learned from accounts that left up to {weights.until:%Y-%m-%d}, after "
            f"the cut-off {first:%Y-%m-%d} that they would be judged at: that is hindsight. Learn "
            'them from earlier cut-offs, judge later ones, or pass weights="learned".'
        )
