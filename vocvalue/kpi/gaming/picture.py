"""The checks against gaming by their p-values, and the funnel of agents."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.errors import ParameterError
from vocvalue.kpi.gaming.result import GamingChecks
from vocvalue.kpi.gaming.words import CHECK_NAMES
from vocvalue.results.calendar import calendar_period
from vocvalue.results.dispatch import drawn
from vocvalue.results.groups import group_name
from vocvalue.results.numerals import p_value, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue, tongue

ROW = 0.55
SHADE = "#C8C8C8"
SMALLEST = 1e-6
"""A smaller p-value is drawn as this."""


@drawn.register
def _(result: GamingChecks, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, max(len(result.checks), 1), ROW, least=2.6)
    for place, check in enumerate(result.checks):
        at = max(check.corrected, SMALLEST)
        colour = MODEL if result.is_alarm(check) else ACTUAL
        ax.plot([1.0, at], [place, place], color=colour, linewidth=2)
        ax.plot(at, place, marker="o", color=colour, markersize=8)
        text = p_value(check.corrected).into(tongue)
        canvas.write_at(ax, text, (at, place), shift=(0, 13), ha="center", colour=colour)
    ax.axvline(1 - result.level, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    ax.set_xscale("log")
    ax.set_xlim(2.0, SMALLEST / 3)
    canvas.magnitudes(ax.xaxis, tongue)
    names = [canvas.in_lines(CHECK_NAMES[it.check].into(tongue)) for it in result.checks]
    canvas.name_rows(ax, names)
    ax.set_ylim(max(len(result.checks), 1) - 0.4, -0.75)
    label = pair(
        "Corrected p-value; alarms lie right of the dashed line ({bound})",
        "校正后的 p 值；虚线（{bound}）右侧为警报",
        bound=stated_rate(round(1 - result.level, 9)),
    )
    ax.set_xlabel(label.into(tongue))
    canvas.title(ax, _alarms(result).into(tongue), names=names)
    return ax


def agent_funnel(
    result: GamingChecks,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw each agent's share of the highest scores over the number of answers, with the limits.

    Agents above the limit that honest ones do not reach are named.

    Args:
        result: What `kpi.check_gaming` returned, with agents.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of the agents, by their names in the data.

    Raises:
        ParameterError: No agents were checked.

    Examples:
        >>> import numpy as np, pandas as pd
        >>> from vocvalue import kpi
        >>> days = np.arange("2024-01-01", "2024-07-01", dtype="datetime64[D]")
        >>> answers = pd.DataFrame({"timestamp": np.repeat(days, 6), "score": 8})
        >>> answers["customer_id"] = np.arange(len(answers))
        >>> answers["agent"] = [f"A{n}" for n in answers["customer_id"] % 6]
        >>> agent_funnel(kpi.check_gaming(answers, agent="agent")).get_xlabel()
        'Answers in the period'
    """
    if not result.agents:
        raise ParameterError(
            "no agents were checked. Name the column of the agent with agent= of kpi.check_gaming."
        )
    asked = tongue(language, labels)
    ax = canvas.axes(ax)
    agents = sorted(result.agents, key=lambda it: it.share.n)
    n = np.array([it.share.n for it in agents], dtype=np.float64)
    ax.vlines(n, [it.expected for it in agents], [it.limit for it in agents], color=SHADE, zorder=0)
    ax.plot(n, [it.limit for it in agents], "_", color=MUTED, markersize=9, zorder=1)
    striking = {it.agent for it in result.striking}
    for it in agents:
        colour = MODEL if it.agent in striking else ACTUAL
        ax.plot(it.share.n, it.share.value, marker="o", color=colour, markersize=6, alpha=0.8)
        if it.agent in striking:
            name = group_name(it.agent).into(asked)
            canvas.write_at(ax, name, (it.share.n, it.share.value), colour=colour)
    ax.set_ylim(-0.03, 1.3)
    ax.set_yticks(np.linspace(0, 1, 6))
    canvas.shares(ax.yaxis, asked)
    canvas.numbers(ax.xaxis, asked)
    ax.set_xlabel(pair("Answers in the period", "本期答卷数").into(asked))
    ax.set_ylabel(
        pair(
            "Share of scores {low} to {high}",
            "{low} 至 {high} 分的占比",
            low=result.top[0],
            high=result.top[1],
        ).into(asked)
    )
    lines = pair(
        "grey: from what the others lead to expect up to the limit",
        "灰线：由其他客服得出的预期至上限",
    )
    canvas.key(ax, {lines.into(asked): MUTED}, side="right")
    canvas.title(ax, _told(result, len(striking)).into(asked))
    return ax


def _alarms(result: GamingChecks) -> Text:
    """Return how many checks raise an alarm, as the title."""
    return pair(
        "{period}: {n} of {all} checks against gaming raise an alarm",
        "{period}：{all} 项检查中 {n} 项发出警报",
        period=calendar_period(result.after[0], result.every),
        n=len(result.alarms),
        all=len(result.checks),
    )


def _told(result: GamingChecks, n: int) -> Text:
    """Return how many agents lie above the limit, as the title."""
    return pair(
        "{n} of {all} agents above the limit of honest ones",
        "{all} 位客服中有 {n} 位超出正常上限",
        n=n,
        all=len(result.agents),
    )
