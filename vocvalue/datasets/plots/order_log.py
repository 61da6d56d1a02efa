"""The purchases of a simulated order log, month by month."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.datasets.order_log import SimulatedOrders
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue


@drawn.register
def _(log: SimulatedOrders, ax: Axes | None, tongue: Tongue) -> Axes:
    orders = log.orders
    bought = orders.loc[orders["amount"] >= 0, "timestamp"]
    months = bought.to_numpy().astype("datetime64[M]")
    first, last = months.min(), np.datetime64(log.observation_end, "M")
    shown = np.arange(first, last + 1)
    counts = np.bincount((months - first).astype(int), minlength=len(shown))
    ax = canvas.axes(ax)
    days = np.diff(np.append(shown, last + 1).astype("datetime64[D]")).astype(float)
    ax.bar(shown.astype("datetime64[D]"), counts, width=0.85 * days, align="edge", color=ACTUAL)
    ax.set_ylabel(pair("Purchases per month", "每月购买次数").into(tongue))
    ax.locator_params(axis="y", integer=True)
    canvas.numbers(ax.yaxis, tongue)
    canvas.days(ax.xaxis, tongue)
    canvas.title(ax, _finding(log, len(bought)).into(tongue))
    return ax


def _finding(log: SimulatedOrders, n: int) -> Text:
    return pair(
        "{customers} made {purchases} up to {until}",
        "截至{until}，{customers}共有 {purchases}",
        customers=counted(len(log.truth), "customer"),
        purchases=counted(n, "purchase"),
        until=date(log.observation_end),
    )
