"""The waterfall chart of a change in NPS."""

from typing import NamedTuple

import numpy as np

from vocvalue import canvas, checks
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate
from vocvalue.results.dispatch import drawn
from vocvalue.results.groups import group_name
from vocvalue.results.numerals import number, points, signed, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue, tongue
from vocvalue.survey.decomposition.result import NpsDecomposition

MOST_STEPS = 10
ROW = 0.34


class Step(NamedTuple):
    """A step of the waterfall: its name, its points, and its interval, if known."""

    name: Text
    points: float
    interval: Estimate | None


def waterfall(
    decomposition: NpsDecomposition,
    *,
    parts: str = "groups",
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw a waterfall of the parts that lead from the NPS before to the NPS after.

    Args:
        decomposition: What `survey.decompose_change` returned.
        parts: "groups" for one step per group, from its own score, and one step for the mix of
            groups; "topics" for a step per topic.
        ax: Matplotlib axes to draw on; by default new axes, as high as the steps need.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: from the score before, at the top, to the score after, at the bottom. Each step
        has its interval, and the largest comes first. If there are more than ten steps, the smaller
        ones are combined into one without an interval.

    Raises:
        ParameterError: `parts` is neither of the two, or there are no topics.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import survey
        >>> before = pd.DataFrame({"shop": ["a", "a", "b"] * 30, "score": [9, 3, 8] * 30})
        >>> after = pd.DataFrame({"shop": ["a", "a", "b"] * 30, "score": [9, 8, 8] * 30})
        >>> ax = waterfall(survey.decompose_change(before, after, by="shop"))
        >>> [label.get_text() for label in ax.get_yticklabels()]
        ['before', 'a', 'b', 'mix of groups', 'after']
    """
    checks.one_of("parts", parts, ("groups", "topics"))
    return _draw(decomposition, _steps(decomposition, parts), ax, tongue(language, labels))


@drawn.register
def _(decomposition: NpsDecomposition, ax: Axes | None, tongue: Tongue) -> Axes:
    return _draw(decomposition, _steps(decomposition, "groups"), ax, tongue)


def _draw(
    decomposition: NpsDecomposition, steps: list[Step], ax: Axes | None, tongue: Tongue
) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    names = [
        pair("before", "之前").into(tongue),
        *(step.name.into(tongue) for step in steps),
        pair("after", "之后").into(tongue),
    ]
    if own:
        canvas.fit_height(ax, len(names), ROW)
    level = decomposition.before.value
    for at, step in enumerate(steps, start=1):
        _draw_step(ax, at, level, step, tongue)
        level += step.points
    _ends(ax, decomposition, len(names) - 1, tongue)
    rows = [canvas.in_lines(name) for name in names]
    canvas.name_rows(ax, rows)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.use_sticky_edges = False  # or the first bar would touch the frame
    ax.margins(x=0.12)
    canvas.numbers(ax.xaxis, tongue)
    label = pair(
        "NPS, each step with its {level} interval",
        "NPS（各步附 {level} 置信区间）",
        level=stated_rate(decomposition.change.level),
    )
    ax.set_xlabel(label.into(tongue))
    canvas.title(ax, _finding(decomposition, steps).into(tongue), names=rows)
    return ax


def _steps(decomposition: NpsDecomposition, parts: str) -> list[Step]:
    if parts == "topics":
        if not decomposition.topics:
            raise ParameterError(
                "parts == 'topics', but the change was not decomposed by topic. Name the column: "
                'decompose_change(..., topic="topic").'
            )
        return _largest([(part.topic, part.change) for part in decomposition.topics])
    groups = _largest([(part.group, part.score_effect) for part in decomposition.groups])
    mix = decomposition.mix_effect
    return [*groups, Step(pair("mix of groups", "各组占比"), mix.value, mix)]


def _largest(parts: list[tuple[str, Estimate]]) -> list[Step]:
    ordered = sorted(parts, key=lambda part: -abs(part[1].value))
    kept = ordered if len(ordered) <= MOST_STEPS else ordered[: MOST_STEPS - 1]
    rest = ordered[len(kept) :]
    steps = [Step(group_name(name), effect.value, effect) for name, effect in kept]
    if rest:
        others = pair("{n} others", "其余 {n} 项", n=len(rest))
        steps.append(Step(others, sum(effect.value for _, effect in rest), None))
    return steps


def _draw_step(ax: Axes, at: int, level: float, step: Step, tongue: Tongue) -> None:
    interval = step.interval
    colour = ACTUAL if step.points >= 0 else MODEL
    ax.barh(at, step.points, left=level, height=0.6, color=colour)
    ax.vlines(level, at - 1, at + 0.3, color=MUTED, linewidth=0.8)
    low, high = sorted((level, level + step.points))
    if interval is not None:
        ends = level + interval.lower, level + interval.upper
        ax.hlines(at, *ends, color="black", linewidth=1.0)
        low, high = min(low, ends[0]), max(high, ends[1])
    rises = step.points >= 0
    ax.annotate(
        signed(step.points).into(tongue),
        xy=(high if rises else low, at),
        xytext=(4 if rises else -4, 0),
        textcoords="offset points",
        ha="left" if rises else "right",
        va="center",
        fontsize=9,
        color=colour,
    )


def _ends(ax: Axes, decomposition: NpsDecomposition, last: int, tongue: Tongue) -> None:
    values = np.array([decomposition.before.value, decomposition.after.value])
    ax.vlines(values[1], last - 1, last, color=MUTED, linewidth=0.8)
    ax.plot(values, [0, last], linestyle="none", marker="D", markersize=8, color=MUTED)
    for value, at in zip(values, (0, last), strict=True):
        ax.annotate(
            number(float(value), 1).into(tongue),
            xy=(value, at),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=MUTED,
        )


def _finding(decomposition: NpsDecomposition, steps: list[Step]) -> Text:
    largest = max(steps, key=lambda step: abs(step.points))
    finding = pair(
        "NPS {change}; largest step: {name} ({step})",
        "NPS {change}；影响最大：{name}（{step}）",
        change=points(decomposition.change.value),
        step=signed(largest.points),
        name=largest.name,
    )
    if decomposition.shown:
        return finding
    return pair("{finding} (no change shown)", "{finding}（未显示变化）", finding=finding)
