"""How long the tickets of a simulated desk truly take, by team."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import MUTED, SERIES, Axes
from vocvalue.datasets.tickets.result import TicketDesk
from vocvalue.datasets.words.tickets import HORIZON
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue


@drawn.register
def _(desk: TicketDesk, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    team_of, hours = desk.tickets["team"].to_numpy(), desk.hours_to_close
    teams = sorted(set(team_of))
    colours = dict(zip(teams, SERIES * len(teams), strict=False))
    for team in teams:
        own = np.sort(hours[team_of == team])
        ax.step(
            own,
            np.arange(1, own.size + 1) / own.size,
            where="post",
            color=colours[team],
            linewidth=1.8,
        )
    ax.axvline(24, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    ax.set_xlim(0, HORIZON)
    ax.set_ylim(0, 1.3)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.numbers(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_xlabel(pair("Hours since the ticket was opened", "工单创建后的小时数").into(tongue))
    ax.set_ylabel(pair("Share truly closed", "真实关闭比例").into(tongue))
    canvas.key(ax, colours, side="left")
    canvas.title(ax, said(desk).into(tongue).removesuffix(".").removesuffix("。"))
    return ax
