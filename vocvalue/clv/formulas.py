"""The formulas of customer value that need no model: historical, simple, discounted margin."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, overload

import narwhals as nw
import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results import Basis, Note
from vocvalue.results.numerals import counted
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import exclusions, frames, summary, times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.heavy_ids import heavy
from vocvalue.tables.orders import CUSTOMER, read_orders
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds

Scalar = int | float


@dataclass(frozen=True, kw_only=True, eq=False)
class HistoricalValue(Pictured):
    """What each customer has been worth so far.

    Attributes:
        customer_id: The customers, sorted, under the caller's own column name.
        value: Net spend, times the margin if one was given, shape (n,).
        n_orders: Number of order lines, refunds included, shape (n,).
        first_order: Day of the first order line, shape (n,).
        last_order: Day of the last order line, shape (n,).
        basis: What the money is: revenue or margin.
        margin: The margin, as a share of revenue, or None.
        currency: The currency code, if known.
        observation_end: The last moment observed.
        n_lines: Lines of the order table.
        n_lines_used: Lines used; `notes` say what became of the others.
    """

    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    value: NDArray[np.float64] = field(repr=False)
    n_orders: NDArray[np.int64] = field(repr=False)
    first_order: NDArray[np.datetime64] = field(repr=False)
    last_order: NDArray[np.datetime64] = field(repr=False)
    basis: Basis
    margin: float | None
    currency: str | None
    observation_end: dt.datetime
    n_lines: int
    n_lines_used: int

    @property
    def total(self) -> float:
        """The value of all customers together."""
        return float(self.value.sum())

    def to_frame(self) -> Any:
        """Return one row per customer, in the same library as `rfm` returns."""
        columns = {
            "n_orders": self.n_orders,
            "first_order": self.first_order.astype("datetime64[us]"),
            "last_order": self.last_order.astype("datetime64[us]"),
            "value": self.value,
        }
        return frames.beside(self.customer_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the totals and how they were counted, without the customers."""
        return {
            "n_customers": int(self.value.size),
            "total": self.total,
            "basis": self.basis,
            "margin": self.margin,
            "currency": self.currency,
            "observation_end": self.observation_end.isoformat(),
            "n_lines": self.n_lines,
            "n_lines_used": self.n_lines_used,
            "notes": plain(self.notes),
        }


@translated
def historical(
    orders: object,
    *,
    margin: float | None = None,
    currency: str | None = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str = "amount",
    quantity: str | None = None,
    observation_end: object = None,
    refunds: Refunds = "net",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> HistoricalValue:
    """Add up what each customer has brought in so far: the past, not a prediction.

    Args:
        orders: An order log: any frame narwhals accepts, or a path, as in `rfm`.
        margin: The margin, as a share of revenue; by default the value is revenue.
        currency: The currency code, passed on to the results.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund.
        quantity: Column that multiplies `amount`, which is then a unit price.
        observation_end: The last moment observed: ISO text, date or datetime; by default the latest
            order.
        refunds: What to do with negative amounts: "net", "drop" or "error".
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error".
        timezone: The time zone whose wall-clock time decides the day.
        timestamp_format: How text is parsed as times; ISO by default.

    Returns:
        Value, number of lines, first and last day per customer, sorted by id.

    Raises:
        DataError: As in `rfm`.
        ParameterError: The margin is not above 0 and at most 1.

    Examples:
        >>> import pandas as pd
        >>> orders = pd.DataFrame({
        ...     "customer_id": ["a"] * 10,
        ...     "timestamp": pd.date_range("2014-06-30", periods=10, freq="YS"),
        ...     "amount": [40.0] * 10,
        ... })
        >>> historical(orders).total
        400.0
    """
    rate = None if margin is None else checks.margin(margin)
    table = described(
        Orders,
        orders,
        "orders",
        customer_id=customer_id,
        timestamp=timestamp,
        amount=amount,
        quantity=quantity,
        refunds=refunds,
        duplicates=duplicates,
        timezone=timezone,
        timestamp_format=timestamp_format,
        observation_end=observation_end,
        currency=currency,
    )
    log = read_orders(table, "day")
    return _valued(summary.merge(log, log.end), rate)


def _valued(merged: summary.MergedLog, margin: float | None) -> HistoricalValue:
    log, census = merged.log, merged.census
    table = summary.activity(merged)
    net = table["net"].to_numpy().astype(np.float64)
    left_out = exclusions.excluded(log, census)
    n_lines = exclusions.n_lines(log, census)
    return HistoricalValue(
        customer_id=table[CUSTOMER].alias(log.schema.customer_id),
        value=net if margin is None else net * margin,
        n_orders=table["n"].to_numpy().astype(np.int64),
        first_order=_days(table["first"]),
        last_order=_days(table["last"]),
        basis="revenue" if margin is None else "margin",
        margin=margin,
        currency=log.currency,
        observation_end=census.end,
        n_lines=n_lines,
        n_lines_used=n_lines - exclusions.n_lines_left_out(left_out),
        notes=(
            *exclusions.of_reading(log, census),
            *left_out,
            *exclusions.kept(log, census, n_copies=merged.n_copies),
            *heavy(log, census).notes,
            *_below_zero(net),
        ),
    )


@overload
def simple(annual_revenue: Scalar, years: Scalar, total_cost: Scalar) -> float: ...
@overload
def simple(
    annual_revenue: ArrayLike, years: ArrayLike, total_cost: ArrayLike
) -> NDArray[np.float64]: ...
def simple(
    annual_revenue: ArrayLike, years: ArrayLike, total_cost: ArrayLike
) -> float | NDArray[np.float64]:
    r"""Return annual revenue times years less cost, :math:`R \cdot T - C`, undiscounted.

    Args:
        annual_revenue: Revenue per year, one number or one per customer.
        years: Number of years.
        total_cost: Cost of acquiring and serving the customer over those years.

    Returns:
        A number for numbers, an array of the common shape for arrays.

    Raises:
        ParameterError: A value is not a finite number, or years is below 0.

    Examples:
        >>> simple(40, 10, 150)
        250.0
    """
    revenue = checks.finite_array("annual_revenue", annual_revenue)
    span = checks.finite_array("years", years)
    if np.any(span < 0):
        raise ParameterError(f"years == {span.min()}, must be >= 0.")
    return _like_input(revenue * span - checks.finite_array("total_cost", total_cost))


@overload
def discounted_margin(
    revenue: Scalar, margin: Scalar, discount_rate: float, *, years: int
) -> float: ...
@overload
def discounted_margin(
    revenue: ArrayLike, margin: ArrayLike, discount_rate: float, *, years: int | None = None
) -> Any: ...
def discounted_margin(
    revenue: ArrayLike, margin: ArrayLike, discount_rate: float, *, years: int | None = None
) -> float | NDArray[np.float64]:
    r"""Return the margin of the coming years, discounted: :math:`\sum_t R_t G_t / (1 + d)^t`.

    Year 1 is discounted by a whole year, so each year's money is treated as arriving at its end.

    Args:
        revenue: Revenue per year. With `years`, a number or one per customer, the same every year;
            otherwise the last axis is the years, shape (T,) or (n, T).
        margin: The margin, as a share of revenue, broadcast against revenue.
        discount_rate: Effective annual rate as a fraction.
        years: Number of years T.

    Returns:
        A number for one customer, otherwise an array with one value per customer.

    Raises:
        ParameterError: A margin or rate is outside its range, or the number of years is missing.

    Examples:
        >>> round(discounted_margin(40, 0.5, 0.10, years=10), 2)
        122.89
        >>> round(discounted_margin([1300] * 4, 0.5, 0.10), 2)
        2060.41
    """
    rate = checks.discount_rate(discount_rate)
    profit = checks.finite_array("revenue", revenue) * _margins(margin)
    if years is not None:
        n = checks.whole("years", years, least=1)
        return _like_input(profit * float(np.sum((1 + rate) ** -np.arange(1.0, n + 1))))
    if not np.ndim(revenue):
        raise ParameterError("years is missing: pass years=10, or revenue with one value a year.")
    discount = (1 + rate) ** -np.arange(1.0, profit.shape[-1] + 1)
    return _like_input(np.asarray(profit @ discount))


def _margins(margin: ArrayLike) -> NDArray[np.float64]:
    margins = checks.finite_array("margin", margin)
    odd = margins[(margins <= 0) | (margins > 1)]
    if odd.size:
        checks.margin(float(odd[0]))
    return margins


def _like_input(value: NDArray[np.float64]) -> float | NDArray[np.float64]:
    return value if np.ndim(value) else float(value)


def _days(values: nw.Series[Any]) -> NDArray[np.datetime64]:
    return times.period_numbers(values, "day").astype("datetime64[D]")


def _below_zero(net: NDArray[np.float64]) -> tuple[Note, ...]:
    n = int(np.count_nonzero(net < 0))
    return Note.counted(
        n,
        "{customers} had more refunds than purchases, so that their value is negative.",
        "{customers}的退款多于购买，价值为负。",
        customers=counted(n, "customer"),
    )
