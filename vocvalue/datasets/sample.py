"""The sample shop: a small simulated shop, written once and shipped as CSV files."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from vocvalue.datasets.comments.result import ShopComments
from vocvalue.errors import DataError

INSTALLED = Path(__file__).parent / "sample_data"
IN_CHECKOUT = Path(__file__).parents[2] / "data" / "sample"
TABLES = (
    *("customers", "orders", "responses", "truth", "comments", "comment_truth", "order_products"),
    *("arms", "contacts", "contact_orders", "contact_truth"),
)
MOMENTS = {
    "customers": ("first_purchase",),
    **dict.fromkeys(
        ("orders", "responses", "comments", "contacts", "contact_orders"), ("timestamp",)
    ),
    "contact_truth": ("said_at", "contact_at", "order_at", "next_order_at"),
}


def load_sample() -> ShopComments:
    """Return the sample shop: about 2,000 customers over two years, with the truth behind them.

    The files are in data/sample of a checkout, and inside the package once installed.

    Returns:
        A `ShopComments`, as `simulate_shop` and `simulate_comments` returned it, with numbers
        rounded as in the files.

    Raises:
        DataError: The files are in neither place.

    Examples:
        >>> shop = load_sample()
        >>> len(shop.customers), shop.currency
        (2000, 'CNY')
        >>> sorted(shop.comments["channel"].unique())
        ['chat', 'nps_comment', 'question', 'review']
    """
    folder = _folder()
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    comments = json.loads((folder / "comments.json").read_text(encoding="utf-8"))
    tables: dict[str, Any] = {name: _table(folder, name) for name in TABLES}
    return ShopComments(
        **tables,
        products=_table(folder, "catalogue"),
        parameters={**facts["parameters"], "comments": comments},
        observation_end=pd.Timestamp(facts["observation_end"]),
        unit=facts["unit"],
        currency=facts["currency"],
    )


def _table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", parse_dates=list(MOMENTS.get(name, ())))


def _folder() -> Path:
    for folder in (INSTALLED, IN_CHECKOUT):
        if (folder / "truth.json").is_file():
            return folder
    raise DataError(
        f"The sample shop is neither in {INSTALLED} nor in {IN_CHECKOUT}. "
        "Install vocvalue again, or run data/sample/make_sample.py in a checkout."
    )
