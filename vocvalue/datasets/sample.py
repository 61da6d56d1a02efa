"""The sample shop: a small simulated shop, written once and shipped as CSV files."""

import json
from pathlib import Path

import pandas as pd

from vocvalue.datasets.shop import Shop
from vocvalue.errors import DataError

INSTALLED = Path(__file__).parent / "sample_data"
IN_CHECKOUT = Path(__file__).parents[2] / "data" / "sample"


def load_sample() -> Shop:
    """Return the sample shop: about 2,000 customers over two years, with the truth behind them.

    The files are in data/sample of a checkout, and inside the package once installed.

    Returns:
        A `Shop`, as `simulate_shop` returned it, with numbers rounded as in the files.

    Raises:
        DataError: The files are in neither place.

    Examples:
        >>> shop = load_sample()
        >>> len(shop.customers), shop.currency
        (2000, 'CNY')
    """
    folder = _folder()
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return Shop(
        customers=pd.read_csv(folder / "customers.csv", parse_dates=["first_purchase"]),
        orders=pd.read_csv(folder / "orders.csv", parse_dates=["timestamp"]),
        responses=pd.read_csv(folder / "responses.csv", parse_dates=["timestamp"]),
        truth=pd.read_csv(folder / "truth.csv"),
        parameters=facts["parameters"],
        observation_end=pd.Timestamp(facts["observation_end"]),
        unit=facts["unit"],
        currency=facts["currency"],
    )


def _folder() -> Path:
    for folder in (INSTALLED, IN_CHECKOUT):
        if (folder / "truth.json").is_file():
            return folder
    raise DataError(
        f"The sample shop is neither in {INSTALLED} nor in {IN_CHECKOUT}. "
        "Install vocvalue again, or run data/sample/make_sample.py in a checkout."
    )
