"""Pictures of scores and of what they are worth. Each takes Matplotlib axes, or makes its own.

- What segments bring: `segment_bars`.
- What moving customers from one to another is worth: `conversion_ladder`.
- Did the score move? `trend_chart`.
"""

from vocvalue.survey.plots.ladder import conversion_ladder
from vocvalue.survey.plots.segments import segment_bars
from vocvalue.survey.plots.timeline import trend_chart

__all__ = ["conversion_ladder", "segment_bars", "trend_chart"]
