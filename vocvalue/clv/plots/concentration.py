"""How value is spread over the customers."""

import numpy as np

from vocvalue import canvas, duration
from vocvalue.canvas import ACTUAL, Axes
from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.special import Array
from vocvalue.results.former import figure

GROUPS = 10


def clv_distribution(prediction: ClvPrediction, *, ax: Axes | None = None) -> Axes:
    """Draw the value that each tenth of the customers holds, the most valuable first.

    Args:
        prediction: What `clv.predict` returned.
        ax: Matplotlib axes to draw on; new ones without it.

    Returns:
        The axes: a bar for each tenth, its share of the total above it and the mean value of its
        customers below it. Shares are left out where the total is not above zero.

    Examples:
        >>> import vocvalue as vv
        >>> prediction = vv.clv.predict(vv.datasets.load_sample().orders)
        >>> ax = clv_distribution(prediction)
        >>> len(ax.patches)
        10
    """
    ordered = np.sort(prediction.clv)[::-1]
    groups = np.array_split(ordered, min(GROUPS, ordered.size))
    held = np.array([group.sum() for group in groups])
    total = float(held.sum())
    ax = canvas.axes(ax)
    bars = ax.bar(np.arange(1, len(groups) + 1), held, width=0.8, color=ACTUAL)
    if total > 0:
        ax.bar_label(
            bars, [canvas.percent(share) for share in held / total], fontsize=10, padding=2
        )
        ax.margins(y=0.1)
    ticks = [f"{i}\n{figure(float(round(g.mean())))}" for i, g in enumerate(groups, start=1)]
    ax.set_xticks(range(1, len(groups) + 1), ticks)
    ax.set_xlabel("Tenths of the customers, the most valuable first, and their mean value")
    basis = prediction.terms.basis
    currency = f"{prediction.rfm.currency} " if prediction.rfm.currency else ""
    ax.set_ylabel(f"Value, {duration.coming(prediction.terms.horizon)} ({currency}{basis})")
    ax.yaxis.set_major_formatter(canvas.THOUSANDS)
    canvas.title(ax, _finding(held, total, currency))
    return ax


def _finding(held: Array, total: float, currency: str) -> str:
    if total <= 0:
        return f"On these terms the customers lose {currency}{figure(float(round(-total)))} in all"
    best = f"{held[0] / total:.0%} of the value ({currency}{figure(float(round(total)))})"
    who = "a tenth of the customers" if len(held) == GROUPS else f"one of {len(held)} customers"
    return f"{best} lies with {who}"
