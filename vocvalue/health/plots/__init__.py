"""Pictures of the health of accounts. Each takes Matplotlib axes, or makes its own.

- Which part of the accounts holds which part of the revenue: `concentration_curve`.
- Which share of accounts and of revenue is heard, by tier: `coverage_by_tier`.
"""

from vocvalue.health.revenue.heard.picture import coverage_by_tier
from vocvalue.health.revenue.held.picture import concentration_curve

__all__ = ["concentration_curve", "coverage_by_tier"]
