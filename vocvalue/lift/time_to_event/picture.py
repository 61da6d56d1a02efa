"""Two survival curves with their bands, and below them how many are still followed."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.design.arm_words import arm_name
from vocvalue.lift.time_to_event.event_times import followed_at
from vocvalue.lift.time_to_event.horizon import months_or_days
from vocvalue.lift.time_to_event.result import RetentionSurvival, SurvivalArm
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import number, percent
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

Floats: TypeAlias = NDArray[np.float64]

FOLLOWED = pair("still followed", "仍在观察")
APART = 0.07
CROWDED = 0.6
TICKS = 6
FIRST_LINE, LINE = 41, 13
"""Distance in points from the axis to the numbers followed, and between their lines."""


def survival_curves(
    survival: RetentionSurvival,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the survival curves of both arms up to the horizon, with bands and numbers followed.

    Args:
        survival: What `lift.survival` or `lift.survival_test` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a step line and a band for each arm, and below them how many are still followed.

    Examples:
        >>> from vocvalue import lift
        >>> survival = lift.survival_test(
        ...     [2, 4, 6, 6, 1, 2, 3, 6], [1, 1, 0, 0, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0],
        ...     unit="month", horizon="6 months", randomised=True,
        ... )
        >>> survival_curves(survival).get_xlabel()
        'Months since the assignment'
    """
    return canvas.picture(survival, ax, language, labels)


@drawn.register
def _(survival: RetentionSurvival, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    for arm, colour in _arms(survival):
        _draw_curve(ax, arm, colour, survival)
    bottom = _bottom(survival)
    _name_lines(ax, survival, bottom, tongue)
    ax.set_xlim(0, survival.horizon)
    ax.set_ylim(bottom, 1 + 0.02 * (1 - bottom))
    ticks = _ticks(survival.horizon)
    ax.set_xticks(ticks)
    canvas.numbers(ax.xaxis, tongue)
    canvas.shares(ax.yaxis, tongue)
    ax.set_ylabel(_share_label(survival).into(tongue))
    ax.set_xlabel(pair("Months since the assignment", "分组后的月数").into(tongue))
    _count_followed(ax, survival, ticks, tongue)
    canvas.title(ax, _finding(survival).into(tongue), names=[FOLLOWED.into(tongue)])
    return ax


def _arms(survival: RetentionSurvival) -> tuple[tuple[SurvivalArm, str], ...]:
    return (survival.treated, ACTUAL), (survival.control, MODEL)


def _draw_curve(ax: Axes, arm: SurvivalArm, colour: str, survival: RetentionSurvival) -> None:
    curve, tau = arm.curve, survival.horizon
    inside = curve.time <= tau
    ends = [np.where(np.isnan(end), curve.survival, end) for end in curve.band(survival.level)]
    time = np.concatenate([[0.0], curve.time[inside], [tau]])
    share, lower, upper = (
        np.concatenate([[1.0], line[inside], [line[inside][-1] if inside.any() else 1.0]])
        for line in (curve.survival, *ends)
    )
    ax.fill_between(time, lower, upper, step="post", color=colour, alpha=0.18, linewidth=0)
    ax.step(time, share, where="post", color=colour, linewidth=2, label=arm.name)


def _name_lines(ax: Axes, survival: RetentionSurvival, bottom: float, tongue: Tongue) -> None:
    """Write each arm's name and share at the end of its line, moved apart if they would overlap."""
    shares = survival.treated.share.value, survival.control.share.value
    places = list(shares)
    apart = APART * (1 - bottom)
    if abs(shares[0] - shares[1]) < apart:
        half, middle, sign = apart / 2, sum(shares) / 2, 1 if shares[0] >= shares[1] else -1
        places = [middle + sign * half, middle - sign * half]
    for (arm, colour), place in zip(_arms(survival), places, strict=True):
        text = pair(
            "{arm} {share}",
            "{arm} {share}",
            arm=arm_name(arm.name),
            share=percent(arm.share.value, 0),
        )
        ax.annotate(
            text.into(tongue),
            xy=(1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=canvas.ink(colour),
            fontsize=10,
        )


def _bottom(survival: RetentionSurvival) -> float:
    """Return where the axis of shares begins: at 0, or higher if few customers had the event."""
    lowest = min(survival.treated.share.lower, survival.control.share.lower)
    return 0.0 if lowest < CROWDED else float(np.floor(10 * lowest - 1) / 10)


def _count_followed(ax: Axes, survival: RetentionSurvival, ticks: Floats, tongue: Tongue) -> None:
    """Write below the ticks how many customers of each arm are still followed."""
    _write_below(ax, 0.0, FIRST_LINE, FOLLOWED.into(tongue), MUTED, is_name=True)
    for line, (arm, colour) in enumerate(_arms(survival), start=1):
        down = FIRST_LINE + LINE * line
        _write_below(ax, 0.0, down, arm_name(arm.name).into(tongue), colour, is_name=True)
        for tick in ticks:
            followed = tongue.number(followed_at(arm.curve, tick))
            _write_below(ax, tick / survival.horizon, down, followed, colour, is_name=False)


def _write_below(ax: Axes, x: float, down: int, text: str, colour: str, *, is_name: bool) -> None:
    ax.annotate(
        text,
        xy=(x, 0.0),
        xycoords="axes fraction",
        xytext=(-26 if is_name else 0, -down),
        textcoords="offset points",
        ha="right" if is_name else "center",
        va="center",
        color=canvas.ink(colour),
        fontsize=9,
        annotation_clip=False,
    )


def _ticks(horizon: float) -> Floats:
    """Return ticks at whole months, no more than can be read."""
    for step in (1, 2, 3, 6, 12, 24, 36, 60, 120):
        if horizon / step <= TICKS:
            break
    return np.arange(0, horizon + 1e-9, step) if horizon >= 1 else _parts(horizon)


def _parts(horizon: float) -> Floats:
    """Return five ticks up to a horizon of less than a month, in hundredths of a month."""
    marks = np.floor(100 * np.linspace(0, horizon, 5)) / 100
    return marks if horizon >= 0.05 else np.linspace(0, horizon, 5)


def _share_label(survival: RetentionSurvival) -> Text:
    if survival.event == "leaving":
        return pair("Share still customers", "留存率")
    return pair("Share without an order so far", "尚未再次下单的比例")


def _finding(survival: RetentionSurvival) -> Text:
    parts = {"finding": _difference(survival)}
    if survival.evidence == "association only":
        return pair("{finding}: an association only", "{finding}：仅为相关", **parts)
    if survival.shown:
        return parts["finding"]
    return pair("{finding}, no effect shown", "{finding}，未显示效果", **parts)


def _difference(survival: RetentionSurvival) -> Text:
    is_leaving = survival.event == "leaving"
    months = survival.months_kept if is_leaving else survival.months_sooner
    parts = {
        "months": number(abs(months.value), 2),
        "over": months_or_days(survival.horizon),
    }
    if is_leaving and months.value < 0:
        return pair(
            "Treated customers stayed {months} months less over {over}",
            "{over}内实验组客户平均少留存 {months} 个月",
            **parts,
        )
    if is_leaving:
        return pair(
            "Treated customers stayed {months} months longer over {over}",
            "{over}内实验组客户平均多留存 {months} 个月",
            **parts,
        )
    if months.value < 0:
        return pair(
            "Treated customers ordered again {months} months later over {over}",
            "{over}内实验组客户平均推迟 {months} 个月再次下单",
            **parts,
        )
    return pair(
        "Treated customers ordered again {months} months sooner over {over}",
        "{over}内实验组客户平均提前 {months} 个月再次下单",
        **parts,
    )
