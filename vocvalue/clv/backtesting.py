"""A prediction made at a past date, compared with what customers did afterwards, in one call."""

from dataclasses import replace

from vocvalue import duration, progress
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.comparison import Backtest
from vocvalue.clv.holdout import CalibrationHoldout, calibration_holdout
from vocvalue.clv.spend import GivenSpend
from vocvalue.clv.spend_choice import SpendChoice, spend_by
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.clv.valuation import value
from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading.orders import Duplicates, Refunds, Zeros
from vocvalue.tables.times import Grain


@progress.step(pair("predicting from a past date", "从过去的日期预测"))
@translated
def backtest(
    orders: object,
    *,
    calibration_end: object = None,
    observation_end: object = None,
    model: type[TransactionModel] = BGNBD,
    spend: SpendChoice = "gamma-gamma",
    level: float = 0.95,
    seed: int = 0,
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
) -> Backtest:
    """Predict from the orders up to a past date, and compare with what customers did afterwards.

    It only calls `clv.calibration_holdout`, `model.fit`, `GammaGamma.fit` (or what `spend` says)
    and `clv.value`, with the holdout as horizon, no discounting and no margin.

    Args:
        orders: An order log: any frame narwhals accepts, or a path to CSV or Parquet. Or a
            `CalibrationHoldout`, which is already split: only model, level and seed then matter
            among the other arguments.
        calibration_end: End of the calibration: ISO text, date or datetime; a bare date means
            the end of that day.
        observation_end: End of the holdout; by default the latest order.
        model: The model of purchases: BGNBD, MBGNBD or ParetoNBD.
        spend: Where the spend per purchase comes from, as in `clv.predict`.
        level: The confidence level of the totals.
        seed: The seed of the simulation behind their intervals.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund; None compares only purchases.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" or "month".
        unit: The unit of recency, T and the length of the holdout; by default the grain.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time decides the period.
        timestamp_format: How text is parsed as times; ISO by default.
        currency: The currency code, passed on to the results.

    Returns:
        The prediction and the holdout, compared in total, by class and by customer.

    Raises:
        DataError: The orders cannot be used, or there are none in the holdout.
        FitError: The models cannot be fitted to the calibration.
        ParameterError: No calibration end, or one passed with orders that are already split.

    Examples:
        Fader, Hardie and Lee (2005) predict the second 39 weeks of CDNOW from the first.

        >>> import vocvalue as vv
        >>> cdnow = vv.datasets.load_cdnow()
        >>> test = backtest(cdnow, calibration_end="1997-09-30", unit="week")
        >>> round(test.total_purchases.value), test.actual_purchases
        (1653, 1882)
    """
    if not (isinstance(model, type) and issubclass(model, TransactionModel)):
        raise ParameterError(f"model == {model!r}, must be BGNBD, MBGNBD or ParetoNBD.")
    if isinstance(orders, CalibrationHoldout):
        _refuse_dates(calibration_end, observation_end)
        return _of_split(orders, model, spend, level=level, seed=seed)
    if calibration_end is None:
        raise ParameterError(
            "calibration_end is missing: name the last day of the calibration, such as "
            'calibration_end="2024-06-30".'
        )
    split = calibration_holdout(
        orders,
        calibration_end=calibration_end,
        observation_end=observation_end,
        customer_id=customer_id,
        timestamp=timestamp,
        amount=amount,
        quantity=quantity,
        grain=grain,
        unit=unit,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        timezone=timezone,
        timestamp_format=timestamp_format,
        currency=currency,
    )
    return _of_split(split, model, spend, level=level, seed=seed)


PURCHASES_ALONE = GivenSpend(
    amount=1.0,
    reason=(
        Note.of(
            "The orders have no amounts, so only purchases are compared.",
            "订单没有金额，因此仅比较购买次数。",
            bears_on="reading",
        ),
    ),
)


def _refuse_dates(*dates: object) -> None:
    if any(date is not None for date in dates):
        raise ParameterError(
            "the orders are already split: leave out calibration_end and observation_end, or pass "
            "the order log."
        )


def _of_split(
    split: CalibrationHoldout,
    model: type[TransactionModel],
    spend: SpendChoice,
    *,
    level: float,
    seed: int,
) -> Backtest:
    known = split.calibration
    terms = Terms(horizon=f"{split.holdout_length:.17g} {known.unit}s", discount_rate=0.0)
    amount = PURCHASES_ALONE if known.monetary_value is None else spend_by(spend, known)
    prediction = value(known, model.fit(known), amount, terms, level=level, seed=seed)
    by_models = [note for note in prediction.notes if note not in known.notes]
    return Backtest(
        split=split,
        prediction=prediction,
        notes=(*split.notes, *map(_of_calibration, known.notes), *by_models),
    )


def _of_calibration(note: Note) -> Note:
    return replace(note, said=pair("[Calibration] {note}", "【校准期】{note}", note=note.said))
