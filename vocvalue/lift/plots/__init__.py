"""Pictures of experiments. Each takes Matplotlib axes, or makes its own.

- Which alerts brought customers into the pool? `alert_bars`.
- How many customers it takes: `power_curve`.
- Were the arms alike before? `balance_chart`.
- Lifts with their intervals, one below the other: `forest`.
- How likely each net is: `net_value`.
- How long customers stay: `survival_curves`.
- Looking early: `always_valid_band`.
- The lift of each segment, raw and shrunken: `segments`.
- A difference in spend and its two parts: `spend_parts`.
"""

from vocvalue.lift.plots.alerts import alert_bars
from vocvalue.lift.plots.curves import survival_curves
from vocvalue.lift.plots.differences import balance_chart
from vocvalue.lift.plots.intervals import forest
from vocvalue.lift.plots.looking import always_valid_band
from vocvalue.lift.plots.net import net_value
from vocvalue.lift.plots.segment_intervals import segments
from vocvalue.lift.plots.sizes import power_curve
from vocvalue.lift.plots.spend_bars import spend_parts

__all__ = [
    "alert_bars",
    "always_valid_band",
    "balance_chart",
    "forest",
    "net_value",
    "power_curve",
    "segments",
    "spend_parts",
    "survival_curves",
]
