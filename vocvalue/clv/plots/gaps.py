"""Whether customers buy at more regular intervals than by chance."""

from itertools import pairwise

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, Axes
from vocvalue.clv.gaps import CLASSES, Gaps
from vocvalue.clv.regularity import Regularity
from vocvalue.clv.words.regularity import finding
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import number
from vocvalue.results.result import Labels
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue


def purchase_gaps(
    check: Regularity,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw how long customers wait between purchases, against purchases at random times.

    Regular buyers wait about as long each time: their bars tower where the gap is the customer's
    own mean. The test itself looks at the middle of each customer's purchases and not at the gaps.

    Args:
        check: What `clv.check_regularity` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: bars for the gaps as they were, points for as many purchases at random times.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> purchase_gaps(vv.clv.check_regularity(shop.orders)).get_ylabel()
        'Share of the gaps'
    """
    return canvas.picture(check, ax, language, labels)


@drawn.register
def _(check: Regularity, ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    _draw_gaps(ax, check.gaps)
    ax.set_xticks(range(CLASSES), [name.into(tongue) for name in _class_names()])
    canvas.shares(ax.yaxis, tongue)
    below = pair(
        "Time between purchases, in multiples of the customer's own mean",
        "两次购买的间隔（客户自身平均间隔的倍数）",
    )
    ax.set_xlabel(below.into(tongue))
    ax.set_ylabel(pair("Share of the gaps", "间隔占比").into(tongue))
    bars = pair("bars: actual", "柱：实际").into(tongue)
    points = pair("points: at random times", "点：随机购买").into(tongue)
    canvas.key(ax, {bars: ACTUAL, points: MODEL}, side="right")
    canvas.title(ax, finding(check).into(tongue))
    return ax


def _draw_gaps(ax: Axes, gaps: Gaps) -> None:
    places, total = np.arange(CLASSES), max(sum(gaps.counts), 1)
    shares, by_chance = np.array(gaps.counts) / total, np.array(gaps.by_chance) / total
    ax.bar(places, shares, width=0.7, color=ACTUAL)
    if not any(gaps.counts):
        ax.set_ylim(0, 1)
        return
    (points,) = ax.plot(places, by_chance, "o", markersize=8, color=MODEL, markeredgecolor="white")
    points.set_clip_on(False)
    ax.set_ylim(0, 1.1 * max(shares.max(), by_chance.max()))


def _class_names() -> list[Text]:
    starts = [number(start, 1) for start in Gaps.starts()]
    ranges = pairwise(starts)
    between = [pair("{low}–{high}", "{low}–{high}", low=low, high=high) for low, high in ranges]
    return [*between, pair("{low}+", "{low}+", low=starts[-1])]
