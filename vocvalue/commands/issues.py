"""`vocvalue issues`: which problems cost most."""

from typing import Any

import click

import vocvalue as vv
from vocvalue.commands import options
from vocvalue.commands.answer import ANSWER, answer

OF_MENTIONS = ("topic", "order_id", "polarity")


@click.command(short_help="Which problems cost most, from mentions and orders.")
@options.table_argument("mentions")
@options.table_option("--orders", "The order log.", required=True)
@click.option(
    "--window", metavar="SPAN", help="Time after a problem that counts. [default: 3 months]"
)
@click.option("--margin", type=float, help="Margin as a share of revenue, such as 0.4.")
@click.option(
    "--reported",
    nargs=2,
    type=float,
    metavar="LOW HIGH",
    help="Share of the customers who meet a problem that report it.",
)
@options.CURRENCY
@options.column("--topic", "the problems", default="topic")
@options.column("--order-id", "the order that a problem was met at", default="order_id")
@options.column("--polarity", "whether a mention is a complaint", default="polarity")
@options.WHO_AND_WHEN
@options.ORDERS_BESIDE
@options.COVARIATES
@options.LEVEL
@options.SEED
@options.HOW_FILES_ARE_READ
@ANSWER
def issues(**asked: Any) -> None:
    """Rank the problems in MENTIONS by what they cost, one row per problem that a customer met.

    \b
    Examples:
      vocvalue issues mentions.csv --orders orders.csv --margin 0.4 --currency CNY
      vocvalue issues tickets.xlsx --orders orders.parquet --topic about --timestamp opened \\
          --orders-timestamp timestamp --window "3 months" --output ranking.csv
    """
    read = options.table(vv.Problems, "mentions", asked, *options.CLOCK, *OF_MENTIONS)
    told = options.given(asked, "window", "margin", "reported", "currency", "level", "seed")
    told |= options.covariates(asked)
    answer(asked, vv.issues.rank(read, options.orders(asked), **told))
