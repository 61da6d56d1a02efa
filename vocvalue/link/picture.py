"""How much of two tables was joined, and how much of either was not."""

import math
from typing import NamedTuple

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.link.linked import Linked
from vocvalue.link.report import LinkReport
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.numerals import percent
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

ROW = 0.6
REST = f"{MUTED}59"
"""The grey, light: what is left out is there, and not the subject."""


class Part(NamedTuple):
    """A part of a whole: what is said of it, and its share."""

    name: Text
    share: float


@drawn.register
def _(report: LinkReport, ax: Axes | None, tongue: Tongue) -> Axes:
    return _draw(report, _parts(report), ax, tongue)


@drawn.register
def _(linked: Linked, ax: Axes | None, tongue: Tongue) -> Axes:
    followed, n = int(linked.complete.sum()), linked.report.customers
    name = pair(
        "followed throughout\n{n} of {all} customers",
        "观察满期\n{all} 位客户中 {n} 位",
        n=followed,
        all=n,
    )
    return _draw(linked.report, [*_parts(linked.report), Part(name, followed / n)], ax, tongue)


def _draw(report: LinkReport, parts: list[Part], ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(parts), ROW, least=2.6)
    for row, part in enumerate(parts):
        canvas.stacked(ax, row, [part.share, 1 - part.share], [ACTUAL, REST])
        canvas.write_at(ax, percent(part.share).into(tongue), (1.0, row))
    names = [part.name.into(tongue) for part in parts]
    canvas.name_rows(ax, names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xlim(0, 1.18)
    ax.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0])
    canvas.shares(ax.xaxis, tongue)
    ax.set_xlabel(pair("Share (dark)", "占比（深色）").into(tongue))
    canvas.title(ax, said(report).into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax


def _parts(report: LinkReport) -> list[Part]:
    used = pair(
        "responses that count\n{n} of {all}",
        "计入的答卷\n{all} 份中 {n} 份",
        n=report.customers,
        all=report.responses,
    )
    bought = pair(
        "answered, with orders\n{n} of {all} customers",
        "作答且有订单\n{all} 位客户中 {n} 位",
        n=report.matched,
        all=report.customers,
    )
    answered = pair(
        "ordered, with an answer\n{n} of {all} customers",
        "有订单且作答\n{all} 位客户中 {n} 位",
        n=report.matched,
        all=report.customers_with_orders,
    )
    parts = [Part(used, report.customers / report.responses), Part(bought, report.match_rate)]
    if report.customers_with_orders:
        parts.append(Part(answered, report.matched / report.customers_with_orders))
    return [*parts, *_of_revenue(report)]


def _of_revenue(report: LinkReport) -> list[Part]:
    """Return the part of revenue, where refunds leave one."""
    share = report.revenue_match_rate
    if math.isnan(share):
        return []
    revenue = pair(
        "revenue of those who answered\n{theirs} of {all}",
        "作答客户的收入\n{all} 中的 {theirs}",
        theirs=amount(report.revenue_matched, report.currency),
        all=amount(report.revenue, report.currency),
    )
    return [Part(revenue, share)]
