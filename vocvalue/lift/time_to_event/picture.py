"""Two survival curves with their bands, and how many are still followed below."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.time_to_event.event_times import followed_at
from vocvalue.lift.time_to_event.result import RetentionSurvival, SurvivalArm
from vocvalue.results.former import figure

Floats: TypeAlias = NDArray[np.float64]

SHARE = {"leaving": "Share still a customer", "order": "Share without an order so far"}
APART = 0.055
CROWDED = 0.6
TICKS = 6


def survival_curves(found: RetentionSurvival, *, ax: Axes | None = None) -> Axes:
    """Draw both arms' curves up to the horizon, with their bands and the numbers followed.

    Args:
        found: What `lift.survival` or `lift.survival_test` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a step line and a band for each arm, and below how many are still followed.

    Examples:
        >>> from vocvalue import lift
        >>> found = lift.survival_test(
        ...     [2, 4, 6, 6, 1, 2, 3, 6], [1, 1, 0, 0, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0],
        ...     unit="month", horizon="6 months", randomised=True,
        ... )
        >>> survival_curves(found).get_xlabel()
        'Months since the assignment'
    """
    ax = canvas.axes(ax)
    arms = (found.treated, ACTUAL), (found.control, MODEL)
    for arm, colour in arms:
        _curve(ax, arm, colour, found)
    bottom = _bottom(found)
    _names(ax, found, bottom)
    ax.set_xlim(0, found.horizon)
    ax.set_ylim(bottom, 1 + 0.02 * (1 - bottom))
    ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g}%")
    ticks = _ticks(found.horizon)
    ax.set_xticks(ticks, [figure(round(tick, 2)) for tick in ticks])
    ax.set_ylabel(SHARE[found.event])
    ax.set_xlabel("Months since the assignment")
    _risk_table(ax, found, ticks)
    canvas.title(ax, _finding(found))
    return ax


def _curve(ax: Axes, arm: SurvivalArm, colour: str, found: RetentionSurvival) -> None:
    curve, tau = arm.curve, found.horizon
    inside = curve.time <= tau
    ends = [np.where(np.isnan(end), curve.survival, end) for end in curve.band(found.level)]
    time = np.concatenate([[0.0], curve.time[inside], [tau]])
    share, lower, upper = (
        np.concatenate([[1.0], line[inside], [line[inside][-1] if inside.any() else 1.0]])
        for line in (curve.survival, *ends)
    )
    ax.fill_between(time, lower, upper, step="post", color=colour, alpha=0.18, linewidth=0)
    ax.step(time, share, where="post", color=colour, linewidth=2, label=arm.name)


def _names(ax: Axes, found: RetentionSurvival, bottom: float) -> None:
    """Write each arm's name and share at the end of its line, moved apart where they would meet."""
    ends = [found.treated.share.value, found.control.share.value]
    gap = ends[0] - ends[1]
    places = list(ends)
    apart = APART * (1 - bottom)
    if abs(gap) < apart:
        half, middle, sign = apart / 2, sum(ends) / 2, 1 if gap >= 0 else -1
        places = [middle + sign * half, middle - sign * half]
    for arm, colour, place, end in zip(
        (found.treated, found.control), (ACTUAL, MODEL), places, ends, strict=True
    ):
        ax.annotate(
            f"{arm.name} {end:.0%}",
            xy=(1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=10,
        )


def _bottom(found: RetentionSurvival) -> float:
    """Return where the axis of shares begins: at 0, or higher where few had the event."""
    lowest = min(found.treated.share.lower, found.control.share.lower)
    return 0.0 if lowest < CROWDED else float(np.floor(10 * lowest - 1) / 10)


def _risk_table(ax: Axes, found: RetentionSurvival, ticks: Floats) -> None:
    rows = ("still followed", MUTED, None), ("treated", ACTUAL, found.treated)
    for line, (name, colour, arm) in enumerate((*rows, ("control", MODEL, found.control))):
        down = -41 - 13 * line
        _below(ax, 0.0, down, name, colour, right=True)
        if arm is None:
            continue
        for tick in ticks:
            text = f"{followed_at(arm.curve, tick):,}"
            _below(ax, tick / found.horizon, down, text, colour, right=False)


def _below(ax: Axes, x: float, down: int, text: str, colour: str, *, right: bool) -> None:
    ax.annotate(
        text,
        xy=(x, 0.0),
        xycoords="axes fraction",
        xytext=(-26 if right else 0, down),
        textcoords="offset points",
        ha="right" if right else "center",
        va="center",
        color=colour,
        fontsize=9,
        annotation_clip=False,
    )


def _ticks(horizon: float) -> Floats:
    """Return whole months where there are some, about as many as can be read."""
    for step in (1, 2, 3, 6, 12, 24, 36, 60, 120):
        if horizon / step <= TICKS:
            break
    return np.arange(0, horizon + 1e-9, step) if horizon >= 1 else np.linspace(0, horizon, 5)


def _finding(found: RetentionSurvival) -> str:
    months, words = found.months, ("kept", "lost")
    if found.event == "order":
        months, words = found.months_sooner, ("sooner back", "later back")
    word = words[months.value < 0]
    told = f"{abs(months.value):.2f} of {figure(round(found.horizon, 2))} months {word}"
    if found.evidence == "association only":
        return f"{told}: an association only"
    return told if found.shown else f"{told}: no effect shown"
