"""Something in the data that contradicts a random assignment."""

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
    """Something in the data that contradicts a random assignment.

    Attributes:
        kind: What was checked: "match" (customers found in the other table), "outcomes" (how many
            are known in each arm), "follow-up" (its length in each arm), "time" (the share of an
            arm over time), "column" (the share of an arm by a kept column), "cluster" (a kept
            column nested in the arms), "ratio" (sizes against the plan), "draw" (arms other than
            those drawn), "dropped" (customers left out because they are in two arms) or "before"
            (spend before the assignment).
        column: The kept column, or None.
        p_value: P-value for the hypothesis of a random assignment; 0 where the doubt is a fact.
        note: The doubt in words; it bears on what may be claimed.
    """

    kind: Kind
    column: str | None = None
    p_value: float
    note: Note
