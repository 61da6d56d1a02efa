"""Every customer's predicted value watched over time, with an alarm when it falls."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vocvalue import checks, duration, progress
from vocvalue.clv import regularity, watch_notes
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.purchase_paths import PurchasePaths, Waits, WatchCalendar
from vocvalue.clv.rfm_reading import of_merged
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.silence import longest_silence, share_of_waits
from vocvalue.clv.special import Array
from vocvalue.clv.spend_choice import spend_by
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.clv.value_watch import ValueWatch, worth
from vocvalue.clv.watch_alarms import Alarms
from vocvalue.clv.watch_record import WatchClock, watch_record
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.texts import pair
from vocvalue.tables import periods, times
from vocvalue.tables import summary as summary_of
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.orders import read_orders
from vocvalue.tables.period_purchases import period_purchases
from vocvalue.tables.periods import Periods
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.times import Grain

A_YEAR: dict[duration.Every, int] = {"week": 52, "month": 12, "quarter": 4, "year": 1}
MOST_ALARMS = 0.5


@progress.step(pair("watching values", "监测客户价值"))
@translated
def watch(
    orders: object,
    *,
    every: duration.Every = "month",
    horizon: duration.Span = "12 months",
    start: object = None,
    false_alarms_per_year: float = 0.05,
    churn_after: duration.Span = "6 months",
    discount_rate: float = 0.10,
    margin: float | None = None,
    model: type[TransactionModel] = BGNBD,
    spend: str | float = "gamma-gamma",
    currency: str | None = None,
    level: float = 0.95,
    seed: int = 0,
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
) -> ValueWatch:
    """Watch every customer's predicted value, and raise an alarm when it falls by more than noise.

    The models are fitted once, to the orders before the watch. From then on the value falls with
    each day of silence, for healthy customers too; their next order brings it back. An alarm
    is raised when a customer who goes on as before, at a rate that is only as certain as the
    orders make it, would fall this far in so few waits that false alarms stay below
    `false_alarms_per_year`. What the alarms were worth is measured on the same watch.

    Args:
        orders: An order log: any frame narwhals accepts, or a path, as in `clv.rfm`.
        every: How often values are looked at: at the end of each "week", "month", "quarter" or
            "year" of the calendar.
        horizon: The span of the value, such as "12 months", or "lifetime".
        start: The first day of the watch, which begins with the period that holds it; by default
            twelve months before the end, or in the middle of the orders if that is later.
        false_alarms_per_year: The false alarms allowed per customer and year, on average over the
            time that the customer buys.
        churn_after: Without an order for so long, a customer counts as lost in what is measured.
        discount_rate: Effective annual rate; 10% is 0.10.
        margin: The margin, as a share of revenue: what is left after the cost of goods sold; None
            values revenue.
        model: The model of purchases: BGNBD, MBGNBD or ParetoNBD.
        spend: "gamma-gamma"; "mean" for the customers' own shrunk means; or a known amount.
        currency: The currency code, passed on to the results.
        level: The confidence level of the intervals.
        seed: The seed of the looks at which customers without an alarm are compared.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund; None if there is none and `spend`
            says what a purchase is worth.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" or "month".
        unit: The unit of recency and T; by default the grain.
        observation_end: The last moment observed; by default the latest order.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time decides the period.
        timestamp_format: How text is parsed as times.

    Returns:
        The value of each customer before and now, its fall and the noise of it, the alarms, and
        what they were worth.

    Raises:
        DataError: The order log cannot be used, or is too short to be watched.
        FitError: The models cannot be fitted to the orders before the watch.
        ParameterError: An argument is outside its range.

    References:
        Fader, Hardie and Lee (2005), Marketing Science 24(2), for the model; Lomax (1954), Journal
        of the American Statistical Association 49, for the waits; Page (1954), Continuous
        inspection schemes, Biometrika 41, for alarms judged by how often false ones come.

    Examples:
        >>> import vocvalue as vv
        >>> log = vv.datasets.simulate_orders(2000, r=2.0, alpha=6.0, b=8.0, seed=1)
        >>> seen = watch(log.orders, churn_after="3 months")
        >>> seen.record.false_alarms.value < 0.05
        True
        >>> list(seen.alerts().columns)
        ['customer_id', 'timestamp', 'value_before', 'value', 'fall', 'noise']
    """
    checks.one_of("every", every, duration.EVERY)
    if not (isinstance(model, type) and issubclass(model, TransactionModel)):
        raise ParameterError(f"model == {model!r}, must be BGNBD, MBGNBD or ParetoNBD.")
    terms = Terms(horizon=horizon, discount_rate=discount_rate, margin=margin)
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
    asked = _Asked(
        every=every,
        terms=terms,
        per_year=_allowed(false_alarms_per_year),
        churn_after=churn_after,
        model=model,
        spend=_one_amount(spend),
        level=checks.level(level),
        seed=checks.whole("seed", seed),
    )
    log = read_orders(table, grain, only_counts=True)
    return _watched(summary_of.merge(log, log.end), times.unit_of(grain, unit), start, asked)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    every: duration.Every
    terms: Terms
    per_year: float
    churn_after: duration.Span
    model: type[TransactionModel]
    spend: str | float
    level: float
    seed: int


def _watched(
    merged: summary_of.MergedLog, unit: duration.Unit, start: object, asked: _Asked
) -> ValueWatch:
    """Fit the models to what came before the watch, and judge every silence by them."""
    rfm = of_merged(merged, unit=unit)
    paths = PurchasePaths.of(
        period_purchases(merged, rfm.customer_id, asked.every), rfm, merged.log.grain
    )
    looks = _looks(merged, paths, asked.every, start)
    _, known = paths.as_of(int(looks.period[0]) - 1, looks.opening)
    purchases, spend = asked.model.fit(known), spend_by(asked.spend, known)
    waits = paths.waits()
    silence = _longest(waits, purchases.model, asked.per_year)
    alarms = Alarms.of(waits, looks, silence / _per_grain(paths))
    watch = ValueWatch(
        rfm=rfm,
        purchases=purchases,
        spend=spend,
        terms=asked.terms,
        every=asked.every,
        false_alarms_per_year=asked.per_year,
        churn_after=asked.churn_after,
        calendar=looks,
        paths=paths,
        **_values(rfm, waits, silence, lambda it: worth(it, purchases.model, spend, asked.terms)),
        **_states(rfm, alarms, looks),
        record=watch_record(
            alarms, _clock(paths, asked.churn_after), level=asked.level, seed=asked.seed
        ),
        level=asked.level,
    )
    regular = regularity.note(regularity.of_purchases(merged, rfm))
    notes = (*rfm.notes, *purchases.notes, *spend.notes, *regular, *watch_notes.of(watch))
    return replace(watch, notes=notes)


def _longest(waits: Waits, model: TransactionModel, per_year: float) -> Array:
    """Return the longest silence after each purchase that is no alarm, in the model's unit."""
    rates: Any = model
    share = share_of_waits(
        rates,
        waits.frequency,
        waits.age,
        per_year=per_year,
        year=duration.units_per_year(model.unit),
    )
    return longest_silence(rates, waits.frequency, waits.age, share)


def _looks(
    merged: summary_of.MergedLog, paths: PurchasePaths, every: duration.Every, start: object
) -> WatchCalendar:
    """Return the looks of the watch, from the period that holds its start to the last."""
    grain, end = merged.log.grain, merged.census.end
    opening = times.period_starts(np.array([paths.first.min()]), grain)
    first, last = periods.numbers_of(np.array([opening[0], np.datetime64(end, "us")]), every)
    if last <= first:
        raise DataError(
            f"the orders lie in one {every}, so nothing comes before a watch. Pass orders of a "
            "longer time, or look more often with every=."
        )
    begin = last + 1 - min(A_YEAR[every], (last + 1 - first) // 2)
    if start is not None:
        moment = times.moment(start, name="start", timezone=merged.log.schema.timezone)
        begin = periods.numbers_of(np.array([np.datetime64(moment, "us")]), every)[0]
    if not first < begin <= last:
        raise ParameterError(
            f"start == {start!r}, must lie after the {every} of the first order, "
            f"{opening[0].astype('datetime64[D]')}, and not after the end, {end:%Y-%m-%d}."
        )
    return WatchCalendar.of(
        Periods(every=every, first=int(begin), n=int(last - begin) + 1), end, grain
    )


def _values(
    rfm: Rfm, waits: Waits, silence: Array, value: Callable[[Rfm], Array]
) -> dict[str, Any]:
    """Return each customer's value after the last order, now, and the noise of the fall."""
    longest = np.full(rfm.n_customers, np.nan)
    longest[waits.customer[waits.is_open]] = silence[waits.is_open]
    longest[rfm.frequency == 0] = np.nan
    before = value(replace(rfm, T=rfm.recency))
    repeats = np.isfinite(longest)
    at_limit = value(replace(rfm, T=rfm.recency + np.where(repeats, longest, 0.0)))
    return {
        "before": before,
        "now": value(rfm),
        "noise": np.where(repeats, before - at_limit, np.nan),
        "longest_silence": longest,
    }


def _states(rfm: Rfm, alarms: Alarms, looks: WatchCalendar) -> dict[str, Any]:
    """Return who is alarmed, since when, and how many alarms each look raised."""
    k, last = len(looks.day), alarms.waits.is_open
    raised, look = alarms.is_raised, alarms.look
    alarm_at = np.full(rfm.n_customers, np.datetime64("NaT", "D"))
    now = raised & last
    alarm_at[alarms.waits.customer[now]] = looks.day[look[now] - 1]
    was_silent = np.zeros(rfm.n_customers, dtype=np.bool_)
    was_silent[alarms.waits.customer[last & alarms.was_silent]] = True
    return {
        "alarm_at": alarm_at,
        "was_silent": was_silent,
        "raised": np.bincount(look[raised] - 1, minlength=k),
        "returned": np.bincount(look[raised & ~last] - 1, minlength=k),
    }


def _clock(paths: PurchasePaths, churn_after: duration.Span) -> WatchClock:
    churn = duration.length(churn_after, paths.unit, name="churn_after")
    grain = _per_grain(paths)
    return WatchClock(
        year=duration.units_per_year(paths.unit) / grain,
        day=duration.length("1 day", paths.unit) / grain,
        churn=churn / grain,
    )


def _per_grain(paths: PurchasePaths) -> float:
    """Return the length of a grain in the unit of time."""
    return float(paths.in_unit(np.array([1]))[0])


def _allowed(false_alarms_per_year: float) -> float:
    allowed = checks.positive("false_alarms_per_year", false_alarms_per_year)
    if allowed > MOST_ALARMS:
        raise ParameterError(
            f"false_alarms_per_year == {false_alarms_per_year}, must be at most {MOST_ALARMS}: one "
            "in twenty customers a year is 0.05."
        )
    return allowed


def _one_amount(spend: str | float) -> str | float:
    if isinstance(spend, str):
        return spend
    return checks.non_negative("spend", spend)
