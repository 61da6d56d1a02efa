"""The headline, the key figures, and what to do."""

from collections.abc import Callable, Mapping

from vocvalue.issues.costing.result import IssueCost
from vocvalue.issues.investment.result import InvestmentPlan
from vocvalue.issues.profit_and_loss.drafts import scaled_money
from vocvalue.issues.profit_and_loss.result import ExperiencePnl
from vocvalue.issues.profit_and_loss.words import finding as pnl_finding
from vocvalue.issues.ranking.result import IssueRanking
from vocvalue.report.document import Bullets, Headline, KeyFigure, KeyFigures, Paragraph, Section
from vocvalue.report.findings.finding import Finding
from vocvalue.report.findings.money_line import MoneyLine
from vocvalue.report.page.earlier import beside
from vocvalue.report.page.result import Report
from vocvalue.report.page.sections.written import grade
from vocvalue.report.programme_return.result import BreakEven
from vocvalue.report.programme_return.words import A_PERIOD, needed, not_settled, payback_of
from vocvalue.report.programme_return.words import finding as programme_finding
from vocvalue.results import Money
from vocvalue.results.intervals import is_certain
from vocvalue.results.numerals import percent
from vocvalue.results.sums import BASIS, EVIDENCE, amount, brief, brief_ends, money_ends
from vocvalue.results.texts import Text, pair, sentences, set_apart
from vocvalue.results.tongues import Tongue

MOST = 8
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
    pnl, programme = report.pnl, report.programme
    if programme is not None:
        lost = None if pnl is None else _lost(pnl)
        return sentences(programme_finding(programme), not_settled(programme), lost)
    return first_of(report) if pnl is None else pnl_finding(pnl)


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
    """Return what to do, as the findings suggest it: first what money can be counted on.

    Args:
        report: The report.
        tongue: The language.
    """
    findings = [it for it in report.findings if it.action is not None and not _settled(it, report)]
    findings.sort(key=_rank)
    actions = [it.action.into(tongue) for it in findings if it.action is not None]
    if not actions:
        return []
    return [
        Section(
            key="to-do",
            heading=pair("What to do", "下一步").into(tongue),
            blocks=[Bullets(list(dict.fromkeys(actions)), ordered=True)],
        )
    ]


def _settled(finding: Finding, report: Report) -> bool:
    """Return whether a plan weighs already what to do about the problems of a finding."""
    planned = any(isinstance(it.result, InvestmentPlan) for it in report.findings)
    return planned and isinstance(finding.result, IssueCost | IssueRanking)


def _rank(finding: Finding) -> int:
    """Return how soon an action comes: first what is in the sum or planned, then other flows."""
    if isinstance(finding.result, InvestmentPlan) or any(it.counted for it in finding.lines):
        return 0
    return 1 if finding.flow_lines else 2


def key_figures(report: Report, tongue: Tongue) -> list[KeyFigure]:
    """Return the figures that a page begins with.

    Args:
        report: The report.
        tongue: The language.
    """
    figures = [*_of_programme(report, tongue), *_of_pnl(report, tongue)]
    for finding in report.findings:
        figures += _of_finding(finding, tongue)
    return figures[:MOST]


def money_figure(label: Text, money: Money, tongue: Tongue, *more: Text | None) -> KeyFigure:
    """Return an amount in large type, with its basis, interval and grade.

    Args:
        label: What it is.
        money: The amount.
        tongue: The language.
        *more: What else is read with it.
    """
    reach = None if is_certain(money) else brief_ends(money)
    level = grade(tongue, money.evidence)
    parts: list[Text | str | None] = [BASIS[money.basis], reach, level, *more]
    detail = set_apart(*(it for it in parts if it))
    return KeyFigure(
        label=label.into(tongue),
        value=brief(money.value, money.currency).into(tongue),
        detail=detail.into(tongue),
        cell=money.value,
        kind="money",
        currency=money.currency,
    )


FIGURES: Mapping[str, Callable[[Text], Text]] = {
    "growth": lambda period: pair(
        "brought in by what is done, {period}", "措施带来（{period}）", period=period
    ),
    "leakage": lambda period: pair("lost, {period}", "损失（{period}）", period=period),
    "net": lambda period: pair(
        "net of customer experience, {period}", "客户体验净额（{period}）", period=period
    ),
}


def _of_pnl(report: Report, tongue: Tongue) -> list[KeyFigure]:
    pnl = report.pnl
    if pnl is None:
        return []
    totals: dict[str, Money] = {"net": pnl.net}
    if len(pnl.totals) > 1:  # a single total is the net
        totals |= {str(kind): money for kind, money in pnl.totals.items()}
    return [
        money_figure(
            label(A_PERIOD[pnl.every]),
            totals[name],
            tongue,
            last_time(report, f"pnl/{name}"),
        )
        for name, label in FIGURES.items()
        if name in totals
    ]


def last_time(report: Report, name: str) -> Text | None:
    """Return what a figure was last time, or None where that is not known.

    Args:
        report: The report.
        name: The name of the figure.
    """
    held = [it for it in beside(report.named_figures, report.earlier) if it.name == name]
    if not held:
        return None
    then = held[0].then.estimate
    return pair(
        "last time {sum}", "上次 {sum}", sum=brief(then.value, getattr(then, "currency", None))
    )


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
    label = pair(
        "net of the programme, {period}", "项目净收益（{period}）", period=A_PERIOD[programme.every]
    )
    before = last_time(report, "programme/net")
    figures = [money_figure(label, programme.net, tongue, more, before)]
    if programme.break_even is not None:
        figures.append(_break_even(programme.break_even, tongue))
    return figures


def _break_even(break_even: BreakEven, tongue: Tongue) -> KeyFigure:
    return KeyFigure(
        label=pair("effects needed to break even", "回本所需的效果").into(tongue),
        value=percent(break_even.share, 0).into(tongue),
        detail=needed(break_even).into(tongue),
        cell=break_even.share,
        kind="share",
    )


def _lost(pnl: ExperiencePnl) -> Text | None:
    lost = pnl.totals.get("leakage")
    if lost is None or lost.value >= 0:
        return None
    money = scaled_money(lost, -1)
    rests_on = EVIDENCE[lost.evidence]
    return pair(
        "What goes wrong for customers costs a further {sum} of {basis} {period} ({ends}).",
        "客户遇到的问题{period}另造成{basis}损失 {sum}（{ends}）。",
        sum=amount(money.value, money.currency),
        basis=BASIS[lost.basis],
        period=A_PERIOD[pnl.every],
        ends=rests_on if is_certain(money) else set_apart(money_ends(money), rests_on),
    )


def _of_finding(finding: Finding, tongue: Tongue) -> list[KeyFigure]:
    """Return what customers are worth, and the net of what is proposed."""
    stocks = [line for line in finding.lines if line.kind == "stock"]
    is_plan = isinstance(finding.result, InvestmentPlan)
    plans = [line for line in finding.lines if is_plan and line.kind == "potential"]
    lines: list[MoneyLine] = [*stocks[:1], *plans[-1:]]
    return [money_figure(line.label, line.money, tongue) for line in lines]
