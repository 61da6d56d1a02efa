"""Lifts in retention with their intervals, one below the other."""

from collections.abc import Mapping

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.errors import ParameterError
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import confidence, signed, whole
from vocvalue.results.result import Labels
from vocvalue.results.texts import Part, Text, named, names, pair
from vocvalue.results.tongues import Tongue, tongue

ROW = 0.62
BOTH = "treated against control"


@drawn.register
def _(lift: RetentionLift, ax: Axes | None, tongue: Tongue) -> Axes:
    return draw_lifts({BOTH: lift}, ax, tongue)


def forest(
    lifts: Mapping[str, RetentionLift],
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw differences in retention with their intervals, one below the other.

    Args:
        lifts: The lifts by name, such as those of several arms, segments or methods.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of the lifts, by their names.

    Returns:
        The axes: a line for each interval and a point for each difference, larger where it rests on
        more customers.

    Raises:
        ParameterError: No lifts.

    Examples:
        >>> from vocvalue import lift
        >>> call = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> mail = lift.retention_test(treated=(270, 500), control=(250, 500), randomised=True)
        >>> len(forest({"call": call, "mail": mail}).get_yticks())
        2
    """
    if not lifts:
        raise ParameterError("lifts == {}, must hold at least one.")
    return draw_lifts(lifts, ax, tongue(language, labels))


def draw_lifts(lifts: Mapping[str, RetentionLift], ax: Axes | None, tongue: Tongue) -> Axes:
    """Draw lifts by name."""
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(lifts), ROW, least=2.6)
    largest = max(lift.difference.n for lift in lifts.values())
    for place, lift in enumerate(lifts.values()):
        _draw_lift(ax, place, lift, largest, tongue)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    rows = [_row_name(name, lift, tongue) for name, lift in lifts.items()]
    canvas.name_rows(ax, rows)
    ax.set_ylim(len(lifts) - 0.4, -0.7)
    ax.margins(x=0.1)
    first = next(iter(lifts.values()))
    label = pair(
        "Retention, treated minus control, percentage points ({level} interval)",
        "留存率：实验组减对照组，百分点（{level} 置信区间）",
        level=confidence(first.difference.level),
    )
    canvas.numbers(ax.xaxis, tongue, sign=True)
    ax.set_xlabel(label.into(tongue))
    canvas.title(ax, _finding(lifts).into(tongue), names=rows)
    return ax


def _draw_lift(ax: Axes, place: int, lift: RetentionLift, largest: int, tongue: Tongue) -> None:
    value, lower, upper = (
        100 * end for end in (lift.difference.value, lift.difference.lower, lift.difference.upper)
    )
    ax.plot([lower, upper], [place, place], color=ACTUAL, linewidth=2)
    ax.plot(
        value,
        place,
        marker="s",
        color=ACTUAL,
        markersize=5 + 6 * (lift.difference.n / largest) ** 0.5,
        markeredgecolor="white",
    )
    figure = pair(
        "{value}  ({low} to {high})",
        "{value}（{low} 至 {high}）",
        value=signed(value),
        low=signed(lower),
        high=signed(upper),
    )
    canvas.write_at(ax, figure.into(tongue), (value, place), shift=(0, 13), ha="center")


def _row_name(name: str, lift: RetentionLift, tongue: Tongue) -> str:
    names_of_rows = {BOTH: pair("treated against control", "实验组与对照组")}
    called = named(name, names_of_rows.get(name)).into(tongue)
    sizes = pair(
        "({treated} and {control})",
        "（{treated} 与 {control} 位）",
        treated=lift.treated.n,
        control=lift.control.n,
    )
    return f"{canvas.in_lines(called)}\n{sizes.into(tongue)}"


def _finding(lifts: Mapping[str, RetentionLift]) -> Text:
    if len(lifts) == 1:
        return _single(next(iter(lifts.values())))
    shown = [name for name, lift in lifts.items() if lift.shown]
    loose = any(lift.evidence == "association only" for lift in lifts.values())
    parts: dict[str, Part] = {"n": len(shown), "all": len(lifts), "names": names(shown)}
    if not shown and loose:
        return pair(
            "No difference shown in any of the {all}", "{all} 项均未显示差异", all=len(lifts)
        )
    if not shown:
        return pair("No effect shown in any of the {all}", "{all} 项均未显示效果", all=len(lifts))
    if loose:
        return pair(
            "Difference shown for {names} ({n} of {all}): an association only",
            "{names}显示差异（{all} 项中 {n} 项）：仅为相关",
            **parts,
        )
    return pair(
        "Effect shown for {names} ({n} of {all})", "{names}显示效果（{all} 项中 {n} 项）", **parts
    )


def _single(lift: RetentionLift) -> Text:
    parts: dict[str, Part] = {"n": whole(abs(lift.retained.value)), "all": lift.treated.n}
    if lift.evidence == "association only":
        return pair(
            "A difference of {n} of {all} customers: an association only",
            "{all} 位客户相差 {n} 位：仅为相关",
            **parts,
        )
    if lift.retained.value < 0:
        kept = pair(
            "{n} of {all} treated customers lost", "{all} 位实验组客户中多流失 {n} 位", **parts
        )
    else:
        kept = pair(
            "{n} of {all} treated customers kept", "{all} 位实验组客户中多留住 {n} 位", **parts
        )
    if lift.shown:
        return kept
    return pair("{kept}, no effect shown", "{kept}，未显示效果", kept=kept)
