"""What moved the health of accounts, in words."""

import numpy as np

from vocvalue.health.account_log import Flags
from vocvalue.health.moved.parts import LOST, NEW, OTHERS, WEIGHTS
from vocvalue.health.moved.result import HealthChanges
from vocvalue.health.names import BAND_NAMES, MEASURE_NAMES
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, number, signed
from vocvalue.results.spans import date
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, listed, pair, sentences

MOST = 3
"""How many parts a sentence names."""
LEAST = 0.05
"""Fewer points are written as none."""
STEP_NAMES = {
    **MEASURE_NAMES,
    "answers": pair("own answers", "自身评分"),
    OTHERS: pair("answers of other accounts", "其他客户的评分"),
    LOST: pair("no longer known", "不再有数据"),
    NEW: pair("newly known", "新增数据"),
    WEIGHTS: pair("other weights", "权重调整"),
}


def points(change: float) -> Text:
    """Return a change of a health score.

    Args:
        change: The change.

    Examples:
        >>> points(-2.04).en, points(3.0).zh
        ('-2.0 points', '+3.0 分')
    """
    return pair("{points} points", "{points} 分", points=signed(change))


@said.register
def _(result: HealthChanges) -> Text:
    return sentences(finding(result), _largest(result), _crossed(result))


@rows.register
def _(result: HealthChanges) -> list[Row]:
    book = sorted(result.book.items(), key=lambda part: -abs(part[1]))
    return [
        Row(_period_label(), _period(result)),
        Row(pair("accounts scored on both days", "两个评估日均有得分的客户"), _n(result)),
        Row(_book_label(result), _book(result)),
        *(Row(STEP_NAMES[name], points(it)) for name, it in book if abs(it) >= LEAST),
        Row(_fallen_label(), _accounts(result, result.has_fallen)),
        Row(_recovered_label(), _accounts(result, result.has_recovered)),
    ]


def finding(result: HealthChanges) -> Text:
    """Return how far the score of the book moved.

    Args:
        result: What moved.
    """
    return pair(
        "Between {start} and {end} {score} of {n} {moved}.",
        "{start}至{end}，{n}的{score}{moved}。",
        start=date(result.at_before),
        end=date(result.at_after),
        score=pair("the revenue-weighted health score", "健康得分（按收入加权）")
        if result.by_revenue
        else pair("the mean health score", "平均健康得分"),
        n=_n(result),
        moved=_moved(result),
    )


def _moved(result: HealthChanges) -> Text:
    change = round(result.book_after - result.book_before, 1)
    parts = {
        "before": number(result.book_before, 1),
        "after": number(result.book_after, 1),
        "change": number(abs(change), 1),
    }
    if change > 0:
        return pair(
            "rose from {before} to {after}, by {change} points",
            "由 {before} 分升至 {after} 分，上升 {change} 分",
            **parts,
        )
    if change < 0:
        return pair(
            "fell from {before} to {after}, by {change} points",
            "由 {before} 分降至 {after} 分，下降 {change} 分",
            **parts,
        )
    return pair("is {after}, as before", "为 {after} 分，与此前相同", after=parts["after"])


def _largest(result: HealthChanges) -> Text | None:
    book = sorted(result.book.items(), key=lambda part: -abs(part[1]))
    parts = [
        pair("{name} {points}", "{name} {points}", name=STEP_NAMES[name], points=points(it))
        for name, it in book[:MOST]
        if abs(it) >= LEAST
    ]
    if not parts:
        return None
    return pair("The largest parts: {parts}.", "变化主要来自：{parts}。", parts=listed(parts))


def _crossed(result: HealthChanges) -> Text | None:
    if not result.has_fallen.any() and not result.has_recovered.any():
        return None
    return pair(
        "Newly at risk: {fallen}; no longer at risk: {recovered}.",
        "新进入高风险：{fallen}；脱离高风险：{recovered}。",
        fallen=_accounts(result, result.has_fallen),
        recovered=_accounts(result, result.has_recovered),
    )


def _n(result: HealthChanges) -> Text:
    return counted(result.before.size, "account")


def _period_label() -> Text:
    return pair("between", "期间")


def _period(result: HealthChanges) -> Text:
    return pair(
        "{start} and {end}",
        "{start}至{end}",
        start=date(result.at_before),
        end=date(result.at_after),
    )


def _book_label(result: HealthChanges) -> Text:
    if result.by_revenue:
        return pair("health score, weighted by revenue", "健康得分（按收入加权）")
    return pair("mean health score", "平均健康得分")


def _book(result: HealthChanges) -> Text:
    return pair(
        "{before} to {after} ({change})",
        "{before} 分至 {after} 分（{change}）",
        before=number(result.book_before, 1),
        after=number(result.book_after, 1),
        change=points(result.book_after - result.book_before),
    )


def _fallen_label() -> Text:
    return pair("newly {band}", "新进入{band}", band=BAND_NAMES["at risk"])


def _recovered_label() -> Text:
    return pair("no longer {band}", "脱离{band}", band=BAND_NAMES["at risk"])


def _accounts(result: HealthChanges, rows: Flags) -> Text:
    n = counted(int(rows.sum()), "account")
    money = float(np.nansum(result.revenue[rows]))
    if not money:
        return n
    return beside(
        n, pair("{amount} a year", "年收入 {amount}", amount=amount(money, result.currency))
    )
