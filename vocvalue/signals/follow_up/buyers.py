"""Customers of leads beside the order log: in one engine, and their orders brought back."""

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.link.gate import check_customers
from vocvalue.results import Note
from vocvalue.tables import frames, labels, windows
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.orders import CUSTOMER, MONEY, TIME, Census, OrderLog, counted_lines
from vocvalue.tables.sources import Source, collect, open_table

PLACE, PRODUCT = "_vv_place", "_vv_product"
NAME, NUMBER = "customer_id", "number"


@dataclass(frozen=True, kw_only=True, eq=False)
class Buyers:
    """The customers of leads in the engine that holds the orders, with one type of id.

    Attributes:
        rows: One row per customer: who it is, and its number.
        log: The orders.
        types: The types of the ids as leads and orders held them.
    """

    rows: nw.LazyFrame[Any]
    log: OrderLog
    types: tuple[nw.dtypes.DType, nw.dtypes.DType]

    def orders(self, census: Census) -> pd.DataFrame:
        """Return the lines that count of these customers, with the customers' numbers.

        Args:
            census: What was found in the orders.
        """
        lines = counted_lines(self.log, census)
        product = self.log.schema.product
        named = [] if product is None else [labels.plain(lines, product).alias(PRODUCT)]
        theirs = lines.select(CUSTOMER, TIME, MONEY, *named).join(
            self.rows, on=CUSTOMER, how="inner"
        )
        table = collect(theirs.select(PLACE, TIME, MONEY, *([PRODUCT] if named else [])))
        columns: dict[str, Any] = {
            PLACE: table[PLACE].to_numpy().astype(np.int64),
            TIME: np.asarray(table[TIME].to_numpy(), dtype="datetime64[us]"),
            MONEY: table[MONEY].to_numpy().astype(np.float64),
        }
        if named:
            columns[PRODUCT] = labels.words_of(table[PRODUCT])
        return pd.DataFrame(columns)

    def check(self, is_matched: NDArray[np.bool_]) -> tuple[Note, ...]:
        """Refuse customers whose ids are written otherwise among the orders; note a few.

        Args:
            is_matched: Whether each has an order, by its number, shape (n,).
        """
        table = nw.maybe_reset_index(collect(self.rows.sort(PLACE)))
        return check_customers(table[CUSTOMER], is_matched, self.log, self.types)


def beside_orders(customers: nw.Series[Any], log: OrderLog) -> Buyers:
    """Return customers in the engine that holds the orders.

    Orders in an engine that takes no table from outside are brought into memory, without their
    other columns.

    Args:
        customers: The customers, each once, numbered as they stand.
        log: The orders.

    Raises:
        DataError: The product's column is not there.
    """
    product = log.schema.product
    if product is not None and product not in log.columns:
        raise DataError.missing_columns([product], list(log.columns), table="the order table")
    numbers = np.arange(len(customers), dtype=np.int64)
    own = with_ids(open_table(frames.beside(customers.alias(NAME), {NUMBER: numbers})), NAME)
    table = own.frame.select(customer(own, NAME).alias(CUSTOMER), nw.col(NUMBER).alias(PLACE))
    held = table.collect_schema()[CUSTOMER], log.lines.collect_schema()[CUSTOMER]
    brought, log = into_engine(collect(table), log)
    source = replace(log.source, frame=brought)
    rows, log = windows.in_engine_of(source, brought, log)
    return Buyers(rows=rows, log=log, types=held)


def into_engine(table: nw.DataFrame[Any], log: OrderLog) -> tuple[nw.LazyFrame[Any], OrderLog]:
    """Return a table in the engine of the orders, and the orders, in memory if need be.

    Args:
        table: The table.
        log: The orders.
    """
    brought = log.source.bring(table)
    if brought is not None:
        return brought, log
    log = _in_memory(log)
    brought = log.source.bring(table)
    if brought is None:
        raise DataError("the orders live in an engine that takes no table. Pass them as a file.")
    return brought, log


def _in_memory(log: OrderLog) -> OrderLog:
    product = log.schema.product
    wanted = [CUSTOMER, TIME, MONEY, *([] if product is None else [product])]
    lines = collect(log.lines.select(wanted)).lazy()
    return replace(log, lines=lines, source=Source(frame=lines, notes=log.source.notes))
