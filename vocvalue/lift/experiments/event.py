"""The event that is followed over time in an experiment."""

from typing import Literal, TypeAlias

Event: TypeAlias = Literal["leaving", "order"]
"""The event of a customer: leaving, or the first order after the assignment."""

EVENTS: tuple[Event, ...] = ("leaving", "order")
