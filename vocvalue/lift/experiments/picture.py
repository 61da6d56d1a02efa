"""How many customers of each arm stayed, how many left, and who is not counted."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.design.arm_words import arm_name
from vocvalue.lift.experiments.result import Experiment
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted, percent
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

COLOURS = (ACTUAL, MODEL, MUTED)
ROW, LINE = 0.55, 17.0
NOT_COUNTED = pair(
    "not counted: not followed to the end, or left out", "未计入：未观察满期或已剔除"
)


def experiment_bars(
    experiment: Experiment,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw how many customers of each arm stayed, how many left, and how many are not counted.

    Args:
        experiment: What `lift.experiment` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a bar for each arm with the customers assigned to it, and beside it the share
        retained among those followed; and a bar for customers in two arms who were left out.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import lift
        >>> people = pd.DataFrame({"customer_id": range(8), "arm": ["treated", "control"] * 4})
        >>> stayed = pd.DataFrame({"customer_id": range(8), "retained": [1, 0, 1, 1, 1, 0, 0, 1]})
        >>> ax = experiment_bars(lift.experiment(people, outcomes=stayed, randomised=True))
        >>> [text.get_text() for text in ax.texts][:2]
        ['50.0% of 4 stayed', '75.0% of 4 stayed']
    """
    return canvas.picture(experiment, ax, language, labels)


@drawn.register
def _(experiment: Experiment, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    names = _names(experiment, tongue)
    if own:
        canvas.fit_height(ax, len(names), ROW, least=2.6)
    longest = _draw_arms(ax, experiment, tongue)
    if experiment.dropped:
        canvas.stacked(ax, len(experiment.arms), [experiment.dropped], [MUTED])
    canvas.name_rows(ax, names)
    parts = _parts(experiment)
    above = canvas.room_above(ax, len(names), LINE * len(parts))
    ax.set_ylim(len(names) - 0.5, -0.5 - above)
    ax.set_xlim(0, 1.4 * longest)
    ax.locator_params(axis="x", integer=True, nbins=6)
    canvas.numbers(ax.xaxis, tongue)
    ax.set_xlabel(pair("Customers", "客户数").into(tongue))
    key = {text.into(tongue): colour for text, colour in parts}
    canvas.key(ax, key, side="left")
    canvas.title(ax, _finding(experiment).into(tongue), names=names)
    return ax


def _draw_arms(ax: Axes, experiment: Experiment, tongue: Tongue) -> int:
    """Draw a bar for each arm, and return how long the longest is."""
    assigned = _assigned(experiment)
    for row, (kept, followed, n) in enumerate(zip(*experiment.counts(), assigned, strict=True)):
        canvas.stacked(ax, row, [kept, followed - kept, n - followed], COLOURS)
        if followed:
            canvas.write_at(ax, _retained(int(kept), int(followed)).into(tongue), (n, row))
    return max(*assigned, experiment.dropped)


def _assigned(experiment: Experiment) -> list[int]:
    return [int(n) for n in np.bincount(experiment.arm, minlength=len(experiment.arms))]


def _names(experiment: Experiment, tongue: Tongue) -> list[str]:
    arms = zip(experiment.arms, _assigned(experiment), strict=True)
    rows = [pair("{arm}\n({n})", "{arm}\n（{n} 位）", arm=arm_name(arm), n=n) for arm, n in arms]
    if experiment.dropped:
        n = experiment.dropped
        rows.append(pair("in two arms,\nleft out ({n})", "同属两组，\n已剔除（{n} 位）", n=n))
    return [row.into(tongue) for row in rows]


def _retained(kept: int, followed: int) -> Text:
    return pair(
        "{share} of {n} stayed",
        "{n} 位中 {share} 留存",
        share=percent(kept / followed),
        n=followed,
    )


def _parts(experiment: Experiment) -> list[tuple[Text, str]]:
    """Return what the colours are, those that are drawn."""
    kept, followed = (int(counts.sum()) for counts in experiment.counts())
    uncounted = experiment.arm.size - followed + experiment.dropped
    parts = (
        (kept, pair("stayed", "留存")),
        (followed - kept, pair("left", "流失")),
        (uncounted, NOT_COUNTED),
    )
    return [(text, colour) for (n, text), colour in zip(parts, COLOURS, strict=True) if n]


def _finding(experiment: Experiment) -> Text:
    finding = pair(
        "{n} of {customers} were followed through the whole window",
        "{customers}中 {n} 位已观察满期",
        n=int(experiment.followed.sum()),
        customers=counted(experiment.arm.size, "customer"),
    )
    if not experiment.doubts:
        return finding
    return pair(
        "{finding}; the tables contradict a random assignment",
        "{finding}；数据与随机分组矛盾",
        finding=finding,
    )
