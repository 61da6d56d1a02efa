"""What the customers kept are worth, less what keeping them cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, duration
from vocvalue.errors import ParameterError
from vocvalue.lift import money_wording, wording
from vocvalue.lift.combining import Interval, less, product, ratio, reach, total
from vocvalue.lift.net_chances import NetChances
from vocvalue.lift.randomness import weakest
from vocvalue.lift.worth import BASES, Amount, Cost, Worth, amount, refuse_negative, same
from vocvalue.results import Basis, Estimate, Evidence, Language, Money, Note, Result
from vocvalue.results import language as checked
from vocvalue.stats import normal

if TYPE_CHECKING:
    from vocvalue.lift.retention_lift import RetentionLift

NOTHING: Interval = (0.0, 0.0, 0.0)
METHOD = "MOVER of lift, value and cost"


@dataclass(frozen=True, kw_only=True, eq=False)
class Saved:
    """What is asked of a lift's money: the arguments of `RetentionLift.money`, checked."""

    lift: "RetentionLift"
    worth: Worth
    cost: Cost
    cost_per_contact: Cost
    population: int | None
    realised: Cost | None
    horizon: duration.Span | None
    decay: float
    currency: str | None
    basis: str

    def __post_init__(self) -> None:
        checks.one_of("basis", self.basis, BASES)
        if not 0 <= checks.number("decay", self.decay) < 1:
            raise ParameterError(
                f"decay == {self.decay}, must be at least 0 and below 1: the part of those kept "
                "that is lost again in a year. Write 20 % as 0.20."
            )
        if self.decay and self.horizon is None:
            raise ParameterError(
                f"decay == {self.decay}, needs the horizon of the value: write "
                'horizon="12 months", or leave decay out.'
            )
        if self.horizon is not None:
            duration.length(self.horizon, "year")
        if self.population is not None:
            checks.whole("population", self.population, least=1)

    @property
    def contacted(self) -> int:
        """How many customers are contacted."""
        return self.lift.n_contacted if self.population is None else self.population

    @property
    def years(self) -> float | None:
        """The horizon of the value in years, or None."""
        return None if self.horizon is None else duration.length(self.horizon, "year")

    @property
    def lasting(self) -> float:
        """Which part of the value remains when those kept are lost again by and by."""
        if not self.decay or self.years is None:
            return 1.0
        rate = -np.log1p(-self.decay)
        return float(-np.expm1(-rate * self.years) / (rate * self.years))


@dataclass(frozen=True, kw_only=True, eq=False)
class LiftMoney(Result):
    """The money of a lift in retention: what it brings, what it costs and what is left.

    Attributes:
        lift: The lift it was made of.
        contacted: How many customers are contacted.
        customers: How many of them are kept.
        value_per_customer: What each of those is worth.
        realised: What was brought within the window already; None where it was not given.
        projected: What those kept are to bring from then on.
        gross: Realised and projected.
        cost: What the programme costs.
        net: Gross less cost.
        roi: Net over cost; None without cost.
        break_even: The difference in retention, as a fraction, at which the net is nothing; NaN
            where no difference would do.
        payback_months: Months after the window until the cost is earned; None without cost, or
            without the horizon of the value; infinite where it never is.
        probability_positive: How likely the net is above 0.
        horizon: The span of the value, or None.
        decay: The part of those kept that is lost again every year.
        chances: How likely each net is.
    """

    lift: "RetentionLift" = field(repr=False)
    contacted: int
    customers: Estimate
    value_per_customer: Estimate
    realised: Money | None
    projected: Money
    gross: Money
    cost: Money
    net: Money
    roi: Estimate | None
    break_even: float
    payback_months: float | None
    probability_positive: float
    horizon: duration.Span | None
    decay: float
    chances: NetChances = field(repr=False)

    def probability_above(self, net: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how likely the net is above given amounts.

        Args:
            net: Amounts of money, shape (m,).
        """
        return self.chances.above(net)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per line: realised, projected, gross, cost, net."""
        lines = {
            "realised": self.realised,
            "projected": self.projected,
            "gross": self.gross,
            "cost": self.cost,
            "net": self.net,
        }
        return pd.DataFrame(
            [{"line": name, **money.to_dict()} for name, money in lines.items() if money]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the lines, the figures beside them and the notes."""
        return {
            "contacted": self.contacted,
            "customers": self.customers.to_dict(),
            "value_per_customer": self.value_per_customer.to_dict(),
            **{row["line"]: row for row in self.to_frame().to_dict("records")},
            "roi": None if self.roi is None else self.roi.to_dict(),
            "break_even": self.break_even,
            "payback_months": self.payback_months,
            "probability_positive": self.probability_positive,
            "notes": [note.en for note in self.notes],
        }

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return every line of money, and what to decide by."""
        return money_wording.headlines(self)

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        said = money_wording.statement(self, checked(language))
        return wording.led(self.lift.doubts, said, language)

    def plot(self) -> Any:
        """Draw how likely each net is, with the break-even; see `lift.plots.net_value`."""
        from vocvalue.lift import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.net_value(self)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Terms:
    """How the lines of money are written: level, method, currency, basis and evidence."""

    lift: "RetentionLift"
    currency: str | None
    basis: Basis
    grade: Evidence

    def estimate(self, found: Interval) -> Estimate:
        value, lower, upper = found
        return Estimate(
            value=value,
            lower=lower,
            upper=upper,
            level=self.lift.difference.level,
            method=METHOD,
            n=self.lift.difference.n,
        )

    def money(self, found: Interval, *, with_realised: bool = False) -> Money:
        return Money(
            **vars(self.estimate(found)),
            currency=self.currency,
            basis=self.basis,
            evidence=self.grade if with_realised else self.lift.evidence,
        )


def priced(saved: Saved) -> LiftMoney:
    """Return the money of a lift; see `RetentionLift.money`."""
    lift, n = saved.lift, saved.contacted
    worth = amount("value_per_customer", saved.worth, lift.difference.level)
    parts = _parts(saved)
    terms = _terms(saved, worth, parts)
    lasting = worth.times(saved.lasting)
    difference = (lift.difference.value, lift.difference.lower, lift.difference.upper)
    slope = reach(lasting.times(n))
    projected = product(difference, slope)
    cost = total([reach(parts["cost"]), reach(parts["cost_per_contact"].times(n))])
    earned = reach(parts["realised"].times(n)) if "realised" in parts else NOTHING
    # Both come from the same customers: taken to move together, which is on the safe side.
    gross = projected[0] + earned[0], projected[1] + earned[1], projected[2] + earned[2]
    net = total([gross, less(cost)])
    chances = _chances(lift, slope, earned, cost)
    return LiftMoney(
        lift=lift,
        contacted=n,
        customers=terms.estimate((n * difference[0], n * difference[1], n * difference[2])),
        value_per_customer=terms.estimate(reach(lasting)),
        realised=terms.money(earned, with_realised=True) if "realised" in parts else None,
        projected=terms.money(projected),
        gross=terms.money(gross, with_realised=True),
        cost=terms.money(cost),
        net=terms.money(net, with_realised=True),
        roi=terms.estimate(ratio(net, cost)) if cost[0] > 0 else None,
        break_even=-chances.offset / slope[0] if slope[0] > 0 else float("nan"),
        payback_months=_payback(saved, projected[0], cost[0] - earned[0]),
        probability_positive=float(chances.above(np.zeros(1))[0]),
        horizon=saved.horizon,
        decay=saved.decay,
        chances=chances,
        notes=(
            *lift.notes,
            *worth.notes,
            *_together(parts),
            *_followed(saved),
            *_graded(terms.grade),
        ),
    )


def _parts(saved: Saved) -> dict[str, Amount]:
    """Return what was handed in besides the value, each as an amount."""
    given = {
        "cost": saved.cost,
        "cost_per_contact": saved.cost_per_contact,
        "realised": saved.realised,
    }
    level = saved.lift.difference.level
    parts = {name: amount(name, it, level) for name, it in given.items() if it is not None}
    for name in ("cost", "cost_per_contact"):
        refuse_negative(name, parts[name])
    return parts


def _chances(
    lift: "RetentionLift", slope: Interval, earned: Interval, cost: Interval
) -> NetChances:
    slope_error, realised_error, cost_error = (
        normal.standard_error(part[1], part[2], lift.difference.level)
        for part in (slope, earned, cost)
    )
    return NetChances(
        lift=lift,
        slope=slope[0],
        slope_error=slope_error,
        offset=earned[0] - cost[0],
        offset_error=cost_error,
        realised_error=realised_error,
    )


def _terms(saved: Saved, worth: Amount, parts: dict[str, Amount]) -> _Terms:
    for name, part in parts.items():
        same(name, worth.currency or saved.currency, part.currency, "currency")
        if name == "realised":
            same(name, worth.basis or saved.basis, part.basis, "basis")
    said = [worth.currency, saved.currency, *(part.currency for part in parts.values())]
    same("currency", worth.currency, saved.currency, "currency")
    currency = next((code for code in said if code is not None), None)
    realised = parts["realised"].evidence if "realised" in parts else None
    return _Terms(
        lift=saved.lift,
        currency=currency,
        basis=worth.basis or cast("Basis", saved.basis),
        grade=weakest(saved.lift.evidence, realised),
    )


def _together(parts: dict[str, Amount]) -> tuple[Note, ...]:
    if "realised" not in parts:
        return ()
    return (
        Note(
            en="Realised and projected money come from the same customers; their errors are added "
            "as if they moved together.",
            zh="已实现与预计部分来自同一批客户, 误差按同向变动相加。",
        ),
    )


def _followed(saved: Saved) -> tuple[Note, ...]:
    """Note where more were contacted than followed, and so than the lift is of."""
    contacted, followed = saved.contacted, saved.lift.n_affected
    if saved.population is not None or contacted <= followed:
        return ()
    return (
        Note(
            en=f"{contacted:,} customers were contacted and {followed:,} of them followed: the "
            "others cost as much, and are taken to gain as much.",
            zh=f"共联系 {contacted:,} 位客户，其中 {followed:,} 位已观察满期；"
            "其余客户成本相同，并假定效果相同。",
            count=contacted - followed,
        ),
    )


def _graded(evidence: Evidence) -> tuple[Note, ...]:
    """Note that how sure the lift is says nothing of the value."""
    if evidence != "randomised":
        return ()
    return (
        Note(
            en="The evidence is that of the lift; what a customer is worth was handed in, and no "
            "experiment speaks for it.",
            zh="证据等级针对留存效果; 每位客户的价值由外部给定, 未经实验验证。",
        ),
    )


def _payback(saved: Saved, projected: float, owed: float) -> float | None:
    """Return the months until the cost is earned, where the value comes in evenly."""
    if saved.years is None or not owed:
        return None
    if owed < 0:
        return 0.0
    if projected < owed:
        return float("inf")
    share, rate = owed / projected, -float(np.log1p(-saved.decay))
    if not rate:
        return 12 * saved.years * share
    return float(-12 * np.log1p(share * np.expm1(-rate * saved.years)) / rate)
