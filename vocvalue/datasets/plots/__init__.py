"""Pictures of what was simulated."""

from vocvalue.datasets.plots import (
    accounts,
    comments,
    insight_log,
    order_log,
    problems,
    programme,
    stakeholders,
    tickets,
)

__all__ = [
    "accounts",
    "comments",
    "insight_log",
    "order_log",
    "problems",
    "programme",
    "stakeholders",
    "tickets",
]
