"""The return on the programme in words."""

import math
from collections.abc import Mapping

from vocvalue.duration import Every
from vocvalue.report.programme_return.result import BreakEven, LineKind, ProgrammeReturn
from vocvalue.results import Money
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.estimates import GRADES
from vocvalue.results.intervals import beside, is_certain, row
from vocvalue.results.numerals import percent
from vocvalue.results.spans import length
from vocvalue.results.sums import BASIS, EVIDENCE, amount, money_ends, money_row
from vocvalue.results.texts import Text, listed, pair, sentences

A_PERIOD: Mapping[Every, Text] = {
    "month": pair("a month", "每月"),
    "quarter": pair("a quarter", "每季度"),
    "year": pair("a year", "每年"),
}
KINDS: Mapping[LineKind, Text] = {
    "people": pair("people", "人员"),
    "tools": pair("tools", "工具"),
    "budget": pair("budget", "预算"),
    "action": pair("action", "措施"),
}
NEVER = pair("never", "无法回本")


@said.register
def _(programme: ProgrammeReturn) -> Text:
    return sentences(
        finding(programme), not_settled(programme), _grades(programme), _break_even(programme)
    )


@rows.register
def _(programme: ProgrammeReturn) -> list[Row]:
    graded = [
        money_row(pair("brings: {grade}", "带来：{grade}", grade=EVIDENCE[grade]), held)
        for grade, held in programme.by_evidence.items()
    ]
    paid = [
        money_row(pair("costs: {line}", "花费：{line}", line=line.label), line.money)
        for line in programme.costs
    ]
    return [
        *graded,
        *([] if programme.gross is None else [money_row(BRINGS, programme.gross)]),
        *paid,
        money_row(COSTS, programme.cost),
        *([] if programme.net is None else [money_row(NET, programme.net)]),
        *([] if programme.roi is None else [row(ROI, programme.roi, _whole_percent)]),
        *(Row(label, told) for label, told in when_it_pays(programme)),
    ]


BRINGS = pair("brings in all", "带来合计")
COSTS = pair("costs in all", "花费合计")
NET = pair("net of the programme", "项目净收益")
ROI = pair("return on cost", "投入回报率")
PAYBACK = pair("payback", "回本时间")
BREAK_EVEN = pair("break-even", "回本条件")


def finding(programme: ProgrammeReturn) -> Text:
    """Return what the programme brings against what it costs, as a sentence.

    Args:
        programme: The return of a programme.
    """
    cost = amount(programme.cost.value, programme.cost.currency)
    period = A_PERIOD[programme.every]
    if programme.gross is None or programme.net is None:
        return pair(
            "The programme costs {cost} {period}. Nothing that it brought can be added, so its "
            "return is not known.",
            "项目{period}花费 {cost}；目前没有可以相加的收益，回报未知。",
            cost=cost,
            period=period,
        )
    return pair(
        "The programme brings {gross} of {basis} {period} and costs {cost}: a net of {net}.",
        "项目{period}带来{basis} {gross}，花费 {cost}，净收益 {net}。",
        gross=amount(programme.gross.value, programme.gross.currency),
        basis=BASIS[programme.gross.basis],
        period=period,
        cost=cost,
        net=graded(programme.net),
    )


def graded(money: Money) -> Text:
    """Return an amount of money with its interval and its grade of evidence.

    Args:
        money: The amount.
    """
    value, grade = amount(money.value, money.currency), EVIDENCE[money.evidence]
    return beside(value, grade) if is_certain(money) else beside(value, money_ends(money), grade)


def not_settled(programme: ProgrammeReturn) -> Text | None:
    """Return that it is not settled whether the programme pays, or not proven that it brought it.

    Args:
        programme: The return of a programme.
    """
    net = programme.net
    if net is None:
        return None
    if math.isnan(net.lower) or math.isnan(net.upper):
        return pair(
            "Without an interval it cannot be told whether the programme pays.",
            "缺少区间，无法判断项目是否划算。",
        )
    if not is_certain(net) and not net.excludes_zero:
        return pair(
            "The interval holds both a gain and a loss: whether the programme pays is not settled.",
            "区间同时包含盈利与亏损：项目是否划算，尚无定论。",
        )
    if net.evidence == GRADES[-1]:
        return pair(
            "It is not proven that the programme brought this: the evidence is association only.",
            "证据等级仅为相关，尚不能证明这些收益由项目带来。",
        )
    return None


def when_it_pays(programme: ProgrammeReturn) -> list[tuple[Text, Text]]:
    """Return payback and break-even with their labels; nothing where nothing is brought yet.

    Args:
        programme: The return of a programme.
    """
    if programme.gross is None:
        return []
    return [(PAYBACK, payback_of(programme)), (BREAK_EVEN, needed(programme.break_even))]


def payback_of(programme: ProgrammeReturn) -> Text:
    """Return after how long the programme has paid for itself.

    Args:
        programme: The return of a programme.
    """
    months = programme.payback_months
    return length(round(months, 1), "month") if math.isfinite(months) else NEVER


def needed(break_even: BreakEven | None) -> Text:
    """Return what would have to be true for the programme to break even.

    Args:
        break_even: What would have to be true, or None where nothing would do.
    """
    if break_even is None:
        return pair("no size of the effects would do", "效果再大也无法回本")
    share = percent(break_even.share, 0)
    if break_even.of is None:
        return pair(
            "all effects would have to be {share} of what was estimated",
            "全部效果须达到估计值的 {share}",
            share=share,
        )
    grade = EVIDENCE[break_even.of]
    if break_even.of == GRADES[0]:
        return pair(
            "the {grade} effects alone would pay for it at {share} of what was estimated",
            "仅{grade}的效果达到估计值的 {share} 即可回本",
            grade=grade,
            share=share,
        )
    return pair(
        "the {grade} effects would have to be {share} of what was estimated",
        "{grade}的效果须达到估计值的 {share}",
        grade=grade,
        share=share,
    )


def _whole_percent(share: float) -> Text:
    return percent(share, 0)


def _grades(programme: ProgrammeReturn) -> Text | None:
    if len(programme.by_evidence) < 2:
        return None
    parts = [
        pair(
            "{sum} ({grade})",
            "{sum}（{grade}）",
            sum=amount(held.value, held.currency),
            grade=EVIDENCE[grade],
        )
        for grade, held in programme.by_evidence.items()
    ]
    return pair("By evidence it brings {parts}.", "按证据等级，带来 {parts}。", parts=listed(parts))


def _break_even(programme: ProgrammeReturn) -> Text | None:
    if programme.gross is None:
        return None
    return pair(
        "To break even, {needed}.", "要收支相抵，{needed}。", needed=needed(programme.break_even)
    )
