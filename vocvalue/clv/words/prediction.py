"""What customers are expected to be worth, in words."""

from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.words.models import in_short
from vocvalue.clv.words.terms import discounting, stated
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import by_number, percent, whole
from vocvalue.results.spans import ahead
from vocvalue.results.sums import BASIS, EVIDENCE, amount, money_ends
from vocvalue.results.texts import Text, pair, sentences, separated


@said.register
def _(prediction: ClvPrediction) -> Text:
    return sentences(_forecast(prediction), _caution(prediction))


@rows.register
def _(prediction: ClvPrediction) -> list[Row]:
    total = prediction.total
    mean = total.value / prediction.rfm.n_customers
    models = separated(in_short(prediction.purchases), in_short(prediction.spend))
    return [
        Row(pair("value", "总价值"), _value(prediction), money_ends(total)),
        Row(pair("evidence", "证据等级"), EVIDENCE[total.evidence]),
        Row(pair("terms", "口径"), stated(prediction.terms, total.currency)),
        Row(pair("customers", "客户数"), _customers(prediction)),
        Row(pair("mean per customer", "人均价值"), amount(mean, total.currency)),
        Row(pair("held by the top 20%", "前 20% 客户占比"), _share(prediction)),
        Row(
            pair("expected purchases", "预计购买次数"),
            whole(float(prediction.expected_purchases.sum())),
        ),
        Row(pair("models", "模型"), models),
    ]


def _forecast(prediction: ClvPrediction) -> Text:
    n, terms = prediction.rfm.n_customers, prediction.terms
    return pair(
        "{customers} expected to bring in {value} {ahead}, {discounting}; {held}.",
        "{customers}{ahead}预计贡献{value}，{discounting}；{held}。",
        customers=by_number(
            n,
            pair("The one customer is", "现有 1 位客户"),
            pair("The {n} customers are", "现有 {n} 位客户", n=n),
        ),
        value=beside(_value(prediction), money_ends(prediction.total)),
        ahead=ahead(terms.horizon),
        discounting=discounting(terms),
        held=_held(prediction),
    )


def _value(prediction: ClvPrediction) -> Text:
    total = prediction.total
    return pair(
        "{amount} of {basis}",
        "{basis} {amount}",
        amount=amount(total.value, total.currency),
        basis=BASIS[total.basis],
    )


def _held(prediction: ClvPrediction) -> Text:
    share = prediction.share_of_top
    if share is not None:
        return pair(
            "the top 20% of customers account for {share} of it",
            "其中价值最高的 20% 客户占 {share}",
            share=percent(share, 0),
        )
    if prediction.n_below_zero:
        return _costly(prediction)
    return pair("none of them is expected to buy again", "预计没有客户会再次购买")


def _costly(prediction: ClvPrediction) -> Text:
    n = prediction.n_below_zero
    return by_number(
        n,
        pair("1 customer costs more than they bring in", "其中 1 位客户的成本高于其贡献"),
        pair("{n} customers cost more than they bring in", "其中 {n} 位客户的成本高于其贡献", n=n),
    )


def _caution(prediction: ClvPrediction) -> Text:
    return pair(
        "This is a forecast from past orders (evidence: {evidence}), not the effect of any action.",
        "这是根据历史订单做出的预测（证据等级：{evidence}），不代表任何措施的效果。",
        evidence=EVIDENCE[prediction.total.evidence],
    )


def _customers(prediction: ClvPrediction) -> Text:
    return pair(
        "{n}, of whom {alive} are expected to be still active",
        "{n} 位，其中预计 {alive} 位仍活跃",
        n=prediction.rfm.n_customers,
        alive=whole(float(prediction.probability_alive.sum())),
    )


def _share(prediction: ClvPrediction) -> Text:
    share = prediction.share_of_top
    if share is None:
        return pair("no share: {reason}", "无法计算占比：{reason}", reason=_held(prediction))
    return pair("{share} of the value", "占总价值的 {share}", share=percent(share, 0))
