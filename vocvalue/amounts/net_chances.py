"""The probability that a programme nets more than an amount, over the uncertainty of its parts."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import ndtr

from vocvalue.amounts.effect import Effect

Floats: TypeAlias = NDArray[np.float64]

# The posterior: how many standard errors to either side, at how many places it is integrated, and
# into how many cells the smooth curve through them is cut.
REACH, PLACES, CELLS = 7.0, 141, 2_000


@dataclass(frozen=True, kw_only=True, eq=False)
class NetChances:
    """A net as it follows from the true lift: slope times lift, plus offset, each with its error.

    Attributes:
        effect: The difference, which has its posterior.
        slope: The money that a difference of 1.0 brings in from all customers contacted.
        slope_error: The standard error of the slope.
        offset: The net if there were no difference: the realised money less the cost.
        offset_error: The standard error of the cost.
        realised_error: The standard error of the realised money, which comes from the same
            customers and so moves with the lift.
    """

    effect: Effect = field(repr=False)
    slope: float
    slope_error: float
    offset: float
    offset_error: float
    realised_error: float = 0.0

    def above(self, net: Floats) -> Floats:
        """Return the probability that the net is above given amounts.

        Given the lift the rest is normal, so that only the lift is summed over.

        Args:
            net: Amounts of money, shape (m,).
        """
        lift, weight, step = self._posterior()
        moving = np.copysign(self.realised_error, self.slope) / max(
            self.effect.standard_error, 1e-9
        )
        mean = self.slope * lift + self.offset + moving * (lift - self.effect.difference.value)
        # A cell of the posterior is as wide as this: no net is told more sharply.
        cell = abs(self.slope + moving) * step
        spread = np.hypot(np.hypot(self.slope_error * lift, self.offset_error), cell)
        away = mean - net[..., None]
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = np.where(spread > 0, ndtr(away / spread), away > 0)
        return np.asarray(chance @ weight)

    def _posterior(self) -> tuple[Floats, Floats, float]:
        """Return differences, how likely each is, and how far they are apart."""
        reach = REACH * max(self.effect.standard_error, 1e-9)
        middle = self.effect.difference.value
        places = middle + reach * np.linspace(-1, 1, PLACES)
        ends = middle + reach * np.linspace(-1, 1, CELLS + 1)
        exceeds = scipy.interpolate.PchipInterpolator(
            places, self.effect.probability_above(places)
        )(ends)
        weight = exceeds[:-1] - exceeds[1:]
        return (ends[1:] + ends[:-1]) / 2, weight / weight.sum(), float(ends[1] - ends[0])
