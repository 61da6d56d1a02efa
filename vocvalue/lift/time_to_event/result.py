"""How long customers stay in two arms, with some not yet followed to the end."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from vocvalue import checks
from vocvalue.amounts.combining import product, reach
from vocvalue.amounts.worth import BASES, amount, same
from vocvalue.errors import ParameterError
from vocvalue.lift.experiments.event import Event
from vocvalue.results import Basis, Estimate, Evidence, Money, Note
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown
from vocvalue.stats.survival import KaplanMeier


@dataclass(frozen=True, kw_only=True, eq=False)
class SurvivalArm:
    """An arm whose customers were followed until the event or the end of follow-up.

    Attributes:
        name: "treated" or "control".
        n: How many customers were assigned, and followed for at least some time.
        events: How many customers left, or ordered, up to the horizon.
        followed: How many customers were still followed at the horizon, without an event before.
        share: The share without the event at the horizon.
        months: The mean months without the event up to the horizon.
        median: The months after which half had the event; None if fewer than half had it.
        curve: The survival curve: the share without the event over the months.
    """

    name: str
    n: int
    events: int
    followed: int
    share: Estimate
    months: Estimate
    median: Estimate | None
    curve: KaplanMeier = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, without the curve."""
        return {name: plain(value) for name, value in vars(self).items() if name != "curve"}


@dataclass(frozen=True, kw_only=True, eq=False)
class RetentionSurvival(Pictured):
    """The survival curves of the treated and the control arm, compared over the months.

    The event is leaving, or the first order after the assignment. A longer time without the event
    is good in the first case and bad in the second: `months_kept` and `months_sooner` are positive
    when the effect is good. The curves may have any shape; hazards need not be proportional.

    Attributes:
        treated: The arm that was contacted.
        control: The arm that was left alone.
        event: The event: "leaving", or the first "order".
        horizon: The length of time compared, in months.
        difference_in_share: The share without the event at the horizon, treated minus control, as a
            fraction: 0.20 is 20 percentage points.
        difference_in_months: The mean months without the event up to the horizon, treated minus
            control: the area between the two curves.
        p_value: P-value for the hypothesis of no difference in months, two-sided.
        log_rank: The chi-square of the log-rank test over the whole follow-up.
        log_rank_p: The p-value of the log-rank test; NaN where it cannot be calculated.
        strata: The column within whose values the arms are compared, or None.
        method: How the differences were estimated, in words.
        evidence: "randomised" or "association only".
        doubts: What the tables say against a random assignment, first in every statement.
        currency: The currency code, where known.
        level: The confidence level.
    """

    treated: SurvivalArm
    control: SurvivalArm
    event: Event
    horizon: float
    difference_in_share: Estimate
    difference_in_months: Estimate
    p_value: float
    log_rank: float
    log_rank_p: float
    strata: str | None
    method: str
    evidence: Evidence
    doubts: tuple[Note, ...] = ()
    currency: str | None = None
    level: float

    @property
    def shown(self) -> bool:
        """Whether a difference in months was shown at the level."""
        return is_shown(self.p_value, self.level)

    @property
    def months_kept(self) -> Estimate:
        """How many months longer a treated customer stays, up to the horizon.

        Raises:
            ParameterError: The event is an order, so nobody is known to have left.
        """
        if self.event != "leaving":
            raise ParameterError(
                "months_kept needs leaving as the event, but here it is the first order. Use "
                "months_sooner, or read durations: lift.experiment(..., duration=, left=)."
            )
        return self.difference_in_months

    @property
    def months_sooner(self) -> Estimate:
        """How many months sooner a treated customer orders again, up to the horizon.

        Raises:
            ParameterError: The event is leaving, so orders are not known.
        """
        if self.event != "order":
            raise ParameterError(
                "months_sooner needs the first order as the event, but here it is leaving. Use "
                "months_kept."
            )
        return _opposite(self.difference_in_months)

    @property
    def share_back(self) -> Estimate:
        """The share who ordered by the horizon, treated minus control, as a fraction.

        Raises:
            ParameterError: The event is leaving, so orders are not known.
        """
        if self.event != "order":
            raise ParameterError(
                "share_back needs the first order as the event, but here it is leaving. Use share."
            )
        return _opposite(self.difference_in_share)

    def money(
        self,
        value_per_month: float | Estimate,
        *,
        population: int | None = None,
        currency: str | None = None,
        basis: Basis = "revenue",
    ) -> Money:
        """Return what the months kept are worth within the horizon: months x customers x value.

        It excludes what the customers kept bring after the horizon, and the cost. With population=1
        it is the money per customer contacted, which `RetentionLift.money` takes as realised.

        Args:
            value_per_month: What a customer brings per month: a number, an `Estimate` or `Money`,
                independent of the months.
            population: The number of customers who will be contacted; by default those treated.
            currency: The currency code, where the value carries none.
            basis: The basis of the money, where the value does not state it: "revenue", "margin" or
                "net profit".

        Returns:
            The money, including the uncertainty of the months and of the value.

        Raises:
            DataError: The value is in a currency other than the one given.
            ParameterError: The event is an order, or a number is outside its range.

        References:
            Zou and Donner (2008), Construction of confidence limits about effect measures: a
            general approach, Statistics in Medicine 27.

        Examples:
            Two of four treated leave, after 2 and 4 months; three of four controls leave, after 1,
            2 and 3 months:

            >>> from vocvalue import lift
            >>> survival = lift.survival_test(
            ...     [2, 4, 6, 6, 1, 2, 3, 6], [1, 1, 0, 0, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0],
            ...     unit="month", horizon="6 months", randomised=True,
            ... )
            >>> survival.months_kept.value
            1.5
            >>> survival.money(80, population=1_000).value
            120000.0
        """
        kept = self.months_kept
        checks.one_of("basis", basis, BASES)
        if not isinstance(value_per_month, Estimate):
            checks.number("value_per_month", value_per_month)
        worth = amount("value_per_month", value_per_month, self.level)
        code = currency or self.currency
        same("currency", worth.currency, code, "currency")
        size = self.treated.n
        if population is not None:
            size = checks.whole("population", population, least=1)
        months = kept.value, kept.lower, kept.upper
        priced = Estimate.of(
            product(months, reach(worth.times(size))),
            level=self.level,
            method="MOVER of months and value; no cost, nothing after the horizon",
            n=kept.n,
        )
        return Money.priced(
            priced,
            currency=worth.currency or code,
            basis=worth.basis or basis,
            evidence=self.evidence,
        )

    def figures(self) -> dict[str, Estimate]:
        """Return the shares and months of both arms, and the differences, positive if good."""
        arms = {
            "treated share": self.treated.share,
            "control share": self.control.share,
            "treated months": self.treated.months,
            "control months": self.control.months,
        }
        if self.event == "leaving":
            return {
                **arms,
                "difference in share": self.difference_in_share,
                "months kept": self.months_kept,
            }
        return {**arms, "share back": self.share_back, "months sooner": self.months_sooner}

    def to_frame(self) -> pd.DataFrame:
        """Return both curves: one row per arm and time, with the numbers at risk.

        The column share holds the share without the event up to and including that time.
        """
        return pd.concat(
            [self._curve(arm) for arm in (self.treated, self.control)], ignore_index=True
        )

    def _curve(self, arm: SurvivalArm) -> pd.DataFrame:
        lower, upper = arm.curve.band(self.level)
        return pd.DataFrame(
            {
                "arm": arm.name,
                "month": arm.curve.time,
                "at_risk": np.round(arm.curve.at_risk).astype(np.int64),
                "events": np.round(arm.curve.events).astype(np.int64),
                "censored": np.round(arm.curve.censored).astype(np.int64),
                "share": arm.curve.survival,
                "lower": lower,
                "upper": upper,
            }
        )


def _opposite(difference: Estimate) -> Estimate:
    return Estimate.of(
        (-difference.value, -difference.upper, -difference.lower),
        level=difference.level,
        method=difference.method,
        n=difference.n,
    )
