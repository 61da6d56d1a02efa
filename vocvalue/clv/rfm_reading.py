"""An order log in, the RFM of its customers out."""

import datetime as dt

import numpy as np

from vocvalue import duration, progress
from vocvalue.clv.rfm_summary import Rfm, lost_spend
from vocvalue.results.texts import pair
from vocvalue.tables import exclusions, summary, times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.heavy_ids import heavy
from vocvalue.tables.orders import OrderLog, read_orders
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.times import Grain


@progress.step(pair("reading purchases", "读取购买记录"))
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
    """Summarise an order log as frequency, recency, T and monetary value per customer.

    A customer's orders in one period merge into one purchase. Frequency is the number of periods
    with a purchase minus one, recency runs from the first to the last of them, T runs from the
    first to the period in which observation ends, and the monetary value is the mean spend of all
    but the first.

    A refund is a negative amount and never a purchase. With `refunds="net"` it is deducted from the
    purchase it follows; an item bought and returned in one period is not a purchase. Lines without
    a customer, time or amount and lines after the end are left out; every kind is counted in
    `notes`, and the counts and `n_lines_used` add up to `n_lines`.

    Args:
        orders: An order log: any frame narwhals accepts (pandas, polars, pyarrow, DuckDB, PySpark,
            Ibis), or a path or glob to CSV or Parquet. The log is aggregated in its own engine.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders: times, or text in ISO format. Times
            with a zone count in that zone unless `timezone` is given; DuckDB and Spark keep one
            zone per session, and a path is read in UTC.
        amount: Column with the amounts, negative for a refund; None if there is none.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" (from
            Monday) or "month" (calendar).
        unit: The unit of recency and T; by default the grain. Calendar months are counted in
            months, other grains in any unit.
        observation_end: The last moment observed: ISO text, date or datetime; by default the latest
            order. The whole period in which it falls is observed; a bare date means the end of that
            day.
        refunds: What to do with negative amounts: "net", "drop" (left out, counted) or "error".
        zeros: What to do with orders of amount 0: "keep" (a purchase, for example one paid by
            voucher; counted), "drop" (free items; left out, counted) or "error".
        duplicates: What to do with rows that repeat another in every column: "keep" (counted),
            "drop" or "error".
        timezone: The time zone whose wall-clock time decides the period, for times with a zone.
        timestamp_format: How text is parsed as times, such as "%d/%m/%Y"; ISO by default.
        currency: The currency code, passed on to the results.

    Returns:
        The customers, sorted by id.

    Raises:
        DataError: The table is empty, a column is missing or unreadable, amounts are infinite, no
            line can be used, or a policy refuses some lines.
        ParameterError: An argument is invalid.

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
        end: The observation end; by default the latest order.
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
            *lost_spend(lost),
        ),
    )
