"""What was simulated, in words: each module registers those of the module of its name."""

from vocvalue.datasets.words import comments, order_log, problems, programme, shop, tickets

__all__ = [
    "comments",
    "order_log",
    "problems",
    "programme",
    "shop",
    "tickets",
]
