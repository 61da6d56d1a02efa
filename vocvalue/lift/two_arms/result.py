"""Whether contacting customers kept them: the lift in retention, with its money one call away."""

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
    """Whether retention among the treated is lower by less than an acceptable margin.

    Attributes:
        non_inferiority_margin: The largest acceptable loss, as a fraction: 0.02 is 2 percentage
            points.
        p_value: P-value for the hypothesis of a loss as large as the margin or larger.
        shown: Whether such a loss is ruled out at the confidence level.
    """

    non_inferiority_margin: float
    p_value: float
    shown: bool


@dataclass(frozen=True, kw_only=True)
class RetentionLift(Pictured):
    """The lift in retention of the treated over the control group.

    Attributes:
        treated: The arm that was contacted.
        control: The arm that was left alone.
        difference: The treated rate minus the control rate, as a fraction: 0.20 is 20 percentage
            points.
        relative: The difference as a fraction of the control rate.
        risk_ratio: The treated rate divided by the control rate.
        retained: How many of the customers treated and followed were kept who would otherwise have
            left.
        assigned: How many customers were assigned to be treated, whether followed through the
            window or not; None where only those followed are known.
        p_value: P-value for the hypothesis of no difference, by the method of the interval.
        alternative: The alternative hypothesis: "two-sided", "greater" or "less". A one-sided test
            at 95% comes with 90% intervals, one end of which is the one-sided bound.
        method: How the difference was estimated, in words.
        evidence: "randomised", "adjusted observational" or "association only".
        doubts: What the tables say against a random assignment, first in every statement.
        from_counts: Whether the difference follows from the two arms' counts alone; False where it
            was stratified, clustered or adjusted.
        non_inferiority: The test of non-inferiority; None where no margin was given.
        window: What being retained means, in words; None for counts passed in directly.
        window_days: The days after which it is judged; None where they are not known.
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
    window_days: float | None = None
    level: float

    @property
    def shown(self) -> bool:
        """Whether a difference was shown at the level: whether the interval excludes 0."""
        return is_shown(self.p_value, self.level)

    @property
    def n_affected(self) -> int:
        """How many customers the difference describes: those treated and followed."""
        return self.treated.n

    @property
    def n_contacted(self) -> int:
        """How many customers a programme of this size contacts: all who were assigned to be."""
        return self.n_affected if self.assigned is None else self.assigned

    def probability_above(self, delta: ArrayLike) -> NDArray[np.float64]:
        """Return the probability that the true difference is above given values.

        For counts it is the posterior with Jeffreys' prior, otherwise normal around the estimate.

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
        """The standard error implied by the interval."""
        interval = self.difference
        return normal.standard_error(interval.lower, interval.upper, interval.level)

    def exact_tests(self) -> pd.DataFrame:
        """Return exact p-values for no difference, by Barnard's, Boschloo's and Fisher's tests.

        Fisher's test conditions on both margins, which makes it conservative; the other two do not.

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
            raise ParameterError(
                "exact tests need the counts of two arms, without strata, clusters or adjustment."
            )
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
        """Return what the customers kept are worth, less what it cost to keep them.

        The net carries the uncertainty of the lift, of the value and of the cost.

        Args:
            value_per_customer: What a customer who is kept is worth from the end of the experiment
                onwards. Use the value of customers who were about to leave, such as detractors, not
                the average of all. A number, an `Estimate` or `Money`, an array with the values of
                the customers at risk, or what `clv.predict` returned for them.
            cost: The fixed cost of the programme: a number, or an estimate.
            cost_per_contact: The additional cost of each customer contacted.
            population: The number of customers who will be contacted; by default all who were
                assigned to be treated, whether followed to the end or not, because all of them
                cause costs.
            realised: How much more each treated customer has already brought within the window,
                such as the difference of `lift.spend`; reported as a line of its own. Gross and net
                carry the weaker of its evidence and that of the lift.
            horizon: The time span that the value covers; needed for decay and payback.
            decay: The share of the customers kept who are lost again each year, beyond the churn
                that the value already takes into account; 0.2 is 20% a year.
            currency: The currency code, where the value carries none.
            basis: The basis of the money, where the value does not state it: "revenue", "margin" or
                "net profit".

        Returns:
            The money: net, return, payback, break-even and the probability of a gain.

        Raises:
            DataError: The value and the cost differ in currency or basis.
            ParameterError: A number outside its range, or decay without a horizon.

        References:
            Zou and Donner (2008), Construction of confidence limits about effect measures: a
            general approach, Statistics in Medicine 27; Donner and Zou (2012), Closed-form
            confidence intervals for functions of the normal mean and standard deviation,
            Statistical Methods in Medical Research 21, for ratios.

        Examples:
            The experiment of the articles: 100 of 500 customers kept, each worth 2,000.

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
        """Return both rates, the difference, the lift, the ratio and the customers kept."""
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
