"""What the best customers have in common: how much more frequent it is among them."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.clv.value_profile import ProfileTrait, ValueProfile
from vocvalue.clv.words.value_profile import finding, in_words
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

MOST = 10
"""No more traits are drawn than these, the most certain first."""
WIDEST = 20.0
ROW = 0.34


def value_traits(
    profile: ValueProfile,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw how much more frequent each trait is among the best customers, with its interval.

    Args:
        profile: What `clv.profile` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Returns:
        The axes: a point and an interval for each trait, in colour where the data show it.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> ax = value_traits(vv.clv.profile(vv.clv.predict(shop.orders), shop.customers))
        >>> ax.get_xlabel()
        'Share of the best customers over share of the others'
    """
    return canvas.picture(profile, ax, language, labels)


@drawn.register
def _(profile: ValueProfile, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    traits = profile.traits[:MOST]
    if own:
        canvas.fit_height(ax, len(traits), ROW, least=3.0)
    ax.axvline(1.0, color=MUTED, linewidth=1.0)
    for row, trait in enumerate(traits):
        _draw(ax, row, trait)
    names = [canvas.in_lines(in_words(trait.part).into(tongue)) for trait in traits]
    canvas.name_rows(ax, names)
    ax.set_ylim(len(traits) - 0.4, -1.6)
    ax.set_xlim(0, 1.08 * max((_end(trait) for trait in traits), default=2.0))
    canvas.numbers(ax.xaxis, tongue)
    below = pair(
        "Share of the best customers over share of the others",
        "高价值客户中的占比 ÷ 其他客户中的占比",
    )
    ax.set_xlabel(below.into(tongue))
    shown = pair("shown", "有统计依据").into(tongue)
    others = pair("not shown", "依据不足").into(tongue)
    canvas.key(ax, {shown: ACTUAL, others: MUTED}, side="right")
    canvas.title(ax, finding(profile).into(tongue), names=names)
    return ax


def _end(trait: ProfileTrait) -> float:
    ends = [end for end in (trait.lift.value, trait.lift.upper) if np.isfinite(end)]
    return min(max(ends, default=2.0), WIDEST)


def _draw(ax: Axes, row: int, trait: ProfileTrait) -> None:
    colour = ACTUAL if trait.is_shown else MUTED
    high = trait.lift.upper if np.isfinite(trait.lift.upper) else WIDEST
    ax.plot([trait.lift.lower, high], [row, row], color=colour, linewidth=2.0)
    if np.isfinite(trait.lift.value):
        ax.plot([trait.lift.value], [row], marker="o", color=colour)
