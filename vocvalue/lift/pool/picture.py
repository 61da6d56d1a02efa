"""How many customers each alert found, and how many of them no other did."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.lift.pool.result import RiskPool


def alert_bars(pool: RiskPool, *, ax: Axes | None = None) -> Axes:
    """Draw how many customers each rule found, alone and together with others.

    Args:
        pool: What `lift.risk_pool` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a bar for each rule, whose dark part is the customers that no other rule found.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> pool = vv.lift.risk_pool([vv.lift.LowScore()], responses=shop.responses)
        >>> alert_bars(pool).get_xlabel()
        'Customers at risk'
    """
    ax = canvas.axes(ax)
    counts, alone = pool.counts, pool.overlaps()["alone"].to_dict()
    rows = np.arange(len(counts))
    totals = np.array(list(counts.values()))
    single = np.array([alone[name] for name in counts])
    ax.barh(rows, single, height=0.6, color=ACTUAL)
    ax.barh(rows, totals - single, left=single, height=0.6, color=ACTUAL, alpha=0.35)
    for row, total in zip(rows, totals, strict=True):
        ax.annotate(
            f"{total:,}",
            xy=(total, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.set_ylim(len(rows) - 0.4, -0.6 - 0.35 * len(rows))
    names = [canvas.in_lines(pool.rules[name].described("en")) for name in counts]
    canvas.name_rows(ax, names)
    ax.set_xlim(0, max(1.12 * float(totals.max(initial=0)), 1.0))
    ax.xaxis.set_major_formatter(canvas.THOUSANDS)
    ax.set_xlabel("Customers at risk")
    if len(counts) > 1:
        key = {"dark: found by this rule only, light: by others too": ACTUAL}
        canvas.key(ax, key, side="right")
    canvas.title(ax, f"{pool.n:,} customers at risk, {pool.in_words()}", names=names)
    return ax
