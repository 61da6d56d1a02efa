"""Pictures of scores and of what they are worth. Each takes Matplotlib axes, or makes its own.

- What segments bring: `segment_bars`.
- What moving customers from one to another is worth: `conversion_ladder`.
- What drives the score and the money: `driver_chart`.
- Where a change came from: `waterfall`.
- Did the score move? `trend_chart`, of two surveys `change_chart`.
- How many answers it takes: `size_curve`.
- What weighting changes: `margin_chart`.
"""

from vocvalue.survey.crossing.conversion_picture import conversion_ladder
from vocvalue.survey.crossing.picture import segment_bars
from vocvalue.survey.decomposition.picture import waterfall
from vocvalue.survey.key_drivers.picture import driver_chart
from vocvalue.survey.over_time.picture import trend_chart
from vocvalue.survey.scores.change_picture import change_chart
from vocvalue.survey.scores.planning_picture import size_curve
from vocvalue.survey.weights.picture import margin_chart

__all__ = [
    "change_chart",
    "conversion_ladder",
    "driver_chart",
    "margin_chart",
    "segment_bars",
    "size_curve",
    "trend_chart",
    "waterfall",
]
