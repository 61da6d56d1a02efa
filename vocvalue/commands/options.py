"""Options that several commands have, and the tables that they describe.

An option that is not given is not passed on, so that every default is the library's. How a table is
read is said of all tables of a command ("--encoding"), or of one that stands beside the first
("--orders-encoding").
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click
from click.core import ParameterSource

from vocvalue import Customers, Orders
from vocvalue.tables import files, paths
from vocvalue.tables.table import Table

Command: TypeAlias = Callable[..., Any]
Decorator: TypeAlias = Callable[[Command], Command]
Asked: TypeAlias = Mapping[str, Any]
T = TypeVar("T", bound=Table)

FILES = ("delimiter", "encoding", "decimal", "sheet")
CLOCK = ("customer_id", "timestamp", "timezone", "timestamp_format")
TABLES = ("orders", "responses", "assignments", "mentions", "outcomes", "covariates")


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


def reading_of(name: str, *names: str) -> Decorator:
    """Return options that say of one table what those without its name say of all.

    Args:
        name: The table, such as "orders".
        *names: What can be said of it beside how its file is read, such as "customer_id".
    """
    return stacked(*(_reading_of(name, it) for it in (*names, *FILES)))


def _reading_of(name: str, option: str) -> Decorator:
    spelled = option.replace("_", "-")
    return click.option(
        f"--{name}-{spelled}",
        metavar="TEXT" if option in FILES else None,
        help=f"The same as --{spelled}, of the {name} alone.",
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
ORDERS_BESIDE = stacked(ORDER_COLUMNS, reading_of("orders", *CLOCK))
OF_ORDERS = (*ORDER_NAMES, *(f"orders_{it}" for it in (*CLOCK, *FILES)))
COVARIATES = stacked(
    table_option("--covariates", "One row per customer: what to adjust for."),
    reading_of("covariates", "customer_id"),
)
OF_COVARIATES = tuple(f"covariates_{it}" for it in ("customer_id", *FILES))
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


def table(kind: type[T], name: str, asked: Asked, *names: str) -> T:
    """Return a file as a table that knows how it is read.

    Args:
        kind: The kind of table, such as `vocvalue.Orders`.
        name: The name of the table, such as "orders".
        asked: The options of the command.
        *names: Those that say how this table is read, beside those on its file.
    """
    told = {option: _told(option, name, asked) for option in (*names, *FILES)}
    held = given(told, *told)
    if str(held.get("sheet")).isdigit():
        held["sheet"] = int(held["sheet"])
    return kind(asked[name], **held)


def orders(asked: Asked) -> Orders:
    """Return the orders of a command whose first table is another one.

    Args:
        asked: The options of the command.
    """
    return table(Orders, "orders", asked, *CLOCK, *ORDER_NAMES)


def covariates(asked: Asked) -> dict[str, Any]:
    """Return the covariates as an argument of the library, where a command was given some.

    Args:
        asked: The options of the command.
    """
    if asked["covariates"] is None:
        refuse("without --covariates", *OF_COVARIATES)
        return {}
    return {"covariates": table(Customers, "covariates", asked, "customer_id")}


def refuse(when: str, *names: str) -> None:
    """Refuse options that were given and would be of no effect.

    Args:
        when: Why they would not, such as "without --orders".
        *names: The options, by their names in Python.

    Raises:
        UsageError: One of them stands on the command line.
    """
    context = click.get_current_context()
    idle = [
        option.opts[0]
        for option in context.command.params
        if option.name in names
        and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    ]
    if idle:
        raise click.UsageError(f"{', '.join(idle)} cannot be used {when}.")


def _told(option: str, name: str, asked: Asked) -> Any:
    """Return what was said of a table: of it alone, or else of all tables."""
    own = asked.get(f"{name}_{option}")
    if own is not None:
        return own or None
    return asked.get(option) if _concerns(option, name, asked) else None


def _concerns(option: str, name: str, asked: Asked) -> bool:
    """Return whether what is said of all tables is meant for this one: no sheet for a text file.

    What is said of none of them is passed on all the same, to be refused.
    """
    kinds = files.OPTIONS.get(option, ())
    of = {it: paths.kind_of(Path(asked[it])) for it in TABLES if asked.get(it) is not None}
    return not kinds or of[name] in ((), *kinds) or not set(of.values()) & set(kinds)
