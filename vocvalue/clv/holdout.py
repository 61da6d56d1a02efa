"""Calibration and holdout: what was known at a date, and what customers did after it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.clv.rfm_reading import summed_up
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.tables import exclusions, frames, times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.orders import Census, OrderLog, read_orders, take_census
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.summary import activity_after, aligned
from vocvalue.tables.times import Grain


@dataclass(frozen=True, kw_only=True, eq=False)
class CalibrationHoldout(Pictured):
    """Each customer's history up to a date, and what they bought after it.

    Attributes:
        calibration: The histories up to the end of the calibration.
        holdout_frequency: Number of periods with a purchase in the holdout, in the order of
            `calibration.customer_id`, shape (n,).
        holdout_spend: Spend in the holdout, with refunds by policy, shape (n,); None without
            amounts.
        holdout_length: Length of the holdout, in the unit of the calibration.
        observation_end: The last moment observed.
    """

    calibration: Rfm
    holdout_frequency: NDArray[np.int64] = field(repr=False)
    holdout_spend: NDArray[np.float64] | None = field(repr=False)
    holdout_length: float
    observation_end: dt.datetime

    def to_frame(self) -> Any:
        """Return one row per customer of the calibration, in the library of `calibration`."""
        known = self.calibration
        columns = {"frequency": known.frequency, "recency": known.recency, "T": known.T}
        if known.monetary_value is not None:
            columns["monetary_value"] = known.monetary_value
        columns["holdout_frequency"] = self.holdout_frequency
        if self.holdout_spend is not None:
            columns["holdout_spend"] = self.holdout_spend
        return frames.beside(known.customer_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the lengths and totals, without the customers."""
        spend = self.holdout_spend
        return {
            "calibration": self.calibration.to_dict(),
            "holdout_purchases": int(self.holdout_frequency.sum()),
            "holdout_spend": None if spend is None else float(spend.sum()),
            "holdout_length": self.holdout_length,
            "unit": self.calibration.unit,
            "observation_end": self.observation_end.isoformat(),
            "notes": plain(self.notes),
        }

    @property
    def n_active(self) -> int:
        """Number of customers who bought in the holdout."""
        return int(np.count_nonzero(self.holdout_frequency))


@translated
def calibration_holdout(
    orders: object,
    *,
    calibration_end: object,
    observation_end: object = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str | None = "amount",
    quantity: str | None = None,
    grain: Grain = "day",
    unit: duration.Unit | None = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
    currency: str | None = None,
) -> CalibrationHoldout:
    """Split an order log at a date: histories up to it, purchases after it.

    The whole period in which the calibration ends belongs to the calibration. Customers who first
    buy in the holdout are counted in a note and left out.

    Args:
        orders: An order log: any frame narwhals accepts, or a path, as in `rfm`.
        calibration_end: End of the calibration: ISO text, date or datetime; a bare date means
            the end of that day.
        observation_end: End of the holdout; by default the latest order.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund; None if there is none.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" or "month".
        unit: The unit of recency, T and the length of the holdout; by default the grain.
        refunds: What to do with negative amounts: "net", "drop" or "error".
        zeros: What to do with orders of amount 0: "keep", "drop" or "error".
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error".
        timezone: The time zone whose wall-clock time decides the period.
        timestamp_format: How text is parsed as times; ISO by default.
        currency: The currency code, passed on to the results.

    Returns:
        The histories, with the holdout's purchases and spend in the same order.

    Raises:
        DataError: As in `rfm`, or no customer bought anything in the holdout.
        ParameterError: The calibration does not end before the observation.

    Examples:
        >>> import pandas as pd
        >>> orders = pd.DataFrame({
        ...     "customer_id": ["a", "a", "a", "b"],
        ...     "timestamp": pd.to_datetime(
        ...         ["2024-01-01", "2024-01-08", "2024-01-31", "2024-01-15"]
        ...     ),
        ...     "amount": [10.0, 20.0, 40.0, 50.0],
        ... })
        >>> split = calibration_holdout(orders, calibration_end="2024-01-20")
        >>> split.holdout_frequency, split.holdout_spend, split.holdout_length
        (array([1, 0]), array([40.,  0.]), 11.0)
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
    split = times.moment(calibration_end, name="calibration_end", timezone=table.timezone)
    census = take_census(log, log.end)
    n_periods = _n_periods(split, census.end, grain)
    calibration = summed_up(log, split, unit=unit)
    return _held_out(log, census, calibration, n_periods)


def _n_periods(split: dt.datetime, end: dt.datetime, grain: Grain) -> int:
    n = times.period_of(end, grain) - times.period_of(split, grain)
    if n < 1:
        raise ParameterError(
            f"calibration_end == {split:%Y-%m-%d %H:%M}, must be at least one {grain} before the "
            f"observation end, {end:%Y-%m-%d %H:%M}."
        )
    return n


def _held_out(
    log: OrderLog, census: Census, calibration: Rfm, n_periods: int
) -> CalibrationHoldout:
    split = calibration.observation_end
    if split is None:  # pragma: no cover (an order log always has one)
        raise ParameterError("the calibration has no end.")
    after = activity_after(log, census, split)
    if not len(after):
        raise DataError(f"no order lies between {split:%Y-%m-%d} and {census.end:%Y-%m-%d}.")
    bought, spend, n_new = aligned(after, calibration.customer_id, ("purchases", "net"))
    return CalibrationHoldout(
        calibration=calibration,
        holdout_frequency=bought.astype(np.int64),
        holdout_spend=spend if log.schema.amount else None,
        holdout_length=float(times.in_unit(np.array(n_periods), log.grain, calibration.unit)),
        observation_end=census.end,
        notes=(
            *exclusions.of_reading(log, census),
            *exclusions.excluded(log, census),
            *_new_customers(n_new),
        ),
    )


def _new_customers(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{customers} with orders in the holdout bought nothing in the calibration and were left "
        "out.",
        "{customers}在校准期没有购买，仅在留出期有订单，未计入。",
        customers=counted(n, "customer"),
    )
