"""A difference in mean spend split into two parts: more buyers, and more spend per buyer."""

from dataclasses import dataclass

import numpy as np

from vocvalue.lift.spending.arms import SpendArm
from vocvalue.results.estimates import Interval
from vocvalue.stats import differences, normal
from vocvalue.stats.means import welch


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts of the difference between two arms, each with mean = share of buyers x spend each.

    With p the shares and b the spend per buyer, p1 b1 - p0 b0 is
    (p1 - p0) (b1 + b0) / 2 + (b1 - b0) (p1 + p0) / 2, without a remainder.

    Attributes:
        treated: The spend of the treated arm.
        control: The spend of the control arm.
        level: The confidence level.

    References:
        Kitagawa (1955), Components of a difference between two rates, Journal of the American
        Statistical Association 50.
    """

    treated: SpendArm
    control: SpendArm
    level: float

    @property
    def buyers(self) -> int:
        """The number of buyers in both arms."""
        return self.treated.buyers + self.control.buyers

    @property
    def difference_in_buyers(self) -> Interval:
        """The share of buyers, treated minus control."""
        t, c = self.treated, self.control
        lower, upper = differences.interval(t.buyers, t.n, c.buyers, c.n, self.level)
        return self._shares[0], float(lower), float(upper)

    @property
    def difference_per_buyer(self) -> Interval:
        """The spend per buyer, treated minus control; NaN where an arm has no buyer."""
        t, c = (
            (arm.per_buyer, arm.buyers_variance / max(arm.buyers, 1), float(arm.buyers))
            for arm in (self.treated, self.control)
        )
        lower, upper, _ = welch(t, c, self.level)
        return t[0] - c[0], lower, upper

    @property
    def from_more_buyers(self) -> Interval:
        """The part of the difference that comes from more customers buying."""
        gap, share_error = self._shares
        value = gap * self._middle
        return self._around(value, self._middle**2 * share_error + gap**2 / 4 * self._amounts[1])

    @property
    def from_spend_per_buyer(self) -> Interval:
        """The part of the difference that comes from buyers spending more."""
        (_, share_error), (gap, error) = self._shares, self._amounts
        share = (self.treated.share + self.control.share) / 2
        return self._around(gap * share, share**2 * error + gap**2 / 4 * share_error)

    @property
    def _shares(self) -> tuple[float, float]:
        """The difference between the shares of buyers, and its squared error."""
        arms = self.treated, self.control
        error = sum(arm.share * (1 - arm.share) / arm.n for arm in arms)
        return self.treated.share - self.control.share, error

    @property
    def _amounts(self) -> tuple[float, float]:
        """The difference in spend per buyer, and its squared error; 0 where an arm has no buyers.

        Without buyers in an arm there is nothing to compare: the whole difference comes from the
        share who bought.
        """
        t, c = self.treated, self.control
        if not (t.buyers and c.buyers):
            return 0.0, (t if t.buyers else c).buyers_variance / max(self.buyers, 1)
        error = t.buyers_variance / t.buyers + c.buyers_variance / c.buyers
        return t.per_buyer - c.per_buyer, error

    @property
    def _middle(self) -> float:
        """The spend per buyer, midway between the arms."""
        amounts = [arm.per_buyer for arm in (self.treated, self.control) if arm.buyers]
        return sum(amounts) / len(amounts) if amounts else 0.0

    def _around(self, value: float, square: float) -> Interval:
        return normal.interval(value, float(np.sqrt(square)), self.level)
