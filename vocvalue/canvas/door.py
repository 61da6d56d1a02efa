"""From a result to its picture: what the public functions that draw results are."""

from vocvalue.canvas.sheet import Axes
from vocvalue.results.result import Labels, Pictured


def picture(result: Pictured, ax: Axes | None, language: str, labels: Labels | None) -> Axes:
    """Draw a result and return its axes, typed: a result itself does not know what draws it.

    Args:
        result: The result.
        ax: Matplotlib axes to draw on; None creates new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.
    """
    drawn_on: Axes = result.plot(ax, language=language, labels=labels)
    return drawn_on
