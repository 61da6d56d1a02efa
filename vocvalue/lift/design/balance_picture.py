"""How far the arms of an experiment differ in what was known beforehand."""

from vocvalue import canvas
from vocvalue.canvas import MUTED, PALETTE, Axes
from vocvalue.lift.design.arm_words import arm_name
from vocvalue.lift.design.balance_result import LARGE, Balance
from vocvalue.lift.design.balance_words import finding
from vocvalue.lift.design.covariate_names import covariate_name
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

MARKERS, SIGNS = ("o", "D", "s", "^"), "●◆■▲"
ROW = 0.28


@drawn.register
def _(balance: Balance, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    texts = [covariate_name(comparison).into(tongue) for comparison in balance.comparisons]
    names = [canvas.in_lines(text) for text in texts]
    ax.axvspan(-LARGE, LARGE, color=MUTED, alpha=0.12, linewidth=0)
    ax.axvline(0, color=MUTED, linewidth=0.8)
    arms = [arm for arm in balance.sizes if arm != balance.reference]
    for number, arm in enumerate(arms):
        _draw_arm(ax, balance, arm, number)
    ax.set_ylim(len(names) - 0.4, -0.6)
    sizes = [1.15 * abs(comparison.largest) for comparison in balance.comparisons]
    reach = max([2 * LARGE, *sizes])
    ax.set_xlim(-reach, reach)
    canvas.name_rows(ax, names)
    canvas.numbers(ax.xaxis, tongue, sign=True)
    label = pair(
        "Difference from {arm}, in standard deviations",
        "与{arm}的差异（单位：标准差）",
        arm=arm_name(balance.reference),
    )
    ax.set_xlabel(label.into(tongue))
    if len(arms) > 1:
        key = {
            f"{SIGNS[number % len(SIGNS)]} {arm_name(arm).into(tongue)}": PALETTE[number % 2]
            for number, arm in enumerate(arms)
        }
        canvas.key(ax, key, side="right")
    if own:
        canvas.fit_height(ax, len(names), ROW, least=2.6)
    canvas.title(ax, finding(balance).into(tongue), names=names)
    return ax


def balance_chart(
    balance: Balance,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the standardised difference of every covariate between the arms.

    Args:
        balance: What `Assignment.balance` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a row for each covariate or category, a point for each arm except the reference,
        and a band within which differences are conventionally called small.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> split = vv.lift.assign(shop.customers, salt="winback-2025")
        >>> balance = split.balance(shop.customers, columns=["prior_spend", "tier"])
        >>> balance_chart(balance).get_xlabel()
        'Difference from control, in standard deviations'
    """
    return canvas.picture(balance, ax, language, labels)


def _draw_arm(ax: Axes, balance: Balance, arm: str, number: int) -> None:
    ax.plot(
        [comparison.differences[arm] for comparison in balance.comparisons],
        range(len(balance.comparisons)),
        MARKERS[number % len(MARKERS)],
        color=PALETTE[number % 2],
        markersize=6,
        markeredgecolor="white",
    )
