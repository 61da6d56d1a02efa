"""A prediction against what customers then did, in words."""

from vocvalue.clv.comparison import Backtest
from vocvalue.clv.words.models import in_short
from vocvalue.results import Estimate
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, ends
from vocvalue.results.numerals import number, percent, whole
from vocvalue.results.spans import date, length
from vocvalue.results.sums import amount, money_ends
from vocvalue.results.texts import Text, pair, sentences, separated


@said.register
def _(backtest: Backtest) -> Text:
    return sentences(
        _purchases(backtest),
        _spend(backtest) if backtest.has_money else None,
        pair(
            "The intervals hold only as far as the model describes these customers.",
            "区间仅在模型符合这些客户时成立。",
        ),
    )


@rows.register
def _(backtest: Backtest) -> list[Row]:
    spend = [in_short(backtest.spend)] if backtest.has_money else []
    return [
        Row(pair("customers", "客户数"), whole(backtest.total_purchases.n)),
        Row(pair("calibration until", "校准期截止"), _split_day(backtest)),
        Row(pair("holdout", "留出期"), _length(backtest)),
        *_purchase_rows(backtest),
        *(_spend_rows(backtest) if backtest.has_money else []),
        *_error_rows(backtest),
        Row(pair("models", "模型"), separated(in_short(backtest.purchases), *spend)),
    ]


def _purchases(backtest: Backtest) -> Text:
    predicted, actual = backtest.total_purchases, backtest.actual_purchases
    return pair(
        "From the orders up to {day}, {predicted} were predicted for the {length} that followed, "
        "and {actual} were made: {verdict}.",
        "根据截至{day}的订单，预测其后 {length}内购买 {predicted}，实际 {actual} 次：{verdict}。",
        day=_split_day(backtest),
        length=_length(backtest),
        predicted=beside(_times(predicted.value), ends(predicted, whole)),
        actual=actual,
        verdict=_verdict(predicted, actual),
    )


def _spend(backtest: Backtest) -> Text:
    predicted, actual = backtest.total_spend, backtest.actual_spend
    return pair(
        "Predicted spend was {predicted}, and actual spend {actual}: {verdict}.",
        "预测消费 {predicted}，实际消费 {actual}：{verdict}。",
        predicted=beside(amount(predicted.value, predicted.currency), money_ends(predicted)),
        actual=amount(actual, predicted.currency),
        verdict=_verdict(predicted, actual),
    )


def _times(purchases: float) -> Text:
    return pair("{n} purchases", "{n} 次", n=whole(purchases))


def _verdict(predicted: Estimate, actual: float) -> Text:
    """Return how far the prediction was off, and whether its interval held what happened."""
    inside = predicted.lower <= actual <= predicted.upper
    where = pair("inside", "内") if inside else pair("outside", "外")
    if actual <= 0:
        return pair(
            "the actual figure lies {where} the interval", "实际值落在区间{where}", where=where
        )
    off = predicted.value / actual - 1
    if not round(off, 2):
        how = pair("the prediction is within 1% of the actual figure", "预测与实际相差不到 1%")
    elif off > 0:
        how = pair("the prediction is {off} too high", "预测偏高 {off}", off=percent(off, 0))
    else:
        how = pair("the prediction is {off} too low", "预测偏低 {off}", off=percent(-off, 0))
    return pair(
        "{how}, and the actual figure lies {where} the interval",
        "{how}，实际值落在区间{where}",
        how=how,
        where=where,
    )


def _purchase_rows(backtest: Backtest) -> list[Row]:
    predicted, actual = backtest.total_purchases, backtest.actual_purchases
    return [
        Row(pair("actual purchases", "实际购买次数"), whole(actual)),
        Row(
            pair("predicted purchases", "预测购买次数"),
            whole(predicted.value),
            ends(predicted, whole),
        ),
        Row(pair("purchases compared", "购买次数对比"), _verdict(predicted, actual)),
    ]


def _spend_rows(backtest: Backtest) -> list[Row]:
    predicted, actual = backtest.total_spend, backtest.actual_spend
    return [
        Row(pair("actual spend", "实际消费"), amount(actual, predicted.currency)),
        Row(
            pair("predicted spend", "预测消费"),
            amount(predicted.value, predicted.currency),
            money_ends(predicted),
        ),
        Row(pair("spend compared", "消费对比"), _verdict(predicted, actual)),
    ]


def _error_rows(backtest: Backtest) -> list[Row]:
    table = backtest.errors().set_index(["quantity", "guess"])["mean_absolute_error"]
    purchases = _against_past_rate(
        number(float(table["purchases", "model"])), number(float(table["purchases", "past rate"]))
    )
    listed = [Row(pair("mean error in purchases", "购买次数平均误差"), purchases)]
    if backtest.has_money:
        currency = backtest.total_spend.currency
        spend = _against_past_rate(
            amount(float(table["spend", "model"]), currency),
            amount(float(table["spend", "past rate"]), currency),
        )
        listed.append(Row(pair("mean error in spend", "消费平均误差"), spend))
    return listed


def _against_past_rate(model: Text, past_rate: Text) -> Text:
    return pair(
        "{model} per customer; {past_rate} if the past rate simply continued",
        "人均 {model}；若沿用过去的频率则为 {past_rate}",
        model=model,
        past_rate=past_rate,
    )


def _split_day(backtest: Backtest) -> Text:
    day = backtest.split.calibration.observation_end
    return pair("the end of the calibration", "校准期末") if day is None else date(day)


def _length(backtest: Backtest) -> Text:
    return length(backtest.split.holdout_length, backtest.split.calibration.unit)
