"""How long tickets take to a stage: until a customer is contacted, until a ticket is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.stats import normal
from vocvalue.stats.restricted_mean import restricted_mean, restricted_mean_ends
from vocvalue.stats.survival import KaplanMeier
from vocvalue.stats.survival_points import share_at, time_of

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

BY_CURVE = "Kaplan-Meier, log-log"
MEAN = "area under the curve, Greenwood's variance, Student's t in few tickets"
SHARES = (0.5, 0.75, 0.9)
"""The shares of tickets whose time is told: the median, three quarters, nine tenths."""
JUST = 1 + 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class StageTimes:
    """How long tickets take to a stage, those that are not there yet censored.

    Attributes:
        n: How many tickets there are.
        done: How many have reached the stage.
        within_target: The share that reaches it within the target, as a fraction.
        mean: The mean hours up to the horizon: a ticket that takes longer counts with the horizon;
            NaN where no ticket was followed for so long.
        quantiles: The hours after which half, three quarters and nine tenths have reached it, by
            share; None where fewer have.
        curve: The share that has not reached it, over the hours.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import kpi
        >>> days = pd.Timestamp("2024-01-08 09:00") + pd.to_timedelta(range(4), unit="D")
        >>> answers = pd.DataFrame({"customer_id": range(4), "timestamp": days, "score": 3})
        >>> desk = pd.DataFrame(
        ...     {"customer_id": range(4), "opened": days, "closed": days + pd.Timedelta("30 hours")}
        ... )
        >>> times = kpi.closed_loop(answers, desk, observation_end="2024-02-29").timeliness.closing
        >>> times.n, times.done, times.mean.value, times.within_target.value
        (4, 4, 30.0, 0.0)
    """

    n: int
    done: int
    within_target: Estimate
    mean: Estimate
    quantiles: Mapping[float, Estimate | None]
    curve: KaplanMeier = field(repr=False)

    @property
    def median(self) -> Estimate | None:
        """The hours after which half have reached the stage; None where fewer have."""
        return self.quantiles[SHARES[0]]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, without the curve."""
        return {name: plain(held) for name, held in vars(self).items() if name != "curve"}


def stage_times(
    hours: Floats, done: Flags, *, target: float, horizon: float, level: float
) -> StageTimes:
    """Return how long tickets take to a stage.

    Args:
        hours: The hours until the stage, or to the end of observation, shape (n,).
        done: Whether the stage was reached then, shape (n,).
        target: The target in hours.
        horizon: The horizon of the mean in hours.
        level: The confidence level.

    References:
        Kaplan and Meier (1958), Journal of the American Statistical Association 53; Brookmeyer and
        Crowley (1982), Biometrics 38, for the quantiles; Irwin (1949), Journal of Hygiene 47, for
        the mean.

    Examples:
        Of four tickets three are closed after 10, 20 and 60 hours, one is open after 30:

        >>> hours, done = np.array([10.0, 20.0, 60.0, 30.0]), np.array([True, True, True, False])
        >>> times = stage_times(hours, done, target=24, horizon=60, level=0.95)
        >>> times.within_target.value, times.mean.value, times.median.value
        (0.5, 37.5, 20.0)
    """
    curve = KaplanMeier.of(hours, done)

    def estimate(interval: tuple[float, float, float], method: str) -> Estimate:
        return Estimate.of(interval, level=level, method=method, n=hours.size)

    times = {share: time_of(curve, share, level) for share in SHARES}
    return StageTimes(
        n=hours.size,
        done=int(done.sum()),
        within_target=estimate(share_done(curve, target, level), BY_CURVE),
        mean=estimate(mean_of(curve, horizon, level), MEAN),
        quantiles={
            share: None if time is None else estimate(time, BY_CURVE)
            for share, time in times.items()
        },
        curve=curve,
    )


def share_done(curve: KaplanMeier, hours: float, level: float) -> tuple[float, float, float]:
    """Return the share that has reached the stage after some hours, with its interval.

    Args:
        curve: The share that has not.
        hours: The hours.
        level: The confidence level.
    """
    share, lower, upper = share_at(curve, hours, level)
    return 1 - share, 1 - upper, 1 - lower


def mean_of(curve: KaplanMeier, horizon: float, level: float) -> tuple[float, float, float]:
    """Return the mean hours up to a horizon; NaN where no ticket was followed for so long.

    Args:
        curve: The share that has not reached the stage.
        horizon: The horizon in hours.
        level: The confidence level.
    """
    if not is_known(curve, horizon):
        return np.nan, np.nan, np.nan
    tau = _within(curve, horizon)
    mean = restricted_mean(curve, tau)[0]
    lower, upper = restricted_mean_ends(curve, tau, normal.critical_value(level))
    return mean, min(lower, mean), max(upper, mean)


def is_known(curve: KaplanMeier, horizon: float) -> bool:
    """Whether a curve is known up to a horizon.

    Args:
        curve: The curve.
        horizon: The horizon.
    """
    return bool(curve.time.size and (curve.survival[-1] == 0 or curve.time[-1] * JUST >= horizon))


def _within(curve: KaplanMeier, horizon: float) -> float:
    """Return a horizon that follow-up reaches to, whatever rounding did to either."""
    return horizon if curve.survival[-1] == 0 else min(horizon, float(curve.time[-1]))
