"""The card as bullet bars: each figure with its interval, on a scale of its own bounds."""

import numpy as np

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MUTED, Axes
from vocvalue.kpi.card.figures import bound_text, figure_of
from vocvalue.kpi.card.line import ScorecardLine
from vocvalue.kpi.card.result import Scorecard
from vocvalue.kpi.card.words import finding, missing
from vocvalue.kpi.kpi import Band, Bounds
from vocvalue.kpi.kpi_words import BANDS, line_name
from vocvalue.results.dispatch import drawn
from vocvalue.results.result import Labels
from vocvalue.results.texts import pair
from vocvalue.results.tongues import Tongue

ROW, BAR = 0.72, 0.5
SHADES: dict[Band, str] = {"low": "#F3D3C0", "middle": "#ECECEC", "high": "#C3DDEE"}
"""Tints of the colours of a palette that every kind of colour vision tells apart."""
EDGE = 0.012
"""How far from the end of the scale a figure beyond it is drawn."""


def bullet_bars(
    card: Scorecard,
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw each KPI on a bar of its bands, with its interval.

    Every bar has its own scale: a third each for low, middle and high, better to the right. A
    figure whose interval does not settle the band is hollow; one beyond the scale is an arrow at
    its end.

    Args:
        card: What `kpi.scorecard` returned.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Examples:
        >>> from vocvalue import kpi
        >>> [tick.get_text() for tick in bullet_bars(kpi.scorecard()).get_xticklabels()]
        ['low', 'middle', 'high']
    """
    return canvas.picture(card, ax, language, labels)


@drawn.register
def _(card: Scorecard, ax: Axes | None, tongue: Tongue) -> Axes:
    own = ax is None
    ax = canvas.axes(ax)
    if own:
        canvas.fit_height(ax, len(card.lines), ROW, least=3.0)
    for place, line in enumerate(card.lines):
        _draw(ax, place, line, tongue)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(card.lines) - 0.4, -0.6)
    ax.set_xticks([1 / 6, 1 / 2, 5 / 6], [BANDS[band].into(tongue) for band in SHADES])
    ax.tick_params(axis="x", length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    label = pair(
        "Each bar has its own scale; hollow: not settled by the interval",
        "各行刻度不同；空心：按区间尚不能断定",
    )
    ax.set_xlabel(label.into(tongue))
    names = [_row_name(line, tongue) for line in card.lines]
    canvas.name_rows(ax, names)
    canvas.title(ax, finding(card).into(tongue).removesuffix(".").removesuffix("。"), names=names)
    return ax


def place_of(value: float, bounds: Bounds) -> float:
    """Return where a figure stands on a bar: low ends at a third, high begins at two thirds.

    Args:
        value: The figure.
        bounds: Its bounds.

    Examples:
        >>> share = Bounds(low=0.1, high=0.7)
        >>> [round(place_of(x, share), 3) for x in (0.1, 0.4, 0.7, 9.0)]
        [0.333, 0.5, 0.667, 1.0]
        >>> round(place_of(24, Bounds(low=120, high=24)), 3)
        0.667
    """
    part = (value - bounds.low) / (bounds.high - bounds.low)
    return float(np.clip((1 + part) / 3, 0.0, 1.0))


def _draw(ax: Axes, place: int, line: ScorecardLine, tongue: Tongue) -> None:
    if line.result is None or line.figure is None:
        text = canvas.in_lines(missing(line).into(tongue))
        canvas.write_at(ax, text, (0.5, place), shift=(0, 0), ha="center", colour=MUTED)
        return
    for third, shade in enumerate(SHADES.values()):
        ax.barh(place, 1 / 3, left=third / 3, height=BAR, color=shade, zorder=0)
    bounds = line.result.bounds
    for bound, at in ((bounds.low, 1 / 3), (bounds.high, 2 / 3)):
        text = bound_text(line.result, bound).into(tongue)
        ax.annotate(
            text,
            xy=(at, place + BAR / 2),
            xytext=(0, -1),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8,
            color=canvas.ink(MUTED),
            parse_math=False,
        )
    _draw_figure(ax, place, line, bounds)


def _draw_figure(ax: Axes, place: int, line: ScorecardLine, bounds: Bounds) -> None:
    figure = line.figure
    assert figure is not None  # noqa: S101 - a line with a figure
    known = [end for end in (figure.lower, figure.upper) if not np.isnan(end)]
    ends = [place_of(end, bounds) for end in known]
    ax.plot(ends, [place] * len(ends), color=ACTUAL, linewidth=2, zorder=2)
    at = place_of(figure.value, bounds)
    marker = "<" if at <= 0 else ">" if at >= 1 else "o"
    is_settled = line.band_shown == line.band
    ax.plot(
        float(np.clip(at, EDGE, 1 - EDGE)),
        place,
        marker=marker,
        markersize=9,
        color=ACTUAL,
        markerfacecolor=ACTUAL if is_settled else "white",
        markeredgewidth=1.8,
        zorder=3,
    )


def _row_name(line: ScorecardLine, tongue: Tongue) -> str:
    name = canvas.in_lines(line_name(line.kpi, line.topic).into(tongue))
    if line.result is None or line.figure is None:
        return name
    return f"{name}\n{figure_of(line.result).into(tongue)}"
