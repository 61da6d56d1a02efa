"""Whom to call next: the lift of each segment times what a customer is worth, less a contact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from vocvalue import checks
from vocvalue.amounts.combining import less, product, reach, total
from vocvalue.amounts.worth import BASES, Amount, Cost, Worth, amount, refuse_negative, same
from vocvalue.errors import ParameterError
from vocvalue.lift.segments.result import Decision, SegmentCall, SegmentLift
from vocvalue.results import Basis, Estimate, Evidence, Money, Note
from vocvalue.results.estimates import Interval
from vocvalue.stats import normal
from vocvalue.tables.categories import key

SegmentWorth: TypeAlias = Worth | Mapping[str, Worth]

METHOD = "MOVER of shrunken lift, value and cost"
NODES = 21


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """What a customer kept is worth and what a contact costs.

    Attributes:
        value: The same for all segments, or by segment.
        cost_per_contact: What one contact costs.
        sure: How likely a net above 0 has to be for a call, and below it for none.
        currency: The currency's code, where the value carries none.
        basis: What the value is, where it does not say so.
    """

    value: SegmentWorth
    cost_per_contact: Cost
    sure: float
    currency: str | None
    basis: str

    def __post_init__(self) -> None:
        checks.one_of("basis", self.basis, BASES)
        if not 0.5 <= checks.number("sure", self.sure) < 1:
            raise ParameterError(
                f"sure == {self.sure}, must be at least 0.5 and below 1: how likely a gain has to "
                "be for a call. Write 90 % as 0.90."
            )


def asked(
    value: SegmentWorth | None,
    cost_per_contact: Cost | None,
    *,
    sure: float,
    currency: str | None,
    basis: str,
) -> Asked | None:
    """Return what is asked of the money of segments, or None where it is not asked.

    Raises:
        ParameterError: A cost without a value, or numbers outside their range.
    """
    if value is None and cost_per_contact is not None:
        raise ParameterError("cost_per_contact needs value=: what a customer kept is worth.")
    if value is None:
        return None
    cost: Cost = 0.0 if cost_per_contact is None else cost_per_contact
    return Asked(value=value, cost_per_contact=cost, sure=sure, currency=currency, basis=basis)


def calls(
    segments: Sequence[SegmentLift], question: Asked | None, evidence: Evidence, level: float
) -> tuple[tuple[SegmentCall, ...], tuple[Note, ...]]:
    """Return whom to call, the highest expected net first, and what to know of the values.

    Raises:
        DataError: A value and the cost in different currencies.
        ParameterError: Values by segment that lack one or name another.
    """
    if question is None:
        return (), ()
    names = [one.segment for one in segments]
    worth = _by_segment(question.value, names, level)
    cost = amount("cost_per_contact", question.cost_per_contact, level)
    refuse_negative("cost_per_contact", cost)
    found = []
    for one in segments:
        value = worth[one.segment]
        currency = value.currency or question.currency
        same("value", question.currency, value.currency, "currency")
        same("cost_per_contact", currency, cost.currency, "currency")
        basis = value.basis or cast("Basis", question.basis)
        money = {
            "currency": currency or cost.currency,
            "basis": basis,
            "evidence": evidence,
        }
        found.append(_call(one, value, cost, money, question.sure))
    notes = tuple(dict.fromkeys(note for value in worth.values() for note in value.notes))
    return tuple(sorted(found, key=lambda call: -call.net.value)), notes


def _call(
    one: SegmentLift, value: Amount, cost: Amount, money: dict[str, Any], sure: float
) -> SegmentCall:
    lift = one.shrunken.value, one.shrunken.lower, one.shrunken.upper
    net = total([product(lift, reach(value)), less(reach(cost))])
    chance = _probability(one, value, cost)
    return SegmentCall(
        segment=one.segment,
        value=_estimate(reach(value), one, "as handed in"),
        net=Money(**vars(_estimate(net, one, METHOD)), **money),
        probability_positive=chance,
        decision=_decision(chance, sure),
    )


def _decision(chance: float, sure: float) -> Decision:
    if chance >= sure:
        return "call"
    return "do not call" if chance <= 1 - sure else "not known yet"


def _probability(one: SegmentLift, value: Amount, cost: Amount) -> float:
    """Return how likely the net is above 0: lift, value and cost normal, the value averaged over.

    Given the value, the net is normal.
    """
    nodes, weights = hermegauss(NODES)
    level = one.shrunken.level
    values = value.value + _error(value, level) * nodes
    mean = values * one.shrunken.value - cost.value
    error = np.hypot(values * one.standard_deviation, _error(cost, level))
    with np.errstate(divide="ignore", invalid="ignore"):
        above = np.where(error > 0, ndtr(mean / error), mean > 0)
    return float(weights @ above / weights.sum())


def _error(given: Amount, level: float) -> float:
    return normal.standard_error(given.lower, given.upper, level)


def _estimate(found: Interval, one: SegmentLift, method: str) -> Estimate:
    value, lower, upper = found
    return Estimate(
        value=value,
        lower=lower,
        upper=upper,
        level=one.shrunken.level,
        method=method,
        n=one.raw.difference.n,
    )


def _by_segment(given: SegmentWorth, names: Sequence[str], level: float) -> dict[str, Amount]:
    if not isinstance(given, Mapping):
        return dict.fromkeys(names, amount("value", given, level))
    given = {key(name): worth for name, worth in given.items()}
    missing = [name for name in names if name not in given]
    if missing:
        raise ParameterError(
            f"value has nothing for {', '.join(map(repr, missing))}; it names "
            f"{', '.join(map(repr, given))}. Give each segment one."
        )
    return {name: amount(f"value of {name!r}", given[name], level) for name in names}
