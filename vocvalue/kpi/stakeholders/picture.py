"""The mean of each question over time, with its intervals."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, SERIES, Axes
from vocvalue.kpi.kpi_picture import draw_bounds, name_periods
from vocvalue.kpi.stakeholders.result import StakeholderSatisfaction, StakeholderScore
from vocvalue.kpi.stakeholders.words import finding, question_name
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

APART = 0.09
"""How far the questions of a period lie apart, in periods."""
MOST = 5
"""The most questions that are drawn; of more, the mean of all."""


def stakeholder_chart(
    result: StakeholderSatisfaction,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the mean of each question by period, with its intervals, between the bounds.

    A period without answers is a gap.

    Args:
        result: What `kpi.stakeholder_satisfaction` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import kpi
        >>> survey = pd.DataFrame({"timestamp": ["2024-03-05", "2024-06-05"], "score": [4, 5]})
        >>> stakeholder_chart(kpi.stakeholder_satisfaction(survey)).get_ylabel()
        'Mean score, 1 to 5'
    """
    return canvas.picture(result, ax, language, labels)


@drawn.register
def _(result: StakeholderSatisfaction, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    questions = result.questions if 0 < len(result.questions) <= MOST else (None,)
    key = {}
    for place, (question, colour) in enumerate(zip(questions, (ACTUAL, *SERIES[1:]), strict=False)):
        shift = APART * (place - (len(questions) - 1) / 2)
        _draw(ax, result, _of(result, question), shift, colour)
        name = pair("all questions", "全部问题") if question is None else question_name(question)
        key[name.into(tongue)] = colour
    draw_bounds(ax, result.bounds)
    lines = pair(
        "bars: {level} intervals; dotted: bounds",
        "竖线：{level} 置信区间；点线：上下界",
        level=stated_rate(result.level),
    )
    name_periods(ax, result.periods, tongue)
    ax.set_ylim(0.9, result.points + 0.3 * (len(key) + 1))
    ax.set_yticks(np.arange(1, result.points + 1))
    canvas.numbers(ax.yaxis, tongue)
    label = pair("Mean score, 1 to {points}", "平均分（1 至 {points}）", points=result.points)
    ax.set_ylabel(label.into(tongue))
    canvas.key(ax, {**key, lines.into(tongue): MUTED}, side="right")
    canvas.title(ax, finding(result).into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _of(result: StakeholderSatisfaction, question: str | None) -> list[StakeholderScore]:
    return [it for it in result.scores if it.question == question and it.department is None]


def _draw(
    ax: Axes,
    result: StakeholderSatisfaction,
    scores: list[StakeholderScore],
    shift: float,
    colour: str,
) -> None:
    """Draw the scores of a question, a line between those of periods that follow one another."""
    starts = [period.start for period in result.periods]
    value = np.full((3, len(starts)), np.nan)
    for it in scores:
        value[:, starts.index(it.start)] = it.mean.value, it.mean.lower, it.mean.upper
    at = np.arange(len(starts)) + shift
    ax.plot(at, value[0], color=colour, linewidth=1.4, marker="o", markersize=4)
    ax.vlines(at, value[1], value[2], color=colour, linewidth=1.4)
