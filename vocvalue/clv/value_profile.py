"""What `profile` returns: what the best customers have in common, and rules to find more."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vocvalue import duration
from vocvalue.clv.profile_columns import ColumnPart
from vocvalue.clv.profile_leaks import Leak
from vocvalue.clv.profile_rules import ProfileRule
from vocvalue.results import Basis, Estimate
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True, eq=False)
class ProfileTrait:
    """A part of a column, and how often the best customers are in it.

    Attributes:
        part: The range, the label, or no value.
        n: Customers in it.
        n_top: How many of them are among the best.
        share_of_top: The share of the best who are in it.
        share_of_rest: The share of the others who are.
        lift: The first share over the second.
        p_value: Of no difference, corrected for the number of parts.
        is_shown: Whether the data show it.
    """

    part: ColumnPart
    n: int
    n_top: int
    share_of_top: float
    share_of_rest: float
    lift: Estimate
    p_value: float
    is_shown: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class ValueProfile(Pictured):
    """What the most valuable customers have in common, compared with the others.

    Attributes:
        top: The share of customers that counts as the best.
        n: The customers compared.
        n_top: How many of them are the best.
        cut: The least value among the best.
        share_of_value: The share of the value that they hold; None where values are negative.
        traits: The parts of the columns, the most certain first.
        rules: Rules to find more, in the order in which they were learned.
        leaks: Columns left out, because the value is made of them or they stand for it.
        correction: How p-values are corrected for the number of parts.
        horizon: The span of the value, where it is known.
        basis: What the money is, where it is known.
        currency: The currency code, where it is known.
        level: The confidence level of the intervals.
    """

    top: float
    n: int
    n_top: int
    cut: float
    share_of_value: float | None
    traits: tuple[ProfileTrait, ...] = field(repr=False)
    rules: tuple[ProfileRule, ...] = field(repr=False)
    leaks: tuple[Leak, ...] = ()
    correction: str
    horizon: duration.Span | None = None
    basis: Basis | None = None
    currency: str | None = None
    level: float

    @property
    def shown(self) -> tuple[ProfileTrait, ...]:
        """The traits that the data show, the most certain first."""
        return tuple(trait for trait in self.traits if trait.is_shown)

    @property
    def shown_rules(self) -> tuple[ProfileRule, ...]:
        """The rules that hold on the customers that they were not learned on."""
        return tuple(rule for rule in self.rules if rule.is_shown)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per trait.

        The columns are column, label, above, up_to, is_missing, customers, top, share_of_top,
        share_of_rest, lift, lower, upper, p_value and is_shown.
        """
        return pd.DataFrame([_trait_row(trait) for trait in self.traits], columns=TRAIT_COLUMNS)

    def rules_frame(self) -> pd.DataFrame:
        """Return one row per condition of each rule, with what the rule comes to.

        The columns are rule (from 1), column, label, above, up_to, is_missing, customers, top,
        share, share_of_others, lift, lower, upper, p_value and is_shown.
        """
        rows = [
            _rule_row(number, condition, rule)
            for number, rule in enumerate(self.rules, start=1)
            for condition in rule.conditions
        ]
        return pd.DataFrame(rows, columns=RULE_COLUMNS)


PLACE = ["column", "label", "above", "up_to", "is_missing"]
ENDS = ["lift", "lower", "upper", "p_value", "is_shown"]
TRAIT_COLUMNS = [*PLACE, "customers", "top", "share_of_top", "share_of_rest", *ENDS]
RULE_COLUMNS = ["rule", *PLACE, "customers", "top", "share", "share_of_others", *ENDS]


def _place(part: ColumnPart) -> dict[str, Any]:
    return {name: getattr(part, name) for name in PLACE}


def _ends(item: ProfileTrait | ProfileRule) -> dict[str, Any]:
    lift = item.lift
    return {
        "lift": lift.value,
        "lower": lift.lower,
        "upper": lift.upper,
        "p_value": item.p_value,
        "is_shown": item.is_shown,
    }


def _trait_row(trait: ProfileTrait) -> dict[str, Any]:
    counts = {"customers": trait.n, "top": trait.n_top}
    shares = {"share_of_top": trait.share_of_top, "share_of_rest": trait.share_of_rest}
    return {**_place(trait.part), **counts, **shares, **_ends(trait)}


def _rule_row(number: int, condition: ColumnPart, rule: ProfileRule) -> dict[str, Any]:
    counts = {"rule": number, "customers": rule.n, "top": rule.n_top}
    shares = {"share": rule.share, "share_of_others": rule.share_of_others}
    return {**_place(condition), **counts, **shares, **_ends(rule)}
