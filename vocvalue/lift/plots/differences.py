"""How far the arms of an experiment differ in what was known before."""

from vocvalue import canvas
from vocvalue.canvas import MUTED, PALETTE, Axes
from vocvalue.lift.balance import LARGE, Balance

MARKERS = ("o", "D", "s", "^")


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
    ax = canvas.axes(ax)
    rows = range(len(balance.comparisons))
    names = [one.name for one in balance.comparisons]
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
    ax.set_yticks(list(rows), [_short(name) for name in names])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(f"Difference from {balance.reference}, in standard deviations")
    if len(arms) > 1:
        canvas.key(ax, {arm: PALETTE[number % 2] for number, arm in enumerate(arms)}, side="right")
    figure = ax.get_figure(root=True)
    if figure is not None:
        figure.set_size_inches(figure.get_figwidth(), max(1.8 + 0.28 * len(names), 2.6))
    widest = max(len(_short(name)) for name in names)
    canvas.title(ax, balance.statement().removesuffix("."), beside=widest)
    return ax


def _short(name: str) -> str:
    return name if len(name) <= 32 else f"{name[:31]}…"
