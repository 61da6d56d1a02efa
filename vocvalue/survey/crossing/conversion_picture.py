"""The chart of what moving customers between segments is worth."""

from collections.abc import Sequence

from vocvalue import canvas
from vocvalue.canvas import ACTUAL, MODEL, MUTED, Axes
from vocvalue.errors import ParameterError
from vocvalue.results import Money
from vocvalue.results.dispatch import drawn
from vocvalue.results.numerals import stated_rate
from vocvalue.results.result import Labels
from vocvalue.results.sums import EVIDENCE, amount
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue, tongue
from vocvalue.survey.crossing.conversion import ConversionValue
from vocvalue.survey.crossing.names import members
from vocvalue.survey.crossing.words.conversion import number_of
from vocvalue.survey.crossing.words.figures import money_meant
from vocvalue.survey.crossing.words.verdicts import VERDICTS


@drawn.register
def _(conversion: ConversionValue, ax: Axes | None, tongue: Tongue) -> Axes:
    return _draw([conversion], ax, tongue)


def conversion_ladder(
    conversions: Sequence[ConversionValue],
    *,
    ax: Axes | None = None,
    language: str = "en",
    labels: Labels | None = None,
) -> Axes:
    """Draw the value of each conversion in a row, by the observed and the adjusted gap.

    Args:
        conversions: What `SegmentTable.conversion_value` returned, for one or several conversions.
        ax: Matplotlib axes to draw on; by default new axes.
        language: "en" or "zh".
        labels: Display names of the segments, by their names in the data.

    Returns:
        The axes: a line for each interval, a point for each value.

    Raises:
        ParameterError: There are no conversions, or they differ in the figure or the currency.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> table = vv.survey.cross_analysis(shop.responses, orders=shop.orders)
        >>> steps = [("detractor", "passive"), ("passive", "promoter"), ("detractor", "promoter")]
        >>> ladder = [table.conversion_value(a, b, 0.01, population=100_000) for a, b in steps]
        >>> len(conversion_ladder(ladder).get_yticks())
        3
    """
    _check(conversions)
    return _draw(conversions, ax, tongue(language, labels))


def _draw(conversions: Sequence[ConversionValue], ax: Axes | None, tongue: Tongue) -> Axes:
    ax = canvas.axes(ax)
    offset = 0.14 if any(value.adjusted for value in conversions) else 0.0
    for row, value in enumerate(conversions):
        _draw_line(ax, row - offset, value.raw, tongue, colour=ACTUAL, marker="o")
        if value.adjusted is not None:
            _draw_line(ax, row + offset, value.adjusted, tongue, colour=MODEL, marker="D")
    ax.axvline(0, color=MUTED, linewidth=0.8)
    steps = [_step(value).into(tongue) for value in conversions]
    canvas.name_rows(ax, steps)
    ax.set_ylim(len(conversions) - 0.4, -0.9)
    ax.set_xlabel(_scale(conversions[0]).into(tongue))
    canvas.amounts(ax.xaxis, tongue, conversions[0].terms.currency)
    ax.locator_params(axis="x", nbins=5)
    ax.margins(x=0.12)
    key = {pair("observed gap", "观察到的差距").into(tongue): ACTUAL}
    if offset:
        key[pair("adjusted gap", "调整后的差距").into(tongue)] = MODEL
    canvas.key(ax, key, side="right")
    canvas.title(ax, _finding(conversions).into(tongue), names=steps)
    return ax


def _draw_line(
    ax: Axes, row: float, money: Money, tongue: Tongue, *, colour: str, marker: str
) -> None:
    ax.plot([money.lower, money.upper], [row, row], color=colour, linewidth=2)
    ax.plot(money.value, row, marker=marker, color=colour, markersize=8, markeredgecolor="white")
    ax.annotate(
        amount(money.value, money.currency).into(tongue),
        xy=(money.upper, row),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=canvas.ink(colour),
    )


def _step(value: ConversionValue) -> Text:
    share, movers = stated_rate(value.share), number_of(value.movers)
    there, here = members(value.to), members(value.from_)
    if value.share_of == "base":
        return pair(
            "{here} to {there}\n{share} of the base: {movers}",
            "{here}转为{there}\n全体客户的 {share}：{movers} 位",
            here=here,
            there=there,
            share=share,
            movers=movers,
        )
    return pair(
        "{here} to {there}\n{share} of the segment: {movers}",
        "{here}转为{there}\n分群的 {share}：{movers} 位",
        here=here,
        there=there,
        share=share,
        movers=movers,
    )


def _scale(value: ConversionValue) -> Text:
    return pair(
        "Worth in {money}\n({level} interval)",
        "价值：{money}\n（{level} 置信区间）",
        money=money_meant(value.terms, value.metric),
        level=stated_rate(value.raw.level),
    )


def _finding(conversions: Sequence[ConversionValue]) -> Text:
    best = max(conversions, key=lambda value: value.money.value)
    finding = pair(
        "Most valuable move: {here} to {there}, {worth} ({evidence})",
        "价值最高的转化：{here}转为{there}，{worth}（{evidence}）",
        here=members(best.from_),
        there=members(best.to),
        worth=amount(best.money.value, best.money.currency),
        evidence=EVIDENCE[best.money.evidence],
    )
    if best.verdict == "link found":
        return finding
    return pair(
        "{finding}; {verdict}",
        "{finding}；{verdict}",
        finding=finding,
        verdict=VERDICTS[best.verdict],
    )


def _check(conversions: Sequence[ConversionValue]) -> None:
    if not conversions:
        raise ParameterError("conversions == [], must hold at least one conversion.")
    kinds = {(value.metric, value.terms.currency) for value in conversions}
    if len(kinds) > 1:
        raise ParameterError("conversions must all be of the same figure, in the same currency.")
