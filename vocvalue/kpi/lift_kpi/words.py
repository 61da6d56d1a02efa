"""A lift in retention as a KPI, in words."""

from collections.abc import Callable, Mapping

from vocvalue.kpi.kpi_words import BANDS, verdict
from vocvalue.kpi.lift_kpi.change import Change, Outcome, shares
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.lift.two_arms.words import doubt, led, not_shown
from vocvalue.results import Estimate
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, ends
from vocvalue.results.numerals import (
    counted,
    number,
    percent,
    percentage_points,
    stated_rate,
)
from vocvalue.results.spans import span
from vocvalue.results.sums import EVIDENCE, money_of_basis, money_row
from vocvalue.results.texts import Text, pair, sentences

CHANGES: Mapping[tuple[Outcome, Change], Text] = {
    ("churn", "points"): pair("reduction in churn", "流失率降幅"),
    ("churn", "relative"): pair("relative reduction in churn", "流失率相对降幅"),
    ("repurchase", "points"): pair("rise in repurchase", "复购率升幅"),
    ("repurchase", "relative"): pair("relative rise in repurchase", "复购率相对升幅"),
}
"""What each change is called."""
OUTCOMES: Mapping[Outcome, Text] = {
    "churn": pair("churn", "流失率"),
    "repurchase": pair("repurchase", "复购率"),
}


@said.register
def _(result: RetentionKpi) -> Text:
    spoken = sentences(
        finding(result),
        not_shown(result.lift),
        doubt(result.evidence, result.lift.doubts),
        verdict(result.bounds, result.figure, bound_of(result.change)),
        _money(result),
    )
    return led(result.lift.doubts, spoken)


@rows.register
def _(result: RetentionKpi) -> list[Row]:
    return [
        Row(CHANGES[result.outcome, result.change], *_written(result)),
        *_rates(result),
        Row(pair("band shown by the interval", "按置信区间判定"), BANDS[result.band()]),
        Row(pair("judged after", "判定时点"), span(result.window)),
        Row(pair("evidence", "证据等级"), EVIDENCE[result.evidence]),
        *_money_rows(result),
    ]


def change_writer(change: Change) -> Callable[[float], Text]:
    """Return how a change of a kind is written.

    Args:
        change: "points" or "relative".

    Examples:
        >>> change_writer("points")(0.2).en, change_writer("relative")(0.4).zh
        ('20.0 percentage points', '40%')
    """
    return _points if change == "points" else _whole_percent


def bound_of(change: Change) -> Callable[[float], Text]:
    """Return how a bound of such a change is written: as it was stated.

    Args:
        change: "points" or "relative".

    Examples:
        >>> bound_of("points")(0.15).en, bound_of("relative")(0.15).zh
        ('15 points', '15%')
    """
    return _stated_points if change == "points" else stated_rate


def change_with_ends(change: Change, figure: Estimate) -> Text:
    """Return a change with its interval.

    Args:
        change: "points" or "relative".
        figure: The change.
    """
    return beside(change_writer(change)(figure.value), change_ends(change, figure))


def change_ends(change: Change, figure: Estimate) -> Text:
    """Return the interval of a change.

    Args:
        change: "points" or "relative".
        figure: The change.
    """
    return ends(figure, _points_alone if change == "points" else _whole_percent)


def finding(result: RetentionKpi) -> Text:
    """Return the sentence on the change.

    Args:
        result: What `kpi.retention_lift` returned.
    """
    parts = {
        "window": span(result.window),
        "what": CHANGES[result.outcome, result.change],
        "figure": change_with_ends(result.change, result.figure),
    }
    both = shares(result.lift, result.outcome)
    if both is None:
        return pair(
            "After {window}, the {what} among customers contacted is {figure}.",
            "{window}后，被联系客户的{what}为 {figure}。",
            **parts,
        )
    return pair(
        "After {window}, {outcome} is {treated} among customers contacted, against {control} of "
        "the others: a {what} of {figure}.",
        "{window}后，被联系客户的{outcome}为 {treated}，未联系客户为 {control}，"
        "{what}为 {figure}。",
        outcome=OUTCOMES[result.outcome],
        treated=percent(both[0]),
        control=percent(both[1]),
        **parts,
    )


def _points(share: float) -> Text:
    return percentage_points(share, sign=False)


def _points_alone(share: float) -> Text:
    return number(100 * share, 1)


def _whole_percent(share: float) -> Text:
    return percent(share, 0)


def _stated_points(bound: float) -> Text:
    return pair("{n} points", "{n} 个百分点", n=number(round(100 * bound, 9)))


def _written(result: RetentionKpi) -> tuple[Text, Text]:
    figure = result.figure
    return change_writer(result.change)(figure.value), change_ends(result.change, figure)


def _rates(result: RetentionKpi) -> list[Row]:
    both = shares(result.lift, result.outcome)
    if both is None:
        return []
    label = pair(
        "{outcome}, contacted and others",
        "{outcome}（联系、未联系）",
        outcome=OUTCOMES[result.outcome],
    )
    rates = pair(
        "{treated}, {control}",
        "{treated}、{control}",
        treated=percent(both[0]),
        control=percent(both[1]),
    )
    return [Row(label, rates)]


def _money(result: RetentionKpi) -> Text | None:
    priced = result.priced
    if priced is None:
        return None
    parts = {
        "money": money_of_basis(priced.gross),
        "customers": counted(priced.contacted, "customer"),
        "evidence": EVIDENCE[priced.gross.evidence],
    }
    if priced.gross.evidence == "association only":
        return pair(
            "If the whole difference were the effect of contacting them, it would recover {money} "
            "from {customers} contacted; evidence: {evidence}.",
            "假如差异全部由联系造成（未经证实），联系 {customers}可挽回{money}，证据等级："
            "{evidence}。",
            **parts,
        )
    return pair(
        "That recovers {money} from {customers} contacted; evidence: {evidence}.",
        "联系 {customers}由此挽回{money}，证据等级：{evidence}。",
        **parts,
    )


def _money_rows(result: RetentionKpi) -> list[Row]:
    priced = result.priced
    if priced is None:
        return []
    return [
        money_row(pair("recovered", "挽回金额"), priced.gross),
        money_row(pair("cost", "成本"), priced.cost),
        money_row(pair("net", "净收益"), priced.net),
    ]
