"""How often customers ordered, period by period, before and after a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class EventStudy:
    """Mean orders and spend of exposed and controls in periods around the moment.

    The order of the moment itself is in no period. Controls count by the share in which they were
    drawn, and are not otherwise made alike.

    Attributes:
        period: Number of each period, shape (k,): -1 ends at the moment, 0 begins with it.
        period_days: The length of a period in days.
        exposed: Mean "orders" and "spend" of the exposed in each period, each of shape (k,).
        control: The same of the controls.
        exposed_error: Standard errors of the exposed's means, clustered by customer.
        control_error: The same of the controls.
    """

    period: NDArray[np.int64]
    period_days: float
    exposed: Mapping[str, Floats] = field(repr=False)
    control: Mapping[str, Floats] = field(repr=False)
    exposed_error: Mapping[str, Floats] = field(repr=False)
    control_error: Mapping[str, Floats] = field(repr=False)
