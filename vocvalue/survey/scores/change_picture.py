"""The NPS of two surveys, and its change, on one scale."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.results import Estimate
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import confidence, counted, number, signed
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue
from vocvalue.survey.scores.change_result import NpsChange
from vocvalue.survey.scores.words import finding


def change_chart(
    change: NpsChange,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the NPS before and after with their intervals, and the change with its own.

    Args:
        change: What `survey.nps_change` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes. The change is drawn from the score before, at the dashed line: where its interval
        crosses that line, no change was shown.

    Examples:
        >>> from vocvalue import survey
        >>> ax = change_chart(survey.nps_change([9, 9, 3, 8] * 50, [9, 9, 9, 8] * 50))
        >>> [float(line.get_xdata()[0]) for line in ax.lines[-3:]]
        [25.0, 75.0, 75.0]
    """
    return canvas.picture(change, ax, language, labels)


@drawn.register
def _(change: NpsChange, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    before = change.before.value
    ax.axvline(before, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    for row, (score, colour) in enumerate(((change.before, MUTED), (change.after, ACTUAL))):
        written = number(score.value, 1).into(tongue)
        _draw(ax, row, score, start=0.0, colour=colour, text=written)
    written = _with_ends(change.change).into(tongue)
    _draw(ax, 2, change.change, start=before, colour=MODEL, text=written)
    names = [name.into(tongue) for name in _names(change)]
    canvas.name_rows(ax, names)
    ax.set_ylim(2.5, -0.6)
    ax.margins(x=0.12)
    canvas.numbers(ax.xaxis, tongue)
    label = pair(
        "NPS with {level} intervals; the change starts from the score before",
        "NPS（附 {level} 置信区间）；变化自之前的得分起算",
        level=confidence(change.change.level),
    )
    ax.set_xlabel(label.into(tongue))
    canvas.title(ax, finding(change).into(tongue), names=names)
    return ax


def _draw(ax: Axes, row: int, of: Estimate, *, start: float, colour: str, text: str) -> None:
    ax.hlines(row, start + of.lower, start + of.upper, color=colour, linewidth=2.5)
    place = start + of.value
    ax.plot(place, row, "o", color=colour, markersize=9, markeredgecolor="white")
    canvas.write_at(ax, text, (place, row), shift=(0, 14), ha="center", colour=colour)


def _with_ends(change: Estimate) -> Text:
    return pair(
        "{value}  ({low} to {high})",
        "{value}（{low} 至 {high}）",
        value=signed(change.value),
        low=signed(change.lower),
        high=signed(change.upper),
    )


def _names(change: NpsChange) -> tuple[Text, ...]:
    before = pair("before\n({n})", "之前\n（{n}）", n=counted(change.before.n, "response"))
    after = pair("after\n({n})", "之后\n（{n}）", n=counted(change.after.n, "response"))
    return before, after, pair("change", "变化")
