"""What became of insights: when each was submitted, and when it led to something."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Evidence, Note
from vocvalue.tables.labels import Labels

CompletedBy: TypeAlias = Literal["any", "all"]
COMPLETED_BY: tuple[CompletedBy, ...] = ("any", "all")


@dataclass(frozen=True, kw_only=True)
class ActionMoney:
    """The money that completed actions brought, as it was recorded.

    Attributes:
        total: The sum.
        n: The number of completed actions with an amount.
        currency: The currency code, or None.
        evidence: The weakest grade of these actions.
        n_copies: How many rows repeat another in insight, moment and amount, and are left out.
    """

    total: float
    n: int
    currency: str | None
    evidence: Evidence
    n_copies: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class InsightHistory:
    """Major insights, each with how long it was observed and when it was completed.

    Attributes:
        submitted: The day of submission, shape (n,).
        followed: The days from submission to the end of observation, shape (n,).
        completed: The days from submission to completion, infinite where there is none yet, (n,).
        department: The department of each; None where the table has none.
        observation_end: The last moment observed.
        money: What the actions brought; None where the table has no amounts.
        notes: What was left out or needs attention.
    """

    submitted: NDArray[np.datetime64] = field(repr=False)
    followed: NDArray[np.float64] = field(repr=False)
    completed: NDArray[np.float64] = field(repr=False)
    department: Labels | None = field(repr=False)
    observation_end: dt.datetime
    money: ActionMoney | None
    notes: tuple[Note, ...] = ()
