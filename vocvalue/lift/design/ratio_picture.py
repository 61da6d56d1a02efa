"""How far the share of each arm is from the one planned."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.design.arm_words import arm_name
from vocvalue.lift.design.ratio_result import SampleRatio
from vocvalue.lift.design.ratio_words import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import confidence, percent
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

ROW = 0.55


def ratio_chart(
    ratio: SampleRatio,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw how far the share of each arm is from the one planned, with its intervals.

    Args:
        ratio: What `lift.sample_ratio` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a row for each arm, whose point lies at 0 where the arm has its planned share. The
        thick line is the interval of the share; the thin one that of the significance level
        of the verdict: of two arms it leaves 0 out where the verdict is a mismatch.

    Examples:
        >>> from vocvalue import lift
        >>> ratio = lift.sample_ratio({"treated": 520, "control": 480})
        >>> [round(float(line.get_xdata()[0]), 3) for line in ratio_chart(ratio).lines[-2:]]
        [2.0, -2.0]
    """
    return canvas.picture(ratio, ax, language, labels)


@drawn.register
def _(ratio: SampleRatio, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(ratio.shares), ROW, least=2.8)
    ax.axvline(0, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    for row, arm in enumerate(ratio.shares):
        _draw_arm(ax, row, ratio, arm, tongue)
    names = [_row_name(ratio, arm, tongue) for arm in ratio.shares]
    canvas.name_rows(ax, names)
    ax.set_ylim(len(names) - 0.5, -0.75)
    ax.margins(x=0.08)
    canvas.numbers(ax.xaxis, tongue, sign=True)
    ax.set_xlabel(_label(ratio, tongue))
    canvas.title(ax, finding(ratio).into(tongue), names=names)
    return ax


def _draw_arm(ax: Axes, row: int, ratio: SampleRatio, arm: str, tongue: Tongue) -> None:
    share, planned = ratio.shares[arm], ratio.planned[arm]
    wide = ratio.shares_at(1 - ratio.significance)[arm]
    colour = MODEL if ratio.mismatch else ACTUAL
    for interval, width in ((wide, 1.0), (share, 3.0)):
        ends = _apart(interval.lower, planned), _apart(interval.upper, planned)
        ax.hlines(row, *ends, color=colour, linewidth=width)
    place = _apart(share.value, planned)
    ax.plot(place, row, "o", color=colour, markersize=8, markeredgecolor="white")
    text = pair(
        "{share}  ({low} to {high})",
        "{share}（{low} 至 {high}）",
        share=percent(share.value),
        low=percent(share.lower),
        high=percent(share.upper),
    )
    canvas.write_at(ax, text.into(tongue), (place, row), shift=(0, 13), ha="center")


def _apart(share: float, planned: float) -> float:
    """Return how far a share is from the one planned, in percentage points."""
    return 100 * (share - planned)


def _row_name(ratio: SampleRatio, arm: str, tongue: Tongue) -> str:
    name = canvas.in_lines(arm_name(arm).into(tongue))
    planned = pair("(planned {share})", "（计划 {share}）", share=percent(ratio.planned[arm]))
    return f"{name}\n{planned.into(tongue)}"


def _label(ratio: SampleRatio, tongue: Tongue) -> str:
    first = next(iter(ratio.shares.values()))
    label = pair(
        "Share of customers minus planned share, percentage points\n"
        "(thick: {level} interval; thin: {wide} interval, which decides the verdict)",
        "客户占比减计划占比，百分点\n（粗线：{level} 置信区间；细线：{wide} 置信区间，据此判定）",
        level=confidence(first.level),
        wide=confidence(1 - ratio.significance),
    )
    return label.into(tongue)
