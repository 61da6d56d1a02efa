"""RFM: what each customer's order log comes down to, and how it was made."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Self

import narwhals as nw
import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import exclusions, frames, histories, summary, times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.heavy_ids import heavy
from vocvalue.tables.orders import OrderLog, read_orders
from vocvalue.tables.reading import Duplicates, Orders, Refunds, Zeros, described
from vocvalue.tables.times import Grain


@dataclass(frozen=True, kw_only=True, eq=False)
class Rfm(Pictured):
    """Each customer's purchase history in four numbers, with how they were counted.

    Attributes:
        customer_id: The customers, under the caller's own column name.
        frequency: Number of repeat purchases, shape (n,).
        recency: Time from the first to the last purchase, in `unit`, shape (n,).
        T: Time from the first purchase to the observation end, in `unit`, shape (n,).
        monetary_value: Mean spend of the repeat purchases, 0 without one, shape (n,); None where
            the summary handed in had none.
        unit: The unit of recency and T.
        grain: The period whose purchases merge into one; None for a summary handed in.
        refunds: The policy for refunds; None for a summary handed in.
        timezone: The zone whose wall-clock time was counted by; None for times without a zone.
        observation_end: The last moment observed.
        currency: The currency's code, where known.
        n_lines: Lines of the order table.
        n_lines_used: Lines that count; `notes` say what became of the others.
    """

    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    frequency: NDArray[np.int64] = field(repr=False)
    recency: NDArray[np.float64] = field(repr=False)
    T: NDArray[np.float64] = field(repr=False)
    monetary_value: NDArray[np.float64] | None = field(repr=False)
    unit: duration.Unit
    grain: Grain | None = None
    refunds: Refunds | None = None
    timezone: str | None = None
    observation_end: dt.datetime | None = None
    currency: str | None = None
    n_lines: int | None = None
    n_lines_used: int | None = None

    @classmethod
    def from_arrays(
        cls,
        frequency: ArrayLike,
        recency: ArrayLike,
        T: ArrayLike,
        monetary_value: ArrayLike | None = None,
        *,
        unit: duration.Unit,
    ) -> Self:
        """Make an RFM from arrays; customers are numbered from 0.

        Args:
            frequency: Number of repeat purchases, whole, shape (n,).
            recency: Time from the first to the last purchase, in unit, shape (n,).
            T: Time from the first purchase to the observation end, in unit, shape (n,).
            monetary_value: Mean spend of the repeat purchases, shape (n,).
            unit: The unit of recency and T.

        Returns:
            The checked RFM.

        Raises:
            DataError: A history that no customer can have.

        Examples:
            >>> Rfm.from_arrays([2, 0], [30.43, 0], [38.86, 38.86], unit="week").n_customers
            2
        """
        x = histories.as_floats("frequency", frequency)
        ids = frames.row_numbers(x.size, name="customer_id")
        values = {"frequency": x, "recency": recency, "T": T, "monetary_value": monetary_value}
        return cls._checked(ids, values, unit)

    @classmethod
    @translated
    def from_frame(
        cls,
        summary: object,
        *,
        unit: duration.Unit,
        customer_id: str | None = "customer_id",
        frequency: str = "frequency",
        recency: str = "recency",
        T: str = "T",
        monetary_value: str = "monetary_value",
    ) -> Self:
        """Make an RFM from a table with one row per customer, such as lifetimes gives.

        Args:
            summary: Any frame narwhals accepts, or a path to CSV or Parquet.
            unit: The unit of recency and T.
            customer_id: Column of the customer; None numbers the rows from 0.
            frequency: Column of the number of repeat purchases.
            recency: Column of the time from the first to the last purchase.
            T: Column of the time from the first purchase to the observation end.
            monetary_value: Column of the mean spend of the repeat purchases; may be absent.

        Returns:
            The checked RFM; a recency of 0 with repeat purchases, which rounding to whole units
            makes, is kept and counted in a note.

        Raises:
            DataError: A column is missing, or a row holds a history no customer can have.

        Examples:
            >>> import pandas as pd
            >>> table = pd.DataFrame({"id": ["a"], "x": [2], "t_x": [30.43], "T": [38.86]})
            >>> rfm = Rfm.from_frame(
            ...     table, unit="week", customer_id="id", frequency="x", recency="t_x"
            ... )
            >>> rfm.to_frame()
              id  frequency  recency      T
            0  a          2    30.43  38.86
        """
        columns = {"frequency": frequency, "recency": recency, "T": T}
        columns["monetary_value"] = monetary_value
        ids, values = histories.read_columns(
            summary, columns, optional="monetary_value", customer_id=customer_id
        )
        return cls._checked(ids, values, unit)

    @classmethod
    def _checked(cls, ids: nw.Series[Any], values: dict[str, Any], unit: duration.Unit) -> Self:
        given = {name: v for name, v in values.items() if v is not None}
        read = {name: histories.as_floats(name, v).copy() for name, v in given.items()}
        x, recency, T = read["frequency"], read["recency"], read["T"]
        money = read.get("monetary_value")
        histories.check_history(ids, x, recency, T, money)
        return cls(
            customer_id=frames.copied(ids),
            frequency=x.astype(np.int64),
            recency=recency,
            T=T,
            monetary_value=money,
            unit=duration.unit(unit),
            notes=(*_zero_recency((x > 0) & (recency == 0)), *_lost_spend((x > 0) & (money == 0))),
        )

    @property
    def n_customers(self) -> int:
        """The number of customers."""
        return int(self.frequency.size)

    @property
    def mean_spend(self) -> NDArray[np.float64]:
        """The monetary value of each customer, where the RFM has one.

        Raises:
            DataError: The RFM was made without money.
        """
        if self.monetary_value is None:
            raise DataError(
                "the RFM has no monetary_value, so purchases cannot become money. Make it from "
                "orders with amounts, or ask the model of purchases for expected_purchases."
            )
        return self.monetary_value

    def to_frame(self) -> Any:
        """Return one row per customer.

        pandas, polars and pyarrow come back as themselves and a lazy polars frame as an eager one.
        Paths, DuckDB, Ibis and Spark give pandas, which each of them can query as it is.
        """
        columns = {"frequency": self.frequency, "recency": self.recency, "T": self.T}
        if self.monetary_value is not None:
            columns["monetary_value"] = self.monetary_value
        return frames.beside(self.customer_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return how the histories were counted and their totals, without the customers."""
        return {
            "n_customers": self.n_customers,
            "n_repeaters": self.n_repeaters,
            "n_repeat_purchases": int(self.frequency.sum()),
            "unit": self.unit,
            "grain": self.grain,
            "refunds": self.refunds,
            "timezone": self.timezone,
            "observation_end": self.observation_end and self.observation_end.isoformat(),
            "currency": self.currency,
            "n_lines": self.n_lines,
            "n_lines_used": self.n_lines_used,
            "notes": plain(self.notes),
        }

    @property
    def n_repeaters(self) -> int:
        """The number of customers with repeat purchases."""
        return int(np.count_nonzero(self.frequency))


@translated
def rfm(
    orders: object,
    *,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str | None = "amount",
    quantity: str | None = None,
    grain: Grain = "day",
    unit: duration.Unit | None = None,
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
    currency: str | None = None,
) -> Rfm:
    """Sum an order log up to frequency, recency, T and monetary value per customer.

    Purchases of one customer in one period merge. Frequency is the number of periods with a
    purchase minus one, recency runs from the first to the last of them, T from the first to the
    period of the observation end, and the monetary value is the mean spend of all but the first.

    A refund is a negative amount and never a purchase. With `refunds="net"` it is deducted from
    the purchase it follows; what is bought and returned in one period is no purchase. Lines
    without customer, time or amount and lines after the end are left out; every kind is counted
    in `notes`, and the counts and `n_lines_used` add up to `n_lines`.

    Args:
        orders: Any frame narwhals accepts (pandas, polars, pyarrow, DuckDB, PySpark, Ibis), or a
            path or glob to CSV or Parquet. The log is aggregated in its own engine.
        customer_id: Column of the customer.
        timestamp: Column of the moment of the order: a time, or text in ISO format. Times with a
            zone count in that zone unless `timezone` is given; DuckDB and Spark keep one zone per
            session, and a path is read in UTC.
        amount: Column of the money, negative for a refund; None where there is no money.
        quantity: Column that `amount`, then a unit price, is multiplied by.
        grain: "hour", "day", "week" (from Monday) or "month" (calendar).
        unit: The unit of recency and T; the grain without it. Calendar months are counted in
            months, the other grains in any unit.
        observation_end: ISO text, date or datetime; the latest order without it. The whole
            period it falls in is observed; a bare date means the end of that day.
        refunds: "net", "drop" (left out, counted) or "error".
        zeros: Orders of amount 0: "keep" (a purchase, as when a voucher paid it; counted),
            "drop" (free items; left out, counted) or "error".
        duplicates: What to do with lines that repeat another in every column: "keep" (counted),
            "drop" or "error".
        timezone: The zone whose wall-clock time decides the period, for times that carry one.
        timestamp_format: How text is read to times, such as "%d/%m/%Y"; ISO without it.
        currency: The currency's code, to be carried along.

    Returns:
        The customers, sorted by id.

    Raises:
        DataError: The table is empty, a column is missing or unreadable, amounts are infinite,
            nothing can be used, or a policy refuses what is there.
        ParameterError: An argument makes no sense.

    References:
        Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). RFM and CLV: using iso-value curves
        for customer base analysis. Journal of Marketing Research 42(4).

    Examples:
        >>> import pandas as pd
        >>> orders = pd.DataFrame({
        ...     "customer_id": ["a", "a", "a", "b"],
        ...     "timestamp": pd.to_datetime(
        ...         ["2024-01-01", "2024-01-08", "2024-01-31", "2024-01-15"]
        ...     ),
        ...     "amount": [10.0, 20.0, 40.0, 50.0],
        ... })
        >>> rfm(orders).to_frame()
          customer_id  frequency  recency     T  monetary_value
        0           a          2     30.0  30.0            30.0
        1           b          0      0.0  16.0             0.0
    """
    table = described(
        Orders,
        orders,
        "orders",
        customer_id=customer_id,
        timestamp=timestamp,
        amount=amount,
        quantity=quantity,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        timezone=timezone,
        timestamp_format=timestamp_format,
        observation_end=observation_end,
        currency=currency,
    )
    unit = times.unit_of(grain, unit)
    log = read_orders(table, grain, only_counts=True)
    return summed_up(log, log.end, unit=unit)


def summed_up(log: OrderLog, end: dt.datetime | None, *, unit: duration.Unit) -> Rfm:
    """Return the RFM of an order log that is open already.

    Args:
        log: The order log.
        end: The observation end; the latest order without it.
        unit: The unit of recency and T.
    """
    return of_merged(summary.merge(log, end), unit=unit)


def of_merged(merged: summary.MergedLog, *, unit: duration.Unit) -> Rfm:
    """Return the RFM of an order log whose lines are merged to periods.

    Args:
        merged: The merged log.
        unit: The unit of recency and T.
    """
    log, table = merged.log, summary.summarise(merged)
    end_period = times.period_of(table.census.end, log.grain)
    frequency = table.purchases - 1
    mean = table.repeat_spend / np.maximum(frequency, 1)
    lost = (frequency > 0) & (mean <= 0)
    left_out = (*exclusions.excluded(log, table.census), *exclusions.unattributed(table))
    n_lines = exclusions.n_lines(log, table.census)
    return Rfm(
        customer_id=table.customer_id,
        frequency=frequency,
        recency=times.in_unit(table.last - table.first, log.grain, unit),
        T=times.in_unit(end_period - table.first, log.grain, unit),
        monetary_value=np.where((frequency > 0) & ~lost, mean, 0.0) if log.schema.amount else None,
        unit=unit,
        grain=log.grain,
        refunds=log.schema.refunds,
        timezone=log.timezone,
        observation_end=table.census.end,
        currency=log.currency,
        n_lines=n_lines,
        n_lines_used=n_lines - exclusions.n_lines_left_out(left_out),
        notes=(
            *exclusions.of_reading(log, table.census),
            *left_out,
            *exclusions.remarks(table),
            *heavy(log, table.census).notes,
            *_lost_spend(lost),
        ),
    )


def _lost_spend(lost: NDArray[np.bool_]) -> tuple[Note, ...]:
    n = int(np.count_nonzero(lost))
    return Note.counted(
        n,
        "{customers} had repeat purchases worth nothing on balance: their monetary_value is 0, and "
        "the spend model leaves them out.",
        "{customers}的复购净额不大于 0：其 monetary_value 记为 0，消费模型不使用这些客户。",
        customers=counted(n, "customer"),
    )


def _zero_recency(rows: NDArray[np.bool_]) -> tuple[Note, ...]:
    n = int(np.count_nonzero(rows))
    return Note.counted(
        n,
        "{customers} had repeat purchases and a recency of 0, as happens when times are rounded to "
        "whole units. They were kept.",
        "{customers}有复购但 recency 为 0（多因时间取整），已保留。",
        bears_on="reading",
        customers=counted(n, "customer"),
    )
