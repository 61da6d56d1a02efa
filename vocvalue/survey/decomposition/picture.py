"""How the parts of a change lead from one score to the next."""

import numpy as np

from vocvalue import canvas, checks
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate
from vocvalue.results.former import signed
from vocvalue.survey.decomposition.read import NpsDecomposition

MOST_STEPS = 10
ROW = 0.34


def waterfall(
    decomposition: NpsDecomposition, *, of: str = "groups", ax: Axes | None = None
) -> Axes:
    """Draw how the parts of a change lead from the NPS before to the NPS after.

    Args:
        decomposition: What `survey.decompose_change` returned.
        of: "groups": a step for the own score of each group, and one for their mix. "topics": a
            step for each topic.
        ax: Matplotlib axes to draw on; new ones without it, as high as the steps need.

    Returns:
        The axes: from the score before at the top to that after at the bottom, each step with its
        interval, the largest first. Of more than ten the smaller ones are taken together, and
        have no interval.

    Raises:
        ParameterError: Neither of the two, or topics where none were asked for.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import survey
        >>> before = pd.DataFrame({"shop": ["a", "a", "b"] * 30, "score": [9, 3, 8] * 30})
        >>> after = pd.DataFrame({"shop": ["a", "a", "b"] * 30, "score": [9, 8, 8] * 30})
        >>> ax = waterfall(survey.decompose_change(before, after, by="shop"))
        >>> [label.get_text() for label in ax.get_yticklabels()]
        ['before', 'a', 'b', 'mix of groups', 'after']
    """
    checks.one_of("of", of, ("groups", "topics"))
    steps = _steps(decomposition, of)
    own = ax is None
    ax = canvas.axes(ax)
    names = ["before", *(name for name, _, _ in steps), "after"]
    if own:
        canvas.fit_height(ax, len(names), ROW)
    level = decomposition.before.value
    for at, (_, points, interval) in enumerate(steps, start=1):
        _step(ax, at, level, points, interval)
        level += points
    _ends(ax, decomposition, len(names) - 1)
    labels = [canvas.in_lines(name) for name in names]
    canvas.name_rows(ax, labels)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.use_sticky_edges = False  # or the first bar would touch the frame
    ax.margins(x=0.12)
    ax.set_xlabel(f"NPS, with {decomposition.change.level * 100:g} % intervals of each step")
    canvas.title(ax, _finding(decomposition, steps), names=labels)
    return ax


def _steps(decomposition: NpsDecomposition, of: str) -> list[tuple[str, float, Estimate | None]]:
    if of == "topics":
        if not decomposition.topics:
            raise ParameterError(
                "of == 'topics', but none were asked for. Name their column: "
                'decompose_change(..., topic="topic").'
            )
        return _largest([(part.topic, part.change) for part in decomposition.topics])
    groups = _largest([(part.group, part.score_effect) for part in decomposition.groups])
    mix = decomposition.mix_effect
    return [*groups, ("mix of groups", mix.value, mix)]


def _largest(parts: list[tuple[str, Estimate]]) -> list[tuple[str, float, Estimate | None]]:
    ordered = sorted(parts, key=lambda part: -abs(part[1].value))
    kept = ordered if len(ordered) <= MOST_STEPS else ordered[: MOST_STEPS - 1]
    rest = ordered[len(kept) :]
    steps: list[tuple[str, float, Estimate | None]] = [(name, it.value, it) for name, it in kept]
    if rest:
        steps.append((f"{len(rest)} others", sum(it.value for _, it in rest), None))
    return steps


def _step(ax: Axes, at: int, level: float, points: float, interval: Estimate | None) -> None:
    colour = ACTUAL if points >= 0 else MODEL
    ax.barh(at, points, left=level, height=0.6, color=colour)
    ax.vlines(level, at - 1, at + 0.3, color=MUTED, linewidth=0.8)
    low, high = sorted((level, level + points))
    if interval is not None:
        ends = level + interval.lower, level + interval.upper
        ax.hlines(at, *ends, color="black", linewidth=1.0)
        low, high = min(low, ends[0]), max(high, ends[1])
    rises = points >= 0
    ax.annotate(
        signed(points),
        xy=(high if rises else low, at),
        xytext=(4 if rises else -4, 0),
        textcoords="offset points",
        ha="left" if rises else "right",
        va="center",
        fontsize=9,
        color=colour,
    )


def _ends(ax: Axes, decomposition: NpsDecomposition, last: int) -> None:
    values = np.array([decomposition.before.value, decomposition.after.value])
    ax.vlines(values[1], last - 1, last, color=MUTED, linewidth=0.8)
    ax.plot(values, [0, last], linestyle="none", marker="D", markersize=8, color=MUTED)
    for value, at in zip(values, (0, last), strict=True):
        ax.annotate(
            f"{value:.1f}",
            xy=(value, at),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=MUTED,
        )


def _finding(
    decomposition: NpsDecomposition, steps: list[tuple[str, float, Estimate | None]]
) -> str:
    change = decomposition.change
    name, points, _ = max(steps, key=lambda step: abs(step[1]))
    unsure = " (the interval holds 0)" if change.lower <= 0 <= change.upper else ""
    return f"NPS {signed(change.value)} points{unsure}, the largest step {signed(points)}: {name}"
