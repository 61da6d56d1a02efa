"""Did contacting customers keep them: the lift in retention, with its money one call away."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from vocvalue import duration
from vocvalue.amounts.pricing import Pricing, priced
from vocvalue.amounts.result import LiftMoney
from vocvalue.amounts.worth import Cost, Worth
from vocvalue.errors import ParameterError
from vocvalue.lift.experiments.arms import Arm
from vocvalue.results import Basis, Estimate, Evidence, Note
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured
from vocvalue.results.texts import Text
from vocvalue.results.verdicts import is_shown
from vocvalue.stats import exact, normal
from vocvalue.stats.beta_binomial import BetaPair

JEFFREYS = (0.5, 0.5)


@dataclass(frozen=True, kw_only=True)
class NonInferiority:
    """Whether the treated are kept at most so much worse than the control.

    Attributes:
        non_inferiority_margin: The loss that would still do, as a fraction: 0.02 is 2 percentage
            points.
        p_value: P-value for the hypothesis of a loss as large as the margin or larger.
        shown: Whether that is ruled out at the level.
    """

    non_inferiority_margin: float
    p_value: float
    shown: bool


@dataclass(frozen=True, kw_only=True)
class RetentionLift(Pictured):
    """The treated against the control: how many more stayed.

    Attributes:
        treated: The arm that was contacted.
        control: The arm that was left alone.
        difference: The treated rate minus the control rate, as a fraction: 0.20 is 20 percentage
            points.
        relative: That difference as a part of the control rate.
        risk_ratio: The treated rate over the control rate.
        retained: The customers kept of those treated and followed, who would have left otherwise.
        assigned: How many were assigned to be treated, followed through the window or not; None
            where only those followed are known.
        p_value: P-value for the hypothesis of no difference, by the method of the interval.
        alternative: What the p-value is against: "two-sided", "greater" or "less". One-sided at
            95% the intervals are those of 90%, of which one end is the bound.
        method: How the difference was estimated, in words.
        evidence: "randomised", "adjusted observational" or "association only".
        doubts: What the tables say against a random assignment, first in every sentence.
        from_counts: Whether the two arms' counts are all there is to the difference; not so where
            it was made within strata or adjusted.
        non_inferiority: Whether the treated are at most so much worse; None where not asked.
        window: What being retained means, in words; None where counts were handed in.
        level: The confidence level.
    """

    treated: Arm
    control: Arm
    difference: Estimate
    relative: Estimate
    risk_ratio: Estimate
    retained: Estimate
    assigned: int | None = None
    p_value: float
    alternative: str
    method: str
    evidence: Evidence
    doubts: tuple[Note, ...] = ()
    from_counts: bool = True
    non_inferiority: NonInferiority | None = None
    window: Text | None = None
    level: float

    @property
    def shown(self) -> bool:
        """Whether the test of `alternative` shows a difference: where the interval leaves 0 out."""
        return is_shown(self.p_value, self.level)

    @property
    def n_affected(self) -> int:
        """How many customers the difference is of: those treated and followed."""
        return self.treated.n

    @property
    def n_contacted(self) -> int:
        """How many customers a programme of this size contacts: all who were assigned to it."""
        return self.n_affected if self.assigned is None else self.assigned

    def probability_above(self, delta: ArrayLike) -> NDArray[np.float64]:
        """Return how likely the true difference is above given ones.

        Of counts it is the posterior with Jeffreys' prior, otherwise normal around the estimate.

        Args:
            delta: Differences as fractions, of any shape.
        """
        asked = np.asarray(delta, dtype=np.float64)
        if not self.from_counts:
            error = self.standard_error
            return np.asarray(ndtr((self.difference.value - asked) / error), dtype=np.float64)
        pair = BetaPair.after(
            self.treated.retained,
            self.treated.n,
            self.control.retained,
            self.control.n,
            prior=JEFFREYS,
        )
        inside = np.clip(asked, -1.0, 1.0)
        return np.asarray(pair.probability_above(inside), dtype=np.float64)

    @property
    def standard_error(self) -> float:
        """The standard error that the interval amounts to."""
        interval = self.difference
        return normal.standard_error(interval.lower, interval.upper, interval.level)

    def exact_tests(self) -> pd.DataFrame:
        """Return the exact p-values of no difference: Barnard's, Boschloo's and Fisher's.

        Fisher's takes both margins for given, and is too careful; the other two do not.

        Returns:
            One row per test.

        Raises:
            ParameterError: The lift was made within strata or adjusted, or an arm has more than
                500 customers.

        References:
            Barnard (1945), Nature 156; Boschloo (1970), Statistica Neerlandica 24.

        Examples:
            >>> from vocvalue import lift
            >>> small = lift.retention_test(treated=(12, 15), control=(7, 15), randomised=True)
            >>> small.exact_tests().round(4)["p_value"].tolist()
            [0.0682, 0.0682, 0.1281]
        """
        if not self.from_counts:
            raise ParameterError("exact tests are of two arms' counts, without strata or weights.")
        counts = self.treated.retained, self.treated.n, self.control.retained, self.control.n
        table = np.array([[arm.retained, arm.lost] for arm in (self.treated, self.control)])
        side: Any = self.alternative
        p_values = {
            "Barnard": exact.barnard(*counts, alternative=side),
            "Boschloo": exact.boschloo(*counts, alternative=side),
            "Fisher": float(scipy.stats.fisher_exact(table, alternative=side).pvalue),
        }
        return pd.DataFrame({"test": list(p_values), "p_value": list(p_values.values())})

    def money(
        self,
        value_per_customer: Worth,
        *,
        cost: Cost = 0.0,
        cost_per_contact: Cost = 0.0,
        population: int | None = None,
        realised: Cost | None = None,
        horizon: duration.Span | None = None,
        decay: float = 0.0,
        currency: str | None = None,
        basis: Basis = "revenue",
    ) -> LiftMoney:
        """Return what the customers kept are worth, less what keeping them cost.

        The uncertainty of the lift, of the value and of the cost are all carried into the net.

        Args:
            value_per_customer: What a customer who is kept brings from the end of the experiment
                on. It is the value of those who were about to leave: that of detractors, not the
                average of all. A number, an `Estimate` or `Money`, an array of the values of the
                customers at risk, or what `clv.predict` returned for them.
            cost: What the programme costs in all: a number, or an estimate.
            cost_per_contact: What one customer contacted costs on top.
            population: The number of customers who will be contacted; by default all who were
                assigned to be treated, followed to the end or not: the cost is that of all of them.
            realised: What the treated have already brought more per customer within the window,
                such as the difference of `lift.spend`; a line of its own. Gross and net have the
                weaker of its evidence and that of the lift.
            horizon: The span that the value counts over; needed for decay and for the payback.
            decay: Which part of those kept is lost again every year, beyond what the value takes
                into account already; 0.2 is 20% a year.
            currency: The currency code, where the value carries none.
            basis: What the money is, where the value does not say so: "revenue", "margin" or "net
                profit".

        Returns:
            The money, with net, return, payback, break-even and the probability of a gain.

        Raises:
            DataError: A value or a cost in another currency or on another basis than the other.
            ParameterError: A number outside its range, or decay without a horizon.

        References:
            Zou and Donner (2008), Construction of confidence limits about effect measures: a
            general approach, Statistics in Medicine 27; Donner and Zou (2012), Closed-form
            confidence intervals for functions of the normal mean and standard deviation,
            Statistical Methods in Medical Research 21, for ratios.

        Examples:
            The articles' experiment: 100 of 500 customers kept, at 2,000 each.

            >>> from vocvalue import lift
            >>> kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
            >>> money = kept.money(2_000, cost=60_000)
            >>> round(money.gross.value), round(money.gross.lower), round(money.gross.upper)
            (200000, 139718, 258221)
            >>> round(money.net.value), round(money.break_even, 3)
            (140000, 0.06)
        """
        pricing = Pricing(
            effect=self,
            worth=value_per_customer,
            cost=cost,
            cost_per_contact=cost_per_contact,
            population=population,
            realised=realised,
            horizon=horizon,
            decay=decay,
            currency=currency,
            basis=basis,
        )
        return priced(pricing)

    def figures(self) -> dict[str, Estimate]:
        """Return both rates, the difference, lift, ratio and the customers kept."""
        return {
            "treated rate": self.treated.estimate(self.level),
            "control rate": self.control.estimate(self.level),
            "difference": self.difference,
            "relative lift": self.relative,
            "risk ratio": self.risk_ratio,
            "customers retained": self.retained,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per quantity: both rates, difference, lift, ratio, customers kept."""
        return stacked(self.figures())
