"""RFM: each customer's purchase history in four numbers, and how they were counted."""

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
from vocvalue.tables import frames, histories
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.orders import Refunds
from vocvalue.tables.times import Grain


@dataclass(frozen=True, kw_only=True, eq=False)
class Rfm(Pictured):
    """Each customer's purchase history in four numbers, with how they were counted.

    Attributes:
        customer_id: The customers, under the caller's own column name.
        frequency: Number of repeat purchases, shape (n,).
        recency: Time from the first to the last purchase, in `unit`, shape (n,).
        T: Time from the first purchase to the observation end, in `unit`, shape (n,).
        monetary_value: Mean spend per repeat purchase, 0 without one, shape (n,); None if the
            summary passed had none.
        unit: The unit of recency and T.
        grain: The period whose purchases merge into one; None for a summary that was passed.
        refunds: The policy for refunds; None for a summary that was passed.
        timezone: The time zone whose wall-clock time counts; None for times without a zone.
        observation_end: The last moment observed.
        currency: The currency code, if known.
        n_lines: Lines of the order table.
        n_lines_used: Lines used; `notes` say what became of the others.
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
            DataError: A history is impossible.

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
        """Make an RFM from a table with one row per customer, such as lifetimes returns.

        Args:
            summary: Any frame narwhals accepts, or a path to CSV or Parquet.
            unit: The unit of recency and T.
            customer_id: Column with the customer ids; None numbers the rows from 0.
            frequency: Column of the number of repeat purchases.
            recency: Column of the time from the first to the last purchase.
            T: Column of the time from the first purchase to the observation end.
            monetary_value: Column of the mean spend of the repeat purchases; may be absent.

        Returns:
            The checked RFM; a recency of 0 with repeat purchases, as rounding to whole units
            produces, is kept and counted in a note.

        Raises:
            DataError: A column is missing, or a row holds an impossible history.

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
            notes=(*_zero_recency((x > 0) & (recency == 0)), *lost_spend((x > 0) & (money == 0))),
        )

    @property
    def n_customers(self) -> int:
        """The number of customers."""
        return int(self.frequency.size)

    @property
    def mean_spend(self) -> NDArray[np.float64]:
        """The monetary value of each customer, if the RFM has one.

        Raises:
            DataError: The RFM was made without amounts.
        """
        if self.monetary_value is None:
            raise DataError(
                "the RFM has no monetary_value, so purchases cannot become money. Make it from "
                "orders with amounts, or ask the model of purchases for expected_purchases."
            )
        return self.monetary_value

    def to_frame(self) -> Any:
        """Return one row per customer.

        pandas, polars and pyarrow come back as themselves, and a lazy polars frame as an eager one.
        Paths, DuckDB, Ibis and Spark return pandas, which each of them can query.
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


def lost_spend(lost: NDArray[np.bool_]) -> tuple[Note, ...]:
    """Note customers whose repeat purchases are worth nothing on balance; none where all are."""
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
