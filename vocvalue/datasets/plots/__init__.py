"""Pictures of what was simulated."""

from vocvalue.datasets.plots import comments, order_log, problems, programme, tickets

__all__ = [
    "comments",
    "order_log",
    "problems",
    "programme",
    "tickets",
]
