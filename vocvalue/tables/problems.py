"""A table of problems, and the orders that its rows name, looked up where the orders live."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar

import narwhals as nw

from vocvalue.errors import DataError
from vocvalue.tables.id_columns import cast_ids, common_type, customer, with_ids
from vocvalue.tables.orders import CUSTOMER, MONEY, TIME, Census, OrderLog, counted_lines
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.problems import Problems
from vocvalue.tables.responses import (
    ANSWERED,
    ResponseLog,
    Wanted,
    kept_name,
    read_responses,
)
from vocvalue.tables.sources import collect, look_at, open_table
from vocvalue.tables.windows import in_engine_of

Named = TypeVar("Named", Orders, Problems)

TOPIC, POLARITY, ORDER, ORDERED = "topic", "polarity", "order_id", "_vv_ordered"
CALLED = "the table of problems"


@dataclass(frozen=True, kw_only=True)
class ProblemLog:
    """A table of problems opened.

    Attributes:
        rows: Its rows.
        topic: The column of the problem.
        polarity: The column of whether it is a complaint, or None.
        order_id: The column of the order, or None.
    """

    rows: ResponseLog
    topic: str
    polarity: str | None
    order_id: str | None


def with_order_ids(table: Named, *, name: str) -> Named:
    """Return a table whose column of order ids, where it has one, holds whole numbers or text.

    Args:
        table: The table, and how it is read.
        name: The argument's name in messages.

    Raises:
        DataError: The column was named and is not there, or holds no ids.
    """
    source = open_table(table, name=name)
    available = source.frame.collect_schema().names()
    column = table.order_id or (ORDER if ORDER in available else None)
    if column is None:
        return table
    if column not in available:
        raise DataError.missing_columns([column], available, table=f"the table {name}")
    source = with_ids(source, column)
    plain = source.frame.with_columns(customer(source, column).alias(column))
    return replace(_opened(table, replace(source, frame=plain)), order_id=column)


def _opened(table: Named, source: Any) -> Named:
    return replace(table, source=source, query=None, table=None)


def read_problems(problems: Problems) -> ProblemLog:
    """Open a table of problems.

    Args:
        problems: The table, and how it is read, from `with_order_ids`.

    Raises:
        DataError: A column is missing or cannot be read, or no row can be used.

    Examples:
        >>> import pandas as pd
        >>> tickets = pd.DataFrame(
        ...     {"customer_id": [7], "timestamp": ["2024-05-03"], "topic": ["parcel broken"]}
        ... )
        >>> log = read_problems(with_order_ids(Problems(tickets), name="mentions"))
        >>> collected(log)[log.topic].to_list(), log.order_id
        (['parcel broken'], None)
    """
    available = look_at(problems, name="mentions").collect_schema().names()
    polarity = problems.polarity or (POLARITY if POLARITY in available else None)
    kept = [problems.topic, *filter(None, (polarity, problems.order_id))]
    wanted = Wanted(score=False, keep=tuple(dict.fromkeys(kept)), called=CALLED)
    return ProblemLog(
        rows=read_responses(problems, wanted),
        topic=kept_name(problems.topic),
        polarity=None if polarity is None else kept_name(polarity),
        order_id=None if problems.order_id is None else kept_name(problems.order_id),
    )


def collected(problems: ProblemLog) -> nw.DataFrame[Any]:
    """Return the rows of a table of problems."""
    log = problems.rows
    return nw.maybe_reset_index(collect(log.rows.select(CUSTOMER, ANSWERED, *log.columns)))


def customers_of(problems: Problems) -> nw.Series[Any]:
    """Return the customers of a table of problems, each once.

    Args:
        problems: The table, and how it is read.

    Raises:
        DataError: As in `read_problems`.

    Examples:
        >>> import pandas as pd
        >>> told = pd.DataFrame({"customer_id": [7, 7], "timestamp": "2024-05-03", "topic": "late"})
        >>> customers_of(Problems(told)).to_list()
        [7]
    """
    log = read_problems(with_order_ids(problems, name="mentions")).rows
    return nw.maybe_reset_index(collect(log.rows.select(CUSTOMER).unique()))[CUSTOMER]


def beside_orders(problems: ProblemLog, log: OrderLog, census: Census) -> nw.DataFrame[Any]:
    """Return the rows of a table of problems, each with the moment of the order that it names.

    An order is that of its customer: an id under which another customer ordered is not found.

    Args:
        problems: The table, whose rows name orders.
        log: The orders, which have ids.
        census: Their lines by kind.

    Returns:
        The rows with a column `ORDERED`, missing where the customer has no such order.

    Raises:
        DataError: The tables live in engines that cannot be joined.
    """
    rows, orders = in_engine_of(problems.rows.source, problems.rows.rows, log)
    key, column = str(problems.order_id), str(log.schema.order_id)
    lines = counted_lines(orders, census).filter(nw.col(MONEY) >= 0)
    held, wanted = (frame.collect_schema()[it] for frame, it in ((lines, column), (rows, key)))
    common = common_type(held, wanted)
    rows = rows.with_columns(cast_ids(key, wanted, common))
    ordered = lines.select(
        CUSTOMER, cast_ids(column, held, common).alias(key), nw.col(TIME).alias(ORDERED)
    )
    known = ordered.filter(~nw.col(key).is_null())  # one engine joins what is missing in both
    joined = rows.join(known, on=[CUSTOMER, key], how="left")
    keys = [CUSTOMER, ANSWERED, *problems.rows.columns]
    return nw.maybe_reset_index(collect(joined.group_by(keys).agg(nw.col(ORDERED).min())))
