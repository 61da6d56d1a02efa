"""How many customers each rule matched, and how many of them no other rule did."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.lift.pool.result import RiskPool
from vocvalue.lift.pool.words import finding, rule_name
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import whole
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue


@drawn.register
def _(pool: RiskPool, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    totals = _draw_bars(ax, pool, tongue)
    ax.set_ylim(len(totals) - 0.4, -0.6 - 0.35 * len(totals))
    names = [canvas.in_lines(rule_name(pool, name).into(tongue)) for name in pool.rules]
    canvas.name_rows(ax, names)
    ax.set_xlim(0, max(1.12 * max(totals, default=0), 1.0))
    canvas.numbers(ax.xaxis, tongue)
    ax.set_xlabel(pair("Customers at risk", "风险客户数").into(tongue))
    if len(totals) > 1:
        shades = pair(
            "dark: matched by this rule only; light: by others too",
            "深色：仅触发此项；浅色：同时触发其他项",
        )
        canvas.key(ax, {shades.into(tongue): ACTUAL}, side="right")
    canvas.title(ax, finding(pool).into(tongue), names=names)
    return ax


def alert_bars(
    pool: RiskPool, *, ax: Axes | None = None, language: str = "en", labels: Labels | None = None
) -> Axes:
    """Draw how many customers each rule matched, alone and together with others.

    Args:
        pool: What `lift.risk_pool` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns, groups and rules, by their names.

    Returns:
        The axes: a bar for each rule, with the customers matched by no other rule in dark.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> pool = vv.lift.risk_pool([vv.lift.LowScore()], responses=shop.responses)
        >>> alert_bars(pool).get_xlabel()
        'Customers at risk'
    """
    return canvas.picture(pool, ax, language, labels)


def _draw_bars(ax: Axes, pool: RiskPool, tongue: Tongue) -> list[int]:
    """Draw a bar for each rule, and return how many customers each matched."""
    counts, alone = pool.counts, pool.overlaps()["alone"].to_dict()
    rows = np.arange(len(counts))
    totals = np.array(list(counts.values()))
    single = np.array([alone[name] for name in counts])
    ax.barh(rows, single, height=0.6, color=ACTUAL)
    ax.barh(rows, totals - single, left=single, height=0.6, color=ACTUAL, alpha=0.35)
    for row, total in zip(rows, totals, strict=True):
        ax.annotate(
            whole(total).into(tongue),
            xy=(total, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    return [int(total) for total in totals]
