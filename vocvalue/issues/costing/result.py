"""What a problem costs: its effect by every comparison, the checks, and the money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from vocvalue.issues.costing.balance import ExposureBalance
from vocvalue.issues.costing.checks import Doubts, EValue
from vocvalue.issues.costing.ladder import LadderStep, frame_of
from vocvalue.issues.exposed.result import Design
from vocvalue.issues.monthly_losses import MonthlyLosses
from vocvalue.results import Basis, Estimate, Evidence, Money
from vocvalue.results.frame import stacked
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.stats import normal

PLACEBO, WITHOUT, HIDDEN, RATIO = "placebo", "without", "hidden cause", "ratio in differences"
ROBUST = "doubly robust"


@dataclass(frozen=True, kw_only=True, eq=False)
class IssueCost(Pictured):
    """What a problem costs, by comparing those who met it with similar customers who did not.

    Attributes:
        topic: The problem.
        effects: The effect on each outcome: "repurchase" and "churn" as differences of shares,
            "orders", "spend" and "value" per exposed customer. Where checks speak against a single
            figure, or a range of shares that report was stated, the interval spans them all.
        relative: The doubly robust effect on each as a share of what there would be.
        without: The mean of each outcome that the exposed would have without the problem:
            `with_problem` less the effect.
        with_problem: The mean that they have.
        steps: The effects by every comparison.
        doubts: What speaks against the comparison.
        placebo: The effects in the window before, where there can be none.
        left_out: The effect on spend with one covariate left out, by its name.
        e_value: How strong a hidden cause would have to be; None where spend is not above 0.
        balance: How alike the controls were made.
        silent: The share of the controls who met the problem in silence, by the share of
            customers that reports it.
        loss_each: What each exposure that was told of costs within the window.
        loss_a_month: What the first exposures of a month cost.
        loss_a_year: Twelve times as much.
        losses_of_all: What a month costs with those who met it in silence, by the share that
            reports it.
        exposed_a_month: First exposures told of in a month.
        repeats_a_month: Later exposures in a month of customers who met it before; in no figure.
        months: The months that these are counted over.
        window_days: The days in which outcomes count.
        churn_days: The days without an order that count as churn.
        design: How the moments of exposure are known.
        n_exposed: The exposed compared.
        n_controls: Their controls.
        margin: The margin as a share of revenue, or None.
        currency: The currency code, where known.
        basis: What the money is.
        evidence: What the money rests on.
        level: The confidence level.
    """

    topic: str
    effects: Mapping[str, Estimate]
    relative: Mapping[str, Estimate]
    without: Mapping[str, float] = field(repr=False)
    with_problem: Mapping[str, float] = field(repr=False)
    steps: tuple[LadderStep, ...] = field(repr=False)
    doubts: Doubts = field(repr=False)
    placebo: Mapping[str, Estimate] = field(repr=False)
    left_out: Mapping[str, float] = field(repr=False)
    e_value: EValue | None
    balance: ExposureBalance = field(repr=False)
    silent: Mapping[float, float]
    loss_each: Money
    loss_a_month: Money
    loss_a_year: Money
    losses_of_all: Mapping[float, Money]
    exposed_a_month: float
    repeats_a_month: float
    months: float
    window_days: float
    churn_days: float
    design: Design
    n_exposed: int
    n_controls: int
    margin: float | None
    currency: str | None
    basis: Basis
    evidence: Evidence
    level: float

    @property
    def is_disputed(self) -> bool:
        """Whether a check speaks against a single figure, so that effects are ranges."""
        return self.doubts.speak

    @property
    def shown(self) -> bool:
        """Whether the data show that the problem costs or brings money."""
        return self.loss_each.excludes_zero

    @property
    def monthly_losses(self) -> MonthlyLosses:
        """What the problem costs a month, as other questions of this room take it."""
        money = self.loss_a_month
        variance = normal.standard_error(money.lower, money.upper, self.level) ** 2
        counted = min(variance, self.loss_each.value**2 * self.exposed_a_month)
        return MonthlyLosses(
            topics=(self.topic,),
            loss=np.array([money.value]),
            covariance=np.array([[variance - counted]]),
            counted=np.array([[counted]]),
            currency=self.currency,
            basis=self.basis,
            evidence=self.evidence,
            level=self.level,
            n=self.n_exposed,
        )

    def figures(self) -> dict[str, Estimate]:
        """Return the effects and the losses, by name."""
        losses = {
            f"loss a month, {share:.0%} report": money
            for share, money in self.losses_of_all.items()
        }
        return {
            **{f"effect on {name}": effect for name, effect in self.effects.items()},
            "loss each": self.loss_each,
            "loss a month": self.loss_a_month,
            "loss a year": self.loss_a_year,
            **losses,
        }

    def ladder(self) -> pd.DataFrame:
        """Return the effect by every comparison: step, outcome, effect, lower, upper, n, reported.

        The steps: "naive", beside customers who never mentioned the problem, at random dates;
        "risk set", orders of the same weeks as they are; "regression"; "odds weights"; "doubly
        robust". Of orders and spend, two steps of those who were customers for all of the window
        before, and so to be held against one another only: "doubly robust, customers before" and
        "ratio in differences". Last "corrected for silence", where `reported` says how many
        customers report the problem.
        """
        return frame_of(self.steps)

    def robustness(self) -> pd.DataFrame:
        """Return what every check makes of the effect on spend, and of the loss a month.

        Columns: check, detail, effect, lower, upper, loss_a_month. The checks: "placebo", in the
        window before, where a loss is an error of the comparison; "ratio in differences";
        "without", with one covariate left out; "hidden cause", that goes with both the problem and
        spend by a ratio (detail): what it leaves at least.
        """
        ratio = [it for it in self.steps if it.step == RATIO and it.outcome == "spend"]
        checks = [
            *((PLACEBO, "window before", it) for it in [self.placebo.get("spend")] if it),
            *((RATIO, "", it.effect) for it in ratio),
        ]
        rows = [
            *(
                self._row(check, detail, it.value, it.lower, it.upper)
                for check, detail, it in checks
            ),
            *(self._row(WITHOUT, name, effect) for name, effect in self.left_out.items()),
            *(self._row(HIDDEN, f"{size:g}", effect) for size, effect in self._hidden().items()),
        ]
        columns = ["check", "detail", "effect", "lower", "upper", "loss_a_month"]
        return pd.DataFrame(rows, columns=columns)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure: the effects, then the losses."""
        return stacked(self.figures())

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, the ladder and the notes."""
        return {
            "topic": self.topic,
            **{name: plain(it) for name, it in self.figures().items()},
            "ladder": plain(self.ladder().to_dict("records")),
            "disputed": self.is_disputed,
            "exposed_a_month": self.exposed_a_month,
            "repeats_a_month": self.repeats_a_month,
            "evidence": self.evidence,
            "notes": plain(self.notes),
        }

    def _a_month(self, effect: float) -> float:
        return -effect * (1.0 if self.margin is None else self.margin) * self.exposed_a_month

    def _row(self, check: str, detail: str, effect: float, *ends: float) -> tuple[Any, ...]:
        lower, upper = ends or (float("nan"), float("nan"))
        return check, detail, effect, lower, upper, self._a_month(effect)

    def _hidden(self) -> dict[float, float]:
        """Return the effect on spend that hidden causes of some strengths leave at least."""
        if self.e_value is None:
            return {}
        spend = [it for it in self.steps if it.step == ROBUST and it.outcome == "spend"]
        effect = spend[0].effect.value
        return {size: share * effect + 0.0 for size, share in self.e_value.remaining.items()}
