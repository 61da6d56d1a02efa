"""Who met a problem, in words."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.exposed.result import Design, Exposure
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.spans import length
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, named, pair, sentences

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

MOMENTS: Mapping[Design, Text] = {
    "order": pair("orders", "笔订单"),
    "mention": pair("moments after an order", "个下单后的时点"),
}


@said.register
def _(exposure: Exposure) -> Text:
    return sentences(finding(exposure), _compared(exposure))


@rows.register
def _(exposure: Exposure) -> list[Row]:
    return [
        Row(pair("customers who met it", "遇到问题的客户"), whole(exposure.n_exposed)),
        Row(pair("controls", "对照"), whole(exposure.n_controls)),
        Row(pair("first mentions a month", "每月首次提及"), number(exposure.exposed_a_month, 1)),
        Row(pair("later mentions a month", "每月再次提及"), number(exposure.repeats_a_month, 1)),
        Row(pair("window", "观察期"), _window(exposure)),
        *_both(exposure, exposure.exposed, pair("exposed", "遇到问题者")),
        *_both(exposure, ~exposure.exposed, pair("controls", "对照")),
    ]


def _both(exposure: Exposure, group: Flags, who: Text) -> list[Row]:
    """Return repurchase and spend of exposed or controls, as observed."""
    repurchase, spend = (_mean(exposure.outcomes[it], group) for it in ("repurchase", "spend"))
    return [
        Row(pair("repurchase, {who}", "{who}复购率", who=who), percent(repurchase)),
        Row(pair("spend, {who}", "{who}消费", who=who), amount(spend, exposure.currency)),
    ]


def finding(exposure: Exposure) -> Text:
    """Return how many customers met the problem, as a sentence.

    Args:
        exposure: What `issues.exposure` returned.
    """
    return pair(
        "{customers} mentioned {topic} for the first time and were followed for {window}. They are "
        "compared with {n} {moments} of customers who had not met it by then, in the same weeks.",
        "{customers}首次提及“{topic}”，并已跟踪满 {window}。"
        "对照取自同一周内、当时尚未遇到该问题的客户，共 {n} {moments}。",
        customers=counted(exposure.n_exposed, "customer"),
        topic=named(exposure.topic),
        window=_window(exposure),
        n=whole(exposure.n_controls),
        moments=MOMENTS[exposure.design],
    )


def _compared(exposure: Exposure) -> Text:
    repurchase = exposure.outcomes["repurchase"]
    return pair(
        "Within the window {exposed} of them ordered again, against {control} of the controls. "
        "This is not yet the effect of the problem: see issues.cost.",
        "观察期内，他们的复购率为 {exposed}，对照为 {control}。"
        "这一差距还不等于问题造成的影响，见 issues.cost。",
        exposed=percent(_mean(repurchase, exposure.exposed)),
        control=percent(_mean(repurchase, ~exposure.exposed)),
    )


def _mean(values: Floats, rows: Flags) -> float:
    return float(np.mean(values[rows])) if rows.any() else float("nan")


def _window(exposure: Exposure) -> Text:
    return length(exposure.window_days, "day")
