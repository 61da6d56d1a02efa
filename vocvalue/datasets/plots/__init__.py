"""Pictures of what was simulated."""

from vocvalue.datasets.plots import order_log, programme

__all__ = [
    "order_log",
    "programme",
]
