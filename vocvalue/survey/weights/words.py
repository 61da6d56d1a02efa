"""Weights of survey responses, in words."""

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.texts import Text, names, pair
from vocvalue.survey.weights.result import Weights


@said.register
def _(weights: Weights) -> Text:
    lost = max(1 - weights.effective_n / weights.n_answers, 0.0)
    return pair(
        "The {responses} stand for {base}. Weighting costs {lost} of the precision: they are as "
        "precise as {effective} equally weighted responses.",
        "{responses}代表{base}。加权使精度降低 {lost}，相当于 {effective} 份等权答卷。",
        responses=counted(weights.n_answers, "response"),
        base=_base(weights),
        lost=percent(lost, 0),
        effective=whole(weights.effective_n),
    )


@rows.register
def _(weights: Weights) -> list[Row]:
    columns = dict.fromkeys(margin.column for margin in weights.margins)
    times = pair(
        "{times} times the mean",
        "均值的 {times} 倍",
        times=number(weights.largest / float(weights.weights.mean()), 1),
    )
    return [
        Row(pair("responses", "答卷数"), whole(weights.n_answers)),
        Row(pair("weighted by", "加权依据"), names(columns)),
        Row(pair("weights add up to", "权重之和"), _total(weights)),
        Row(pair("effective responses", "有效答卷数"), whole(weights.effective_n)),
        Row(pair("design effect", "设计效应"), number(weights.design_effect, 2)),
        Row(pair("largest weight", "最大权重"), beside(number(weights.largest, 2), times)),
    ]


def _base(weights: Weights) -> Text:
    if weights.n_customers is None:
        return pair("all customers", "全体客户")
    return pair("{n} customers", " {n} 位客户", n=whole(weights.n_customers))


def _total(weights: Weights) -> Text:
    if weights.n_customers is None:
        return beside(whole(weights.n_answers), pair("the number of responses", "答卷数"))
    return beside(whole(weights.n_customers), pair("the number of customers", "客户数"))
