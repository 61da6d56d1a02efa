"""`vocvalue predict`: what each customer of an order log is worth."""

from typing import Any

import click

import vocvalue as vv
from vocvalue.commands import options
from vocvalue.commands.answer import ANSWER, answer

MODELS = ("bg-nbd", "mbg-nbd", "pareto-nbd")
TERMS = ("horizon", "discount_rate", "margin", "cost_to_serve", "acquisition_cost")


@click.command(short_help="What each customer is worth, from an order log.")
@options.table_argument("orders")
@click.option("--horizon", metavar="SPAN", help="How far ahead. [default: 12 months]")
@click.option("--discount-rate", type=float, help="Annual discount rate. [default: 0.10]")
@click.option(
    "--margin",
    type=float,
    help="Margin as a share of revenue, such as 0.4. [default: none, revenue counts]",
)
@click.option("--cost-to-serve", type=float, help="Cost of an active customer a year.")
@click.option("--acquisition-cost", type=float, help="Cost of winning a customer.")
@click.option(
    "--model",
    type=click.Choice(MODELS),
    default="bg-nbd",
    show_default=True,
    help="Model of purchases.",
)
@options.CURRENCY
@options.WHO_AND_WHEN
@options.ORDER_COLUMNS
@click.option(
    "--grain",
    type=click.Choice(["hour", "day", "week", "month"]),
    help="Period within which orders merge. [default: day]",
)
@options.LEVEL
@options.SEED
@options.HOW_FILES_ARE_READ
@ANSWER
def predict(model: str, **asked: Any) -> None:
    """Predict each customer's lifetime value from ORDERS, one row per order line.

    ORDERS is a file (.csv, .tsv, .parquet, .xlsx), a folder, or a pattern such as "2024-*.csv".

    \b
    Examples:
      vocvalue predict orders.parquet --margin 0.4 --currency CNY
      vocvalue predict "2024-*.csv" --customer-id CustomerID --timestamp InvoiceDate \\
          --amount UnitPrice --quantity Quantity --horizon "24 months"
      vocvalue predict orders.xlsx --sheet Orders --language zh --output customers.xlsx
    """
    log = options.table(vv.Orders, "orders", asked, *options.CLOCK, *options.ORDER_NAMES)
    models: dict[str, Any] = {
        "bg-nbd": vv.clv.BGNBD,
        "mbg-nbd": vv.clv.MBGNBD,
        "pareto-nbd": vv.clv.ParetoNBD,
    }
    told = options.given(asked, *TERMS, "currency", "grain", "level", "seed")
    answer(asked, vv.clv.predict(log, model=models[model], **told))
