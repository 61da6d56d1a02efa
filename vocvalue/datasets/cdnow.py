"""CDNOW: the order log with which the purchase models were published."""

from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from vocvalue.errors import MissingDependencyError


def load_cdnow() -> pd.DataFrame:
    """Return the CDNOW 1/10 sample: purchases of 2,357 customers from January 1997 to June 1998.

    The file comes from the package lifetimes, which is read and not imported.

    Returns:
        One row per order line: customer_id, timestamp (a day), quantity (number of CDs) and amount
        (US dollars). 6,919 lines; amounts of zero are as published.

    Raises:
        MissingDependencyError: lifetimes is not installed.

    References:
        Fader and Hardie (2001), Forecasting repeat sales at CDNOW: a case study, Interfaces
        31(3).

    Examples:
        >>> orders = load_cdnow()
        >>> len(orders), orders["customer_id"].nunique()
        (6919, 2357)
    """
    return pd.read_csv(
        _sample_file(),
        sep=r"\s+",
        header=None,
        names=["customer_id", "sample_id", "timestamp", "quantity", "amount"],
        usecols=["customer_id", "timestamp", "quantity", "amount"],
        parse_dates=["timestamp"],
        date_format="%Y%m%d",
    )


def _sample_file() -> Path:
    package = find_spec("lifetimes")
    if package is None or not package.submodule_search_locations:
        raise MissingDependencyError.for_extra("lifetimes", extra="dev", purpose="load_cdnow()")
    return Path(package.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt"
