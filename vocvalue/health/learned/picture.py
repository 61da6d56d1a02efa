"""How far each measure told who would leave, beside all others."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.health.learned.result import LearnedWeights
from vocvalue.health.learned.weighed_names import weighed_name
from vocvalue.health.learned.words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

ROW = 0.4


def learned_effects(
    result: LearnedWeights,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw by how much each measure or part lowers the log odds of leaving.

    Args:
        result: What `health.learn_weights` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a bar for each, light where it goes the wrong way and weighs nothing.

    Examples:
        >>> from vocvalue import datasets, health
        >>> sample = datasets.simulate_accounts(200, seed=1)
        >>> tables = {name: getattr(sample, name) for name in ("usage", "churn")}
        >>> result = health.learn_weights(sample.accounts, cutoffs="2024-12-31", **tables)
        >>> [label.get_text() for label in learned_effects(result).get_yticklabels()]
        ['usage trend', 'usage against best year', 'features used', 'seats in use']
    """
    return canvas.picture(result, ax, language, labels)


@drawn.register
def _(result: LearnedWeights, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    names = list(result.weights)
    if own:
        canvas.fit_height(ax, len(names), ROW)
    counts = [name in result.fit.slopes for name in names]
    effects = [
        -(result.fit if is_used else result.whole).effect(name)
        for name, is_used in zip(names, counts, strict=True)
    ]
    places = np.arange(len(names))
    ax.barh(places, effects, color=[ACTUAL if it else MUTED for it in counts], height=0.6)
    ax.axvline(0, color=MUTED, linewidth=0.8)
    canvas.name_rows(ax, [weighed_name(name).into(tongue) for name in names])
    ax.set_ylim(len(names) - 0.4, -1.4)
    canvas.numbers(ax.xaxis, tongue)
    ax.set_xlabel(
        pair(
            "Fall in the log odds of leaving per standard deviation",
            "每标准差对应的流失对数几率降幅",
        ).into(tongue)
    )
    key = {pair("weighs", "计入权重").into(tongue): ACTUAL}
    if not all(counts):
        key[pair("goes the wrong way: weighs nothing", "方向相反：权重为零").into(tongue)] = MUTED
    canvas.key(ax, key, side="right")
    canvas.title(ax, finding(result).into(tongue).rstrip(".。"))
    return ax
