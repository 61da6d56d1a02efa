"""What is waited for in an experiment that is followed over time."""

from typing import Literal, TypeAlias

Event: TypeAlias = Literal["leaving", "order"]
"""What ends the wait for a customer: leaving, or the first order after the assignment."""

EVENTS: tuple[Event, ...] = ("leaving", "order")
