"""Pictures of the health of accounts. Each takes Matplotlib axes, or makes its own.

- The revenue in each band: `value_at_risk`.
- What moved a score, of one account or of all: `health_waterfall`.
- How many accounts left, by score: `churn_by_score`.
- How far each measure told who would leave: `learned_effects`.
- Which part of the accounts holds which part of the revenue: `concentration_curve`.
- Which share of accounts and of revenue is heard, by tier: `coverage_by_tier`.
"""

from vocvalue.health.later_churn.picture import churn_by_score
from vocvalue.health.learned.picture import learned_effects
from vocvalue.health.moved.picture import health_waterfall
from vocvalue.health.revenue.heard.picture import coverage_by_tier
from vocvalue.health.revenue.held.picture import concentration_curve
from vocvalue.health.scored.picture import value_at_risk

__all__ = [
    "churn_by_score",
    "concentration_curve",
    "coverage_by_tier",
    "health_waterfall",
    "learned_effects",
    "value_at_risk",
]
