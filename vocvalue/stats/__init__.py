"""Arrays in, numbers out: the statistics that know nothing of customers' tables.

- `vocvalue.stats.simulation`: purchases, their times and their amounts, drawn at random.
"""

from vocvalue.stats import simulation

__all__ = ["simulation"]
