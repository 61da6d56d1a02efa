"""Whether customers who buy more often spend more each time."""

from collections.abc import Mapping

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.clv.independence import LAST_CLASS, Independence, Verdict
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import counted, signed, whole
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

FINDING: Mapping[Verdict, Text] = {
    "holds": pair("No sign that spend depends on frequency", "未见消费金额与购买频率相关"),
    "weak": pair("Spend depends weakly on frequency", "消费金额与购买频率弱相关"),
    "violated": pair("Spend depends on frequency", "消费金额与购买频率相关"),
}


def spend_by_frequency(
    check: Independence,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw what customers spend per purchase, by how often they bought again.

    The Gamma-Gamma model assumes that the points lie level. The customers' means scatter less the
    more purchases they are of, so the lines shorten all the same.

    Args:
        check: What `clv.check_independence` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: for each number of repeat purchases the median of the customers' mean spend, and a
        line for the middle half of them.

    Examples:
        >>> import vocvalue as vv
        >>> rfm = vv.clv.rfm(vv.datasets.load_sample().orders, unit="week")
        >>> spend_by_frequency(vv.clv.check_independence(rfm)).get_xlabel()
        'Repeat purchases (and number of customers)'
    """
    return canvas.picture(check, ax, language, labels)


@drawn.register
def _(check: Independence, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    places = range(len(check.classes))
    lower, upper = [each.lower for each in check.classes], [each.upper for each in check.classes]
    ax.vlines(places, lower, upper, color=ACTUAL, alpha=0.35, linewidth=7)
    medians = [each.median for each in check.classes]
    ax.plot(places, medians, "o-", color=ACTUAL, linewidth=1, markersize=7, markeredgecolor="white")
    names = [_class_name(each.frequency, each.customers, tongue) for each in check.classes]
    ax.set_xticks(places, names)
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_ylim(min(0.0, *lower), 1.22 * max(upper))
    canvas.amounts(ax.yaxis, tongue, check.currency)
    below = pair("Repeat purchases (and number of customers)", "复购次数（括号内为客户数）")
    ax.set_xlabel(below.into(tongue))
    ax.set_ylabel(pair("Spend per purchase", "每次消费").into(tongue))
    points = pair("points: median of the customers' means", "点：客户平均消费的中位数")
    lines = pair("lines: the middle half of the customers", "线：居中一半客户的范围")
    canvas.key(ax, {points.into(tongue): ACTUAL, lines.into(tongue): ACTUAL}, side="right")
    canvas.title(ax, _finding(check).into(tongue))
    return ax


def _class_name(frequency: int, customers: int, tongue: Tongue) -> str:
    number = f"{frequency}+" if frequency == LAST_CLASS else f"{frequency}"
    return f"{number}\n({whole(customers).into(tongue)})"


def _finding(check: Independence) -> Text:
    return pair(
        "{finding}: rank correlation {rho} among {customers}",
        "{finding}：{customers}的秩相关系数为 {rho}",
        finding=FINDING[check.verdict],
        rho=signed(check.correlation.value, 2),
        customers=counted(check.correlation.n, "customer"),
    )
