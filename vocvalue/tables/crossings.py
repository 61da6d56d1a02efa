"""Customers who stand under several values of a column, such as two arms, told where they live."""

from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import narwhals as nw

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.tables import schemas, times
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.sources import Source, collect, count, open_table

Kind = TypeVar("Kind", bound=Timed)

WHO, MOMENT, FIRST = "_vv_who", "_vv_moment", "_vv_first"
N, KNOWN = "_vv_n", "_vv_known"


@dataclass(frozen=True, eq=False)
class Crossings(Generic[Kind]):
    """A table, and who stands in it under several values of a column.

    Attributes:
        table: The table, and how it is read.
        column: The column.
        source: The table, opened.
        rows: Its rows, each with the customer as ids are compared.
        several: The customers under several values, one row each.
        n: How many these are.
    """

    table: Kind
    column: str
    source: Source = field(repr=False)
    rows: nw.LazyFrame[Any] = field(repr=False)
    several: nw.LazyFrame[Any] = field(repr=False)
    n: int

    def first_ids(self) -> list[Any]:
        """Return the first of the customers under several values."""
        return _first_ids(self.several)

    def repeats(self) -> bool:
        """Return whether any customer has several rows, under one value or several."""
        known = self.rows.filter(~nw.col(WHO).is_null())
        return count(known) > count(known.select(WHO).unique())

    def dropped(self) -> Kind:
        """Return the table without the customers under several values."""
        marked = self.rows.join(self.several, on=WHO, how="left")
        return self._with(marked.filter(nw.col(N).is_null()))

    def firsts(self) -> list[Any]:
        """Return the value of the earliest row of each customer under several values.

        Where two values share the earliest moment, or a moment is missing, there is none.
        """
        timed = self._timed().join(self.several.select(WHO), on=WHO, how="inner")
        first = self._at_first(timed, _by_customer(timed)).select(WHO, self.column).unique()
        table = collect(first)
        alone = table.filter(~nw.col(WHO).is_duplicated())
        return alone[self.column].to_list()

    def first_rows(self) -> Kind:
        """Return the table with the earliest row alone of each customer who has several.

        Raises:
            DataError: Such a customer has a row without a moment, or two values at the earliest.
        """
        timed = self._timed()
        many = _by_customer(timed).filter(nw.col(N) > 1)
        self._refuse_untimed(many)
        self._refuse_tied(self._at_first(timed, many))
        marked = timed.join(many.select(WHO, N, FIRST), on=WHO, how="left")
        return self._with(marked.filter(nw.col(N).is_null() | (nw.col(MOMENT) == nw.col(FIRST))))

    def _timed(self) -> nw.LazyFrame[Any]:
        return times.wall_time(
            self.rows,
            self.table.timestamp,
            into=MOMENT,
            customer=self.table.customer_id,
            timezone=self.table.timezone,
            timestamp_format=self.table.timestamp_format,
        )

    def _at_first(
        self, timed: nw.LazyFrame[Any], customers: nw.LazyFrame[Any]
    ) -> nw.LazyFrame[Any]:
        """Return the rows of customers at their earliest moment, where every row has one."""
        whole = customers.filter(nw.col(KNOWN) == nw.col(N)).select(WHO, FIRST)
        return timed.join(whole, on=WHO, how="inner").filter(nw.col(MOMENT) == nw.col(FIRST))

    def _with(self, rows: nw.LazyFrame[Any]) -> Kind:
        names = self.source.frame.collect_schema().names()
        return replace(self.table, source=replace(self.source, frame=rows.select(names)))

    def _refuse_untimed(self, many: nw.LazyFrame[Any]) -> None:
        bad = many.filter(nw.col(KNOWN) < nw.col(N))
        n = count(bad)
        if n:
            raise DataError.bad_rows(
                "missing for customers with several rows",
                column=self.table.timestamp,
                count=n,
                first_ids=_first_ids(bad),
                hint="Their first row cannot be determined: fill in the missing times, or "
                "leave these customers out.",
            )

    def _refuse_tied(self, first: nw.LazyFrame[Any]) -> None:
        pairs = first.select(WHO, self.column).unique(subset=[WHO, self.column], keep="any")
        tied = pairs.group_by(WHO).agg(nw.len().alias(N)).filter(nw.col(N) > 1)
        n = count(tied)
        if n:
            raise DataError.bad_rows(
                "of customers with several values at their first time",
                column=self.column,
                count=n,
                first_ids=_first_ids(tied),
                hint="Which value came first cannot be determined: correct the times, or leave "
                "these customers out.",
            )


def crossings(table: Kind, column: str, *, name: str) -> Crossings[Kind]:
    """Return who stands under several values of a column, found in the engine.

    Ids are compared as everywhere: 7 and 7.0 are one customer. A missing id is nobody, and a
    missing value none.

    Args:
        table: A table that knows how it is read.
        column: The column, such as that of the arm.
        name: The argument's name in messages.

    Raises:
        DataError: A column is not there, or the ids are none.
    """
    source = open_table(table, name=name)
    available = source.frame.collect_schema().names()
    missing = [wanted for wanted in (table.customer_id, column) if wanted not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=f"the table {name}")
    source = with_ids(source, table.customer_id)
    rows = source.frame.with_columns(customer(source, table.customer_id).alias(WHO))
    is_told = ~nw.col(WHO).is_null() & ~schemas.is_missing(rows, column)
    told = rows.filter(is_told).select(WHO, column)
    pairs = told.unique(subset=[WHO, column], keep="any")
    several = pairs.group_by(WHO).agg(nw.len().alias(N)).filter(nw.col(N) > 1)
    return Crossings(table, column, source, rows, several, count(several))


def _by_customer(timed: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return of each customer the number of rows, of those with a moment, and the earliest."""
    known = timed.filter(~nw.col(WHO).is_null())
    return known.group_by(WHO).agg(
        nw.len().alias(N), nw.col(MOMENT).count().alias(KNOWN), nw.col(MOMENT).min().alias(FIRST)
    )


def _first_ids(customers: nw.LazyFrame[Any]) -> list[Any]:
    ordered = customers.select(WHO).sort(WHO).head(FIRST_IDS)
    return list(collect(ordered)[WHO].to_list())
