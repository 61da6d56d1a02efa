"""Whether spend depends on frequency, in words."""

from collections.abc import Mapping

from vocvalue.clv.independence import Independence, Verdict
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row, with_interval
from vocvalue.results.numerals import signed
from vocvalue.results.texts import Text, pair

MEANING: Mapping[Verdict, Text] = {
    "holds": pair(
        "there is no sign that spend depends on frequency, as the spend model assumes",
        "未见消费金额与购买频率相关，符合消费模型的假设",
    ),
    "weak": pair(
        "spend depends weakly on frequency; check the values of the best customers against a "
        "holdout",
        "消费金额与购买频率弱相关，请用留出期核对高价值客户",
    ),
    "violated": pair(
        "spend depends on frequency, which the spend model assumes it does not: the values of the "
        "most frequent customers are biased; check them against a holdout",
        "消费金额与购买频率相关，与消费模型的假设不符：高频客户的价值有偏差，请用留出期核对",
    ),
}
ASSUMPTION: Mapping[Verdict, Text] = {
    "holds": pair("holds", "成立"),
    "weak": pair("weakly violated", "轻微偏离"),
    "violated": pair("violated", "不成立"),
}


@said.register
def _(check: Independence) -> Text:
    return pair(
        "The rank correlation of frequency and spend is {correlation}: {meaning}.",
        "购买频率与消费金额的秩相关系数为 {correlation}：{meaning}。",
        correlation=with_interval(check.correlation, _two_digits),
        meaning=MEANING[check.verdict],
    )


@rows.register
def _(check: Independence) -> list[Row]:
    return [
        row(pair("rank correlation", "秩相关系数"), check.correlation, _two_digits),
        Row(pair("assumption", "模型假设"), ASSUMPTION[check.verdict]),
    ]


def _two_digits(value: float) -> Text:
    return signed(value, 2)
