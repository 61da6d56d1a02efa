"""The importance of each rating for the score, beside that for the money."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.survey.key_drivers.measure import Driver, OutcomeDrivers
from vocvalue.survey.key_drivers.read import Drivers

COLOURS = {"score": ACTUAL, "value": MODEL}
NAMES = {"score": "the score", "value": "the money"}
ROW, ROW_OF_TWO = 0.34, 0.52


def driver_chart(drivers: Drivers, *, group: str = "all", ax: Axes | None = None) -> Axes:
    """Draw how much of what the ratings explain goes to each, for the score and the money.

    Args:
        drivers: What `survey.drivers` returned.
        group: The group's name, or "all".
        ax: Matplotlib axes to draw on; new ones without it, as high as the ratings need.

    Returns:
        The axes: a bar with its interval for each rating and outcome, the most important for the
        score first. An arrow down marks a rating with which the outcome falls.

    Raises:
        ParameterError: No such group.

    Examples:
        >>> import numpy as np, pandas as pd
        >>> from vocvalue import survey
        >>> rng = np.random.default_rng(1)
        >>> table = pd.DataFrame(rng.integers(1, 6, (400, 2)), columns=["service", "price"])
        >>> table["score"] = 2 * table["service"] + rng.integers(-1, 1, 400)
        >>> ax = driver_chart(survey.drivers(table, ratings=["service", "price"]))
        >>> [label.get_text() for label in ax.get_yticklabels()]
        ['service', 'price']
    """
    score = drivers.of("score", group=group)
    shown = [score, *([drivers.of("value", group=group)] if drivers.has_value else [])]
    names = [driver.rating for driver in score.ranked]
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(names), ROW if len(shown) == 1 else ROW_OF_TWO)
    height = 0.8 / len(shown)
    for i, found in enumerate(shown):
        by_name = {driver.rating: driver for driver in found.drivers}
        offset = (i - (len(shown) - 1) / 2) * height
        _bars(ax, [by_name[name] for name in names], offset, height, COLOURS[found.outcome])
    labels = [canvas.in_lines(name) for name in names]
    canvas.name_rows(ax, labels)
    above = canvas.room_above(ax, len(names), 18.0 * len(shown))
    ax.set_ylim(len(names) - 0.45, -0.55 - above)
    _describe(ax, shown)
    canvas.title(ax, _finding(shown, group), names=labels)
    return ax


def _bars(ax: Axes, drivers: list[Driver], offset: float, height: float, colour: str) -> None:
    place = np.arange(len(drivers)) + offset
    parts = [driver.percent for driver in drivers]
    ax.barh(place, [it.value for it in parts], height=0.9 * height, color=colour)
    ax.hlines(
        place, [it.lower for it in parts], [it.upper for it in parts], color="black", linewidth=1.0
    )
    for at, driver in zip(place, drivers, strict=True):
        arrow = " ↓" if driver.direction < 0 else ""
        ax.annotate(
            f"{canvas.percent(driver.percent.value / 100)}{arrow}",
            xy=(driver.percent.upper, at),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=colour,
        )


def _describe(ax: Axes, shown: list[OutcomeDrivers]) -> None:
    falls = any(driver.direction < 0 for found in shown for driver in found.drivers)
    level = f"{shown[0].r_squared.level * 100:g} %"
    note = "\n↓ lower where the rating is higher" if falls else ""
    ax.set_xlabel(f"Share of what the ratings explain, with {level} intervals{note}")
    ax.xaxis.set_major_formatter("{x:.0f}%")
    widest = max(driver.percent.upper for found in shown for driver in found.drivers)
    ax.set_xlim(0.0, 1.18 * widest)
    entries = {
        f"{found.column}: {canvas.percent(found.r_squared.value)} of its variance explained": (
            COLOURS[found.outcome]
        )
        for found in shown
    }
    canvas.key(ax, entries, side="right")


def _finding(shown: list[OutcomeDrivers], group: str) -> str:
    said = []
    for found in shown:
        name = NAMES[found.outcome]
        if not found.is_linked:
            said.append(f"no link found with {name}")
        elif said and said[0].startswith(found.top.rating + " "):
            said.append(f"and most with {name} too")
        else:
            said.append(f"{found.top.rating} goes most with {name}")
    where = "" if group == "all" else f"{group}: "
    return where + ", ".join(said)
