"""Pictures of experiments, each on given Matplotlib axes or on its own.

- How many customers each rule put at risk: `alert_bars`.
- How many customers an experiment needs: `power_curve`.
- Whether every arm, and every stratum, has its planned share: `assignment_bars`, `ratio_chart`.
- Whether the arms were balanced beforehand: `balance_chart`.
- How many customers were assigned, followed and retained: `experiment_bars`.
- Lifts with their intervals, one below the other: `forest`.
- The probability of each net value: `net_value`.
- How long customers stay: `survival_curves`.
- Looking at the results early: `always_valid_band`.
- The lift of each segment, raw and shrunken: `segments`.
- The difference in spend and its two parts: `spend_parts`.
"""

from vocvalue.amounts.picture import net_value
from vocvalue.lift.design.assignment_picture import assignment_bars
from vocvalue.lift.design.balance_picture import balance_chart
from vocvalue.lift.design.planning_picture import power_curve
from vocvalue.lift.design.ratio_picture import ratio_chart
from vocvalue.lift.early.picture import always_valid_band
from vocvalue.lift.experiments.picture import experiment_bars
from vocvalue.lift.pool.picture import alert_bars
from vocvalue.lift.segments.picture import segments
from vocvalue.lift.spending.picture import spend_parts
from vocvalue.lift.time_to_event.picture import survival_curves
from vocvalue.lift.two_arms.picture import forest

__all__ = [
    "alert_bars",
    "always_valid_band",
    "assignment_bars",
    "balance_chart",
    "experiment_bars",
    "forest",
    "net_value",
    "power_curve",
    "ratio_chart",
    "segments",
    "spend_parts",
    "survival_curves",
]
