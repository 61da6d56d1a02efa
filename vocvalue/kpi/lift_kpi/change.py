"""A lift in retention as less churn or more repurchase, in points or relative to the control."""

from typing import Literal, TypeAlias

import numpy as np

from vocvalue.errors import ParameterError
from vocvalue.lift.adjusted.result import AdjustedRetention
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate
from vocvalue.results.estimates import Interval
from vocvalue.stats import normal
from vocvalue.stats.ratios import koopman

Outcome: TypeAlias = Literal["churn", "repurchase"]
"""What is told of: the share that left, which is to fall, or the share that stayed, to rise."""
Change: TypeAlias = Literal["points", "relative"]
"""Whether a change is a difference of two shares, or that as a part of the control group's."""

UNKNOWN: Interval = (float("nan"), float("nan"), float("nan"))


def change_of(lift: RetentionLift, *, outcome: Outcome, change: Change) -> Estimate:
    """Return how much churn is lower, or repurchase higher, among the treated.

    In points both are the same number. Relative to the control group they are not: of 50% and 70%
    who stayed, churn is 40% lower (30% against 50%) and retention 40% higher; of 90% and 92%, churn
    is 20% lower and retention 2% higher.

    Args:
        lift: The lift.
        outcome: "churn" or "repurchase".
        change: "points" or "relative".

    Returns:
        The change, above 0 where it is for the better. NaN where the control group has nobody of
        the outcome.

    Raises:
        ParameterError: A relative change of churn of arms that were compared within strata or by
            clusters, of which neither the rates nor their errors are known.

    References:
        Koopman (1984), Confidence intervals for the ratio of two binomial proportions, Biometrics
        40.

    Examples:
        >>> from vocvalue import lift
        >>> kept = lift.retention_test(treated=(460, 500), control=(450, 500), randomised=True)
        >>> for outcome in ("churn", "repurchase"):
        ...     print(f"{change_of(kept, outcome=outcome, change='relative').value:.3f}")
        0.200
        0.022
    """
    if change == "points":
        return lift.difference
    if outcome == "repurchase":
        return lift.relative
    value, lower, upper = _less_churn(lift)
    return Estimate.of(
        (value, lower, upper),
        level=lift.difference.level,
        method="Koopman score" if lift.from_counts else lift.method,
        n=lift.difference.n,
    )


def shares(lift: RetentionLift, outcome: Outcome) -> tuple[float, float] | None:
    """Return the shares of the treated and of the control group that the change is one of.

    Args:
        lift: The lift.
        outcome: "churn" or "repurchase".

    Returns:
        The two shares; None where the change is not the difference of two shares that are known.
    """
    if isinstance(lift, AdjustedRetention):
        stayed = lift.contacted.value, lift.left_alone.value
    elif lift.from_counts:
        stayed = lift.treated.rate, lift.control.rate
    else:
        return None
    return stayed if outcome == "repurchase" else (1 - stayed[0], 1 - stayed[1])


def _less_churn(lift: RetentionLift) -> Interval:
    """Return 1 less the ratio of the two churn rates."""
    if lift.from_counts:
        return _of_counts(lift)
    if isinstance(lift, AdjustedRetention):
        return _of_adjusted(lift)
    raise ParameterError(
        "change == 'relative' of churn needs the counts of two arms, or arms that were adjusted; "
        'this lift was made within strata or by clusters. Pass change="points".'
    )


def _of_counts(lift: RetentionLift) -> Interval:
    treated, control = lift.treated, lift.control
    if not control.lost:
        return UNKNOWN
    ends = koopman(treated.lost, treated.n, control.lost, control.n, lift.difference.level)
    lower, upper = (float(end) for end in ends)
    ratio = (treated.lost / treated.n) / (control.lost / control.n)
    return 1 - ratio, 1 - upper, 1 - lower


def _of_adjusted(lift: AdjustedRetention) -> Interval:
    """Return it of two adjusted means, whose covariance the error of their difference tells."""
    left = 1 - lift.contacted.value, 1 - lift.left_alone.value
    if not min(left) > 0:
        return UNKNOWN
    errors = [_error(it) for it in (lift.contacted, lift.left_alone)]
    together = (errors[0] ** 2 + errors[1] ** 2 - lift.standard_error**2) / 2
    square = sum((error / part) ** 2 for error, part in zip(errors, left, strict=True))
    error = np.sqrt(max(0.0, square - 2 * together / (left[0] * left[1])))
    reach = float(np.exp(normal.critical_value(lift.difference.level) * error))
    ratio = left[0] / left[1]
    return 1 - ratio, 1 - ratio * reach, 1 - ratio / reach


def _error(share: Estimate) -> float:
    """Return the standard error of a share, by the end that was not cut at what is possible."""
    widest = max(share.value - share.lower, share.upper - share.value)
    return widest / normal.critical_value(share.level)
