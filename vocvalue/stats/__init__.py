"""Arrays in, numbers out: the statistics that know nothing of customers' tables.

- `vocvalue.stats.proportions`: intervals of shares, and of the difference of two estimates.
- `vocvalue.stats.net_share`: intervals of a net share, such as an NPS.
- `vocvalue.stats.simulation`: purchases, their times and their amounts, drawn at random.
"""

from vocvalue.stats import net_share, proportions, simulation

__all__ = ["net_share", "proportions", "simulation"]
