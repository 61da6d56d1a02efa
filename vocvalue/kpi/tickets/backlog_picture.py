"""Open tickets at the end of each week, over what was opened and closed."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.kpi.tickets.backlog import TicketBacklog
from vocvalue.kpi.tickets.words import open_now
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

ROOM = 1.3


def backlog_by_week(
    backlog: TicketBacklog,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the tickets open at the end of each week, and those opened and closed in it.

    Args:
        backlog: The `backlog` of what `kpi.closed_loop` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import kpi
        >>> answers = pd.DataFrame(
        ...     {"customer_id": [1, 2], "timestamp": ["2024-01-08", "2024-01-09"], "score": [3, 4]}
        ... )
        >>> desk = pd.DataFrame(
        ...     {"customer_id": [1], "opened": ["2024-01-09 09:00"], "closed": ["2024-01-17 09:00"]}
        ... )
        >>> loop = kpi.closed_loop(answers, desk, observation_end="2024-02-29")
        >>> backlog_by_week(loop.backlog).get_ylabel()
        'Tickets'
    """
    return canvas.picture(backlog, ax, language, labels)


@drawn.register
def _(backlog: TicketBacklog, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    weeks = backlog.week.astype("datetime64[D]")
    lines = (
        (backlog.open_at_end, ACTUAL, 2.2, pair("open at the end of the week", "周末未关闭")),
        (backlog.opened, MODEL, 1.4, pair("opened", "新建")),
        (backlog.closed, MUTED, 1.4, pair("closed", "关闭")),
    )
    for values, colour, width, _ in lines:
        marker = "o" if weeks.size == 1 else None
        ax.plot(weeks, values, color=colour, linewidth=width, marker=marker)
    ax.fill_between(weeks, backlog.open_at_end, color=ACTUAL, alpha=0.12, linewidth=0)
    high = max(float(np.max(values)) for values, *_ in lines)
    ax.set_ylim(0, ROOM * max(high, 1.0))
    canvas.days(ax.xaxis, tongue)
    canvas.numbers(ax.yaxis, tongue)
    ax.set_ylabel(pair("Tickets", "工单数").into(tongue))
    canvas.key(ax, {name.into(tongue): colour for _, colour, _, name in lines}, side="right")
    found = open_now(backlog) if backlog.n_open else said(backlog)
    canvas.title(ax, found.into(tongue).removesuffix(".").removesuffix("。"))
    return ax
