"""Options that several commands have, and the tables that they describe.

An option that is not given is not passed on, so that every default is the library's.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

import click

from vocvalue.tables.table import Table

Command: TypeAlias = Callable[..., Any]
Decorator: TypeAlias = Callable[[Command], Command]
Asked: TypeAlias = Mapping[str, Any]
T = TypeVar("T", bound=Table)

FILES = ("delimiter", "encoding", "decimal", "sheet")
CLOCK = ("customer_id", "timestamp", "timezone", "timestamp_format")


def stacked(*options: Decorator) -> Decorator:
    """Return options as one, shown in this order.

    Args:
        *options: What `click.option` returned.
    """

    def decorated(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def column(name: str, what: str, *, default: str | None = None) -> Decorator:
    """Return an option that names a column.

    Args:
        name: The option, such as "--amount".
        what: What the column holds.
        default: The name that the library takes.
    """
    text = f"Column with {what}." + (f" [default: {default}]" if default else "")
    return click.option(name, metavar="COLUMN", help=text)


def table_argument(name: str) -> Decorator:
    """Return an argument that takes a table: a file, a folder or a pattern.

    Args:
        name: The name of the table.
    """
    return click.argument(name, metavar=name.upper())


def table_option(name: str, what: str, *, required: bool = False) -> Decorator:
    """Return an option that takes a table.

    Args:
        name: The option.
        what: What the table holds.
        required: Whether the command needs it.
    """
    return click.option(name, metavar="FILE", required=required, help=what)


HOW_FILES_ARE_READ = stacked(
    click.option("--delimiter", help="Separator in a text file. [default: a comma]"),
    click.option("--encoding", help="Encoding of a text file, such as gb18030. [default: UTF-8]"),
    click.option(
        "--decimal", type=click.Choice([".", ","]), help="Decimal mark of numbers that are text."
    ),
    click.option("--sheet", help="Sheet of a workbook. [default: the only one]"),
)
WHO_AND_WHEN = stacked(
    column("--customer-id", "the customer ids", default="customer_id"),
    column("--timestamp", "the times", default="timestamp"),
    click.option("--timezone", metavar="ZONE", help="Time zone whose wall-clock time counts."),
    click.option(
        "--timestamp-format",
        metavar="FORMAT",
        help="Format of the times, such as %d/%m/%Y. [default: ISO]",
    ),
)
ORDER_COLUMNS = stacked(
    column("--amount", "the order amounts, negative for a refund", default="amount"),
    column("--quantity", "the quantity by which the amount is multiplied"),
    click.option(
        "--refunds",
        type=click.Choice(["net", "drop", "error"]),
        help="Negative amounts. [default: net]",
    ),
    click.option(
        "--zeros",
        type=click.Choice(["keep", "drop", "error"]),
        help="Amounts of 0. [default: keep]",
    ),
    click.option(
        "--duplicates",
        type=click.Choice(["keep", "drop", "error"]),
        help="Repeated rows. [default: keep]",
    ),
    click.option(
        "--observation-end", metavar="DATE", help="Last day observed. [default: the latest order]"
    ),
)
ORDER_NAMES = ("amount", "quantity", "refunds", "zeros", "duplicates", "observation_end")
ORDERS_BESIDE = stacked(
    column("--orders-customer-id", "the customer ids of the orders, if named otherwise"),
    column("--orders-timestamp", "the times of the orders, if named otherwise"),
    ORDER_COLUMNS,
)
CURRENCY = click.option("--currency", metavar="CODE", help="Currency of all amounts, such as CNY.")
LEVEL = click.option("--level", type=float, help="Confidence level. [default: 0.95]")
SEED = click.option("--seed", type=int, help="Seed of everything random. [default: 0]")


def given(asked: Asked, *names: str) -> dict[str, Any]:
    """Return the options that were given, as arguments of the library.

    Args:
        asked: The options of a command.
        *names: Which are wanted.
    """
    return {name: asked[name] for name in names if asked.get(name) is not None}


def table(kind: type[T], source: str, asked: Asked, *names: str) -> T:
    """Return a file as a table that knows how it is read.

    Args:
        kind: The kind of table, such as `vocvalue.Orders`.
        source: The file, folder or pattern.
        asked: The options of the command.
        *names: Those that say how this table is read.
    """
    held = given(asked, *names, *FILES)
    if "sheet" in held and str(held["sheet"]).isdigit():
        held["sheet"] = int(held["sheet"])
    return kind(source, **held)


def orders_beside(kind: type[T], source: str, asked: Asked) -> T:
    """Return the orders of a command whose first table is another one.

    Args:
        kind: `vocvalue.Orders`.
        source: The file, folder or pattern.
        asked: The options of the command.
    """
    own = {
        **asked,
        "customer_id": asked.get("orders_customer_id") or asked.get("customer_id"),
        "timestamp": asked.get("orders_timestamp") or asked.get("timestamp"),
    }
    return table(kind, source, own, *CLOCK, *ORDER_NAMES)
