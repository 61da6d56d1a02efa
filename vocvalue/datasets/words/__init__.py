"""What was simulated, in words: each module registers those of the module of its name."""

from vocvalue.datasets.words import (
    accounts,
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
    "accounts",
    "comments",
    "insight_log",
    "order_log",
    "problems",
    "programme",
    "shop",
    "stakeholders",
    "tickets",
]
