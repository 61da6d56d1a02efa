"""Pictures of scores and of what they are worth. Each takes Matplotlib axes, or makes its own.

- What segments bring: `segment_bars`.
- What moving customers from one to another is worth: `conversion_ladder`.
- What drives the score and the money: `driver_chart`.
- Where a change came from: `waterfall`.
- Did the score move? `trend_chart`.
"""

from vocvalue.survey.crossing.conversion_picture import conversion_ladder
from vocvalue.survey.crossing.picture import segment_bars
from vocvalue.survey.decomposition.picture import waterfall
from vocvalue.survey.key_drivers.picture import driver_chart
from vocvalue.survey.over_time.picture import trend_chart

__all__ = ["conversion_ladder", "driver_chart", "segment_bars", "trend_chart", "waterfall"]
