"""The waterfall of a change in health, of one account or of all."""

from typing import NamedTuple

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.health.moved.result import HealthChanges
from vocvalue.health.moved.words import LEAST, STEP_NAMES, finding, points
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import number, signed
from vocvalue.results.result import Labels
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, named, pair
from vocvalue.results.tongues import Tongue, tongue
from vocvalue.showing import shown

ROW = 0.34


class Way(NamedTuple):
    """The steps that lead from one score to another, both ends, and what it is called."""

    steps: list[tuple[Text, float]]
    ends: tuple[float, float]
    title: Text


def health_waterfall(
    result: HealthChanges,
    *,
    account: object = None,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw a waterfall of the parts that lead from the score on one day to that on another.

    Args:
        result: What `health.changes` returned.
        account: The id of an account; None for all, weighted by their revenue.
        ax: Matplotlib axes to draw on; by default new axes, as high as the parts need.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Raises:
        ParameterError: The account has no score on both days.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import health
        >>> accounts = pd.DataFrame({"account_id": ["A"], "revenue": [900_000]})
        >>> answers = pd.DataFrame({
        ...     "account_id": ["A", "A"], "timestamp": ["2025-03-01", "2025-06-01"], "score": [9, 6]
        ... })
        >>> then, now = (
        ...     health.score(accounts, responses=answers, at=day, window="3 months")
        ...     for day in ("2025-03-31", "2025-06-30")
        ... )
        >>> ax = health_waterfall(health.changes(then, now), account="A")
        >>> [label.get_text() for label in ax.get_yticklabels()]
        ['31 March 2025', 'own answers', '30 June 2025']
    """
    asked = tongue(language, labels)
    if account is None:
        return _drawn(result, ax, asked)
    place = result.place_of(account)
    ends = float(result.before[place]), float(result.after[place])
    title = pair(
        "Health of {account}: {change}",
        "{account} 的健康得分：{change}",
        account=named(shown(account)),
        change=points(ends[1] - ends[0]),
    )
    way = Way(steps=_steps(result.of(account)), ends=ends, title=title)
    return _draw(result, way, ax, asked)


@drawn.register
def _drawn(result: HealthChanges, ax: Axes | None, tongue: Tongue) -> Axes:
    ends = result.book_before, result.book_after
    way = Way(steps=_steps(result.book), ends=ends, title=finding(result))
    return _draw(result, way, ax, tongue)


def _steps(parts: dict[str, float]) -> list[tuple[Text, float]]:
    """Return the parts that can be seen, the largest first, and the others together."""
    ordered = sorted(parts.items(), key=lambda step: -abs(step[1]))
    seen = [(STEP_NAMES[name], it) for name, it in ordered if abs(it) >= LEAST]
    rest = sum(it for _, it in ordered[len(seen) :])
    return [*seen, (pair("others", "其余"), rest)] if abs(rest) >= LEAST else seen


def _draw(result: HealthChanges, way: Way, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    names = [
        date(result.at_before),
        *(name for name, _ in way.steps),
        date(result.at_after),
    ]
    if own:
        canvas.fit_height(ax, len(names), ROW)
    level = way.ends[0]
    for row, (_, step) in enumerate(way.steps, start=1):
        _draw_step(ax, row, level, step, tongue)
        level += step
    _draw_ends(ax, way.ends, len(names) - 1, tongue)
    written = [canvas.in_lines(name.into(tongue)) for name in names]
    canvas.name_rows(ax, written)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.use_sticky_edges = False
    ax.margins(x=0.15)
    canvas.numbers(ax.xaxis, tongue)
    ax.set_xlabel(pair("Health score, of 100 points", "健康得分（满分 100 分）").into(tongue))
    canvas.title(ax, way.title.into(tongue).removesuffix(".").removesuffix("。"), names=written)
    return ax


def _draw_step(ax: Axes, row: int, level: float, step: float, tongue: Tongue) -> None:
    rises = step >= 0
    colour = ACTUAL if rises else MODEL
    ax.barh(row, step, left=level, height=0.6, color=colour)
    ax.vlines(level, row - 1, row + 0.3, color=MUTED, linewidth=0.8)
    canvas.write_at(
        ax,
        signed(step).into(tongue),
        (level + step, row),
        shift=(5 if rises else -5, 0),
        ha="left" if rises else "right",
        colour=colour,
    )


def _draw_ends(ax: Axes, ends: tuple[float, float], last: int, tongue: Tongue) -> None:
    ax.vlines(ends[1], last - 1, last, color=MUTED, linewidth=0.8)
    ax.plot(ends, [0, last], linestyle="none", marker="D", markersize=8, color=MUTED)
    for value, row in zip(ends, (0, last), strict=True):
        canvas.write_at(ax, number(value, 1).into(tongue), (value, row), shift=(8, 0), colour=MUTED)
