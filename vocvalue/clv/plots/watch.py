"""Alarms by calendar period: those after which the customer came back, and those still silent."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.clv.value_watch import ValueWatch
from vocvalue.clv.words.value_watch import in_force
from vocvalue.results.calendar import calendar_period
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

MARKS = 4
"""No more periods are named than these."""


def value_alarms(
    watch: ValueWatch,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the alarms of each period, and after how many of them the customer ordered again.

    Args:
        watch: What `clv.watch` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a bar for each period, dark for customers silent since, light for false alarms.

    Examples:
        >>> import vocvalue as vv
        >>> watch = vv.clv.watch(vv.datasets.load_sample().orders)
        >>> value_alarms(watch).get_ylabel()
        'Alarms'
    """
    return canvas.picture(watch, ax, language, labels)


@drawn.register
def _(watch: ValueWatch, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    places = np.arange(len(watch.looks))
    silent = watch.raised - watch.returned
    ax.bar(places, silent, width=0.7, color=ACTUAL)
    ax.bar(places, watch.returned, bottom=silent, width=0.7, color=MUTED)
    step = -(-len(places) // MARKS)
    named = places[::step]
    names = [calendar_period(watch.looks[i], watch.every).into(tongue) for i in named]
    ax.set_xticks(named, [canvas.in_lines(name) for name in names])
    ax.set_ylabel(pair("Alarms", "预警次数").into(tongue))
    canvas.numbers(ax.yaxis, tongue)
    ax.locator_params(axis="y", integer=True)
    ax.set_ylim(0, max(1.25 * float(watch.raised.max(initial=0)), 1.0))
    still = pair("no order since", "此后未下单").into(tongue)
    back = pair("false: ordered again", "误报：此后再次下单").into(tongue)
    canvas.key(ax, {still: ACTUAL, back: MUTED}, side="left")
    canvas.title(ax, in_force(watch).into(tongue).rstrip(".。"))
    return ax
