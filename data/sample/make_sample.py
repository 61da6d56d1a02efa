"""Write the sample shop into CSV files: the same seed gives the same bytes."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from vocvalue.datasets import ShopComments, simulate_comments, simulate_shop

N_CUSTOMERS = 2_000
SEED = 20240601
COMMENTS_SEED = 20240602


def main() -> None:
    """Simulate the shop and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    parser.add_argument("--out", type=Path, default=here, help="folder to write to")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    shop = simulate_shop(N_CUSTOMERS, seed=SEED)
    write(simulate_comments(shop, language="both", seed=COMMENTS_SEED), folder)
    print(f"The sample shop of {N_CUSTOMERS:,} customers is in {folder}")


def write(shop: ShopComments, folder: Path) -> None:
    """Write each table of the shop to a file of its own, and the facts about it to JSON files.

    A table that is added to the shop gets its line in `tables`.
    """
    tables = {
        "customers": shop.customers,
        "orders": shop.orders,
        "responses": shop.responses,
        "truth": shop.truth,
        "comments": shop.comments,
        "comment_truth": shop.comment_truth,
        "catalogue": shop.products,
        "order_products": shop.order_products,
        "arms": shop.arms,
        "contacts": shop.contacts,
        "contact_orders": shop.contact_orders,
        "contact_truth": shop.contact_truth,
    }
    for name, table in tables.items():
        write_table(table, folder / f"{name}.csv")
    parameters = dict(shop.parameters)
    comments = parameters.pop("comments")
    facts = {
        "observation_end": shop.observation_end.isoformat(),
        "unit": shop.unit,
        "currency": shop.currency,
        "parameters": parameters,
    }
    write_facts(facts, folder / "truth.json")
    write_facts(comments, folder / "comments.json")


def write_facts(facts: Mapping[str, Any], path: Path) -> None:
    """Write facts as JSON."""
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table: money in cents, everything else that is not whole with six digits."""
    cents = {name: "%.2f" for name in ("amount", "prior_spend") if name in table}
    written = table.assign(**{name: table[name].map(form.__mod__) for name, form in cents.items()})
    written.to_csv(path, index=False, float_format="%.6g", lineterminator="\n", encoding="utf-8")


if __name__ == "__main__":
    main()
