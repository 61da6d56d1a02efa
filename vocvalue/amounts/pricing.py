"""The money of an effect: what it brings in, less what it costs."""

from dataclasses import dataclass

import numpy as np

from vocvalue import checks, duration
from vocvalue.amounts.combining import less, product, ratio, reach, scaled, total
from vocvalue.amounts.effect import Effect
from vocvalue.amounts.net_chances import NetChances
from vocvalue.amounts.result import LiftMoney
from vocvalue.amounts.worth import BASES, Amount, Cost, Worth, amount, refuse_negative, same
from vocvalue.errors import ParameterError
from vocvalue.results import Basis, Estimate, Evidence, Money, Note
from vocvalue.results.estimates import Interval, weakest
from vocvalue.results.numerals import counted
from vocvalue.stats import normal

NOTHING: Interval = (0.0, 0.0, 0.0)
METHOD = "MOVER of lift, value and cost"


@dataclass(frozen=True, kw_only=True, eq=False)
class Pricing:
    """An effect and the terms on which it is priced, checked.

    Attributes:
        effect: The difference between those contacted and those left alone.
        worth: The value of a customer who is kept.
        cost: The fixed cost of the programme.
        cost_per_contact: The further cost of each contact.
        population: The number of customers to be contacted; None for that of the effect.
        realised: The additional money that each customer contacted has already brought in, or None.
        horizon: The span over which the worth counts, or None.
        decay: The share of the customers kept that is lost again every year.
        currency: The currency code, if the worth carries none.
        basis: What the money is, revenue or margin, if the worth does not say so.
    """

    effect: Effect
    worth: Worth
    cost: Cost
    cost_per_contact: Cost
    population: int | None
    realised: Cost | None
    horizon: duration.Span | None
    decay: float
    currency: str | None
    basis: Basis

    def __post_init__(self) -> None:
        checks.one_of("basis", self.basis, BASES)
        if not 0 <= checks.number("decay", self.decay) < 1:
            raise ParameterError(
                f"decay == {self.decay}, must be at least 0 and below 1: the share of the "
                "customers kept that is lost again in a year. Write 20% as 0.20."
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
        """The number of customers contacted."""
        return self.effect.n_contacted if self.population is None else self.population

    @property
    def level(self) -> float:
        """The confidence level of the effect, and so of the money."""
        return self.effect.difference.level

    @property
    def years(self) -> float | None:
        """The horizon of the value in years, or None."""
        return None if self.horizon is None else duration.length(self.horizon, "year")

    @property
    def lasting(self) -> float:
        """The share of the value that remains as customers kept are lost again over time."""
        if not self.decay or self.years is None:
            return 1.0
        rate = -np.log1p(-self.decay)
        return float(-np.expm1(-rate * self.years) / (rate * self.years))

    def estimate(self, interval: Interval) -> Estimate:
        """Return an estimate at the level of the effect."""
        return Estimate.of(interval, level=self.level, method=METHOD, n=self.effect.difference.n)


def priced(pricing: Pricing) -> LiftMoney:
    """Return the money of an effect.

    Args:
        pricing: The effect and the terms on which it is priced.

    Raises:
        DataError: A value or a cost in another currency or on another basis than the other.
        ParameterError: A negative cost.
    """
    effect, n = pricing.effect, pricing.contacted
    worth = amount("value_per_customer", pricing.worth, pricing.level)
    parts = _parts(pricing)
    currency, basis = _unit(pricing, worth, parts)
    realised = parts["realised"].evidence if "realised" in parts else None
    grade = weakest(effect.evidence, realised)
    lasting = worth.times(pricing.lasting)
    difference = (effect.difference.value, effect.difference.lower, effect.difference.upper)
    slope = reach(lasting.times(n))
    projected = product(difference, slope)
    cost = total([reach(parts["cost"]), reach(parts["cost_per_contact"].times(n))])
    earned = reach(parts["realised"].times(n)) if "realised" in parts else NOTHING
    # Both come from the same customers: taken to move together, which is on the safe side.
    gross = projected[0] + earned[0], projected[1] + earned[1], projected[2] + earned[2]
    net = total([gross, less(cost)])
    chances = _chances(effect, slope, earned, cost)

    def money(interval: Interval, evidence: Evidence) -> Money:
        return Money.priced(
            pricing.estimate(interval), currency=currency, basis=basis, evidence=evidence
        )

    return LiftMoney(
        lift=effect,
        contacted=n,
        customers=pricing.estimate(scaled(n, difference)),
        value_per_customer=pricing.estimate(reach(lasting)),
        realised=money(earned, grade) if "realised" in parts else None,
        projected=money(projected, effect.evidence),
        gross=money(gross, grade),
        cost=money(cost, effect.evidence),
        net=money(net, grade),
        roi=pricing.estimate(ratio(net, cost)) if cost[0] > 0 else None,
        break_even=-chances.offset / slope[0] if slope[0] > 0 else float("nan"),
        payback_months=_payback(pricing, projected[0], cost[0] - earned[0]),
        probability_positive=float(chances.above(np.zeros(1))[0]),
        horizon=pricing.horizon,
        decay=pricing.decay,
        chances=chances,
        notes=_notes(pricing, worth, parts, grade),
    )


def _notes(
    pricing: Pricing, worth: Amount, parts: dict[str, Amount], grade: Evidence
) -> tuple[Note, ...]:
    return (
        *pricing.effect.notes,
        *worth.notes,
        *_together(parts),
        *_followed(pricing),
        *_graded(grade),
    )


def _parts(pricing: Pricing) -> dict[str, Amount]:
    """Return what was handed in besides the value, each as an amount."""
    asked = {
        "cost": pricing.cost,
        "cost_per_contact": pricing.cost_per_contact,
        "realised": pricing.realised,
    }
    parts = {
        name: amount(name, part, pricing.level) for name, part in asked.items() if part is not None
    }
    for name in ("cost", "cost_per_contact"):
        refuse_negative(name, parts[name])
    return parts


def _chances(effect: Effect, slope: Interval, earned: Interval, cost: Interval) -> NetChances:
    slope_error, realised_error, cost_error = (
        normal.standard_error(part[1], part[2], effect.difference.level)
        for part in (slope, earned, cost)
    )
    return NetChances(
        effect=effect,
        slope=slope[0],
        slope_error=slope_error,
        offset=earned[0] - cost[0],
        offset_error=cost_error,
        realised_error=realised_error,
    )


def _unit(pricing: Pricing, worth: Amount, parts: dict[str, Amount]) -> tuple[str | None, Basis]:
    """Return the one currency and the one basis of all that was handed in."""
    for name, part in parts.items():
        same(name, worth.currency or pricing.currency, part.currency, "currency")
        if name == "realised":
            same(name, worth.basis or pricing.basis, part.basis, "basis")
    same("currency", worth.currency, pricing.currency, "currency")
    codes = [worth.currency, pricing.currency, *(part.currency for part in parts.values())]
    currency = next((code for code in codes if code is not None), None)
    return currency, worth.basis or pricing.basis


def _together(parts: dict[str, Amount]) -> tuple[Note, ...]:
    if "realised" not in parts:
        return ()
    return (
        Note.of(
            "Realised and projected money come from the same customers, so their errors are added "
            "as if they moved together.",
            "已实现与预计部分来自同一批客户，误差按同向变动相加。",
            bears_on="reading",
        ),
    )


def _followed(pricing: Pricing) -> tuple[Note, ...]:
    """Note where more were contacted than followed, and so than the effect is of."""
    contacted, followed = pricing.contacted, pricing.effect.n_affected
    if pricing.population is not None or contacted <= followed:
        return ()
    return (
        Note.of(
            "{contacted} were contacted, of whom {followed} have been followed to the end of the "
            "window. The others cost as much, and are assumed to benefit as much.",
            "共联系 {contacted}，其中 {followed} 位已观察满期；其余客户成本相同，并假定效果相同。",
            contacted=counted(contacted, "customer"),
            followed=followed,
            count=contacted - followed,
        ),
    )


def _graded(evidence: Evidence) -> tuple[Note, ...]:
    """Note that how sure the effect is says nothing of the value."""
    if evidence != "randomised":
        return ()
    return (
        Note.of(
            "The evidence grade is that of the lift. What a customer is worth was supplied, and "
            "was not tested by the experiment.",
            "证据等级只针对留存效果；每位客户的价值由使用者给定，未经实验检验。",
            bears_on="claim",
        ),
    )


def _payback(pricing: Pricing, projected: float, owed: float) -> float | None:
    """Return the months until the cost is earned, where the value comes in evenly."""
    if pricing.years is None or not owed:
        return None
    if owed < 0:
        return 0.0
    if projected < owed:
        return float("inf")
    share, rate = owed / projected, -float(np.log1p(-pricing.decay))
    if not rate:
        return 12 * pricing.years * share
    return float(-12 * np.log1p(share * np.expm1(-rate * pricing.years)) / rate)
