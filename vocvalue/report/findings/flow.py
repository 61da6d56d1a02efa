"""What a result puts into the statement of a period, and which customers it may share."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from vocvalue.results.sameness import Compared

Shared: TypeAlias = Literal["customers contacted", "problems", "bad ratings"]
"""Whose money it is, where another result may hold the money of the same customers."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Flow(Compared):
    """What a result puts into the statement of a period.

    Attributes:
        items: What `issues.experience_pnl` takes; they are added together or not at all.
        shared: Whose money it is, or None where nothing else holds it.
    """

    items: tuple[Any, ...]
    shared: Shared | None = None
