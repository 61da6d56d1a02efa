"""RFM: each customer's purchase history in four numbers, and how they were counted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import narwhals as nw
import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.results import Language, Note, Result, counted, figure, plain
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames, histories
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading import Refunds
from vocvalue.tables.times import Grain


@dataclass(frozen=True, kw_only=True, eq=False)
class Rfm(Result):
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
            notes=(*_zero_recency((x > 0) & (recency == 0)), *lost_spend((x > 0) & (money == 0))),
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
            "n_repeaters": self._n_repeaters,
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

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        share = self._n_repeaters / self.n_customers
        repeats, T = int(self.frequency.sum()), figure(float(self.T.mean()))
        if language == "zh":
            return (
                f"共 {self.n_customers:,} 位客户, 平均观察 {T} {duration.UNIT_ZH[self.unit]}; "
                f"其中 {self._n_repeaters:,} 位 ({share:.1%}) 有复购, 共复购 {repeats:,} 次。"
            )
        return (
            f"{self.n_customers:,} customers, observed for {T} {self.unit}s on average; "
            f"{self._n_repeaters:,} of them ({share:.1%}) bought again, "
            f"{counted(repeats, 'time')} in all."
        )

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the few labelled figures that sum the result up."""
        rows = [
            ("customers", f"{self.n_customers:,}"),
            ("bought again", f"{self._n_repeaters:,}"),
            ("repeat purchases", f"{int(self.frequency.sum()):,}"),
            ("mean T", f"{figure(float(self.T.mean()))} {self.unit}s"),
        ]
        if self.observation_end is not None:
            zone = f" {self.timezone}" if self.timezone else ""
            rows.append(("observed until", f"{self.observation_end:%Y-%m-%d %H:%M}{zone}"))
        if self.n_lines is not None and self.n_lines_used is not None:
            rows.append(("order lines used", f"{self.n_lines_used:,} of {self.n_lines:,}"))
        return rows

    @property
    def _n_repeaters(self) -> int:
        return int(np.count_nonzero(self.frequency))


def lost_spend(lost: NDArray[np.bool_]) -> tuple[Note, ...]:
    """Note customers whose repeat purchases are worth nothing on balance; none where all are."""
    n = int(np.count_nonzero(lost))
    if not n:
        return ()
    return (
        Note(
            en=f"{counted(n, 'customer')} had repeat purchases worth nothing on balance: "
            "monetary_value is 0, and the spend model leaves them out.",
            zh=f"{n:,} 位客户的复购净额不大于 0, 其 monetary_value 记为 0, 且不用于消费模型。",
            count=n,
        ),
    )


def _zero_recency(rows: NDArray[np.bool_]) -> tuple[Note, ...]:
    n = int(np.count_nonzero(rows))
    if not n:
        return ()
    return (
        Note(
            en=f"{counted(n, 'customer')} had repeat purchases and a recency of 0, as rounding to "
            "whole units makes it; kept.",
            zh=f"{n:,} 位客户有复购但 recency 为 0 (多因取整), 已保留。",
            count=n,
        ),
    )
