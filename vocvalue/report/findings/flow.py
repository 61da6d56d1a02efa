"""What a result puts into the statement of a period, and which customers it may share."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import narwhals as nw

from vocvalue.results.sameness import Compared

Shared: TypeAlias = Literal["customers contacted", "problems", "bad ratings"]
"""Whose money it is, where another result may hold the money of the same customers."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Flow(Compared):
    """What a result puts into the statement of a period.

    Attributes:
        items: What `issues.experience_pnl` takes; they are added together or not at all.
        shared: Whose money it is, or None where nothing else holds it.
        customers: The ids of these customers, of any length and order; None where the result does
            not know them.
    """

    items: tuple[Any, ...]
    shared: Shared | None = None
    customers: nw.Series[Any] | None = field(default=None, repr=False)
