"""The chart of topics: in how many texts each is complained of, praised, or merely mentioned."""

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import whole
from vocvalue.results.texts import named, pair
from vocvalue.results.tongues import Tongue
from vocvalue.signals.topics.result import Mentions
from vocvalue.signals.topics.topic import POLARITIES
from vocvalue.signals.topics.words import POLARITY_NAMES, finding

COLOURS = dict(zip(POLARITIES, (MODEL, ACTUAL, MUTED), strict=True))
MOST = 15
ROW, LINE = 0.34, 18.0


@drawn.register
def _(mentions: Mentions, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    counts = mentions.counts().head(MOST)
    if own:
        canvas.fit_height(ax, len(counts), ROW)
    colours = [COLOURS[polarity] for polarity in POLARITIES]
    lengths = counts[list(POLARITIES)].to_numpy(dtype=float)
    for place, parts in enumerate(lengths):
        canvas.stacked(ax, place, parts.tolist(), colours)
        texts = whole(counts["texts"].iloc[place]).into(tongue)
        canvas.write_at(ax, texts, (float(parts.sum()), place))
    above = canvas.room_above(ax, len(counts), LINE * len(POLARITIES))
    ax.set_ylim(len(counts) - 0.4, -0.6 - above)
    ax.set_xlim(0, max(1.12 * lengths.sum(axis=1).max(), 1.0))
    names = [canvas.in_lines(named(str(topic)).into(tongue)) for topic in counts.index]
    canvas.name_rows(ax, names)
    canvas.numbers(ax.xaxis, tongue)
    label = pair(
        "Texts, by what they say of the topic (one may say several things)",
        "文本数（按态度，一条文本可有多种态度）",
    )
    ax.set_xlabel(label.into(tongue))
    there = [polarity for polarity in POLARITIES if counts[polarity].any()]
    canvas.key(ax, {POLARITY_NAMES[it].into(tongue): COLOURS[it] for it in there}, side="right")
    canvas.title(
        ax, finding(mentions).into(tongue).removesuffix(".").removesuffix("。"), names=names
    )
    return ax
