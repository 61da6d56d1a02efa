"""Arrays in, numbers out: the statistics that know nothing of customers' tables.

- `vocvalue.stats.proportions`: intervals of shares, and of the difference of two estimates.
- `vocvalue.stats.net_share`: intervals of a net share, such as an NPS.
- `vocvalue.stats.means`: means of groups, their ratios and tests.
- `vocvalue.stats.survival`: Kaplan-Meier and the log-rank test.
- `vocvalue.stats.multiplicity`: p-values corrected for the number of tests.
- `vocvalue.stats.simulation`: purchases, their times and their amounts, drawn at random.
"""

from vocvalue.stats import means, multiplicity, net_share, proportions, simulation, survival

__all__ = ["means", "multiplicity", "net_share", "proportions", "simulation", "survival"]
