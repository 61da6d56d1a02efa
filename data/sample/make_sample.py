"""Write the sample shop into CSV files: the same seed gives the same bytes."""

import argparse
import json
from pathlib import Path

import pandas as pd

from vocvalue.datasets import Shop, simulate_shop

N_CUSTOMERS = 2_000
SEED = 20240601


def main() -> None:
    """Simulate the shop and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    parser.add_argument("--out", type=Path, default=here, help="folder to write to")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    write(simulate_shop(N_CUSTOMERS, seed=SEED), folder)
    print(f"The sample shop of {N_CUSTOMERS:,} customers is in {folder}")


def write(shop: Shop, folder: Path) -> None:
    """Write each table of the shop to a file of its own, and the facts about it to truth.json.

    A table that is added to the shop gets its line in `tables`.
    """
    tables = {
        "customers": shop.customers,
        "orders": shop.orders,
        "responses": shop.responses,
        "truth": shop.truth,
    }
    for name, table in tables.items():
        write_table(table, folder / f"{name}.csv")
    facts = {
        "observation_end": shop.observation_end.isoformat(),
        "unit": shop.unit,
        "currency": shop.currency,
        "parameters": shop.parameters,
    }
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    (folder / "truth.json").write_text(text, encoding="utf-8", newline="\n")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table: money in cents, everything else that is not whole with six digits."""
    cents = {name: "%.2f" for name in ("amount", "prior_spend") if name in table}
    written = table.assign(**{name: table[name].map(form.__mod__) for name, form in cents.items()})
    written.to_csv(path, index=False, float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    main()
