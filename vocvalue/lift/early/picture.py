"""A difference over the looks at an experiment, with the band that is valid at all of them."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.early.result import Looks
from vocvalue.lift.early.words import when
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

ROOM = 2.2
FEW = 40
"""Up to this number of looks, each look has a point."""


def always_valid_band(
    looks: Looks,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the difference at each look, with the band that is valid at all of them.

    Args:
        looks: What `lift.always_valid` or `lift.always_valid_test` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: the difference in percentage points against the number of customers, the band,
        and, as thin lines, the interval that is valid for one look only.

    Examples:
        >>> from vocvalue import lift
        >>> looks = lift.always_valid_test(
        ...     treated=([90, 180, 360], [100, 200, 400]),
        ...     control=([70, 140, 280], [100, 200, 400]),
        ...     treated_share=0.5, n_planned=800, randomised=True,
        ... )
        >>> always_valid_band(looks).get_xlabel()
        'Customers with a known outcome at the look, both arms'
    """
    return canvas.picture(looks, ax, language, labels)


@drawn.register
def _(looks: Looks, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    _draw_intervals(ax, looks)
    marker = "o" if len(looks.n) <= FEW else None
    differences = 100 * looks.differences
    ax.plot(looks.n, differences, color=ACTUAL, linewidth=2, marker=marker, markersize=3.5)
    ax.axhline(0, color=MUTED, linewidth=0.9)
    first = looks.first_shown
    if first is not None:
        ax.axvline(looks.n[first], color=MUTED, linewidth=0.9, linestyle=":")
    _limit(ax, looks)
    ax.set_xlim(0, looks.n[-1] * (1.02 if len(looks.n) > 1 else 2))
    canvas.numbers(ax.xaxis, tongue)
    canvas.numbers(ax.yaxis, tongue, sign=True)
    canvas.key(ax, _key(looks, tongue), side="right")
    customers = pair(
        "Customers with a known outcome at the look, both arms",
        "查看时已知结果的客户数（两组合计）",
    )
    ax.set_xlabel(customers.into(tongue))
    retention = pair(
        "Retention, treated minus control,\npercentage points", "留存率：实验组减对照组，百分点"
    )
    ax.set_ylabel(retention.into(tongue))
    canvas.title(ax, _finding(looks).into(tongue))
    return ax


def _draw_intervals(ax: Axes, looks: Looks) -> None:
    n, lower, upper = looks.n, 100 * looks.lower, 100 * looks.upper
    planned = 100 * looks.fixed_lower, 100 * looks.fixed_upper
    ax.fill_between(n, lower, upper, color=ACTUAL, alpha=0.18, linewidth=0)
    for end in (lower, upper):
        ax.plot(n, end, color=ACTUAL, linewidth=0.8)
    for end in planned:
        ax.plot(n, end, color=MODEL, linewidth=0.8, linestyle=(0, (4, 2)))
    if len(n) == 1:
        ax.vlines(n, lower, upper, color=ACTUAL, linewidth=3, alpha=0.4)
        ax.vlines(n, *planned, color=MODEL, linewidth=0.8)


def _key(looks: Looks, tongue: Tongue) -> dict[str, str]:
    level = stated_rate(looks.level)
    at_every = pair("{level}, valid at every look", "{level}，每次查看均有效", level=level)
    at_one = pair(
        "{level}, for one planned look only", "{level}，仅限事先计划的一次查看", level=level
    )
    return {at_every.into(tongue): ACTUAL, at_one.into(tongue): MODEL}


def _limit(ax: Axes, looks: Looks) -> None:
    """Limit the axis, so that the wide first intervals do not dominate the picture."""
    middle = len(looks.n) // 4
    low, high = 100 * looks.lower[middle], 100 * looks.upper[middle]
    last = 100 * looks.difference.value
    reach = max(high - last, last - low, 100 * (looks.upper[-1] - looks.lower[-1]))
    ax.set_ylim(max(last - ROOM * reach, -105), min(last + ROOM * reach, 105))


def _finding(looks: Looks) -> Text:
    first, is_effect = looks.first_shown, looks.evidence != "association only"
    if first is None:
        so_far = {"looks": counted(len(looks.at), "look")}
        if is_effect:
            return pair("No effect shown in {looks} so far", "经 {looks}尚未显示效果", **so_far)
        return pair("No difference shown in {looks} so far", "经 {looks}尚未显示差异", **so_far)
    parts = {
        "customers": counted(int(looks.n[first]), "customer"),
        "when": when(looks.at[first]),
    }
    if is_effect:
        return pair(
            "Effect first shown {when}, with {customers}",
            "{when}首次显示效果，累计 {customers}",
            **parts,
        )
    return pair(
        "Difference first shown {when}, with {customers}: an association only",
        "{when}首次显示差异，累计 {customers}：仅为相关",
        **parts,
    )
