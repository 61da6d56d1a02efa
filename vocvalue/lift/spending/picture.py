"""A difference in mean spend, and the two parts that make it up."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.lift.spending.result import SpendLift
from vocvalue.lift.spending.words import amount_of
from vocvalue.results import Money
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent, stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.sums import BASIS, amount
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue


def spend_parts(
    lift: SpendLift,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the difference in mean spend, and how much of it comes from more buyers.

    Args:
        lift: What `lift.spend_test` or `lift.spend` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a bar for each part and one for their sum, with intervals.

    Examples:
        >>> from vocvalue import lift
        >>> treated, control = [0, 0, 30, 50, 0, 10], [0, 0, 0, 20, 0, 10]
        >>> spent = lift.spend_test(treated=treated, control=control, randomised=True)
        >>> len(spend_parts(spent).patches)
        3
    """
    return canvas.picture(lift, ax, language, labels)


@drawn.register
def _(lift: SpendLift, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    behind = lift.from_more_buyers.value
    _draw_bar(ax, 0, lift.from_more_buyers, start=0.0, colour=MODEL, tongue=tongue)
    _draw_bar(ax, 1, lift.from_spend_per_buyer, start=behind, colour=MODEL, tongue=tongue)
    _draw_bar(ax, 2, lift.unadjusted, start=0.0, colour=ACTUAL, tongue=tongue)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    names = [name.into(tongue) for name in _names(lift)]
    canvas.name_rows(ax, names)
    ax.set_ylim(len(names) - 0.5, -0.75)
    ax.margins(x=0.15)
    canvas.amounts(ax.xaxis, tongue, lift.difference.currency)
    label = pair(
        "Difference in {basis} per customer,\ntreated minus control ({level} interval)",
        "人均{basis}的差异：实验组减对照组（{level} 置信区间）",
        basis=BASIS[lift.difference.basis],
        level=stated_rate(lift.level),
    )
    ax.set_xlabel(label.into(tongue))
    canvas.title(ax, _finding(lift).into(tongue), names=names)
    return ax


def _draw_bar(
    ax: Axes, row: int, part: Money, *, start: float, colour: str, tongue: Tongue
) -> None:
    ax.barh(row, part.value, left=start, height=0.45, color=colour, alpha=0.75)
    ends = [start + part.lower, start + part.upper]
    ax.plot(ends, [row, row], color="black", linewidth=1.4)
    figure = pair(
        "{value}  ({low} to {high})",
        "{value}（{low} 至 {high}）",
        value=amount(part.value, part.currency),
        low=amount(part.lower, part.currency),
        high=amount(part.upper, part.currency),
    )
    at = (start + part.value, row)
    canvas.write_at(ax, figure.into(tongue), at, shift=(0, 22), ha="center")


def _names(lift: SpendLift) -> tuple[Text, ...]:
    """Return the name of each bar, with the figures of the two arms."""
    buyers = pair(
        "more buyers\n({treated} against {control})",
        "购买客户增多\n（{treated} 与 {control}）",
        treated=percent(lift.treated.share),
        control=percent(lift.control.share),
    )
    spend = pair(
        "spend per buyer\n({treated} against {control})",
        "购买客户人均消费\n（{treated} 与 {control}）",
        treated=amount_of(lift, lift.treated.per_buyer),
        control=amount_of(lift, lift.control.per_buyer),
    )
    if lift.theta:
        return buyers, spend, pair("difference,\nunadjusted", "未调整的差异")
    return buyers, spend, pair("difference\nper customer", "人均差异")


def _finding(lift: SpendLift) -> Text:
    parts = {"finding": _difference(lift)}
    if lift.difference.evidence == "association only":
        return pair("{finding}: an association only", "{finding}：仅为相关", **parts)
    if lift.shown:
        return parts["finding"]
    return pair("{finding}, no effect shown", "{finding}，未显示效果", **parts)


def _difference(lift: SpendLift) -> Text:
    value = lift.difference.value
    parts = {"size": amount_of(lift, abs(value))}
    if lift.theta and value < 0:
        return pair(
            "Treated customers spent {size} less each, adjusted for earlier spend",
            "扣除此前消费的影响后，实验组人均少消费 {size}",
            **parts,
        )
    if lift.theta:
        return pair(
            "Treated customers spent {size} more each, adjusted for earlier spend",
            "扣除此前消费的影响后，实验组人均多消费 {size}",
            **parts,
        )
    if value < 0:
        return pair("Treated customers spent {size} less each", "实验组人均少消费 {size}", **parts)
    return pair("Treated customers spent {size} more each", "实验组人均多消费 {size}", **parts)
