"""Findings of `survey`: what segments are worth."""

from vocvalue.link import LinkReport
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.findings.of_result import finding_of, of
from vocvalue.results import Money
from vocvalue.results.numerals import percent
from vocvalue.results.texts import Text, pair
from vocvalue.survey.crossing.conversion import ConversionValue
from vocvalue.survey.crossing.names import members
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_frames import priced
from vocvalue.survey.crossing.segment_metric import ADJUSTED, MetricName, SegmentMetric
from vocvalue.survey.over_time.result import ScoreTrend
from vocvalue.survey.scores.change_result import NpsChange

YEAR = "12 months"
MONEY: tuple[MetricName, ...] = ("revenue", "margin", "ltv")
FIGURES: dict[MetricName, Text] = {
    "revenue": pair("revenue a year", "年贡献收入"),
    "margin": pair("margin a year", "年贡献毛利"),
    "ltv": pair("lifetime value", "客户终身价值"),
}
SCORE = pair(
    "a score is no business result; survey.cross_analysis says what it goes with in money",
    "得分本身不是经营结果；survey.cross_analysis 可给出与之相关的金额",
)


@finding_of.register
def _(table: SegmentTable) -> Finding:
    lines = [
        line
        for name, metric in table.metrics.items()
        if name in MONEY
        for line in _gaps(table, name, metric)
    ]
    return of(
        table,
        lines=lines,
        title=pair("What segments are worth", "各类客户的价值"),
        match=None if table.report is None else match_of(table.report),
    )


@finding_of.register
def _(conversion: ConversionValue) -> Finding:
    span = conversion.terms.horizon if conversion.metric == "ltv" else YEAR
    amounts = (
        (pair("by the observed gap", "按观察到的差距"), conversion.raw),
        (pair("by the adjusted gap", "按调整后的差距"), conversion.adjusted),
    )
    parts = {"from_": members(conversion.from_), "to": members(conversion.to)}
    lines = [
        MoneyLine(
            label=pair(
                "{from_} who become {to}, {how}",
                "{from_}转化为{to}（{how}）",
                how=how,
                **parts,
            ),
            money=money,
            kind="potential",
            per=span,
        )
        for how, money in amounts
        if money is not None
    ]
    return of(
        conversion,
        lines=lines,
        title=pair("What moving customers is worth", "转化客户的价值"),
        action=_test_it(conversion),
    )


@finding_of.register(NpsChange)
@finding_of.register(ScoreTrend)
def _(score: NpsChange | ScoreTrend) -> Finding:
    return of(score, without_money=SCORE)


def match_of(report: LinkReport) -> Text:
    """Return how many customers who answered have orders, and of how much revenue.

    Args:
        report: How the two tables match.
    """
    rate = percent(report.match_rate)
    if not 0 <= report.revenue_match_rate <= 1:
        return pair(
            "{rate} of the customers who answered have orders",
            "{rate} 的作答客户有订单",
            rate=rate,
        )
    return pair(
        "{rate} of the customers who answered have orders; they account for {revenue} of revenue",
        "{rate} 的作答客户有订单，占全部收入的 {revenue}",
        rate=rate,
        revenue=percent(report.revenue_match_rate),
    )


def _gaps(table: SegmentTable, name: MetricName, metric: SegmentMetric) -> list[MoneyLine]:
    ends = table.compared(metric)
    span = table.terms.horizon if name == "ltv" else YEAR
    adjusted = metric.adjusted_gap(*ends)
    observed = priced(metric, metric.gap(*ends), table.terms)
    kinds = [(pair("as observed", "观察值"), observed)]
    if adjusted is not None:
        money = priced(metric, adjusted, table.terms, ADJUSTED)
        kinds.append((pair("adjusted", "调整后"), money))
    return [
        MoneyLine(
            label=pair(
                "{figure} per customer, {high} over {low}, {how}",
                "人均{figure}，{high}高于{low}（{how}）",
                figure=FIGURES[name],
                high=members(ends[0]),
                low=members(ends[1]),
                how=how,
            ),
            money=money,
            kind="detail",
            per=span,
        )
        for how, money in kinds
        if isinstance(money, Money)
    ]


def _test_it(conversion: ConversionValue) -> Text:
    if conversion.verdict != "link found":
        return pair(
            "Do not plan with the value of moving {from_}: no link with money was found.",
            "不要按{from_}转化的价值做规划：尚未发现与金额的关联。",
            from_=members(conversion.from_),
        )
    return pair(
        "Before paying to move {from_} up, test it on customers chosen at random: the gap between "
        "segments is not yet an effect.",
        "投入资源转化{from_}之前，先在随机抽取的客户中试验：分群之间的差距还不等于转化的效果。",
        from_=members(conversion.from_),
    )
