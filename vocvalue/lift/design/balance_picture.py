"""How far the arms of an experiment differ in what was known before."""

from vocvalue import canvas
from vocvalue.canvas import MUTED, PALETTE, Axes
from vocvalue.lift.design.balance import LARGE, Balance

MARKERS, SIGNS = ("o", "D", "s", "^"), "●◆■▲"
ROW = 0.28


def balance_chart(balance: Balance, *, ax: Axes | None = None) -> Axes:
    """Draw the standardised difference of every covariate between the arms.

    Args:
        balance: What `Assignment.balance` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a row for each covariate or category, a point for each arm but the reference,
        and a band within which differences are customarily called small.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> split = vv.lift.assign(shop.customers, salt="winback-2025")
        >>> found = split.balance(shop.customers, columns=["prior_spend", "tier"])
        >>> balance_chart(found).get_xlabel()
        'Difference from control, in standard deviations'
    """
    own = ax is None
    ax = canvas.axes(ax)
    rows = range(len(balance.comparisons))
    names = [canvas.in_lines(one.name) for one in balance.comparisons]
    ax.axvspan(-LARGE, LARGE, color=MUTED, alpha=0.12, linewidth=0)
    ax.axvline(0, color=MUTED, linewidth=0.8)
    arms = [arm for arm in balance.sizes if arm != balance.reference]
    for number, arm in enumerate(arms):
        ax.plot(
            [one.differences[arm] for one in balance.comparisons],
            rows,
            MARKERS[number % len(MARKERS)],
            color=PALETTE[number % 2],
            markersize=6,
            markeredgecolor="white",
        )
    ax.set_ylim(len(names) - 0.4, -0.6)
    reach = max([2 * LARGE, *(1.15 * abs(one.largest) for one in balance.comparisons)])
    ax.set_xlim(-reach, reach)
    canvas.name_rows(ax, names)
    ax.set_xlabel(f"Difference from {balance.reference}, in standard deviations")
    if len(arms) > 1:
        key = {
            f"{SIGNS[number % len(SIGNS)]} {arm}": PALETTE[number % 2]
            for number, arm in enumerate(arms)
        }
        canvas.key(ax, key, side="right")
    if own:
        canvas.fit_height(ax, len(names), ROW, least=2.6)
    canvas.title(ax, balance.statement().removesuffix("."), names=names)
    return ax
