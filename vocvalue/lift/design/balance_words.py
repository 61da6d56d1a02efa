"""Whether the arms were balanced before the experiment, in words."""

import math

from vocvalue.lift.design.arm_words import arm_name, counted_arms
from vocvalue.lift.design.balance_result import Balance
from vocvalue.lift.design.covariate_names import covariate_name
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, number, p_value, signed
from vocvalue.results.texts import Text, names, pair, separated

NOTHING_TO_TEST = pair("nothing to test: no covariate varies", "无从检验：没有协变量存在差异")


@said.register
def _(balance: Balance) -> Text:
    return pair("{finding}.", "{finding}。", finding=finding(balance))


@rows.register
def _(balance: Balance) -> list[Row]:
    largest = balance.largest
    deviations = pair(
        "{size} standard deviations", "{size} 个标准差", size=signed(largest.largest, 3)
    )
    return [
        Row(pair("arms", "各组客户数"), counted_arms(balance.sizes)),
        Row(pair("compared with", "参照组"), arm_name(balance.reference)),
        Row(pair("covariates", "协变量"), names(_covariates(balance))),
        Row(pair("largest difference", "最大差异"), beside(deviations, covariate_name(largest))),
        Row(pair("overall test", "整体检验"), _test(balance)),
    ]


def finding(balance: Balance) -> Text:
    """Return whether the arms were balanced, without a full stop.

    Args:
        balance: The arms compared.
    """
    covariates = counted(len(_covariates(balance)), "covariate")
    if math.isnan(balance.test.p_value):
        return pair(
            "The arms do not differ in {covariates}: no covariate varies between customers, so "
            "there is nothing to test",
            "{covariates}在客户之间没有差异，无从检验各组是否均衡",
            covariates=covariates,
        )
    parts = {
        "covariates": covariates,
        "size": number(abs(balance.largest.largest), 2),
        "name": covariate_name(balance.largest),
        "p": p_value(balance.test.p_value),
    }
    if balance.is_odd:
        return pair(
            "Across {covariates}, the arms differ by up to {size} standard deviations ({name}), "
            "more than random assignment explains (overall test: {p}); find the cause before "
            "relying on any result",
            "在 {covariates}上，各组最大相差 {size} 个标准差（{name}），"
            "超出随机分组所能解释的范围（整体检验 {p}）；查明原因之前，请勿采信任何结果",
            **parts,
        )
    return pair(
        "Across {covariates}, the arms differ by up to {size} standard deviations ({name}), no "
        "more than random assignment explains (overall test: {p})",
        "在 {covariates}上，各组最大相差 {size} 个标准差（{name}），与随机分组相符（整体检验 {p}）",
        **parts,
    )


def _covariates(balance: Balance) -> list[str]:
    return list(dict.fromkeys(comparison.covariate for comparison in balance.comparisons))


def _test(balance: Balance) -> Text:
    test = balance.test
    if not test.degrees_of_freedom:
        return NOTHING_TO_TEST
    return separated(
        pair("chi-square {value}", "卡方 {value}", value=number(test.statistic, 2)),
        pair("{n} df", "自由度 {n}", n=test.degrees_of_freedom),
        p_value(test.p_value),
    )
