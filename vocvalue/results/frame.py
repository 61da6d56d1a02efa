"""The one shape in which estimates stand in a table, so that those of several calls stack."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from vocvalue.results.estimates import Estimate

COLUMNS = ("value", "lower", "upper", "level", "method", "n", "currency", "basis", "evidence")


def stacked(figures: Mapping[str, Estimate]) -> pd.DataFrame:
    """Return one row per estimate: quantity, value, interval, and what the money is.

    Args:
        figures: The estimates by the quantity that they are of.

    Examples:
        >>> lift = Estimate(value=0.2, lower=0.14, upper=0.26, level=0.95, method="Wald", n=9)
        >>> stacked({"difference": lift})[["quantity", "value", "lower", "upper", "level", "n"]]
             quantity  value  lower  upper  level  n
        0  difference    0.2   0.14   0.26   0.95  9
    """
    rows = [{"quantity": quantity, **cells(estimate)} for quantity, estimate in figures.items()]
    return pd.DataFrame(rows, columns=["quantity", *COLUMNS])


def cells(estimate: Estimate) -> dict[str, Any]:
    """Return what a row of a table says of an estimate; None for what only money has.

    Args:
        estimate: The estimate.
    """
    return {name: getattr(estimate, name, None) for name in COLUMNS}
