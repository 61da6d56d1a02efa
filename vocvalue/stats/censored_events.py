"""Events within a horizon of rows that were not all followed so long: weighted by who was."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class CensoredEvents:
    """Events within a horizon, each weighted for those not followed so long.

    Attributes:
        outcome: 1 / G(t) for an event seen at t within the horizon, else 0, shape (n,): its mean
            is that of having the event within the horizon.
        followed: The share of rows that is followed to the horizon.
        n_followed: How many rows that is.
    """

    outcome: Floats = field(repr=False)
    followed: float
    n_followed: int


def censored_events(time: Floats, follow_up: Floats, horizon: float) -> CensoredEvents:
    """Return an outcome whose mean is the share with an event within a horizon.

    How long a row is followed is known for all, and taken to be unrelated to the event. An event
    seen at t stands for the rows not followed to t too, so it counts 1 / G(t), where G(t) is the
    share of rows followed at least to t.

    Args:
        time: The time to the event, infinite where there is none, shape (n,).
        follow_up: How long each row was followed, shape (n,).
        horizon: The horizon, in the same unit.

    Raises:
        DataError: No row was followed to the horizon.

    References:
        Robins and Rotnitzky (1992), Recovery of information and adjustment for dependent censoring
        using surrogate markers, in AIDS Epidemiology: Methodological Issues; Bang and Tsiatis
        (2000), Estimating medical costs with censored data, Biometrika 87.

    Examples:
        Two of four rows are followed for 2 years; an event at 1.5 years stands for two:

        >>> times = np.array([0.5, 1.5, np.inf, np.inf])
        >>> events = censored_events(times, np.array([1.0, 2.0, 1.0, 2.0]), 2.0)
        >>> events.outcome.tolist(), events.n_followed
        ([1.0, 2.0, 0.0, 0.0], 2)
    """
    limit = checks.positive("horizon", horizon)
    n_followed = int(np.count_nonzero(follow_up >= limit))
    if not n_followed:
        raise DataError(
            f"nobody was followed for {limit:g}; the longest follow-up is "
            f"{follow_up.max(initial=0.0):g}. Take a shorter horizon."
        )
    seen = time <= np.minimum(limit, follow_up)
    ordered = np.sort(follow_up)
    behind = ordered.size - np.searchsorted(ordered, time[seen], side="left")
    outcome = np.zeros(time.size)
    outcome[seen] = ordered.size / behind
    return CensoredEvents(
        outcome=outcome, followed=n_followed / ordered.size, n_followed=n_followed
    )
