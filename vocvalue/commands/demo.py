"""`vocvalue demo`: the quickstart on the sample shop, which is inside the package."""

import time
from pathlib import Path

import click

import vocvalue as vv

OUTPUT = Path("clv_predictions.csv")
SHOWN = ["customer_id", "frequency", "probability_alive", "expected_purchases", "expected_spend"]


@click.command(short_help="Predict what each customer of the sample shop is worth.")
def demo() -> None:
    """Predict what each customer of the sample shop is worth, in a few seconds.

    Every customer's value is written to clv_predictions.csv.
    """
    show()


def show() -> None:
    """Run the quickstart on the sample shop, a line of progress per step."""
    start = time.perf_counter()
    click.echo("[1/3] reading the sample shop ...")
    shop = vv.datasets.load_sample()
    click.echo(f"[2/3] predicting the next 12 months from {len(shop.orders):,} order lines ...")
    clv = vv.clv.predict(
        shop.orders, horizon="12 months", discount_rate=0.10, margin=0.40, currency="CNY"
    )
    click.echo("[3/3] writing each customer's value ...\n")
    customers = clv.to_frame().sort_values("clv", ascending=False)
    customers.to_csv(OUTPUT, index=False)

    best = customers[[*SHOWN, "clv"]].head(10)
    click.echo(clv.summary())
    click.echo(f"\nThe ten most valuable of {len(customers):,} customers (money in CNY)\n")
    click.echo(best.to_string(index=False, float_format="{:,.2f}".format))
    click.echo(f"\n{clv.statement('en')}\n\n{clv.statement('zh')}")
    click.echo(f"\nEvery customer is in {OUTPUT} (made in {time.perf_counter() - start:.1f} s).")
