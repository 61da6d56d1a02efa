"""From a result of any room to what a page says of it: what was found, for how much, what to do.

Each room's findings are registered here; results of others are read by their headlines.
"""

from vocvalue.report.findings import (
    clv,
    health,
    issues,
    kpi,
    lift,
    signals,
    survey,
    with_customers,
)
from vocvalue.report.findings.of_result import finding_of
