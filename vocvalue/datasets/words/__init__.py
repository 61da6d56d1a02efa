"""What was simulated, in words: each module registers those of the module of its name."""

from vocvalue.datasets.words import order_log, programme, shop

__all__ = [
    "order_log",
    "programme",
    "shop",
]
