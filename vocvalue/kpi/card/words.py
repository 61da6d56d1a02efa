"""The card in words."""

from collections.abc import Mapping, Sequence

from vocvalue.amounts.levers import LEVERS
from vocvalue.kpi.card.figures import ends_of, figure_of
from vocvalue.kpi.card.line import ScorecardLine
from vocvalue.kpi.card.moved import Direction, Moved
from vocvalue.kpi.card.result import KPIS, Scorecard
from vocvalue.kpi.kpi import Band, KpiName
from vocvalue.kpi.kpi_words import BANDS, line_name
from vocvalue.kpi.lift_kpi.result import RetentionKpi
from vocvalue.kpi.problems.result import IssueReduction
from vocvalue.kpi.problems.words import VERDICTS
from vocvalue.results.calendar import calendar_period
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, is_certain
from vocvalue.results.spans import date
from vocvalue.results.sums import EVIDENCE, money_of_basis
from vocvalue.results.texts import Text, listed, pair, sentences, set_apart

LOOP_TABLES = pair("a table of responses and one of tickets", "答卷表和工单表")
TABLES: Mapping[KpiName, Text] = {
    "insight-to-action": pair("a table of insights and one of actions", "洞察表和行动表"),
    "coverage": LOOP_TABLES,
    "timeliness": LOOP_TABLES,
    "retention lift": pair(
        "a table of who was contacted and one of orders or outcomes",
        "联系分组表，以及订单表或结果表",
    ),
    "issue reduction": pair(
        "a table of mentions of a problem that was mended and one of orders",
        "已改进问题的提及表和订单表",
    ),
    "stakeholder satisfaction": pair(
        "a table of answers to the internal survey", "内部调查的作答表"
    ),
}
"""Which tables each KPI needs."""
CALLS: Mapping[KpiName, str] = {
    "insight-to-action": "kpi.insight_to_action",
    "coverage": "kpi.closed_loop",
    "timeliness": "kpi.closed_loop",
    "retention lift": "kpi.retention_lift",
    "issue reduction": "kpi.issue_reduction",
    "stakeholder satisfaction": "kpi.stakeholder_satisfaction",
}
"""What makes each KPI of them."""
DIRECTIONS: Mapping[Direction, Text] = {
    "better": pair("better", "好于"),
    "worse": pair("worse", "差于"),
}
SETTLED: tuple[Band, ...] = ("high", "middle", "low")


@said.register
def _(card: Scorecard) -> Text:
    return sentences(finding(card), *_settled(card.lines), *_lines(card), _money(card), _gaps(card))


@rows.register
def _(card: Scorecard) -> list[Row]:
    found = [_row(line) for line in card.lines]
    found += [
        Row(
            pair("{kpi}: money", "{kpi}：金额", kpi=_name(line)),
            beside(money_of_basis(line.money), EVIDENCE[line.money.evidence]),
        )
        for line in card.lines
        if line.money is not None
    ]
    found += [
        Row(pair("{kpi}: lever", "{kpi}：手段", kpi=_name(line)), LEVERS[line.lever])
        for line in card.lines
        if line.lever is not None
    ]
    return found


def finding(card: Scorecard) -> Text:
    """Return how many KPIs have figures, and of which time.

    Args:
        card: What `kpi.scorecard` returned.
    """
    if card.n_measured == len(KPIS):
        measured = pair(
            "all {n} KPIs of the programme have data", "项目的 {n} 项指标均有数据", n=len(KPIS)
        )
    else:
        measured = pair(
            "{n} of the {all} KPIs of the programme have data",
            "项目的 {all} 项指标中有 {n} 项有数据",
            n=card.n_measured,
            all=len(KPIS),
        )
    if card.period is None:
        return pair("So far {measured}.", "目前{measured}。", measured=measured)
    first, last = (date(day) for day in card.period)
    return pair(
        "From {first} to {last}, {measured}.",
        "{first}至{last}，{measured}。",
        first=first,
        last=last,
        measured=measured,
    )


def standing(line: ScorecardLine) -> Text:
    """Return in which band a figure stands, and whether the interval settles it.

    Args:
        line: A line with a figure.
    """
    if line.band_shown == line.band:
        return BANDS[line.band]
    return pair(
        "{band}, not settled by the interval", "{band}，按区间尚不能断定", band=BANDS[line.band]
    )


def missing(line: ScorecardLine) -> Text:
    """Return what a KPI without a figure lacks.

    Args:
        line: A line without a figure.
    """
    if line.result is not None:
        return pair("nothing is mature yet", "数据尚未成熟")
    return pair("no data: it needs {table}", "无数据：需要{table}", table=TABLES[line.kpi])


def _name(line: ScorecardLine) -> Text:
    return line_name(line.kpi, line.topic)


def _row(line: ScorecardLine) -> Row:
    if line.result is None:
        return Row(
            _name(line), beside(missing(line), pair("{call}", "{call}", call=CALLS[line.kpi]))
        )
    if line.figure is None:
        return Row(_name(line), missing(line))
    return Row(_name(line), set_apart(_figure(line), standing(line), *_remarks(line)))


def _remarks(line: ScorecardLine) -> list[Text]:
    """Return what else is to be known of a figure: its verdict or evidence, and how it moved."""
    if isinstance(line.result, IssueReduction):
        return [VERDICTS[line.result.verdict]]
    evidence = [EVIDENCE[line.result.evidence]] if isinstance(line.result, RetentionKpi) else []
    change = line.moved
    return [*evidence, *([] if change is None else [_since(change)])]


def _figure(line: ScorecardLine) -> Text:
    assert line.result is not None  # noqa: S101 - a line with a figure
    value = figure_of(line.result)
    return value if is_certain(line.result.headline()) else beside(value, ends_of(line.result))


def _since(change: Moved) -> Text:
    before = calendar_period(change.before.start, change.before.every)
    if change.direction == "no change shown":
        return pair("no change shown since {period}", "与{period}相比未显示变化", period=before)
    return pair(
        "{better} than in {period}",
        "{better}{period}",
        better=DIRECTIONS[change.direction],
        period=before,
    )


def _settled(lines: Sequence[ScorecardLine]) -> list[Text]:
    """Return, for each band, which figures are shown to be in it; last what is not settled."""
    measured = [line for line in lines if line.figure is not None]
    found = []
    for band in SETTLED:
        names = [_name(line) for line in measured if line.band_shown == band]
        if names:
            found.append(
                pair(
                    "Shown to be {band}: {names}.",
                    "已确认属“{band}”：{names}。",
                    band=BANDS[band],
                    names=listed(names),
                )
            )
    open_names = [_name(line) for line in measured if line.band_shown == "unknown"]
    if open_names:
        found.append(pair("Not settled: {names}.", "尚无定论：{names}。", names=listed(open_names)))
    return found


def _lines(card: Scorecard) -> list[Text]:
    return [_sentence(line) for line in card.lines if line.figure is not None]


def _sentence(line: ScorecardLine) -> Text:
    return pair(
        "The {kpi} is {figure}: {standing}.",
        "{kpi}为 {figure}：{standing}。",
        kpi=_name(line),
        figure=_figure(line),
        standing=set_apart(standing(line), *_remarks(line)),
    )


def _money(card: Scorecard) -> Text | None:
    amounts = [
        pair(
            "{kpi}: {money}, {evidence}",
            "{kpi}对应{money}，{evidence}",
            kpi=_name(line),
            money=money_of_basis(line.money),
            evidence=EVIDENCE[line.money.evidence],
        )
        for line in card.lines
        if line.money is not None
    ]
    if not amounts:
        return None
    if len(amounts) == 1:
        return pair("Its money: {money}.", "相应金额：{money}。", money=amounts[0])
    return pair(
        "The money of each, not to be added up: {money}.",
        "各项金额（不可相加）：{money}。",
        money=set_apart(*amounts),
    )


def _gaps(card: Scorecard) -> Text | None:
    gaps = [_gap(line) for line in card.lines if line.figure is None]
    if not gaps:
        return None
    return pair("Without a figure: {gaps}.", "尚无数值：{gaps}。", gaps=set_apart(*gaps))


def _gap(line: ScorecardLine) -> Text:
    if line.result is not None:
        return pair("{kpi}, {what}", "{kpi}，{what}", kpi=_name(line), what=missing(line))
    return pair(
        "{kpi}, which needs {table} ({call})",
        "{kpi}，需要{table}（{call}）",
        kpi=_name(line),
        table=TABLES[line.kpi],
        call=CALLS[line.kpi],
    )
