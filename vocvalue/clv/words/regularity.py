"""Whether purchases come more regularly than at random, in words."""

from vocvalue.clv.regularity import Regularity
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import UNKNOWN, counted, number, p_value
from vocvalue.results.spans import period
from vocvalue.results.texts import Text, pair, sentences

ADVICE = pair(
    "The purchase models assume purchases at random times, so such a customer counts as active "
    "for too long after a missed purchase. Check the prediction with clv.backtest.",
    "购买模型假设购买时间是随机的：这类客户停止购买后，仍会在过长时间内被视为活跃。"
    "请用 clv.backtest 检验预测。",
)


@said.register
def _(check: Regularity) -> Text:
    said_so = pair("{finding}.", "{finding}。", finding=finding(check))
    return sentences(said_so, ADVICE if check.is_gapless or check.is_regular else None)


def finding(check: Regularity) -> Text:
    """Return whether purchases come regularly, without a full stop.

    Args:
        check: What was found.
    """
    if check.is_gapless:
        return _gapless(check)
    if check.is_regular:
        return _regular(check)
    if not check.n_customers:
        return pair(
            "No customer has purchases whose times could show whether they are regular",
            "没有客户的购买次数足以判断其购买时间是否有规律",
        )
    return pair(
        "There is no sign that purchases come more regularly than at random (dispersion "
        "{dispersion}, where 1 is chance; {p})",
        "未见购买时间比随机情形更有规律（离散度 {dispersion}，随机时为 1；{p}）",
        dispersion=number(check.dispersion, 2),
        p=p_value(check.p_value),
    )


@rows.register
def _(check: Regularity) -> list[Row]:
    often = pair(
        "{gapless} of {often}",
        "{often} 位中的 {gapless} 位",
        gapless=check.n_gapless,
        often=check.n_often,
    )
    return [
        Row(pair("dispersion", "离散度"), _dispersion(check)),
        Row(
            pair("p-value", "p 值"),
            beside(p_value(check.p_value), counted(check.n_customers, "customer")),
        ),
        Row(
            pair("bought every {period}", "每{period}都有购买", period=period(check.grain)),
            often,
        ),
    ]


def _gapless(check: Regularity) -> Text:
    return pair(
        "{gapless} of {often} with three or more purchases bought every {period} from the first "
        "to the last, as subscribers do",
        "购买三次及以上的 {often}中，有 {gapless} 位从首次到末次每{period}都有购买，类似订阅",
        gapless=check.n_gapless,
        often=counted(check.n_often, "customer"),
        period=period(check.grain),
    )


def _regular(check: Regularity) -> Text:
    return pair(
        "Purchases come more regularly than at random, as with subscriptions and standing orders "
        "(dispersion {dispersion}, where 1 is chance; {p})",
        "购买时间比随机情形更有规律，类似订阅或定期下单（离散度 {dispersion}，随机时为 1；{p}）",
        dispersion=number(check.dispersion, 2),
        p=p_value(check.p_value),
    )


def _dispersion(check: Regularity) -> Text:
    if not check.n_customers:
        return UNKNOWN
    return beside(
        number(check.dispersion, 2),
        pair("1 is chance, 0 is clockwork", "1 为随机，0 为完全规律"),
    )
