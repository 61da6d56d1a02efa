"""What was simulated, in words: each module registers those of the module of its name."""

from vocvalue.datasets.words import (
    comments,
    insight_log,
    order_log,
    problems,
    programme,
    shop,
    stakeholders,
    tickets,
)

__all__ = [
    "comments",
    "insight_log",
    "order_log",
    "problems",
    "programme",
    "shop",
    "stakeholders",
    "tickets",
]
