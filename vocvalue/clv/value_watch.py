"""What `watch` returns: each customer's value, its fall, the noise, and the alarms."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.clv.fitted import Fit
from vocvalue.clv.purchase_paths import PurchasePaths, WatchCalendar
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.spend import Spend
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.clv.watch_record import WatchRecord
from vocvalue.results import CustomerValues, Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.tables import frames

Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class ValueWatch(Pictured):
    """Each customer's predicted value over time, and who raised an alarm.

    Attributes:
        rfm: The customers' purchase histories in the end.
        purchases: The model of purchases, fitted to the orders before the watch.
        spend: Spend per purchase, from the same orders.
        terms: Horizon, discount rate and margin of the value.
        every: How often values are looked at.
        false_alarms_per_year: False alarms allowed per customer and year.
        churn_after: Without an order for so long, a customer counts as lost.
        calendar: When values are looked at.
        paths: The purchases by calendar period, of which the past histories are made.
        before: The value at the end of the day of the last order, shape (n,).
        now: The value in the end, shape (n,).
        noise: The fall that a customer who goes on as before exceeds only in false alarms, NaN for
            customers who ordered once, shape (n,).
        alarm_at: The day of the alarm, NaT without one, shape (n,).
        was_silent: Whether the silence was too long before the watch began, shape (n,).
        longest_silence: The silence that a customer who goes on as before exceeds only in false
            alarms, in the unit of the histories, NaN for customers who ordered once, shape (n,).
        raised: Alarms raised at each look, shape (k,).
        returned: How many of these customers ordered again, shape (k,).
        record: What the alarms were worth.
        level: The confidence level of the intervals.
    """

    rfm: Rfm
    purchases: Fit[TransactionModel]
    spend: Spend
    terms: Terms
    every: duration.Every
    false_alarms_per_year: float
    churn_after: duration.Span
    calendar: WatchCalendar = field(repr=False)
    paths: PurchasePaths = field(repr=False)
    before: Array = field(repr=False)
    now: Array = field(repr=False)
    noise: Array = field(repr=False)
    alarm_at: NDArray[np.datetime64] = field(repr=False)
    was_silent: Bools = field(repr=False)
    longest_silence: Array = field(repr=False)
    raised: NDArray[np.int64] = field(repr=False)
    returned: NDArray[np.int64] = field(repr=False)
    record: WatchRecord
    level: float

    @property
    def looks(self) -> NDArray[np.datetime64]:
        """The last day of each period of the watch, shape (k,)."""
        return self.calendar.day

    @property
    def start(self) -> np.datetime64:
        """The first day of the watch."""
        return np.datetime64(self.calendar.start)

    @property
    def fall(self) -> Array:
        """By how much the value has fallen since the last order, shape (n,)."""
        return self.before - self.now

    @property
    def is_alarmed(self) -> Bools:
        """Whether an alarm of the watch is still in force, shape (n,)."""
        return ~np.isnat(self.alarm_at)

    @property
    def n_watched(self) -> int:
        """How many customers have ordered again, so that a rate of their own is known."""
        return int(np.count_nonzero(np.isfinite(self.noise)))

    @property
    def n_slow(self) -> int:
        """How many of these would have to be silent for more than a year to raise an alarm."""
        year = duration.units_per_year(self.rfm.unit)
        return int(np.count_nonzero(self.longest_silence > year))

    @property
    def value_lost(self) -> float:
        """What the alarmed customers' values have fallen by, together."""
        return float(self.fall[self.is_alarmed].sum())

    @property
    def customer_values(self) -> CustomerValues:
        """What each customer is worth now, for the rooms that cross it with something else."""
        return CustomerValues(
            table=self.to_frame(),
            customer_id=self.rfm.customer_id.name,
            value="value",
            horizon=self.terms.horizon,
            basis=self.terms.basis,
            discount_rate=self.terms.discount_rate,
            currency=self.rfm.currency,
        )

    def to_frame(self) -> Any:
        """Return one row per customer, in the caller's dataframe library.

        The columns are customer_id (under the caller's name), frequency, recency, T, value_before,
        value, fall, noise and alarm_at.
        """
        columns: dict[str, NDArray[Any]] = {
            "frequency": self.rfm.frequency,
            "recency": self.rfm.recency,
            "T": self.rfm.T,
            "value_before": self.before,
            "value": self.now,
            "fall": self.fall,
            "noise": self.noise,
            "alarm_at": self.alarm_at.astype("datetime64[us]"),
        }
        return frames.beside(self.rfm.customer_id, columns)

    def alerts(self) -> Any:
        """Return the customers whose alarm is in force, in the caller's dataframe library.

        The columns are customer_id (under the caller's name), timestamp (of the alarm),
        value_before, value, fall and noise. `lift.risk_pool` takes the table as `values`, with the
        rule `lift.FallingValue`, and as `complaints`, with the rule `lift.Complaint()`, which keeps
        the days of the alarms.
        """
        rows = np.flatnonzero(self.is_alarmed)
        columns: dict[str, NDArray[Any]] = {
            "timestamp": self.alarm_at[rows].astype("datetime64[us]"),
            "value_before": self.before[rows],
            "value": self.now[rows],
            "fall": self.fall[rows],
            "noise": self.noise[rows],
        }
        return frames.beside(self.rfm.customer_id[rows.tolist()], columns)

    @cached_property
    def value_by_look(self) -> Array:
        """The value of each customer at each look, shape (n, k), NaN before the first order.

        The model is that of the orders before the watch, and the histories are those that were
        known at the look, so that no value knows what came after it.
        """
        table = np.full((self.rfm.n_customers, len(self.looks)), np.nan)
        for column, (period, end) in enumerate(
            zip(self.calendar.period, self.calendar.ends, strict=True)
        ):
            who, then = self.paths.as_of(int(period), int(end))
            table[who, column] = worth(then, self.purchases.model, self.spend, self.terms)
        table.setflags(write=False)
        return table

    def periods(self) -> pd.DataFrame:
        """Return one row per look.

        The columns are look, customers, value (of all of them together), alarms and returned.
        """
        return pd.DataFrame(
            {
                "look": self.looks,
                "customers": np.isfinite(self.value_by_look).sum(axis=0),
                "value": np.nansum(self.value_by_look, axis=0),
                "alarms": self.raised,
                "returned": self.returned,
            }
        )

    def figures(self) -> dict[str, Estimate]:
        """Return what the alarms were worth."""
        record = self.record
        return {
            "false alarms per customer and year": record.false_alarms,
            "lost after an alarm": record.lost_after_alarm,
            "lost without an alarm": record.lost_otherwise,
            "lost customers who were warned of": record.warned,
            "days of warning": record.lead,
            "days more than by days since the last order": record.gain,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the record, the terms, the model and the notes, without the customers."""
        return {
            "customers": self.rfm.n_customers,
            "watched": self.n_watched,
            "alarms_in_force": int(self.is_alarmed.sum()),
            "value_lost": self.value_lost,
            "every": self.every,
            "false_alarms_per_year": self.false_alarms_per_year,
            "churn_after": plain(self.churn_after),
            "looks": plain(self.looks),
            "raised": plain(self.raised),
            "returned": plain(self.returned),
            "record": {name: plain(held) for name, held in vars(self.record).items()},
            "terms": {**plain(self.terms), "basis": self.terms.basis},
            "purchases": {
                "model": type(self.purchases.model).__name__,
                **self.purchases.parameters,
            },
            "spend": {"model": self.spend.model_name, **self.spend.parameters},
            "notes": plain(self.notes),
        }


def worth(rfm: Rfm, model: TransactionModel, spend: Spend, terms: Terms) -> Array:
    """Return what customers are worth at the end of their histories, shape (n,).

    Args:
        rfm: The customers.
        model: The model of purchases.
        spend: Spend per purchase.
        terms: Horizon, discount rate and margin.
    """
    outlook = model.outlook(rfm, terms.horizon, discount_rate=terms.discount_rate)
    return np.asarray(terms.share_kept * outlook.discounted_purchases * spend.expected(rfm))
