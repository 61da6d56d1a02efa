"""The chart of themes: the share of texts that are about each, with its interval."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import MODEL, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import percent
from vocvalue.results.texts import Text, named, pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.theme_search.result import Themes
from vocvalue.signals.theme_search.words import finding

MOST = 20
ROW = 0.34


@drawn.register
def _(themes: Themes, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    shown = themes.themes[:MOST]
    if own:
        canvas.fit_height(ax, len(shown), ROW)
    shares = [themes.share_of(theme) for theme in shown]
    value, lower, upper = (
        np.array([getattr(share, end) for share in shares]) for end in ("value", "lower", "upper")
    )
    rows = np.arange(len(shown))
    ax.barh(rows, value, height=0.6, color=MODEL, alpha=0.8)
    ax.hlines(rows, lower, upper, color="black", linewidth=1)
    for place, share in enumerate(shares):
        canvas.write_at(ax, percent(share.value).into(tongue), (share.upper, place))
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, 1.15 * upper.max())
    names = [canvas.in_lines(named(theme.name).into(tongue)) for theme in shown]
    canvas.name_rows(ax, names)
    canvas.shares(ax.xaxis, tongue)
    ax.set_xlabel(_label(themes).into(tongue))
    title = finding(themes).into(tongue).removesuffix(".").removesuffix("。")
    canvas.title(ax, title, names=names)
    return ax


def _label(themes: Themes) -> Text:
    if themes.polarity == "complaint":
        return pair("Share of the texts that complain", "占抱怨文本的比例")
    return pair("Share of texts", "占文本的比例")
