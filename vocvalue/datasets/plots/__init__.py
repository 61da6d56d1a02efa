"""Pictures of what was simulated."""

from vocvalue.datasets.plots import order_log, programme
