"""Predict what each customer of the sample shop is worth, and print it for a person to read."""

import time
import warnings
from pathlib import Path

import vocvalue as vv

OUTPUT = Path("clv_predictions.csv")
SHOWN = ["customer_id", "frequency", "probability_alive", "expected_purchases", "expected_spend"]


def main() -> None:
    """Run the quickstart on the sample shop, a line of progress per step."""
    start = time.perf_counter()
    print("[1/3] reading the sample shop ...", flush=True)
    shop = vv.datasets.load_sample()
    print(
        f"[2/3] predicting the next 12 months from {len(shop.orders):,} order lines ...", flush=True
    )
    clv = vv.clv.predict(
        shop.orders, horizon="12 months", discount_rate=0.10, margin=0.40, currency="CNY"
    )
    print("[3/3] writing each customer's value ...\n", flush=True)
    customers = clv.to_frame().sort_values("clv", ascending=False)
    customers.to_csv(OUTPUT, index=False)

    print(clv.summary())
    print(f"\nThe ten most valuable of {len(customers):,} customers (money in CNY)\n")
    print(customers[[*SHOWN, "clv"]].head(10).to_string(index=False, float_format="{:,.2f}".format))
    print(f"\n{clv.statement('en')}\n\n{clv.statement('zh')}")
    print(f"\nEvery customer is in {OUTPUT} (made in {time.perf_counter() - start:.1f} s).")


if __name__ == "__main__":
    warnings.simplefilter("default")
    main()
