"""Numbers as a reader meets them: counts, shares, points, probabilities."""

import math

from vocvalue.results.texts import Pair, Text, pair, phrase
from vocvalue.results.tongues import Tongue

UNKNOWN = pair("not known", "未知")
NOUNS = {
    "account": ("{n} account", "{n} accounts", "{n} 家客户"),
    "action": ("{n} action", "{n} actions", "{n} 项行动"),
    "agent": ("{n} agent", "{n} agents", "{n} 位客服"),
    "answer": ("{n} answer", "{n} answers", "{n} 份作答"),
    "arm": ("{n} arm", "{n} arms", "{n} 个组"),
    "buyer": ("{n} buyer", "{n} buyers", "{n} 位购买客户"),
    "cell": ("{n} cell", "{n} cells", "{n} 个单元格"),
    "clause": ("{n} clause", "{n} clauses", "{n} 个分句"),
    "comment": ("{n} comment", "{n} comments", "{n} 条文字回答"),
    "comparison": ("{n} comparison", "{n} comparisons", "{n} 次比较"),
    "complaint": ("{n} complaint", "{n} complaints", "{n} 条投诉"),
    "contacted customer": (
        "{n} customer contacted",
        "{n} customers contacted",
        "{n} 位被联系客户",
    ),
    "covariate": ("{n} covariate", "{n} covariates", "{n} 项协变量"),
    "customer": ("{n} customer", "{n} customers", "{n} 位客户"),
    "department": ("{n} department", "{n} departments", "{n} 个部门"),
    "detractor": ("{n} detractor", "{n} detractors", "{n} 位贬损者"),
    "group": ("{n} group", "{n} groups", "{n} 个分组"),
    "id": ("{n} id", "{n} ids", "{n} 个编号"),
    "insight": ("{n} insight", "{n} insights", "{n} 条洞察"),
    "invoice": ("{n} invoice", "{n} invoices", "{n} 张账单"),
    "invitation": ("{n} invitation", "{n} invitations", "{n} 份邀请"),
    "lead": ("{n} lead", "{n} leads", "{n} 条线索"),
    "look": ("{n} look", "{n} looks", "{n} 次查看"),
    "new customer": ("{n} new customer", "{n} new customers", "{n} 位新客户"),
    "mention": ("{n} mention", "{n} mentions", "{n} 次提及"),
    "order line": ("{n} order line", "{n} order lines", "{n} 条订单记录"),
    "order": ("{n} order", "{n} orders", "{n} 笔订单"),
    "person": ("{n} person", "{n} people", "{n} 人"),
    "phrase": ("{n} phrase", "{n} phrases", "{n} 个短语"),
    "purchase": ("{n} purchase", "{n} purchases", "{n} 次购买"),
    "rating": ("{n} rating", "{n} ratings", "{n} 项评分"),
    "refund": ("{n} refund", "{n} refunds", "{n} 笔退款"),
    "repeat purchase": ("{n} repeat purchase", "{n} repeat purchases", "{n} 次复购"),
    "repeat response": ("{n} repeat response", "{n} repeat responses", "{n} 份重复答卷"),
    "response": ("{n} response", "{n} responses", "{n} 份答卷"),
    "row": ("{n} row", "{n} rows", "{n} 行"),
    "score": ("{n} score", "{n} scores", "{n} 个评分"),
    "segment": ("{n} segment", "{n} segments", "{n} 个分群"),
    "signal": ("{n} signal", "{n} signals", "{n} 个信号"),
    "stratum": ("{n} stratum", "{n} strata", "{n} 个分层"),
    "text": ("{n} text", "{n} texts", "{n} 条文本"),
    "ticket": ("{n} ticket", "{n} tickets", "{n} 张工单"),
    "theme": ("{n} theme", "{n} themes", "{n} 个主题"),
    "time": ("{n} time", "{n} times", "{n} 个时间"),
    "topic": ("{n} topic", "{n} topics", "{n} 个主题"),
    "week": ("{n} week", "{n} weeks", "{n} 周"),
    "month": ("{n} month", "{n} months", "{n} 个月"),
    "quarter": ("{n} quarter", "{n} quarters", "{n} 个季度"),
    "year": ("{n} year", "{n} years", "{n} 年"),
}
"""What is counted: for one, for more, and in Chinese."""
RARE = 0.05
"""What is smaller is written with two significant digits."""


@phrase
def number(tongue: Tongue, value: float, digits: int | None = None) -> str:
    """Write a number, with digits to suit its size or with so many behind the point.

    Examples:
        >>> [number(x).en for x in (1234567.8, 12.346, 0.0123456, 3.0, float("nan"))]
        ['1,234,568', '12.35', '0.01235', '3', 'not known']
        >>> number(-0.04, 1).en
        '0.0'
    """
    return _number(tongue, value, _pattern(value) if digits is None else _decimals(digits))


@phrase
def significant(tongue: Tongue, value: float, digits: int = 4) -> str:
    """Write a number to some significant digits, as parameters of a model are quoted.

    Examples:
        >>> [significant(x).en for x in (0.24259, 4.41366, 12345.6, 3.0, 1.2e-7)]
        ['0.2426', '4.414', '12,350', '3', '0.00000012']
        >>> significant(float("nan")).zh
        '未知'
    """
    if not math.isfinite(value):
        return _number(tongue, value, "#,##0")
    rounded = float(f"{value:.{digits}g}")
    decimals = digits - 1 - math.floor(math.log10(abs(rounded))) if rounded else 0
    return tongue.number(rounded, f"#,##0.{'#' * decimals}" if decimals > 0 else "#,##0")


@phrase
def signed(tongue: Tongue, value: float, digits: int = 1) -> str:
    """Write a number with its sign; what is written as 0 has none.

    Examples:
        >>> signed(2.04).en, signed(-0.04).en, signed(-3.0).zh
        ('+2.0', '0.0', '-3.0')
    """
    decimals = _decimals(digits)
    return _number(
        tongue, value, decimals if not round(value, digits) else f"+{decimals};-{decimals}"
    )


@phrase
def whole(tongue: Tongue, value: float) -> str:
    """Write a number of customers or the like as a whole one.

    Examples:
        >>> whole(1234.4).en, whole(-0.2).zh, whole(float("inf")).en
        ('1,234', '0', '∞')
    """
    return _number(tongue, value, "#,##0")


@phrase
def percent(tongue: Tongue, share: float, digits: int | None = None) -> str:
    """Write a share in percent; without `digits` as many as a rare one needs to be read.

    Examples:
        >>> percent(0.7).en, percent(0.00031).en, percent(0.95, 0).zh, percent(0.0).en
        ('70.0%', '0.031%', '95%', '0.0%')
    """
    if digits is None:
        digits = _rare_digits(100 * share)
    written = _number(tongue, 100 * share, _decimals(digits))
    return f"{written}%" if math.isfinite(share) else written


@phrase
def signed_percent(tongue: Tongue, share: float, digits: int = 0) -> str:
    """Write a relative change in percent, with its sign.

    Examples:
        >>> signed_percent(0.4).en, signed_percent(-12.5).zh
        ('+40%', '-1,250%')
    """
    written = signed(100 * share, digits).into(tongue)
    return f"{written}%" if math.isfinite(share) else written


@phrase
def stated_rate(tongue: Tongue, share: float) -> str:
    """Write a rate that was stated, with the digits that it was stated in.

    Examples:
        >>> stated_rate(0.1).en, stated_rate(0.125).zh
        ('10%', '12.5%')
    """
    return f"{tongue.number(round(100 * share, 9), '#,##0.#########')}%"


def confidence(level: float) -> Text:
    """Return a confidence level, with as many digits as what it leaves to chance needs.

    Examples:
        >>> confidence(0.95).en, confidence(1 - 0.05 / 3).en, confidence(0.9999).zh
        ('95%', '98.33%', '99.99%')
    """
    return stated_rate(1 - float(f"{1 - level:.3g}"))


def percentage_points(difference: float, *, sign: bool = True) -> Text:
    """Return a difference of two shares, in points of a percentage.

    Examples:
        >>> percentage_points(0.2).en, percentage_points(-0.031).zh
        ('+20.0 percentage points', '-3.1 个百分点')
        >>> percentage_points(0.00015, sign=False).en
        '0.015 percentage points'
    """
    write = signed if sign else number
    size = 100 * difference
    return pair(
        "{points} percentage points", "{points} 个百分点", points=write(size, _rare_digits(size))
    )


def points(value: float, *, sign: bool = True, digits: int = 1) -> Text:
    """Return a difference of two scores, in points of the scale.

    Examples:
        >>> points(-12.4).en, points(3.0, sign=False).zh
        ('-12.4 points', '3.0 点')
    """
    write = signed if sign else number
    return pair("{points} points", "{points} 点", points=write(value, digits))


def counted(n: int, noun: str) -> Text:
    """Return how many there are of something that `NOUNS` knows.

    Examples:
        >>> counted(1, "customer").en, counted(1234, "customer").en, counted(1, "row").zh
        ('1 customer', '1,234 customers', '1 行')
    """
    one, more, zh = NOUNS[noun]
    return Pair(one if n == 1 else more, zh, {"n": int(n)})


def by_number(n: int, one: Text, more: Text) -> Text:
    """Return the text for one of something, or for another number of it.

    Examples:
        >>> by_number(2, pair("was", ""), pair("were", "")).en
        'were'
    """
    return one if n == 1 else more


def likely(probability: float) -> Text:
    """Return a probability in percent, and never as certain.

    Examples:
        >>> likely(0.6).en, likely(0.99999).en, likely(0.0).zh
        ('60%', 'over 99.9%', '低于 0.1%')
    """
    if math.isnan(probability):
        return UNKNOWN
    if probability > 0.999:
        return pair("over 99.9%", "超过 99.9%")
    if probability < 0.001:
        return pair("under 0.1%", "低于 0.1%")
    return stated_rate(float(f"{probability:.3g}"))


def p_value(p: float) -> Text:
    """Return a p-value for a reader.

    Examples:
        >>> p_value(0.0412).en, p_value(0.00002).zh, p_value(float("nan")).en
        ('p = 0.041', 'p < 0.001', 'no p-value')
    """
    if math.isnan(p):
        return pair("no p-value", "无 p 值")
    if p < 0.001:
        return pair("p < 0.001", "p < 0.001")
    return pair("p = {p}", "p = {p}", p=p_number(p))


def p_number(p: float) -> Text:
    """Return a p-value as it stands behind its label.

    Examples:
        >>> p_number(0.0412).en, p_number(0.00002).zh, p_number(float("nan")).en
        ('0.041', '低于 0.001', 'not known')
    """
    if p < 0.001:
        return pair("under 0.001", "低于 0.001")
    return number(float(f"{p:.2g}"))


def _rare_digits(size: float) -> int:
    """Return one decimal, or as many as a number that is nearly 0 needs to be read."""
    return 1 if not 0 < abs(size) < RARE else 1 - math.floor(math.log10(abs(size)))


def _number(tongue: Tongue, value: float, pattern: str) -> str:
    if math.isnan(value):
        return UNKNOWN.into(tongue)
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return tongue.number(_without_sign_of_zero(value, pattern), pattern)


def _without_sign_of_zero(value: float, pattern: str) -> float:
    digits = len(pattern.partition(";")[0].partition(".")[2])
    return 0.0 if not round(value, digits) else value


def _decimals(digits: int) -> str:
    return f"#,##0.{'0' * digits}" if digits else "#,##0"


def _pattern(value: float) -> str:
    """Return the digits that suit a number's size: whole from 1,000, four significant below 1."""
    if not math.isfinite(value) or abs(value - round(value)) < 1e-9 * abs(value) or not value:
        return "#,##0"
    size = abs(value)
    if size >= 1000:
        return "#,##0"
    if size >= 1:
        return "#,##0.00"
    return f"0.{'#' * (3 - math.floor(math.log10(size)))}"
