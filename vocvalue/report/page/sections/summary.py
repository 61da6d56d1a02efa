"""The headline, the key figures, and what to do."""

from vocvalue.issues.profit_and_loss.words import finding as pnl_finding
from vocvalue.report.document import Bullets, Headline, KeyFigure, KeyFigures, Paragraph, Section
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.page.result import Report
from vocvalue.report.page.sections.written import grade, interval
from vocvalue.report.programme_return.words import finding as programme_finding
from vocvalue.report.programme_return.words import needed, payback_of
from vocvalue.results import Money
from vocvalue.results.numerals import percent
from vocvalue.results.sums import BASIS, brief
from vocvalue.results.texts import Text, pair, sentences, set_apart
from vocvalue.results.tongues import Tongue

MOST = 6
"""How many key figures a page begins with."""
WEAKEST = pair(
    "Sums have the weakest grade of what they add; the parts by grade stand beside them.",
    "合计的证据等级以其中最弱的一级为准，各等级的部分另行列出。",
)


def headline(report: Report) -> Text:
    """Return what a report says in a sentence or two, with money.

    Args:
        report: The report.
    """
    if report.pnl is None and report.programme is None:
        return first_of(report)
    return sentences(
        None if report.pnl is None else pnl_finding(report.pnl),
        None if report.programme is None else programme_finding(report.programme),
    )


def first_of(report: Report) -> Text:
    """Return the statement of the first finding with money, where nothing can be added.

    Args:
        report: The report.
    """
    return next(it for it in report.findings if it.lines).statement


def summary(report: Report, tongue: Tongue) -> Section:
    """Return what a page begins with: headline and key figures.

    Args:
        report: The report.
        tongue: The language.
    """
    figures = key_figures(report, tongue)
    return Section(
        key="summary",
        heading=pair("In short", "要点").into(tongue),
        blocks=[
            Headline(headline(report).into(tongue)),
            *([KeyFigures(figures)] if figures else []),
            Paragraph(WEAKEST.into(tongue), tone="muted"),
        ],
    )


def to_do(report: Report, tongue: Tongue) -> list[Section]:
    """Return what to do, as the findings suggest it.

    Args:
        report: The report.
        tongue: The language.
    """
    actions = [it.action.into(tongue) for it in report.findings if it.action is not None]
    if not actions:
        return []
    return [
        Section(
            key="to-do",
            heading=pair("What to do", "下一步").into(tongue),
            blocks=[Bullets(list(dict.fromkeys(actions)), ordered=True)],
        )
    ]


def key_figures(report: Report, tongue: Tongue) -> list[KeyFigure]:
    """Return the figures that a page begins with.

    Args:
        report: The report.
        tongue: The language.
    """
    figures = [*_of_pnl(report, tongue), *_of_programme(report, tongue)]
    for finding in report.findings:
        figures += _of_finding(finding, tongue)
    return figures[:MOST]


def money_figure(label: Text, money: Money, tongue: Tongue, *more: Text) -> KeyFigure:
    """Return an amount in large type, with its basis, interval and grade.

    Args:
        label: What it is.
        money: The amount.
        tongue: The language.
        *more: What else is read with it.
    """
    parts: list[Text | str] = [
        *more,
        BASIS[money.basis],
        interval(tongue, money),
        grade(tongue, money.evidence),
    ]
    detail = set_apart(*(it for it in parts if it))
    return KeyFigure(
        label=label.into(tongue),
        value=brief(money.value, money.currency).into(tongue),
        detail=detail.into(tongue),
        cell=money.value,
        kind="money",
        currency=money.currency,
    )


NET = {
    "month": pair("net effect of customer experience, a month", "客户体验每月净额"),
    "quarter": pair("net effect of customer experience, a quarter", "客户体验每季度净额"),
    "year": pair("net effect of customer experience, a year", "客户体验每年净额"),
}


def _of_pnl(report: Report, tongue: Tongue) -> list[KeyFigure]:
    pnl = report.pnl
    if pnl is None:
        return []
    totals = (
        (pair("brought in", "带来"), pnl.totals.get("growth")),
        (pair("lost", "流失"), pnl.totals.get("leakage")),
    )
    figures = [money_figure(NET[pnl.every], pnl.net, tongue)]
    figures += [money_figure(label, money, tongue) for label, money in totals if money is not None]
    return figures


def _of_programme(report: Report, tongue: Tongue) -> list[KeyFigure]:
    programme = report.programme
    if programme is None or programme.net is None or programme.roi is None:
        return []
    more = pair(
        "return {roi}; payback {payback}",
        "回报率 {roi}；回本时间 {payback}",
        roi=percent(programme.roi.value, 0),
        payback=payback_of(programme),
    )
    label = pair("net of the programme", "项目净收益")
    figure = KeyFigure(
        label=pair("break-even", "回本条件").into(tongue),
        value=""
        if programme.break_even is None
        else percent(programme.break_even.share, 0).into(tongue),
        detail=needed(programme.break_even).into(tongue),
    )
    return [money_figure(label, programme.net, tongue, more), *([figure] if figure.value else [])]


def _of_finding(finding: Finding, tongue: Tongue) -> list[KeyFigure]:
    """Return what customers are worth, and the net of what is proposed."""
    stocks = [line for line in finding.lines if line.kind == "stock"]
    plans = [line for line in finding.lines if line.kind == "potential"]
    lines: list[MoneyLine] = [*stocks[:1], *plans[-1:]]
    return [money_figure(line.label, line.money, tongue) for line in lines]
