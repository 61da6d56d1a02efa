"""Whom to call next: the lift of a segment times the customer value, less the cost of a contact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

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
class CallTerms:
    """What a customer who is kept is worth, and what a contact costs.

    Attributes:
        value_per_customer: The value of a customer, for all segments or by segment.
        cost_per_contact: The cost of one contact.
        min_probability: The probability of a net above 0 that a call takes; as much against it is
            "do not call".
        currency: The currency code, where the value carries none.
        basis: What the money is, where the value does not say so.
    """

    value_per_customer: SegmentWorth
    cost_per_contact: Cost
    min_probability: float
    currency: str | None
    basis: Basis

    def __post_init__(self) -> None:
        checks.one_of("basis", self.basis, BASES)
        if not 0.5 <= checks.number("min_probability", self.min_probability) < 1:
            raise ParameterError(
                f"min_probability == {self.min_probability}, must be at least 0.5 and below 1: the "
                "probability of a gain that a call takes. Write 90% as 0.90."
            )


def call_terms(
    value_per_customer: SegmentWorth | None,
    cost_per_contact: Cost | None,
    *,
    min_probability: float,
    currency: str | None,
    basis: Basis,
) -> CallTerms | None:
    """Return the terms on which calls are decided, or None where no value was given.

    Raises:
        ParameterError: A cost without a value, or numbers outside their range.
    """
    if value_per_customer is None and cost_per_contact is not None:
        raise ParameterError(
            "cost_per_contact needs value_per_customer=, the value of a customer who is kept."
        )
    if value_per_customer is None:
        return None
    cost: Cost = 0.0 if cost_per_contact is None else cost_per_contact
    return CallTerms(
        value_per_customer=value_per_customer,
        cost_per_contact=cost,
        min_probability=min_probability,
        currency=currency,
        basis=basis,
    )


def calls(
    segments: Sequence[SegmentLift], terms: CallTerms | None, evidence: Evidence, level: float
) -> tuple[tuple[SegmentCall, ...], tuple[Note, ...]]:
    """Return whom to call, the highest expected net first, and the notes on the values.

    Raises:
        DataError: A value and the cost are in different currencies.
        ParameterError: The values by segment lack a segment.
    """
    if terms is None:
        return (), ()
    worth = _by_segment(terms.value_per_customer, [one.segment for one in segments], level)
    cost = amount("cost_per_contact", terms.cost_per_contact, level)
    refuse_negative("cost_per_contact", cost)
    decided = [
        _call(segment, worth[segment.segment], cost, terms, evidence) for segment in segments
    ]
    notes = tuple(dict.fromkeys(note for value in worth.values() for note in value.notes))
    return tuple(sorted(decided, key=lambda call: -call.net.value)), notes


def _call(
    segment: SegmentLift, value: Amount, cost: Amount, terms: CallTerms, evidence: Evidence
) -> SegmentCall:
    lift = segment.shrunken.value, segment.shrunken.lower, segment.shrunken.upper
    net = total([product(lift, reach(value)), less(reach(cost))])
    chance = _probability(segment, value, cost)
    return SegmentCall(
        segment=segment.segment,
        value_per_customer=_estimate(reach(value), segment, "as handed in"),
        net=Money.priced(
            _estimate(net, segment, METHOD),
            currency=_currency(value, cost, terms),
            basis=value.basis or terms.basis,
            evidence=evidence,
        ),
        probability_positive=chance,
        decision=_decision(chance, terms.min_probability),
    )


def _currency(value: Amount, cost: Amount, terms: CallTerms) -> str | None:
    """Return the currency of the value and the cost, where either states it."""
    currency = value.currency or terms.currency
    same("value_per_customer", terms.currency, value.currency, "currency")
    same("cost_per_contact", currency, cost.currency, "currency")
    return currency or cost.currency


def _decision(chance: float, min_probability: float) -> Decision:
    if chance >= min_probability:
        return "call"
    return "do not call" if chance <= 1 - min_probability else "not known yet"


def _probability(segment: SegmentLift, value: Amount, cost: Amount) -> float:
    """Return the probability that the net is above 0, with lift, value and cost normal.

    Given the value, the net is normal; the probability is averaged over the value.
    """
    nodes, weights = hermegauss(NODES)
    level = segment.shrunken.level
    values = value.value + _error(value, level) * nodes
    mean = values * segment.shrunken.value - cost.value
    error = np.hypot(values * segment.standard_deviation, _error(cost, level))
    with np.errstate(divide="ignore", invalid="ignore"):
        above = np.where(error > 0, ndtr(mean / error), mean > 0)
    return float(weights @ above / weights.sum())


def _error(amount: Amount, level: float) -> float:
    return normal.standard_error(amount.lower, amount.upper, level)


def _estimate(interval: Interval, segment: SegmentLift, method: str) -> Estimate:
    return Estimate.of(
        interval, level=segment.shrunken.level, method=method, n=segment.raw.difference.n
    )


def _by_segment(worth: SegmentWorth, names: Sequence[str], level: float) -> dict[str, Amount]:
    if not isinstance(worth, Mapping):
        return dict.fromkeys(names, amount("value_per_customer", worth, level))
    by_name = {key(name): value for name, value in worth.items()}
    missing = [name for name in names if name not in by_name]
    if missing:
        raise ParameterError(
            f"value_per_customer has no value for {', '.join(map(repr, missing))}; it has values "
            f"for {', '.join(map(repr, by_name))}. Give each segment a value."
        )
    return {name: amount(f"value_per_customer of {name!r}", by_name[name], level) for name in names}
