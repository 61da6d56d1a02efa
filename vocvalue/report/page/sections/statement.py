"""The experience P&L, which adds up to the cent, and the return on the programme."""

from collections.abc import Sequence

from vocvalue.issues.profit_and_loss.result import ExperiencePnl, PnlEntry
from vocvalue.issues.profit_and_loss.words import TOTAL
from vocvalue.report.document import Cell, Chart, Fact, Facts, Grid, Paragraph, Section
from vocvalue.report.page.result import Report
from vocvalue.report.page.sections.written import columns, grade, interval, reach
from vocvalue.report.programme_return.result import ProgrammeReturn
from vocvalue.report.programme_return.words import (
    BRINGS,
    COSTS,
    KINDS,
    NET,
    ROI,
    when_it_pays,
)
from vocvalue.results.dispatch import said
from vocvalue.results.intervals import beside, is_certain
from vocvalue.results.numerals import percent
from vocvalue.results.sums import BASIS, EVIDENCE
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

LINE = pair("line", "项目")
EVIDENCE_COLUMN = pair("evidence", "证据等级")
STATED = pair("as stated", "按填报数")
CENTS = 2
"""A statement is shown as it adds up: whole units, rounded line by line, would not."""
PERIODS = {
    "month": pair("a month", "每月"),
    "quarter": pair("a quarter", "每季度"),
    "year": pair("a year", "每年"),
}


def pnl_section(report: Report, tongue: Tongue) -> list[Section]:
    """Return the statement of what customer experience brings and loses.

    Args:
        report: The report.
        tongue: The language.
    """
    pnl = report.pnl
    if pnl is None:
        return []
    heading = pair("Experience P&L", "体验损益表")
    caption = pair(
        "Experience P&L, {period}, {basis}",
        "体验损益表（{period}，{basis}）",
        period=PERIODS[pnl.every],
        basis=BASIS[pnl.net.basis],
    )
    rows, totals = _rows(pnl, tongue)
    grid = Grid(
        caption=caption.into(tongue),
        columns=columns(tongue, LINE, EVIDENCE_COLUMN, digits=CENTS),
        rows=rows,
        currency=pnl.net.currency,
        total_rows=totals,
        note=_note(tongue),
    )
    parts = _by_grade(pnl, tongue)
    return [
        Section(
            key="pnl",
            heading=heading.into(tongue),
            blocks=[
                grid,
                *parts,
                Chart(result=pnl, alt=said(pnl).into(tongue)),
            ],
        )
    ]


def programme_section(report: Report, tongue: Tongue) -> list[Section]:
    """Return what the programme brings against what it costs.

    Args:
        report: The report.
        tongue: The language.
    """
    programme = report.programme
    if programme is None:
        return []
    heading = pair("Return on the programme", "项目投入回报")
    return [
        Section(
            key="programme",
            heading=heading.into(tongue),
            blocks=[
                Paragraph(said(programme).into(tongue)),
                _programme_grid(programme, tongue),
                Facts(_facts(programme, tongue)),
                Chart(result=programme, alt=said(programme).into(tongue)),
            ],
        )
    ]


def _rows(pnl: ExperiencePnl, tongue: Tongue) -> tuple[list[list[Cell]], list[int]]:
    """Return the lines with their totals, and where the totals are."""
    rows: list[list[Cell]] = []
    totals: list[int] = []
    for kind, money in pnl.totals.items():
        rows += [_row(it, tongue) for it in pnl.counted if it.kind == kind]
        totals.append(len(rows))
        stated = kind == "cost" and is_certain(money)
        rests_on = STATED.into(tongue) if stated else grade(tongue, money.evidence)
        rows.append([TOTAL[kind].into(tongue), *reach(money), rests_on])
    totals.append(len(rows))
    net = pair("net", "净额").into(tongue)
    rows.append([net, *reach(pnl.net), grade(tongue, pnl.net.evidence)])
    return rows, totals


def _row(entry: PnlEntry, tongue: Tongue) -> list[Cell]:
    money = entry.money
    rests_on = grade(tongue, money.evidence)
    if entry.kind == "cost" and is_certain(money):
        rests_on = STATED.into(tongue)
    return [entry.label.into(tongue), *reach(money), rests_on]


def _note(tongue: Tongue) -> str:
    return pair(
        "Each line is rounded to the cent, and totals are sums of the rounded lines. Different "
        "results are taken as independent, so that the interval of a total is narrower than those "
        "of its lines together. Losses of several results are not: they are compared with the same "
        "customers.",
        "每行四舍五入到分，合计为各行之和。不同结果视为相互独立，因此合计的区间比各行区间相加更窄；"
        "分别测算的多项损失以同一批客户为对照，不视为独立。",
    ).into(tongue)


def _by_grade(pnl: ExperiencePnl, tongue: Tongue) -> list[Grid]:
    if len(pnl.by_evidence) < 2:
        return []
    rows: list[list[Cell]] = [
        [EVIDENCE[level].into(tongue), *reach(money)] for level, money in pnl.by_evidence.items()
    ]
    caption = pair("The net by grade of evidence", "按证据等级划分的净额")
    return [
        Grid(
            caption=caption.into(tongue),
            columns=columns(tongue, EVIDENCE_COLUMN, digits=CENTS),
            rows=rows,
            currency=pnl.net.currency,
        )
    ]


def _programme_grid(programme: ProgrammeReturn, tongue: Tongue) -> Grid:
    rows: list[list[Cell]] = []
    totals: list[int] = []

    def add(label: Text, cells: Sequence[Cell], *, is_total: bool = False) -> None:
        if is_total:
            totals.append(len(rows))
        rows.append([label.into(tongue), *cells])

    for level, money in programme.by_evidence.items():
        add(pair("brings: {grade}", "带来：{grade}", grade=EVIDENCE[level]), reach(money))
    if programme.gross is not None:
        add(BRINGS, reach(programme.gross), is_total=True)
    for line in programme.costs:
        add(beside(line.label, KINDS[line.kind]), reach(line.money))
    add(COSTS, reach(programme.cost), is_total=True)
    if programme.net is not None:
        add(NET, reach(programme.net), is_total=True)
    caption = pair(
        "What the programme brings and costs, {period}, {basis}",
        "项目的收益与花费（{period}，{basis}）",
        period=PERIODS[programme.every],
        basis=BASIS[programme.cost.basis],
    )
    return Grid(
        caption=caption.into(tongue),
        columns=columns(tongue, LINE, digits=CENTS),
        rows=rows,
        currency=programme.cost.currency,
        total_rows=totals,
    )


def _facts(programme: ProgrammeReturn, tongue: Tongue) -> list[Fact]:
    facts = []
    if programme.roi is not None:
        value = percent(programme.roi.value, 0).into(tongue)
        ends = interval(tongue, programme.roi)
        shown = pair("{value} ({ends})", "{value}（{ends}）", value=value, ends=ends)
        facts.append(Fact(ROI.into(tongue), shown.into(tongue) if ends else value))
    told = [(label.into(tongue), text.into(tongue)) for label, text in when_it_pays(programme)]
    return [*facts, *(Fact(label, text) for label, text in told)]
