"""What fixes bring: each of them, the best set within the budget, and how certain that is."""

from dataclasses import dataclass, field

import pandas as pd

from vocvalue.duration import Span
from vocvalue.errors import DataError
from vocvalue.issues.investment.fix import Fix
from vocvalue.results import Estimate, Money
from vocvalue.results.frame import cells
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True, eq=False)
class FixReturn:
    """What one fix, or a set of them, brings within the horizon.

    Attributes:
        recovered: The loss that it ends.
        cost: What it costs.
        net: Recovered less cost.
        roi: Net over cost; None without cost.
        payback_months: Months from now until what it recovers has paid for it, as if the loss went
            on; infinite where it never has, 0 without cost.
        probability_positive: The probability that the net is above 0.
    """

    recovered: Money
    cost: Money
    net: Money
    roi: Estimate | None
    payback_months: float
    probability_positive: float


@dataclass(frozen=True, kw_only=True, eq=False)
class InvestmentPlan(Pictured):
    """Which fixes to pay for within a budget, what they bring, and how certain that is.

    Attributes:
        fixes: All fixes that were weighed.
        returns: What each brings by itself, in the same order.
        chosen: Whether each is in the best set, in the same order.
        plan: What the best set brings; None where no fix within the budget nets more than 0.
        budget: What may be spent within the horizon.
        horizon: The span within which losses are ended and costs arise.
        probability_best: The probability that this set is the best one.
        probability_within: The probability that each fix is in the best set, in the same order.
        regret: How much more the set that turns out best would net, on average.
        n_draws: How many draws these three rest on.
    """

    fixes: tuple[Fix, ...]
    returns: tuple[FixReturn, ...]
    chosen: tuple[bool, ...]
    plan: FixReturn | None
    budget: float
    horizon: Span
    probability_best: float
    probability_within: tuple[float, ...] = field(repr=False)
    regret: Money
    n_draws: int

    @property
    def best(self) -> tuple[Fix, ...]:
        """The fixes of the best set."""
        return tuple(fix for fix, taken in zip(self.fixes, self.chosen, strict=True) if taken)

    def of(self, name: str) -> FixReturn:
        """Return what one fix brings by itself.

        Args:
            name: What the fix is called.

        Raises:
            DataError: There is no such fix.
        """
        names = [fix.called for fix in self.fixes]
        if name not in names:
            raise DataError(f"there is no fix {name!r}; there are {names}.")
        return self.returns[names.index(name)]

    def figures(self) -> dict[str, Estimate]:
        """Return what the best set recovers, costs and nets, and the net of each fix by itself."""
        names = [f"net of {fix.called}" for fix in self.fixes]
        single: dict[str, Estimate] = dict(zip(names, (it.net for it in self.returns), strict=True))
        if self.plan is None:
            return single
        lines = {"recovered": self.plan.recovered, "cost": self.plan.cost, "net": self.plan.net}
        return {**lines, **single}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per fix: what it recovers, costs, nets, and whether it is chosen."""
        return pd.DataFrame(
            [
                {
                    "fix": fix.called,
                    "topic": fix.topic,
                    "cost": it.cost.value,
                    "recovered": it.recovered.value,
                    "recovered_lower": it.recovered.lower,
                    "recovered_upper": it.recovered.upper,
                    "net": it.net.value,
                    "net_lower": it.net.lower,
                    "net_upper": it.net.upper,
                    "roi": float("nan") if it.roi is None else it.roi.value,
                    "payback_months": it.payback_months,
                    "probability_positive": it.probability_positive,
                    "chosen": taken,
                    "probability_within": within,
                    **{name: cells(it.net)[name] for name in ("currency", "basis", "evidence")},
                }
                for fix, it, taken, within in zip(
                    self.fixes, self.returns, self.chosen, self.probability_within, strict=True
                )
            ]
        )
