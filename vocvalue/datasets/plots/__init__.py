"""Pictures of what was simulated."""

from vocvalue.datasets.plots import comments, order_log, problems, programme

__all__ = [
    "comments",
    "order_log",
    "problems",
    "programme",
]
