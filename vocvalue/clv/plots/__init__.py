"""Pictures of models, predictions and backtests.

Every function draws on the given matplotlib axes, or on new ones, and returns them.

- Does the model fit? `expected_vs_actual`, `tracking`, `holdout`.
- Do its assumptions hold? `spend_by_frequency`, `purchase_gaps`.
- How sure are its parameters? `parameter_intervals`.
- What does it say? `frequency_recency_matrix`, `clv_distribution`, `alive_path`, `value_alarms`,
  `value_traits`.
"""

from vocvalue.clv.plots import activity, histories
from vocvalue.clv.plots.concentration import clv_distribution
from vocvalue.clv.plots.counts import expected_vs_actual, holdout
from vocvalue.clv.plots.gaps import purchase_gaps
from vocvalue.clv.plots.heatmap import frequency_recency_matrix
from vocvalue.clv.plots.parameters import parameter_intervals
from vocvalue.clv.plots.path import alive_path
from vocvalue.clv.plots.spend import spend_by_frequency
from vocvalue.clv.plots.timeline import tracking
from vocvalue.clv.plots.traits import value_traits
from vocvalue.clv.plots.watch import value_alarms

__all__ = [
    "alive_path",
    "clv_distribution",
    "expected_vs_actual",
    "frequency_recency_matrix",
    "holdout",
    "parameter_intervals",
    "purchase_gaps",
    "spend_by_frequency",
    "tracking",
    "value_alarms",
    "value_traits",
]
