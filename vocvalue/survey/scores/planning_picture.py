"""How precise an NPS is with fewer and with more answers."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.results.dispatch import drawn, said
from vocvalue.results.numerals import counted, number, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue
from vocvalue.survey.scores.planning_result import SampleSize


def size_curve(
    size: SampleSize,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    r"""Draw the margin of error, or the change that is found, over the number of answers.

    Args:
        size: What `survey.sample_size` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: the curve, and the point that was asked for.

    Examples:
        >>> from vocvalue import survey
        >>> size = survey.sample_size(shares=(0.2, 0.3, 0.5), margin_of_error=5)
        >>> size_curve(size).get_ylabel()
        'Margin of error, points of NPS\n(95% confidence)'
    """
    return canvas.picture(size, ax, language, labels)


@drawn.register
def _(size: SampleSize, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    table = size.curve()
    ax.plot(table["answers"], table["score_points"], color=ACTUAL, linewidth=1.8)
    _draw_asked(ax, size, tongue)
    ax.set_xlim(0, 1.02 * float(table["answers"].max()))
    ax.set_ylim(0, 1.2 * max(float(table["score_points"].max()), size.score_points))
    canvas.numbers(ax.xaxis, tongue)
    canvas.numbers(ax.yaxis, tongue)
    ax.set_xlabel(pair("Responses in each survey", "每次调查的答卷数").into(tongue))
    ax.set_ylabel(_precision(size).into(tongue))
    canvas.title(ax, said(size).into(tongue).removesuffix(".").removesuffix("。"))
    return ax


def _draw_asked(ax: Axes, size: SampleSize, tongue: Tongue) -> None:
    ax.plot(
        [0, size.answers, size.answers],
        [size.score_points, size.score_points, 0],
        color=MODEL,
        linewidth=1,
    )
    ax.plot(
        size.answers,
        size.score_points,
        "o",
        color=MODEL,
        markersize=7,
        markeredgecolor="white",
        zorder=3,
    )
    asked = pair(
        "{answers}:\n{points}",
        "{answers}：\n{points}",
        answers=counted(size.answers, "response"),
        points=_asked(size),
    )
    at = (size.answers, size.score_points)
    canvas.write_at(ax, asked.into(tongue), at, shift=(8, 16), colour=MODEL)


def _asked(size: SampleSize) -> Text:
    written = number(size.score_points)
    if size.power is None:
        return pair("± {points} points", "± {points} 点", points=written)
    return pair("{points} points", "{points} 点", points=written)


def _precision(size: SampleSize) -> Text:
    if size.power is None:
        return pair(
            "Margin of error, points of NPS\n({level} confidence)",
            "NPS 的误差（点，{level} 置信水平）",
            level=stated_rate(size.level),
        )
    return pair(
        "Detectable change, points of NPS\n(power {power})",
        "可检出的 NPS 变化（点，功效 {power}）",
        power=stated_rate(size.power),
    )
