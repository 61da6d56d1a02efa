"""What weighting changes: the shares of those who answered against those of all customers."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, named, pair
from vocvalue.results.tongues import Tongue
from vocvalue.survey.weights.margins import Margin
from vocvalue.survey.weights.result import Weights

ROW, LINE = 0.42, 17.0


def margin_chart(
    weights: Weights,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw each category's share of those who answered, against its share of all customers.

    Args:
        weights: The weights that `survey.rake` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a row for each category with its mean weight, as a multiple of the mean of all;
        from the share of the responses a line to that of the customers, which weighted responses
        have, too.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import survey
        >>> answers = pd.DataFrame({"tier": ["gold"] * 3 + ["basic"], "score": [10, 9, 10, 3]})
        >>> weights = survey.rake(answers, margins={"tier": {"gold": 300, "basic": 700}})
        >>> [label.get_text() for label in margin_chart(weights).get_yticklabels()]
        ['tier = gold', 'tier = basic']
    """
    return canvas.picture(weights, ax, language, labels)


@drawn.register
def _(weights: Weights, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    margins = weights.margins
    names = [canvas.in_lines(_name(margin).into(tongue)) for margin in margins]
    if own:
        canvas.fit_height(ax, len(names), ROW, least=2.6)
    for row, margin in enumerate(margins):
        _draw_margin(ax, row, margin, tongue)
    canvas.name_rows(ax, names)
    key = _key(tongue)
    above = canvas.room_above(ax, len(names), LINE * len(key))
    ax.set_ylim(len(names) - 0.4, -0.6 - above)
    most = max(max(margin.share_base, margin.share_raw) for margin in margins)
    ax.set_xlim(0, 1.2 * most)
    canvas.shares(ax.xaxis, tongue)
    label = pair(
        "Share of responses and of customers\n(× mean weight of a response)",
        "答卷占比与客户占比（× 为每份答卷的平均权重）",
    )
    ax.set_xlabel(label.into(tongue))
    canvas.key(ax, key, side="right")
    canvas.title(ax, _finding(weights).into(tongue), names=names)
    return ax


def _draw_margin(ax: Axes, row: int, margin: Margin, tongue: Tongue) -> None:
    raw, base = margin.share_raw, margin.share_base
    ax.hlines(row, raw, base, color=MUTED, linewidth=1.6)
    ax.plot(raw, row, "o", color=MODEL, markersize=8, markeredgecolor="white")
    ax.plot(base, row, "D", color=ACTUAL, markersize=7, markeredgecolor="white")
    times = pair("× {times}", "× {times}", times=number(base / raw, 2))
    canvas.write_at(ax, times.into(tongue), (max(raw, base), row), shift=(9, 0), colour=MUTED)


def _name(margin: Margin) -> Text:
    return pair(
        "{column} = {category}",
        "{column} = {category}",
        column=named(margin.column),
        category=named(str(margin.category)),
    )


def _key(tongue: Tongue) -> dict[str, str]:
    responses = pair("● responses", "● 答卷").into(tongue)
    customers = pair("◆ customers, and weighted responses", "◆ 客户（加权后的答卷与之一致）").into(
        tongue
    )
    return {responses: MODEL, customers: ACTUAL}


def _finding(weights: Weights) -> Text:
    lost = max(1 - weights.effective_n / weights.n_answers, 0.0)
    return pair(
        "Weighting costs {lost} of the precision: {responses} are as precise as {effective} "
        "equally weighted ones",
        "加权使精度降低 {lost}：{responses}相当于 {effective} 份等权答卷",
        lost=percent(lost, 0),
        responses=counted(weights.n_answers, "response"),
        effective=whole(weights.effective_n),
    )
