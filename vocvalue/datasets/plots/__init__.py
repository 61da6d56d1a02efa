"""Pictures of what was simulated."""

from vocvalue.datasets.plots import (
    comments,
    insight_log,
    order_log,
    problems,
    programme,
    stakeholders,
    tickets,
)

__all__ = [
    "comments",
    "insight_log",
    "order_log",
    "problems",
    "programme",
    "stakeholders",
    "tickets",
]
