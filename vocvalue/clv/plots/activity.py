"""Purchases over time as they happened: of all customers, and of one."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.clv.activity import CustomerPurchases, PurchaseCalendar
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted
from vocvalue.results.spans import length
from vocvalue.results.sums import amount
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue


@drawn.register
def _(calendar: PurchaseCalendar, ax: Axes | None, tongue: Tongue) -> Axes:
    courses = {
        pair("repeat purchases", "复购").into(tongue): (ACTUAL, calendar.repeat),
        pair("first purchases", "首次购买").into(tongue): (MUTED, calendar.first),
    }
    ax = canvas.axes(ax)
    for colour, counts in courses.values():
        ax.plot(calendar.period, np.cumsum(counts), color=colour, linewidth=1.8)
    ax.set_ylim(bottom=0)
    ax.set_ylabel(pair("Purchases so far", "累计购买次数").into(tongue))
    canvas.numbers(ax.yaxis, tongue)
    canvas.days(ax.xaxis, tongue)
    canvas.key(ax, {name: colour for name, (colour, _) in courses.items()}, side="left")
    finding = pair(
        "{customers} and {purchases} in {observed}",
        "{observed}内有 {customers}、{purchases}",
        customers=counted(int(calendar.first.sum()), "new customer"),
        purchases=counted(int(calendar.repeat.sum()), "repeat purchase"),
        observed=length(calendar.period.size, calendar.grain),
    )
    canvas.title(ax, finding.into(tongue))
    return ax


@drawn.register
def _(purchases: CustomerPurchases, ax: Axes | None, tongue: Tongue) -> Axes:
    days = purchases.period.astype("datetime64[s]")
    ax = canvas.axes(ax)
    ax.vlines(days, 0, purchases.spend, color=ACTUAL, linewidth=1.8)
    ax.plot(days, purchases.spend, linestyle="none", marker="o", markersize=5, color=ACTUAL)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    ax.set_ylabel(pair("Spend per purchase", "每次消费").into(tongue))
    canvas.amounts(ax.yaxis, tongue)
    canvas.days(ax.xaxis, tongue)
    finding = pair(
        "Customer {customer}: {purchases} worth {spend}",
        "客户 {customer}：{purchases}，共消费 {spend}",
        customer=str(purchases.customer),
        purchases=counted(purchases.period.size, "purchase"),
        spend=amount(float(purchases.spend.sum())),
    )
    canvas.title(ax, finding.into(tongue))
    return ax
