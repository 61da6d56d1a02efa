"""From an order log to lifetime values in one call."""

from dataclasses import replace
from inspect import signature
from typing import Any

from vocvalue import duration, progress
from vocvalue.clv import regularity
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.rfm_reading import of_merged, rfm
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.spend_choice import METHODS, SpendChoice, spend_by
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.clv.valuation import value
from vocvalue.errors import ParameterError
from vocvalue.results.texts import pair
from vocvalue.tables import per_customer, times
from vocvalue.tables import summary as summary_of
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.orders import read_orders
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.sources import collect, look_at, open_table
from vocvalue.tables.times import Grain

SUMMARY_COLUMNS = {"frequency", "recency", "T"}


@progress.step(pair("predicting values", "预测客户价值"))
@translated
def predict(
    orders: object,
    *,
    horizon: duration.Span = "12 months",
    discount_rate: float = 0.10,
    margin: float | None = None,
    cost_to_serve: float = 0.0,
    acquisition_cost: float = 0.0,
    model: type[TransactionModel] = BGNBD,
    spend: SpendChoice = "gamma-gamma",
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
) -> ClvPrediction:
    """Predict each customer's lifetime value from an order log.

    It only calls, in this order, `clv.rfm` (histories), `model.fit` (purchases), `GammaGamma.fit`
    or `OwnMeans.fit` (spend) and `clv.value` (money). Call them yourself to inspect the steps.

    Args:
        orders: An order log: any frame narwhals accepts, or a path to CSV or Parquet. Or its
            summary: an `Rfm`, or a table with the columns customer_id, frequency, recency, T and
            monetary_value, whose `unit` must then be given.
        horizon: The span of the value, such as "12 months", or "lifetime".
        discount_rate: Effective annual rate; 10% is 0.10.
        margin: The margin, as a share of revenue: what is left after the cost of goods sold; None
            values revenue.
        cost_to_serve: Amount per customer and year, for as long as the customer stays.
        acquisition_cost: Amount per customer, spent once; 0 for customers already acquired.
        model: The model of purchases: BGNBD, MBGNBD or ParetoNBD.
        spend: "gamma-gamma"; "mean" for the customers' own shrunk means, if that model has no
            answer; a known amount; one amount per customer, shape (n,); or the column of a table of
            histories that holds it. If all purchases have the same price, that price is used.
        currency: The currency code, passed on to the results.
        level: The confidence level of the total.
        seed: The seed of the simulation behind the total's interval.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund; None if there is none and `spend`
            says what a purchase is worth.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" or "month".
        unit: The unit of recency and T; for an order log, by default the grain.
        observation_end: The last moment observed; by default the latest order.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time decides the period.
        timestamp_format: How text is parsed as times.

    Returns:
        The values, customer by customer; their total with an interval; and everything left out,
        counted in `notes`.

    Raises:
        DataError: The order log cannot be used; the message says where the fault is and how to fix
            it.
        FitError: The models cannot be fitted, for example because no customer bought again.
        ParameterError: An argument is outside its range, such as a horizon without a unit.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> clv = vv.clv.predict(shop.orders, horizon="12 months", discount_rate=0.10, margin=0.40)
        >>> list(clv.to_frame().columns)
        ['customer_id', 'frequency', 'recency', 'T', 'monetary_value', 'probability_alive',
         'expected_purchases', 'expected_spend', 'clv']
        >>> clv.total.basis, clv.terms.discount_rate
        ('margin', 0.1)
    """
    if not (isinstance(model, type) and issubclass(model, TransactionModel)):
        raise ParameterError(f"model == {model!r}, must be BGNBD, MBGNBD or ParetoNBD.")
    terms = Terms(
        horizon=horizon,
        discount_rate=discount_rate,
        margin=margin,
        cost_to_serve=cost_to_serve,
        acquisition_cost=acquisition_cost,
    )
    log: dict[str, Any] = {
        "timestamp": timestamp,
        "amount": amount,
        "quantity": quantity,
        "grain": grain,
        "observation_end": observation_end,
        "refunds": refunds,
        "zeros": zeros,
        "duplicates": duplicates,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    if isinstance(orders, Rfm):
        _refuse_log_arguments({**log, "customer_id": customer_id, "currency": currency})
        summary = _in_unit(orders, unit)
    elif not isinstance(orders, Orders) and _is_summary(orders):
        _refuse_log_arguments(log)
        table = collect(open_table(orders).frame).to_native()
        summary = _summary(table, unit, customer_id, currency)
        spend = _column(table, spend)
    else:
        summary = _histories(orders, unit, customer_id=customer_id, currency=currency, **log)
    purchases, per_purchase = model.fit(summary), spend_by(spend, summary)
    return value(summary, purchases, per_purchase, terms, level=level, seed=seed)


def _histories(orders: object, unit: duration.Unit | None, *, grain: Grain, **log: Any) -> Rfm:
    """Return the RFM of an order log, noting purchases that are no chance."""
    unit = times.unit_of(grain, unit)
    read = read_orders(described(Orders, orders, "orders", **log), grain, only_counts=True)
    merged = summary_of.merge(read, read.end)
    histories = of_merged(merged, unit=unit)
    regular = regularity.note(regularity.of_purchases(merged, histories))
    return replace(histories, notes=(*histories.notes, *regular))


def _column(histories: Any, spend: SpendChoice) -> SpendChoice:
    """Return what is spent on a purchase, read where it names a column of the histories."""
    if not isinstance(spend, str) or spend in METHODS:
        return spend
    if spend not in look_at(histories).collect_schema().names():
        return spend
    return per_customer.column(histories, spend)


def _refuse_log_arguments(given: dict[str, Any]) -> None:
    """Refuse what says how to read an order log where none is read."""
    defaults = signature(rfm).parameters
    idle = [name for name, value in given.items() if value != defaults[name].default]
    if idle:
        raise ParameterError(
            f"{', '.join(idle)}: says how to read an order log, but histories were passed, in "
            "which this is already settled. Leave it out, or pass the order log."
        )


def _in_unit(histories: Rfm, unit: duration.Unit | None) -> Rfm:
    if unit is not None and duration.unit(unit) != histories.unit:
        raise ParameterError(
            f"unit == {unit!r}, but the RFM counts in {histories.unit}s. Leave it out."
        )
    return histories


def _is_summary(table: object) -> bool:
    """Whether a table holds one row per customer rather than one per order."""
    return set(look_at(table).collect_schema().names()) >= SUMMARY_COLUMNS


def _summary(
    table: object, unit: duration.Unit | None, customer_id: str, currency: str | None
) -> Rfm:
    if unit is None:
        raise ParameterError(
            "the table has frequency, recency and T, so it is read as one row per customer: say "
            'what they are counted in, such as unit="week".'
        )
    return replace(Rfm.from_frame(table, unit=unit, customer_id=customer_id), currency=currency)
