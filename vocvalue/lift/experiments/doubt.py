"""Something in the data that speaks against arms decided by chance alone."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from vocvalue.results import Note

Kind: TypeAlias = Literal[
    "match",
    "outcomes",
    "follow-up",
    "time",
    "column",
    "cluster",
    "ratio",
    "draw",
    "dropped",
    "before",
]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something in the data that speaks against arms decided by chance alone.

    Attributes:
        kind: What was looked at: "match" (customers found in the other table), "outcomes" (known
            by arm), "follow-up" (its length by arm), "time" (the share of an arm over time),
            "column" (the share of an arm by a kept column), "cluster" (a kept column nested in the
            arms), "ratio" (sizes against the plan), "draw" (arms that are not those drawn),
            "dropped" (customers of two arms who were left out) or "before" (what was spent before).
        column: The kept column, or None.
        p_value: How likely chance alone makes as much of it; 0 of a fact.
        note: The same in words; it bears on what may be claimed.
    """

    kind: Kind
    column: str | None = None
    p_value: float
    note: Note
